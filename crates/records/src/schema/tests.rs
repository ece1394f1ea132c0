//! Fields that are changed at run time, on both databases.

use serde_json::{Value as Json, json};
use store::testing::each_database;
use types::{Id, Result};

use super::{change, recompute, ship::FieldFile};
use crate::{
    jobs,
    testing::{World, system},
    write::{Input, trash},
};

fn file(mut json: Json) -> FieldFile {
    json["label"] = json!({ "zh": "某", "en": "Some" });
    serde_json::from_value(json).unwrap()
}

fn add(world: &World, field: Json) -> Result<()> {
    let field = file(field);
    world.write(world.people.ada, move |cx| {
        let patients = cx.catalog.find("patients")?;
        change::add_field(cx, &patients, field.clone())
    })
}

fn change(world: &World, field: Json) -> Result<()> {
    let field = file(field);
    world.write(world.people.ada, move |cx| {
        let patients = cx.catalog.find("patients")?;
        change::change_field(cx, &patients, field.clone())
    })
}

/// Carries out what was ordered, as a worker does.
fn work(world: &World) {
    while let Some(mut held) =
        world.engine.write_now(system(), |cx| jobs::claim(cx, &[recompute::JOB])).expect("jobs are read")
    {
        loop {
            let hand = held.clone();
            let stepped = world.engine.write_now(system(), move |cx| recompute::step(cx, &hand)).expect("a step");
            let Some((cursor, progress)) = stepped else { break };
            (held.cursor, held.progress) = (cursor, progress);
        }
        world.engine.write_now(system(), move |cx| jobs::finish(cx, &held, &json!({}))).expect("it ends");
    }
}

#[test]
fn what_would_give_stored_cells_another_meaning_is_refused() {
    each_database(|db| {
        let world = World::new(db);
        let fields = [
            json!({ "name": "dose", "type": "decimal", "scale": 2 }),
            json!({ "name": "room", "type": "link", "to": "wards" }),
            json!({ "name": "own", "type": "formula", "formula": "fee * 2", "result": "money" }),
            json!({ "name": "late", "type": "formula", "formula": "admitted < today()", "result": "yes_no" }),
            json!({ "name": "note", "type": "text" }),
        ];
        fields.iter().for_each(|field| add(&world, field.clone()).unwrap());
        let anna = Input::default().text("name", "Anna").text("dose", "1.25");
        let anna = world.create(world.people.ada, "patients", anna).unwrap().id;
        for (field, part) in [
            (json!({ "name": "dose", "type": "decimal", "scale": 4 }), "type"),
            (json!({ "name": "dose", "type": "percent", "scale": 2 }), "type"),
            (json!({ "name": "room", "type": "link", "to": "patients" }), "type"),
            (json!({ "name": "own", "type": "formula", "formula": "name", "result": "text" }), "type"),
            (json!({ "name": "own", "type": "formula", "formula": "ward.name == \"x\"", "result": "yes_no" }), "type"),
            (json!({ "name": "late", "type": "formula", "formula": "admitted == null", "result": "yes_no" }), "type"),
            (json!({ "name": "note", "type": "text", "unique": true }), "unique"),
            (json!({ "name": "note", "type": "text", "indexed": true }), "indexed"),
            (json!({ "name": "note", "type": "text", "search": "name" }), "search"),
        ] {
            let refused = change(&world, field.clone()).unwrap_err();
            let named = refused.fields.first().map(|one| (one.field.as_str(), &*one.code));
            assert_eq!(named, Some((part, "read_only")), "{field} {refused}");
        }
        change(&world, json!({ "name": "note", "type": "text", "max": 20, "required": true })).unwrap();
        let seen = world.get(world.people.ada, "patients", anna).unwrap();
        assert!(matches!(seen.get("dose"), types::Value::Decimal(dose) if dose.to_string() == "1.25"));
    });
}

#[test]
fn a_stored_formula_is_worked_out_for_the_rows_there_are() {
    each_database(|db| {
        let world = World::new(db);
        let ada = world.people.ada;
        let made = |name: &str, fee: &str| {
            world.create(ada, "patients", Input::default().text("name", name).text("fee", fee)).unwrap()
        };
        let (anna, bert) = (made("Anna", "3"), made("Bert", "5"));
        let gone = bert.id;
        world
            .write(ada, move |cx| {
                let patients = cx.catalog.find("patients")?;
                trash::delete(cx, &patients, gone, None)
            })
            .unwrap();
        add(&world, json!({ "name": "double", "type": "formula", "formula": "fee * 2", "result": "money" })).unwrap();
        let double = |id: Id| {
            let seen = world.get(ada, "patients", id).unwrap();
            (seen.get("double").as_money().map(|money| money.amount.normalize().to_string()), seen.version)
        };
        work(&world);
        assert_eq!(double(anna.id), (Some("6".into()), anna.version));
        change(&world, json!({ "name": "double", "type": "formula", "formula": "fee * 2 + 1", "result": "money" }))
            .unwrap();
        let ordered = world.read(ada, |cx| jobs::list(cx, 1)).unwrap()[0].id;
        let refused = world.write(ada, move |cx| jobs::cancel(cx, ordered)).unwrap_err();
        assert_eq!(&*refused.code, "job_must_end", "half of the rows would keep old results");
        // what was given up goes on after the next start, and what has ended does not begin again
        let revive = || world.engine.write_now(system(), jobs::revive).unwrap();
        let held = world.engine.write_now(system(), |cx| jobs::claim(cx, &[recompute::JOB])).unwrap().unwrap();
        let dies = types::Problem::not_found();
        let verdict = world.engine.write_now(system(), move |cx| jobs::fail(cx, &held, &dies)).unwrap();
        assert_eq!(verdict, jobs::Verdict::Dead);
        work(&world);
        assert_eq!(double(anna.id).0, Some("6".into()));
        assert_eq!((revive(), revive()), (1, 0));
        work(&world);
        assert_eq!(double(anna.id), (Some("7".into()), anna.version));
        assert_eq!(revive(), 0);
        world
            .write(ada, move |cx| {
                let patients = cx.catalog.find("patients")?;
                trash::restore(cx, &patients, gone)
            })
            .unwrap();
        assert_eq!(double(gone).0, Some("11".into()), "also while it lay in the bin");
    });
}
