//! Counters for `/metrics`, in Prometheus's text form: requests by class of answer, time in buckets, queues of the database.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Upper bounds of the buckets, milliseconds.
const BOUNDS: [u64; 10] = [1, 2, 5, 10, 20, 50, 100, 250, 1_000, 5_000];

#[derive(Default)]
pub struct Metrics {
    /// by first digit of the status
    answers: [AtomicU64; 6],
    buckets: [AtomicU64; BOUNDS.len() + 1],
    micros: AtomicU64,
}

impl Metrics {
    pub fn count(&self, status: u16, took: Duration) {
        let class = usize::from(status / 100).min(self.answers.len() - 1);
        self.answers[class].fetch_add(1, Ordering::Relaxed);
        let millis = took.as_millis() as u64;
        let bucket = BOUNDS.iter().position(|bound| millis <= *bound).unwrap_or(BOUNDS.len());
        self.buckets[bucket].fetch_add(1, Ordering::Relaxed);
        self.micros.fetch_add(took.as_micros() as u64, Ordering::Relaxed);
    }

    /// `waiting`: closures in the queues of the database (pages, heavy reads, long reads, writes).
    pub fn render(&self, waiting: [usize; 4]) -> String {
        use std::fmt::Write as _;
        let mut out = String::from("# TYPE zhike_http_requests_total counter\n");
        for (class, count) in self.answers.iter().enumerate().skip(1) {
            let _ = writeln!(out, "zhike_http_requests_total{{class=\"{class}xx\"}} {}", count.load(Ordering::Relaxed));
        }
        out.push_str("# TYPE zhike_http_seconds histogram\n");
        let mut below = 0;
        for (at, bucket) in self.buckets.iter().enumerate() {
            below += bucket.load(Ordering::Relaxed);
            match BOUNDS.get(at) {
                Some(bound) => {
                    let _ = writeln!(out, "zhike_http_seconds_bucket{{le=\"{}\"}} {below}", *bound as f64 / 1_000.0);
                }
                None => {
                    let _ = writeln!(out, "zhike_http_seconds_bucket{{le=\"+Inf\"}} {below}");
                }
            }
        }
        let seconds = self.micros.load(Ordering::Relaxed) as f64 / 1_000_000.0;
        let _ = writeln!(out, "zhike_http_seconds_sum {seconds}\nzhike_http_seconds_count {below}");
        out.push_str("# TYPE zhike_database_waiting gauge\n");
        for (lane, count) in ["read", "heavy", "long", "write"].iter().zip(waiting) {
            let _ = writeln!(out, "zhike_database_waiting{{lane=\"{lane}\"}} {count}");
        }
        out
    }
}
