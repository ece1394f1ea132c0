//! Turns the plain data of the door into the words of each database. Called by `connect`; the only folder that holds SQL text.
//!
//! `walk` writes what both databases say alike; `sqlite` and `postgres` say the rest, with the same functions in the same order.
//! The text depends on the shape of a query alone, never on its values, so that prepared statements are found again.

mod idle;
mod pieces;
pub(crate) mod postgres;
pub(crate) mod select;
mod sql;
pub(crate) mod sqlite;
mod tokens;
mod walk;

use crate::Cell;

pub(crate) use sql::Sql;
pub(crate) use walk::Dialect;

/// One statement and what it is run with: once per set of parameters.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Statement {
    pub text: String,
    pub sets: Vec<Vec<Param>>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Param {
    Cell(Cell),
    /// many cells of one kind, travelling as one parameter
    List(Vec<Cell>),
}

impl Statement {
    pub fn once(text: impl Into<String>, cells: Vec<Cell>) -> Statement {
        Statement { text: text.into(), sets: vec![cells.into_iter().map(Param::Cell).collect()] }
    }
}
