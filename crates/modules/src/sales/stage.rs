//! What follows from the stage of an opportunity: its pipeline, probability, when and for which day it counts as closed.
//! A `derive` rule of opportunities; `find` and `first_of` serve the other rules of this module.

use records::{Cx, query::Ask, schema::Object, write::Draft};
use rust_decimal::Decimal;
use types::{Id, Result, Value};

use crate::work::{first, look, said};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Open,
    Won,
    Lost,
}

impl Outcome {
    /// By the code of the choice; what says nothing is open.
    pub fn of(code: Option<&str>) -> Outcome {
        match code {
            Some("won") => Outcome::Won,
            Some("lost") => Outcome::Lost,
            _ => Outcome::Open,
        }
    }
}

pub struct Stage {
    pub pipeline: Value,
    pub probability: Value,
    pub outcome: Outcome,
}

pub fn find(cx: &mut Cx, id: Id) -> Result<Option<Stage>> {
    let found = look(cx, "stages", id, &["pipeline", "probability", "outcome"])?;
    Ok(found.map(|stage| Stage {
        pipeline: stage.get("pipeline").clone(),
        probability: stage.get("probability").clone(),
        outcome: Outcome::of(stage.get("outcome").as_text()),
    }))
}

/// The first stage of a pipeline with this outcome.
pub fn first_of(cx: &mut Cx, pipeline: Id, outcome: &str) -> Result<Option<Id>> {
    let ask = Ask::default()
        .filter(format!("pipeline == \"{pipeline}\" && outcome == \"{outcome}\""))
        .sort("position", false)
        .fields(&["name"]);
    Ok(first(cx, "stages", ask)?.map(|stage| stage.id))
}

/// The pipeline of those who name none: the first one in use.
pub fn default_pipeline(cx: &mut Cx) -> Result<Option<Id>> {
    let ask = Ask::default().filter("active == true").sort("position", false).fields(&["name"]);
    Ok(first(cx, "pipelines", ask)?.map(|pipeline| pipeline.id))
}

pub fn follow(cx: &mut Cx, draft: &mut Draft) -> Result<()> {
    choose(cx, draft)?;
    let followed = ["stage", "probability", "close_date", "closed_at"];
    let Some(id) = draft.get("stage").as_id().filter(|_| followed.iter().any(|field| draft.changed(field))) else {
        return Ok(());
    };
    // a stage that does not exist is refused later, by name
    let Some(stage) = find(cx, id)? else { return Ok(()) };
    if draft.changed("stage") {
        enter(draft, &stage);
    }
    match stage.outcome {
        Outcome::Open => stay_open(cx, draft),
        Outcome::Won => close(cx, draft, 100),
        Outcome::Lost => close(cx, draft, 0),
    }
    since(cx, draft, stage.outcome);
    Ok(())
}

/// A new opportunity, or one moved to another pipeline, begins at its first stage.
fn choose(cx: &mut Cx, draft: &mut Draft) -> Result<()> {
    let moved = said(draft, "pipeline") && !draft.changed("stage");
    if !moved && !draft.get("stage").is_empty() {
        return Ok(());
    }
    if let Some(stage) = beginning(cx, draft.get("pipeline").as_id())? {
        draft.set("stage", Value::link(stage));
    }
    Ok(())
}

/// What `choose` will do, for forms. A `begin` rule.
pub fn begin(cx: &mut Cx, object: &Object, values: &[Value]) -> Result<Vec<(&'static str, Value)>> {
    let pipeline = object.position("pipeline").and_then(|at| values[at].as_id());
    let stage = match object.position("stage") {
        Some(at) if values[at].is_empty() => beginning(cx, pipeline)?,
        _ => None,
    };
    Ok(stage.map(|stage| ("stage", Value::link(stage))).into_iter().collect())
}

/// Where an opportunity begins: the first stage of its pipeline, or of the one of those who name none.
fn beginning(cx: &mut Cx, pipeline: Option<Id>) -> Result<Option<Id>> {
    let pipeline = match pipeline {
        Some(pipeline) => Some(pipeline),
        None => default_pipeline(cx)?,
    };
    match pipeline {
        Some(pipeline) => first_of(cx, pipeline, "open"),
        None => Ok(None),
    }
}

fn enter(draft: &mut Draft, stage: &Stage) {
    draft.set("pipeline", stage.pipeline.clone());
    if !said(draft, "probability") {
        draft.set("probability", stage.probability.clone());
    }
    if stage.outcome != Outcome::Lost {
        for field in ["lost_reason", "lost_note"] {
            if !said(draft, field) {
                draft.set(field, Value::Empty);
            }
        }
    }
}

/// What is open was not closed: the day can at most be the expected one.
fn stay_open(cx: &Cx, draft: &mut Draft) {
    if let Some(at) = draft.get("closed_at").as_time() {
        if draft.get("close_date").is_empty() {
            draft.set("close_date", Value::Date(at.date_in(&cx.organization.zone)));
        }
        draft.set("closed_at", Value::Empty);
    }
}

/// Closed when the caller says, else on the past day they say, else when it was closed before, else now.
/// The close date is that day, unless both were said.
fn close(cx: &Cx, draft: &mut Draft, probability: i64) {
    draft.set("probability", Value::Decimal(Decimal::from(probability)));
    let zone = &cx.organization.zone;
    let past = draft.get("close_date").as_date().filter(|day| *day <= cx.now.date_in(zone));
    let known = draft.get("closed_at").as_time();
    let at = match past.filter(|_| said(draft, "close_date") && !said(draft, "closed_at")) {
        Some(day) => known.filter(|at| at.date_in(zone) == day).unwrap_or_else(|| day.start_in(zone)),
        None => known.unwrap_or(cx.now),
    };
    let both = said(draft, "closed_at") && said(draft, "close_date");
    draft.set("closed_at", Value::Time(at));
    if !both {
        draft.set("close_date", Value::Date(at.date_in(zone)));
    }
}

/// Since when it is in its stage: imports of old deals say so by the dates they bring.
fn since(cx: &Cx, draft: &mut Draft, outcome: Outcome) {
    let closed = draft.get("closed_at").clone();
    if outcome != Outcome::Open && (draft.changed("stage") || draft.changed("closed_at")) {
        draft.set("stage_since", closed);
    } else if draft.changed("stage") {
        let begun = draft.get("engaged_at").as_date().map(|day| Value::Time(day.start_in(&cx.organization.zone)));
        let since = match draft.is_new() {
            true => begun.unwrap_or_else(|| draft.get("created_at").clone()),
            false => Value::Time(cx.now),
        };
        draft.set("stage_since", since);
    }
}
