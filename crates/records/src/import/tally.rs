//! What an import has done so far. Kept with each step; read = created + updated + skipped + failed at every moment.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Tally {
    pub read: u64,
    pub created: u64,
    pub updated: u64,
    pub skipped: u64,
    pub failed: u64,
    /// values that named nothing and were left empty
    pub unresolved: u64,
    /// the same by field
    pub unresolved_by: BTreeMap<String, u64>,
    /// rows that each decision of the plan was used for, by its place there
    pub decided: BTreeMap<usize, u64>,
    /// records made because rows named them, by object
    pub made: BTreeMap<String, u64>,
    /// links set in the second pass
    pub linked_later: u64,
}

impl Tally {
    pub fn adds_up(&self) -> bool {
        self.read == self.created + self.updated + self.skipped + self.failed
    }

    /// A row for which these decisions of the plan were used.
    pub(super) fn used(&mut self, decisions: &[usize]) {
        for place in decisions {
            *self.decided.entry(*place).or_default() += 1;
        }
    }

    pub(super) fn left_empty(&mut self, field: &str) {
        self.unresolved += 1;
        *self.unresolved_by.entry(field.to_string()).or_default() += 1;
    }
}
