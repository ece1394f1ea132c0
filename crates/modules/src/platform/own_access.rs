//! A person's own way in: another password, sessions that end. Called by the settings page; other people's access is the administrators'.

use records::{
    Cx,
    audit::{self, Entry},
    identity::{password, session},
};
use types::{Id, Name, Problem, Result};

fn me(cx: &Cx) -> Result<Id> {
    cx.actor.user.ok_or_else(Problem::unauthorized)
}

/// The hash that the current password is to be checked against; checking is slow, so it happens between two transactions.
pub fn kept(cx: &mut Cx) -> Result<Option<String>> {
    let me = me(cx)?;
    password::of_user(cx, me)
}

/// Sets another password; every other session ends. `checked` is the hash that the current password was found to fit, `fresh` that of one
/// that was found acceptable.
///
/// # Errors
/// 412 when the password was changed since it was checked.
pub fn change_password(cx: &mut Cx, checked: &str, fresh: &str) -> Result<()> {
    let me = me(cx)?;
    if password::of_user(cx, me)?.as_deref() != Some(checked) {
        return Err(Problem::stale());
    }
    password::set(cx, me, fresh)
}

/// Ends one session of the caller's own; one that is over already is no error.
pub fn end_session(cx: &mut Cx, id: Id) -> Result<()> {
    let me = me(cx)?;
    session::end(cx, id)?;
    note(cx, me)
}

/// Signs the caller out everywhere but here.
pub fn end_other_sessions(cx: &mut Cx) -> Result<()> {
    let me = me(cx)?;
    session::end_all(cx, me, cx.actor.via)?;
    note(cx, me)
}

fn note(cx: &mut Cx, user: Id) -> Result<()> {
    let users = Name::of("users");
    let details = serde_json::json!({});
    audit::note(cx, Entry { action: "sign_out", object: Some(&users), record: Some(user), outcome: "done", details })
}
