//! Import: rows of text become records, through the same pipeline as everything else. Knows no file formats: the edges read files and hand over
//! rows; nothing here reads a clock or a disk.
//!
//! `plan` says what shall be done, `bind` finds every name in it. A row goes through `reading` (cells → values), `directory` (names → records)
//! and `settle` (what is decided about values that did not fit). `check` does that for a whole file and asks one question per kind of
//! difficulty; `step` writes, in steps whose place in the file is kept with what they wrote; `later` links what a later row brought; `undo`
//! takes an import back, and `sweep` forgets what that took when its time is over.

pub mod bind;
pub mod check;
pub mod directory;
pub mod journal;
pub mod later;
mod make;
mod nearest;
pub mod options;
pub mod plan;
pub mod progress;
pub mod reading;
pub mod refused;
pub mod settle;
pub mod step;
mod sweep;
pub mod tally;
#[cfg(test)]
mod tests;
pub mod undo;

pub use bind::Bound;
pub use check::{Checked, Checker, Question};
pub use directory::Directory;
pub use plan::{Column, Decision, OnDuplicate, Plan, Unknown};
pub use progress::{Assumed, Outcome, Progress};
pub use step::step;
pub use sweep::sweep;
pub use tally::Tally;

/// A row of a file as its reader hands it over.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// from zero, among all rows of the file
    pub place: u64,
    /// where a person finds it: the line of a text file, the row of a sheet
    pub line: u64,
    pub cells: Vec<String>,
    /// why its reader refuses it
    pub refused: Option<types::FieldProblem>,
    /// of a row that names a file: what is known of its bytes, field by field, or why there are none
    pub content: Option<Result<Vec<(types::Name, types::Value)>, types::FieldProblem>>,
}
