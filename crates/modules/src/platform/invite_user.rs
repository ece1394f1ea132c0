//! A colleague is invited by a one-time link, and accepts by choosing a password. The secret of the link is drawn by the edge, which shows it
//! once; here arrives its digest. Called by the users page, `zhike user add` and the page behind the link.

use records::{
    Cx,
    access::{Action, scope},
    audit::{self, Entry},
    identity::{
        one_time::{self, Purpose},
        password,
    },
    visible::Visible,
    write::{self, Input},
};
use types::{FieldProblem, Id, Name, Problem, ProblemKind, Result, Value};

use super::{administrator, set_roles};
use crate::work::{as_newcomer, change, look, reveal, verb};

/// Somebody who is not among the people yet.
#[derive(Clone, Debug, Default)]
pub struct Newcomer {
    pub name: String,
    pub email: String,
    pub team: Option<Id>,
    /// codes
    pub roles: Vec<String>,
}

/// Makes the person, gives them their roles and invites them, in one act.
pub fn invite_new(cx: &mut Cx, who: &Newcomer, link: [u8; 32]) -> Result<Id> {
    administrator::required(cx)?;
    let scope = scope(cx, cx.catalog.must("users"), Action::Create)?;
    let input = Input::default().text("name", &who.name).text("email", &who.email);
    let input = who.team.into_iter().fold(input, |input, team| input.set("team", Value::link(team)));
    let missing = who.roles.is_empty().then(|| FieldProblem::new("roles", "required"));
    let user = match (write::created(cx, &scope, input), missing) {
        (Ok(user), None) => user,
        (Ok(_), Some(missing)) => return Err(Problem::invalid(vec![missing])),
        (Err(mut problem), missing) => {
            problem.fields.extend(missing.filter(|_| problem.kind == ProblemKind::Invalid));
            return Err(problem);
        }
    };
    set_roles::set_roles(cx, user, None, &who.roles)?;
    invite(cx, user, link)?;
    Ok(user)
}

/// Invites, or invites again: earlier links are dead. The person needs an e-mail address to sign in with, and a role: without one they would come in
/// and see nothing.
pub fn invite(cx: &mut Cx, user: Id, link: [u8; 32]) -> Result<Visible> {
    administrator::required(cx)?;
    let person = reveal(cx, "users", user)?;
    let missing = ["email", "roles"].into_iter().filter(|field| person.get(field).is_empty());
    let missing: Vec<FieldProblem> = missing.map(|field| FieldProblem::new(field, "required")).collect();
    if !missing.is_empty() {
        return Err(Problem::invalid(missing));
    }
    if !matches!(person.get("state").as_text(), Some("imported" | "invited")) {
        return Err(Problem::conflict("not_invitable"));
    }
    let scope = verb(cx, "users", Action::Edit)?;
    write::updated(cx, &scope, user, None, Input::default().text("state", "invited"))?;
    hand_over(cx, Purpose::Invitation, user, link)?;
    reveal(cx, "users", user)
}

/// Who is invited by this link: for the greeting of the page. 404 when it is used, too old, or never was.
pub fn invited(cx: &mut Cx, link: &[u8; 32]) -> Result<Id> {
    let user = one_time::look(cx, Purpose::Invitation, link)?.ok_or_else(Problem::not_found)?;
    match is_in(cx, user, "invited")? {
        true => Ok(user),
        false => Err(Problem::not_found()),
    }
}

/// Name and e-mail address of whoever the link is for: no password may contain them. 404 when the link is no longer good.
pub fn named(cx: &mut Cx, purpose: Purpose, link: &[u8; 32]) -> Result<(String, String)> {
    let user = one_time::look(cx, purpose, link)?.ok_or_else(Problem::not_found)?;
    let person = look(cx, "users", user, &["name", "email"])?.ok_or_else(Problem::not_found)?;
    let text = |field: &str| person.get(field).as_text().unwrap_or_default().to_string();
    Ok((text("name"), text("email")))
}

/// Uses the link up and lets the person in. `password` is the hash of one that was found acceptable.
pub fn accept(cx: &mut Cx, link: &[u8; 32], password: &str) -> Result<Id> {
    let user = invited(cx, link)?;
    one_time::take(cx, Purpose::Invitation, link)?;
    as_newcomer(cx, user, |cx| {
        password::set(cx, user, password)?;
        change(cx, "users", user, Input::default().text("state", "active"))?;
        Ok(user)
    })
}

/// A link by which a person who forgot their password chooses a new one; an administrator hands it over.
pub fn reset(cx: &mut Cx, user: Id, link: [u8; 32]) -> Result<()> {
    administrator::required(cx)?;
    reveal(cx, "users", user)?;
    match is_in(cx, user, "active")? {
        true => hand_over(cx, Purpose::Reset, user, link),
        false => Err(Problem::conflict("not_active")),
    }
}

/// Uses the link up and sets the password; every session of the person ends.
pub fn accept_reset(cx: &mut Cx, link: &[u8; 32], password: &str) -> Result<Id> {
    let user = one_time::look(cx, Purpose::Reset, link)?.ok_or_else(Problem::not_found)?;
    if !is_in(cx, user, "active")? {
        return Err(Problem::not_found());
    }
    one_time::take(cx, Purpose::Reset, link)?;
    as_newcomer(cx, user, |cx| password::set(cx, user, password))?;
    Ok(user)
}

/// A link is a way in, so making one is remembered even where nothing else changes.
fn hand_over(cx: &mut Cx, purpose: Purpose, user: Id, link: [u8; 32]) -> Result<()> {
    one_time::issue(cx, purpose, Some(user), link)?;
    let users = Name::of("users");
    let details = serde_json::json!({});
    audit::note(
        cx,
        Entry { action: purpose.word(), object: Some(&users), record: Some(user), outcome: "done", details },
    )
}

fn is_in(cx: &mut Cx, user: Id, state: &str) -> Result<bool> {
    Ok(look(cx, "users", user, &["state"])?.is_some_and(|person| person.get("state").as_text() == Some(state)))
}
