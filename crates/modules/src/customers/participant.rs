//! A participant is a colleague or a contact, and the activity stands on the contact's timeline. A `check` and an `after` rule of activity people.

use records::{
    Cx,
    access::{Action, scope},
    timeline,
    write::{Change, Draft, Written},
};
use types::{Problem, ProblemKind, Result};

use crate::work::as_product;

pub fn check(_: &mut Cx, draft: &Draft) -> Result<()> {
    match draft.get("user").is_empty() && draft.get("contact").is_empty() {
        true => Err(Problem::field("contact", "required")),
        false => Ok(()),
    }
}

pub fn touch(cx: &mut Cx, written: &Written) -> Result<()> {
    let named = !written.get("contact").is_empty() || !written.was("contact").is_empty();
    let matters = written.change != Change::Updated || written.changed("contact");
    let Some(activity) = written.get("activity").as_id().filter(|_| named && matters) else { return Ok(()) };
    let outcome = as_product(cx, |cx| {
        let scope = scope(cx, cx.catalog.must("activities"), Action::View)?;
        timeline::retouch(cx, &scope, activity)
    });
    match outcome {
        // an activity in the recycle bin stands on no timeline
        Err(problem) if problem.kind == ProblemKind::NotFound => Ok(()),
        outcome => outcome,
    }
}
