//! How many records one step of long work writes: as many as keep its transaction short, and fewer after one that failed as a whole, down to the
//! record that cannot be written. Used by imports, their undo, and bulk acts.

use std::time::Duration;

use types::{Problem, ProblemKind};

use super::bulk;

/// A write closure takes no longer (architecture, "A write closure"); the next step has fewer rows.
const LONG: Duration = Duration::from_millis(25);
/// With less than this it may have more.
const SHORT: Duration = Duration::from_millis(12);
const FEWEST: usize = 10;

#[derive(Clone, Copy, Debug)]
pub struct Pace {
    rows: usize,
    most: usize,
    /// while a record is looked for that cannot be written
    narrowed: usize,
}

impl Pace {
    /// Begins with as many as there may be.
    pub fn new(most: usize) -> Pace {
        Pace { rows: most, most, narrowed: usize::MAX }
    }

    /// Records of the next step.
    pub fn next(&self) -> usize {
        self.rows.min(self.narrowed)
    }

    /// A step was kept.
    pub fn kept(&mut self, took: Duration) {
        self.narrowed = self.narrowed.saturating_mul(2);
        self.rows = match took {
            took if took > LONG => (self.rows / 2).max(FEWEST.min(self.most)),
            took if took < SHORT => (self.rows * 2).min(self.most),
            _ => self.rows,
        };
    }

    /// A step of so many records failed as a whole. `false`: it was one alone, and that one cannot be written.
    pub fn failed(&mut self, rows: usize) -> bool {
        self.narrowed = (rows / 2).max(1);
        rows > 1
    }
}

/// A failure that fewer records may not have: a unique value that was taken meanwhile, a rule that refuses what follows from a record, a mistake
/// of ours. What a job lost, a time-out or a full disk is no record's fault.
pub fn concerns_records(problem: &Problem) -> bool {
    problem.code != "job_lost" && (bulk::concerns_a_row(problem) || problem.kind == ProblemKind::Internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_halved_to_the_record_that_fails_and_grow_again() {
        let mut pace = Pace::new(200);
        assert_eq!(pace.next(), 200);
        pace.kept(Duration::from_millis(60));
        assert_eq!(pace.next(), 100);
        assert!(pace.failed(100));
        assert_eq!(pace.next(), 50);
        assert!(pace.failed(3) && pace.next() == 1);
        assert!(!pace.failed(1));
        for wanted in [2, 4, 8] {
            pace.kept(Duration::from_millis(20));
            assert_eq!(pace.next(), wanted);
        }
        for _ in 0..9 {
            pace.kept(Duration::from_millis(1));
        }
        assert_eq!(pace.next(), 200);
    }
}
