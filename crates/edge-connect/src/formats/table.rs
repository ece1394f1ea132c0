//! Rows of any format under one header: the header is taken off, ragged rows are found, an empty table is refused. The
//! readers of each format feed it; the import job iterates [`Rows`].

use super::neutral;
use super::problem::{BadRow, FileProblem, ReadError, RowProblem, Warning};

/// One row of text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Where it stands in the file, from one, the header included: the line of a CSV or vCard, the row of a sheet.
    pub number: u64,
    pub cells: Vec<String>,
    pub warnings: Vec<Warning>,
}

/// What a format's own reader yields, the header among the rest.
pub(crate) type Records<'a> = Box<dyn Iterator<Item = Result<Row, ReadError>> + Send + 'a>;

/// How the rows of a format meet their header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fit {
    /// The first row names the columns.
    pub header: bool,
    /// A row may end early (sheets store no trailing empty cells); otherwise it is refused as ragged.
    pub pad: bool,
    /// Takes the apostrophes off that an export has put before formulas ([`neutral::restore`]).
    pub restore: bool,
}

/// The rows below the header. Ends for good after a [`ReadError::File`].
pub struct Rows<'a> {
    records: Records<'a>,
    fit: Fit,
    columns: Vec<String>,
    /// Without a header the first row has been read for its width and is still to be handed out.
    first: Option<Row>,
    seen: bool,
    ended: bool,
}

impl<'a> Rows<'a> {
    pub(crate) fn new(mut records: Records<'a>, fit: Fit) -> Result<Rows<'a>, FileProblem> {
        let first = match records.next() {
            None => return Err(FileProblem::EmptyFile),
            Some(Err(ReadError::File(problem))) => return Err(problem),
            Some(Err(ReadError::Row(bad))) => {
                return Err(FileProblem::BadHeader { row: bad.number, problem: bad.problem });
            }
            Some(Ok(row)) => row,
        };
        let mut rows = Rows { records, fit, columns: Vec::new(), first: None, seen: false, ended: false };
        if fit.header {
            rows.columns = rows.restored(first).cells;
        } else {
            rows.columns = vec![String::new(); first.cells.len()];
            rows.first = Some(first);
        }
        Ok(rows)
    }

    /// Of columns known beforehand, as a vCard has them; the file has no header.
    pub(crate) fn of_columns(records: Records<'a>, columns: &[&str]) -> Rows<'a> {
        let fit = Fit { header: false, pad: false, restore: false };
        let columns = columns.iter().map(|name| (*name).to_owned()).collect();
        Rows { records, fit, columns, first: None, seen: false, ended: false }
    }

    /// The names in the header, in order; empty strings where the file has none.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    fn restored(&self, mut row: Row) -> Row {
        if self.fit.restore {
            row.cells.iter_mut().for_each(neutral::restore);
        }
        row
    }

    fn fitted(&self, row: Row) -> Result<Row, ReadError> {
        let mut row = self.restored(row);
        let expected = self.columns.len();
        // Extra cells that are empty carry nothing: spreadsheets leave them behind.
        while row.cells.len() > expected && row.cells.last().is_some_and(String::is_empty) {
            row.cells.pop();
        }
        if self.fit.pad && row.cells.len() < expected {
            row.cells.resize(expected, String::new());
        }
        if row.cells.len() == expected {
            return Ok(row);
        }
        let problem = RowProblem::RaggedRow { expected, found: row.cells.len() };
        Err(ReadError::Row(BadRow { number: row.number, cells: row.cells, problem }))
    }
}

impl Iterator for Rows<'_> {
    type Item = Result<Row, ReadError>;

    fn next(&mut self) -> Option<Result<Row, ReadError>> {
        if self.ended {
            return None;
        }
        let next = self.first.take().map(Ok).or_else(|| self.records.next());
        let answer = match next {
            Some(Ok(row)) => Some(self.fitted(row)),
            Some(Err(ReadError::Row(mut bad))) => {
                if self.fit.restore {
                    bad.cells.iter_mut().for_each(neutral::restore);
                }
                Some(Err(ReadError::Row(bad)))
            }
            Some(Err(ReadError::File(problem))) => {
                self.ended = true;
                Some(Err(problem.into()))
            }
            None => {
                self.ended = true;
                (!self.seen).then_some(Err(FileProblem::HeaderOnly.into()))
            }
        };
        self.seen = true;
        answer
    }
}

#[cfg(test)]
mod tests;
