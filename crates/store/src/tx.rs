//! What a closure can do with the database. Handed to the closures of `Database::read` and `Database::write`; used by `records` alone.

use std::time::Instant;

use types::{Id, Name};

use crate::connect::Session;
use crate::event::Effects;
use crate::node::Node;
use crate::{Cell, Change, Error, Event, Result, Rows, Select, Step};

/// A transaction. Its first error ends it: whatever follows answers the same error, and nothing of it is kept.
pub struct Tx {
    pub(crate) session: Session,
    node: std::sync::Arc<Node>,
    deadline: Instant,
    effects: Effects,
    failure: Option<Error>,
    /// whether this closure has tried to change anything
    changed: bool,
}

impl Tx {
    pub(crate) fn new(session: Session, node: std::sync::Arc<Node>) -> Tx {
        Tx { session, node, deadline: Instant::now(), effects: Effects::default(), failure: None, changed: false }
    }

    /// The rows of a query.
    ///
    /// # Errors
    /// `Deadline` when the time of this closure is over, `Lost` with the connection, `Other` for a query the database refuses.
    pub fn rows(&mut self, query: &Select) -> Result<Rows> {
        #[cfg(any(test, feature = "testing"))]
        crate::testing::saw(query);
        self.step(|session, deadline| session.rows(query, deadline))
    }

    /// The statement of a query and how the database goes about it, a line each: for benchmarks and tests of plans.
    #[cfg(any(test, feature = "testing"))]
    pub fn explain(&mut self, query: &Select) -> Result<Vec<String>> {
        self.step(|session, deadline| session.explain(query, deadline))
    }

    /// Changes rows and says how many.
    ///
    /// # Errors
    /// `Unique` names the index that refused; `Full`, `Clash`, `Lost`, `Deadline` as they say.
    pub fn run(&mut self, change: &Change) -> Result<u64> {
        self.changed = true;
        self.step(|session, deadline| session.run(change, deadline))
    }

    /// Several changes in order, in one round trip where there is a network. One count each; the first refusal is the answer.
    pub fn run_all(&mut self, changes: &[Change]) -> Result<Vec<u64>> {
        self.changed = true;
        self.step(|session, deadline| session.run_all(changes, deadline))
    }

    /// Adds or removes a table, column or index, inside the transaction on both databases.
    pub fn reshape(&mut self, step: &Step) -> Result<()> {
        self.changed = true;
        self.step(|session, deadline| session.reshape(step, deadline))
    }

    /// The next number of a sequence. Numbers of transactions that were not kept may be missing.
    pub fn next_number(&mut self, sequence: &Name) -> Result<i64> {
        self.changed = true;
        self.step(|session, deadline| session.next_number(sequence, deadline))
    }

    /// Tells the listeners once this transaction is kept, and only then.
    pub fn after_commit(&mut self, event: Event) {
        self.effects.events.push(event);
    }

    /// Makes sure that no restart issues an id up to `highest` again. Call it in every transaction that keeps new ids, with the highest
    /// of them; it costs a statement only every few seconds.
    pub fn keep_ids(&mut self, highest: Id) -> Result<()> {
        let Some((change, floor)) = self.node.raise(highest) else { return Ok(()) };
        self.run(&change)?;
        self.effects.floor = Some(floor);
        Ok(())
    }

    /// The number a sequence would give next, without taking it.
    pub(crate) fn peek_number(&mut self, sequence: &Name) -> Result<i64> {
        self.step(|session, deadline| session.peek_number(sequence, deadline))
    }

    /// Waits for other nodes that change the shape and keeps them waiting until this transaction ends. Only as its first statement: what
    /// was read before would be older than what the others did.
    pub fn lock_shape(&mut self) -> Result<()> {
        self.step(|session, deadline| session.lock_shape(deadline))
    }

    /// Table and name of every index; those of primary keys, and those whose build was interrupted, left out.
    pub fn indexes(&mut self) -> Result<Vec<(Name, Name)>> {
        let rows = self.step(|session, deadline| session.indexes(deadline))?;
        let name = |cell: &Cell| cell.as_text().and_then(Name::parse);
        Ok(rows.iter().filter_map(|row| Some((name(&row[0])?, name(&row[1])?))).collect())
    }

    /// What the database finds wrong with itself, a line each.
    pub(crate) fn complaints(&mut self) -> Result<Vec<String>> {
        self.step(|session, deadline| session.complaints(deadline))
    }

    /// When this closure must be done. Checked before every statement.
    pub fn deadline(&self) -> Instant {
        self.deadline
    }

    fn step<T>(&mut self, work: impl FnOnce(&mut Session, Instant) -> Result<T>) -> Result<T> {
        if let Some(failure) = &self.failure {
            return Err(failure.clone());
        }
        let result =
            if Instant::now() > self.deadline { Err(Error::Deadline) } else { work(&mut self.session, self.deadline) };
        if let Err(error) = &result {
            self.failure = Some(error.clone());
        }
        result
    }

    /// Before each closure.
    pub(crate) fn reset(&mut self, deadline: Instant) {
        self.deadline = deadline;
        self.effects = Effects::default();
        self.failure = None;
        self.changed = false;
    }

    /// Whether the last closure has tried to change anything.
    pub(crate) fn has_changed(&self) -> bool {
        self.changed
    }

    /// What ended the transaction of the last closure.
    pub(crate) fn failure(&self) -> Option<&Error> {
        self.failure.as_ref()
    }

    pub(crate) fn take_effects(&mut self) -> Effects {
        std::mem::take(&mut self.effects)
    }
}
