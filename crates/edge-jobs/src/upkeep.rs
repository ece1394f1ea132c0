//! What the house needs now and then: seals over the audit every second; sweeps of what has ended and the recycle bin every hour. Each step is a
//! short write behind everything interactive. Called by `lead`.

use records::{
    Cx, Engine,
    access::Reason,
    audit::seal,
    engine::system,
    identity::{one_time, replay, session},
    import, jobs,
    sweep::STEP,
    write::purge,
};
use tokio::sync::watch;
use types::Result;

use crate::Handlers;

/// Entries of a full block; after one there may be more.
const BLOCK: u64 = 1_000;
/// Deleted records that go in one step.
const PURGED: u64 = 100;

/// One step of forgetting; gives how many rows went.
type Sweep = fn(&mut Cx) -> Result<u64>;

pub async fn seal(engine: &Engine) {
    loop {
        match engine.write_background(system(Reason::Upkeep), seal::next).await {
            Ok(BLOCK) => {}
            Ok(_) => return,
            Err(problem) => {
                tracing::warn!(%problem, "the audit is not sealed");
                return;
            }
        }
    }
}

pub async fn sweep(engine: &Engine, handlers: &Handlers, closing: &watch::Receiver<bool>) {
    let sweeps: [(&str, Sweep); 5] = [
        ("sessions", session::sweep),
        ("one-time links", one_time::sweep),
        ("idempotency keys", replay::sweep),
        ("jobs", jobs::sweep),
        ("what imports kept", import::sweep),
    ];
    for (what, sweep) in sweeps {
        let mut swept = 0;
        loop {
            match engine.write_background(system(Reason::Upkeep), sweep).await {
                Ok(count) => {
                    swept += count;
                    if count < STEP || *closing.borrow() {
                        break;
                    }
                }
                Err(problem) => {
                    tracing::warn!(what, %problem, "not swept");
                    break;
                }
            }
        }
        if swept > 0 {
            tracing::info!(what, count = swept, "swept");
        }
    }
    for object in engine.shared().catalog.objects.values().cloned() {
        loop {
            if *closing.borrow() {
                return;
            }
            let bin = object.clone();
            match engine.write_background(system(Reason::Upkeep), move |cx| purge::purge(cx, &bin, PURGED)).await {
                Ok(0) => break,
                Ok(count) => tracing::info!(object = %object.name, count, "gone from the recycle bin"),
                Err(problem) => {
                    tracing::warn!(object = %object.name, %problem, "the recycle bin is not emptied");
                    break;
                }
            }
        }
    } // last, because the bin has just let go of what they look for
    handlers.keep_house(closing).await;
}
