//! Other systems: files come in as imports, lists go out as files. Called by `app`, which registers the routes and the kinds of jobs; holds no rules.

pub mod export;
pub mod formats;
pub mod import;
mod storage;
