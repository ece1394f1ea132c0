//! Rate limits: one bucket per purpose and caller, so that one kind of traffic never starves another (security: RATE-1, AUTH-8).
//! Counted by the router and by sign-in.

use std::{
    num::NonZeroU32,
    sync::atomic::{AtomicU32, Ordering},
};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock};
use records::identity::secret;
use types::{Problem, ProblemKind, Result};

/// Keys are digests: what a stranger sends as a name may be long, what is kept of it is not.
type Key = [u8; 16];

pub struct Limits {
    /// tries to sign in with one name from one address: enough for a person, not for a list of passwords
    attempts: DefaultKeyedRateLimiter<Key>,
    /// with one name from anywhere; above it everybody waits a little, nobody is shut out
    name: DefaultKeyedRateLimiter<Key>,
    /// with any name from one address
    address: DefaultKeyedRateLimiter<Key>,
    /// everything else per caller
    requests: DefaultKeyedRateLimiter<Key>,
    counted: AtomicU32,
}

/// What a request is counted as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// keyed by name and address
    SignInAttempt,
    SignInName,
    SignInAddress,
    Request,
}

/// Callers who have been quiet are forgotten after this many counts: memory holds no more than these and those who are at it.
const FORGET_EVERY: u32 = 10_000;

fn quota(per_minute: u32, burst: u32) -> Quota {
    let at_least_one = |n: u32| NonZeroU32::new(n.max(1)).expect("at least one");
    Quota::per_minute(at_least_one(per_minute)).allow_burst(at_least_one(burst))
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            attempts: RateLimiter::keyed(quota(5, 10)),
            name: RateLimiter::keyed(quota(30, 30)),
            address: RateLimiter::keyed(quota(30, 60)),
            requests: RateLimiter::keyed(quota(120_000, 20_000)),
            counted: AtomicU32::new(0),
        }
    }
}

impl Limits {
    /// Counts one; refuses with the seconds to wait.
    pub fn count(&self, purpose: Purpose, key: &str) -> Result<()> {
        if self.counted.fetch_add(1, Ordering::Relaxed) % FORGET_EVERY == FORGET_EVERY - 1 {
            self.forget();
        }
        self.of(purpose).check_key(&digest(key)).map_err(|not_until| {
            let wait = not_until.wait_time_from(governor::clock::DefaultClock::default().now());
            Problem::new(ProblemKind::RateLimited, "rate_limited").with("seconds", wait.as_secs().max(1))
        })
    }

    fn of(&self, purpose: Purpose) -> &DefaultKeyedRateLimiter<Key> {
        match purpose {
            Purpose::SignInAttempt => &self.attempts,
            Purpose::SignInName => &self.name,
            Purpose::SignInAddress => &self.address,
            Purpose::Request => &self.requests,
        }
    }

    /// A bucket that is full again says no more than none.
    fn forget(&self) {
        for limiter in [&self.attempts, &self.name, &self.address, &self.requests] {
            limiter.retain_recent();
        }
    }

    /// Callers that are remembered for a purpose.
    #[cfg(test)]
    pub(crate) fn remembered(&self, purpose: Purpose) -> usize {
        self.of(purpose).len()
    }
}

fn digest(key: &str) -> Key {
    let whole = secret::hash(key);
    whole[..16].try_into().expect("a digest has 32 bytes")
}
