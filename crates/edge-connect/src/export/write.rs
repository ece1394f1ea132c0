//! Pages of records into a file of a format, on the thread that exports.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::Path,
};

use records::{
    field::{self, Exported},
    visible::{Column, Visible},
};
use serde_json::{Map, Value as Json, json};
use types::{
    Problem, Result,
    words::{Lang, tr},
};

use super::{Telling, head};
use crate::{
    formats::{Cell, CsvEncoding, CsvWriter, XlsxWriter},
    storage::storage,
};

const BUFFER: usize = 256 * 1024;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// UTF-8 with a byte-order mark, formulas neutralised
    Csv,
    /// the same in GB18030, for programs that know nothing else
    CsvGb18030,
    Xlsx,
    /// one record per line, in the form of the REST contract
    Jsonl,
}

impl Format {
    pub fn parse(word: &str) -> Result<Format> {
        match word {
            "csv" => Ok(Format::Csv),
            "csv-gb18030" => Ok(Format::CsvGb18030),
            "xlsx" => Ok(Format::Xlsx),
            "jsonl" => Ok(Format::Jsonl),
            _ => Err(Problem::bad("unknown_format").with("value", word)),
        }
    }

    pub fn ending(self) -> &'static str {
        match self {
            Format::Csv | Format::CsvGb18030 => "csv",
            Format::Xlsx => "xlsx",
            Format::Jsonl => "jsonl",
        }
    }

    pub fn content_type(self) -> &'static str {
        match self {
            Format::Csv => "text/csv; charset=utf-8",
            Format::CsvGb18030 => "text/csv; charset=gb18030",
            Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Format::Jsonl => "application/jsonl; charset=utf-8",
        }
    }
}

/// Gives the file, its rows, and the places where the format could not hold what there was.
pub fn write(
    folder: &Path,
    format: Format,
    columns: &[Column],
    telling: &Telling,
    pages: impl Iterator<Item = Vec<Visible>>,
) -> Result<(File, u64, u64)> {
    // without a name: gone with its last handle, whatever happens
    let file = tempfile::tempfile_in(folder).map_err(storage)?;
    match format {
        Format::Csv => csv(file, CsvEncoding::Utf8, columns, telling, pages),
        Format::CsvGb18030 => csv(file, CsvEncoding::Gb18030, columns, telling, pages),
        Format::Xlsx => xlsx(file, folder, columns, telling, pages),
        Format::Jsonl => jsonl(file, pages),
    }
}

fn heads(columns: &[Column], telling: &Telling) -> Vec<String> {
    let id = telling.with_id.then(|| "id".to_string());
    id.into_iter().chain(columns.iter().map(|column| head(column, telling.lang))).collect()
}

fn csv(
    file: File,
    encoding: CsvEncoding,
    columns: &[Column],
    telling: &Telling,
    pages: impl Iterator<Item = Vec<Visible>>,
) -> Result<(File, u64, u64)> {
    let mut csv = CsvWriter::new(BufWriter::with_capacity(BUFFER, file), encoding);
    csv.header(heads(columns, telling)).map_err(storage)?;
    let mut texts: Vec<Told> = Vec::new();
    for page in pages {
        for record in page {
            texts.clear();
            told(&record, telling, &mut texts);
            csv.row(texts.iter().map(Told::cell)).map_err(storage)?;
        }
    }
    let (output, written) = csv.finish().map_err(storage)?;
    let file = output.into_inner().map_err(|e| storage(e.into_error()))?;
    Ok((file, written.rows, written.changed))
}

fn xlsx(
    file: File,
    folder: &Path,
    columns: &[Column],
    telling: &Telling,
    pages: impl Iterator<Item = Vec<Visible>>,
) -> Result<(File, u64, u64)> {
    let sheet = columns.first().map_or("", |column| column.object.plural.get(telling.lang));
    let mut book = XlsxWriter::new(sheet, heads(columns, telling), telling.created, Some(folder)).map_err(storage)?;
    let mut texts: Vec<Told> = Vec::new();
    for page in pages {
        for record in page {
            texts.clear();
            told(&record, telling, &mut texts);
            book.row(texts.iter().map(Told::cell)).map_err(storage)?;
        }
    }
    let output = file.try_clone().map_err(storage)?;
    let written = book.finish(BufWriter::with_capacity(BUFFER, output)).map_err(storage)?;
    Ok((file, written.rows, written.changed))
}

fn jsonl(file: File, pages: impl Iterator<Item = Vec<Visible>>) -> Result<(File, u64, u64)> {
    let mut output = BufWriter::with_capacity(BUFFER, file);
    let mut rows = 0;
    for page in pages {
        for record in page {
            let mut form = Map::with_capacity(record.values.len() + 2);
            form.insert("id".into(), json!(record.id));
            form.insert("version".into(), json!(record.version));
            for (column, value) in record.iter() {
                form.insert(column.path.clone(), field::to_json(column.field(), value));
            }
            serde_json::to_writer(&mut output, &Json::Object(form)).map_err(|e| storage(e.into()))?;
            output.write_all(b"\n").map_err(storage)?;
            rows += 1;
        }
    }
    let file = output.into_inner().map_err(|e| storage(e.into_error()))?;
    Ok((file, rows, 0))
}

/// A cell with the text it needs.
enum Told {
    Empty,
    Words(String),
    Number(String),
    Date(String),
    DateTime(String),
}

impl Told {
    fn cell(&self) -> Cell<'_> {
        match self {
            Told::Empty => Cell::Empty,
            Told::Words(text) => Cell::Text(text),
            Told::Number(text) => Cell::Number(text),
            Told::Date(text) => Cell::Date(text),
            Told::DateTime(text) => Cell::DateTime(text),
        }
    }
}

fn told(record: &Visible, telling: &Telling, texts: &mut Vec<Told>) {
    if telling.with_id {
        texts.push(Told::Words(record.id.to_string()));
    }
    for (column, value) in record.iter() {
        let exported = field::to_export(column.field(), value, telling.lang, &telling.zone);
        texts.push(match exported {
            Exported::Empty => Told::Empty,
            Exported::Text(text) => Told::Words(text),
            Exported::Number(_) => Told::Number(exported.to_text(telling.lang)),
            Exported::Date(_) => Told::Date(exported.to_text(telling.lang)),
            Exported::DateTime(_) => Told::DateTime(exported.to_text(telling.lang)),
            Exported::Bool(yes) => Told::Words(word(yes, telling.lang)),
            // an amount in the currency of the house is a plain number, another one says its currency
            Exported::Money(ref money) if money.currency == telling.home => {
                let text = exported.to_text(telling.lang);
                Told::Number(text.split(' ').next().unwrap_or_default().to_string())
            }
            Exported::Money(_) => Told::Words(exported.to_text(telling.lang)),
        });
    }
}

fn word(yes: bool, lang: Lang) -> String {
    tr(lang, if yes { "yes" } else { "no" }).into_owned()
}
