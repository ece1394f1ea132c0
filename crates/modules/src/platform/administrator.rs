//! Who administers: shared by the verbs on people.

use records::{Cx, query::Ask};
use types::{Id, Problem, Result};

use crate::work::first;

/// The role that at least one active person keeps.
pub const ROLE: &str = "administrator";

pub fn required(cx: &Cx) -> Result<()> {
    match cx.actor.administrator {
        true => Ok(()),
        false => Err(Problem::forbidden("no_right")),
    }
}

/// Whether somebody who can sign in administers besides this person.
pub fn another(cx: &mut Cx, besides: Option<Id>) -> Result<bool> {
    let but = besides.map(|id| format!(" && id != \"{id}\"")).unwrap_or_default();
    let ask = Ask::default()
        .filter(format!("state == \"active\" && \"{ROLE}\" in roles{but}"))
        .sort("id", false)
        .fields(&["name"]);
    Ok(first(cx, "users", ask)?.is_some())
}

/// The person stays able to administer, or somebody else is.
pub fn not_the_last(cx: &mut Cx, user: Id) -> Result<()> {
    match another(cx, Some(user))? {
        true => Ok(()),
        false => Err(Problem::conflict("last_administrator")),
    }
}
