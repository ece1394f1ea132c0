//! A stage that says no more than its name, as an import makes it: last of the open ones in the default pipeline. A `derive` rule of stages.

use records::{Cx, query::Ask, write::Draft};
use types::{Result, Value};

use super::stage::default_pipeline;
use crate::work::first;

pub fn place(cx: &mut Cx, draft: &mut Draft) -> Result<()> {
    if !draft.is_new() {
        return Ok(());
    }
    if draft.get("pipeline").is_empty() {
        let pipeline = default_pipeline(cx)?;
        draft.set("pipeline", pipeline.map_or(Value::Empty, Value::link));
    }
    if let Some(pipeline) = draft.get("pipeline").as_id()
        && !draft.given("position")
    {
        let ask = Ask::default()
            .filter(format!("pipeline == \"{pipeline}\" && outcome == \"open\""))
            .sort("position", true)
            .fields(&["position"]);
        let last = first(cx, "stages", ask)?.and_then(|stage| stage.get("position").as_int());
        draft.set("position", Value::Int(last.map_or(0, |position| position.saturating_add(1))));
    }
    Ok(())
}
