//! The job that takes an import back, in steps. One that is stopped or given up leaves its place behind, and the next order goes on from there.

use std::time::Instant;

use records::{
    Cx,
    access::Reason,
    engine::system,
    import::{
        journal::{self, State},
        undo::{self, Place, Undone},
    },
    jobs::{self, Ended, Held},
    write::{
        bulk,
        pace::{Pace, concerns_records},
    },
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use types::{Id, Name, Problem, ProblemKind, Result};

use super::Imports;

/// What a job of the kind [`super::UNDO_JOB`] is given.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct OrderedUndo {
    pub import: Id,
    pub object: Name,
    /// how the import stood before; empty in jobs of earlier versions
    #[serde(default)]
    pub was: String,
    /// where an undo before this one was stopped (nowhere if it came to its end), and what it had done
    #[serde(default)]
    pub place: Place,
    #[serde(default)]
    pub undone: Undone,
}

impl OrderedUndo {
    /// Says on the import that this undo is over before its end.
    pub fn stopped(&self, cx: &mut Cx) -> Result<()> {
        journal::undo_stopped(cx, self.import, self.before())
    }

    /// How the import stood.
    fn before(&self) -> State {
        State::parse(&self.was).unwrap_or(State::Done)
    }
}

impl Imports {
    /// Carries out a job of the kind [`super::UNDO_JOB`]. Registered by `app`.
    pub async fn run_undo(self, held: Held) -> Result<Ended> {
        let ordered: OrderedUndo = serde_json::from_value(held.input.clone()).map_err(Problem::internal)?;
        let ended = self.take_back(&held, &ordered).await;
        if let Err(problem) = &ended
            && (bulk::concerns_a_row(problem) || problem.kind == ProblemKind::Unauthorized)
            && problem.code != "job_lost"
        {
            // it will not be tried again by itself, but may be ordered again
            let noted = move |cx: &mut Cx| ordered.stopped(cx);
            let _ = self.engine.write(system(Reason::Upkeep), noted).await.inspect_err(
                |problem| tracing::warn!(job = %held.id, %problem, "the end of an undo could not be noted"),
            );
        }
        ended
    }

    async fn take_back(&self, held: &Held, ordered: &OrderedUndo) -> Result<Ended> {
        let begun = held.cursor.is_null();
        let mut place: Place =
            if begun { ordered.place.clone() } else { serde_json::from_value(held.cursor.clone()).unwrap_or_default() };
        let mut undone: Undone = if begun && place == Place::default() {
            ordered.undone.clone().again()
        } else if begun {
            ordered.undone.clone()
        } else {
            serde_json::from_value(held.progress.clone()).unwrap_or_default()
        };
        let mut pace = Pace::new(undo::ROWS);
        let mut leave = false;
        while !place.over {
            if held.stop.is_asked() {
                return Ok(Ended::Stopped);
            }
            let (hand, here, so_far) = (held.clone(), place.clone(), undone.clone());
            let (import, object, rows) = (ordered.import, ordered.object.clone(), pace.next());
            let was = ordered.before();
            let stepped = self
                .engine
                .write_background(held.caller(), move |cx| {
                    let begun = Instant::now();
                    let (place, undone) = match leave {
                        true => undo::leave(cx, import, &object, &here, &so_far)?,
                        false => undo::step(cx, import, &object, &here, &so_far, rows)?,
                    };
                    if place.over {
                        undo::end(cx, import, was, &undone)?;
                    }
                    jobs::step(cx, &hand, &json!(place), &json!(undone))?;
                    Ok((place, undone, begun.elapsed()))
                })
                .await;
            match stepped {
                Ok((next, so_far, took)) => {
                    (place, undone) = (next, so_far);
                    pace.kept(took);
                    leave = false;
                }
                // passing over needs the same rights: who has lost them goes no further
                Err(problem) if leave || !concerns_records(&problem) => return Err(problem),
                Err(_) => leave = !pace.failed(rows),
            }
        }
        Ok(Ended::With(json!(undone)))
    }
}
