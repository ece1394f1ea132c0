//! A person who left can no longer sign in; their records stay theirs until somebody gives them on. Called by the users page and
//! `zhike user disable`.

use records::{
    Cx,
    access::Action,
    identity::{password, session},
    visible::Visible,
    write::{self, Input},
};
use types::{Id, Problem, Result};

use super::administrator;
use crate::work::{reveal, verb};

/// Ends every session at once; tokens stop working with the state. Nobody disables themselves, nor the last administrator.
pub fn disable(cx: &mut Cx, user: Id, version: Option<i64>) -> Result<Visible> {
    administrator::required(cx)?;
    if cx.actor.user == Some(user) {
        return Err(Problem::conflict("not_yourself"));
    }
    administrator::not_the_last(cx, user)?;
    to(cx, user, version, "disabled")?;
    session::end_all(cx, user, None)?;
    reveal(cx, "users", user)
}

/// Lets a person in again with their old password; one who never had any is to be invited.
pub fn enable(cx: &mut Cx, user: Id, version: Option<i64>) -> Result<Visible> {
    administrator::required(cx)?;
    let person = reveal(cx, "users", user)?;
    if person.get("state").as_text() != Some("disabled") {
        return Ok(person);
    }
    let state = if password::of_user(cx, user)?.is_some() { "active" } else { "imported" };
    to(cx, user, version, state)?;
    reveal(cx, "users", user)
}

fn to(cx: &mut Cx, user: Id, version: Option<i64>, state: &str) -> Result<()> {
    let scope = verb(cx, "users", Action::Edit)?;
    write::updated(cx, &scope, user, version, Input::default().text("state", state)).map(|_| ())
}
