//! What platform does, on both databases.
