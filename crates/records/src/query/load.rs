//! Single records for the write pipeline, and labels. Everything by id goes through a Scope here; there is no bare getter.

use std::{collections::HashMap, sync::Arc};

use store::{Expr, Select};
use types::{Id, Instant, Linked, Name, Problem, Result, Value};

use crate::{
    access::{self, Action, Scope},
    context::Cx,
    field,
    record::Record,
    schema::{Field, Object},
};

/// The whole row, if the scope reaches it. Not visible at all: 404. Visible, but not for this action: 403.
pub fn load(cx: &mut Cx, scope: &Scope, id: Id) -> Result<Record> {
    let living = Expr::column(0, "deleted_at").is_null();
    match fetch(cx, scope, id, living)? {
        Some(record) => Ok(record),
        None => Err(refusal(cx, scope, id)?),
    }
}

/// The same for a row in the recycle bin.
pub fn load_deleted(cx: &mut Cx, scope: &Scope, id: Id) -> Result<Record> {
    fetch(cx, scope, id, Expr::column(0, "deleted_at").not_null())?.ok_or_else(Problem::not_found)
}

fn refusal(cx: &mut Cx, scope: &Scope, id: Id) -> Result<Problem> {
    let object = scope.object();
    let view = access::scope(cx, object, Action::View)?;
    Ok(if scope.action() != Action::View && is_visible(cx, &view, id)? {
        Problem::forbidden("no_right").with("action", scope.action().word()).with("object", &object.name)
    } else {
        Problem::not_found()
    })
}

fn fetch(cx: &mut Cx, scope: &Scope, id: Id, state: Expr) -> Result<Option<Record>> {
    let object = scope.object().clone();
    let mut query = Select::from(object.table(), &["id", "version", "deleted_at"])
        .filter(Expr::column(0, "id").eq(id))
        .filter(state)
        .filter(scope.rows().sql(0, true));
    for one in object.living() {
        query.columns.extend(one.columns().into_iter().map(|(name, _)| Expr::Column(0, name)));
    }
    let rows = cx.rows(&query)?;
    let Some(row) = rows.first() else { return Ok(None) };
    let mut record = Record::blank(&object, id);
    record.version = row[1].as_int().unwrap_or_default();
    record.deleted_at = row[2].as_int().map(Instant);
    let mut at = 3;
    for (position, one) in object.fields.iter().enumerate().filter(|(_, f)| !f.removed) {
        let width = one.columns().len();
        if width > 0 {
            record.values[position] = field::from_cells(one, &row[at..at + width]);
            at += width;
        }
    }
    let many: Vec<usize> =
        object.fields.iter().enumerate().filter(|(_, f)| !f.removed && f.kind.is_many()).map(|(at, _)| at).collect();
    for position in many {
        let found = side_values(cx, &object, &object.fields[position], &[id])?;
        record.values[position] = found.into_values().next().unwrap_or_default();
    }
    Ok(Some(record))
}

/// Values of a field with several values, for several records, in one query.
pub fn side_values(cx: &mut Cx, object: &Object, one: &Field, ids: &[Id]) -> Result<HashMap<Id, Value>> {
    let Some(table) = one.side_table(&object.name) else { return Ok(HashMap::new()) };
    let query = Select::from(&table, &["record", "value"])
        .filter(Expr::column(0, "record").among(ids.iter().map(|id| (*id).into()).collect()))
        .order(Expr::column(0, "record"), store::Direction::Up)
        .order(Expr::column(0, "value"), store::Direction::Up);
    let mut cells: HashMap<Id, Vec<store::Cell>> = HashMap::new();
    for row in cx.rows(&query)?.iter() {
        if let Some(record) = row[0].as_int() {
            cells.entry(Id(record)).or_default().push(row[1].clone());
        }
    }
    Ok(cells.into_iter().map(|(id, cells)| (id, field::from_many(one, &cells))).collect())
}

/// Does the scope reach this living record?
pub fn is_visible(cx: &mut Cx, scope: &Scope, id: Id) -> Result<bool> {
    let query = Select::from(scope.object().table(), &["id"])
        .filter(Expr::column(0, "id").eq(id))
        .filter(Expr::column(0, "deleted_at").is_null())
        .filter(scope.rows().sql(0, true));
    Ok(!cx.rows(&query)?.is_empty())
}

/// Hidden and missing: the same 404.
pub fn must_see(cx: &mut Cx, scope: &Scope, id: Id) -> Result<()> {
    if is_visible(cx, scope, id)? { Ok(()) } else { Err(Problem::not_found()) }
}

/// The label of a link's target.
pub fn label(cx: &mut Cx, field: &Field, link: &Linked) -> Result<Option<String>> {
    let object = match (&link.object, field.kind.target()) {
        (Some(object), _) => object.clone(),
        (None, Some(target)) => Name::of(target),
        (None, None) => return Ok(None),
    };
    if let Some(known) = cx.memo.label(cx.lang, link.id) {
        return Ok(known.clone());
    }
    let label = labels(cx, &object, &[link.id])?.remove(&link.id).map(|(label, _)| label);
    cx.memo.called(cx.lang, link.id, label.clone());
    Ok(label)
}

/// Titles of records of one object, and whether they are deleted. Whoever sees a link sees its label, so no scope is asked.
pub fn labels(cx: &mut Cx, object: &Name, ids: &[Id]) -> Result<HashMap<Id, (String, bool)>> {
    let Some(object) = cx.catalog.object(object).cloned() else { return Ok(HashMap::new()) };
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let columns = vec![Expr::column(0, "id"), object.titled(0, cx.lang), Expr::column(0, "deleted_at")];
    let query = Select { columns, ..Select::from(object.table(), &[]) }
        .filter(Expr::column(0, "id").among(ids.iter().map(|id| (*id).into()).collect()));
    let rows = cx.rows(&query)?;
    Ok(rows
        .iter()
        .filter_map(|row| {
            let title = row[1].as_text().unwrap_or_default().to_string();
            Some((Id(row[0].as_int()?), (title, !row[2].is_null())))
        })
        .collect())
}

/// Titles of those among these records that the caller may see and that are not deleted: for ids that a caller sends, before anything links
/// to them.
pub fn labels_for_caller(cx: &mut Cx, object: &Name, ids: &[Id]) -> Result<HashMap<Id, String>> {
    let Some(object) = cx.catalog.object(object).cloned() else { return Ok(HashMap::new()) };
    let Ok(scope) = access::scope(cx, &object, Action::View) else { return Ok(HashMap::new()) };
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let columns = vec![Expr::column(0, "id"), object.titled(0, cx.lang)];
    let query = Select { columns, ..Select::from(object.table(), &[]) }
        .filter(Expr::column(0, "id").among(ids.iter().map(|id| (*id).into()).collect()))
        .filter(Expr::column(0, "deleted_at").is_null())
        .filter(scope.rows().sql(0, true));
    let rows = cx.rows(&query)?;
    let titled =
        rows.iter().filter_map(|row| Some((Id(row[0].as_int()?), row[1].as_text().unwrap_or_default().into())));
    Ok(titled.collect())
}

/// The object a link points to.
pub fn target(cx: &Cx, field: &Field, link: &Linked) -> Option<Arc<Object>> {
    let name = link.object.as_deref().or_else(|| field.kind.target())?;
    cx.catalog.object(name).cloned()
}
