//! A small company behind the real router, with people of every kind signed in: what this crate's tests talk to.

use std::net::SocketAddr;

use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use gate::{Config, Route, testing::House};
use modules::testing::{self, made, typed};
pub use modules::testing::{add, sign_in};
use records::{Caller, Engine};
use store::{
    Cell, Change, Clash, Database,
    testing::{each_database, on_sqlite},
};
use types::{Id, Name, words::Lang};

/// Somebody with a session.
#[derive(Clone)]
pub struct Person {
    pub id: Id,
    pub cookie: String,
}

pub struct Site {
    pub engine: Engine,
    pub administrator: Person,
    pub manager: Person,
    pub seller: Person,
    pub viewer: Person,
    pub account: Id,
    pub house: House,
    router: Router,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

/// Runs the test on a fresh site. What the pages say hardly depends on the database, so most tests need but one.
pub fn site(test: impl Fn(&Site)) {
    on_sqlite(|database| test(&Site::open(database, crate::routes())));
}

/// Runs the test on a fresh site on every database there is: for the pages whose queries are their own.
pub fn each_site(test: impl Fn(&Site)) {
    each_database(|database| test(&Site::open(database, crate::routes())));
}

impl Site {
    /// Sets a company up over a fresh database.
    pub fn open(database: Database, routes: Vec<Route>) -> Site {
        let house = House::open(database, modules::modules(), Lang::Zh);
        let engine = house.engine.clone();
        let team = made(&engine, "teams", typed(&[("name", "华东大区")]));
        let signed_in = |id| Person { id, cookie: sign_in(&engine, id) };
        let person = |name, role| signed_in(testing::person(&engine, name, role, Some(team)));
        let (manager, seller, viewer) =
            (person("陈嘉禾", "manager"), person("顾南乔", "salesperson"), person("周子昂", "viewer"));
        let administrator = signed_in(house.zhou);
        let account = populate(&engine, house.zhou, seller.id);
        let config = Config { base_url: "http://127.0.0.1:7700".into(), ..Config::default() };
        let router = gate::router(house.app(config).with(crate::pages::refusal::frame()), routes);
        Site { engine, administrator, manager, seller, viewer, account, house, router }
    }

    /// A salesperson of a team of their own, to whom nothing was given yet.
    pub fn newcomer(&self) -> Person {
        let team = made(&self.engine, "teams", typed(&[("name", "华南大区")]));
        let id = testing::person(&self.engine, "江一帆", "salesperson", Some(team));
        Person { id, cookie: sign_in(&self.engine, id) }
    }

    pub fn people(&self) -> [&Person; 4] {
        [&self.administrator, &self.manager, &self.seller, &self.viewer]
    }

    /// More open tasks of the administrator than are sorted without an index, none with a day: another system's, by an import.
    pub fn many_tasks(&self) {
        let who = self.administrator.id;
        let columns = ["id", "version", "subject", "kind", "status", "owner", "created_at"].map(Name::of).to_vec();
        for part in 0..101 {
            let row = |n: i64| {
                let words: [Cell; 3] = ["回访".into(), "task".into(), "open".into()];
                [vec![n.into(), 1.into()], words.to_vec(), vec![who.into(), n.into()]].concat()
            };
            let insert = Change::Insert {
                table: Name::of("activities"),
                columns: columns.clone(),
                rows: (1..=500).map(|n| row(part * 500 + n)).collect(),
                clash: Clash::Refuse,
            };
            self.engine.write_now(Caller::Person(who), move |cx| cx.run(&insert)).expect("tasks");
        }
    }

    pub fn call(&self, who: &Person, method: Method, path: &str, form: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder()
            .method(method.clone())
            .uri(path)
            .header(header::COOKIE, format!("zhike={}", who.cookie))
            .header("sec-fetch-site", "same-origin");
        if method == Method::POST && headers.iter().all(|(name, _)| *name != "content-type") {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        if headers.iter().all(|(name, _)| *name != "accept") {
            request = request.header(header::ACCEPT, "text/html");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let from = ConnectInfo(SocketAddr::from(([192, 0, 2, 7], 50_000)));
        let request = request.extension(from).body(Body::from(form.to_string())).expect("a request");
        let answer = self.house.answer(&self.router, request);
        Answer { status: answer.status, body: answer.text(), headers: answer.headers }
    }

    pub fn get(&self, who: &Person, path: &str) -> Answer {
        self.call(who, Method::GET, path, "", &[])
    }

    pub fn post(&self, who: &Person, path: &str, form: &str) -> Answer {
        self.call(who, Method::POST, path, form, &[("hx-request", "true")])
    }
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
