//! Reading CSV as a stream: decoded on the way, in memory bounded by the limits whatever the file holds. The grammar is
//! csv-core's, asked field by field; what it cannot tell (broken bytes, an open quote, too much) is found here. Called by
//! `source` and by `sniff`, which tries delimiters with it.

use std::io::{BufRead, Read};

use csv_core::ReadFieldResult;

use super::encoding::{Decoder, Encoding};
use super::limits::Limits;
use super::problem::{BadRow, FileProblem, ReadError, RowProblem, Warning, WarningKind};
use super::table::Row;

/// How the text is cut into cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    pub encoding: Encoding,
    /// ASCII.
    pub delimiter: char,
    /// ASCII; `None` where quotes are ordinary characters.
    pub quote: Option<char>,
    /// Lines above the header that are not part of the table.
    pub skip_lines: u64,
}

/// The records of a CSV file, the header among them, exactly as they stand. Blank lines are no records.
pub struct CsvReader<R> {
    input: Decoder<R>,
    core: csv_core::Reader,
    quote: Option<u8>,
    limits: Limits,
    line: u64,
    after_return: bool,
    skip_lines: u64,
    ended: bool,
    scratch: Vec<u8>,
    field: Vec<u8>,
}

impl<R: Read> CsvReader<R> {
    pub fn new(source: R, dialect: Dialect, limits: Limits) -> CsvReader<R> {
        let quote = dialect.quote.and_then(ascii);
        let mut grammar = csv_core::ReaderBuilder::new();
        grammar.delimiter(ascii(dialect.delimiter).unwrap_or(b',')).quoting(quote.is_some());
        grammar.quote(quote.unwrap_or(b'"'));
        CsvReader {
            input: Decoder::new(source, dialect.encoding),
            core: grammar.build(),
            quote,
            limits,
            line: 1,
            after_return: false,
            skip_lines: dialect.skip_lines,
            ended: false,
            scratch: vec![0; 8 * 1024],
            field: Vec::new(),
        }
    }

    /// Moves to the first byte of the next record: past skipped and blank lines. False at the end.
    fn find_record(&mut self) -> Result<bool, FileProblem> {
        loop {
            let text = self.input.fill_buf()?;
            let Some(&first) = text.first() else { return Ok(false) };
            let blank = matches!(first, b'\r' | b'\n');
            if !blank && self.line > self.skip_lines {
                self.after_return = false;
                return Ok(true);
            }
            let length = if blank { 1 } else { memchr::memchr2(b'\r', b'\n', text).unwrap_or(text.len()) };
            self.line += line_ends(&text[..length], &mut self.after_return);
            self.input.consume(length);
        }
    }

    fn read_record(&mut self) -> Result<Option<RecordInHand>, FileProblem> {
        if !self.find_record()? {
            return Ok(None);
        }
        let mut record = RecordInHand { number: self.line, ..RecordInHand::default() };
        loop {
            let field = self.read_field()?;
            record.add(&self.field, &field, &self.limits);
            if field.last {
                record.check_whole(&self.limits);
                return Ok(Some(record));
            }
        }
    }

    /// Reads one field into `self.field`, as far as the limit; what is beyond is counted and dropped.
    fn read_field(&mut self) -> Result<Field, FileProblem> {
        self.field.clear();
        let mut field = Field::default();
        let (mut opened, mut quotes) = (None, 0_usize);
        loop {
            let text = self.input.fill_buf()?;
            let at_end = text.is_empty();
            let (result, read, written) = self.core.read_field(text, &mut self.scratch);
            let raw = &text[..read];
            if opened.is_none() && !raw.is_empty() {
                opened = Some(self.quote == Some(raw[0]));
            }
            if let (Some(true), Some(quote)) = (opened, self.quote) {
                quotes += memchr::memchr_iter(quote, raw).count();
            }
            self.line += line_ends(raw, &mut self.after_return);
            self.input.consume(read);
            let room = (self.limits.cell_bytes + 1).saturating_sub(self.field.len());
            self.field.extend_from_slice(&self.scratch[..written.min(room)]);
            field.bytes += written;
            match result {
                ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
                ReadFieldResult::Field { record_end } => {
                    field.last = record_end;
                    field.unclosed = at_end && quotes % 2 == 1;
                    return Ok(field);
                }
                // Between records only, where `find_record` has already looked; an end here closes the record.
                ReadFieldResult::End => {
                    field.last = true;
                    return Ok(field);
                }
            }
        }
    }
}

impl<R: Read> Iterator for CsvReader<R> {
    type Item = Result<Row, ReadError>;

    fn next(&mut self) -> Option<Result<Row, ReadError>> {
        if self.ended {
            return None;
        }
        match self.read_record() {
            Ok(Some(record)) => Some(record.finish().map_err(ReadError::Row)),
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

#[derive(Default)]
struct Field {
    bytes: usize,
    last: bool,
    unclosed: bool,
}

/// A record while its fields come in. The first problem is kept; later fields are still counted.
#[derive(Default)]
struct RecordInHand {
    number: u64,
    cells: Vec<String>,
    warnings: Vec<Warning>,
    width: usize,
    kept_bytes: usize,
    bytes: usize,
    problem: Option<RowProblem>,
}

impl RecordInHand {
    fn add(&mut self, text: &[u8], field: &Field, limits: &Limits) {
        self.width += 1;
        self.bytes += field.bytes;
        let column = self.width;
        if field.unclosed {
            self.fail(RowProblem::UnclosedQuote { column });
        }
        if field.bytes > limits.cell_bytes {
            self.fail(RowProblem::CellTooLong { column, bytes: field.bytes, limit: limits.cell_bytes });
        }
        if memchr::memchr(0, text).is_some() {
            self.fail(RowProblem::NulCharacter { column });
        }
        if column > limits.columns || self.kept_bytes + text.len() > limits.row_bytes {
            return;
        }
        self.kept_bytes += text.len();
        match std::str::from_utf8(text) {
            Ok(text) => {
                if is_shortened_number(text) {
                    self.warnings.push(Warning { column, kind: WarningKind::ShortenedNumber });
                }
                self.cells.push(text.to_owned());
            }
            Err(_) => {
                // Cut at the limit, the last character may be in two; that is not the file's fault.
                if field.bytes <= limits.cell_bytes {
                    self.fail(RowProblem::BrokenText { column });
                }
                self.cells.push(String::from_utf8_lossy(text).into_owned());
            }
        }
    }

    fn check_whole(&mut self, limits: &Limits) {
        if self.width > limits.columns {
            self.problem = Some(RowProblem::TooManyColumns { found: self.width, limit: limits.columns });
        }
        if self.bytes > limits.row_bytes {
            self.fail(RowProblem::RowTooLong { bytes: self.bytes, limit: limits.row_bytes });
        }
    }

    fn fail(&mut self, problem: RowProblem) {
        self.problem.get_or_insert(problem);
    }

    fn finish(self) -> Result<Row, BadRow> {
        match self.problem {
            None => Ok(Row { number: self.number, cells: self.cells, warnings: self.warnings }),
            Some(problem) => Err(BadRow { number: self.number, cells: self.cells, problem }),
        }
    }
}

/// `9.13E+17`: how spreadsheets save a long number they were not told to leave alone.
fn is_shortened_number(text: &str) -> bool {
    let Some((digits, exponent)) = text.split_once("E+") else { return false };
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    number(digits) && matches!(exponent.len(), 2 | 3) && number(exponent)
}

/// Line ends in `text`, where `\r\n` is one also when it is cut in two; `after_return` remembers a `\r` at the end.
fn line_ends(text: &[u8], after_return: &mut bool) -> u64 {
    let mut count = 0;
    let mut return_at = after_return.then_some(usize::MAX);
    for at in memchr::memchr2_iter(b'\r', b'\n', text) {
        if text[at] == b'\r' {
            count += 1;
            return_at = Some(at);
        } else {
            count += u64::from(return_at.is_none_or(|r| r.wrapping_add(1) != at));
        }
    }
    if !text.is_empty() {
        *after_return = text.ends_with(b"\r");
    }
    count
}

fn ascii(character: char) -> Option<u8> {
    u8::try_from(character).ok().filter(u8::is_ascii)
}

#[cfg(test)]
mod tests;
