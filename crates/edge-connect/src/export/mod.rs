//! Exports: a list goes out exactly as a view shows it (columns, order, filter, search), under the right to export, from one snapshot, page by
//! page; a sort by several fields keeps the ids of all rows in memory. Written to a file first, so that what is handed out is whole and in the audit. For the route, the command and the pages.

pub mod routes;
#[cfg(test)]
mod tests;
mod write;

use std::{
    fs::File,
    io::{Seek, Write},
    path::PathBuf,
    sync::{Arc, mpsc::sync_channel},
};

use jiff::tz::TimeZone;
use records::{
    Caller, Cx, Engine,
    access::{self, Action},
    audit::{self, Entry},
    query::{Ask, stream},
    visible::{Column, Visible},
};
use serde_json::json;
use types::{Problem, ProblemKind, Result, words::Lang};

pub use routes::routes;
pub use write::Format;

use crate::storage::storage;

/// Pages on their way from the database to the file.
const AHEAD: usize = 4;

#[derive(Clone)]
pub struct Exports {
    pub engine: Engine,
    /// where files lie that have no name yet: a disk, where a system's folder for temporary files may be memory
    pub folder: PathBuf,
}

/// What shall go out.
#[derive(Clone, Debug)]
pub struct Wish {
    pub object: String,
    /// filter, search, order and columns as in a list; no columns: all that the caller may see, after the record's id
    pub ask: Ask,
    pub format: Format,
    /// of headers, choices and yes/no; a person's own language comes first
    pub lang: Lang,
}

/// A file that is ready to go out, from its beginning.
#[derive(Debug)]
pub struct Exported {
    pub file: File,
    pub bytes: u64,
    pub rows: u64,
    /// places where the format could not hold what there was (very long texts in a workbook)
    pub changed: u64,
    /// `accounts.csv`
    pub name: String,
    pub content_type: &'static str,
}

/// How values are told.
#[derive(Clone)]
pub(crate) struct Telling {
    pub lang: Lang,
    pub zone: TimeZone,
    pub home: types::Currency,
    pub with_id: bool,
    /// seconds of Unix time
    pub created: i64,
}

impl Exports {
    /// Writes the list to a file and notes in the audit who takes out what.
    ///
    /// # Errors
    /// No right to export; what is wrong with the request; 507; `export_changed` when the file does not hold as many rows as were counted.
    pub async fn export(&self, caller: Caller, wish: Wish) -> Result<Exported> {
        let (name, format) = (format!("{}.{}", wish.object, wish.format.ending()), wish.format);
        let (columns, telling) = self.begin(&caller, &wish).await?;
        let (sender, pages) = sync_channel::<Vec<Visible>>(AHEAD);
        let folder = self.folder.clone();
        let writer =
            tokio::task::spawn_blocking(move || write::write(&folder, format, &columns, &telling, pages.into_iter()));
        // a reader whose caller has gone away ends at its next page
        let asked = Arc::new(());
        let still = Arc::downgrade(&asked);
        let (object, ask) = (wish.object.clone(), wish.ask.clone());
        let streamed = self.engine.read_long(caller.clone(), move |cx| {
            let object = cx.catalog.find(&object)?;
            stream::each(cx, &object, &ask, Action::Export, |_, page| {
                let gone = || Problem::unavailable("the export ended");
                still.upgrade().ok_or_else(gone)?;
                sender.send(page).map_err(|_| gone())
            })
        });
        let streamed = streamed.await;
        drop(asked);
        let written = writer.await.map_err(Problem::internal)?;
        // a writer that failed says more than the reader that it stopped
        let (mut file, rows, changed) = match (written, streamed) {
            (Err(problem), _) | (Ok(_), Err(problem)) => return Err(problem),
            (Ok(written), Ok(streamed)) if streamed.rows == streamed.counted && streamed.rows == written.1 => written,
            (Ok(written), Ok(streamed)) => {
                let counts = format!("written {}, read {}, counted {}", written.1, streamed.rows, streamed.counted);
                return Err(Problem::new(ProblemKind::Unavailable, "export_changed").because(counts));
            }
        };
        // who lost the right meanwhile takes nothing with them
        self.engine.write(caller, move |cx| note(cx, &wish, rows)).await?;
        file.flush().map_err(storage)?;
        file.rewind().map_err(storage)?;
        let bytes = file.metadata().map_err(storage)?.len();
        Ok(Exported { file, bytes, rows, changed, name, content_type: format.content_type() })
    }

    async fn begin(&self, caller: &Caller, wish: &Wish) -> Result<(Arc<[Column]>, Telling)> {
        let Wish { object, ask, lang, .. } = wish.clone();
        let read = self.engine.read(caller.clone(), move |cx| {
            let object = cx.catalog.find(&object)?;
            let columns = stream::columns(cx, &object, &ask, Action::Export)?;
            let telling = Telling {
                lang: cx.actor.lang.unwrap_or(lang),
                zone: cx.zone().clone(),
                home: cx.organization.currency,
                with_id: ask.fields.is_empty(),
                created: cx.now.0 / types::Instant::SECOND,
            };
            Ok((columns, telling))
        });
        read.await
    }
}

fn note(cx: &mut Cx, wish: &Wish, rows: u64) -> Result<()> {
    let object = cx.catalog.find(&wish.object)?;
    access::scope(cx, &object, Action::Export)?;
    let details = json!({
        "rows": rows,
        "format": wish.format.ending(),
        "filter": wish.ask.filter,
        "search": wish.ask.search,
        "fields": wish.ask.fields,
    });
    let entry = Entry { action: "export", object: Some(&object.name), record: None, outcome: "done", details };
    audit::note(cx, entry)
}

/// The head of a column: the label of the field, behind that of the object it belongs to when a link leads there.
pub(crate) fn head(column: &Column, lang: Lang) -> String {
    let label = column.field().label.get(lang);
    match column.path.contains('.') {
        true => format!("{} {label}", column.object.label.get(lang)),
        false => label.to_string(),
    }
}
