//! Who is at work: moves a session's idle clock and a token's last use now and then, beside the request, so that whoever works is not signed
//! out, and one sees which programs still call. Called by the router.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use records::{
    Caller, Cx,
    identity::{session, token},
};
use types::Result;

use crate::App;

/// A little more than what the database itself compares with, so that every move counts.
const EVERY: Duration = Duration::from_secs(session::SEEN_EVERY.unsigned_abs() / 1_000_000 + 5);
/// More sessions than this are not remembered; forgetting one costs a write too many.
const MOST: usize = 20_000;

/// When each session or token was last moved, by its digest.
#[derive(Default)]
pub struct Presence {
    moved: Mutex<HashMap<[u8; 32], Instant>>,
}

impl Presence {
    fn is_due(&self, hash: [u8; 32], now: Instant) -> bool {
        let mut moved = self.moved.lock().unwrap_or_else(PoisonError::into_inner);
        if moved.get(&hash).is_some_and(|last| now.duration_since(*last) < EVERY) {
            return false;
        }
        if moved.len() >= MOST {
            moved.retain(|_, last| now.duration_since(*last) < EVERY);
        }
        if moved.len() >= MOST {
            moved.clear();
        }
        moved.insert(hash, now);
        true
    }
}

/// Nobody waits for it: one that fails is made up for by the next.
pub fn note(app: &App, caller: &Caller) {
    let (hash, seen): (_, fn(&mut Cx) -> Result<()>) = match caller {
        Caller::Session { hash, .. } => (hash, session::seen),
        Caller::Token { hash, .. } => (hash, token::seen),
        Caller::Person(_) | Caller::System(_) | Caller::Stranger => return,
    };
    if app.presence.is_due(*hash, Instant::now()) {
        let (engine, caller) = (app.engine.clone(), caller.clone());
        tokio::spawn(async move {
            if let Err(problem) = engine.write_background(caller, seen).await {
                tracing::debug!(%problem, "when a session or token was last used was not kept");
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_moved_now_and_then_and_each_on_its_own() {
        let presence = Presence::default();
        let now = Instant::now();
        assert!(presence.is_due([1; 32], now));
        assert!(!presence.is_due([1; 32], now + EVERY / 2));
        assert!(presence.is_due([2; 32], now));
        assert!(presence.is_due([1; 32], now + EVERY));
    }
}
