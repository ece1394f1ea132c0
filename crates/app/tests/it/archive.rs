//! Backups from outside: made while the server runs, restored elsewhere, sealed, damaged; `verify` and `doctor`.

use std::path::Path;
use std::process::Output;

use serde_json::Value as Json;

use crate::support::{Server, call, zhike};

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn run(folder: &Path, words: &[&str]) -> Output {
    zhike(folder).args(words).output().unwrap()
}

fn accounts(address: &str, token: &str) -> i64 {
    let (status, list) = call("GET", &format!("{address}/api/v1/accounts?total=true&limit=1"), Some(token), "");
    assert_eq!(status, 200, "{list}");
    list["total"]["count"].as_i64().unwrap()
}

/// A server with some records and a sealed and a plain backup of it in `folder`.
fn backed_up(folder: &Path) -> (Server, String) {
    let server = Server::start();
    let made = server.command(&["demo", "--rows", "40"]).output().unwrap();
    assert!(made.status.success(), "{}", said(&made));
    let token = server.token();
    for (file, flag) in [("plain.zhike", None), ("sealed.zhike", Some("--new-key"))] {
        let mut command = server.command(&["backup"]);
        command.arg(folder.join(file));
        if let Some(flag) = flag {
            command.arg(flag).arg(folder.join("key"));
        }
        let done = command.output().unwrap();
        assert!(done.status.success(), "{}", said(&done));
    }
    (server, token)
}

#[test]
fn a_backup_made_while_the_server_runs_restores_to_the_same_records() {
    let folder = tempfile::tempdir().unwrap();
    let (server, token) = backed_up(folder.path());
    let before = accounts(&server.url(""), &token);
    assert_eq!(before, 40);
    let running = server.command(&["restore"]).arg(folder.path().join("plain.zhike")).output().unwrap();
    assert_eq!(running.status.code(), Some(1), "not into a running server: {}", said(&running));
    drop(server);
    for (file, key) in [("plain.zhike", None), ("sealed.zhike", Some("key"))] {
        let other = tempfile::tempdir().unwrap();
        let file = folder.path().join(file);
        let mut words = vec!["restore".to_string(), file.display().to_string()];
        words.extend(key.iter().flat_map(|key| ["--key".to_string(), folder.path().join(key).display().to_string()]));
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let restored = run(other.path(), &words);
        assert!(restored.status.success(), "{}", said(&restored));
        assert_eq!(run(other.path(), &words).status.code(), Some(1), "nothing is overwritten");
        let server = Server::serve(other);
        assert_eq!(accounts(&server.url(""), &token), before, "the token is part of the backup");
        let sound = server.command(&["verify"]).output().unwrap();
        assert!(sound.status.success(), "{}", said(&sound));
    }
}

#[test]
fn a_sealed_backup_opens_with_its_key_only_and_a_damaged_one_restores_nothing() {
    let folder = tempfile::tempdir().unwrap();
    drop(backed_up(folder.path()));
    let sealed = folder.path().join("sealed.zhike").display().to_string();
    let plain = folder.path().join("plain.zhike");
    let other = tempfile::tempdir().unwrap();
    assert_eq!(run(other.path(), &["restore", &sealed]).status.code(), Some(1), "no key");
    let wrong = folder.path().join("wrong");
    std::fs::write(&wrong, "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX\n").unwrap();
    let refused = run(other.path(), &["restore", &sealed, "--key", &wrong.display().to_string()]);
    assert_eq!(refused.status.code(), Some(1), "another key");
    let mut bytes = std::fs::read(&plain).unwrap();
    for damage in ["cut", "changed"] {
        if damage == "cut" {
            bytes.truncate(bytes.len() / 2);
        } else {
            bytes = std::fs::read(&plain).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 0x55;
        }
        let file = folder.path().join(damage);
        std::fs::write(&file, &bytes).unwrap();
        let refused = run(other.path(), &["restore", &file.display().to_string()]);
        assert_eq!(refused.status.code(), Some(1), "{damage}: {}", said(&refused));
        assert!(!other.path().join("data/zhike.db").exists(), "{damage}");
        assert!(!other.path().join("data/restoring").exists(), "{damage}");
    }
}

#[test]
fn verify_finds_an_attachment_that_changed() {
    let server = Server::start();
    let hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    let place = server.data().join("files").join(&hash[..2]).join(&hash[2..4]);
    std::fs::create_dir_all(&place).unwrap();
    std::fs::write(place.join(hash), "test").unwrap();
    assert!(server.command(&["verify"]).output().unwrap().status.success());
    std::fs::write(place.join(hash), "tent").unwrap();
    let found = server.command(&["verify"]).output().unwrap();
    assert_eq!(found.status.code(), Some(1));
    assert!(said(&found).contains(hash), "{}", said(&found));
}

#[test]
fn doctor_says_what_to_do_about_a_missing_backup() {
    let server = Server::start();
    let page = || -> Json {
        let output = server.command(&["doctor", "--json"]).output().unwrap();
        serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {}", said(&output)))
    };
    let backup = |page: &Json| {
        let found = page["findings"].as_array().unwrap().iter().find(|finding| finding["name"] == "backup").cloned();
        found.unwrap()["grade"].as_str().unwrap().to_string()
    };
    assert_eq!(backup(&page()), "look");
    let file = server.data().join("../b.zhike");
    let done = server.command(&["backup"]).arg(&file).output().unwrap();
    assert!(done.status.success(), "{}", said(&done));
    assert_eq!(backup(&page()), "good");
}
