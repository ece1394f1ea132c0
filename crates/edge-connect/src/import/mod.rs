//! Imports: files come in, are looked at, checked, and written in the background; refused rows go out; an import is taken back. One library for
//! the command, the REST interface and the wizard; what rows become is `records::import`'s business.
//!
//! `take_in` stores a file, `inspect` looks at it and proposes a mapping, `check` tries it, `start` orders the job, `run` (registered by `app`
//! with `edge-jobs`) carries it out, `progress` tells how far it is, `refused` gives the rows it refused, `undo` takes it back.

mod ahead;
mod batches;
mod content;
mod draft;
mod facts;
mod files;
mod inspect;
pub mod map_file;
mod order;
mod problems;
mod refused;
pub mod routes;
mod run;
mod saved;
#[cfg(test)]
mod tests;
mod undo;

use records::Engine;
use serde::{Deserialize, Serialize};
use store::Blobs;

pub use draft::Standing;
pub use files::Incoming;
pub use inspect::Inspected;
pub use map_file::MapFile;
pub use order::{Ordered, Started, job_json, order};
pub use records::import::{Assumed, Progress};
pub use refused::body;
pub use saved::Saved;

use crate::formats::Shape;

/// The kind of job that checks and writes; the handler is [`Imports::run`].
pub const JOB: &str = "import";
/// The kind of job that takes an import back; the handler is [`Imports::run_undo`].
pub const UNDO_JOB: &str = "import_undo";

/// Where imports happen. Cheap to clone.
#[derive(Clone)]
pub struct Imports {
    pub engine: Engine,
    pub blobs: Blobs,
}

/// A file that was taken in, and how it is to be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    pub name: String,
    /// SHA-256 of its bytes, under which they are stored
    pub sha256: String,
    pub size: u64,
    pub shape: Shape,
}
