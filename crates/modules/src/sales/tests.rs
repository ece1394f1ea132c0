//! What sales does, on both databases.
