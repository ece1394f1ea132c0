//! Undo: takes an import back, within 30 days. What it made and nobody has touched since goes to the recycle bin; what it changed gets back the
//! fields that are still as it left them; the rest is listed. In steps, as a job; with the right to import, because it is the import that is taken
//! back.

mod ahead;

use std::{collections::HashMap, sync::Arc};

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use store::{Cell, Compare, Direction, Expr, Select};
use types::{Id, Name, Problem, Result};

use super::journal::{self, State};
use crate::{
    access::{self, Action},
    context::Cx,
    field, jobs,
    query::{self, plan},
    schema::{Field, FieldType, Object, Write, tables::is_note},
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
    /// left as they are, because somebody has changed them since
    pub kept: u64,
    /// the first of those, with the fields that were not put back
    pub list: Vec<Kept>,
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
/// An undo that was stopped or given up may be ordered again.
pub fn may(cx: &mut Cx, import: Id) -> Result<Arc<Object>> {
    let record = journal::get(cx, import)?;
    let imports = cx.catalog.find("imports")?;
    let edit = access::scope(cx, &imports, Action::Edit)?;
    query::load(cx, &edit, import)?;
    let object = cx.catalog.find(record.get("object").as_text().unwrap_or_default())?;
    access::scope(cx, &object, Action::Import)?;
    match record.get("state").as_text() {
        Some("done" | "failed" | "cancelled") => {}
        Some("undoing") => {
            let job = record.get("job").as_text().and_then(Id::parse);
            if job.map(|job| jobs::is_under_way(cx, job)).transpose()?.unwrap_or_default() {
                return Err(Problem::conflict("already_undone"));
            }
        }
        Some("undone") => return Err(Problem::conflict("already_undone")),
        _ => return Err(Problem::conflict("import_not_over")),
    }
    match record.get("undo_until").as_time() {
        Some(until) if until >= cx.now => Ok(object),
        _ => Err(Problem::conflict("too_late_to_undo")),
    }
}

/// How many records that were there before the import would get former values back, if nobody has changed them since.
pub fn changed(cx: &mut Cx, import: Id) -> Result<u64> {
    journal::get(cx, import).and_then(|_| journal::count(cx, import))
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
    // children stand behind their parents in most files, and must be judged before them
    let made = Select::from(object.table(), &["id"])
        .filter(query::run::living(false))
        .filter(Expr::column(0, "import").eq(import))
        .filter(Expr::column(0, "id").compare(Compare::Lt, Expr::value(from)))
        .order(Expr::column(0, "id"), Direction::Down)
        .limit(rows as u64);
    let ids: Vec<Id> = cx.rows(&made)?.iter().filter_map(|row| row[0].as_int()).map(Id).collect();
    let Some(last) = ids.last().copied() else {
        return Ok((Place { object: place.object + 1, from: 0, ..place }, undone));
    };
    let at = place.object;
    place.from = last.0;
    // what another import was asked to make belongs to that one's right
    let scope = access::scope(cx, object, Action::Import).or_else(|_| access::scope(cx, object, Action::Delete))?;
    let mut touched = match leave {
        true => ids.clone(),
        false => touched_since(cx, import, object, &ids)?,
    };
    let newest = ids.first().copied().unwrap_or(last);
    touched.extend(leaned_on(cx, import, object, &ids, newest, &objects[..at])?);
    touched.extend(ahead::spared(cx, import, object, &ids)?);
    // what a spared record of this step hangs on is spared as well
    let links = links_among(cx, object, &ids)?;
    close_upward(&mut touched, &links);
    for id in ids {
        if touched.contains(&id) {
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

/// The imported object first, then all others of which it may have made records on the way.
fn objects(cx: &Cx, first: &Name) -> Vec<Arc<Object>> {
    let mut objects: Vec<Arc<Object>> = cx.catalog.object(first).cloned().into_iter().collect();
    objects.extend(cx.catalog.objects.values().filter(|object| object.name != *first).cloned());
    objects
}

/// Those that somebody (or another import) has changed, deleted or restored since: by the audit. What only the engine writes does not count, nor what is
/// again as the import left it.
fn touched_since(cx: &mut Cx, import: Id, object: &Object, ids: &[Id]) -> Result<Vec<Id>> {
    let (audit, payload) = (Name::of("audit"), Name::of("audit_payload"));
    let mut query = Select::from(&audit, &["record", "action"])
        .filter(Expr::column(0, "object").eq(&object.name))
        .filter(Expr::column(0, "record").among(ids.iter().map(|id| (*id).into()).collect()))
        .filter(Expr::column(0, "action").compare(Compare::Ne, Expr::value(Change::Created.word())))
        .filter(Expr::Not(Box::new(Expr::Same(Box::new(Expr::column(0, "via")), Box::new(Expr::value(import))))))
        .left_join(&payload, 1, Expr::column(1, "id").equals(Expr::column(0, "id")))
        .order(Expr::column(0, "id"), Direction::Up);
    query.columns.push(Expr::column(1, "body"));
    let rows = cx.rows(&query)?;
    let mut touched: Vec<Id> = Vec::new();
    // what each field held as the import left it, and what it holds by now
    let mut changed: HashMap<(Id, String), (Json, Json)> = HashMap::new();
    for row in rows.iter() {
        let Some(id) = row[0].as_int().map(Id) else { continue };
        let body: Json = row[2].as_text().and_then(|body| serde_json::from_str(body).ok()).unwrap_or_default();
        let (Some(fields), true) = (body.as_object(), row[1].as_text() == Some(Change::Updated.word())) else {
            touched.push(id);
            continue;
        };
        for (name, pair) in fields {
            if object.field(name).is_some_and(|field| field.write == Write::Engine) {
                continue;
            }
            let now = changed.entry((id, name.clone())).or_insert_with(|| (pair[0].clone(), Json::Null));
            now.1 = pair[1].clone();
        }
    }
    touched.extend(changed.into_iter().filter(|(_, (then, now))| !same(then, now)).map(|((id, _), _)| id));
    touched.sort();
    touched.dedup();
    Ok(touched)
}

/// Those that other records hang on by now which the import did not make, nor a rule for it: with what they belong to, that work would vanish.
/// A record of this import that was already passed and still lives was spared: it counts like those of others.
/// Of this object itself those behind `newest` have been passed.
fn leaned_on(
    cx: &mut Cx,
    import: Id,
    object: &Object,
    ids: &[Id],
    newest: Id,
    passed: &[Arc<Object>],
) -> Result<Vec<Id>> {
    let these = || these(ids);
    let catalog = cx.catalog.clone();
    let mut found: Vec<Id> = Vec::new();
    for other in catalog.objects.values() {
        for link in other.living().filter(|field| points_to(field, object) && !is_note(field)) {
            // the alias of the record; the index of a link holds living records only, so that must be said of the table it is of
            let (alias, query) = match link.side_table(&other.name) {
                Some(side) => {
                    let record = Expr::column(1, "id").equals(Expr::column(0, "record"));
                    let query = Select::from(&side, &["value"]).filter(Expr::column(0, "value").among(these()));
                    (1, query.left_join(other.table(), 1, record).filter(Expr::column(1, "id").not_null()))
                }
                None => {
                    let query = Select::from(other.table(), &[&link.column]);
                    (0, query.filter(Expr::Column(0, link.column.clone()).among(these())))
                }
            };
            let is_import =
                |alias, column: &str| Expr::Same(Box::new(Expr::column(alias, column)), Box::new(Expr::value(import)));
            let id = || Expr::column(alias, "id");
            // how a rule of this import made that record
            let made = Expr::column(2, "record")
                .equals(id())
                .and(Expr::column(2, "object").eq(&other.name))
                .and(Expr::column(2, "action").eq(Change::Created.word()))
                .and(is_import(2, "via"));
            let spared = match () {
                _ if passed.iter().any(|object| object.name == other.name) => is_import(alias, "import"),
                _ if other.name == object.name => {
                    is_import(alias, "import").and(id().compare(Compare::Gt, Expr::value(newest)))
                }
                _ => Expr::Or(Vec::new()),
            };
            let of_others = Expr::Not(Box::new(is_import(alias, "import"))).and(Expr::column(2, "id").is_null());
            let query = query
                .left_join(&Name::of("audit"), 2, made)
                .filter(Expr::column(alias, "deleted_at").is_null())
                .filter(Expr::Or(vec![of_others, spared]));
            let query = Select { distinct: true, ..query };
            found.extend(cx.rows(&query)?.iter().filter_map(|row| row[0].as_int()).map(Id));
        }
    }
    Ok(found)
}

/// Which of these records hang on which of them: (child, parent).
fn links_among(cx: &mut Cx, object: &Object, ids: &[Id]) -> Result<Vec<(Id, Id)>> {
    let mut found = Vec::new();
    for link in links_to_itself(object) {
        let query = Select::from(object.table(), &["id", &link.column])
            .filter(plan::among(0, ids))
            .filter(Expr::Column(0, link.column.clone()).among(these(ids)));
        let rows = cx.rows(&query)?;
        found.extend(rows.iter().filter_map(|row| Some((Id(row[0].as_int()?), Id(row[1].as_int()?)))));
    }
    Ok(found)
}

/// By which a record of an object hangs on another one of it.
fn links_to_itself(object: &Object) -> impl Iterator<Item = &Field> {
    let links = object.living().filter(|field| points_to(field, object) && !is_note(field));
    links.filter(|field| field.side_table(&object.name).is_none())
}

fn these(ids: &[Id]) -> Vec<Cell> {
    ids.iter().map(|id| Cell::from(*id)).collect()
}

/// With a child its parent, and so on upward. Links are (child, parent).
fn close_upward(spared: &mut Vec<Id>, links: &[(Id, Id)]) {
    while let Some((_, parent)) =
        links.iter().find(|(child, parent)| spared.contains(child) && !spared.contains(parent))
    {
        spared.push(*parent);
    }
}

/// Ids are those of one record only, so a link to any object need not be asked which.
fn points_to(field: &Field, object: &Object) -> bool {
    match &field.kind {
        FieldType::LinkAny { to } => to.is_empty() || to.contains(&object.name),
        FieldType::Users => object.name == *"users",
        FieldType::Files => object.name == *"files",
        kind => kind.target() == Some(object.name.as_str()) && field.is_stored(),
    }
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
        journal::note(cx, import, State::Undone, None)?;
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
        let mut input = Input::default();
        let mut left = Vec::new();
        for (name, pair) in &change.fields {
            let Some(one) = object.field(name) else { continue };
            let now = field::to_json(one, before.get(&object, name));
            if same(&now, &pair[1]) {
                input.entries.push((name.clone(), Raw::Json(pair[0].clone())));
            } else if !same(&now, &pair[0]) {
                left.push(name.clone());
            }
        }
        let back = if input.entries.is_empty() { Ok(None) } else { bulk::changed(cx, &scope, change.record, input)? };
        match back {
            Ok(Some(_)) => undone.restored += 1,
            Ok(None) => {}
            Err(_) => left = change.fields.keys().cloned().collect(),
        }
        if !left.is_empty() {
            remember(cx, undone, &object, change.record, left)?;
        }
    }
    Ok(())
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
