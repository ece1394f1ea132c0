//! What every HTTP edge passes: the route registry, session → caller, forgery, limits, time-outs, headers, problems. Holds no rules of records.
//! Edges declare routes (`Route`); `app` builds the router from all of them (`router`).

pub mod answer;
pub mod call;
pub mod config;
pub mod files;
pub mod forgery;
pub mod frame;
pub mod headers;
pub mod idempotency;
pub mod limits;
pub mod metrics;
pub mod params;
pub mod passwords;
pub mod presence;
pub mod problem_json;
pub mod route;
pub mod router;
pub mod sign_in;
#[cfg(feature = "testing")]
pub mod testing;
#[cfg(test)]
mod tests;
pub mod turns;
pub mod upload;

pub use answer::{Refusal, Wants};
pub use call::Call;
pub use config::Config;
pub use route::{BodyLimit, Route, Who};
pub use router::{App, router};
pub use turns::Turns;
