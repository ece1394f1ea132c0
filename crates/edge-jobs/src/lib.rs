//! The clock in: carries out jobs, delivers the outbox, keeps the house (seals, sweeps, the recycle bin). Holds no rules: what a kind of job does
//! is a handler that `app` registers.

mod handlers;
mod lead;
mod outbox;
mod steps;
#[cfg(test)]
mod tests;
mod upkeep;
mod worker;

use std::{sync::Arc, time::Duration};

use records::{Engine, access::Reason, engine::system, jobs};
use tokio::{
    sync::{Notify, watch},
    task::JoinSet,
};

pub use handlers::{Deliver, Handlers, Work};
pub use steps::{Step, steps};

#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// jobs at the same time in this process; one per person whatever this says
    pub workers: usize,
    /// how often jobs are looked for when nobody wakes us
    pub poll: Duration,
}

impl Default for Options {
    fn default() -> Options {
        Options { workers: 2, poll: Duration::from_secs(1) }
    }
}

/// What runs until it is stopped.
pub struct Running {
    close: watch::Sender<bool>,
    tasks: JoinSet<()>,
}

/// Begins to work. On SQLite, whose only process this is, jobs that a crash interrupted go on at once.
pub async fn start(engine: Engine, handlers: Handlers, options: Options) -> Running {
    if engine.database().file().is_some() {
        match engine.write(system(Reason::Upkeep), jobs::reclaim).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "jobs go on that were interrupted"),
            Err(problem) => tracing::error!(%problem, "interrupted jobs wait for their lease"),
        }
    }
    match engine.write(system(Reason::Upkeep), jobs::revive).await {
        Ok(0) => {}
        Ok(count) => {
            tracing::warn!(count, "jobs that had been given up are tried again: records still hold old results")
        }
        Err(problem) => tracing::error!(%problem, "jobs that had been given up stay so"),
    }
    let (close, closing) = watch::channel(false);
    let handlers = Arc::new(handlers);
    let wake = Arc::new(Notify::new());
    let mut tasks = JoinSet::new();
    tasks.spawn(worker::listen(engine.database().subscribe(), wake.clone(), closing.clone()));
    for _ in 0..options.workers.max(1) {
        let worker = worker::Worker {
            engine: engine.clone(),
            handlers: handlers.clone(),
            wake: wake.clone(),
            closing: closing.clone(),
            poll: options.poll,
        };
        tasks.spawn(worker.run());
    }
    tasks.spawn(lead::run(engine, handlers, closing, options.poll));
    Running { close, tasks }
}

impl Running {
    /// Jobs end after the step they are in and go on at the next start; gives up waiting after `within`.
    pub async fn stop(mut self, within: Duration) {
        let _ = self.close.send(true);
        let all = async { while self.tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(within, all).await.is_err() {
            tracing::warn!("jobs did not end in time; they go on from their last step");
        }
    }
}

/// Until the house closes.
async fn closed(closing: &mut watch::Receiver<bool>) {
    // an error means that nobody is left to say so: the house is closed
    let _ = closing.wait_for(|closing| *closing).await;
}
