//! Keep: the row, its audit entry, search tokens, timeline and outbox event, together, in as few round trips as possible.

use std::sync::Arc;

use store::{Cell, Change as RowChange, Clash, Expr};
use types::{Id, Name, Problem, ProblemKind, Result, Value};

use super::Draft;
use crate::{
    audit,
    context::Cx,
    engine::bump,
    field, outbox,
    record::Record,
    schema::{Object, tables},
    search, timeline,
};

/// What was done to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Created,
    Updated,
    Deleted,
    Restored,
}

impl Change {
    pub const ALL: [Change; 4] = [Change::Created, Change::Updated, Change::Deleted, Change::Restored];

    pub fn word(self) -> &'static str {
        match self {
            Change::Created => "create",
            Change::Updated => "update",
            Change::Deleted => "delete",
            Change::Restored => "restore",
        }
    }
}

/// A change that has been kept, for the rules that follow it.
#[derive(Clone, Debug)]
pub struct Written {
    pub object: Arc<Object>,
    pub change: Change,
    pub before: Option<Record>,
    pub after: Record,
}

impl Written {
    pub fn get(&self, field: &str) -> &Value {
        self.after.get(&self.object, field)
    }

    pub fn was(&self, field: &str) -> &Value {
        static EMPTY: Value = Value::Empty;
        self.before.as_ref().map_or(&EMPTY, |before| before.get(&self.object, field))
    }

    pub fn changed(&self, field: &str) -> bool {
        self.get(field) != self.was(field)
    }
}

pub fn insert(cx: &mut Cx, draft: Draft) -> Result<Written> {
    let filled = filled(std::slice::from_ref(&draft));
    let changes = rows_of(&draft, &filled);
    finish(cx, created(draft), changes)
}

/// New records of one object, a statement per table for all of them. The rules that follow come when all are there; live pages are told of the
/// last one.
pub fn insert_all(cx: &mut Cx, drafts: Vec<Draft>) -> Result<Vec<Written>> {
    let filled = filled(&drafts);
    let mut all = Vec::new();
    let mut kept = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let mut changes = rows_of(&draft, &filled);
        let written = created(draft);
        beside(cx, &written, &mut changes)?;
        join(&mut all, changes);
        kept.push(written);
    }
    let Some(last) = kept.last() else { return Ok(kept) };
    cx.tx.run_all(&all).map_err(|error| named(error, &last.object))?;
    rights(cx, &last.object)?;
    outbox::announce(cx, last);
    follow(cx, &kept)?;
    Ok(kept)
}

fn created(draft: Draft) -> Written {
    Written { object: draft.object, change: Change::Created, before: None, after: draft.record }
}

/// Positions of the fields that any of these records fills; a column that is not named is NULL.
fn filled(drafts: &[Draft]) -> Vec<usize> {
    let Some(first) = drafts.first() else { return Vec::new() };
    let stored = first.object.fields.iter().enumerate().filter(|(_, f)| !f.removed && f.is_stored());
    let used = |position: usize| drafts.iter().any(|draft| !draft.record.values[position].is_empty());
    stored.map(|(position, _)| position).filter(|position| used(*position)).collect()
}

/// The row of a new record, and those of its side tables.
fn rows_of(draft: &Draft, filled: &[usize]) -> Vec<RowChange> {
    let object = &draft.object;
    let mut columns = vec![Name::of("id"), Name::of("version"), Name::of("import")];
    let mut row: Vec<Cell> = vec![draft.record.id.into(), 1.into(), draft.import.into()];
    for position in filled {
        let one = &object.fields[*position];
        columns.extend(one.columns().into_iter().map(|(name, _)| name));
        row.extend(field::to_cells(one, &draft.record.values[*position]));
    }
    let mut changes =
        vec![RowChange::Insert { table: object.table().clone(), columns, rows: vec![row], clash: Clash::Refuse }];
    many(object, None, &draft.record, &mut changes);
    changes
}

/// Adds changes to those there are: rows for the same columns of the same table become one statement.
fn join(all: &mut Vec<RowChange>, more: Vec<RowChange>) {
    for change in more {
        let RowChange::Insert { table, columns, rows, clash } = change else {
            all.push(change);
            continue;
        };
        let same = all.iter_mut().find_map(|there| match there {
            RowChange::Insert { table: t, columns: c, rows, clash: k }
                if *t == table && *k == clash && *c == columns =>
            {
                Some(rows)
            }
            _ => None,
        });
        match same {
            Some(there) => there.extend(rows),
            None => all.push(RowChange::Insert { table, columns, rows, clash }),
        }
    }
}

pub fn update(cx: &mut Cx, mut draft: Draft) -> Result<Written> {
    let object = draft.object.clone();
    let before = draft.before.take().expect("an update has a row before it");
    draft.record.version = before.version + 1;
    let mut set = vec![(Name::of("version"), Expr::value(draft.record.version))];
    for (position, one) in object.fields.iter().enumerate().filter(|(_, f)| !f.removed && f.is_stored()) {
        let value = &draft.record.values[position];
        if *value != before.values[position] {
            let cells = field::to_cells(one, value);
            set.extend(one.columns().into_iter().zip(cells).map(|((name, _), cell)| (name, Expr::Value(cell))));
        }
    }
    let this = this_version(before.id, before.version);
    let mut changes = vec![RowChange::Update { table: object.table().clone(), set, filter: this }];
    many(&object, Some(&before), &draft.record, &mut changes);
    finish(cx, Written { object, change: Change::Updated, before: Some(before), after: draft.record }, changes)
}

/// Sets or clears `deleted_at`.
pub fn mark(cx: &mut Cx, object: Arc<Object>, before: Record, change: Change) -> Result<Written> {
    let mut after = before.clone();
    after.version += 1;
    after.deleted_at = (change == Change::Deleted).then_some(cx.now);
    let by = if after.deleted_at.is_some() { cx.actor.user } else { None };
    let set = vec![
        ("version", Expr::value(after.version)),
        ("deleted_at", Expr::Value(after.deleted_at.into())),
        ("deleted_by", Expr::Value(by.into())),
    ];
    let changes = vec![RowChange::update(object.table(), set, this_version(before.id, before.version))];
    finish(cx, Written { object, change, before: Some(before), after }, changes)
}

fn this_version(id: Id, version: i64) -> Expr {
    Expr::column(0, "id").eq(id).and(Expr::column(0, "version").eq(version))
}

/// Rows of the side tables: several choices, tags, users, files.
fn many(object: &Object, before: Option<&Record>, after: &Record, changes: &mut Vec<RowChange>) {
    for (position, one) in object.fields.iter().enumerate().filter(|(_, f)| !f.removed && f.kind.is_many()) {
        let value = &after.values[position];
        if before.map_or(value.is_empty(), |b| b.values[position] == *value) {
            continue;
        }
        let Some(table) = one.side_table(&object.name) else { continue };
        if before.is_some() {
            changes.push(RowChange::delete(&table, Expr::column(0, "record").eq(after.id)));
        }
        let rows: Vec<Vec<Cell>> =
            field::many_cells(one, value).into_iter().map(|cell| vec![after.id.into(), cell]).collect();
        if !rows.is_empty() {
            let columns = vec![Name::of("record"), Name::of("value")];
            let clash = Clash::Keep { key: columns.clone() };
            changes.push(RowChange::Insert { table, columns, rows, clash });
        }
    }
}

/// Everything that goes with a row, then the rules that follow.
fn finish(cx: &mut Cx, written: Written, mut changes: Vec<RowChange>) -> Result<Written> {
    let rows = changes.len();
    beside(cx, &written, &mut changes)?;
    let counts = cx.tx.run_all(&changes).map_err(|error| named(error, &written.object))?;
    // the first change is the row itself, found by id and version
    if rows > 0 && counts.first() == Some(&0) {
        return Err(Problem::stale());
    }
    rights(cx, &written.object)?;
    outbox::announce(cx, &written);
    follow(cx, std::slice::from_ref(&written))?;
    Ok(written)
}

/// Audit, search, timeline and outbox of a change.
fn beside(cx: &mut Cx, written: &Written, changes: &mut Vec<RowChange>) -> Result<()> {
    cx.memo.written(written);
    audit::of_change(cx, written, changes)?;
    search::of_change(written, changes);
    timeline::of_change(cx, written, changes)?;
    outbox::of_change(cx, written, changes)
}

/// Every node reads people, teams, roles and settings anew before its next piece of work.
fn rights(cx: &mut Cx, object: &Object) -> Result<()> {
    if RIGHTS.contains(&object.name.as_str()) { bump(cx, "rights") } else { Ok(()) }
}

/// The rules that follow changes of one object that were kept together.
fn follow(cx: &mut Cx, kept: &[Written]) -> Result<()> {
    let Some(first) = kept.first() else { return Ok(()) };
    let behaviours = cx.behaviours.clone();
    let object = &first.object.name;
    let (each, all) = (behaviours.afters(object), behaviours.afters_all(object));
    if each.is_empty() && all.is_empty() {
        return Ok(());
    }
    if cx.depth >= MAX_DEPTH {
        return Err(Problem::internal(format!("rules of {object} call each other without end")));
    }
    cx.depth += 1;
    for written in kept {
        for rule in each {
            rule(cx, written)?;
        }
    }
    for rule in all {
        rule(cx, kept)?;
    }
    cx.depth -= 1;
    Ok(())
}

/// Objects from which rights and the organisation are read.
const RIGHTS: [&str; 4] = ["users", "teams", "roles", "settings"];

/// How deep rules may write records whose rules write records.
const MAX_DEPTH: u8 = 8;

/// The refusal of a unique index names the field and nothing of the other row.
fn named(error: store::Error, object: &Object) -> Problem {
    let store::Error::Unique(index) = &error else { return error.into() };
    if *index == tables::unique_name(object, tables::EXTERNAL) {
        return not_unique("external_id");
    }
    let field = object.living().find(|f| f.unique && tables::unique_name(object, &f.column) == *index);
    field.map_or_else(|| error.clone().into(), |f| not_unique(&f.name))
}

fn not_unique(field: &str) -> Problem {
    Problem { kind: ProblemKind::Conflict, code: "not_unique".into(), ..Problem::field(field, "not_unique") }
}
