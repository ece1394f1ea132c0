//! A bounded queue before the threads of one kind: readers of pages, of reports, of exports; writers. Filled by `Database`, emptied by the loops.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use super::AnyJob;

/// A background closure gets its turn at least this often however long the interactive queue is.
const PATIENCE: Duration = Duration::from_millis(100);

pub(crate) struct Lane {
    queues: Mutex<Queues>,
    ready: Condvar,
    capacity: usize,
    /// background closures running at the same time
    background_limit: usize,
}

struct Queues {
    interactive: VecDeque<AnyJob>,
    background: VecDeque<AnyJob>,
    background_running: usize,
    last_background: Instant,
    closed: bool,
}

/// What a writer takes at once.
pub(crate) struct Batch {
    pub jobs: Vec<AnyJob>,
    /// one of them, the last, came from the background queue; say `Lane::background_done` after it
    pub background: bool,
}

impl Lane {
    pub fn new(capacity: usize, background_limit: usize) -> Lane {
        let queues = Queues {
            interactive: VecDeque::new(),
            background: VecDeque::new(),
            background_running: 0,
            last_background: Instant::now(),
            closed: false,
        };
        Lane { queues: Mutex::new(queues), ready: Condvar::new(), capacity, background_limit }
    }

    /// Gives the job back when the queue is full or closed.
    pub fn push(&self, job: AnyJob, background: bool) -> Result<(), AnyJob> {
        let mut queues = self.lock();
        let closed = queues.closed;
        let queue = if background { &mut queues.background } else { &mut queues.interactive };
        if closed || queue.len() >= self.capacity {
            return Err(job);
        }
        queue.push_back(job);
        drop(queues);
        self.ready.notify_one();
        Ok(())
    }

    /// Waits for work: up to `most` interactive closures, or one from the background when it is its turn.
    /// `None` when the lane is closed and empty.
    pub fn take(&self, most: usize) -> Option<Batch> {
        let mut queues = self.lock();
        loop {
            if let Some(batch) = self.pick(&mut queues, most) {
                return Some(batch);
            }
            if queues.closed && queues.background.is_empty() {
                return None;
            }
            queues = self.ready.wait(queues).unwrap_or_else(|poison| poison.into_inner());
        }
    }

    /// The same without waiting; `None` when there is nothing to do now.
    pub fn try_take(&self, most: usize) -> Option<Batch> {
        self.pick(&mut self.lock(), most)
    }

    fn pick(&self, queues: &mut Queues, most: usize) -> Option<Batch> {
        let free = queues.background_running < self.background_limit && !queues.background.is_empty();
        let due = queues.interactive.is_empty() || queues.last_background.elapsed() >= PATIENCE;
        let background = free && due;
        let count = queues.interactive.len().min(most - usize::from(background));
        let mut jobs: Vec<AnyJob> = queues.interactive.drain(..count).collect();
        if background {
            jobs.extend(queues.background.pop_front());
            queues.background_running += 1;
            queues.last_background = Instant::now();
        }
        (!jobs.is_empty()).then_some(Batch { jobs, background })
    }

    pub fn background_done(&self) {
        self.lock().background_running -= 1;
        self.ready.notify_one();
    }

    /// No more is let in; what waits is still done.
    pub fn close(&self) {
        self.lock().closed = true;
        self.ready.notify_all();
    }

    /// How many wait.
    pub fn waiting(&self) -> usize {
        let queues = self.lock();
        queues.interactive.len() + queues.background.len()
    }

    fn lock(&self) -> MutexGuard<'_, Queues> {
        self.queues.lock().unwrap_or_else(|poison| poison.into_inner())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Error, Tx};

    struct Named(&'static str);

    impl super::super::Job for Named {
        fn attempt(&mut self, _: &mut Tx) -> bool {
            true
        }
        fn answer(self: Box<Self>, _: Result<(), Error>) {}
        fn abandoned(&self) -> bool {
            self.0 == "abandoned"
        }
        fn deadline(&self) -> Instant {
            Instant::now()
        }
    }

    fn push(lane: &Lane, count: usize, background: bool) {
        for _ in 0..count {
            assert!(lane.push(Box::new(Named("job")), background).is_ok());
        }
    }

    fn taken(lane: &Lane, most: usize) -> (usize, bool) {
        let batch = lane.take(most).unwrap();
        (batch.jobs.len(), batch.background)
    }

    #[test]
    fn interactive_work_comes_first_and_background_work_one_at_a_time() {
        let lane = Lane::new(100, 1);
        push(&lane, 5, true);
        push(&lane, 3, false);
        assert_eq!(taken(&lane, 64), (3, false));
        assert_eq!(taken(&lane, 64), (1, true));
        lane.background_done();
        assert_eq!(taken(&lane, 64), (1, true));
        assert_eq!(lane.waiting(), 3);
    }

    #[test]
    fn background_work_is_never_kept_waiting_for_long() {
        let lane = Lane::new(100, 1);
        push(&lane, 1, true);
        push(&lane, 10, false);
        assert_eq!(taken(&lane, 4), (4, false));
        std::thread::sleep(PATIENCE);
        assert_eq!(taken(&lane, 4), (4, true), "three of one kind and one of the other");
        lane.background_done();
        assert_eq!(taken(&lane, 4), (3, false));
    }

    #[test]
    fn a_writer_of_one_takes_the_background_in_turn() {
        let lane = Lane::new(100, 1);
        push(&lane, 2, true);
        push(&lane, 2, false);
        std::thread::sleep(PATIENCE);
        assert_eq!(taken(&lane, 1), (1, true));
        assert_eq!(taken(&lane, 1), (1, false));
    }

    #[test]
    fn a_closed_lane_gives_what_it_has_and_takes_no_more() {
        let lane = Lane::new(2, 1);
        push(&lane, 2, false);
        assert!(lane.push(Box::new(Named("job")), false).is_err());
        lane.close();
        assert!(lane.push(Box::new(Named("job")), true).is_err());
        assert_eq!(taken(&lane, 64), (2, false));
        assert!(lane.take(64).is_none());
    }
}
