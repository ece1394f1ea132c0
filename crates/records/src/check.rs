//! Check: required fields, link targets that this actor may see, the modules' own checks. Uniqueness is left to the indexes, which cannot be raced.

use types::{FieldProblem, Id, Name, Problem, Result, Value};

use crate::{
    access::{self, Action, Scope},
    context::Cx,
    schema::{Field, FieldType},
    write::Draft,
};

pub fn all(cx: &mut Cx, scope: &Scope, draft: Draft) -> Result<Draft> {
    let mut refused = Vec::new();
    for (position, field) in draft.object.fields.iter().enumerate() {
        let value = &draft.record.values[position];
        let changed = draft.before.as_ref().is_none_or(|before| before.values[position] != *value);
        if field.removed || !changed {
            continue;
        }
        if field.required && value.is_empty() {
            refused.push(FieldProblem::new(&*field.name, "required"));
        }
        // what a rule has filled in (the account behind an opportunity) may lie beyond the caller's sight
        if draft.given[position] && !target_is_visible(cx, field, value)? {
            refused.push(FieldProblem::new(&*field.name, "missing_link"));
        }
    }
    if !refused.is_empty() {
        // a caller is told only of fields that they may see; a required one they may not see is the administrator's mistake
        refused.retain(|p| draft.object.position(&p.field).is_some_and(|at| scope.may_see(at)) || p.code == "required");
        return Err(Problem::invalid(refused));
    }
    let behaviours = cx.behaviours.clone();
    for rule in behaviours.checks(&draft.object.name) {
        rule(cx, &draft)?;
    }
    Ok(draft)
}

/// A link may be set only to a living record that the caller may see: a foreign id in a body is no way to learn of it.
fn target_is_visible(cx: &mut Cx, field: &Field, value: &Value) -> Result<bool> {
    match (&field.kind, value) {
        (FieldType::Link { .. } | FieldType::User, Value::Link(link)) => {
            let target = field.kind.target().map(Name::of).expect("a link has a target");
            visible(cx, &target, link.id)
        }
        (FieldType::LinkAny { to }, Value::Link(link)) => match &link.object {
            Some(object) if to.is_empty() || to.contains(object) => visible(cx, object, link.id),
            _ => Ok(false),
        },
        (FieldType::Users, Value::Links(links)) => {
            for link in links {
                if !visible(cx, &Name::of("users"), link.id)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        (FieldType::Files, Value::Links(links)) => {
            for link in links {
                if !visible(cx, &Name::of("files"), link.id)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        _ => Ok(true),
    }
}

fn visible(cx: &mut Cx, object: &Name, id: Id) -> Result<bool> {
    let product = cx.actor.is_system();
    if cx.memo.is_visible(product, id) {
        return Ok(true);
    }
    let Some(object) = cx.catalog.object(object).cloned() else { return Ok(false) };
    let seen = match access::scope(cx, &object, Action::View) {
        Ok(scope) => crate::query::is_visible(cx, &scope, id)?,
        Err(_) => false,
    };
    // what is not seen may be seen a moment later, when something of this piece of work has made it so
    if seen {
        cx.memo.saw(product, id);
    }
    Ok(seen)
}
