//! What a transaction tells the house after it is kept. Sent by `Tx::after_commit`, heard through `Database::subscribe`.

use types::Name;

/// A wake-up, not a message: it may be missed or come twice; the tables are the truth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// who should listen: `records`, `jobs`, `catalog` …
    pub topic: Name,
    pub object: Name,
    pub id: i64,
    pub version: i64,
}

/// What a closure leaves behind once its transaction is kept.
#[derive(Debug, Default)]
pub(crate) struct Effects {
    pub events: Vec<Event>,
    /// every id up to here counts as issued
    pub floor: Option<i64>,
}

impl Effects {
    pub fn join(&mut self, other: Effects) {
        self.events.extend(other.events);
        self.floor = self.floor.max(other.floor);
    }
}
