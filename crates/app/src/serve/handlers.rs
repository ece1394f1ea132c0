//! What background work there is: kinds of jobs and listeners to what happens, from the edges that know them. One place, so that edges need not
//! know each other. Called by `serve`.

use edge_connect::import::{JOB, UNDO_JOB};
use edge_jobs::{Handlers, steps};
use edge_web::pages::bulk_job;
use records::{money::revalue, schema::recompute};

use super::clearing::Clearing;
use crate::house::House;

/// Every kind of job by name, every listener to the outbox.
pub fn handlers(house: &House) -> Handlers {
    let (imports, undone) = (house.imports(), house.imports());
    let (engine, formulas, rates) = (house.engine.clone(), house.engine.clone(), house.engine.clone());
    let clearing = Clearing::new(house.engine.clone(), house.blobs.clone());
    Handlers::default()
        .job(JOB, move |held| imports.clone().run(held))
        .job(UNDO_JOB, move |held| undone.clone().run_undo(held))
        .job(bulk_job::JOB, move |held| bulk_job::run(engine.clone(), held))
        .job(recompute::JOB, move |held| steps(formulas.clone(), held, recompute::step))
        .job(revalue::JOB, move |held| steps(rates.clone(), held, revalue::step))
        .hourly("files that nothing names", move || clearing.clone().round())
}
