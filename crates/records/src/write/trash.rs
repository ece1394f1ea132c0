//! Delete and restore: soft, audited, undone within the days of the recycle bin. Links to a deleted record show its label, struck.

use std::{collections::HashMap, sync::Arc};

use store::{Expr, Select};
use types::{Id, Name, Problem, Result};

use super::{Change, keep};
use crate::{
    access::{self, Action},
    context::Cx,
    query,
    schema::Object,
};

/// Moves a record to the recycle bin.
pub fn delete(cx: &mut Cx, object: &Arc<Object>, id: Id, version: Option<i64>) -> Result<()> {
    let scope = access::scope(cx, object, Action::Delete)?;
    let before = query::load(cx, &scope, id)?;
    if version.is_some_and(|seen| seen != before.version) {
        return Err(Problem::stale());
    }
    let behaviours = cx.behaviours.clone();
    behaviours.deletes(&object.name).iter().try_for_each(|rule| rule(cx, object, &before))?;
    keep::mark(cx, object.clone(), before, Change::Deleted)?;
    Ok(())
}

/// Takes a record back out of the recycle bin. Whoever may delete it may restore it.
pub fn restore(cx: &mut Cx, object: &Arc<Object>, id: Id) -> Result<()> {
    let scope = access::scope(cx, object, Action::Delete)?;
    let before = query::load_deleted(cx, &scope, id)?;
    keep::mark(cx, object.clone(), before, Change::Restored)?;
    Ok(())
}

/// Who deleted these records, by name. For a list of the recycle bin that its reader has been given already.
pub fn deleters(cx: &mut Cx, object: &Arc<Object>, ids: &[Id]) -> Result<HashMap<Id, String>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut query = Select::from(object.table(), &["id"])
        .filter(Expr::column(0, "id").among(ids.iter().map(|id| (*id).into()).collect()))
        .left_join(&Name::of("users"), 1, Expr::column(1, "id").equals(Expr::column(0, "deleted_by")));
    query.columns.push(Expr::column(1, "name"));
    let rows = cx.rows(&query)?;
    Ok(rows.iter().filter_map(|row| Some((Id(row[0].as_int()?), row[1].as_text()?.to_string()))).collect())
}
