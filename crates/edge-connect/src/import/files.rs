//! Files on their way in: stored by the digest of their content, read back as often as needed. Called by the routes and the command.

use std::{fs::File, io::Read};

use types::{Problem, Result};

use super::{Imports, Source, problems};
use crate::formats::{self, Limits, Shape, source};

/// A file that was stored and not looked at yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incoming {
    pub name: String,
    pub sha256: String,
    pub size: u64,
}

impl Incoming {
    pub fn shaped(self, shape: Shape) -> Source {
        Source { name: self.name, sha256: self.sha256, size: self.size, shape }
    }
}

impl Imports {
    /// Stores a file; blocks until it is durable. `limit` in bytes.
    ///
    /// # Errors
    /// 413 beyond the limit, 507 when the disk is full.
    pub fn take_in(&self, name: &str, content: impl Read, limit: u64) -> Result<Incoming> {
        let blob = self.blobs.put(content, limit)?;
        Ok(Incoming { name: name.to_string(), sha256: blob.hash, size: blob.size })
    }

    /// The bytes of a file that was taken in.
    ///
    /// # Errors
    /// `file_gone` when it is no longer stored.
    pub fn open(&self, sha256: &str) -> Result<File> {
        self.blobs.get(sha256)?.ok_or_else(|| Problem::conflict("file_gone"))
    }

    /// The file under its shape, for reading row by row.
    pub(super) fn read(&self, source: &Source) -> Result<source::Source<File>> {
        formats::open(self.open(&source.sha256)?, &source.shape, Limits::default())
            .map_err(|problem| problems::of_file(&problem))
    }
}

/// Blocking work beside the asynchronous house.
pub(super) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(Problem::internal)?
}
