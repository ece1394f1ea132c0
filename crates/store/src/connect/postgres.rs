//! One connection to a PostgreSQL server, read or write. Called by `Tx` through `Session`.
//!
//! BEGIN travels with the first statement, and a reader's COMMIT with the next BEGIN: a page of one query is one round trip.

use std::future::Future;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant};

use futures_util::future::{join, maybe_done};
use tokio_postgres::{Client, Statement as Prepared};
use types::Name;

use crate::render::postgres::{Postgres, change, own, step};
use crate::render::{Statement, select};
use crate::{Cell, Change, Error, Index, Result, Rows, Select, Step};

mod cells;
mod fault;
pub(crate) mod postman;
mod statements;
mod target;
mod tls;
mod wire;

pub(crate) use target::Target;
use wire::Wire;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Role {
    Reader,
    Writer,
}

pub(crate) struct Session {
    target: Arc<Target>,
    role: Role,
    wire: Option<Wire>,
    state: State,
}

/// This process's number for as long as it is renewed.
pub(crate) struct Lease {
    pub number: u16,
    pub floor: i64,
    pub holder: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    Idle,
    /// BEGIN is due with the next statement
    Due,
    Open,
    /// a reader is done but has not said so: COMMIT is due, alone or before the next BEGIN
    Done,
    /// both are due
    Next,
}

impl Session {
    /// Connects when it is first needed.
    pub fn new(target: Arc<Target>, role: Role) -> Session {
        Session { target, role, wire: None, state: State::Idle }
    }

    /// The tables of the store itself, and a number among the nodes that share the database.
    pub fn found(&mut self) -> Result<Lease> {
        self.mend()?;
        let deadline = Instant::now() + wire::PATIENCE;
        self.wire()?.batch(own::TABLES, deadline)?;
        self.begin()?;
        self.batch(own::LOCK_NODES, deadline)?;
        let rows = self.fetch(&Statement::once(own::LEASE, vec![]), 3, deadline)?;
        self.commit()?;
        match rows.first() {
            Some([Cell::Int(node), Cell::Int(floor), Cell::Text(holder)]) => {
                let number = u16::try_from(*node).map_err(|e| Error::Other(format!("node {node}: {e}")))?;
                Ok(Lease { number, floor: *floor, holder: holder.to_string() })
            }
            _ => Err(Error::Other("all 1023 node numbers are taken".into())),
        }
    }

    pub fn rows(&mut self, query: &Select, deadline: Instant) -> Result<Rows> {
        self.fetch(&select::statement::<Postgres>(query)?, query.columns.len(), deadline)
    }

    #[cfg(any(test, feature = "testing"))]
    pub fn explain(&mut self, query: &Select, deadline: Instant) -> Result<Vec<String>> {
        let mut statement = select::statement::<Postgres>(query)?;
        let mut lines = vec![statement.text.clone()];
        statement.text.insert_str(0, "EXPLAIN (ANALYZE, TIMING OFF) ");
        let rows = self.fetch(&statement, 1, deadline)?;
        lines.extend(rows.iter().filter_map(|row| row[0].as_text().map(str::to_owned)));
        Ok(lines)
    }

    /// The rows of any statement of ours.
    pub fn fetch(&mut self, statement: &Statement, width: usize, deadline: Instant) -> Result<Rows> {
        let first = matches!(self.state, State::Due | State::Next);
        match self.try_fetch(statement, width, deadline) {
            // nothing was read yet: another connection does as well
            Err(Error::Lost(_)) if first && self.role == Role::Reader => {
                self.mend()?;
                self.state = State::Due;
                self.try_fetch(statement, width, deadline)
            }
            result => result,
        }
    }

    fn try_fetch(&mut self, statement: &Statement, width: usize, deadline: Instant) -> Result<Rows> {
        let set = statement.sets.first().map(Vec::as_slice).unwrap_or_default();
        let prepared = self.prepare(&[&statement.text], deadline)?.remove(0);
        let begin = self.due(deadline);
        let wire = self.wire()?;
        let (begun, rows) =
            wire.wait(deadline, |client| join(begin_with(client, begin), cells::rows(client, &prepared, set, width)))?;
        begun?;
        rows
    }

    pub fn run(&mut self, change: &Change, deadline: Instant) -> Result<u64> {
        Ok(self.execute(&[change::statement(change)?], deadline)?.into_iter().sum())
    }

    pub fn run_all(&mut self, changes: &[Change], deadline: Instant) -> Result<Vec<u64>> {
        let statements: Vec<Statement> = changes.iter().map(change::statement).collect::<Result<_>>()?;
        self.execute(&statements, deadline)
    }

    /// All statements in one round trip; a count for each. The first one that is refused is the answer: the server refuses the rest.
    pub fn execute(&mut self, statements: &[Statement], deadline: Instant) -> Result<Vec<u64>> {
        let texts: Vec<&str> = statements.iter().map(|statement| statement.text.as_str()).collect();
        let prepared = self.prepare(&texts, deadline)?;
        let begin = self.due(deadline);
        let (begun, counts) = self.wire()?.wait(deadline, |client| {
            let pairs = statements.iter().zip(&prepared);
            let runs = pairs.flat_map(|(statement, prepared)| statement.sets.iter().map(move |set| (prepared, set)));
            join(begin_with(client, begin), in_order(runs.map(|(prepared, set)| cells::execute(client, prepared, set))))
        })?;
        begun?;
        let mut counts = counts.into_iter();
        statements.iter().map(|statement| counts.by_ref().take(statement.sets.len()).sum()).collect()
    }

    pub fn reshape(&mut self, step: &Step, deadline: Instant) -> Result<()> {
        self.batch(&step::statements(step)?.join(";"), deadline)
    }

    /// Statements without parameters, inside the transaction.
    fn batch(&mut self, text: &str, deadline: Instant) -> Result<()> {
        let begin = self.due(deadline).unwrap_or_default();
        self.wire()?.batch(&format!("{begin}{text}"), deadline)
    }

    pub fn next_number(&mut self, sequence: &Name, deadline: Instant) -> Result<i64> {
        let statement = Statement::once(own::NEXT_NUMBER, vec![Cell::from(sequence)]);
        let number = self.fetch(&statement, 1, deadline)?.number();
        number.ok_or_else(|| Error::Other(format!("no sequence {sequence}")))
    }

    pub fn peek_number(&mut self, sequence: &Name, deadline: Instant) -> Result<i64> {
        let statement = Statement::once(format!("{}\"{sequence}\"", own::PEEK_NUMBER), vec![]);
        let number = self.fetch(&statement, 1, deadline)?.number();
        number.ok_or_else(|| Error::Other(format!("no sequence {sequence}")))
    }

    pub fn lock_shape(&mut self, deadline: Instant) -> Result<()> {
        self.batch(own::LOCK_SHAPE, deadline)
    }

    pub fn indexes(&mut self, deadline: Instant) -> Result<Rows> {
        self.fetch(&Statement::once(own::INDEXES, vec![]), 2, deadline)
    }

    pub fn complaints(&mut self, deadline: Instant) -> Result<Vec<String>> {
        let rows = self.fetch(&Statement::once(own::COMPLAINTS, vec![]), 1, deadline)?;
        Ok(rows.iter().flatten().filter_map(Cell::as_text).map(|name| format!("index {name} is not valid")).collect())
    }

    pub fn begin(&mut self) -> Result<()> {
        self.state = if self.state == State::Done { State::Next } else { State::Due };
        Ok(())
    }

    /// `Lost`: it is not known whether the transaction was kept.
    pub fn commit(&mut self) -> Result<()> {
        match std::mem::replace(&mut self.state, State::Idle) {
            State::Idle | State::Due => Ok(()),
            State::Open | State::Done | State::Next if self.role == Role::Reader => {
                self.state = State::Done;
                Ok(())
            }
            // a commit is waited for longer than any deadline: cutting it short would only make its outcome unknown
            _ => match self.wire()?.batch("COMMIT", Instant::now() + wire::PATIENCE) {
                Err(Error::Deadline) => Err(Error::Lost("no answer to COMMIT".into())),
                answer => answer,
            },
        }
    }

    pub fn rollback(&mut self) {
        if !matches!(std::mem::replace(&mut self.state, State::Idle), State::Idle | State::Due)
            && let Some(wire) = &mut self.wire
        {
            wire.send("ROLLBACK");
        }
    }

    /// Before a pause: a snapshot nobody uses must not stay open.
    pub fn rest(&mut self) {
        if self.state == State::Done {
            self.rollback();
        }
    }

    pub fn mend(&mut self) -> Result<()> {
        if self.wire.as_ref().is_none_or(Wire::is_closed) {
            self.wire = None;
            self.state = State::Idle;
            self.wire = Some(Wire::connect(&self.target, self.role)?);
        }
        Ok(())
    }

    /// Statements that are not prepared yet are prepared in one round trip, with the BEGIN that is due.
    fn prepare(&mut self, texts: &[&str], deadline: Instant) -> Result<Vec<Prepared>> {
        if self.wire.is_none() {
            self.mend()?;
            self.state = State::Due;
        }
        let mut missing = self.wire()?.statements.missing(texts);
        if !missing.is_empty() {
            missing.sort_unstable();
            missing.dedup();
            let begin = self.due(deadline);
            let wire = self.wire()?;
            let (begun, prepared) = wire.wait(deadline, |client| {
                join(begin_with(client, begin), in_order(missing.iter().map(|text| client.prepare(text))))
            })?;
            begun?;
            for (text, prepared) in missing.into_iter().zip(prepared) {
                wire.statements.keep(text, prepared.map_err(fault::of)?);
            }
        }
        self.wire()?.statements.all(texts)
    }

    /// The words that open the transaction, once.
    fn due(&mut self, deadline: Instant) -> Option<String> {
        let end = match self.state {
            State::Due => "",
            State::Next => "COMMIT;",
            State::Idle | State::Open | State::Done => return None,
        };
        self.state = State::Open;
        Some(format!("{end}BEGIN;{}", self.target.limit(deadline)))
    }

    fn wire(&mut self) -> Result<&mut Wire> {
        self.wire.as_mut().ok_or_else(|| Error::Lost("not connected".into()))
    }
}

/// A command on a connection of its own, outside any transaction, for as long as it takes.
pub(crate) fn command(url: &str, text: &str) -> Result<()> {
    let limit = Duration::from_secs(6 * 3_600);
    let mut wire = Wire::connect(&Target::parse(url, limit)?, Role::Writer)?;
    wire.batch("SET lock_timeout = '10min'", Instant::now() + limit)?;
    wire.batch(text, Instant::now() + limit)
}

/// Builds an index while others read and write.
pub(crate) fn build_index(url: &str, index: &Index) -> Result<()> {
    let leftover = own::DROP_INVALID.replace('%', &index.name);
    command(url, &leftover)?;
    let built = command(url, &step::create_index(index, "CONCURRENTLY IF NOT EXISTS ")?);
    if built.is_err() {
        command(url, &leftover)?;
    }
    built
}

/// All futures at once: each is begun in its turn, so that the server hears them in this order, and it answers in this order too.
async fn in_order<F: Future>(futures: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut all: Vec<_> = futures.map(|future| Box::pin(maybe_done(future))).collect();
    let (mut begun, mut done) = (0, 0);
    std::future::poll_fn(|cx| {
        while begun < all.len() {
            let _ = all[begun].as_mut().poll(cx);
            begun += 1;
        }
        while done < all.len() {
            if all[done].as_mut().poll(cx).is_pending() {
                return Poll::Pending;
            }
            done += 1;
        }
        Poll::Ready(())
    })
    .await;
    all.iter_mut().filter_map(|future| future.as_mut().take_output()).collect()
}

async fn begin_with(client: &Client, begin: Option<String>) -> Result<()> {
    match begin {
        Some(text) => client.batch_execute(&text).await.map_err(fault::of),
        None => Ok(()),
    }
}
