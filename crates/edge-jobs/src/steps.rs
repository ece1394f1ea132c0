//! A job of the house's own that is nothing but steps: each is a short write that keeps what it did together with the place where the next begins. Who
//! ordered it may have left since. For handlers that `app` registers.

use records::{
    Cx, Engine,
    access::Reason,
    engine::system,
    jobs::{Ended, Held},
};
use serde_json::Value as Json;
use types::Result;

/// One step; `None` when there is nothing left, else cursor and progress as it has told them to `records::jobs::step`.
pub type Step = fn(&mut Cx, &Held) -> Result<Option<(Json, Json)>>;

/// Step after step until none is left or somebody asks it to stop.
pub async fn steps(engine: Engine, mut held: Held, step: Step) -> Result<Ended> {
    loop {
        if held.stop.is_asked() {
            return Ok(Ended::Stopped);
        }
        let hand = held.clone();
        match engine.write_background(system(Reason::Upkeep), move |cx| step(cx, &hand)).await? {
            Some((cursor, progress)) => (held.cursor, held.progress) = (cursor, progress),
            None => return Ok(Ended::With(held.progress)),
        }
    }
}
