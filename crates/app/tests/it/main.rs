//! The one integration test binary: the built program and the whole tree, seen from outside.
//! `cargo nextest run -p zhike --test it` runs it; `./test` runs it with everything else.

mod archive;
mod commands;
mod serving;
mod support;
mod tidy;
