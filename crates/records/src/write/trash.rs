//! Delete and restore: soft, audited, undone within the days of the recycle bin. Links to a deleted record show its label, struck.

use std::sync::Arc;

use types::{Id, Problem, Result};

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
