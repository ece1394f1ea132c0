//! One way into every format: look at a file, show it under a shape, read it. Called by the import job and the wizard.

use std::io::{self, Cursor, Read, Seek, SeekFrom};

use serde::Serialize;

use super::archive::Archive;
use super::csv::CsvReader;
use super::limits::{Limits, SNIFF_BYTES};
use super::problem::{BadRow, FileProblem, ReadError};
use super::sniff::{Kind, Shape, has_header, sniff, title_rows};
use super::table::{Fit, Records, Row, Rows};
use super::vcard::{self, CardReader};
use super::xlsx::Workbook;

/// Rows shown and used for guessing.
const SAMPLE_ROWS: usize = 100;

/// What a file looks like under a shape.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Inspection {
    pub shape: Shape,
    /// XLSX: the sheets to choose from.
    pub sheets: Vec<String>,
    /// The names in the header; empty strings where the file has none.
    pub columns: Vec<String>,
    /// The first rows below the header that can be read.
    pub samples: Vec<Vec<String>>,
    /// Where each of them stands in the file, from one.
    pub lines: Vec<u64>,
    /// Rows among the first that cannot.
    pub bad: Vec<BadRow>,
    /// Whether there are no more rows than these.
    pub complete: bool,
}

/// Proposes a shape and shows the file under it. `name` is the file's name, a hint only.
pub fn inspect<R: Read + Seek + Send>(file: R, name: &str, limits: Limits) -> Result<Inspection, FileProblem> {
    let (mut file, within) = Table::of(file, limits)?;
    let name = within.as_deref().unwrap_or(name);
    let mut head = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    let most = SNIFF_BYTES as u64;
    let whole = file.by_ref().take(most + 1).read_to_end(&mut head)? <= SNIFF_BYTES;
    head.truncate(SNIFF_BYTES);
    let shape = sniff(&head, whole, name)?;
    let mut source = opened(file, &shape, limits)?;
    source.propose_sheet()?;
    let seen = source.look();
    // a table of text under a workbook's name is read all the same; a text that is none would be a header and nothing more
    let workbook = [".xlsx", ".xlsm", ".xls"].iter().any(|ending| name.to_lowercase().ends_with(ending));
    match &seen {
        Ok(seen) if workbook && shape.kind == Kind::Csv && seen.samples.is_empty() => Err(FileProblem::NotAWorkbook),
        Err(FileProblem::HeaderOnly) if workbook && shape.kind == Kind::Csv => Err(FileProblem::NotAWorkbook),
        _ => seen,
    }
}

/// Shows the file under a shape a person has changed.
pub fn preview<R: Read + Seek + Send>(file: R, shape: &Shape, limits: Limits) -> Result<Inspection, FileProblem> {
    open(file, shape, limits)?.look()
}

/// Opens a file for reading as a whole; of an archive, the table in it. An XLSX is weighed here, so this may take a second.
pub fn open<R: Read + Seek + Send>(file: R, shape: &Shape, limits: Limits) -> Result<Source<R>, FileProblem> {
    opened(Table::of(file, limits)?.0, shape, limits)
}

fn opened<R: Read + Seek + Send>(mut file: Table<R>, shape: &Shape, limits: Limits) -> Result<Source<R>, FileProblem> {
    file.seek(SeekFrom::Start(0))?;
    let content = match shape.kind {
        Kind::Csv => Content::Csv(file),
        Kind::VCard => Content::VCard(file),
        Kind::Xlsx => Content::Xlsx(Box::new(Workbook::open(file, limits)?)),
    };
    Ok(Source { content, shape: shape.clone(), limits })
}

/// The bytes of a table: a file, or what an archive holds of one.
enum Table<R> {
    Alone(R),
    Packed(Cursor<Vec<u8>>),
}

impl<R: Read + Seek> Table<R> {
    /// With what the table in an archive is called there.
    fn of(mut file: R, limits: Limits) -> Result<(Table<R>, Option<String>), FileProblem> {
        let packed = match Archive::open(&mut file, limits)? {
            None => return Ok((Table::Alone(file), None)),
            Some(mut archive) => archive.table()?,
        };
        Ok((Table::Packed(Cursor::new(packed.1)), Some(packed.0)))
    }
}

impl<R: Read> Read for Table<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Table::Alone(file) => file.read(buffer),
            Table::Packed(bytes) => bytes.read(buffer),
        }
    }
}

impl<R: Seek> Seek for Table<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Table::Alone(file) => file.seek(to),
            Table::Packed(bytes) => bytes.seek(to),
        }
    }
}

/// An opened file.
pub struct Source<R: Read + Seek> {
    content: Content<R>,
    shape: Shape,
    limits: Limits,
}

enum Content<R: Read + Seek> {
    Csv(Table<R>),
    VCard(Table<R>),
    Xlsx(Box<Workbook<Table<R>>>),
}

impl<R: Read + Seek + Send> Source<R> {
    /// The sheets of a workbook; nothing for other kinds.
    pub fn sheets(&self) -> Vec<String> {
        match &self.content {
            Content::Xlsx(book) => book.sheets(),
            Content::Csv(_) | Content::VCard(_) => Vec::new(),
        }
    }

    /// All rows from the first; may be asked again.
    pub fn rows(&mut self) -> Result<Rows<'_>, FileProblem> {
        let fit = Fit { header: self.shape.header, pad: false, restore: self.shape.restore };
        match &mut self.content {
            Content::Csv(file) => {
                let records = CsvReader::new(rewound(file)?, self.shape.dialect(), self.limits);
                Rows::new(Box::new(records), fit)
            }
            Content::VCard(file) => {
                let cards = CardReader::new(rewound(file)?, self.shape.encoding, self.limits);
                let mut cards = (Box::new(cards) as Records<'_>).peekable();
                if cards.peek().is_none() {
                    return Err(FileProblem::EmptyFile);
                }
                Ok(Rows::of_columns(Box::new(cards), &vcard::COLUMNS))
            }
            Content::Xlsx(book) => {
                let sheet = self.shape.sheet.clone().or_else(|| book.sheets().into_iter().next());
                let sheet = sheet.ok_or(FileProblem::EmptyFile)?;
                let records = book.records(&sheet, self.shape.skip_lines)?;
                Rows::new(Box::new(records), Fit { pad: true, restore: false, ..fit })
            }
        }
    }

    /// The first rows.
    fn look(&mut self) -> Result<Inspection, FileProblem> {
        let (shape, sheets) = (self.shape.clone(), self.sheets());
        let rows = self.rows()?;
        let columns = rows.columns().to_vec();
        let (mut samples, mut lines, mut bad) = (Vec::new(), Vec::new(), Vec::new());
        let mut complete = true;
        for row in rows {
            if samples.len() + bad.len() == SAMPLE_ROWS {
                complete = false;
                break;
            }
            match row {
                Ok(row) => {
                    lines.push(row.number);
                    samples.push(row.cells);
                }
                Err(ReadError::Row(row)) => bad.push(row),
                Err(ReadError::File(problem)) => return Err(problem),
            }
        }
        Ok(Inspection { shape, sheets, columns, samples, lines, bad, complete })
    }

    /// Of a workbook, chooses the first sheet with rows and finds where its table begins.
    fn propose_sheet(&mut self) -> Result<(), FileProblem> {
        let Content::Xlsx(book) = &mut self.content else { return Ok(()) };
        for sheet in book.sheets() {
            let rows: Vec<Row> = book.records(&sheet, 0)?.filter_map(Result::ok).take(SAMPLE_ROWS).collect();
            if rows.is_empty() {
                continue;
            }
            let (numbers, cells): (Vec<u64>, Vec<_>) = rows.into_iter().map(|row| (row.number, row.cells)).unzip();
            let titles = title_rows(&cells);
            self.shape.skip_lines = if titles > 0 { numbers[titles] - 1 } else { 0 };
            self.shape.header = has_header(&cells[titles..]);
            self.shape.sheet = Some(sheet);
            return Ok(());
        }
        Err(FileProblem::EmptyFile)
    }
}

fn rewound<R: Read + Seek>(file: &mut R) -> io::Result<&mut R> {
    file.seek(SeekFrom::Start(0))?;
    Ok(file)
}
