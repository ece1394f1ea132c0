//! Closures on their way to a connection's thread and back. `Database` makes jobs, lanes hold them, the loops run them.

pub(crate) mod group;
pub(crate) mod hub;
pub(crate) mod lane;
pub(crate) mod read;
pub(crate) mod retry;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::time::Instant;

use tokio::sync::oneshot;

use crate::{Error, Tx};

/// A closure waiting for its connection.
pub(crate) trait Job: Send {
    /// Runs the closure. `true`: its changes are to be kept.
    fn attempt(&mut self, tx: &mut Tx) -> bool;
    /// Tells the caller what the last attempt gave, or this error in its place.
    fn answer(self: Box<Self>, verdict: Result<(), Error>);
    /// The caller is no longer there.
    fn abandoned(&self) -> bool;
    fn deadline(&self) -> Instant;
}

pub(crate) type AnyJob = Box<dyn Job>;

/// `F` runs as often as the loop asks: once for reads, again for writes that met another transaction.
pub(crate) struct Work<F, T, E> {
    pub run: F,
    pub deadline: Instant,
    pub result: Option<Result<T, E>>,
    pub reply: Reply<Result<T, E>>,
}

pub(crate) enum Reply<R> {
    Future(oneshot::Sender<R>),
    Blocking(mpsc::SyncSender<R>),
}

impl<F, T, E> Job for Work<F, T, E>
where
    F: FnMut(&mut Tx) -> Result<T, E> + Send,
    T: Send,
    E: From<Error> + Send,
{
    fn attempt(&mut self, tx: &mut Tx) -> bool {
        tx.reset(self.deadline);
        // The closure depends on nothing but its arguments, and what it did to the transaction is rolled back.
        let outcome = catch_unwind(AssertUnwindSafe(|| (self.run)(tx)));
        let result = match outcome {
            Ok(Ok(_)) if tx.failure().is_some() => Err(E::from(tx.failure().cloned().unwrap_or(Error::Clash))),
            Ok(result) => result,
            Err(panic) => Err(E::from(Error::Other(format!("a closure panicked: {}", words(&*panic))))),
        };
        let keep = result.is_ok();
        self.result = Some(result);
        keep
    }

    fn answer(self: Box<Self>, verdict: Result<(), Error>) {
        let result = match (verdict, self.result) {
            (Ok(()), Some(result)) => result,
            (Ok(()), None) => Err(E::from(Error::Busy)),
            (Err(error), _) => Err(E::from(error)),
        };
        // a caller who went away misses nothing
        match self.reply {
            Reply::Future(sender) => drop(sender.send(result)),
            Reply::Blocking(sender) => drop(sender.send(result)),
        }
    }

    fn abandoned(&self) -> bool {
        matches!(&self.reply, Reply::Future(sender) if sender.is_closed())
    }

    fn deadline(&self) -> Instant {
        self.deadline
    }
}

/// Answers jobs nobody waits for any longer or whose time is over; what comes back is to be run.
pub(crate) fn still_wanted(job: AnyJob) -> Option<AnyJob> {
    if job.abandoned() {
        return None;
    }
    if Instant::now() > job.deadline() {
        job.answer(Err(Error::Deadline));
        return None;
    }
    Some(job)
}

fn words(panic: &(dyn std::any::Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no words")
}
