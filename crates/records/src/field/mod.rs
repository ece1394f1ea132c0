//! What each field type does, one file per type.
