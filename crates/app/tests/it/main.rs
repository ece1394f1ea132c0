//! The one integration test binary: the built program and the whole tree, seen from outside.
//! `cargo nextest run -p zhike --test it` runs it; `./test` runs it with everything else.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "clippy takes only functions marked #[test] for tests, not what they call"
)]

mod archive;
mod commands;
mod deals;
mod faults;
mod serving;
mod support;
mod tidy;
