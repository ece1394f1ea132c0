//! What the rows of a query that fall into one group add up to. Called by `group`.

use store::Cell;

use super::{Measure, TotalOf};
use crate::query::expand::whole;

/// Sums of several rows of the query that fall into one bucket.
pub(super) struct Sums {
    pub count: i64,
    pub cells: Vec<Vec<Option<i128>>>,
}

impl Sums {
    pub fn new(totals: &[TotalOf]) -> Sums {
        let width = |t: &TotalOf| if matches!(t.measure, Measure::Average(_)) { 2 } else { 1 };
        Sums { count: 0, cells: totals.iter().map(|t| vec![None; width(t)]).collect() }
    }

    pub fn add(&mut self, totals: &[TotalOf], row: &[Cell]) {
        self.count += row[0].as_int().unwrap_or_default();
        let mut at = 1;
        for (total, slot) in totals.iter().zip(&mut self.cells) {
            let cells = &row[at..at + total.columns.len()];
            at += total.columns.len();
            let plus = |a: Option<i128>, b: Option<i128>| match (a, b) {
                (Some(a), Some(b)) => Some(a + b),
                (a, b) => a.or(b),
            };
            match total.measure {
                Measure::Count => {}
                Measure::Sum(_) => slot[0] = plus(slot[0], whole(cells)),
                Measure::Average(_) => {
                    slot[0] = plus(slot[0], whole(cells));
                    slot[1] = plus(slot[1], cells[2].as_int().map(i128::from));
                }
                Measure::Min(_) | Measure::Max(_) => {
                    let new = cells[0].as_int().map(i128::from);
                    let least = matches!(total.measure, Measure::Min(_));
                    slot[0] = match (slot[0], new) {
                        (Some(a), Some(b)) => Some(if least { a.min(b) } else { a.max(b) }),
                        (a, b) => a.or(b),
                    };
                }
            }
        }
    }
}
