//! What background work there is: kinds of jobs and listeners to what happens, from the edges that know them. One place, so that edges need not
//! know each other. Called by `serve`.

use edge_jobs::Handlers;

use crate::house::House;

/// Every kind of job by name, every listener to the outbox.
pub fn handlers(_house: &House) -> Handlers {
    Handlers::default()
}
