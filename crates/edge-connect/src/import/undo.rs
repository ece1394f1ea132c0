//! The job that takes an import back, in steps.

use records::{
    import::undo::{self, Place, Undone},
    jobs::{self, Ended, Held},
};
use serde_json::json;
use types::{Id, Name, Problem, Result};

use super::Imports;

impl Imports {
    /// Carries out a job of the kind [`super::UNDO_JOB`]. Registered by `app`.
    pub async fn run_undo(self, held: Held) -> Result<Ended> {
        let named = |name: &str| held.input.get(name).and_then(|value| value.as_str());
        let (import, object) = named("import")
            .and_then(Id::parse)
            .zip(named("object").and_then(Name::parse))
            .ok_or_else(|| Problem::internal("an undo of nothing"))?;
        let mut place: Place = serde_json::from_value(held.cursor.clone()).unwrap_or_default();
        let mut undone: Undone = serde_json::from_value(held.progress.clone()).unwrap_or_default();
        while !place.over {
            if held.stop.is_asked() {
                return Ok(Ended::Stopped);
            }
            let (hand, object, here, so_far) = (held.clone(), object.clone(), place.clone(), undone.clone());
            (place, undone) = self
                .engine
                .write_background(held.caller(), move |cx| {
                    let (place, undone) = undo::step(cx, import, &object, &here, &so_far)?;
                    jobs::step(cx, &hand, &json!(place), &json!(undone))?;
                    Ok((place, undone))
                })
                .await?;
        }
        Ok(Ended::With(json!(undone)))
    }
}
