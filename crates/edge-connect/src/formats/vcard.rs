//! Reading vCard 2.1, 3.0 and 4.0 as rows under stable column names, one card at a time. Own parser, because the libraries
//! at hand take UTF-8 text only: cards of phones carry GBK bytes, quoted-printable with soft breaks, and bare 2.1 parameters.
//! Called by `source`.

mod card;
mod lines;
mod property;

use std::io::Read;

use super::encoding::{Decoder, Encoding};
use super::limits::Limits;
use super::problem::{BadRow, FileProblem, ReadError, RowProblem};
use super::table::Row;
use card::Card;
use lines::{Line, Lines};
use property::Property;

/// The columns of every vCard file. `email` and `phone` are the preferred ones of whatever type; several values of one type
/// beyond the first go to `…_other`, joined by `; `.
pub const COLUMNS: [&str; 28] = [
    "full_name",
    "family_name",
    "given_name",
    "salutation",
    "nickname",
    "organization",
    "department",
    "job_title",
    "phone_mobile",
    "phone",
    "phone_work",
    "phone_home",
    "phone_other",
    "fax",
    "email",
    "email_work",
    "email_home",
    "email_other",
    "address_street",
    "address_city",
    "address_region",
    "address_postal_code",
    "address_country",
    "website",
    "birthday",
    "note",
    "tags",
    "uid",
];

/// Cards as rows. The number of a row is the line of its `BEGIN:VCARD`.
pub struct CardReader<R> {
    lines: Lines<Decoder<R>>,
    /// Of text that is not UTF-8 and names no character set.
    fallback: Encoding,
    limits: Limits,
    ended: bool,
}

impl<R: Read> CardReader<R> {
    pub fn new(source: R, encoding: Encoding, limits: Limits) -> CardReader<R> {
        // Only wide files are decoded as a whole: in the others each property may have its own character set.
        let (stream, fallback) = match encoding {
            Encoding::Utf16Le | Encoding::Utf16Be => (encoding, Encoding::Utf8),
            Encoding::Utf8 => (Encoding::Utf8, Encoding::Gb18030),
            other => (Encoding::Utf8, other),
        };
        CardReader { lines: Lines::new(Decoder::new(source, stream), limits), fallback, limits, ended: false }
    }

    fn card(&mut self) -> Result<Option<Result<Row, BadRow>>, FileProblem> {
        let number = loop {
            match self.lines.next_line()? {
                None => return Ok(None),
                Some(line) if line.is(b"BEGIN:VCARD") => break line.number,
                Some(_) => {}
            }
        };
        let mut card = Card::default();
        let mut inner = 0_u32;
        while let Some(line) = self.lines.next_line()? {
            if line.is(b"END:VCARD") {
                if inner == 0 {
                    return Ok(Some(card.into_row(number)));
                }
                inner -= 1;
            } else if line.is(b"BEGIN:VCARD") {
                // A card that never ended is followed by the next, unless a 2.1 agent is written inside of it.
                if !card.holds_agent() {
                    self.lines.put_back(line);
                    return Ok(Some(Err(card.into_bad_row(number, RowProblem::UnfinishedCard))));
                }
                inner += 1;
            } else if inner == 0 {
                self.add(&mut card, &line);
            }
        }
        Ok(Some(Err(card.into_bad_row(number, RowProblem::UnfinishedCard))))
    }

    fn add(&self, card: &mut Card, line: &Line) {
        match Property::parse(&line.bytes, self.fallback) {
            Some(property) => card.add(property, line.length, &self.limits),
            None => card.leave_out(),
        }
    }
}

impl<R: Read> Iterator for CardReader<R> {
    type Item = Result<Row, ReadError>;

    fn next(&mut self) -> Option<Result<Row, ReadError>> {
        if self.ended {
            return None;
        }
        match self.card() {
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

#[cfg(test)]
mod tests;
