//! This process among those that share a database: its number in ids, and the highest id it may have issued.
//! Opened by `Database`, asked by `Tx::keep_ids`.

use std::sync::atomic::{AtomicI64, Ordering};

use types::{Id, Name};

use crate::{Cell, Change, Compare, Expr};

/// Ids are covered this far ahead, so that the row is written only now and then; after a restart ids begin behind it.
const AHEAD_MICROS: i64 = 5 * types::Instant::SECOND;

pub(crate) struct Node {
    pub number: u16,
    /// no id above this one has been kept
    floor: AtomicI64,
}

impl Node {
    pub fn new(number: u16, floor: i64) -> Node {
        Node { number, floor: AtomicI64::new(floor) }
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
            column("node").eq(i64::from(self.number)).and(column("floor").compare(Compare::Lt, Expr::value(ahead)));
        Some((Change::update(&Name::of("nodes"), vec![("floor", Expr::Value(Cell::Int(ahead)))], filter), ahead))
    }

    /// The change was kept.
    pub fn raised(&self, floor: i64) {
        self.floor.fetch_max(floor, Ordering::AcqRel);
    }
}
