//! The file of refused rows: the columns of the file as it was, the line, and the reasons in the reader's language, to be put right and imported
//! again. Made in constant memory from the stored file and the refusals, which are in the same order.

use std::{fs::File, io::BufWriter};

use axum::body::Body;
use records::{
    Caller,
    import::{
        Checked,
        refused::{self, Reason, Refusal},
    },
    jobs,
};
use serde_json::Value as Json;
use tokio_util::io::ReaderStream;
use types::{
    Id, Problem, Result,
    words::{Lang, field_sentence, tr, tr_with},
};

use super::{Imports, JOB, batches, files::blocking, order::Ordered};
use crate::{
    formats::{Cell, CsvEncoding, CsvWriter},
    storage::storage,
};

/// Refusals read at once.
const PAGE: u64 = 1_000;
/// Rows of the file read at once.
const ROWS: usize = 500;

impl Imports {
    /// A CSV of the rows that the import of this job refused, from its beginning. Of a job that is not over: those so far.
    pub async fn refused(&self, caller: Caller, job: Id, lang: Lang) -> Result<File> {
        let here = self.clone();
        blocking(move || here.write_refused(&caller, job, lang)).await
    }

    fn write_refused(&self, caller: &Caller, job: Id, lang: Lang) -> Result<File> {
        let there = self.engine.read_now(caller.clone(), move |cx| jobs::get(cx, job))?;
        if there.kind != JOB {
            return Err(Problem::not_found());
        }
        let ordered: Ordered = serde_json::from_value(there.input).map_err(Problem::internal)?;
        let import = ordered.import;
        // a check keeps none: the first of them stand in what it found, and how many there are
        let (checked, all) = match ordered.dry_run.then(|| found_by_check(&there.outcome)) {
            Some((found, all)) => (Some(found), all),
            None => (None, 0),
        };
        let next = |after: Option<u64>| {
            if let Some(found) = &checked {
                return Ok(found
                    .iter()
                    .filter(|one| after.is_none_or(|after| one.place > after))
                    .cloned()
                    .collect::<Vec<_>>());
            }
            self.engine.read_now(caller.clone(), move |cx| refused::page(cx, import, after, PAGE))
        };
        let mut header = vec![tr(lang, "import-row").into_owned(), tr(lang, "import-reason").into_owned()];
        header.extend(
            self.read(&ordered.source)?.rows().map_err(|p| super::problems::of_file(&p))?.columns().iter().cloned(),
        );
        let file = tempfile::tempfile().map_err(storage)?;
        let mut csv = CsvWriter::new(BufWriter::new(file), CsvEncoding::Utf8);
        csv.header(&header).map_err(storage)?;
        let mut page = next(None)?.into_iter().peekable();
        let first = page.peek().map_or(u64::MAX, |refusal| refusal.place);
        if first < u64::MAX {
            batches::each(self, &ordered.source, None, first, ROWS, |batch| {
                for row in batch.rows {
                    let Some(refusal) = page.next_if(|refusal| refusal.place == row.place) else { continue };
                    let line = refusal.line.to_string();
                    let why = told(lang, &refusal);
                    let cells = [Cell::Number(&line), Cell::Text(&why)]
                        .into_iter()
                        .chain(row.cells.iter().map(|cell| Cell::Text(cell)));
                    csv.row(cells).map_err(storage)?;
                    if page.peek().is_none() {
                        page = next(Some(refusal.place))?.into_iter().peekable();
                    }
                }
                Ok(page.peek().is_some())
            })?;
        }
        let shown = checked.as_ref().map_or(0, |found| found.len() as u64);
        if shown > 0 && all > shown {
            let left = tr_with(lang, "import-more-refused", &[("shown", shown), ("count", all)]);
            csv.row([Cell::Empty, Cell::Text(&left)]).map_err(storage)?;
        }
        let (writer, _) = csv.finish().map_err(storage)?;
        let mut file = writer.into_inner().map_err(|e| storage(e.into_error()))?;
        std::io::Seek::rewind(&mut file).map_err(storage)?;
        Ok(file)
    }
}

/// In the order of the file, and how many rows were refused altogether.
fn found_by_check(outcome: &Json) -> (Vec<Refusal>, u64) {
    let checked: Checked =
        outcome.get("checked").and_then(|checked| serde_json::from_value(checked.clone()).ok()).unwrap_or_default();
    let mut found = checked.refused;
    found.sort_by_key(|refusal| refusal.place);
    (found, checked.tally.failed)
}

/// `close_date: There is no such day. …`; several reasons one after the other.
fn told(lang: Lang, refusal: &Refusal) -> String {
    let one = |reason: &Reason| {
        let sentence = field_sentence(lang, &reason.problem());
        let place = if reason.name.is_empty() { &reason.field } else { &reason.name };
        if place.is_empty() { sentence } else { format!("{place}: {sentence}") }
    };
    refusal.reasons.iter().map(one).collect::<Vec<_>>().join(" ")
}

/// A file as the body of an answer, read as it is sent.
pub fn body(file: File) -> Body {
    Body::from_stream(ReaderStream::new(tokio::fs::File::from_std(file)))
}
