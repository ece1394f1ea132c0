//! The one integration test binary: the built program and the whole tree, seen from outside.
//! `cargo nextest run -p zhike --test it` runs it; `./test` runs it with everything else.

#[allow(dead_code, unused_imports, reason = "the tests that start a server come with its pages and its API")]
mod support;
mod tidy;
