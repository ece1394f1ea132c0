//! Gives a person roles, or takes them. Called by the users page, set-up and `zhike user add`.

use records::{
    Cx,
    access::Action,
    identity::session,
    query::Ask,
    visible::Visible,
    write::{self, Input},
};
use types::{FieldProblem, Id, Problem, Result, Value};

use super::administrator;
use crate::work::{first, reveal, verb};

/// The codes of all roles that the person shall have. They sign in again; somebody who administers is always left.
pub fn set_roles(cx: &mut Cx, user: Id, version: Option<i64>, roles: &[String]) -> Result<Visible> {
    administrator::required(cx)?;
    for code in roles {
        if !exists(cx, code)? {
            return Err(Problem::invalid(vec![FieldProblem::new("roles", "unknown_choice").with("value", code)]));
        }
    }
    let held = reveal(cx, "users", user)?;
    let administers =
        matches!(held.get("roles"), Value::Texts(held) if held.iter().any(|role| role == administrator::ROLE));
    if administers && !roles.iter().any(|role| role == administrator::ROLE) {
        administrator::not_the_last(cx, user)?;
    }
    let mut roles = roles.to_vec();
    roles.sort();
    roles.dedup();
    let scope = verb(cx, "users", Action::Edit)?;
    let before = held.version;
    let after = write::updated(cx, &scope, user, version, Input::default().set("roles", Value::Texts(roles)))?;
    if after != before {
        let mine = cx.actor.via.filter(|_| cx.actor.user == Some(user));
        session::end_all(cx, user, mine)?;
    }
    reveal(cx, "users", user)
}

fn exists(cx: &mut Cx, code: &str) -> Result<bool> {
    // a code in a filter is a text of it; only what could be one is looked for
    if code.is_empty() || !code.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-') {
        return Ok(false);
    }
    let ask = Ask::default().filter(format!("code == \"{code}\"")).fields(&["name"]);
    Ok(first(cx, "roles", ask)?.is_some())
}
