//! The timeline: an index of its own, one row per record that an entry touches, written by the pipeline, paged by (record, time, entry).
//! Each entry is tested against the reader's scope by the query that walks the index.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use store::{Cell, Change as RowChange, Clash, Compare, Direction, Expr, Join, JoinKind, Select, Source};
use types::{Id, Instant, Name, Result};

use crate::{
    access::{self, Action, Scope},
    context::Cx,
    query::{
        self, Ask,
        cursor::{self, Place},
    },
    schema::Object,
    visible::Visible,
    write::{Change, Written},
};

/// Adds the index rows of an entry to the changes that keep it.
pub fn of_change(cx: &mut Cx, written: &Written, changes: &mut Vec<RowChange>) -> Result<()> {
    let Some(touching) = cx.behaviours.touching(&written.object.name) else { return Ok(()) };
    let object = written.object.clone();
    let after = touching(cx, &object, &written.after)?;
    let before = match &written.before {
        Some(before) if written.change == Change::Updated => Some(touching(cx, &object, before)?),
        _ => None,
    };
    if before.as_ref() == Some(&after) {
        return Ok(());
    }
    let entry = written.after.id;
    if written.change != Change::Created {
        changes.push(RowChange::delete(&table(), Expr::column(0, "entry").eq(entry)));
    }
    if written.change == Change::Deleted || after.1.is_empty() {
        return Ok(());
    }
    changes.push(entries(&object, entry, after));
    Ok(())
}

/// Writes the rows of an entry anew, after something changed that its own record does not hold: the people of an activity.
pub fn retouch(cx: &mut Cx, scope: &Scope, entry: Id) -> Result<()> {
    let object = scope.object().clone();
    let Some(touching) = cx.behaviours.touching(&object.name) else { return Ok(()) };
    let record = query::load(cx, scope, entry)?;
    let touched = touching(cx, &object, &record)?;
    let mut changes = vec![RowChange::delete(&table(), Expr::column(0, "entry").eq(entry))];
    if !touched.1.is_empty() {
        changes.push(entries(&object, entry, touched));
    }
    cx.run_all(&changes)?;
    Ok(())
}

fn entries(object: &Object, entry: Id, (at, touched): (Instant, Vec<(Name, Id)>)) -> RowChange {
    let rows: Vec<Vec<Cell>> = touched
        .iter()
        .map(|(name, id)| vec![name.into(), (*id).into(), at.into(), entry.into(), (&object.name).into()])
        .collect();
    let columns = ["object", "record", "at", "entry", "entry_object"].iter().map(|c| Name::of(c)).collect();
    let key = ["record", "at", "entry"].iter().map(|c| Name::of(c)).collect();
    RowChange::Insert { table: table(), columns, rows, clash: Clash::Keep { key } }
}

fn table() -> Name {
    Name::of("timeline")
}

/// One entry of a timeline.
#[derive(Clone, Debug)]
pub struct Entry {
    pub at: Instant,
    pub record: Visible,
}

/// Entries of a record that this actor may see, newest first, and where the next page begins. The record itself must be visible. `after` is
/// what the page before gave; it is sealed, and bound to record and person.
pub fn page(
    cx: &mut Cx,
    object: &Arc<Object>,
    id: Id,
    after: Option<&str>,
    limit: usize,
) -> Result<(Vec<Entry>, Option<String>)> {
    let scope = access::scope(cx, object, Action::View)?;
    query::must_see(cx, &scope, id)?;
    let bound = format!("timeline|{}|{id}|{}", object.name, cx.actor.user.map_or(0, |user| user.0));
    let after = after.map(|text| cursor::open(&cx.seal, &bound, text)).transpose()?;
    let mut found = visible_rows(cx, id, after, limit + 1)?;
    let more = found.len() > limit;
    found.truncate(limit);
    // the last entry that is shown: the place of one that is hidden would tell of it
    let next = found.last().filter(|_| more).map(|(at, entry, _)| Place { values: vec![(*at).into()], id: *entry });
    let entries = loaded(cx, found)?;
    Ok((entries, next.map(|place| cursor::seal(&cx.seal, &bound, &place))))
}

/// The index rows of those entries that the actor may see.
fn visible_rows(cx: &mut Cx, record: Id, after: Option<Place>, limit: usize) -> Result<Vec<(Instant, Id, Name)>> {
    let key = || Expr::Tuple(vec![Expr::column(0, "at"), Expr::column(0, "entry")]);
    let mut query = Select::from(&table(), &["at", "entry", "entry_object"])
        .filter(Expr::column(0, "record").eq(record))
        .order(Expr::column(0, "at"), Direction::Down)
        .order(Expr::column(0, "entry"), Direction::Down)
        .limit(limit as u64);
    let kinds: Vec<Arc<Object>> =
        cx.behaviours.on_timelines().filter_map(|name| cx.catalog.object(name).cloned()).collect();
    let mut seen = Vec::new();
    for (alias, kind) in (1..).zip(kinds) {
        let Ok(scope) = access::scope(cx, &kind, Action::View) else { continue };
        let on = Expr::column(alias, "id")
            .equals(Expr::column(0, "entry"))
            .and(Expr::column(0, "entry_object").eq(&kind.name))
            .and(Expr::column(alias, "deleted_at").is_null())
            .and(scope.rows().sql(alias, true));
        query.joins.push(Join { kind: JoinKind::Left, source: Source::Table(kind.table().clone()), alias, on });
        seen.push(Expr::Opaque(Box::new(Expr::column(alias, "id"))).not_null());
    }
    query = query.filter(Expr::Or(seen));
    if let Some(Place { values, id }) = after {
        let at = values.into_iter().next().unwrap_or(Cell::Null);
        query = query.filter(key().compare(Compare::Lt, Expr::Tuple(vec![Expr::Value(at), Expr::value(id)])));
    }
    let rows = cx.rows(&query)?;
    let row = |row: &[Cell]| Some((Instant(row[0].as_int()?), Id(row[1].as_int()?), Name::parse(row[2].as_text()?)?));
    Ok(rows.iter().filter_map(row).collect())
}

/// The records behind index rows, one query per object, in the order of the rows.
fn loaded(cx: &mut Cx, found: Vec<(Instant, Id, Name)>) -> Result<Vec<Entry>> {
    let mut ids: BTreeMap<Name, Vec<Id>> = BTreeMap::new();
    for (_, id, object) in &found {
        ids.entry(object.clone()).or_default().push(*id);
    }
    let mut records: HashMap<Id, Visible> = HashMap::new();
    for (object, ids) in ids {
        let Some(object) = cx.catalog.object(&object).cloned() else { continue };
        let limit = ids.len() as u32;
        let ask = Ask { ids: Some(ids), limit, ..Ask::default() }.sort("id", false);
        records.extend(query::list(cx, &object, &ask)?.items.into_iter().map(|record| (record.id, record)));
    }
    let entry = |(at, id, _)| records.remove(&id).map(|record| Entry { at, record });
    Ok(found.into_iter().filter_map(entry).collect())
}
