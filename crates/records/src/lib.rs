//! The record engine: objects, fields, access, reading, writing. Knows no customers and no HTTP; would serve a hospital as well.
//! Used by `modules` (which gives it metadata and rules) and by the edges (through `Engine`).

pub mod schema;
pub mod expr;
pub mod field;
pub mod record;
