//! A disk that fails to sync the database file: the system forgets which pages it lost, so the server ends at once and the next start recovers from
//! the log. Made by a library that is put before the system's own.

use std::{process::Command, time::Duration};

use serde_json::json;

use crate::support::{Server, call, project, send, zhike};

/// Accounts until the log has to come home: each fills some pages of it.
const MOST: u64 = 3_000;

#[test]
fn a_disk_that_fails_to_sync_ends_the_server_and_loses_nothing() {
    let server = Server::start();
    let token = server.token();
    let folder = server.halted();
    let library = folder.path().join("failing_sync.so");
    let source = project().join("crates/app/tests/it/faults/failing_sync.c");
    let built = Command::new("cc").args(["-shared", "-fPIC", "-o"]).arg(&library).arg(source).arg("-ldl").status();
    assert!(built.expect("the C compiler that the build needs").success());
    let fails = folder.path().join("fails");
    let mut command = Command::new("env");
    command.env("LD_PRELOAD", &library).env("ZHIKE_FAILS", &fails);
    let server = Server::serve_by(folder, command);
    std::fs::write(&fails, "").unwrap();
    let account = json!({ "name": "Acme", "description": "words without end ".repeat(1_500) }).to_string();
    let headers = [("content-type", "application/json")];
    let mut kept = 0;
    while let Ok((201, _)) = send("POST", &server.url("/api/v1/accounts"), Some(&token), &headers, &account) {
        kept += 1;
        assert!(kept < MOST, "the log never came home");
        std::thread::sleep(Duration::from_millis(1)); // the keeper reaches the end of the log, and syncs
    }
    std::fs::remove_file(&fails).unwrap();
    let folder = server.killed();
    let log = std::fs::read_to_string(folder.path().join("server.log")).unwrap();
    assert!(log.contains("the disk did not keep"), "{log}");
    assert!(zhike(folder.path()).arg("verify").status().unwrap().success());
    let server = Server::serve(folder);
    let (status, list) = call("GET", &server.url("/api/v1/accounts?limit=1&total=true"), Some(&token), "");
    assert_eq!(status, 200, "{list}");
    let there = list["total"]["count"].as_u64().unwrap();
    assert!(there == kept || there == kept + 1, "{there} of {kept}: the last may have been kept and not answered");
}
