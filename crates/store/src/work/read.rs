//! The loop of a reading connection: one closure, one snapshot. Runs on a thread of its own, started by `Database`.

use super::lane::{Batch, Lane};
use super::{AnyJob, still_wanted};
use crate::Tx;

pub(crate) fn run(mut tx: Tx, lane: &Lane) {
    while let Some(batch) = next(&mut tx, lane) {
        for job in batch.jobs {
            if let Some(job) = still_wanted(job) {
                one(&mut tx, job);
            }
        }
    }
}

fn next(tx: &mut Tx, lane: &Lane) -> Option<Batch> {
    lane.try_take(1).or_else(|| {
        tx.session.rest();
        lane.take(1)
    })
}

fn one(tx: &mut Tx, mut job: AnyJob) {
    let begun = tx.session.mend().and_then(|()| tx.session.begin());
    if let Err(error) = begun {
        tx.session.rollback();
        return job.answer(Err(error));
    }
    job.attempt(tx);
    if tx.session.commit().is_err() {
        tx.session.rollback();
    }
    job.answer(Ok(()));
}
