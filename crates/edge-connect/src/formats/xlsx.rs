//! Reading XLSX sheet by sheet, row by row. The package is weighed before it is opened ([`guard`]); sheets stream, only
//! shared strings and styles are held. Called by `source`.

mod guard;
mod merged;
mod text;

use std::io::{Read, Seek};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Cell, DataRef, Reader, SheetVisible, Xlsx, XlsxCellReader, XlsxError};

use super::limits::{Limits, XLSX_MERGED};
use super::problem::{BadRow, FileProblem, ReadError, RowProblem, Warning};
use super::table::Row;
use merged::Merged;

/// An opened workbook.
pub struct Workbook<R: Read + Seek> {
    inner: Xlsx<R>,
    limits: Limits,
    /// Whether there are merged cells to look for: some, but not so many that they would fill the memory.
    has_merged: bool,
    /// The merged cells of the sheet read last: they stand behind its rows, so finding them takes a pass of its own.
    merged: Option<(String, Merged)>,
}

impl<R: Read + Seek> Workbook<R> {
    /// Weighs the package and opens it. The only parts read into memory are those below
    /// [`XLSX_PART_BYTES`](super::limits::XLSX_PART_BYTES).
    pub fn open(mut source: R, limits: Limits) -> Result<Workbook<R>, FileProblem> {
        let regions = guard::weigh(&mut source, &limits)?;
        let has_merged = (1..=XLSX_MERGED).contains(&regions);
        let inner = guarded(|| Xlsx::new(source))?.map_err(damaged)?;
        Ok(Workbook { inner, limits, has_merged, merged: None })
    }

    /// The names of the worksheets a person sees, in their order.
    pub fn sheets(&self) -> Vec<String> {
        let sheets = self.inner.sheets_metadata().iter();
        let seen = sheets
            .filter(|sheet| sheet.visible == SheetVisible::Visible && sheet.typ == calamine::SheetType::WorkSheet);
        seen.map(|sheet| sheet.name.clone()).collect()
    }

    /// The rows of a sheet that hold anything, below `skip_rows`. Merged cells count for each cell of the header, and for
    /// each row in data.
    pub fn records(&mut self, sheet: &str, skip_rows: u64) -> Result<SheetReader<'_, R>, FileProblem> {
        if !self.inner.sheets_metadata().iter().any(|known| known.name == sheet) {
            return Err(FileProblem::NoSuchSheet { name: sheet.to_owned() });
        }
        let merged = self.merged(sheet)?;
        let limits = self.limits;
        let cells = guarded(|| self.inner.worksheet_cells_reader(sheet))?.map_err(damaged)?;
        let shows_percent = cells.styles().iter().map(text::shows_percent).collect();
        Ok(SheetReader {
            cells,
            shows_percent,
            merged,
            limits,
            skip_rows,
            next: None,
            first: true,
            drained: false,
            ended: false,
        })
    }
}

impl<R: Read + Seek> Workbook<R> {
    fn merged(&mut self, sheet: &str) -> Result<Merged, FileProblem> {
        if !self.has_merged {
            return Ok(Merged::default());
        }
        if let Some((name, merged)) = &self.merged
            && name == sheet
        {
            return Ok(merged.clone());
        }
        let regions = guarded(|| self.inner.merge_cells_by_sheet_name(sheet))?.map_err(damaged)?;
        let merged = Merged::new(regions.into_iter().map(|region| (region.start, region.end)));
        self.merged = Some((sheet.to_owned(), merged.clone()));
        Ok(merged)
    }
}

/// One sheet, row by row.
pub struct SheetReader<'a, R: Read + Seek> {
    cells: XlsxCellReader<'a, R>,
    /// By style.
    shows_percent: Vec<bool>,
    merged: Merged,
    limits: Limits,
    skip_rows: u64,
    /// The first cell of the next row, read to know that this one has ended.
    next: Option<Found>,
    first: bool,
    /// The library has said that there are no more cells, and must not be asked again.
    drained: bool,
    ended: bool,
}

/// A filled cell: row and column from zero.
struct Found {
    row: u32,
    column: u32,
    content: Result<text::Readable, RowProblem>,
}

impl<R: Read + Seek> SheetReader<'_, R> {
    /// The next cell with anything in it.
    fn cell(&mut self) -> Result<Option<Found>, FileProblem> {
        if let Some(found) = self.next.take() {
            return Ok(Some(found));
        }
        while !self.drained {
            let next = guarded(|| self.cells.next_cell_with_style_id())?.map_err(damaged)?;
            let Some((cell, style)) = next else {
                self.drained = true;
                break;
            };
            let (row, column) = cell.get_position();
            if *cell.get_value() == DataRef::Empty {
                continue;
            }
            let percent = self.shows_percent.get(style).copied().unwrap_or_default();
            return Ok(Some(Found { row, column, content: content(&cell, percent, &self.limits) }));
        }
        Ok(None)
    }

    fn row(&mut self) -> Result<Option<Result<Row, BadRow>>, FileProblem> {
        loop {
            let Some(first) = self.cell()? else { return Ok(None) };
            let number = u64::from(first.row) + 1;
            let mut row = RowInHand::new(first.row, self.limits);
            let at = first.row;
            row.add(first);
            while let Some(cell) = self.cell()? {
                if cell.row != at {
                    self.next = Some(cell);
                    break;
                }
                row.add(cell);
            }
            if number <= self.skip_rows {
                continue;
            }
            self.merged.fill(at, &mut row.cells, self.first, self.limits.columns);
            if row.cells.iter().all(String::is_empty) && row.problem.is_none() {
                continue;
            }
            self.first = false;
            return Ok(Some(row.finish()));
        }
    }
}

impl<R: Read + Seek> Iterator for SheetReader<'_, R> {
    type Item = Result<Row, ReadError>;

    fn next(&mut self) -> Option<Result<Row, ReadError>> {
        if self.ended {
            return None;
        }
        match self.row() {
            Ok(Some(row)) => Some(row.map_err(ReadError::Row)),
            Ok(None) => {
                self.ended = true;
                None
            }
            Err(problem) => {
                self.ended = true;
                Some(Err(problem.into()))
            }
        }
    }
}

fn content(cell: &Cell<DataRef<'_>>, percent: bool, limits: &Limits) -> Result<text::Readable, RowProblem> {
    let column = cell.get_position().1 as usize + 1;
    let readable = text::readable(cell.get_value(), percent, column)?;
    let bytes = readable.text.len();
    if bytes > limits.cell_bytes {
        return Err(RowProblem::CellTooLong { column, bytes, limit: limits.cell_bytes });
    }
    if readable.text.contains('\0') {
        return Err(RowProblem::NulCharacter { column });
    }
    Ok(readable)
}

/// A row while its cells come in; the first problem is kept.
struct RowInHand {
    row: u32,
    cells: Vec<String>,
    warnings: Vec<Warning>,
    bytes: usize,
    width: usize,
    problem: Option<RowProblem>,
    limits: Limits,
}

impl RowInHand {
    fn new(row: u32, limits: Limits) -> RowInHand {
        RowInHand { row, cells: Vec::new(), warnings: Vec::new(), bytes: 0, width: 0, problem: None, limits }
    }

    fn add(&mut self, found: Found) {
        let index = found.column as usize;
        self.width = self.width.max(index.saturating_add(1));
        let readable = match found.content {
            Ok(readable) => readable,
            Err(problem) => {
                self.problem.get_or_insert(problem);
                return;
            }
        };
        self.bytes += readable.text.len();
        if index >= self.limits.columns || self.bytes > self.limits.row_bytes {
            return;
        }
        if self.cells.len() <= index {
            self.cells.resize(index + 1, String::new());
        }
        self.cells[index] = readable.text;
        self.warnings.extend(readable.warning.map(|kind| Warning { column: index + 1, kind }));
    }

    fn finish(mut self) -> Result<Row, BadRow> {
        if self.width > self.limits.columns {
            self.problem = Some(RowProblem::TooManyColumns { found: self.width, limit: self.limits.columns });
        }
        if self.bytes > self.limits.row_bytes {
            let problem = RowProblem::RowTooLong { bytes: self.bytes, limit: self.limits.row_bytes };
            self.problem.get_or_insert(problem);
        }
        let number = u64::from(self.row) + 1;
        match self.problem {
            None => Ok(Row { number, cells: self.cells, warnings: self.warnings }),
            Some(problem) => Err(BadRow { number, cells: self.cells, problem }),
        }
    }
}

/// A crafted workbook may run into an assertion of the library; that refuses the file and nothing else.
fn guarded<T>(read: impl FnOnce() -> T) -> Result<T, FileProblem> {
    catch_unwind(AssertUnwindSafe(read)).map_err(|_| FileProblem::damaged("the workbook contradicts itself"))
}

fn damaged(error: XlsxError) -> FileProblem {
    match error {
        XlsxError::Password => FileProblem::Encrypted,
        XlsxError::WorksheetNotFound(name) => FileProblem::NoSuchSheet { name },
        XlsxError::Io(error) => error.into(),
        other => FileProblem::damaged(other),
    }
}

#[cfg(test)]
mod tests;
