//! kill -9 during an import: it goes on by itself at the next start, every row comes in once, and it can be undone as a whole.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use serde_json::Value as Json;

use crate::support::{Server, call, send};

const ROWS: u64 = 3_000;
const KILLS: u64 = 5;
const PATIENCE: Duration = Duration::from_secs(120);

#[test]
fn an_import_that_is_killed_goes_on_brings_every_row_once_and_can_be_undone() {
    let mut server = Server::start();
    let token = server.token();
    let mut file = String::from("Account name,Description\r\n");
    file.extend((0..ROWS).map(|row| format!("Company {row},row {row}\r\n")));
    let body = format!(
        "--part\r\ncontent-disposition: form-data; name=\"file\"; filename=\"accounts.csv\"\r\ncontent-type: text/csv\r\n\r\n{file}\r\n--part--\r\n"
    );
    let headers = [("content-type", "multipart/form-data; boundary=part")];
    let (status, job) =
        send("POST", &server.url("/api/v1/accounts/imports"), Some(&token), &headers, &body).expect("an answer");
    assert_eq!(status, 202, "{job}");
    let path = format!("/api/v1/jobs/{}", job["id"].as_str().unwrap());
    let count = |server: &Server| {
        let url = server.url("/api/v1/accounts?limit=1&total=true");
        call("GET", &url, Some(&token), "").1["total"]["count"].as_u64().unwrap()
    };
    let mut before = 0;
    for _ in 0..KILLS {
        // some steps further each time
        let began = Instant::now();
        while count(&server) < before + ROWS / (KILLS + 3) {
            assert!(
                began.elapsed() < PATIENCE,
                "the import stands at {before}: {}",
                call("GET", &server.url(&path), Some(&token), "").1
            );
            std::thread::sleep(Duration::from_millis(10));
        }
        server = Server::serve(server.killed());
        before = count(&server);
        assert!(before > 0, "what was imported is there");
    }
    let done = over(&server, &path, &token);
    assert_eq!(done["state"], "done", "{done}");
    assert_eq!(count(&server), ROWS);
    let listed = server.command(&["export", "accounts", "--format", "jsonl"]).output().unwrap();
    let names: BTreeSet<String> = String::from_utf8(listed.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str::<Json>(line).unwrap()["name"].as_str().unwrap().to_string())
        .collect();
    assert_eq!(names.len() as u64, ROWS, "every row once");
    let (status, undo) = call("POST", &server.url(&format!("{path}/reversal")), Some(&token), "");
    assert_eq!(status, 202, "{undo}");
    let path = format!("/api/v1/jobs/{}", undo["id"].as_str().unwrap());
    server = Server::serve(server.killed());
    let done = over(&server, &path, &token);
    assert_eq!(done["state"], "done", "{done}");
    assert_eq!(count(&server), 0, "undone as a whole");
    assert!(server.command(&["verify"]).status().unwrap().success());
}

/// Waits for the end of a job.
fn over(server: &Server, path: &str, token: &str) -> Json {
    let began = Instant::now();
    loop {
        let (_, job) = call("GET", &server.url(path), Some(token), "");
        if !matches!(job["state"].as_str(), Some("waiting" | "running")) {
            return job;
        }
        assert!(began.elapsed() < PATIENCE, "{job}");
        std::thread::sleep(Duration::from_millis(50));
    }
}
