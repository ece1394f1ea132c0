//! Turns: who may begin something long now. Of each person one piece of work runs at a time, and of all people together as many as leave a connection of
//! their lane free; the others wait a bounded time. Asked for by exports (`edge-connect`), aggregates (`edge-api`) and lists that walk whole tables
//! ([`crate::App::read_list`]).

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, Weak},
    time::Duration,
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use types::{Id, Problem, Result};

/// How long one waits for a turn before being told to come again.
const PATIENCE: Duration = Duration::from_secs(30);

pub struct Turns {
    house: Arc<Semaphore>,
    people: Mutex<HashMap<Option<Id>, Weak<Semaphore>>>,
}

/// Held for as long as the work takes.
pub struct Turn {
    _own: OwnedSemaphorePermit,
    _of_the_house: OwnedSemaphorePermit,
}

impl Turns {
    /// So many pieces of work of all people together.
    pub fn new(at_once: usize) -> Turns {
        Turns { house: Arc::new(Semaphore::new(at_once)), people: Mutex::default() }
    }

    /// # Errors
    /// 503 to whoever would wait longer than half a minute.
    pub async fn take(&self, who: Option<Id>) -> Result<Turn> {
        let turn = tokio::time::timeout(PATIENCE, self.wait(who)).await;
        turn.ok().flatten().ok_or_else(|| Problem::unavailable("as many as may run are running"))
    }

    /// First one's own, so that nobody holds a place of the house while they wait for themselves.
    async fn wait(&self, who: Option<Id>) -> Option<Turn> {
        let own = self.own(who)?.acquire_owned().await.ok()?;
        Some(Turn { _own: own, _of_the_house: self.house.clone().acquire_owned().await.ok()? })
    }

    fn own(&self, who: Option<Id>) -> Option<Arc<Semaphore>> {
        let mut people = self.people.lock().ok()?;
        people.retain(|_, turn| turn.strong_count() > 0);
        let there = people.get(&who).and_then(Weak::upgrade);
        Some(there.unwrap_or_else(|| {
            let turn = Arc::new(Semaphore::new(1));
            people.insert(who, Arc::downgrade(&turn));
            turn
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_pieces_of_work_of_one_person_leave_room_for_the_next() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let turns = Turns::new(2);
            let at_once = async |who| tokio::time::timeout(Duration::ZERO, turns.take(Some(Id(who)))).await.ok()?.ok();
            let first = at_once(1).await;
            assert!(first.is_some());
            assert!(at_once(1).await.is_none(), "the same person waits");
            let second = at_once(2).await;
            assert!(second.is_some());
            assert!(at_once(3).await.is_none(), "the house is full");
            drop(first);
            assert!(at_once(1).await.is_some());
        });
    }
}
