//! SQLite and PostgreSQL behind one narrow door. Knows tables, columns and rows, no records; only this crate writes SQL.
//! Used by `records` (queries and changes as data) and by `app` (opening, backup).

pub mod cell;
pub mod change;
pub mod error;
pub mod query;

pub use cell::{Cell, Rows};
pub use change::{Change, Clash, Column, ColumnKind, Index, IndexPart, Step};
pub use error::{Error, Result};
pub use query::{Aggregate, Alias, Compare, Direction, Expr, Join, JoinKind, Math, Select, Source, Token, Tokens};
