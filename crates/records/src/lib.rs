//! The record engine: objects, fields, access, reading, writing. Knows no customers and no HTTP; would serve a hospital as well.
//! Used by `modules` (which gives it metadata and rules) and by the edges (through `Engine`).

pub mod access;
pub mod audit;
pub mod behaviour;
mod check;
pub mod context;
pub mod engine;
pub mod expr;
pub mod field;
pub mod identity;
pub mod import;
pub mod jobs;
pub mod language;
mod memo;
pub mod money;
pub mod outbox;
pub mod query;
pub mod record;
pub mod schema;
pub mod search;
mod setup;
pub mod sweep;
mod system;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod timeline;
pub mod transfer;
pub mod verb;
pub mod visible;
pub mod write;

pub use context::Cx;
pub use engine::{Engine, Modules};
pub use identity::Caller;
