//! A small company for this crate's tests: set up as a stranger would, with people of different reach, on each database.

use std::{
    fmt::Debug,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use records::{
    Caller, Cx, Engine,
    engine::Clock,
    query::{self, Ask},
    visible::Visible,
    write,
};
use store::testing::each_database;
use types::{Id, Instant, Problem, Result, Value, words::Lang};

use super::typed;
use crate::work;

struct TestClock(AtomicI64);

impl Clock for TestClock {
    fn now(&self) -> Instant {
        Instant(self.0.load(Ordering::SeqCst))
    }
}

/// 2026-11-22, 16:00 in Shanghai.
pub const TODAY: &str = "2026-11-22";
const START: &str = "2026-11-22T08:00:00Z";

/// 总部 ─ 华东, and 总部 ─ 华北.
pub struct Company {
    pub engine: Engine,
    clock: Arc<TestClock>,
    /// administers
    pub zhou: Id,
    /// manages 华东
    pub lin: Id,
    /// sells in 华东
    pub chen: Id,
    /// sells in 华北
    pub gu: Id,
    pub east: Id,
}

/// Runs the test in a fresh company on every database there is.
pub fn company(test: impl Fn(&Company)) {
    each_database(|database| {
        let start = Instant::parse(START).expect("a time");
        let clock = Arc::new(TestClock(AtomicI64::new(start.0)));
        let engine = Engine::open(database, crate::modules(), clock.clone()).expect("the company opens");
        let zhou = super::open(&engine, Lang::Zh);
        let mut company = Company { engine, clock, zhou, lin: zhou, chen: zhou, gu: zhou, east: zhou };
        let head = company.add(zhou, "teams", &[("name", "总部")]);
        company.east = company.add(zhou, "teams", &[("name", "华东"), ("parent", &head.to_string())]);
        let north = company.add(zhou, "teams", &[("name", "华北"), ("parent", &head.to_string())]);
        company.lin = company.person("林书遥", "manager", company.east);
        company.chen = company.person("陈嘉禾", "salesperson", company.east);
        company.gu = company.person("顾南乔", "salesperson", north);
        test(&company);
    });
}

impl Company {
    pub fn write<T: Send + 'static>(&self, who: Id, f: impl Fn(&mut Cx) -> Result<T> + Send + 'static) -> Result<T> {
        self.engine.write_now(Caller::Person(who), f)
    }

    pub fn read<T: Send + 'static>(&self, who: Id, f: impl FnOnce(&mut Cx) -> Result<T> + Send + 'static) -> Result<T> {
        self.engine.read_now(Caller::Person(who), f)
    }

    pub fn forward(&self, micros: i64) {
        self.clock.0.fetch_add(micros, Ordering::SeqCst);
    }

    /// Somebody who can sign in.
    pub fn person(&self, name: &str, role: &str, team: Id) -> Id {
        super::person(&self.engine, name, role, Some(team))
    }

    /// Makes a record from what a person would type; links by id.
    pub fn add(&self, who: Id, object: &'static str, fields: &[(&str, &str)]) -> Id {
        super::add(&self.engine, who, object, fields)
    }

    pub fn try_add(&self, who: Id, object: &'static str, fields: &[(&str, &str)]) -> Result<Id> {
        super::try_add(&self.engine, who, object, fields)
    }

    pub fn edit(&self, who: Id, object: &'static str, id: Id, fields: &[(&str, &str)]) -> Result<Visible> {
        let input = typed(fields);
        self.write(who, move |cx| {
            let object = cx.catalog.find(object)?;
            write::update(cx, &object, id, None, input.clone())
        })
    }

    pub fn delete(&self, who: Id, object: &'static str, id: Id) -> Result<()> {
        self.write(who, move |cx| {
            let object = cx.catalog.find(object)?;
            write::trash::delete(cx, &object, id, None)
        })
    }

    pub fn get(&self, who: Id, object: &'static str, id: Id) -> Result<Visible> {
        self.read(who, move |cx| work::reveal(cx, object, id))
    }

    /// One field of a record as the administrator sees it, as plain text: `2026-11-22`, `won`, the label of a link.
    pub fn field(&self, object: &'static str, id: Id, field: &str) -> String {
        self.field_for(self.zhou, object, id, field)
    }

    /// The same as somebody else sees it.
    pub fn field_for(&self, who: Id, object: &'static str, id: Id, field: &str) -> String {
        plain(self.get(who, object, id).unwrap_or_else(|problem| panic!("{object}: {problem}")).get(field))
    }

    /// The first column of all matching records, in the order asked.
    pub fn column(&self, object: &'static str, filter: &str, sort: &str, field: &'static str) -> Vec<String> {
        let ask = Ask::default().filter(filter).sort(sort, false).fields(&[field]).limit(200);
        let page = self.read(self.zhou, move |cx| {
            let object = cx.catalog.find(object)?;
            query::list(cx, &object, &ask)
        });
        page.expect("the administrator sees it").items.iter().map(|item| plain(item.get(field))).collect()
    }

    /// The stage with this code in the standard pipeline.
    pub fn stage(&self, code: &str) -> String {
        let ask = Ask::default().filter(format!("code == \"{code}\"")).fields(&["name"]);
        self.read(self.zhou, move |cx| work::first(cx, "stages", ask)).unwrap().expect("a shipped stage").id.to_string()
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Empty => String::new(),
        Value::Bool(yes) => yes.to_string(),
        Value::Int(number) => number.to_string(),
        Value::Decimal(number) => number.normalize().to_string(),
        Value::Money(money) => money.amount.normalize().to_string(),
        Value::Text(text) => text.clone(),
        Value::Date(day) => day.to_string(),
        Value::Time(at) => at.to_string(),
        Value::Link(link) => link.label.clone().unwrap_or_else(|| link.id.to_string()),
        other => format!("{other:?}"),
    }
}

/// The code of a refusal, and the field it names if it names one: `status:already_converted`.
pub fn refusal<T: Debug>(outcome: Result<T>) -> String {
    let problem: Problem = outcome.expect_err("it is refused");
    match problem.fields.first() {
        Some(field) => format!("{}:{}", field.field, field.code),
        None => problem.code.to_string(),
    }
}
