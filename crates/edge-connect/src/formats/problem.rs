//! What can be wrong with a file, a row or a cell: closed enums whose `code()` the pages translate. Returned by every
//! reader; the serialised form is `{"code": …}` with the parameters beside it. Rows and columns count from one.

use std::io;

use serde::Serialize;

/// The file is refused; reading ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum FileProblem {
    /// No bytes, or nothing but blank lines.
    EmptyFile,
    /// A header and no row below it.
    HeaderOnly,
    /// The header row itself cannot be used.
    BadHeader {
        row: u64,
        problem: RowProblem,
    },
    /// Excel 97–2003; to be saved as XLSX.
    OldXls,
    /// A web page or XML saved under a spreadsheet's name.
    HtmlAsXls,
    /// Called a workbook, and neither one nor a table of text.
    NotAWorkbook,
    /// A spreadsheet or package of another format: `ods`, `xlsb`, `docx`, `pptx`, `zip`.
    OtherPackage {
        found: String,
    },
    /// No table of text at all: `pdf`, `image`, `archive`, `binary`.
    NotATable {
        found: String,
    },
    /// An archive without any table.
    NoTableInArchive,
    /// An archive in which no table stands out; `found`: the first of those it could be.
    SeveralTablesInArchive {
        found: String,
    },
    /// Protected by a password.
    Encrypted,
    FileTooLarge {
        bytes: u64,
        limit: u64,
    },
    TooManyParts {
        found: u64,
        limit: u64,
    },
    /// A part, or all parts together (`part` empty), would unpack to more than allowed.
    UnpacksTooLarge {
        part: String,
        bytes: u64,
        limit: u64,
    },
    /// A part is packed tighter than real workbooks are.
    PackedTooTightly {
        part: String,
        ratio: u64,
        limit: u64,
    },
    /// A part is packed by a method that cannot be unpacked here.
    PackedOtherwise {
        part: String,
    },
    /// The file does not follow its own format; `row` where known.
    Damaged {
        detail: String,
        row: Option<u64>,
    },
    NoSuchSheet {
        name: String,
    },
    /// The operating system could not read on.
    Unreadable {
        detail: String,
    },
}

impl FileProblem {
    /// Stable key of the translated sentence.
    pub fn code(&self) -> &'static str {
        match self {
            FileProblem::EmptyFile => "empty_file",
            FileProblem::HeaderOnly => "header_only",
            FileProblem::BadHeader { .. } => "bad_header",
            FileProblem::OldXls => "old_xls",
            FileProblem::HtmlAsXls => "html_as_xls",
            FileProblem::NotAWorkbook => "not_a_workbook",
            FileProblem::OtherPackage { .. } => "other_package",
            FileProblem::NotATable { .. } => "not_a_table",
            FileProblem::NoTableInArchive => "no_table_in_archive",
            FileProblem::SeveralTablesInArchive { .. } => "several_tables_in_archive",
            FileProblem::Encrypted => "encrypted",
            FileProblem::FileTooLarge { .. } => "file_too_large",
            FileProblem::TooManyParts { .. } => "too_many_parts",
            FileProblem::UnpacksTooLarge { .. } => "unpacks_too_large",
            FileProblem::PackedTooTightly { .. } => "packed_too_tightly",
            FileProblem::PackedOtherwise { .. } => "packed_otherwise",
            FileProblem::Damaged { .. } => "damaged",
            FileProblem::NoSuchSheet { .. } => "no_such_sheet",
            FileProblem::Unreadable { .. } => "unreadable",
        }
    }

    pub(crate) fn damaged(detail: impl std::fmt::Display) -> FileProblem {
        FileProblem::Damaged { detail: detail.to_string(), row: None }
    }
}

impl From<io::Error> for FileProblem {
    fn from(error: io::Error) -> FileProblem {
        FileProblem::Unreadable { detail: error.to_string() }
    }
}

/// One row is refused; reading goes on with the next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum RowProblem {
    /// Fewer or more cells than the header.
    RaggedRow {
        expected: usize,
        found: usize,
    },
    TooManyColumns {
        found: usize,
        limit: usize,
    },
    CellTooLong {
        column: usize,
        bytes: usize,
        limit: usize,
    },
    RowTooLong {
        bytes: usize,
        limit: usize,
    },
    /// Bytes that mean nothing in the file's encoding. They are never replaced silently.
    BrokenText {
        column: usize,
    },
    NulCharacter {
        column: usize,
    },
    /// The file ends inside a quoted cell.
    UnclosedQuote {
        column: usize,
    },
    /// A spreadsheet formula that failed: `#N/A`, `#REF!` …
    FormulaError {
        column: usize,
        error: String,
    },
    /// A vCard without its end.
    UnfinishedCard,
}

impl RowProblem {
    /// Stable key of the translated sentence.
    pub fn code(&self) -> &'static str {
        match self {
            RowProblem::RaggedRow { .. } => "ragged_row",
            RowProblem::TooManyColumns { .. } => "too_many_columns",
            RowProblem::CellTooLong { .. } => "cell_too_long",
            RowProblem::RowTooLong { .. } => "row_too_long",
            RowProblem::BrokenText { .. } => "broken_text",
            RowProblem::NulCharacter { .. } => "nul_character",
            RowProblem::UnclosedQuote { .. } => "unclosed_quote",
            RowProblem::FormulaError { .. } => "formula_error",
            RowProblem::UnfinishedCard => "unfinished_card",
        }
    }

    /// The cell at fault, if it is one cell.
    pub fn column(&self) -> Option<usize> {
        match self {
            RowProblem::CellTooLong { column, .. }
            | RowProblem::BrokenText { column }
            | RowProblem::NulCharacter { column }
            | RowProblem::UnclosedQuote { column }
            | RowProblem::FormulaError { column, .. } => Some(*column),
            RowProblem::RaggedRow { .. }
            | RowProblem::TooManyColumns { .. }
            | RowProblem::RowTooLong { .. }
            | RowProblem::UnfinishedCard => None,
        }
    }
}

/// A refused row: where it stands, what could be read of it (for the file of refused rows), and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BadRow {
    pub number: u64,
    pub cells: Vec<String>,
    pub problem: RowProblem,
}

/// What a reader answers instead of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// This row only; ask for the next.
    Row(BadRow),
    /// Nothing more will come.
    File(FileProblem),
}

impl From<FileProblem> for ReadError {
    fn from(problem: FileProblem) -> ReadError {
        ReadError::File(problem)
    }
}

/// A row that is read, with something a person should know: a cell damaged before it came here, or a part left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// From one; 0 is the row as a whole.
    pub column: usize,
    #[serde(rename = "code")]
    pub kind: WarningKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WarningKind {
    /// A number of more than 15 digits kept as a number: a spreadsheet has put zeros at its end.
    LostDigits,
    /// `9.13E+17` in a text file: a spreadsheet has shortened a long number.
    ShortenedNumber,
    /// vCard: a photo, logo or sound, which is not imported.
    PhotoLeftOut,
    /// vCard: a property that no column holds, such as a second address.
    PropertyLeftOut,
}

impl WarningKind {
    /// Stable key of the translated sentence.
    pub fn code(self) -> &'static str {
        match self {
            WarningKind::LostDigits => "lost_digits",
            WarningKind::ShortenedNumber => "shortened_number",
            WarningKind::PhotoLeftOut => "photo_left_out",
            WarningKind::PropertyLeftOut => "property_left_out",
        }
    }
}

#[cfg(test)]
mod tests;
