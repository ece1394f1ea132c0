//! PostgreSQL's words. Called by the walk (expressions) and by `connect::postgres` (changes, steps, own tables).

pub(crate) mod change;
mod expr;
pub(crate) mod own;
pub(crate) mod step;

pub(crate) struct Postgres;
