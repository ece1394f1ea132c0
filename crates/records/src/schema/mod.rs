//! What exists: objects, fields, relations, layouts. Read from module files (`ship`), laid out in tables (`tables`), changed at run time (`change`).

pub mod catalog;
pub mod change;
pub mod field;
pub mod field_type;
pub mod indexes;
pub mod object;
pub mod overlay;
pub mod recompute;
pub mod ship;
mod system_fields;
pub mod tables;
#[cfg(test)]
mod tests;

pub use catalog::Catalog;
pub use field::{ADDRESS_PARTS, Class, Field, Format, SearchAs, Usual, Write};
pub use field_type::{Choice, FieldType, Rollup, RollupFunction};
pub use object::{Asks, Board, Layout, Object, Owned, Section};
