//! Who is at work: moves a session's idle clock and a token's last use now and then, beside the request, so that whoever works is not signed
//! out, and one sees which programs still call; remembers who was found to be somebody. Called by the router.

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

/// By the digest of the cookie or the token.
type Times = Mutex<HashMap<[u8; 32], Instant>>;

#[derive(Default)]
pub struct Presence {
    /// when each was last asked of the database
    asked: Times,
    /// when the database last knew it
    known: Times,
}

impl Presence {
    fn is_due(&self, hash: [u8; 32], now: Instant) -> bool {
        !is_fresh(&self.asked, &hash, now, EVERY) && {
            remember(&self.asked, hash, now);
            true
        }
    }

    /// Whether this caller was found to be somebody a short while ago; what a stranger makes up is not.
    pub fn knows(&self, caller: &Caller, now: Instant) -> bool {
        digest(caller).is_some_and(|hash| is_fresh(&self.known, &hash, now, 2 * EVERY))
    }
}

fn is_fresh(times: &Times, hash: &[u8; 32], now: Instant, within: Duration) -> bool {
    let times = times.lock().unwrap_or_else(PoisonError::into_inner);
    times.get(hash).is_some_and(|last| now.duration_since(*last) < within)
}

fn remember(times: &Times, hash: [u8; 32], now: Instant) {
    let mut times = times.lock().unwrap_or_else(PoisonError::into_inner);
    if times.len() >= MOST {
        times.retain(|_, last| now.duration_since(*last) < EVERY);
    }
    if times.len() >= MOST {
        times.clear();
    }
    times.insert(hash, now);
}

fn digest(caller: &Caller) -> Option<[u8; 32]> {
    match caller {
        Caller::Session { hash, .. } | Caller::Token { hash, .. } => Some(*hash),
        Caller::Person(_) | Caller::System(_) | Caller::Stranger => None,
    }
}

/// Nobody waits for it: one that fails is made up for by the next.
pub fn note(app: &App, caller: &Caller) {
    let seen: fn(&mut Cx) -> Result<()> = match caller {
        Caller::Session { .. } => session::seen,
        Caller::Token { .. } => token::seen,
        Caller::Person(_) | Caller::System(_) | Caller::Stranger => return,
    };
    let Some(hash) = digest(caller).filter(|hash| app.presence.is_due(*hash, Instant::now())) else { return };
    let (engine, presence, caller) = (app.engine.clone(), app.presence.clone(), caller.clone());
    tokio::spawn(async move {
        match engine.write_background(caller, seen).await {
            Ok(()) => remember(&presence.known, hash, Instant::now()),
            Err(problem) => tracing::debug!(%problem, "when a session or token was last used was not kept"),
        }
    });
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

    #[test]
    fn only_whom_the_database_knew_is_known_and_not_for_ever() {
        let presence = Presence::default();
        let now = Instant::now();
        let caller = Caller::Token { hash: [3; 32], address: None };
        assert!(presence.is_due([3; 32], now) && !presence.knows(&caller, now));
        remember(&presence.known, [3; 32], now);
        assert!(presence.knows(&caller, now + EVERY) && !presence.knows(&caller, now + 2 * EVERY));
        assert!(!presence.knows(&Caller::Stranger, now));
    }
}
