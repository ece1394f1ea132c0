//! The server from outside: start, REST by token, the one-time set-up link, a second process, the end.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};

use crate::support::{Server, call, zhike};

#[test]
fn an_installation_set_up_by_commands_answers_its_rest_interface() {
    let server = Server::start();
    let token = server.token();
    let (status, made) =
        call("POST", &server.url("/api/v1/accounts"), Some(&token), r#"{"name":"苏州华远精密机械有限公司"}"#);
    assert_eq!(status, 201, "{made}");
    let (status, list) = call("GET", &server.url("/api/v1/accounts?total=true&fields=name"), Some(&token), "");
    assert_eq!((status, &list["total"]["count"]), (200, &1.into()), "{list}");
    assert_eq!(list["items"][0]["name"], "苏州华远精密机械有限公司");
    assert_eq!(call("GET", &server.url("/api/v1/accounts"), None, "").0, 401);
    assert_eq!(call("GET", &server.url("/api/v1/accounts"), Some("zk_wrong"), "").0, 401);
}

#[test]
fn machines_are_told_that_the_process_lives_and_is_ready() {
    let server = Server::start();
    assert_eq!(call("GET", &server.url("/livez"), None, "").0, 200);
    assert_eq!(call("GET", &server.url("/readyz"), None, "").0, 200);
    assert_eq!(call("GET", &server.url("/metrics"), None, "").0, 404, "no token was set");
}

#[test]
fn the_set_up_link_leads_to_set_up_until_somebody_administers() {
    let folder = tempfile::tempdir().unwrap();
    let mut process = zhike(folder.path())
        .args(["serve", "--listen", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines().map(Result::unwrap);
    let link = lines.find(|line| line.contains("/setup?token=")).expect("a link while nobody administers");
    let link = link.trim();
    assert_eq!(call("GET", link, None, "").0, 200);
    let (base, _) = link.split_once("/setup").unwrap();
    assert_eq!(call("GET", &format!("{base}/setup?token=guessed"), None, "").0, 404);
    let password = folder.path().join("password");
    std::fs::write(&password, "a quiet river in spring\n").unwrap();
    let init = ["init", "--admin-email", "admin@example.com", "--admin-name", "Admin", "--admin-password-file"];
    let done = zhike(folder.path()).args(init).arg(&password).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    for method in ["GET", "HEAD"] {
        assert_eq!(call(method, link, None, "").0, 404, "{method} after set-up");
    }
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let form = [("email", "thief@example.com"), ("name", "Thief"), ("password", "walking along the lake")];
    let sent = agent.post(link).header("sec-fetch-site", "same-origin").send_form(form).unwrap();
    assert_eq!(sent.status(), 404, "POST after set-up");
    process.kill().unwrap();
    process.wait().unwrap();
}

#[test]
fn a_second_server_on_the_same_database_is_refused() {
    let server = Server::start();
    let second = server.command(&["serve", "--listen", "127.0.0.1:0"]).output().unwrap();
    assert_eq!(second.status.code(), Some(1));
    let said = String::from_utf8_lossy(&second.stderr);
    assert!(said.contains("zhike.db"), "{said}");
}

#[test]
fn a_stop_lets_a_request_under_way_finish() {
    let server = Server::start();
    let token = server.token();
    let address = server.url("").replace("http://", "");
    let mut stream = TcpStream::connect(&address).unwrap();
    let body = r#"{"name":"Late"}"#;
    let head = format!(
        "POST /api/v1/accounts HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\n\
         content-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(&body.as_bytes()[..5]).unwrap();
    // answered by the same server, so the request above is under way
    assert_eq!(call("GET", &server.url("/livez"), None, "").0, 200);
    assert!(Command::new("kill").args(["-TERM", &server.id().to_string()]).status().unwrap().success());
    while TcpStream::connect(&address).is_ok() {
        std::thread::yield_now();
    }
    stream.write_all(&body.as_bytes()[5..]).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    let (code, log) = server.ended();
    assert_eq!(code, Some(0), "{log}");
}

#[test]
fn metrics_are_there_for_who_knows_their_token() {
    let folder = tempfile::tempdir().unwrap();
    let mut process = zhike(folder.path())
        .args(["serve", "--listen", "127.0.0.1:0"])
        .env("ZHIKE_METRICS_TOKEN", "a token for the collector")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines().map(Result::unwrap);
    let link = lines.find(|line| line.contains("/setup?token=")).unwrap();
    let (base, _) = link.trim().split_once("/setup").unwrap();
    let metrics = format!("{base}/metrics");
    assert_eq!(call("GET", &metrics, Some("another token"), "").0, 404);
    assert_eq!(call("GET", &metrics, Some("a token for the collector"), "").0, 200);
    process.kill().unwrap();
    process.wait().unwrap();
}
