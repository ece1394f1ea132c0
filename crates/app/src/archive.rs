//! A backup: one ordinary `tar.zst`, sealed with age when a key is given. Inside: `zhike.db` (a snapshot of the database), `files/<sha-256>`
//! (the attachments) and, last, `manifest.json` with their sizes and checksums. Written by `backup`, read by `restore`.

pub mod key;
mod read;
#[cfg(test)]
mod tests;
mod write;

use serde::{Deserialize, Serialize};
use types::Problem;

pub use read::unpack;
pub use write::pack;

const DATABASE: &str = "zhike.db";
const FILES: &str = "files";
const MANIFEST: &str = "manifest.json";

/// Counts up when an older program could not read a newer backup.
const FORMAT: u32 = 1;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    pub format: u32,
    /// of the program that wrote it
    pub version: String,
    /// RFC 3339
    pub created_at: String,
    pub database: Database,
    pub files: Files,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Database {
    pub bytes: u64,
    /// 64 hexadecimal digits
    pub sha256: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Files {
    pub count: u64,
    pub bytes: u64,
    /// of the names in the order of the archive; each name is the checksum of its content
    pub sha256: String,
}

fn hex(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reading or writing the archive failed; a full disk keeps its name.
fn io(error: std::io::Error) -> Problem {
    use std::io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    match error.kind() {
        StorageFull | QuotaExceeded | FileTooLarge => store::Error::Full.into(),
        _ => Problem::bad("backup_unreadable").because(error),
    }
}
