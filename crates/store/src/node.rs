//! This process among those that share a database: its number in ids, and the highest id it may have issued.
//! Opened by `Database`, asked by `Tx::keep_ids`.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use types::{Id, Name};

use crate::{Cell, Change, Compare, Expr};

/// Ids are covered this far ahead, so that the row is written only now and then; after a restart ids begin behind it.
const AHEAD_MICROS: i64 = 5 * types::Instant::SECOND;
/// A leased number is used this long after its last renewal; others may take it after a minute.
const LEASED: Duration = Duration::from_secs(50);

pub(crate) struct Node {
    pub number: u16,
    /// no id above this one has been kept
    floor: AtomicI64,
    base: Instant,
    /// milliseconds after `base` until which the number is ours
    until: AtomicU64,
}

impl Node {
    /// The one node of a SQLite database.
    pub fn alone(floor: i64) -> Node {
        Node { number: 0, floor: AtomicI64::new(floor), base: Instant::now(), until: AtomicU64::new(u64::MAX) }
    }

    /// A number asked for at `asked`.
    pub fn leased(number: u16, floor: i64, asked: Instant) -> Node {
        let until = AtomicU64::new(millis(LEASED));
        Node { number, floor: AtomicI64::new(floor), base: asked, until }
    }

    pub fn number_as_int(&self) -> i64 {
        i64::from(self.number)
    }

    pub fn renewed(&self, asked: Instant) {
        if self.until.load(Ordering::Acquire) > 0 {
            self.until.store(millis(asked.duration_since(self.base) + LEASED), Ordering::Release);
        }
    }

    /// Somebody else has the number: it never comes back to this process.
    pub fn taken(&self) {
        self.until.store(0, Ordering::Release);
    }

    pub fn is_mine(&self) -> bool {
        millis(self.base.elapsed()) < self.until.load(Ordering::Acquire)
    }

    pub fn floor(&self) -> Id {
        Id(self.floor.load(Ordering::Acquire))
    }

    /// The change that covers `highest`, and the floor once it is kept; `None` when it is covered already.
    pub fn raise(&self, highest: Id) -> Option<(Change, i64)> {
        if highest <= self.floor() {
            return None;
        }
        let ahead = Id::first_at(highest.issued_at().plus(AHEAD_MICROS)).0.max(highest.0);
        let column = |name| Expr::column(0, name);
        let filter =
            column("node").eq(self.number_as_int()).and(column("floor").compare(Compare::Lt, Expr::value(ahead)));
        Some((Change::update(&Name::of("nodes"), vec![("floor", Expr::Value(Cell::Int(ahead)))], filter), ahead))
    }

    /// The change was kept.
    pub fn raised(&self, floor: i64) {
        self.floor.fetch_max(floor, Ordering::AcqRel);
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
