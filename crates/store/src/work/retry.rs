//! A writing connection to PostgreSQL: one closure, one SERIALIZABLE transaction, again when another was in the way.
//! Runs on threads of its own, started by `Database`.

use std::time::Duration;

use super::hub::Hub;
use super::lane::Lane;
use super::{AnyJob, still_wanted};
use crate::{Error, Tx};

/// How often a closure runs again after a clash before its caller hears of it.
const REPEATS: u32 = 5;

pub(crate) fn run(mut tx: Tx, lane: &Lane, hub: &Hub, seed: u64) {
    let mut jitter = Jitter(seed);
    while let Some(batch) = lane.take(1) {
        for job in batch.jobs {
            if let Some(job) = still_wanted(job) {
                one(&mut tx, hub, job, &mut jitter);
            }
        }
        if batch.background {
            lane.background_done();
        }
    }
}

fn one(tx: &mut Tx, hub: &Hub, mut job: AnyJob, jitter: &mut Jitter) {
    if !hub.node.is_mine() {
        return job.answer(Err(Error::Lost("this node's number has run out or was taken".into())));
    }
    let mut reconnected = false;
    for repeat in 0..=REPEATS {
        if let Err(error) = tx.session.mend().and_then(|()| tx.session.begin()) {
            return job.answer(Err(error));
        }
        let met = if job.attempt(tx) {
            let effects = tx.take_effects();
            match tx.session.commit() {
                Ok(()) => {
                    hub.kept(effects);
                    return job.answer(Ok(()));
                }
                Err(Error::Clash) => Error::Clash,
                Err(error) => {
                    tx.session.rollback();
                    return job.answer(Err(error));
                }
            }
        } else {
            tx.session.rollback();
            match tx.failure() {
                Some(Error::Clash) => Error::Clash,
                // before COMMIT nothing was kept: a server that has come back may be asked again, once
                Some(Error::Lost(_)) if !reconnected => {
                    reconnected = true;
                    continue;
                }
                _ => return job.answer(Ok(())),
            }
        };
        if repeat == REPEATS {
            return job.answer(Err(met));
        }
        std::thread::sleep(jitter.pause(repeat));
    }
}

/// Spreads those who met, so that they do not meet again. Needs no secret, so a plain generator does.
struct Jitter(u64);

impl Jitter {
    /// Up to 2, 4, 8 … milliseconds.
    fn pause(&mut self, repeat: u32) -> Duration {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        Duration::from_micros((self.0 >> 33) % (2_000 << repeat))
    }
}
