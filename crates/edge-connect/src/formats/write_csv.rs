//! Writing CSV row by row, for spreadsheets and for machines: a byte-order mark or GB18030, formulas neutralised, every text
//! that holds any usual delimiter in quotes. Called by exports and for the file of refused rows.

use std::io::{self, Write};

use super::cell::{Cell, Written};
use super::encoding::Encoding;
use super::neutral::neutralise;

/// What a CSV export may be encoded in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CsvEncoding {
    /// With a byte-order mark, without which Excel in Chinese reads GBK.
    #[default]
    Utf8,
    /// For programs that know nothing else. All but two dozen private-use characters have a code in it; see [`Written`].
    Gb18030,
}

/// A CSV file being written.
pub struct CsvWriter<W> {
    output: W,
    encoding: CsvEncoding,
    line: String,
    started: bool,
    written: Written,
}

impl<W: Write> CsvWriter<W> {
    /// Nothing is written before the first row. Buffer the output.
    pub fn new(output: W, encoding: CsvEncoding) -> CsvWriter<W> {
        CsvWriter { output, encoding, line: String::new(), started: false, written: Written::default() }
    }

    /// The names of the columns; neutralised like any text.
    pub fn header<S: AsRef<str>>(&mut self, labels: impl IntoIterator<Item = S>) -> io::Result<()> {
        for (column, label) in labels.into_iter().enumerate() {
            self.begin(column);
            self.text(label.as_ref());
        }
        self.end()
    }

    pub fn row<'a>(&mut self, cells: impl IntoIterator<Item = Cell<'a>>) -> io::Result<()> {
        for (column, cell) in cells.into_iter().enumerate() {
            self.begin(column);
            match cell {
                Cell::Empty => {}
                Cell::Text(text) => self.text(text),
                Cell::Number(text) | Cell::Money { amount: text, .. } if Cell::is_decimal(text) => {
                    self.line.push_str(text);
                }
                Cell::Number(text) | Cell::Money { amount: text, .. } => self.text(text),
                Cell::Date(text) | Cell::DateTime(text) => self.text(text),
                Cell::Bool(value) => self.line.push_str(if value { "true" } else { "false" }),
            }
        }
        self.written.rows += 1;
        self.end()
    }

    /// Hands back the output, flushed.
    pub fn finish(mut self) -> io::Result<(W, Written)> {
        self.output.flush()?;
        Ok((self.output, self.written))
    }

    fn begin(&mut self, column: usize) {
        if column > 0 {
            self.line.push(',');
        }
    }

    /// Quotes also for delimiters of other countries: a spreadsheet there would cut the cell and find a formula inside.
    fn text(&mut self, text: &str) {
        let safe = neutralise(text);
        let quoted = safe.contains([',', ';', '\t', '|', '"', '\r', '\n'])
            || safe.starts_with(char::is_whitespace)
            || safe.ends_with(char::is_whitespace);
        if !quoted {
            self.line.push_str(&safe);
            return;
        }
        self.line.push('"');
        for (index, part) in safe.split('"').enumerate() {
            if index > 0 {
                self.line.push_str("\"\"");
            }
            self.line.push_str(part);
        }
        self.line.push('"');
    }

    fn end(&mut self) -> io::Result<()> {
        // A record of one empty cell would be a blank line, which readers skip.
        if self.line.is_empty() {
            self.line.push_str("\"\"");
        }
        self.line.push_str("\r\n");
        match self.encoding {
            CsvEncoding::Utf8 => {
                if !self.started {
                    self.output.write_all(b"\xEF\xBB\xBF")?;
                }
                self.output.write_all(self.line.as_bytes())?;
            }
            CsvEncoding::Gb18030 => {
                let charset = Encoding::Gb18030.charset();
                let (bytes, ..) = charset.encode(&self.line);
                let private = self.line.chars().any(|c| matches!(c, '\u{E000}'..='\u{F8FF}'));
                if private && charset.decode_without_bom_handling(&bytes).0 != self.line {
                    self.written.changed += 1;
                }
                self.output.write_all(&bytes)?;
            }
        }
        self.started = true;
        self.line.clear();
        Ok(())
    }
}

#[cfg(test)]
mod tests;
