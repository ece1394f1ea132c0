//! Every declared route as every kind of caller meets it, with the id of a record of their own, of one out of their reach, and of none. What
//! they are answered stands in `access.txt`; a new route changes it, and whoever reviews the change sees what it lets through.
//! `ZHIKE_BLESS=1` writes the file anew.

use std::{fmt::Write as _, net::SocketAddr, sync::Arc};

use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{Method, Request, StatusCode, header},
};
use gate::{Route, Who, route::BodyLimit};
use records::{
    Caller, Cx, Engine,
    access::{self, Action, Reason},
    engine::SystemClock,
    identity::{secret, session, token},
    jobs,
    write::{self, Input},
};
use store::{Blobs, testing::on_sqlite};
use tower::ServiceExt as _;
use types::{Id, Linked, Name, Value, words::Lang};

use super::{Closing, gate as app, routes};
use crate::{args::LogForm, config::Settings, house::House};

const EXPECTED: &str = include_str!("access.txt");
const MISSING: Id = Id(42);
const BATCH: &str = r#"{"operations":[{"op":"create","data":{"name":"Sweep"}}],"atomic":true}"#;
const FIELD: &str = r#"{"name":"sweep","type":"text","label":{"zh":"扫","en":"Sweep"}}"#;

/// What needs more than a caller and an id; tested where that is made.
const ELSEWHERE: [&str; 9] = [
    "/setup",
    "/metrics",
    "/welcome/{link}",
    "/password/{link}",
    "/assets/{file}",
    "/api/v1/jobs/{id}/errors.csv",
    "/imports/{id}/refused.csv",
    "/imports/{id}/mapping",
    "/{object}/board/{column}",
];

struct World {
    house: House,
    router: Router,
    runtime: tokio::runtime::Runtime,
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
    fn open(database: store::Database, files: &std::path::Path) -> (World, Vec<Route>, Vec<Person>) {
        let engine = Engine::open(database, modules::modules(), Arc::new(SystemClock)).expect("it opens");
        let wish = modules::set_up::SetUp {
            organization: "海岳工业集团".into(),
            currency: "CNY".into(),
            lang: Lang::En,
            time_zone: "Asia/Shanghai".into(),
            fiscal_start: 1,
            name: "周闻".into(),
            email: "zhou@haiyue.example".into(),
            password_hash: "a hash".into(),
        };
        let admin = engine
            .write_now(modules::set_up::caller(), move |cx| modules::set_up::set_up(cx, &wish))
            .expect("it is set up");
        let blobs = Blobs::open(files).expect("a place for files");
        let blob = blobs.put(&b"a file"[..], 100).expect("a file").hash;
        let settings = Settings {
            database: String::new(),
            data_dir: files.to_path_buf(),
            listen: SocketAddr::from(([127, 0, 0, 1], 7700)),
            base_url: "http://127.0.0.1:7700".into(),
            log: LogForm::Text,
            trusted_proxies: Vec::new(),
            upload_limit: 1 << 20,
            metrics_listen: None,
            metrics_token: None,
        };
        let house = House { engine, blobs, settings: Arc::new(settings), serving: true };
        let declared = routes(&house, &Closing::default());
        let router = gate::router(app(&house), declared.clone());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let mut world = World { house, router, runtime, far: admin, north: admin, blob };
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
        let made = self.house.engine.write_now(modules::set_up::caller(), move |cx| {
            let object = cx.catalog.find(object)?;
            let scope = access::scope(cx, &object, Action::Create)?.for_verb();
            let made = write::created(cx, &scope, input.clone())?;
            records::engine::bump(cx, "rights")?;
            Ok(made)
        });
        made.unwrap_or_else(|problem| panic!("{object}: {problem:?}"))
    }

    fn person(&self, name: &str, role: &str, team: Id) -> Id {
        let input = Input::default().text("name", name).set("team", Value::link(team)).text("state", "active");
        self.made("users", input.set("roles", Value::Texts(vec![role.into()])))
    }

    /// What a route with this path is about, belonging to `owner`.
    fn thing(&self, path: &str, owner: Id) -> Id {
        let named = || Input::default().text("name", "Sweep").set("owner", Value::link(owner));
        let path = path.trim_start_matches("/api/v1").replace("{object}", object(path));
        let first: Vec<&str> = path.split('/').skip(1).collect();
        match first[..] {
            ["settings", "people", ..] if owner != self.far => owner,
            ["settings", "people", ..] => self.person("某人", "salesperson", self.north),
            ["settings", "teams", ..] => self.made("teams", Input::default().text("name", "Sweep")),
            ["settings", "tokens", ..] => self.token(owner, token::Scope::Read).1,
            ["settings", "sessions", ..] => self.session(owner).1,
            ["jobs" | "bulk", ..] => self.write(owner, |cx| jobs::enqueue(cx, "bulk", &serde_json::json!({}))),
            [_, "views", ..] => self.made("views", named().text("object", "accounts")),
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

    fn write<T: Send + 'static>(&self, who: Id, f: impl Fn(&mut Cx) -> types::Result<T> + Send + 'static) -> T {
        self.house.engine.write_now(Caller::Person(who), f).expect("it is kept")
    }

    fn session(&self, user: Id) -> (String, Id) {
        let fresh = secret::fresh("").expect("randomness");
        let hash = secret::hash(&fresh);
        let open = move |cx: &mut Cx| session::open(cx, user, hash, None, None);
        let id = self.house.engine.write_now(Caller::System(Reason::SignIn), open).expect("a session");
        (fresh, id)
    }

    fn token(&self, user: Id, scope: token::Scope) -> (String, Id) {
        let fresh = secret::fresh("zk_").expect("randomness");
        let hash = secret::hash(&fresh);
        let id = self.write(user, move |cx| token::create(cx, user, hash, "Sweep", scope, None));
        (fresh, id)
    }

    fn shown(&self, who: &Person) -> Shown {
        match (who.id, who.token) {
            (None, _) => Shown::Nothing,
            (Some(id), None) => Shown::Cookie(self.session(id).0),
            (Some(id), Some(scope)) => Shown::Token(self.token(id, scope).0),
        }
    }

    fn asks(&self, route: &Route, id: Id, shown: &Shown, from_here: bool) -> StatusCode {
        let program = route.path.starts_with("/api/v1/");
        let (kind, body) = match (route.body, program) {
            _ if route.path.ends_with("/batch") => ("application/json", BATCH),
            _ if route.path.ends_with("/aggregate") => ("application/json", "{\"measures\":[{\"count\":true}]}"),
            _ if route.path.ends_with("/{verb}") => ("application/json", "{}"),
            _ if route.path.contains("/meta/") => ("application/json", FIELD),
            (BodyLimit::Upload, _) => ("multipart/form-data; boundary=x", "--x--\r\n"),
            (_, true) => ("application/json", "{\"name\":\"Sweep\"}"),
            (_, false) => ("application/x-www-form-urlencoded", "name=Sweep"),
        };
        let body = if route.method == Method::GET { "" } else { body };
        let mut request = Request::builder()
            .method(route.method.clone())
            .uri(filled(route.path, id))
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
        let request = request.body(Body::from(body)).expect("a request");
        let answer = self.router.clone().oneshot(request);
        self.runtime.block_on(answer).expect("an answer").status()
    }
}

fn filled(path: &str, id: Id) -> String {
    let field = match path {
        _ if path.contains("/meta/") => "nothing",
        _ if path.contains("/links/") => "owner",
        _ if path.contains("/tags/") => "tags",
        _ => "name",
    };
    let id = id.to_string();
    let samples = [
        ("{object}", object(path)),
        ("{id}", &id),
        ("{job}", &id),
        ("{field}", field),
        ("{what}", "edit"),
        ("{tag}", "en"),
        ("{verb}", "win"),
        ("{column}", "none"),
        ("{link}", "nothing"),
        ("{file}", "nothing.css"),
    ];
    let query = if path == "/api/v1/search" { "?q=a" } else { "" };
    samples.iter().fold(format!("{path}{query}"), |path, (name, sample)| path.replace(name, sample))
}

/// Which object stands for all: one that has what the route is about.
fn object(path: &str) -> &'static str {
    let staged = ["/board", "/move", "/stage", "/{verb}"].iter().any(|part| path.contains(part));
    if staged { "opportunities" } else { "accounts" }
}

fn has_id(path: &str) -> bool {
    path.contains("{id}") || path.contains("{job}")
}

/// Everybody sees who works here and in which teams.
fn is_everybodys(path: &str) -> bool {
    path.starts_with("/settings/people") || path.starts_with("/settings/teams")
}

#[test]
fn every_route_answers_every_kind_of_caller_as_it_is_written_down() {
    on_sqlite(|database| {
        let files = tempfile::tempdir().expect("a folder");
        let (world, routes, people) = World::open(database, files.path());
        let words: Vec<&str> = people.iter().map(|who| who.word).collect();
        let mut table = format!("{:<6} {:<52} {:<10} {}\n", "", "own/foreign/missing id", "right", words.join(" "));
        let mut wrong = Vec::new();
        for route in &routes {
            let right = route.action.map_or("-", Action::word);
            let _ = write!(table, "{:<6} {:<52} {right:<10}", route.method.as_str(), route.path);
            let mut served = false;
            for who in &people {
                let shown = world.shown(who);
                let mine = who.id.unwrap_or(world.far);
                let codes: Vec<u16> = match has_id(route.path) {
                    false => vec![world.asks(route, MISSING, &shown, true).as_u16()],
                    true => [Some(mine), Some(world.far), None]
                        .map(|owner| owner.map_or(MISSING, |owner| world.thing(route.path, owner)))
                        .map(|id| world.asks(route, id, &shown, true).as_u16())
                        .to_vec(),
                };
                let told: Vec<String> = codes.iter().map(u16::to_string).collect();
                let _ = write!(table, " {}", told.join("/"));
                let mut against = |rule: &str, broken: bool| {
                    if broken {
                        wrong.push(format!("{} {} for {}: {codes:?}: {rule}", route.method, route.path, who.word));
                    }
                };
                let closed = matches!(route.who, Who::Person | Who::Program);
                served |= codes.iter().any(|code| *code < 400);
                against("nothing breaks", codes.iter().any(|code| *code >= 500));
                against("strangers stay outside", closed && who.id.is_none() && codes.iter().any(|code| *code != 401));
                let reaches_own = matches!(who.word, "seller" | "reading" | "manager");
                let told_apart = codes.len() == 3 && codes[1] != codes[2];
                against("hidden is missing", reaches_own && !is_everybodys(route.path) && told_apart);
                let changes = route.method != Method::GET && !route.path.ends_with("/aggregate");
                let reads = who.token == Some(token::Scope::Read);
                against("reading changes nothing", reads && changes && codes.iter().any(|code| *code < 400));
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
        let files = tempfile::tempdir().expect("a folder");
        let (world, routes, people) = World::open(database, files.path());
        for who in people.iter().filter(|who| who.token.is_none()) {
            let shown = world.shown(who);
            for route in routes.iter().filter(|route| route.method != Method::GET) {
                let status = world.asks(route, MISSING, &shown, false);
                let nothing_there = route.who == Who::Setup && status == StatusCode::NOT_FOUND;
                let refused = status == StatusCode::FORBIDDEN || nothing_there;
                assert!(refused, "{} {} for {}: {status}", route.method, route.path, who.word);
            }
        }
    });
}
