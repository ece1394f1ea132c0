//! One worker: takes a job, lets its handler work, says meanwhile that the work goes on, and sees to what becomes of it.

use std::{sync::Arc, time::Duration};

use records::{
    Engine,
    access::Reason,
    engine::system,
    jobs::{self, Ended, Held, LEASE, Verdict},
};
use store::Event;
use tokio::sync::{
    Notify,
    broadcast::{Receiver, error::RecvError},
    watch,
};
use types::{Problem, Result};

use crate::{Handlers, closed};

/// Signs of life per lease.
const BEATS: u64 = 3;
/// Tries to say what became of a job, before its lease says it.
const TRIES: usize = 3;

pub struct Worker {
    pub engine: Engine,
    pub handlers: Arc<Handlers>,
    pub wake: Arc<Notify>,
    pub closing: watch::Receiver<bool>,
    pub poll: Duration,
}

/// Wakes the workers when a job was ordered in this process or, through the database, in another one.
pub async fn listen(mut events: Receiver<Event>, wake: Arc<Notify>, mut closing: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            event = events.recv() => match event {
                Ok(event) if event.topic == "jobs" => wake.notify_one(),
                Ok(_) => {}
                // what was missed may have been ours
                Err(RecvError::Lagged(_)) => wake.notify_one(),
                Err(RecvError::Closed) => return,
            },
            () = closed(&mut closing) => return,
        }
    }
}

impl Worker {
    pub async fn run(mut self) {
        while !*self.closing.borrow() {
            match self.next().await {
                Ok(Some(held)) => self.carry_out(held).await,
                Ok(None) => self.rest().await,
                Err(problem) => {
                    tracing::warn!(%problem, "no job could be taken");
                    self.rest().await;
                }
            }
        }
    }

    /// Until somebody wakes us, the next look is due, or the house closes.
    async fn rest(&mut self) {
        tokio::select! {
            () = self.wake.notified() => {}
            () = tokio::time::sleep(self.poll) => {}
            () = closed(&mut self.closing) => {}
        }
    }

    async fn next(&self) -> Result<Option<Held>> {
        let kinds = self.handlers.kinds();
        let asked = kinds.clone();
        let due = self.engine.read(system(Reason::Upkeep), move |cx| jobs::any_due(cx, &asked)).await?;
        match due {
            true => self.engine.write(system(Reason::Upkeep), move |cx| jobs::claim(cx, &kinds)).await,
            false => Ok(None),
        }
    }

    async fn carry_out(&self, held: Held) {
        let Some(work) = self.handlers.work(held.clone()) else { return };
        tracing::info!(job = %held.id, kind = held.kind, "begins");
        let mut task = tokio::spawn(work);
        let mut beats = tokio::time::interval(Duration::from_micros(LEASE.unsigned_abs() / BEATS));
        beats.tick().await;
        let mut closing = self.closing.clone();
        let ended = loop {
            tokio::select! {
                ended = &mut task => break ended,
                _ = beats.tick() => self.beat(&held).await,
                () = closed(&mut closing), if !held.stop.is_asked() => held.stop.ask(),
            }
        };
        let ended = ended.unwrap_or_else(|panic| Err(Problem::internal(format!("the handler panicked: {panic}"))));
        for _ in 0..TRIES {
            match self.end(&held, ended.clone()).await {
                Ok(()) => return,
                Err(problem) if problem.code == "job_lost" => {
                    tracing::info!(job = %held.id, "is no longer ours");
                    return;
                }
                Err(problem) => tracing::warn!(job = %held.id, %problem, "its end could not be kept"),
            }
            tokio::time::sleep(self.poll).await;
        }
    }

    async fn beat(&self, held: &Held) {
        let hand = held.clone();
        match self.engine.write(system(Reason::Upkeep), move |cx| jobs::beat(cx, &hand)).await {
            Ok(()) => {}
            Err(problem) if problem.code == "job_lost" => held.stop.ask(),
            Err(problem) => tracing::warn!(job = %held.id, %problem, "no sign of life"),
        }
    }

    async fn end(&self, held: &Held, ended: Result<Ended>) -> Result<()> {
        let hand = held.clone();
        let upkeep = system(Reason::Upkeep);
        match ended {
            Ok(Ended::Done) => tracing::info!(job = %held.id, kind = held.kind, "done"),
            Ok(Ended::With(outcome)) => {
                self.engine.write(upkeep, move |cx| jobs::finish(cx, &hand, &outcome)).await?;
                tracing::info!(job = %held.id, kind = held.kind, "done");
            }
            Ok(Ended::Stopped) => {
                self.engine.write(upkeep, move |cx| jobs::release(cx, &hand)).await?;
                tracing::info!(job = %held.id, kind = held.kind, "goes on at the next start");
            }
            Err(problem) if problem.code == "job_lost" => return Err(problem),
            Err(problem) => {
                let reason = problem.clone();
                match self.engine.write(upkeep, move |cx| jobs::fail(cx, &hand, &reason)).await? {
                    Verdict::Again(at) => tracing::warn!(job = %held.id, %problem, %at, "failed, tried again"),
                    Verdict::Dead => tracing::error!(job = %held.id, %problem, "failed, given up"),
                }
            }
        }
        Ok(())
    }
}
