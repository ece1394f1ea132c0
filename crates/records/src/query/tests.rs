//! Lists as callers meet them.
