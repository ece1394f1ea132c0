//! Everyone is resolved anew when something changes that rights are made of: people, teams, roles, the organisation. `after` rules.

use records::{
    Cx,
    engine::bump,
    write::{Change, Written},
};
use types::Result;

/// What an actor is made of.
const OF_A_PERSON: [&str; 6] = ["name", "team", "state", "roles", "locale", "time_zone"];

/// People made just now are known to nobody yet.
pub fn of_people(cx: &mut Cx, written: &Written) -> Result<()> {
    let matters = match written.change {
        Change::Created => false,
        Change::Updated => OF_A_PERSON.iter().any(|field| written.changed(field)),
        Change::Deleted | Change::Restored => true,
    };
    if matters { bump(cx, "rights") } else { Ok(()) }
}

pub fn of_teams(cx: &mut Cx, written: &Written) -> Result<()> {
    let matters = written.change != Change::Updated || written.changed("parent");
    if matters { bump(cx, "rights") } else { Ok(()) }
}

/// Roles, and the organisation's own record.
pub fn of_all(cx: &mut Cx, _: &Written) -> Result<()> {
    bump(cx, "rights")
}
