//! Databases for tests: every test of the house runs on each kind there is. Used by the tests of all crates (feature `testing`).

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use crate::{Database, Options, Select};

/// Runs the test on an empty SQLite database in a folder of its own, and on PostgreSQL when `ZHIKE_TEST_POSTGRES` names a server where
/// databases may be made. With `CI=true` its absence is a failure.
///
/// # Panics
/// When the test does, after the name of the database it failed on.
pub fn each_database(test: impl Fn(Database)) {
    on_sqlite(&test);
    on_postgres(&test);
}

static CATCHING: AtomicBool = AtomicBool::new(false);
static CAUGHT: Mutex<Vec<Select>> = Mutex::new(Vec::new());

/// From now on every query of this process is remembered, until `caught`: for benchmarks that ask them again, and tests that count them.
pub fn catch() {
    CAUGHT.lock().expect("nobody panicked with the queries").clear();
    CATCHING.store(true, Ordering::SeqCst);
}

/// The queries since `catch`.
pub fn caught() -> Vec<Select> {
    CATCHING.store(false, Ordering::SeqCst);
    std::mem::take(&mut *CAUGHT.lock().expect("nobody panicked with the queries"))
}

pub(crate) fn saw(query: &Select) {
    if CATCHING.load(Ordering::Relaxed) {
        CAUGHT.lock().expect("nobody panicked with the queries").push(query.clone());
    }
}

/// Only SQLite.
pub fn on_sqlite(test: impl Fn(Database)) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let database = Database::open(&Options::new(format!("sqlite://{}", folder.path().join("test.db").display())));
    named("SQLite", || test(database.expect("an empty SQLite database")));
}

/// Only PostgreSQL, where there is one.
///
/// # Panics
/// With `CI=true` when there is none.
pub fn on_postgres(test: impl Fn(Database)) {
    let Ok(server) = std::env::var("ZHIKE_TEST_POSTGRES") else {
        assert!(std::env::var("CI").is_err(), "CI must test PostgreSQL: set ZHIKE_TEST_POSTGRES");
        return;
    };
    let scratch = Scratch::make(&server);
    let database = Database::open(&scratch.options());
    named("PostgreSQL", || test(database.expect("an empty PostgreSQL database")));
}

/// A PostgreSQL database of its own, dropped in the end.
pub struct Scratch {
    server: String,
    name: String,
}

impl Scratch {
    /// # Panics
    /// When the server does not make one.
    pub fn make(server: &str) -> Scratch {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("zhike_test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let scratch = Scratch { server: server.to_owned(), name };
        scratch.ask(&format!("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'", scratch.name));
        scratch
    }

    /// Few connections: many tests share the server.
    pub fn options(&self) -> Options {
        Options { readers: 2, heavy_readers: 1, long_readers: 1, writers: 3, ..Options::new(self.url()) }
    }

    pub fn url(&self) -> String {
        with_database(&self.server, &self.name)
    }

    fn ask(&self, command: &str) {
        let asked = crate::connect::postgres::command(&self.server, command);
        asked.expect("the server of ZHIKE_TEST_POSTGRES makes and drops databases");
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        self.ask(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
    }
}

/// The same URL naming another database.
fn with_database(server: &str, name: &str) -> String {
    let (address, query) = server.split_once('?').unwrap_or((server, ""));
    let (scheme, rest) = address.split_once("://").expect("a URL has a scheme");
    let host = rest.split_once('/').map_or(rest, |(host, _)| host);
    if query.is_empty() { format!("{scheme}://{host}/{name}") } else { format!("{scheme}://{host}/{name}?{query}") }
}

fn named(name: &str, test: impl FnOnce()) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(test)) {
        eprintln!("--- failed on {name}");
        resume_unwind(panic);
    }
}
