//! Delimiter, quote and lines above the header of a CSV sample: each candidate is tried with the real reader, and the one
//! that gives the most regular table wins. Called by `sniff`.

use std::io::{BufRead, Cursor};

use super::{Shape, has_header, sample, title_rows};
use crate::formats::encoding::Decoder;
use crate::formats::problem::FileProblem;

const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];
const SAMPLE_ROWS: usize = 200;

pub(super) fn propose(head: &[u8], whole: bool, name: &str, mut shape: Shape) -> Result<Shape, FileProblem> {
    let first = first_line(head, &shape);
    if let Some(delimiter) = declared(&first) {
        shape.delimiter = delimiter;
        shape.skip_lines = 1;
    } else {
        shape.delimiter = best_delimiter(head, whole, &shape).unwrap_or(match extension(name).as_str() {
            "tsv" | "tab" => '\t',
            _ => ',',
        });
    }
    shape.quote = Some(quote(&first, shape.delimiter));
    let rows = sample(head, whole, shape.dialect(), SAMPLE_ROWS);
    let (numbers, cells): (Vec<u64>, Vec<Vec<String>>) = rows.into_iter().unzip();
    if cells.is_empty() {
        return Err(FileProblem::EmptyFile);
    }
    let titles = title_rows(&cells);
    if titles > 0 {
        shape.skip_lines = numbers[titles] - 1;
    }
    shape.header = has_header(&cells[titles..]);
    Ok(shape)
}

fn first_line(head: &[u8], shape: &Shape) -> String {
    let mut line = Vec::new();
    let mut text = Decoder::new(Cursor::new(head), shape.encoding);
    // Reading from memory does not fail; an empty line is as good an answer as any.
    if text.read_until(b'\n', &mut line).is_err() {
        line.clear();
    }
    String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']).to_owned()
}

/// Excel's own first line: `sep=;`.
fn declared(line: &str) -> Option<char> {
    let rest = line.trim_matches('"').get(..4).filter(|begin| begin.eq_ignore_ascii_case("sep="))?;
    let mut characters = line.trim_matches('"')[rest.len()..].chars();
    let delimiter = characters.next().unwrap_or('\t');
    (delimiter.is_ascii() && characters.next().is_none()).then_some(delimiter)
}

fn best_delimiter(head: &[u8], whole: bool, shape: &Shape) -> Option<char> {
    let scored = DELIMITERS.into_iter().filter_map(|delimiter| {
        let dialect = Shape { delimiter, ..shape.clone() }.dialect();
        let widths: Vec<usize> = sample(head, whole, dialect, SAMPLE_ROWS).iter().map(|(_, row)| row.len()).collect();
        let score = regularity(&widths)?;
        Some((score, delimiter))
    });
    // The first of equals wins, so `max_by` (which takes the last) goes backwards.
    let scored: Vec<_> = scored.collect();
    scored.into_iter().rev().max_by_key(|(score, _)| *score).map(|(_, delimiter)| delimiter)
}

/// How table-like rows of these widths are: the share of rows with the usual width, more if the header has it, then the
/// width. Nothing for a single column.
fn regularity(widths: &[usize]) -> Option<(usize, usize)> {
    let usual = *widths.iter().max_by_key(|width| {
        let times = widths.iter().filter(|other| other == width).count();
        (times, **width)
    })?;
    if usual < 2 {
        return None;
    }
    let times = widths.iter().filter(|width| **width == usual).count();
    let header = if widths.first() == Some(&usual) { 50 } else { 0 };
    Some((100 * times / widths.len() + header, usual))
}

/// The single quote only where it surrounds every cell of the first line.
fn quote(line: &str, delimiter: char) -> char {
    let mut cells = line.split(delimiter);
    let single = cells.all(|cell| cell.len() >= 2 && cell.starts_with('\'') && cell.ends_with('\''));
    if single { '\'' } else { '"' }
}

fn extension(name: &str) -> String {
    name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default()
}
