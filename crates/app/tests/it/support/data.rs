//! Where the real data lies that imports and reports are proven on. It is never part of the project: a stranger's
//! clone runs the same tests on generated files of the same shape.

use std::path::PathBuf;

use super::project;

/// `ZHIKE_DATA`, or `../shared/data` beside the project; `None` where there is neither. In CI that is a failure.
pub fn data_dir() -> Option<PathBuf> {
    let named = std::env::var_os("ZHIKE_DATA").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| project().join("../shared/data"));
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var_os("CI").is_none(), "CI needs the real data; there is none at {}", folder.display());
    None
}

#[test]
fn the_real_deals_are_at_hand_or_absent_as_a_whole() {
    match data_dir() {
        Some(folder) => assert!(folder.join("crm-sales-opportunities/sales_pipeline.csv").is_file()),
        None => println!("no real data here: tests take generated files of the same shape"),
    }
}
