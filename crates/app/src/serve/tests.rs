//! Every declared route as every kind of caller meets it, with the id of a record of their own, of one out of their reach, and of none. What
//! they are answered stands in `access.txt`; a new route changes it, and whoever reviews the change sees what it lets through.
//! `ZHIKE_BLESS=1` writes the file anew.

use std::{fmt::Write as _, net::SocketAddr, slice, sync::Arc};

use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{Method, Request, StatusCode, header},
};
use gate::{Route, Who, route::BodyLimit};
use modules::testing;
use records::{
    Cx,
    access::{Action, Reason},
    engine::system,
    identity::{secret, session, token},
    jobs,
    write::Input,
};
use serde_json::json;
use store::testing::{each_database, on_sqlite};
use types::{Id, Linked, Name, Value, words::Lang};

use super::{Closing, gate as app, routes};
use crate::{args::LogForm, config::Settings, house::House};

const EXPECTED: &str = include_str!("access.txt");
const MISSING: Id = Id(42);
const AGGREGATE: &str = r#"{"measures":[{"count":true}]}"#;
const FIELD: &str = r#"{"name":"sweep","type":"text","label":{"zh":"扫","en":"Sweep"}}"#;

/// What needs more than a caller and an id; tested where that is made.
const ELSEWHERE: [&str; 10] = [
    "/setup",
    "/metrics",
    "/welcome/{link}",
    "/password/{link}",
    "/assets/{file}",
    "/api/v1/jobs/{id}/errors.csv",
    "/imports/{id}/refused.csv",
    "/imports/{id}/reversal",
    "/imports/{id}/mapping",
    "/{object}/board/{column}",
];

/// One object of each kind whose records are seen in another way: a person's, those of a record, about a record (and files), everybody's, machinery. What the
/// first is answered stands in the table; the rules hold for all.
const KINDS: [&str; 6] = ["accounts", "account_contacts", "activities", "files", "products", "users"];

struct World {
    house: gate::testing::House,
    router: Router,
    /// of a team that no caller but the administrator and the viewer reaches
    far: Id,
    north: Id,
    blob: String,
}

struct Person {
    word: &'static str,
    id: Option<Id>,
    /// `None` = signed in
    token: Option<token::Scope>,
}

/// How a caller shows who they are.
enum Shown {
    Nothing,
    Cookie(String),
    Token(String),
}

impl World {
    fn open(database: store::Database) -> (World, Vec<Route>, Vec<Person>) {
        let house = gate::testing::House::open(database, modules::modules(), Lang::En);
        let (engine, blobs, admin) = (house.engine.clone(), house.blobs.clone(), house.zhou);
        let blob = blobs.put(&b"a file"[..], 100).expect("a file").hash;
        let settings = Settings {
            database: String::new(),
            data_dir: house.folder.path().to_path_buf(),
            listen: SocketAddr::from(([127, 0, 0, 1], 7700)),
            base_url: "http://127.0.0.1:7700".into(),
            log: LogForm::Text,
            trusted_proxies: Vec::new(),
            upload_limit: 1 << 20,
            metrics_listen: None,
            metrics_token: None,
        };
        let served = House { engine, blobs, settings: Arc::new(settings), serving: true };
        let declared = routes(&served, &Closing::default());
        let router = gate::router(app(&served), declared.clone());
        let mut world = World { house, router, far: admin, north: admin, blob };
        let team = |name: &str| world.made("teams", Input::default().text("name", name));
        let (east, north) = (team("华东"), team("华北"));
        world.north = north;
        world.far = world.person("顾南乔", "salesperson", north);
        let of = |word, id, token| Person { word, id, token };
        let seller = world.person("陈嘉禾", "salesperson", east);
        let people = vec![
            of("stranger", None, None),
            of("viewer", Some(world.person("周子昂", "viewer", east)), None),
            of("seller", Some(seller), None),
            of("reading", Some(seller), Some(token::Scope::Read)),
            of("manager", Some(world.person("林书遥", "manager", east)), None),
            of("working", Some(admin), Some(token::Scope::Write)),
            of("admin", Some(admin), None),
        ];
        (world, declared, people)
    }

    /// A record that the product itself makes.
    fn made(&self, object: &'static str, input: Input) -> Id {
        testing::made(&self.house.engine, object, input)
    }

    fn person(&self, name: &str, role: &str, team: Id) -> Id {
        testing::person(&self.house.engine, name, role, Some(team))
    }

    /// What a route with this path is about, belonging to `owner`.
    fn thing(&self, path: &str, object: &str, owner: Id) -> Id {
        let named = || Input::default().text("name", "Sweep").set("owner", Value::link(owner));
        let path = path.trim_start_matches("/api/v1").trim_start_matches("/trash").replace("{object}", object);
        let first: Vec<&str> = path.split('/').skip(1).collect();
        match first[..] {
            ["settings", "people", ..] if owner != self.far => owner,
            ["settings", "people", ..] | ["users", ..] => self.person("某人", "salesperson", self.north),
            ["settings", "teams", ..] => self.made("teams", Input::default().text("name", "Sweep")),
            ["settings", "tokens", ..] => self.token(owner, token::Scope::Read).1,
            ["settings", "sessions", ..] => self.session(owner).1,
            ["jobs" | "bulk", ..] => {
                let order = |cx: &mut Cx| jobs::enqueue(cx, "bulk", &serde_json::json!({}));
                self.house.write(owner, order).expect("a job")
            }
            [_, "views", ..] => self.made("views", named().text("object", "accounts")),
            ["products", ..] => self.made("products", Input::default().text("name", "Sweep")),
            ["account_contacts", ..] => {
                let [account, contact] = ["accounts", "contacts"].map(|object| Value::link(self.made(object, named())));
                self.made("account_contacts", Input::default().set("account", account).set("contact", contact))
            }
            ["leads", ..] => self.made("leads", named()),
            ["opportunities", ..] => self.made("opportunities", named()),
            ["imports", ..] => {
                let import = Input::default().text("file_name", "a.csv").text("object", "accounts");
                self.made("imports", import.text("state", "draft").set("owner", Value::link(owner)))
            }
            ["files", ..] => {
                let file = named().set("size", Value::Int(6)).text("content_type", "text/plain");
                self.made("files", file.text("sha256", &self.blob))
            }
            ["activities", ..] => {
                let account = self.made("accounts", named());
                let about = Value::Link(Linked::to_any(Name::of("accounts"), account));
                let task = Input::default().text("subject", "Sweep").text("kind", "task").set("about", about);
                self.made("activities", task.set("owner", Value::link(owner)))
            }
            _ => self.made("accounts", named()),
        }
    }

    fn session(&self, user: Id) -> (String, Id) {
        let fresh = secret::fresh("").expect("randomness");
        let hash = secret::hash(&fresh);
        let open = move |cx: &mut Cx| session::open(cx, user, hash, None, None);
        let id = self.house.engine.write_now(system(Reason::SignIn), open).expect("a session");
        (fresh, id)
    }

    fn token(&self, user: Id, scope: token::Scope) -> (String, Id) {
        let fresh = secret::fresh("zk_").expect("randomness");
        let hash = secret::hash(&fresh);
        let make = move |cx: &mut Cx| token::create(cx, user, hash, "Sweep", scope, None);
        (fresh, self.house.write(user, make).expect("a token"))
    }

    fn shown(&self, who: &Person) -> Shown {
        match (who.id, who.token) {
            (None, _) => Shown::Nothing,
            (Some(id), None) => Shown::Cookie(self.session(id).0),
            (Some(id), Some(scope)) => Shown::Token(self.token(id, scope).0),
        }
    }

    fn asks(&self, route: &Route, object: &str, id: Id, shown: &Shown, from_here: bool) -> StatusCode {
        let program = route.path.starts_with("/api/v1/");
        let of_batch = [json!({ "op": "update", "id": id }), json!({ "op": "create", "data": { "name": "Sweep" } })];
        let batch = json!({ "operations": of_batch, "atomic": true }).to_string();
        let (kind, body) = match (route.body, program) {
            _ if route.path.ends_with("/batch") => ("application/json", batch.as_str()),
            _ if route.path.ends_with("/aggregate") => ("application/json", AGGREGATE),
            _ if route.path.ends_with("/{verb}") => ("application/json", "{}"),
            _ if route.path.contains("/meta/") => ("application/json", FIELD),
            (BodyLimit::Upload, _) => ("multipart/form-data; boundary=x", "--x--\r\n"),
            (_, true) => ("application/json", "{\"name\":\"Sweep\"}"),
            (_, false) => ("application/x-www-form-urlencoded", "name=Sweep"),
        };
        let body = if route.method == Method::GET { "" } else { body };
        let mut request = Request::builder()
            .method(route.method.clone())
            .uri(filled(route.path, object, id))
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, kind)
            .extension(ConnectInfo(SocketAddr::from(([192, 0, 2, 7], 50_000))));
        if from_here {
            request = request.header("sec-fetch-site", "same-origin");
        }
        request = match shown {
            Shown::Nothing => request,
            Shown::Cookie(secret) => request.header(header::COOKIE, format!("zhike={secret}")),
            Shown::Token(secret) => request.header(header::AUTHORIZATION, format!("Bearer {secret}")),
        };
        let request = request.body(Body::from(body.to_string())).expect("a request");
        self.house.answer(&self.router, request).status
    }
}

fn filled(path: &str, object: &str, id: Id) -> String {
    let field = match path {
        _ if path.contains("/meta/") => "nothing",
        _ if path.contains("/links/") => "owner",
        _ if path.contains("/tags/") => "tags",
        _ => "name",
    };
    let id = id.to_string();
    let samples = [
        ("{object}", object),
        ("{id}", &id),
        ("{job}", &id),
        ("{field}", field),
        ("{what}", "edit"),
        ("{tag}", "en"),
        ("{verb}", "win"),
        ("{column}", "none"),
        ("{list}", "opportunities.account"),
        ("{link}", "nothing"),
        ("{file}", "nothing.css"),
    ];
    let query = if path == "/api/v1/search" { "?q=a" } else { "" };
    samples.iter().fold(format!("{path}{query}"), |path, (name, sample)| path.replace(name, sample))
}

/// Which objects stand for all: those that have what the route is about.
fn objects(path: &str) -> &'static [&'static str] {
    let staged = ["/board", "/move", "/stage", "/{verb}"].iter().any(|part| path.contains(part));
    match path.contains("{object}") {
        true if staged => &["opportunities"],
        true if !path.contains("/views/{id}") => &KINDS,
        _ => slice::from_ref(&KINDS[0]),
    }
}

fn has_id(path: &str) -> bool {
    path.contains("{id}") || path.contains("{job}") || path.ends_with("/batch")
}

/// Everybody sees who works here, in which teams, and what is sold.
fn is_everybodys(path: &str, object: &str) -> bool {
    let settings = path.starts_with("/settings/people") || path.starts_with("/settings/teams");
    settings || path.contains("{object}") && ["products", "users"].contains(&object)
}

#[test]
fn every_route_answers_every_kind_of_caller_as_it_is_written_down() {
    each_database(|database| {
        let (world, routes, people) = World::open(database);
        let words: Vec<&str> = people.iter().map(|who| who.word).collect();
        let mut table = format!("{:<6} {:<52} {:<10} {}\n", "", "own/foreign/missing id", "right", words.join(" "));
        let mut wrong = Vec::new();
        for route in &routes {
            let right = route.action.map_or("-", Action::word);
            let _ = write!(table, "{:<6} {:<52} {right:<10}", route.method.as_str(), route.path);
            let mut served = false;
            for (at, object) in objects(route.path).iter().enumerate() {
                for who in &people {
                    let shown = world.shown(who);
                    let mine = who.id.unwrap_or(world.far);
                    let codes: Vec<u16> = match has_id(route.path) {
                        false => vec![world.asks(route, object, MISSING, &shown, true).as_u16()],
                        true => [Some(mine), Some(world.far), None]
                            .map(|owner| owner.map_or(MISSING, |owner| world.thing(route.path, object, owner)))
                            .map(|id| world.asks(route, object, id, &shown, true).as_u16())
                            .to_vec(),
                    };
                    if at == 0 {
                        let told: Vec<String> = codes.iter().map(u16::to_string).collect();
                        let _ = write!(table, " {}", told.join("/"));
                    }
                    let mut against = |rule: &str, broken: bool| {
                        if broken {
                            let what = format!("{} {} of {object} for {}", route.method, route.path, who.word);
                            wrong.push(format!("{what}: {codes:?}: {rule}"));
                        }
                    };
                    let closed = matches!(route.who, Who::Person | Who::Program);
                    let outside = closed && who.id.is_none();
                    served |= codes.iter().any(|code| *code < 400);
                    against("nothing breaks", codes.iter().any(|code| *code >= 500));
                    against("strangers stay outside", outside && codes.iter().any(|code| *code != 401));
                    let reaches_own = matches!(who.word, "seller" | "reading" | "manager");
                    let told_apart = codes.len() == 3 && codes[1] != codes[2];
                    against("hidden is missing", reaches_own && !is_everybodys(route.path, object) && told_apart);
                    let changes = route.method != Method::GET && !route.path.ends_with("/aggregate");
                    let reads = who.token == Some(token::Scope::Read);
                    against("reading changes nothing", reads && changes && codes.iter().any(|code| *code < 400));
                }
            }
            table.push('\n');
            if route.method == Method::GET && !served && !ELSEWHERE.contains(&route.path) {
                wrong.push(format!("{} is there for nobody", route.path));
            }
        }
        if std::env::var_os("ZHIKE_BLESS").is_some() {
            std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/src/serve/access.txt"), &table).expect("written");
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        let known: Vec<&str> = EXPECTED.lines().collect();
        let news: Vec<&str> = table.lines().filter(|line| !known.contains(line)).collect();
        assert!(news.is_empty() && known.len() == table.lines().count(), "not as in access.txt:\n{}", news.join("\n"));
    });
}

#[test]
fn no_other_site_changes_anything_through_any_route() {
    on_sqlite(|database| {
        let (world, routes, people) = World::open(database);
        for who in people.iter().filter(|who| who.token.is_none()) {
            let shown = world.shown(who);
            for route in routes.iter().filter(|route| route.method != Method::GET) {
                let status = world.asks(route, KINDS[0], MISSING, &shown, false);
                let nothing_there = route.who == Who::Setup && status == StatusCode::NOT_FOUND;
                let refused = status == StatusCode::FORBIDDEN || nothing_there;
                assert!(refused, "{} {} for {}: {status}", route.method, route.path, who.word);
            }
        }
    });
}
