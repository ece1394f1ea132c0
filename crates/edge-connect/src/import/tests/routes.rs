//! The REST interface of imports, through the real router.

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode, header},
};
use gate::{Config, testing::Answer};
use records::identity::token;
use types::Id;

use super::house::{House, house};

struct Api<'h> {
    house: &'h House,
    router: Router,
    token: String,
}

fn api(house: &House, user: Id) -> Api<'_> {
    let token = modules::testing::token(&house.engine, user, token::Scope::Write);
    Api { house, router: house.router(Config::default(), crate::import::routes::routes()), token }
}

impl Api<'_> {
    fn call(&self, method: &str, path: &str, body: Option<Vec<u8>>, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        request = request.header(header::AUTHORIZATION, format!("Bearer {}", self.token));
        if body.is_some() {
            request = request.header(header::CONTENT_TYPE, "multipart/form-data; boundary=b0undary");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(body.map_or_else(Body::empty, Body::from)).expect("a request");
        self.house.answer(&self.router, request)
    }

    fn get(&self, path: &str) -> Answer {
        self.call("GET", path, None, &[])
    }
}

/// A form with a file and texts.
fn form(file: Option<&[u8]>, texts: &[(&str, &str)]) -> Vec<u8> {
    let mut body = Vec::new();
    if let Some(file) = file {
        body.extend(b"--b0undary\r\nContent-Disposition: form-data; name=\"file\"; filename=\"book.csv\"\r\n\r\n");
        body.extend(file);
        body.extend(b"\r\n");
    }
    for (name, text) in texts {
        body.extend(format!("--b0undary\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n").bytes());
    }
    body.extend(b"--b0undary--\r\n");
    body
}

#[test]
fn a_program_imports_follows_reads_what_was_refused_and_undoes() {
    house(|house| {
        let api = api(house, house.zhou);
        let file = b"Company;Mail\nAcme;info@acme.example\nBeta;nonsense\n";
        let mapping = "[columns]\nCompany = \"name\"\nMail = \"email\"\n";
        let body = || Some(form(Some(file), &[("mapping", mapping)]));
        let key = [("idempotency-key", "once")];
        let accepted = api.call("POST", "/api/v1/accounts/imports", body(), &key);
        assert_eq!(accepted.status, StatusCode::ACCEPTED, "{}", accepted.text());
        let job = accepted.json()["id"].as_str().unwrap().to_string();
        assert_eq!(accepted.headers[header::LOCATION], format!("/api/v1/jobs/{job}"));
        let again = api.call("POST", "/api/v1/accounts/imports", body(), &key);
        assert_eq!(again.json()["id"], job, "the same key and file are the same import");
        let other = api.call("POST", "/api/v1/accounts/imports", Some(form(Some(b"name\nx\n"), &[])), &key);
        assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(api.get(&format!("/api/v1/jobs/{job}")).json()["state"], "waiting");
        house.work(Id::parse(&job).unwrap()).unwrap();
        let done = api.get(&format!("/api/v1/jobs/{job}")).json();
        assert_eq!((&done["state"], &done["outcome"]["tally"]["created"]), (&"done".into(), &1.into()), "{done}");
        let errors = api.get(&format!("/api/v1/jobs/{job}/errors.csv"));
        assert!(errors.headers[header::CONTENT_TYPE].to_str().unwrap().starts_with("text/csv"));
        assert!(errors.text().contains("Beta,nonsense"), "{}", errors.text());
        let undo = api.call("POST", &format!("/api/v1/jobs/{job}/reversal"), None, &[]);
        assert_eq!(undo.status, StatusCode::ACCEPTED, "{}", undo.text());
        house.work(Id::parse(undo.json()["id"].as_str().unwrap()).unwrap()).unwrap();
        assert!(house.titles("accounts").is_empty());
    });
}

#[test]
fn a_dry_run_tells_and_writes_nothing() {
    house(|house| {
        let api = api(house, house.zhou);
        let file = b"name,email\nAcme,\nBeta,nonsense\n";
        let body = form(Some(file), &[("dry_run", "true")]);
        let accepted = api.call("POST", "/api/v1/accounts/imports", Some(body), &[]).json();
        let job = accepted["id"].as_str().unwrap();
        house.work(Id::parse(job).unwrap()).unwrap();
        let done = api.get(&format!("/api/v1/jobs/{job}")).json();
        let tally = &done["outcome"]["checked"]["tally"];
        assert_eq!((&tally["read"], &tally["created"], &tally["failed"]), (&2.into(), &1.into(), &1.into()), "{done}");
        assert!(api.get(&format!("/api/v1/jobs/{job}/errors.csv")).text().contains("Beta,nonsense"));
        assert!(house.titles("accounts").is_empty());
    });
}

#[test]
fn a_part_stands_once_in_a_form() {
    house(|house| {
        let api = api(house, house.zhou);
        let twice = form(Some(b"name\nAcme\n"), &[("dry_run", "true"), ("dry_run", "false")]);
        let refused = api.call("POST", "/api/v1/accounts/imports", Some(twice), &[]);
        assert_eq!((refused.status, &refused.json()["code"]), (StatusCode::BAD_REQUEST, &"parameter_twice".into()));
    });
}

#[test]
fn without_the_right_to_import_nothing_is_uploaded() {
    house(|house| {
        let api = api(house, house.chen);
        let answer = api.call("POST", "/api/v1/teams/imports", Some(form(Some(b"name\nNorth\n"), &[])), &[]);
        assert!([StatusCode::FORBIDDEN, StatusCode::NOT_FOUND].contains(&answer.status), "{}", answer.text());
        assert_eq!(house.imports.blobs.list().count(), 0);
        let answer = api.call("POST", "/api/v1/nothing/imports", Some(form(Some(b"name\nNorth\n"), &[])), &[]);
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn forms_that_are_not_whole_are_refused() {
    house(|house| {
        let api = api(house, house.zhou);
        let status = |body: Vec<u8>| api.call("POST", "/api/v1/accounts/imports", Some(body), &[]).status;
        assert_eq!(status(form(None, &[("dry_run", "true")])), StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(status(form(Some(b"name\nx\n"), &[("surprise", "1")])), StatusCode::BAD_REQUEST);
        assert_eq!(status(form(Some(b"name\nx\n"), &[("mapping", "columns = 1")])), StatusCode::BAD_REQUEST);
        assert_eq!(status(b"--b0undary\r\nnonsense".to_vec()), StatusCode::BAD_REQUEST);
        assert_eq!(status(form(Some(b""), &[])), StatusCode::UNPROCESSABLE_ENTITY);
        let theirs = api.get("/api/v1/jobs/0000000000000");
        assert_eq!(theirs.status, StatusCode::NOT_FOUND);
    });
}

#[test]
fn files_and_whole_lists_are_given_their_time() {
    let routes = crate::import::routes::routes().into_iter().chain(crate::export::routes());
    let long: Vec<&str> = routes.filter(|route| route.long).map(|route| route.path).collect();
    assert_eq!(long, ["/api/v1/{object}/imports", "/api/v1/{object}/export"]);
}
