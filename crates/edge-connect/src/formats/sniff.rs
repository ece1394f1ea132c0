//! Recognising a file from its first bytes: kind, encoding, delimiter, quote, header. The answer is a plain [`Shape`] that a
//! person may correct and a saved mapping remembers. Called by `source::inspect`.

mod dialect;
mod header;
mod kind;

use std::io::Cursor;

use serde::{Deserialize, Serialize};

use super::csv::{CsvReader, Dialect};
use super::encoding::Encoding;
use super::limits::Limits;
use super::problem::{FileProblem, ReadError};

pub(crate) use header::{has_header, title_rows};

/// The kinds of file that can be imported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    #[default]
    Csv,
    Xlsx,
    VCard,
}

/// How a file is to be read. Every field may be overridden before [`open`](super::open).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Shape {
    pub kind: Kind,
    pub encoding: Encoding,
    /// CSV: what stands between cells (ASCII).
    pub delimiter: char,
    /// CSV: what may surround cells (ASCII).
    pub quote: Option<char>,
    /// CSV, XLSX: the first row names the columns.
    pub header: bool,
    /// Lines (CSV) or rows (XLSX) above the table: titles, `sep=;`.
    pub skip_lines: u64,
    /// XLSX: the sheet to read; the first with rows if none is named.
    pub sheet: Option<String>,
    /// CSV: take off the apostrophe that exports put before formulas and long numbers.
    pub restore: bool,
}

impl Default for Shape {
    fn default() -> Shape {
        Shape {
            kind: Kind::Csv,
            encoding: Encoding::Utf8,
            delimiter: ',',
            quote: Some('"'),
            header: true,
            skip_lines: 0,
            sheet: None,
            restore: true,
        }
    }
}

impl Shape {
    pub(crate) fn dialect(&self) -> Dialect {
        let Shape { encoding, delimiter, quote, skip_lines, .. } = *self;
        Dialect { encoding, delimiter, quote, skip_lines }
    }
}

/// Proposes how to read a file. `head` is its beginning, at most [`SNIFF_BYTES`](super::limits::SNIFF_BYTES); `whole` if
/// that is all of it; `name` only breaks ties.
pub fn sniff(head: &[u8], whole: bool, name: &str) -> Result<Shape, FileProblem> {
    let encoding = Encoding::detect(head, whole);
    match kind::of(head, encoding)? {
        Kind::Csv => dialect::propose(head, whole, name, Shape { encoding, ..Shape::default() }),
        Kind::VCard => Ok(Shape { kind: Kind::VCard, encoding, ..Shape::default() }),
        Kind::Xlsx => Ok(Shape { kind: Kind::Xlsx, ..Shape::default() }),
    }
}

/// The first records of a sample under a dialect, with their line numbers; the last is left out if it may be cut off.
fn sample(head: &[u8], whole: bool, dialect: Dialect, most: usize) -> Vec<(u64, Vec<String>)> {
    let records = CsvReader::new(Cursor::new(head), dialect, Limits::default());
    let mut rows: Vec<_> = records
        .map_while(|record| match record {
            Ok(row) => Some((row.number, row.cells)),
            Err(ReadError::Row(bad)) => Some((bad.number, bad.cells)),
            Err(ReadError::File(_)) => None,
        })
        .take(most + 1)
        .collect();
    if rows.len() > most || (!whole && rows.len() > 1) {
        rows.pop();
    }
    rows
}

#[cfg(test)]
mod tests;
