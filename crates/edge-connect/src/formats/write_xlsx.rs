//! Writing XLSX row by row in constant memory: rows go to a temporary file and are packed at the end. Text is typed as text,
//! so nothing of it is run; numbers, dates and money are what a spreadsheet counts with. Called by exports.

use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use jiff::civil::{Date, DateTime};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::cell::{Cell, Written};
use super::limits::{XLSX_CELL_UNITS, XLSX_SHEET_ROWS};

/// Digits a spreadsheet's numbers hold; longer ones go out as text.
const EXACT_DIGITS: usize = 15;

/// A workbook being written. It grows by a sheet whenever one is full.
pub struct XlsxWriter {
    book: Workbook,
    name: String,
    sheet_rows: u32,
    labels: Vec<String>,
    sheet: usize,
    row: u32,
    shortened: u64,
    formats: Formats,
}

struct Formats {
    header: Format,
    date: Format,
    date_time: Format,
    money: Vec<(String, Format)>,
}

impl XlsxWriter {
    /// `name` of the sheet; characters a sheet may not have are replaced. `created` in seconds of Unix time. Rows wait in
    /// `folder`, the system's own temporary one if none is given.
    pub fn new<S: AsRef<str>>(
        name: &str,
        labels: impl IntoIterator<Item = S>,
        created: i64,
        folder: Option<&Path>,
    ) -> io::Result<XlsxWriter> {
        let mut book = Workbook::new();
        let created = ExcelDateTime::from_timestamp(created).map_err(io_error)?;
        book.set_properties(&DocProperties::new().set_creation_datetime(&created));
        if let Some(folder) = folder {
            book.set_tempdir(folder).map_err(io_error)?;
        }
        let formats = Formats {
            header: Format::new().set_bold(),
            date: Format::new().set_num_format("yyyy-mm-dd"),
            date_time: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
            money: Vec::new(),
        };
        let mut writer = XlsxWriter {
            book,
            name: sheet_name(name),
            sheet_rows: XLSX_SHEET_ROWS,
            labels: labels.into_iter().map(|label| label.as_ref().to_owned()).collect(),
            sheet: 0,
            row: 0,
            shortened: 0,
            formats,
        };
        writer.add_sheet()?;
        Ok(writer)
    }

    pub fn row<'a>(&mut self, cells: impl IntoIterator<Item = Cell<'a>>) -> io::Result<()> {
        if self.row == self.sheet_rows {
            self.sheet += 1;
            self.add_sheet()?;
        }
        let row = self.row;
        self.row += 1;
        let XlsxWriter { book, sheet, formats, shortened, .. } = self;
        guarded(|| {
            let sheet = book.worksheet_from_index(*sheet)?;
            for (column, cell) in (0..).zip(cells) {
                write(sheet, row, column, cell, formats, shortened)?;
            }
            Ok(())
        })
    }

    /// Packs the workbook into `output`.
    pub fn finish<W: Write + Send>(mut self, output: W) -> io::Result<Written> {
        guarded(|| self.book.save_to_writer(output))?;
        let full = u64::from(self.sheet_rows - 1) * self.sheet as u64;
        Ok(Written { rows: full + u64::from(self.row) - 1, changed: self.shortened })
    }

    fn add_sheet(&mut self) -> io::Result<()> {
        let name = match self.sheet {
            0 => self.name.clone(),
            more => format!("{} {}", self.name, more + 1),
        };
        let XlsxWriter { book, labels, formats, shortened, .. } = self;
        guarded(|| {
            let sheet = book.add_worksheet_with_constant_memory()?;
            sheet.set_name(name)?.set_freeze_panes(1, 0)?;
            for (column, label) in (0..).zip(labels.iter()) {
                sheet.write_string_with_format(0, column, fitting(label, shortened), &formats.header)?;
            }
            Ok(())
        })?;
        self.row = 1;
        Ok(())
    }
}

fn write(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: Cell<'_>,
    formats: &mut Formats,
    shortened: &mut u64,
) -> Result<(), XlsxError> {
    let text = match cell {
        Cell::Empty => return Ok(()),
        Cell::Bool(value) => return sheet.write_boolean(row, column, value).map(drop),
        Cell::Text(text) => text,
        Cell::Number(text) => match exact(text) {
            Some(number) => return sheet.write_number(row, column, number).map(drop),
            None => text,
        },
        Cell::Money { amount, currency } => match exact(amount) {
            Some(number) => {
                let format = formats.money(currency);
                return sheet.write_number_with_format(row, column, number, format).map(drop);
            }
            None => amount,
        },
        Cell::Date(text) => {
            match text.parse::<Date>().ok().and_then(|date| serial(date.to_datetime(jiff::civil::Time::midnight()))) {
                Some(date) => return sheet.write_datetime_with_format(row, column, date, &formats.date).map(drop),
                None => text,
            }
        }
        Cell::DateTime(text) => match text.parse::<DateTime>().ok().filter(|_| !has_zone(text)).and_then(serial) {
            Some(time) => return sheet.write_datetime_with_format(row, column, time, &formats.date_time).map(drop),
            None => text,
        },
    };
    // An empty text is no cell: a spreadsheet has none.
    if text.is_empty() { Ok(()) } else { sheet.write_string(row, column, fitting(text, shortened)).map(drop) }
}

impl Formats {
    fn money(&mut self, currency: &str) -> &Format {
        let index = self.money.iter().position(|(known, _)| known == currency).unwrap_or_else(|| {
            // The code is quoted in the format, so nothing in it can be an instruction.
            let code: String = currency.chars().filter(char::is_ascii_alphanumeric).collect();
            let format = Format::new().set_num_format(format!("#,##0.00 \"{code}\""));
            self.money.push((currency.to_owned(), format));
            self.money.len() - 1
        });
        &self.money[index].1
    }
}

/// The number, where a spreadsheet holds all of its digits.
fn exact(text: &str) -> Option<f64> {
    let fits = Cell::is_decimal(text) && Cell::significant_digits(text) <= EXACT_DIGITS;
    text.parse().ok().filter(|_| fits)
}

/// Within the calendar of spreadsheets that no leap-day error touches: from March 1900.
fn serial(time: DateTime) -> Option<ExcelDateTime> {
    if time.date() < Date::constant(1900, 3, 1) {
        return None;
    }
    let day =
        ExcelDateTime::from_ymd(time.year().cast_unsigned(), time.month().cast_unsigned(), time.day().cast_unsigned());
    let seconds = f64::from(time.second()) + f64::from(time.subsec_nanosecond()) / 1e9;
    day.ok()?.and_hms(time.hour().cast_unsigned().into(), time.minute().cast_unsigned(), seconds).ok()
}

fn has_zone(text: &str) -> bool {
    text.get(10..).is_some_and(|time| time.contains(['Z', 'z', '+', '-', '[']))
}

/// As much of a text as a cell holds.
fn fitting<'a>(text: &'a str, shortened: &mut u64) -> &'a str {
    if text.len() <= XLSX_CELL_UNITS {
        return text;
    }
    let mut units = 0;
    let end = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > XLSX_CELL_UNITS
    });
    match end {
        Some((end, _)) => {
            *shortened += 1;
            &text[..end]
        }
        None => text,
    }
}

/// 31 characters less room for a number, without those that spreadsheets refuse.
fn sheet_name(name: &str) -> String {
    let allowed = |c: char| if matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'') { ' ' } else { c };
    let mut units = 0;
    let clean: String = name
        .chars()
        .filter(|c| !c.is_control())
        .map(allowed)
        .take_while(|c| {
            units += c.len_utf16();
            units <= 25
        })
        .collect();
    let clean = clean.trim();
    // Excel keeps this name for itself.
    if clean.is_empty() || clean.eq_ignore_ascii_case("history") { "Sheet".to_owned() } else { clean.to_owned() }
}

/// The library asserts that its temporary file can be written; a full disk is an error here, not a crash.
fn guarded(write: impl FnOnce() -> Result<(), XlsxError>) -> io::Result<()> {
    match catch_unwind(AssertUnwindSafe(write)) {
        Ok(result) => result.map_err(io_error),
        Err(_) => {
            Err(io::Error::new(io::ErrorKind::StorageFull, "the temporary file of the workbook cannot be written"))
        }
    }
}

fn io_error(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        other => io::Error::other(other),
    }
}

#[cfg(test)]
mod tests;
