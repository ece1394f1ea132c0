//! What the tests of the whole program share: where the project and the real data lie, and a running server.

mod data;
mod server;

use std::path::PathBuf;

pub use data::data_dir;
pub use server::{Server, call, each_server, send, zhike};

/// The project's folder: the one with the workspace's Cargo.toml.
pub fn project() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
        .canonicalize()
        .expect("the sources this was built from")
}
