//! A command meets the server that is running on its data folder and lets it do the work: one database, one process. A Unix socket
//! `zhike.sock` in that folder, for its owner alone; one connection per command.
//!
//! The client sends one line of JSON (`Request`) and with it the files that it has opened (SCM_RIGHTS), because the server may see
//! neither its folders nor its terminal. The server answers with lines of JSON (`Told`): what a command says while it runs, then its
//! answer or what went wrong. A client that goes away stops its command at the next progress.

pub mod client;
pub mod server;

use std::{
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use types::words::Lang;

use crate::args::Command;

/// Both sides are the same program; after an upgrade an old server may still be running.
const VERSION: &str = env!("CARGO_PKG_VERSION");
/// A request is a command line, and perhaps a mapping; more is a mistake.
const REQUEST_LIMIT: u64 = 2 * 1024 * 1024;

#[derive(Serialize, Deserialize)]
struct Request {
    version: String,
    lang: Lang,
    command: Command,
    secret: Option<String>,
    mapping: Option<String>,
    /// which of the files came along, in this order: input, output
    files: [bool; 2],
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Told {
    Note(String),
    Progress {
        what: String,
        done: u64,
        total: u64,
    },
    Answer {
        text: String,
        json: serde_json::Value,
        failed: bool,
    },
    /// a sentence in the client's language
    Refused(String),
}

/// Where the socket of a data folder is.
fn socket(data_dir: &Path) -> PathBuf {
    data_dir.join("zhike.sock")
}

/// The folder's owner is the only account that may command the server.
fn owner(data_dir: &Path) -> std::io::Result<u32> {
    Ok(std::fs::metadata(data_dir)?.uid())
}
