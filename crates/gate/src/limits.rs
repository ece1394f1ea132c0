//! Rate limits: one bucket per purpose and caller, so that one kind of traffic never starves another (security: RATE-1, AUTH-8).

use std::num::NonZeroU32;

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock};
use types::{Problem, ProblemKind, Result};

pub struct Limits {
    /// sign-in per account name
    sign_in_account: DefaultKeyedRateLimiter<String>,
    /// sign-in, set-up, one-time links per address
    sign_in_address: DefaultKeyedRateLimiter<String>,
    /// everything else per caller
    requests: DefaultKeyedRateLimiter<String>,
}

/// What a request is counted as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    SignInAccount,
    SignInAddress,
    Request,
}

fn quota(per_minute: u32, burst: u32) -> Quota {
    let at_least_one = |n: u32| NonZeroU32::new(n.max(1)).expect("at least one");
    Quota::per_minute(at_least_one(per_minute)).allow_burst(at_least_one(burst))
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            sign_in_account: RateLimiter::keyed(quota(5, 10)),
            sign_in_address: RateLimiter::keyed(quota(30, 60)),
            requests: RateLimiter::keyed(quota(120_000, 20_000)),
        }
    }
}

impl Limits {
    /// Counts one; refuses with the seconds to wait.
    pub fn count(&self, purpose: Purpose, key: &str) -> Result<()> {
        let limiter = match purpose {
            Purpose::SignInAccount => &self.sign_in_account,
            Purpose::SignInAddress => &self.sign_in_address,
            Purpose::Request => &self.requests,
        };
        limiter.check_key(&key.to_string()).map_err(|not_until| {
            let wait = not_until.wait_time_from(governor::clock::DefaultClock::default().now());
            Problem::new(ProblemKind::RateLimited, "rate_limited").with("seconds", wait.as_secs().max(1))
        })
    }

    /// Forgets callers who have been quiet; called now and then so that memory stays bounded.
    pub fn sweep(&self) {
        for limiter in [&self.sign_in_account, &self.sign_in_address, &self.requests] {
            limiter.retain_recent();
        }
    }
}
