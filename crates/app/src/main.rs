//! The binary `zhike`.
fn main() {}
