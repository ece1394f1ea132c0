//! Who does what: kinds of jobs and things that happened, to the handlers that `app` registers from the other edges.

use std::{collections::HashMap, pin::Pin};

use records::{
    jobs::{Ended, Held},
    outbox::Happened,
};
use tokio::sync::watch;
use types::Result;

/// What a handler does; runs as a task of its own.
pub type Work = Pin<Box<dyn Future<Output = Result<Ended>> + Send>>;
/// A delivery of the outbox; `Err` means again later.
pub type Deliver = Pin<Box<dyn Future<Output = Result<()>> + Send>>;

/// A bounded piece of upkeep; gives how many things went.
pub type Upkeep = Pin<Box<dyn Future<Output = Result<u64>> + Send>>;

type Hourly = Box<dyn Fn() -> Upkeep + Send + Sync>;
type Handler = Box<dyn Fn(Held) -> Work + Send + Sync>;
type Listener = Box<dyn Fn(Happened) -> Deliver + Send + Sync>;

#[derive(Default)]
pub struct Handlers {
    jobs: HashMap<&'static str, Handler>,
    listeners: Vec<Listener>,
    hourly: Vec<(&'static str, Hourly)>,
}

impl Handlers {
    /// Jobs of this kind. The handler works in steps, each of which tells `records::jobs::step` its place in its own transaction, and ends soon
    /// after `held.stop` is asked. It may run again from the last place, in this process or another one.
    pub fn job<F>(mut self, kind: &'static str, handler: impl Fn(Held) -> F + Send + Sync + 'static) -> Handlers
    where
        F: Future<Output = Result<Ended>> + Send + 'static,
    {
        self.jobs.insert(kind, Box::new(move |held| Box::pin(handler(held))));
        self
    }

    /// Everything that happens to records, at least once, in order for each record. One that does not care answers `Ok` at once.
    pub fn outbox<F>(mut self, listener: impl Fn(Happened) -> F + Send + Sync + 'static) -> Handlers
    where
        F: Future<Output = Result<()>> + Send + 'static,
    {
        self.listeners.push(Box::new(move |happened| Box::pin(listener(happened))));
        self
    }

    /// What the house needs every hour beside its own sweeps, in whichever process leads. It may be cut off and runs again as if it had not.
    pub fn hourly<F>(mut self, what: &'static str, handler: impl Fn() -> F + Send + Sync + 'static) -> Handlers
    where
        F: Future<Output = Result<u64>> + Send + 'static,
    {
        self.hourly.push((what, Box::new(move || Box::pin(handler()))));
        self
    }

    pub(crate) async fn keep_house(&self, closing: &watch::Receiver<bool>) {
        for (what, handler) in &self.hourly {
            if *closing.borrow() {
                return;
            }
            match handler().await {
                Ok(0) => {}
                Ok(count) => tracing::info!(what, count, "cleared"),
                Err(problem) => tracing::warn!(what, %problem, "not cleared"),
            }
        }
    }

    pub(crate) fn kinds(&self) -> Vec<&'static str> {
        self.jobs.keys().copied().collect()
    }

    pub(crate) fn work(&self, held: Held) -> Option<Work> {
        self.jobs.get(held.kind.as_str()).map(|handler| handler(held))
    }

    pub(crate) fn listens(&self) -> bool {
        !self.listeners.is_empty()
    }

    /// To everyone; a failure of one is a failure of the delivery, and all hear it again.
    pub(crate) async fn deliver(&self, happened: &Happened) -> Result<()> {
        for listener in &self.listeners {
            listener(happened.clone()).await?;
        }
        Ok(())
    }
}
