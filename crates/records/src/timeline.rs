//! The timeline: an index of its own, one row per record that an entry touches, written by the pipeline, paged by (record, time, entry).
//! Each entry is tested against the reader's scope when it is read.

use store::{Cell, Change as RowChange, Clash, Compare, Direction, Expr, Select};
use types::{Id, Instant, Name, Result};

use crate::{
    access::{self, Action, Scope},
    context::Cx,
    query,
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

/// Where the next page begins.
pub type Place = (Instant, Id);

/// Entries of a record that this actor may see, newest first. The record itself must be visible.
pub fn page(
    cx: &mut Cx,
    object: &std::sync::Arc<Object>,
    id: Id,
    before: Option<Place>,
    limit: usize,
) -> Result<(Vec<Entry>, Option<Place>)> {
    let scope = access::scope(cx, object, Action::View)?;
    query::must_see(cx, &scope, id)?;
    let mut entries = Vec::new();
    let mut place = before;
    // entries that this reader may not see are passed over; a bound keeps a page from walking for ever
    for _ in 0..MAX_ROUNDS {
        let found = rows(cx, id, place, limit + 1)?;
        let full = found.len() > limit;
        for (at, entry, name) in found.into_iter().take(limit) {
            place = Some((at, entry));
            let Some(kind) = cx.catalog.object(&name).cloned() else { continue };
            match query::get(cx, &kind, entry, None) {
                Ok(record) => entries.push(Entry { at, record }),
                Err(problem) if problem.kind == types::ProblemKind::NotFound => {}
                Err(problem) => return Err(problem),
            }
            if entries.len() == limit {
                return Ok((entries, place));
            }
        }
        if !full {
            return Ok((entries, None));
        }
    }
    Ok((entries, place))
}

const MAX_ROUNDS: usize = 20;

fn rows(cx: &mut Cx, record: Id, before: Option<Place>, limit: usize) -> Result<Vec<(Instant, Id, String)>> {
    let key = || Expr::Tuple(vec![Expr::column(0, "at"), Expr::column(0, "entry")]);
    let mut query = Select::from(&table(), &["at", "entry", "entry_object"])
        .filter(Expr::column(0, "record").eq(record))
        .order(Expr::column(0, "at"), Direction::Down)
        .order(Expr::column(0, "entry"), Direction::Down)
        .limit(limit as u64);
    if let Some((at, entry)) = before {
        let place = Expr::Tuple(vec![Expr::value(at), Expr::value(entry)]);
        query = query.filter(key().compare(Compare::Lt, place));
    }
    let found = cx.rows(&query)?;
    Ok(found
        .iter()
        .filter_map(|row| Some((Instant(row[0].as_int()?), Id(row[1].as_int()?), row[2].as_text()?.to_string())))
        .collect())
}
