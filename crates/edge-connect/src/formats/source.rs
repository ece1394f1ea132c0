//! One way into every format: look at a file, show it under a shape, read it. Called by the import job and the wizard.

use std::io::{self, Read, Seek, SeekFrom};

use serde::Serialize;

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
    /// Rows among the first that cannot.
    pub bad: Vec<BadRow>,
    /// Whether there are no more rows than these.
    pub complete: bool,
}

/// Proposes a shape and shows the file under it. `name` is the file's name, a hint only.
pub fn inspect<R: Read + Seek + Send>(mut file: R, name: &str, limits: Limits) -> Result<Inspection, FileProblem> {
    let mut head = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    let most = SNIFF_BYTES as u64;
    let whole = file.by_ref().take(most + 1).read_to_end(&mut head)? <= SNIFF_BYTES;
    head.truncate(SNIFF_BYTES);
    let mut shape = sniff(&head, whole, name)?;
    if shape.kind == Kind::Xlsx {
        propose_sheet(&mut file, &mut shape, limits)?;
    }
    preview(file, &shape, limits)
}

/// Shows the file under a shape a person has changed.
pub fn preview<R: Read + Seek + Send>(file: R, shape: &Shape, limits: Limits) -> Result<Inspection, FileProblem> {
    let mut source = open(file, shape, limits)?;
    let sheets = source.sheets();
    let mut rows = source.rows()?;
    let columns = rows.columns().to_vec();
    let (mut samples, mut bad) = (Vec::new(), Vec::new());
    let mut complete = true;
    for row in &mut rows {
        match row {
            Ok(row) => samples.push(row.cells),
            Err(ReadError::Row(row)) => bad.push(row),
            Err(ReadError::File(problem)) => return Err(problem),
        }
        if samples.len() + bad.len() > SAMPLE_ROWS {
            complete = false;
            samples.truncate(SAMPLE_ROWS);
            break;
        }
    }
    Ok(Inspection { shape: shape.clone(), sheets, columns, samples, bad, complete })
}

/// Opens a file for reading as a whole. An XLSX is weighed here, so this may take a second.
pub fn open<R: Read + Seek + Send>(mut file: R, shape: &Shape, limits: Limits) -> Result<Source<R>, FileProblem> {
    file.seek(SeekFrom::Start(0))?;
    let content = match shape.kind {
        Kind::Csv => Content::Csv(file),
        Kind::VCard => Content::VCard(file),
        Kind::Xlsx => Content::Xlsx(Box::new(Workbook::open(file, limits)?)),
    };
    Ok(Source { content, shape: shape.clone(), limits })
}

/// An opened file.
pub struct Source<R: Read + Seek> {
    content: Content<R>,
    shape: Shape,
    limits: Limits,
}

enum Content<R: Read + Seek> {
    Csv(R),
    VCard(R),
    Xlsx(Box<Workbook<R>>),
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
}

fn rewound<R: Read + Seek>(file: &mut R) -> io::Result<&mut R> {
    file.seek(SeekFrom::Start(0))?;
    Ok(file)
}

/// The first sheet with rows, and where its table begins.
fn propose_sheet<R: Read + Seek + Send>(file: &mut R, shape: &mut Shape, limits: Limits) -> Result<(), FileProblem> {
    let mut book = Workbook::open(file, limits)?;
    for sheet in book.sheets() {
        let rows: Vec<Row> = book.records(&sheet, 0)?.filter_map(Result::ok).take(SAMPLE_ROWS).collect();
        if rows.is_empty() {
            continue;
        }
        let cells: Vec<Vec<String>> = rows.iter().map(|row| row.cells.clone()).collect();
        let titles = title_rows(&cells);
        shape.skip_lines = if titles > 0 { rows[titles].number - 1 } else { 0 };
        shape.header = has_header(&cells[titles..]);
        shape.sheet = Some(sheet);
        return Ok(());
    }
    Err(FileProblem::EmptyFile)
}
