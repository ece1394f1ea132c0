//! The import of a small hospital's books, on both databases: what a row becomes, what is asked, what is taken back.

mod rows;
mod told;
mod undoing;

use std::sync::{Arc, Mutex};

use store::Database;
use types::{Id, Name, Result, Value};

use super::{
    Bound, Checked, Checker, Column, Directory, Plan, Row, Tally, bind, journal, later, options,
    refused::{self, Refusal},
    settle::wanted,
    step,
};
use crate::{query::Ask, schema::ship, testing::World, visible::Visible};

fn world(db: Database) -> World {
    World::with(db, |modules| {
        let imports = ship::object(&Name::of("hospital"), include_str!("imports.toml"));
        modules.objects.push(imports.expect("the object of imports reads"));
    })
}

/// `a>b`: the first column goes to the field `b`.
fn plan(object: &str, columns: &str) -> Plan {
    let column = |(at, text): (usize, &str)| {
        let (name, to) = text.split_once('>').unwrap_or((text, text));
        Column { at: Some(at), name: name.to_string(), to: to.to_string(), ..Column::default() }
    };
    Plan { object: object.into(), columns: columns.split(' ').enumerate().map(column).collect(), ..Plan::default() }
}

fn rows(lines: &[&str]) -> Vec<Row> {
    let row = |(at, line): (usize, &&str)| Row {
        content: None,
        place: at as u64,
        line: at as u64 + 2,
        cells: line.split('|').map(str::to_string).collect(),
        refused: None,
    };
    lines.iter().enumerate().map(row).collect()
}

fn check(world: &World, who: Id, plan: &Plan, rows: &[Row]) -> Result<Checked> {
    let (plan, rows) = (Arc::new(plan.clone()), rows.to_vec());
    world.read(who, move |cx| {
        let bound = bind::bind(cx, &plan)?;
        let mut directory = Directory::new(plan.external_source.as_deref());
        let mut checker = Checker::default();
        for part in rows.chunks(3) {
            checker.rows(cx, &bound, &mut directory, part)?;
        }
        checker.finish(cx, &bound, &mut directory)
    })
}

/// An import as a job does it, in steps of three rows.
fn import(world: &World, who: Id, plan: &Plan, lines: &[&str]) -> Result<(Id, Tally)> {
    let rows = rows(lines);
    let checked = check(world, who, plan, &rows)?;
    let object = Name::of(&plan.object);
    let import = world.write(who, move |cx| {
        let file = journal::File { name: "book.csv".into(), sha256: "0".repeat(64) };
        journal::begin(cx, &object, &file, "{}", journal::State::Checking)
    })?;
    let (object, early) = (Name::of(&plan.object), checked.early.clone());
    world.write(who, move |cx| {
        for (field, texts) in &checked.options {
            let object = cx.catalog.find(&object)?;
            options::add(cx, &object, field, texts)?;
        }
        refused::keep(cx, import, &early)
    })?;
    let plan = Arc::new(plan.clone());
    let directory = Arc::new(Mutex::new(Directory::new(plan.external_source.as_deref())));
    let mut tally = Tally::default();
    for part in rows.chunks(3) {
        let (known, wish, part) = (directory.clone(), plan.clone(), part.to_vec());
        let (bound, ready) = world.read(who, move |cx| {
            let bound = bind::bind(cx, &wish)?;
            let mut directory = known.lock().unwrap();
            let parsed: Vec<_> = part.iter().map(|row| bound.read(row)).collect();
            directory.look_up(cx, parsed.iter().flat_map(|parsed| wanted(&bound, parsed)))?;
            let ready: Vec<_> = parsed.into_iter().map(|parsed| bound.settle(parsed, &directory)).collect();
            Ok((bound, ready))
        })?;
        let before = tally.clone();
        let stepped = world.write(who, move |cx| step(cx, &bound, import, &ready, &before))?;
        for (object, text, id) in &stepped.learned {
            directory.lock().unwrap().learn(object, text, *id);
        }
        tally = stepped.tally;
        assert!(tally.adds_up(), "{tally:?}");
    }
    loop {
        let pending = world.read(who, move |cx| later::next(cx, import, 2))?;
        if pending.is_empty() {
            break;
        }
        let (known, wish, links) = (directory.clone(), plan.clone(), pending.clone());
        let bound = world.read(who, move |cx| -> Result<Bound> {
            let bound = bind::bind(cx, &wish)?;
            later::look_up(cx, &bound, &mut known.lock().unwrap(), &links)?;
            Ok(bound)
        })?;
        let (known, before) = (directory.clone(), tally.clone());
        let stepped =
            world.write(who, move |cx| later::step(cx, &bound, import, &pending, &known.lock().unwrap(), &before))?;
        tally = stepped.tally;
    }
    let counts = tally.clone();
    world.write(who, move |cx| {
        journal::act_for(cx, import);
        journal::note(cx, import, journal::State::Done, Some(&counts))
    })?;
    Ok((import, tally))
}

fn refusals(world: &World, import: Id) -> Vec<Refusal> {
    world.read(world.people.ada, move |cx| refused::page(cx, import, None, 100)).unwrap()
}

fn patients(world: &World) -> Vec<Visible> {
    let ask = Ask::default().sort("id", false).limit(200);
    world.list(world.people.ada, "patients", ask).unwrap().items
}

fn patient(world: &World, name: &str) -> Visible {
    let found = patients(world).into_iter().find(|patient| patient.title == name);
    found.unwrap_or_else(|| panic!("no patient {name}"))
}

fn label(value: &Value) -> Option<&str> {
    match value {
        Value::Link(link) => link.label.as_deref(),
        _ => None,
    }
}

fn counts(tally: &Tally) -> [u64; 5] {
    [tally.read, tally.created, tally.updated, tally.skipped, tally.failed]
}

fn ward(world: &World, name: &str) -> Id {
    let input = crate::write::Input::default().text("name", name);
    world.create(world.people.ada, "wards", input).unwrap().id
}
