//! Import and export formats: bytes ↔ tables of text. Knows no records and no database. The import job calls [`inspect`],
//! [`guess`] and [`open`]; exports write through [`write_csv`] and [`write_xlsx`].
//!
//! Reading: [`inspect`] looks at a file and proposes a [`Shape`] (kind, encoding, delimiter, header …), which a person may
//! change; [`preview`] shows the file again under the changed shape; [`open`] reads every row in bounded memory.

pub mod archive;
pub mod cell;
pub mod csv;
pub mod encoding;
pub mod guess;
pub mod limits;
mod occurrences;
pub mod problem;
pub mod sniff;
pub mod source;
pub mod table;
pub mod vcard;
pub mod write_csv;
pub mod write_xlsx;
pub mod xlsx;

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

pub use archive::Archive;
pub use cell::{Cell, Written};
pub use encoding::Encoding;
pub use limits::Limits;
pub use problem::{BadRow, FileProblem, ReadError, RowProblem, Warning, WarningKind};
pub use sniff::{Kind, Shape};
pub use source::{Inspection, Source, inspect, open, preview};
pub use table::{Row, Rows};
pub use types::text::neutral;
pub use write_csv::{CsvEncoding, CsvWriter};
pub use write_xlsx::XlsxWriter;
