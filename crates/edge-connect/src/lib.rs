//! Other systems: files come in as imports. Called by `app`, which registers the routes and the kinds of jobs; holds no rules.

pub mod formats;
pub mod import;
mod storage;
