//! The status of a lead: only a conversion converts, what is converted stays so, and a reason for disqualifying goes with the status.
//! A `derive` and a `check` rule of leads, and the verb `disqualify`.

use records::{
    Cx,
    visible::Visible,
    write::{self, Draft, Input},
};
use types::{Id, Problem, Result, Value};

use crate::work::said;

pub fn follow(_: &mut Cx, draft: &mut Draft) -> Result<()> {
    if draft.was("status").as_text() == Some("disqualified") && draft.changed("status") {
        for field in ["disqualify_reason", "disqualify_note"] {
            if !said(draft, field) {
                draft.set(field, Value::Empty);
            }
        }
    }
    Ok(())
}

pub fn check(_: &mut Cx, draft: &Draft) -> Result<()> {
    let converted = |value: &Value| value.as_text() == Some("converted");
    match (converted(draft.was("status")), converted(draft.get("status"))) {
        (true, false) => Err(Problem::field("status", "already_converted")),
        // a field of the verb alone tells whether it was the verb
        (false, true) if draft.get("converted_at").is_empty() => Err(Problem::field("status", "convert_instead")),
        _ => Ok(()),
    }
}

/// Puts a lead aside, with the reason. Called by the record page, the board and `POST /leads/{id}/disqualification`.
pub fn disqualify(cx: &mut Cx, id: Id, version: Option<i64>, reason: &str, note: Option<&str>) -> Result<Visible> {
    if reason.trim().is_empty() {
        return Err(Problem::field("disqualify_reason", "required"));
    }
    let input = Input::default().text("status", "disqualified").text("disqualify_reason", reason);
    let input = note.into_iter().fold(input, |input, note| input.text("disqualify_note", note));
    let object = cx.catalog.must("leads").clone();
    write::update(cx, &object, id, version, input)
}
