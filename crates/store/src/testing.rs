//! Databases for tests: every test of the house runs on each kind there is. Used by the tests of all crates (feature `testing`).

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use crate::{Database, Options};

/// Runs the test on an empty SQLite database in a folder of its own, and on PostgreSQL when `ZHIKE_TEST_POSTGRES` names a server where
/// databases may be made. With `CI=true` its absence is a failure.
///
/// # Panics
/// When the test does, after the name of the database it failed on.
pub fn each_database(test: impl Fn(Database)) {
    on_sqlite(&test);
}

/// Only SQLite.
pub fn on_sqlite(test: impl Fn(Database)) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let database = Database::open(&Options::new(format!("sqlite://{}", folder.path().join("test.db").display())));
    named("SQLite", || test(database.expect("an empty SQLite database")));
}

fn named(name: &str, test: impl FnOnce()) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(test)) {
        eprintln!("--- failed on {name}");
        resume_unwind(panic);
    }
}
