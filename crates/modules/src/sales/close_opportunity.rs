//! Verbs: an opportunity is won, lost, or taken up again. Called by the record page, the board and
//! `POST /opportunities/{id}/win|loss|reopening`.

use records::{
    Cx,
    access::Action,
    visible::Visible,
    write::{self, Input},
};
use types::{Id, Instant, Problem, Result, Value};

use super::{stage, stage_history};
use crate::work::{reveal, verb};

/// Moves it to the won stage of its pipeline. `at`: when; now if not said.
pub fn win(cx: &mut Cx, id: Id, version: Option<i64>, at: Option<Instant>) -> Result<Visible> {
    let input = to_outcome(cx, id, "won")?;
    let input = at.into_iter().fold(input, |input, at| input.set("closed_at", Value::Time(at)));
    update(cx, id, version, input)
}

/// Why an opportunity was lost.
#[derive(Clone, Debug, Default)]
pub struct Loss {
    /// a code of `lost_reason`
    pub reason: String,
    pub note: Option<String>,
    pub competitor: Option<String>,
}

/// Moves it to the lost stage of its pipeline. A person says why.
pub fn lose(cx: &mut Cx, id: Id, version: Option<i64>, loss: &Loss) -> Result<Visible> {
    if loss.reason.trim().is_empty() {
        return Err(Problem::field("lost_reason", "required"));
    }
    let mut input = to_outcome(cx, id, "lost")?.text("lost_reason", &loss.reason);
    for (field, text) in [("lost_note", &loss.note), ("competitor", &loss.competitor)] {
        if let Some(text) = text {
            input = input.text(field, text);
        }
    }
    update(cx, id, version, input)
}

/// Takes it up again where it stood before it was closed. One that is open stays as it is.
pub fn reopen(cx: &mut Cx, id: Id, version: Option<i64>) -> Result<Visible> {
    let deal = reveal(cx, "opportunities", id)?;
    if is_open(cx, deal.get("stage"))? {
        // nothing to do is no answer for whoever may do nothing
        let scope = verb(cx, "opportunities", Action::Edit)?;
        records::query::load(cx, &scope, id)?;
        return Ok(deal);
    }
    let earlier = match stage_history::before_this(cx, id)? {
        Some(stage) if is_open(cx, &Value::link(stage))? => Some(stage),
        _ => match deal.get("pipeline").as_id() {
            Some(pipeline) => stage::first_of(cx, pipeline, "open")?,
            None => None,
        },
    };
    let earlier = earlier.ok_or_else(no_such_stage)?;
    update(cx, id, version, Input::default().set("stage", Value::link(earlier)))
}

fn is_open(cx: &mut Cx, stage: &Value) -> Result<bool> {
    let Some(id) = stage.as_id() else { return Ok(false) };
    Ok(stage::find(cx, id)?.is_some_and(|stage| stage.outcome == stage::Outcome::Open))
}

fn to_outcome(cx: &mut Cx, id: Id, outcome: &str) -> Result<Input> {
    let deal = reveal(cx, "opportunities", id)?;
    let stage = match deal.get("pipeline").as_id() {
        Some(pipeline) => stage::first_of(cx, pipeline, outcome)?,
        None => None,
    };
    Ok(Input::default().set("stage", Value::link(stage.ok_or_else(no_such_stage)?)))
}

/// The pipeline lacks a stage with this outcome.
fn no_such_stage() -> Problem {
    Problem::field("stage", "no_such_stage")
}

fn update(cx: &mut Cx, id: Id, version: Option<i64>, input: Input) -> Result<Visible> {
    let object = cx.catalog.must("opportunities").clone();
    write::update(cx, &object, id, version, input)
}
