//! Worlds for tests: a small hospital (the engine knows no customers), a cast of people with different reach, on each database.
//! Used by the tests of this crate; `modules` and the edges build theirs on `World`.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use store::Database;
use types::{Id, Instant, Name, Result, Value, words::Label};

use crate::{
    Caller, Cx, Engine, Modules,
    access::{Reason, Role},
    engine::Clock,
    query::{self, Ask},
    schema::{Object, ship},
    visible::{Page, Visible},
    write::{self, Input},
};

/// A clock that a test moves.
pub struct TestClock(AtomicI64);

impl TestClock {
    pub fn forward(&self, micros: i64) {
        self.0.fetch_add(micros, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Instant {
        Instant(self.0.load(Ordering::SeqCst))
    }
}

/// 2026-11-22T08:00Z
const START: i64 = 1_795_334_400_000_000;

/// An engine over a fresh database with people in it.
pub struct World {
    pub engine: Engine,
    pub clock: Arc<TestClock>,
    pub people: People,
}

/// The cast. Teams: hospital ─ surgery ─ night, and hospital ─ lab.
#[derive(Clone, Copy, Debug)]
pub struct People {
    /// administers everything
    pub ada: Id,
    /// heads surgery: sees surgery and below
    pub bo: Id,
    /// works in surgery: sees their own, and what is shared
    pub cai: Id,
    /// works in the night team: sees their own team's
    pub dan: Id,
    /// works in the lab: sees their own; some fields are hidden or masked
    pub eve: Id,
    pub hospital: Id,
    pub surgery: Id,
    pub night: Id,
    pub lab: Id,
}

pub fn objects() -> Vec<Object> {
    let sources = [
        include_str!("users.toml"),
        include_str!("teams.toml"),
        include_str!("roles.toml"),
        include_str!("settings.toml"),
        include_str!("exchange_rates.toml"),
        include_str!("patients.toml"),
        include_str!("visits.toml"),
        include_str!("wards.toml"),
    ];
    let module = Name::of("hospital");
    sources.iter().map(|source| ship::object(&module, source).unwrap_or_else(|e| panic!("{e}"))).collect()
}

/// Roles of the cast, as a module ships them.
pub fn roles() -> Vec<(String, Label, Role)> {
    let file: std::collections::BTreeMap<String, Role> =
        toml::from_str(include_str!("cast.toml")).expect("the cast's roles can be read");
    file.into_iter().map(|(code, role)| (code.clone(), Label::new(&code, &code), role)).collect()
}

impl World {
    pub fn new(db: Database) -> World {
        World::with(db, |_| {})
    }

    /// A world whose modules were changed before the start: rules, further objects.
    pub fn with(db: Database, change: impl FnOnce(&mut Modules)) -> World {
        let mut modules = Modules { objects: objects(), roles: roles(), ..Modules::default() };
        change(&mut modules);
        let clock = Arc::new(TestClock(AtomicI64::new(START)));
        let engine = Engine::open(db, modules, clock.clone()).expect("the hospital opens");
        let people = engine.write_now(system(), populate).expect("the cast moves in");
        World { engine, clock, people }
    }

    pub fn read<T: Send + 'static>(&self, who: Id, f: impl FnOnce(&mut Cx) -> Result<T> + Send + 'static) -> Result<T> {
        self.engine.read_now(Caller::Person(who), f)
    }

    pub fn write<T: Send + 'static>(&self, who: Id, f: impl Fn(&mut Cx) -> Result<T> + Send + 'static) -> Result<T> {
        self.engine.write_now(Caller::Person(who), f)
    }

    pub fn create(&self, who: Id, object: &'static str, input: Input) -> Result<Visible> {
        self.write(who, move |cx| {
            let object = cx.catalog.find(object)?;
            write::create(cx, &object, input.clone())
        })
    }

    pub fn update(&self, who: Id, object: &'static str, id: Id, version: Option<i64>, input: Input) -> Result<Visible> {
        self.write(who, move |cx| {
            let object = cx.catalog.find(object)?;
            write::update(cx, &object, id, version, input.clone())
        })
    }

    pub fn list(&self, who: Id, object: &'static str, ask: Ask) -> Result<Page> {
        self.read(who, move |cx| {
            let object = cx.catalog.find(object)?;
            query::list(cx, &object, &ask)
        })
    }

    pub fn get(&self, who: Id, object: &'static str, id: Id) -> Result<Visible> {
        self.read(who, move |cx| {
            let object = cx.catalog.find(object)?;
            query::get(cx, &object, id, None)
        })
    }

    /// Titles of a list, for short assertions.
    pub fn titles(&self, who: Id, object: &'static str, ask: Ask) -> Vec<String> {
        let page = self.list(who, object, ask).expect("the list is readable");
        page.items.into_iter().map(|item| item.title).collect()
    }
}

pub fn system() -> Caller {
    Caller::System(Reason::Setup)
}

fn populate(cx: &mut Cx) -> Result<People> {
    let one = |cx: &mut Cx, object: &str, input: Input| -> Result<Id> {
        let object = cx.catalog.find(object)?;
        Ok(write::create(cx, &object, input)?.id)
    };
    let team = |cx: &mut Cx, name: &str, parent: Option<Id>| {
        let input = Input::default().text("name", name);
        one(cx, "teams", parent.into_iter().fold(input, |input, id| input.set("parent", Value::link(id))))
    };
    let person = |cx: &mut Cx, name: &str, role: &str, team: Id| {
        let input = Input::default()
            .text("name", name)
            .text("email", format!("{}@hospital.example", name.to_lowercase()))
            .set("team", Value::link(team))
            .text("state", "active")
            .set("roles", Value::Texts(vec![role.into()]));
        let users = cx.catalog.find("users")?;
        let scope = crate::access::scope(cx, &users, crate::access::Action::Create)?.for_verb();
        write::created(cx, &scope, input)
    };
    one(
        cx,
        "settings",
        Input::default()
            .text("name", "Hospital")
            .text("currency", "CNY")
            .text("time_zone", "Asia/Shanghai")
            .text("locale", "en"),
    )?;
    let hospital = team(cx, "Hospital", None)?;
    let surgery = team(cx, "Surgery", Some(hospital))?;
    let night = team(cx, "Night", Some(surgery))?;
    let lab = team(cx, "Lab", Some(hospital))?;
    Ok(People {
        ada: person(cx, "Ada", "chief", hospital)?,
        bo: person(cx, "Bo", "head", surgery)?,
        cai: person(cx, "Cai", "nurse", surgery)?,
        dan: person(cx, "Dan", "mate", night)?,
        eve: person(cx, "Eve", "outsider", lab)?,
        hospital,
        surgery,
        night,
        lab,
    })
}
