//! Where tests find the real data: `ZHIKE_DATA`, or `../shared/data` beside the project. It is never part of the project.

use std::path::{Path, PathBuf};

/// One file of it. `None`, with a line that says so, where there is none; in CI that is a failure.
pub fn real_file(path: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let file = std::env::var_os("ZHIKE_DATA").map_or(beside, PathBuf::from).join(path);
    if file.is_file() {
        return Some(file);
    }
    assert!(std::env::var_os("CI").is_none(), "CI needs the real data; there is none at {}", file.display());
    println!("no real data here: skipped what needs {path}");
    None
}
