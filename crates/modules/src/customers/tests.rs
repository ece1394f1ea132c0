//! What customers does, on both databases.
