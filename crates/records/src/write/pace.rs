//! How many records one step of long work writes: as many as keep its transaction short, and fewer after one that failed as a whole, down to the
//! record that cannot be written. Used by imports, their undo, and bulk acts.

use std::time::Duration;

use types::{Problem, ProblemKind};

use super::bulk;

/// What a step should take: long enough that its commit is worth it, and a little under what a write closure may (25 ms, architecture).
const MEANT: Duration = Duration::from_millis(20);
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

    /// A step was kept; the next one is at most twice or half as large.
    pub fn kept(&mut self, took: Duration) {
        self.narrowed = self.narrowed.saturating_mul(2);
        let meant = self.rows as f64 * MEANT.as_secs_f64() / took.as_secs_f64().max(0.001);
        let next = (meant as usize).clamp(self.rows / 2, self.rows * 2);
        self.rows = next.clamp(FEWEST.min(self.most), self.most);
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
