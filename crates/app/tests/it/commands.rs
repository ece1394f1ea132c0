//! The command line from outside: usage, configuration, people, tokens, the demo, the API document.

use std::collections::BTreeSet;
use std::process::Output;

use serde_json::Value as Json;
use types::words::Lang;

use crate::support::{Server, call, project, zhike};

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn done(output: Output) -> String {
    assert!(output.status.success(), "{}", said(&output));
    String::from_utf8(output.stdout).unwrap().trim().to_string()
}

#[test]
fn wrong_usage_ends_with_2_and_a_failure_with_1() {
    let folder = tempfile::tempdir().unwrap();
    let code = |words: &[&str]| zhike(folder.path()).args(words).output().unwrap().status.code();
    for words in [
        &["serve", "--port", "80"][..],
        &["unknown"],
        &["init"],
        &["--listen", "127.0.0.1:0", "verify"],
        &["demo", "--rows", "many"],
        &["serve", "--listen", "nowhere"],
        &["--database", "mysql://x", "verify"],
    ] {
        assert_eq!(code(words), Some(2), "{words:?}");
    }
    assert_eq!(code(&["verify"]), Some(1), "there is no installation");
    assert!(!folder.path().join("data/zhike.db").exists(), "and none was made");
    for words in [&["--help"][..], &["--version"], &["user", "add", "--help"]] {
        assert_eq!(code(words), Some(0), "{words:?}");
    }
}

#[test]
fn the_shipped_configuration_is_accepted_and_a_mistake_is_named_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let check = |file: &std::path::Path| {
        zhike(folder.path()).args(["serve", "--check", "--config"]).arg(file).output().unwrap()
    };
    done(check(&project().join("packaging/zhike.toml")));
    let wrong = folder.path().join("wrong.toml");
    std::fs::write(&wrong, "log = \"text\"\n\nlisten_at = \"127.0.0.1:80\"\n").unwrap();
    let refused = check(&wrong);
    assert_eq!(refused.status.code(), Some(2));
    assert!(said(&refused).contains("wrong.toml:3") && said(&refused).contains("listen_at"), "{}", said(&refused));
}

#[test]
fn commands_speak_the_language_they_are_asked_in() {
    let folder = tempfile::tempdir().unwrap();
    let help = |words: &[&str]| done(zhike(folder.path()).args(words).output().unwrap());
    assert!(help(&["--locale", "zh-CN", "--help"]).contains("启动服务"));
    assert!(help(&["--locale", "en", "--help"]).contains("Start the server"));
}

#[test]
fn people_are_added_let_in_and_shut_out() {
    let server = Server::start();
    let password = server.data().join("password");
    std::fs::write(&password, "walking along the lake\n").unwrap();
    let words =
        ["user", "add", "--email", "lin@example.com", "--name", "林书遥", "--role", "manager", "--password-file"];
    done(server.command(&words).arg(&password).output().unwrap());
    let sign_in = || {
        let agent: ureq::Agent =
            ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build().into();
        let form = [("email", "lin@example.com"), ("password", "walking along the lake")];
        let sent = agent.post(server.url("/signin")).header("sec-fetch-site", "same-origin").send_form(form);
        sent.unwrap().status().as_u16()
    };
    assert_eq!(sign_in(), 303);
    let token =
        done(server.command(&["token", "create", "--user", "lin@example.com", "--name", "t"]).output().unwrap());
    assert_eq!(call("GET", &server.url("/api/v1/me"), Some(&token), "").0, 200);
    let link = done(server.command(&["user", "add", "--email", "gu@example.com", "--name", "Gu"]).output().unwrap());
    assert_eq!(call("GET", &link, None, "").0, 200, "{link}");
    let list: Json =
        serde_json::from_str(&done(server.command(&["user", "list", "--json"]).output().unwrap())).unwrap();
    let states: BTreeSet<&str> = list.as_array().unwrap().iter().filter_map(|user| user["state"].as_str()).collect();
    assert_eq!(states, BTreeSet::from(["active", "invited"]));
    done(server.command(&["user", "disable", "lin@example.com"]).output().unwrap());
    assert_eq!(call("GET", &server.url("/api/v1/me"), Some(&token), "").0, 401);
    assert_eq!(sign_in(), 401);
    let last = server.command(&["user", "disable", Server::ADMIN_EMAIL]).output().unwrap();
    assert_eq!(last.status.code(), Some(1), "somebody always administers: {}", said(&last));
}

#[test]
fn a_revoked_token_opens_nothing() {
    let server = Server::start();
    let token = server.token();
    let words = ["token", "list", "--user", Server::ADMIN_EMAIL, "--json"];
    let list: Json = serde_json::from_str(&done(server.command(&words).output().unwrap())).unwrap();
    let id = list[0]["id"].as_str().unwrap();
    assert_eq!(call("GET", &server.url("/api/v1/me"), Some(&token), "").0, 200);
    done(server.command(&["token", "revoke", id]).output().unwrap());
    assert_eq!(call("GET", &server.url("/api/v1/me"), Some(&token), "").0, 401);
}

#[test]
fn a_list_goes_out_as_a_file_or_on_stdout_with_and_without_a_server() {
    let server = Server::start();
    done(server.command(&["demo", "--rows", "30"]).output().unwrap());
    let file = server.data().with_file_name("accounts.csv");
    let lines = |text: &str| text.lines().map(|line| serde_json::from_str::<Json>(line).unwrap()).collect::<Vec<_>>();
    let data = server.data();
    let check = |command: &dyn Fn(&[&str]) -> std::process::Command| {
        let all = lines(&done(command(&["export", "accounts", "--format", "jsonl"]).output().unwrap()));
        assert_eq!(all.len(), 30);
        let filter = format!("name == \"{}\"", all[0]["name"].as_str().unwrap());
        let some = done(command(&["export", "accounts", "--format", "jsonl", "--filter", &filter]).output().unwrap());
        assert!(lines(&some).iter().any(|one| one["id"] == all[0]["id"]) && lines(&some).len() < 30, "{some}");
        let made = done(command(&["export", "accounts", "--json", "--output"]).arg(&file).output().unwrap());
        assert_eq!(serde_json::from_str::<Json>(&made).unwrap()["rows"], 30);
        let table = std::fs::read_to_string(&file).unwrap();
        assert!(table.starts_with("\u{FEFF}id,Account name,") && table.contains("\r\n"), "{table}");
        let wrong =
            command(&["export", "accounts", "--filter", "nosuch == 1", "--output", "never.csv"]).output().unwrap();
        assert_eq!(wrong.status.code(), Some(1), "{}", said(&wrong));
        assert!(!data.with_file_name("never.csv").exists());
        let wrong = command(&["export", "nosuch"]).output().unwrap();
        assert!(wrong.status.code() == Some(1) && said(&wrong).contains("opportunities"), "{}", said(&wrong));
    };
    check(&|words| server.command(words));
    let folder = server.halted();
    check(&|words| {
        let mut command = zhike(folder.path());
        command.args(words);
        command
    });
}

#[test]
fn the_demo_makes_as_many_accounts_as_asked_each_with_a_deal_while_the_server_runs() {
    let server = Server::start();
    let made: Json =
        serde_json::from_str(&done(server.command(&["demo", "--rows", "60", "--json"]).output().unwrap())).unwrap();
    assert!(made["rows"].as_u64().unwrap() > 300, "{made}");
    let token = server.token();
    // eight more deals lie on the administrator's own desk
    for (object, count) in [("accounts", 60), ("opportunities", 60 + 8)] {
        let (_, list) = call("GET", &server.url(&format!("/api/v1/{object}?total=true&limit=1")), Some(&token), "");
        assert_eq!(list["total"]["count"], count, "{object}: {list}");
    }
}

#[test]
fn the_api_document_is_openapi_3_1_and_whole() {
    let server = Server::start();
    let text = done(server.command(&["openapi"]).output().unwrap());
    let document: Json = serde_json::from_str(&text).unwrap();
    assert_eq!(document["openapi"], "3.1.0");
    assert!(document["info"]["title"].is_string() && document["info"]["version"].is_string());
    let paths = document["paths"].as_object().unwrap();
    assert!(paths.contains_key("/api/v1/accounts") && paths.contains_key("/api/v1/accounts/{id}"));
    let mut ids = BTreeSet::new();
    for (path, operations) in paths {
        for (method, operation) in operations.as_object().unwrap() {
            assert!(["get", "post", "patch", "delete"].contains(&method.as_str()), "{method} {path}");
            assert!(ids.insert(operation["operationId"].as_str().unwrap()), "{method} {path}: the id is not its own");
            assert!(!operation["responses"].as_object().unwrap().is_empty(), "{method} {path}");
            let named = path.matches('{').count();
            let parameters = operation["parameters"].as_array().unwrap();
            assert_eq!(parameters.iter().filter(|p| p["in"] == "path").count(), named, "{method} {path}");
            let told = [&operation["summary"], &operation["description"]];
            for text in told.into_iter().chain(parameters.iter().map(|p| &p["description"])).filter_map(Json::as_str) {
                let said = |lang| types::words::says(lang, "api", text);
                assert_eq!(said(Lang::En).as_deref(), Some(text), "{method} {path}: add it to locales/en/api.ftl");
                assert!(
                    said(Lang::Zh).is_some_and(|zh| zh != text),
                    "{method} {path}: {text:?} in locales/zh-CN/api.ftl"
                );
            }
        }
    }
    references(&document, &mut |reference| {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
    });
}

fn references(value: &Json, found: &mut impl FnMut(&str)) {
    match value {
        Json::Object(fields) => {
            fields.iter().for_each(|(name, value)| match value.as_str().filter(|_| name == "$ref") {
                Some(reference) => found(reference),
                None => references(value, found),
            })
        }
        Json::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}
