//! The only place that names a database driver. One file per database with the same functions; `Tx` calls them through `Session`.

pub(crate) mod postgres;
pub(crate) mod sqlite;

use std::time::Instant;

use types::Name;

use crate::{Change, Result, Rows, Select, Step};

/// A connection with its thread's state. Belongs to one `Tx` for life.
pub(crate) enum Session {
    Sqlite(sqlite::Session),
    Postgres(postgres::Session),
}

impl Session {
    pub fn rows(&mut self, query: &Select, deadline: Instant) -> Result<Rows> {
        match self {
            Session::Sqlite(session) => session.rows(query, deadline),
            Session::Postgres(session) => session.rows(query, deadline),
        }
    }

    pub fn run(&mut self, change: &Change, deadline: Instant) -> Result<u64> {
        match self {
            Session::Sqlite(session) => session.run(change, deadline),
            Session::Postgres(session) => session.run(change, deadline),
        }
    }

    /// The statement of a query and how the database goes about it, a line each.
    #[cfg(any(test, feature = "testing"))]
    pub fn explain(&mut self, query: &Select, deadline: Instant) -> Result<Vec<String>> {
        match self {
            Session::Sqlite(session) => session.explain(query, deadline),
            Session::Postgres(session) => session.explain(query, deadline),
        }
    }

    pub fn run_all(&mut self, changes: &[Change], deadline: Instant) -> Result<Vec<u64>> {
        match self {
            Session::Sqlite(session) => session.run_all(changes, deadline),
            Session::Postgres(session) => session.run_all(changes, deadline),
        }
    }

    pub fn reshape(&mut self, step: &Step, deadline: Instant) -> Result<()> {
        match self {
            Session::Sqlite(session) => session.reshape(step, deadline),
            Session::Postgres(session) => session.reshape(step, deadline),
        }
    }

    pub fn next_number(&mut self, sequence: &Name, deadline: Instant) -> Result<i64> {
        match self {
            Session::Sqlite(session) => session.next_number(sequence, deadline),
            Session::Postgres(session) => session.next_number(sequence, deadline),
        }
    }

    pub fn peek_number(&mut self, sequence: &Name, deadline: Instant) -> Result<i64> {
        match self {
            Session::Sqlite(session) => session.peek_number(sequence, deadline),
            Session::Postgres(session) => session.peek_number(sequence, deadline),
        }
    }

    pub fn lock_shape(&mut self, deadline: Instant) -> Result<()> {
        match self {
            Session::Sqlite(session) => session.lock_shape(deadline),
            Session::Postgres(session) => session.lock_shape(deadline),
        }
    }

    pub fn indexes(&mut self, deadline: Instant) -> Result<Rows> {
        match self {
            Session::Sqlite(session) => session.indexes(deadline),
            Session::Postgres(session) => session.indexes(deadline),
        }
    }

    pub fn complaints(&mut self, deadline: Instant) -> Result<Vec<String>> {
        match self {
            Session::Sqlite(session) => session.complaints(deadline),
            Session::Postgres(session) => session.complaints(deadline),
        }
    }

    pub fn begin(&mut self) -> Result<()> {
        match self {
            Session::Sqlite(session) => session.begin(),
            Session::Postgres(session) => session.begin(),
        }
    }

    pub fn commit(&mut self) -> Result<()> {
        match self {
            Session::Sqlite(session) => session.commit(),
            Session::Postgres(session) => session.commit(),
        }
    }

    /// Leaves nothing of the transaction behind, whatever state it is in.
    pub fn rollback(&mut self) {
        match self {
            Session::Sqlite(session) => session.rollback(),
            Session::Postgres(session) => session.rollback(),
        }
    }

    /// Before the thread waits for work.
    pub fn rest(&mut self) {
        match self {
            Session::Sqlite(_) => {}
            Session::Postgres(session) => session.rest(),
        }
    }

    /// Opens the connection again when it was lost.
    pub fn mend(&mut self) -> Result<()> {
        match self {
            Session::Sqlite(session) => session.mend(),
            Session::Postgres(session) => session.mend(),
        }
    }
}
