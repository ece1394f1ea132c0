//! How to open a database. Made by `app` from the configuration, by tests from their folder.

use std::time::Duration;

use crate::{Error, Result};

#[derive(Clone, Debug)]
pub struct Options {
    /// `sqlite://folder/file` (`sqlite:///folder/file` from the root) or
    /// `postgres://user:password@host/database?sslmode=verify-full&sslrootcert=ca.pem`
    pub url: String,
    /// connections that answer pages
    pub readers: usize,
    /// connections for pages and reports that add up many records, which may take seconds
    pub heavy_readers: usize,
    /// connections for exports, imports and upkeep, which nobody waits for at a page
    pub long_readers: usize,
    /// connections that write; SQLite always has one
    pub writers: usize,
    /// closures committed together on SQLite, at most 64
    pub group: usize,
    /// closures waiting in one queue before the next is refused as `Busy`
    pub queue: usize,
    pub read_deadline: Duration,
    pub heavy_deadline: Duration,
    pub write_deadline: Duration,
}

pub(crate) enum Place {
    Sqlite(std::path::PathBuf),
    Postgres(String),
}

impl Options {
    pub fn new(url: impl Into<String>) -> Options {
        Options {
            url: url.into(),
            readers: 4,
            heavy_readers: 3,
            long_readers: 3,
            writers: 8,
            group: 64,
            queue: 1_024,
            read_deadline: Duration::from_secs(10),
            heavy_deadline: Duration::from_secs(120),
            write_deadline: Duration::from_secs(10),
        }
    }

    pub(crate) fn place(&self) -> Result<Place> {
        let (scheme, rest) = self.url.split_once("://").unwrap_or_default();
        match scheme {
            "sqlite" if !rest.is_empty() => Ok(Place::Sqlite(rest.into())),
            "postgres" | "postgresql" => Ok(Place::Postgres(self.url.clone())),
            _ => Err(Error::Other("a database is named sqlite://path or postgres://user@host/database".into())),
        }
    }
}
