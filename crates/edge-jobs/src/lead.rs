//! The lead: of all processes on one database one keeps the clock: seals, sweeps, the outbox. Whoever leads says so in time; another one takes
//! over when it is no longer heard of.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use records::{
    Engine,
    access::Reason,
    engine::system,
    jobs::{self, Held, LEASE},
};
use tokio::{sync::watch, task::JoinSet};

use crate::{Handlers, closed, outbox, upkeep};

/// Between two signs of life.
const BEAT: Duration = Duration::from_micros(LEASE.unsigned_abs() / 3);
/// Between two tries to take the lead.
const LOOK: Duration = Duration::from_secs(5);
/// Between two rounds of sweeping; the first comes soon after taking the lead.
const SWEEP: Duration = Duration::from_secs(3_600);
const FIRST_SWEEP: Duration = Duration::from_secs(60);

pub async fn run(engine: Engine, handlers: Arc<Handlers>, mut closing: watch::Receiver<bool>, every: Duration) {
    while !*closing.borrow() {
        match engine.write(system(Reason::Upkeep), jobs::lead).await {
            Ok(Some(held)) => keep_the_clock(&engine, &handlers, &held, &mut closing, every).await,
            Ok(None) => {}
            Err(problem) => tracing::warn!(%problem, "the lead could not be taken"),
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            () = closed(&mut closing) => {}
        }
    }
}

async fn keep_the_clock(
    engine: &Engine,
    handlers: &Arc<Handlers>,
    held: &Held,
    closing: &mut watch::Receiver<bool>,
    every: Duration,
) {
    let mut beat = Instant::now();
    let mut sweep = Instant::now() + FIRST_SWEEP;
    // beside the clock, which must not wait for it; ends with the lead
    let mut sweeping = JoinSet::new();
    loop {
        if beat.elapsed() >= BEAT {
            let hand = held.clone();
            match engine.write(system(Reason::Upkeep), move |cx| jobs::beat(cx, &hand)).await {
                Ok(()) => beat = Instant::now(),
                Err(problem) => {
                    tracing::warn!(%problem, "the lead is lost");
                    return;
                }
            }
        }
        upkeep::seal(engine).await;
        outbox::deliver(engine, handlers, closing).await;
        while sweeping.try_join_next().is_some() {
            sweep = Instant::now() + SWEEP;
        }
        if sweeping.is_empty() && Instant::now() >= sweep {
            let (engine, handlers, closing) = (engine.clone(), handlers.clone(), closing.clone());
            sweeping.spawn(async move { upkeep::sweep(&engine, &handlers, &closing).await });
        }
        tokio::select! {
            () = tokio::time::sleep(every) => {}
            () = closed(closing) => break,
        }
    }
    while sweeping.join_next().await.is_some() {}
    let hand = held.clone();
    if let Err(problem) = engine.write(system(Reason::Upkeep), move |cx| jobs::release(cx, &hand)).await {
        tracing::warn!(%problem, "the lead is given up by silence");
    }
}
