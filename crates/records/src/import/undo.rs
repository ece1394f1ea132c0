//! Undo: takes an import back, within 30 days. What it made and nobody has touched since goes to the recycle bin; what it changed gets back the
//! fields that are still as it left them; the rest is listed, and may be tried again while the time lasts. In steps, as a job; with the right to
//! import, because it is the import that is taken back. `judge` says what stays, `preview` counts it before anything is done.

mod ahead;
mod judge;
mod preview;

use std::{collections::HashSet, sync::Arc};

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use store::{Compare, Direction, Expr, Select};
use types::{Id, Name, Problem, Result};

use self::judge::Judge;
pub use self::preview::{Preview, preview};
use super::journal::{self, State};
use crate::{
    access::{self, Action, Scope},
    context::Cx,
    field,
    jobs::{self, Job},
    query,
    record::Record,
    schema::Object,
    visible::Visible,
    write::{Change, Input, Raw, bulk, keep},
};

/// Records of one step at most.
pub const ROWS: usize = 100;
/// Records named in the outcome; beyond, they are counted.
const LISTED: usize = 1_000;

/// Where the next step begins.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// objects whose made records are gone: by position in the order of `objects`
    pub object: usize,
    /// made records from this one on have been passed, the newest first; 0: none yet
    #[serde(default)]
    pub from: i64,
    /// the last changed record that was put back
    pub after: i64,
    /// made records are gone, changed ones are put back
    pub changed: bool,
    pub over: bool,
}

/// What was undone.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Undone {
    /// made by the import, moved to the recycle bin
    pub deleted: u64,
    /// put back as they were, as a whole or in part
    pub restored: u64,
    /// left as they are, because somebody has changed them since or other records hang on them; of the last try
    pub kept: u64,
    /// the first of those, with the fields that were not put back
    pub list: Vec<Kept>,
}

impl Undone {
    /// What the next try begins with: what is gone or back is, what stayed is judged anew.
    pub fn again(self) -> Undone {
        Undone { kept: 0, list: Vec::new(), ..self }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    pub object: Name,
    pub id: Id,
    pub title: String,
    /// empty: the whole record
    pub fields: Vec<String>,
}

/// Whether the caller may undo this import now; gives the object it imported.
///
/// # Errors
/// `not_found`; `import_not_over`, `already_undone`, `too_late_to_undo` (409).
///
/// An undo that was stopped or given up, or that left something as it was, may be ordered again.
pub fn may(cx: &mut Cx, import: Id) -> Result<Arc<Object>> {
    let record = journal::get(cx, import)?;
    let imports = cx.catalog.find("imports")?;
    let edit = access::scope(cx, &imports, Action::Edit)?;
    query::load(cx, &edit, import)?;
    let object = cx.catalog.find(record.get("object").as_text().unwrap_or_default())?;
    access::scope(cx, &object, Action::Import)?;
    is_open(cx, &record)?;
    Ok(object)
}

/// Whether it stands so that it can be undone, whoever asks.
fn is_open(cx: &mut Cx, record: &Visible) -> Result<()> {
    match record.get("state").as_text() {
        Some("done" | "failed" | "cancelled") => {}
        Some("undoing") => {
            let job = record.get("job").as_text().and_then(Id::parse);
            if job.map(|job| jobs::is_under_way(cx, job)).transpose()?.unwrap_or_default() {
                return Err(Problem::conflict("already_undone"));
            }
        }
        Some("undone") => {
            let job = record.get("job").as_text().and_then(Id::parse);
            let last = job.map(|job| jobs::left_at(cx, job)).transpose()?.flatten();
            if !last.is_some_and(|job| leaves(&job)) {
                return Err(Problem::conflict("already_undone"));
            }
        }
        _ => return Err(Problem::conflict("import_not_over")),
    }
    match record.get("undo_until").as_time() {
        Some(until) if until >= cx.now => Ok(()),
        _ => Err(Problem::conflict("too_late_to_undo")),
    }
}

/// What is known of an undo by its job: what came of it, else what its last step told, else what it began with (`undone` of its input).
pub fn told(job: &Job) -> Undone {
    let read =
        |told: &Json| serde_json::from_value::<Undone>(told.clone()).ok().filter(|told| *told != Undone::default());
    let begun = || job.input.get("undone").and_then(read);
    read(&job.outcome).or_else(|| read(&job.progress)).or_else(begun).unwrap_or_default()
}

/// Whether the job of an undo left something to be tried again: it kept records, or did not come to its end.
pub fn leaves(job: &Job) -> bool {
    let place: Place = serde_json::from_value(job.cursor.clone()).unwrap_or_default();
    told(job).kept > 0 || !(place.over || job.state == jobs::State::Done)
}

/// Says on the import what became of it by an undo that came to its end; `was`: how it stood before this one. One that took nothing back leaves
/// it as it was.
pub fn end(cx: &mut Cx, import: Id, was: State, undone: &Undone) -> Result<()> {
    match undone.deleted + undone.restored == 0 && undone.kept > 0 {
        true => journal::undo_stopped(cx, import, was),
        false => journal::note(cx, import, State::Undone, None),
    }
}

/// Takes the next records back, `rows` at most; counts on from `undone`.
///
/// # Errors
/// The caller may no longer do it; or nothing of the step may be kept, and fewer rows may go (`write::pace`).
pub fn step(
    cx: &mut Cx,
    import: Id,
    object: &Name,
    place: &Place,
    undone: &Undone,
    rows: usize,
) -> Result<(Place, Undone)> {
    next(cx, import, object, place, undone, rows, false)
}

/// Passes over the next record, which could not be taken back by itself: it stays as it is and is listed.
pub fn leave(cx: &mut Cx, import: Id, object: &Name, place: &Place, undone: &Undone) -> Result<(Place, Undone)> {
    next(cx, import, object, place, undone, 1, true)
}

fn next(
    cx: &mut Cx,
    import: Id,
    object: &Name,
    place: &Place,
    undone: &Undone,
    rows: usize,
    leave: bool,
) -> Result<(Place, Undone)> {
    journal::act_for(cx, import);
    let mut undone = undone.clone();
    let mut place = place.clone();
    if place.changed {
        put_back(cx, import, object, &mut place, &mut undone, rows, leave)?;
        return Ok((place, undone));
    }
    let objects = objects(cx, object);
    let Some(object) = objects.get(place.object) else {
        return Ok((Place { changed: true, after: 0, ..place }, undone));
    };
    let from = if place.from == 0 { i64::MAX } else { place.from };
    let ids = made(cx, import, object, from, rows)?;
    let Some(last) = ids.last().copied() else {
        return Ok((Place { object: place.object + 1, from: 0, ..place }, undone));
    };
    let at = place.object;
    place.from = last.0;
    let scope = taking(cx, object)?;
    let stays: HashSet<Id> = match leave {
        true => ids.iter().copied().collect(),
        false => {
            let judge = Judge { import, object, passed: &objects[..at], gone: &HashSet::new() };
            judge.stays(cx, &ids)?.into_keys().collect()
        }
    };
    for id in ids {
        if stays.contains(&id) {
            remember(cx, &mut undone, object, id, Vec::new())?;
            continue;
        }
        match query::load(cx, &scope, id) {
            Ok(before) => {
                keep::mark(cx, object.clone(), before, Change::Deleted)?;
                undone.deleted += 1;
            }
            Err(problem) if bulk::concerns_a_row(&problem) => remember(cx, &mut undone, object, id, Vec::new())?,
            Err(problem) => return Err(problem),
        }
    }
    Ok((place, undone))
}

/// The next living records that the import made, the newest first: children stand behind their parents in most files, and must be judged before them.
fn made(cx: &mut Cx, import: Id, object: &Object, from: i64, rows: usize) -> Result<Vec<Id>> {
    let made = Select::from(object.table(), &["id"])
        .filter(query::run::living(false))
        .filter(Expr::column(0, "import").eq(import))
        .filter(Expr::column(0, "id").compare(Compare::Lt, Expr::value(from)))
        .order(Expr::column(0, "id"), Direction::Down)
        .limit(rows as u64);
    Ok(cx.rows(&made)?.iter().filter_map(|row| row[0].as_int()).map(Id).collect())
}

/// What another import was asked to make belongs to that one's right.
fn taking(cx: &mut Cx, object: &Arc<Object>) -> Result<Scope> {
    access::scope(cx, object, Action::Import).or_else(|_| access::scope(cx, object, Action::Delete))
}

/// The imported object first, then all others of which it may have made records on the way.
fn objects(cx: &Cx, first: &Name) -> Vec<Arc<Object>> {
    let mut objects: Vec<Arc<Object>> = cx.catalog.object(first).cloned().into_iter().collect();
    objects.extend(cx.catalog.objects.values().filter(|object| object.name != *first).cloned());
    objects
}

/// Records that were there before: fields still as the import left them get their values back.
fn put_back(
    cx: &mut Cx,
    import: Id,
    object: &Name,
    place: &mut Place,
    undone: &mut Undone,
    rows: usize,
    leave: bool,
) -> Result<()> {
    let changes = journal::changes(cx, import, Id(place.after), rows as u64)?;
    let Some(last) = changes.last() else {
        place.over = true;
        return Ok(());
    };
    place.after = last.record.0;
    let object = cx.catalog.find(object)?;
    let scope = access::scope(cx, &object, Action::Edit)?;
    for change in changes {
        if leave {
            remember(cx, undone, &object, change.record, change.fields.keys().cloned().collect())?;
            continue;
        }
        let before = match query::load(cx, &scope, change.record) {
            Ok(record) => record,
            Err(problem) if bulk::concerns_a_row(&problem) => {
                remember(cx, undone, &object, change.record, Vec::new())?;
                continue;
            }
            Err(problem) => return Err(problem),
        };
        let (input, left) = back(&object, &before, &change);
        let written =
            if input.entries.is_empty() { Ok(None) } else { bulk::changed(cx, &scope, change.record, input)? };
        match written {
            // the rest of one that was put back in part is not another record
            Ok(Some(_)) => undone.restored += u64::from(!change.in_part),
            Ok(None) => {}
            Err(_) => {
                remember(cx, undone, &object, change.record, change.fields.keys().cloned().collect())?;
                continue;
            }
        }
        journal::put_back(cx, import, &change, &left)?;
        if !left.is_empty() {
            remember(cx, undone, &object, change.record, left)?;
        }
    }
    Ok(())
}

/// The former values of fields that are still as the import left them, and the fields that are not.
fn back(object: &Object, now: &Record, change: &journal::Changed) -> (Input, Vec<String>) {
    let mut input = Input::default();
    let mut left = Vec::new();
    for (name, pair) in &change.fields {
        let Some(one) = object.field(name) else { continue };
        let now = field::to_json(one, now.get(object, name));
        if same(&now, &pair[1]) {
            input.entries.push((name.clone(), Raw::Json(pair[0].clone())));
        } else if !same(&now, &pair[0]) {
            left.push(name.clone());
        }
    }
    (input, left)
}

/// Labels are only how a link is shown.
fn same(a: &Json, b: &Json) -> bool {
    match (a, b) {
        (Json::Object(x), Json::Object(y)) if x.contains_key("id") && y.contains_key("id") => x["id"] == y["id"],
        (Json::Array(x), Json::Array(y)) => x.len() == y.len() && x.iter().zip(y).all(|(a, b)| same(a, b)),
        _ => a == b,
    }
}

fn remember(cx: &mut Cx, undone: &mut Undone, object: &Arc<Object>, id: Id, fields: Vec<String>) -> Result<()> {
    undone.kept += 1;
    if undone.list.len() < LISTED {
        // whoever imported it has seen what it is called
        let title = query::labels(cx, &object.name, &[id])?.remove(&id).map(|(title, _)| title).unwrap_or_default();
        undone.list.push(Kept { object: object.name.clone(), id, title, fields });
    }
    Ok(())
}
