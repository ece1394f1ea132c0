//! `zhike backup`: database and attachments into one file, while the server runs.

use records::{
    Cx,
    audit::{self, Entry},
    query::{self, Ask},
};
use serde_json::json;
use store::{Direction, Expr, Select};
use types::{Id, Instant, Name, Problem, Result, display};

use super::Files;
use crate::{
    archive,
    house::House,
    say::{Answer, Say, app},
};

pub fn run(files: &Files, house: &House, say: &mut dyn Say) -> Result<Answer> {
    let out = files.output.as_ref().ok_or_else(|| Problem::internal("a backup goes to a file"))?;
    let out = out.try_clone().map_err(Problem::internal)?;
    let manifest = archive::pack(house, out, files.secret.as_deref(), say)?;
    let json = serde_json::to_value(&manifest).map_err(Problem::internal)?;
    let (details, sealed) = (json.clone(), files.secret.is_some());
    house.write(move |cx| {
        let (settings, record) = settings(cx)?;
        let details = json!({ "manifest": details, "sealed": sealed });
        audit::note(cx, Entry { action: ACTION, object: Some(&settings), record, outcome: "done", details })
    })?;
    let size = display::file_size(manifest.database.bytes + manifest.files.bytes);
    let text = app(say.lang(), "backed-up", &[("size", size.into()), ("files", manifest.files.count.into())]);
    Ok(Answer::new(text, json))
}

/// Backups stand in the history of the organisation's own record, where they are found by its index.
const ACTION: &str = "backup";

fn settings(cx: &mut Cx) -> Result<(Name, Option<Id>)> {
    let object = cx.catalog.must("settings").clone();
    let page = query::list(cx, &object, &Ask::default().fields(&["name"]).limit(1))?;
    Ok((object.name.clone(), page.items.first().map(|record| record.id)))
}

/// When the last one was made.
pub fn last(cx: &mut Cx) -> Result<Option<Instant>> {
    let (object, Some(record)) = settings(cx)? else { return Ok(None) };
    let last = Select::from(&Name::of("audit"), &["at"])
        .filter(Expr::column(0, "object").eq(&object))
        .filter(Expr::column(0, "record").eq(record))
        .filter(Expr::column(0, "action").eq(ACTION))
        .order(Expr::column(0, "id"), Direction::Down)
        .limit(1);
    Ok(cx.rows(&last)?.first().and_then(|row| row[0].as_int()).map(Instant))
}
