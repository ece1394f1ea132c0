//! Rate limits: one bucket per purpose and caller, so that one kind of traffic never starves another (security: RATE-1, AUTH-8).
//! Counted by the router and by sign-in.

use std::{
    collections::HashMap,
    num::NonZeroU32,
    sync::{
        Mutex,
        atomic::{AtomicU32, Ordering},
    },
};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock};
use records::identity::secret;
use types::{Problem, ProblemKind, Result};

/// Keys are digests: what a stranger sends as a name may be long, what is kept of it is not.
type Key = [u8; 16];

pub struct Limits {
    /// tries to sign in with one name from one address: enough for a person, not for a list of passwords
    attempts: DefaultKeyedRateLimiter<Key>,
    /// with one name from anywhere; above it everybody waits a little
    name: DefaultKeyedRateLimiter<Key>,
    /// with any name from one address
    address: DefaultKeyedRateLimiter<Key>,
    /// everything else per caller
    requests: DefaultKeyedRateLimiter<Key>,
    /// how many tries of one name are slowed now
    slowed: Mutex<HashMap<Key, usize>>,
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

/// So many tries of one name are kept waiting at once; each holds a connection and what was sent. It takes some 6,000 addresses to keep these places
/// taken and so to shut the person out who is called so (AUTH-8).
const SLOWED: usize = 1_000;

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
            slowed: Mutex::default(),
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

    /// A place among those who are kept waiting because this name is tried too often; refused where there is none left.
    pub fn slow(&self, name: &str) -> Result<Slowed<'_>> {
        let key = digest(name);
        let mut slowed = self.slowed.lock().unwrap_or_else(|poison| poison.into_inner());
        let waiting = slowed.entry(key).or_default();
        if *waiting >= SLOWED {
            return Err(Problem::new(ProblemKind::RateLimited, "rate_limited").with("seconds", 2));
        }
        *waiting += 1;
        Ok(Slowed { limits: self, key })
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

/// Somebody is kept waiting.
pub struct Slowed<'l> {
    limits: &'l Limits,
    key: Key,
}

impl Drop for Slowed<'_> {
    fn drop(&mut self) {
        let mut slowed = self.limits.slowed.lock().unwrap_or_else(|poison| poison.into_inner());
        if let Some(waiting) = slowed.get_mut(&self.key) {
            *waiting -= 1;
            if *waiting == 0 {
                slowed.remove(&self.key);
            }
        }
    }
}

fn digest(key: &str) -> Key {
    let whole = secret::hash(key);
    whole[..16].try_into().expect("a digest has 32 bytes")
}
