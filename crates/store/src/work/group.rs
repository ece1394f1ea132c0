//! SQLite's one writer: closures that wait are committed together. Runs on its own thread, started by `Database`.
//!
//! An answer is given after the commit that keeps it, never before. A closure that fails leaves nothing: most fail before their first change; where one
//! has changed something, the group is rolled back and run again with a savepoint for each. Savepoints from the start would make the search index write
//! a segment of its own for every closure, a third of the writer's time.

use super::hub::Hub;
use super::lane::Lane;
use super::{AnyJob, still_wanted};
use crate::connect::Session;
use crate::connect::sqlite;
use crate::event::Effects;
use crate::{Error, Result, Tx};

pub(crate) fn run(mut tx: Tx, lane: &Lane, hub: &Hub, mut keeper: sqlite::Keeper, most: usize) {
    while let Some(batch) = lane.take(most) {
        let jobs: Vec<AnyJob> = batch.jobs.into_iter().filter_map(still_wanted).collect();
        match tx.session.mend() {
            Err(error) => jobs.into_iter().for_each(|job| job.answer(Err(error.clone()))),
            Ok(()) if jobs.len() == 1 => jobs.into_iter().for_each(|job| alone(&mut tx, hub, job)),
            Ok(()) if jobs.is_empty() => {}
            Ok(()) => {
                if let Some(jobs) = together(&mut tx, hub, jobs) {
                    each_saved(&mut tx, hub, jobs);
                }
            }
        }
        if batch.background {
            lane.background_done();
        }
        sqlite(&mut tx).tidy(&mut keeper);
    }
}

/// One closure in a transaction of its own.
fn alone(tx: &mut Tx, hub: &Hub, mut job: AnyJob) {
    if let Err(error) = tx.session.begin() {
        tx.session.rollback();
        return job.answer(Err(error));
    }
    if !job.attempt(tx) {
        tx.session.rollback();
        return job.answer(Ok(()));
    }
    let effects = tx.take_effects();
    let kept = tx.session.commit();
    match &kept {
        Ok(()) => hub.kept(effects),
        Err(_) => tx.session.rollback(),
    }
    job.answer(kept);
}

/// All or, where one that has changed something fails, nothing: then the closures come back, rolled back and not answered.
fn together(tx: &mut Tx, hub: &Hub, mut jobs: Vec<AnyJob>) -> Option<Vec<AnyJob>> {
    if let Err(error) = tx.session.begin() {
        tx.session.rollback();
        jobs.into_iter().for_each(|job| job.answer(Err(error.clone())));
        return None;
    }
    let mut effects = Effects::default();
    for job in &mut jobs {
        if job.attempt(tx) {
            effects.join(tx.take_effects());
        } else if tx.has_changed() || sqlite(tx).ended() {
            tx.session.rollback();
            return Some(jobs);
        }
    }
    end(tx, hub, jobs, effects);
    None
}

/// The same with a savepoint for each, so that what one has changed is undone alone.
fn each_saved(tx: &mut Tx, hub: &Hub, mut jobs: Vec<AnyJob>) {
    if let Err(error) = tx.session.mend() {
        return jobs.into_iter().for_each(|job| job.answer(Err(error.clone())));
    }
    if let Err(error) = tx.session.begin() {
        tx.session.rollback();
        return jobs.into_iter().for_each(|job| job.answer(Err(error.clone())));
    }
    let mut effects = Effects::default();
    for place in 0..jobs.len() {
        let saved = in_savepoint(tx, &mut jobs[place], &mut effects);
        if sqlite(tx).ended() {
            // SQLite gave the whole transaction up: this closure hears why, the others run again, each for itself
            let guilty = jobs.remove(place);
            guilty.answer(saved);
            return jobs.into_iter().for_each(|job| again(tx, hub, job));
        }
        if let Err(error) = saved {
            tx.session.rollback();
            return jobs.into_iter().for_each(|job| job.answer(Err(error.clone())));
        }
    }
    end(tx, hub, jobs, effects);
}

fn end(tx: &mut Tx, hub: &Hub, jobs: Vec<AnyJob>, effects: Effects) {
    let kept = tx.session.commit();
    match &kept {
        Ok(()) => hub.kept(effects),
        Err(_) => tx.session.rollback(),
    }
    jobs.into_iter().for_each(|job| job.answer(kept.clone()));
}

fn again(tx: &mut Tx, hub: &Hub, job: AnyJob) {
    match tx.session.mend() {
        Ok(()) => alone(tx, hub, job),
        Err(error) => job.answer(Err(error)),
    }
}

/// An error here is one of the savepoint itself; what became of the closure it keeps to itself.
fn in_savepoint(tx: &mut Tx, job: &mut AnyJob, effects: &mut Effects) -> Result<()> {
    sqlite(tx).savepoint()?;
    let keep = job.attempt(tx);
    if sqlite(tx).ended() {
        return if keep { Err(Error::Lost("SQLite ended the transaction".into())) } else { Ok(()) };
    }
    if keep {
        sqlite(tx).release()?;
        effects.join(tx.take_effects());
        Ok(())
    } else {
        sqlite(tx).forget()
    }
}

fn sqlite(tx: &mut Tx) -> &mut sqlite::Session {
    match &mut tx.session {
        Session::Sqlite(session) => session,
        Session::Postgres(_) => unreachable!("only SQLite commits in groups"),
    }
}
