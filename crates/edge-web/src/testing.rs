//! A small company behind the real router, with people of every kind signed in: what this crate's tests talk to.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use gate::{App, Config, Route};
use records::{
    Caller, Engine,
    access::{self, Action},
    engine::SystemClock,
    identity::{secret, session},
    write::{self, Input},
};
use store::{Blobs, Database};
use tower::ServiceExt as _;
use types::{Id, Value, words::Lang};

/// Somebody with a session.
#[derive(Clone)]
pub struct Person {
    pub id: Id,
    pub cookie: String,
}

pub struct Site {
    pub router: Router,
    pub engine: Engine,
    pub administrator: Person,
    pub manager: Person,
    pub seller: Person,
    pub viewer: Person,
    pub account: Id,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Site {
    /// Sets a company up over a fresh database; `files` is a folder for uploads.
    pub fn open(database: Database, files: &std::path::Path, routes: Vec<Route>, base_url: &str) -> Site {
        let engine = Engine::open(database, modules::modules(), Arc::new(SystemClock)).expect("it opens");
        let wish = modules::set_up::SetUp {
            organization: "海岳工业集团".into(),
            currency: "CNY".into(),
            lang: Lang::Zh,
            time_zone: "Asia/Shanghai".into(),
            fiscal_start: 1,
            name: "林书遥".into(),
            email: "lin@haiyue.example".into(),
            password_hash: "a hash".into(),
        };
        let admin = engine
            .write_now(modules::set_up::caller(), move |cx| modules::set_up::set_up(cx, &wish))
            .expect("it is set up");
        let team = add(&engine, admin, "teams", &[("name", "华东大区")]);
        let person = |name: &str, role: &str| {
            let id = user(&engine, name, role, team);
            Person { id, cookie: sign_in(&engine, id) }
        };
        let (manager, seller, viewer) =
            (person("陈嘉禾", "manager"), person("顾南乔", "salesperson"), person("周子昂", "viewer"));
        let account = populate(&engine, admin, seller.id);
        let config = Config { base_url: base_url.into(), ..Config::default() };
        let app = App::new(engine.clone(), Blobs::open(files).expect("a place for files"), config);
        let router = gate::router(app, routes);
        let administrator = Person { id: admin, cookie: sign_in(&engine, admin) };
        Site { router, engine, administrator, manager, seller, viewer, account }
    }

    pub fn people(&self) -> [&Person; 4] {
        [&self.administrator, &self.manager, &self.seller, &self.viewer]
    }

    pub fn call(&self, who: &Person, method: Method, path: &str, form: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder()
            .method(method.clone())
            .uri(path)
            .header(header::COOKIE, format!("zhike={}", who.cookie))
            .header(header::ACCEPT, "text/html")
            .header("sec-fetch-site", "same-origin");
        if method == Method::POST && headers.iter().all(|(name, _)| *name != "content-type") {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let from = ConnectInfo(SocketAddr::from(([192, 0, 2, 7], 50_000)));
        let request = request.extension(from).body(Body::from(form.to_string())).expect("a request");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.expect("an answer");
            let (parts, body) = response.into_parts();
            let bytes = axum::body::to_bytes(body, 64 << 20).await.expect("a body");
            Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&bytes).into_owned() }
        })
    }

    pub fn get(&self, who: &Person, path: &str) -> Answer {
        self.call(who, Method::GET, path, "", &[])
    }

    pub fn post(&self, who: &Person, path: &str, form: &str) -> Answer {
        self.call(who, Method::POST, path, form, &[("hx-request", "true")])
    }
}

/// Makes a record from what a person would type; links by id.
pub fn add(engine: &Engine, who: Id, object: &'static str, fields: &[(&str, &str)]) -> Id {
    let input = fields.iter().fold(Input::default(), |input, (name, text)| input.text(name, *text));
    let made = engine.write_now(Caller::Person(who), move |cx| {
        let object = cx.catalog.find(object)?;
        let scope = access::scope(cx, &object, Action::Create)?;
        write::created(cx, &scope, input.clone())
    });
    made.unwrap_or_else(|problem| panic!("{object}: {problem}"))
}

fn user(engine: &Engine, name: &str, role: &str, team: Id) -> Id {
    let (name, roles) = (name.to_string(), vec![role.to_string()]);
    let made = engine.write_now(modules::set_up::caller(), move |cx| {
        let users = cx.catalog.find("users")?;
        let scope = access::scope(cx, &users, Action::Create)?.for_verb();
        let input = Input::default()
            .text("name", &name)
            .set("team", Value::link(team))
            .text("state", "active")
            .set("roles", Value::Texts(roles.clone()));
        let made = write::created(cx, &scope, input)?;
        records::engine::bump(cx, "rights")?;
        Ok(made)
    });
    made.expect("a person")
}

pub fn sign_in(engine: &Engine, user: Id) -> String {
    let fresh = secret::fresh("").expect("randomness");
    let hash = secret::hash(&fresh);
    let open = move |cx: &mut records::Cx| session::open(cx, user, hash, None, None);
    engine.write_now(Caller::System(access::Reason::SignIn), open).expect("a session");
    fresh
}

fn populate(engine: &Engine, admin: Id, seller: Id) -> Id {
    let rows: &[(&str, &str, &str, &str, &str)] = &[
        ("苏州恒泰精密机械有限公司", "A", "equipment", "华东", "3420000"),
        ("杭州云岫数据科技有限公司", "A", "software", "华东", "1860000"),
        ("上海澄明医疗器械股份有限公司", "A", "medical_devices", "华东", "2750000"),
        ("宁波远岚国际物流有限公司", "B", "logistics", "华东", "680000"),
        ("深圳市蓝湾智造科技有限公司", "B", "electronics", "华南", "1240000"),
        ("合肥芯屿微电子有限公司", "A", "semiconductors", "华东", "5160000"),
        ("青岛海栎重工集团有限公司", "A", "equipment", "华北", "4380000"),
        ("成都蜀禾食品集团有限公司", "B", "food", "西南", "420000"),
        ("Acme Instruments Ltd", "C", "technology", "EMEA", "90000"),
    ];
    let mut first = None;
    for (at, (name, grade, industry, region, revenue)) in rows.iter().enumerate() {
        let owner = if at % 2 == 0 { seller } else { admin }.to_string();
        let phone = format!("0512-6288{:04}", 1000 + at);
        let fields = [
            ("name", *name),
            ("grade", grade),
            ("industry", industry),
            ("region", region),
            ("annual_revenue", revenue),
            ("owner", &owner),
            ("phone", &phone),
            ("tags", "年底回访"),
        ];
        let id = add(engine, admin, "accounts", &fields);
        add(engine, admin, "contacts", &[("name", "张伟明"), ("account", &id.to_string())]);
        first.get_or_insert(id);
    }
    first.expect("there are accounts")
}
