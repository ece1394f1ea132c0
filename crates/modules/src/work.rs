//! What rules and verbs share: reading and writing what follows from a person's act beyond that person's own reach.
//! Used by every module; nothing here knows a customer.

use std::sync::Arc;

use records::{
    Cx,
    access::{Action, Reason, Scope, acting, scope},
    query::{self, Ask},
    schema::Object,
    visible::Visible,
    write::{self, Draft, Input},
};
use types::{Id, Name, Problem, ProblemKind, Result, Value};

/// Runs `f` as the product itself: a sale makes its account a customer even if the seller may not edit accounts. The person stays
/// named as the one who did it. For consequences only, never for what a caller asked for.
pub fn as_product<T>(cx: &mut Cx, f: impl FnOnce(&mut Cx) -> Result<T>) -> Result<T> {
    let user = cx.actor.user;
    acting(cx, user, Reason::Upkeep, f)
}

/// Runs `f` for a person who proved who they are by a one-time link and has no session yet.
pub fn as_newcomer<T>(cx: &mut Cx, user: Id, f: impl FnOnce(&mut Cx) -> Result<T>) -> Result<T> {
    acting(cx, Some(user), Reason::SignIn, f)
}

/// Some fields of a record, whoever may see it; `None` when there is none.
pub fn look(cx: &mut Cx, object: &str, id: Id, fields: &[&str]) -> Result<Option<Visible>> {
    let object = cx.catalog.must(object).clone();
    let fields: Vec<String> = fields.iter().map(|field| field.to_string()).collect();
    match as_product(cx, |cx| query::get(cx, &object, id, Some(&fields))) {
        Ok(record) => Ok(Some(record)),
        Err(problem) if problem.kind == ProblemKind::NotFound => Ok(None),
        Err(problem) => Err(problem),
    }
}

/// The first record of a list, whoever may see it.
pub fn first(cx: &mut Cx, object: &str, ask: Ask) -> Result<Option<Visible>> {
    let object = cx.catalog.must(object).clone();
    let page = as_product(cx, |cx| query::list(cx, &object, &ask.limit(1)))?;
    Ok(page.items.into_iter().next())
}

/// Makes a record as the product itself, also in fields that only verbs set.
pub fn add(cx: &mut Cx, object: &str, input: Input) -> Result<Id> {
    as_product(cx, |cx| {
        let scope = verb(cx, object, Action::Create)?;
        write::created(cx, &scope, input)
    })
}

/// The same for many at once, a statement per table.
pub fn add_all(cx: &mut Cx, object: &str, inputs: Vec<Input>) -> Result<()> {
    as_product(cx, |cx| {
        let scope = verb(cx, object, Action::Create)?;
        write::bulk::created_all(cx, &scope, inputs)?.into_iter().try_for_each(|made| made.map(drop))
    })
}

/// Changes a record as the product itself.
pub fn change(cx: &mut Cx, object: &str, id: Id, input: Input) -> Result<i64> {
    as_product(cx, |cx| {
        let scope = verb(cx, object, Action::Edit)?;
        write::updated(cx, &scope, id, None, input)
    })
}

/// The caller's own scope, with the fields that are a verb's business.
pub fn verb(cx: &Cx, object: &str, action: Action) -> Result<Scope> {
    scope(cx, cx.catalog.must(object), action).map(Scope::for_verb)
}

/// Whether the caller set the field to something else than it was.
pub fn said(draft: &Draft, field: &str) -> bool {
    draft.given(field) && draft.changed(field)
}

/// Deeper than this is no tree that people made.
const DEEPEST: usize = 100;

/// Refuses a record that would stand above itself.
pub fn no_loop(cx: &mut Cx, draft: &Draft) -> Result<()> {
    if !draft.changed("parent") {
        return Ok(());
    }
    let mut above = draft.get("parent").as_id();
    for _ in 0..DEEPEST {
        match above {
            None => return Ok(()),
            Some(id) if id == draft.record.id => break,
            Some(id) => above = look(cx, &draft.object.name, id, &["parent"])?.and_then(|r| r.get("parent").as_id()),
        }
    }
    Err(Problem::field("parent", "link_to_itself"))
}

/// The object and id of a link to any object.
pub fn target(value: &Value) -> Option<(Name, Id)> {
    match value {
        Value::Link(link) => Some((link.object.clone()?, link.id)),
        _ => None,
    }
}

/// A record of an object, as its caller may see it now.
pub fn reveal(cx: &mut Cx, object: &str, id: Id) -> Result<Visible> {
    let object: Arc<Object> = cx.catalog.must(object).clone();
    query::get(cx, &object, id, None)
}
