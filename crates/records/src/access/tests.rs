//! Scopes as people meet them.
