//! Delivers the outbox: in order, in batches; what was heard is taken out, what failed comes again later. Called by `lead` every second.

use std::collections::HashSet;

use records::{Engine, access::Reason, engine::system, outbox};
use tokio::sync::watch;
use types::{Id, Result};

use crate::Handlers;

/// Things taken at once, and taken out in one transaction.
const BATCH: u64 = 500;

pub async fn deliver(engine: &Engine, handlers: &Handlers, closing: &watch::Receiver<bool>) {
    while !*closing.borrow() {
        match batch(engine, handlers).await {
            Ok(count) if count == BATCH => {}
            Ok(_) => return,
            Err(problem) => {
                tracing::warn!(%problem, "the outbox waits");
                return;
            }
        }
    }
}

/// Gives how many were due.
async fn batch(engine: &Engine, handlers: &Handlers) -> Result<u64> {
    let due = engine.read(system(Reason::Upkeep), |cx| outbox::due(cx, BATCH)).await?;
    let count = due.len() as u64;
    let mut heard: Vec<Id> = Vec::with_capacity(due.len());
    // what follows a failure waits behind it
    let mut failed: HashSet<Id> = HashSet::new();
    for happened in due {
        if !handlers.listens() {
            heard.push(happened.id);
            continue;
        }
        if failed.contains(&happened.record) {
            continue;
        }
        match handlers.deliver(&happened).await {
            Ok(()) => heard.push(happened.id),
            Err(problem) => {
                tracing::warn!(event = %happened.id, object = %happened.object, %problem, "not delivered");
                failed.insert(happened.record);
                let again = engine
                    .write_background(system(Reason::Upkeep), {
                        let happened = happened.clone();
                        move |cx| outbox::failed(cx, &happened)
                    })
                    .await?;
                if !again {
                    tracing::error!(event = %happened.id, object = %happened.object, "given up");
                }
            }
        }
    }
    if !heard.is_empty() {
        engine.write_background(system(Reason::Upkeep), move |cx| outbox::delivered(cx, &heard)).await?;
    }
    Ok(count)
}
