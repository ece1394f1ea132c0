//! SQLite and PostgreSQL behind one narrow door. Knows tables, columns and rows, no records; only this crate writes SQL.
//! Used by `records` (queries and changes as data) and by `app` (opening, backup).

pub mod backup;
pub mod blobs;
pub mod cell;
pub mod change;
mod connect;
pub mod copy;
pub mod database;
pub mod error;
pub mod event;
mod lock;
pub mod migrate;
mod node;
pub mod options;
pub mod query;
mod render;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(test)]
mod tests;
pub mod tx;
mod work;

pub use blobs::{Blob, Blobs, Upload};
pub use cell::{Cell, Rows};
pub use change::{Change, Clash, Column, ColumnKind, Index, IndexPart, Step};
pub use copy::copy_all;
pub use database::Database;
pub use error::{Error, Result};
pub use event::Event;
pub use migrate::{Migration, migrate};
pub use options::Options;
pub use query::{Aggregate, Alias, Compare, Direction, Expr, Join, JoinKind, Math, Select, Source, Token, Tokens};
pub use tx::Tx;
