//! Changing: one pipeline in one transaction (architecture, invariant 3). This file is the table of contents; each step has its own.

pub mod bulk;
pub mod confine;
pub mod default;
pub mod derive;
pub mod draft;
pub mod keep;
pub mod pace;
pub mod purge;
pub mod quiet;
#[cfg(test)]
mod tests;
pub mod trash;

use std::sync::Arc;

use types::{Id, Problem, Result};

pub use draft::{Draft, Input, Raw};
pub use keep::{Change, Written};

use crate::{
    access::{self, Action, Scope},
    context::Cx,
    query,
    schema::Object,
    visible::Visible,
};

/// Makes a record.
pub fn create(cx: &mut Cx, object: &Arc<Object>, input: Input) -> Result<Visible> {
    let scope = access::scope(cx, object, Action::Create)?;
    let id = created(cx, &scope, input)?;
    reveal(cx, object, id)
}

/// The same under a scope the caller already has (verbs); gives only the id.
pub fn created(cx: &mut Cx, scope: &Scope, input: Input) -> Result<Id> {
    let draft = drafted(cx, scope, input)?;
    keep::insert(cx, draft).map(|written| written.after.id)
}

/// Everything before keeping.
fn drafted(cx: &mut Cx, scope: &Scope, input: Input) -> Result<Draft> {
    let draft = draft::accept(cx, scope, None, input)?;
    let draft = default::fill(cx, draft)?;
    let draft = derive::compute(cx, draft)?;
    let checked = crate::check::all(cx, scope, draft)?;
    confine::within(cx, scope, &checked)?;
    Ok(checked)
}

/// Changes a record. `version` is the one that the caller saw; another one in the database means 412.
pub fn update(cx: &mut Cx, object: &Arc<Object>, id: Id, version: Option<i64>, input: Input) -> Result<Visible> {
    let scope = access::scope(cx, object, Action::Edit)?;
    updated(cx, &scope, id, version, input)?;
    reveal(cx, object, id)
}

/// The same under a scope the caller already has; gives the new version.
pub fn updated(cx: &mut Cx, scope: &Scope, id: Id, version: Option<i64>, input: Input) -> Result<i64> {
    match redrafted(cx, scope, id, version, input)? {
        (draft, true) => keep::update(cx, draft).map(|written| written.after.version),
        (draft, false) => Ok(draft.record.version),
    }
}

/// Everything before keeping a change; `false` when it changes nothing.
fn redrafted(cx: &mut Cx, scope: &Scope, id: Id, version: Option<i64>, input: Input) -> Result<(Draft, bool)> {
    let before = query::load(cx, scope, id)?;
    if version.is_some_and(|seen| seen != before.version) {
        return Err(Problem::stale());
    }
    let draft = draft::accept(cx, scope, Some(before), input)?;
    if draft.changes_nothing() {
        return Ok((draft, false));
    }
    let draft = derive::compute(cx, draft)?;
    let checked = crate::check::all(cx, scope, draft)?;
    confine::within(cx, scope, &checked)?;
    Ok((checked, true))
}

/// What the caller may see of the record they just wrote; if they gave it away, no more than its id.
fn reveal(cx: &mut Cx, object: &Arc<Object>, id: Id) -> Result<Visible> {
    match query::get(cx, object, id, None) {
        Err(problem) if problem.kind == types::ProblemKind::NotFound => Ok(Visible {
            object: object.clone(),
            id,
            version: 0,
            deleted_at: None,
            title: String::new(),
            columns: Arc::new([]),
            values: Vec::new(),
        }),
        answer => answer,
    }
}
