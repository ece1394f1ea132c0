//! The write pipeline as callers meet it, on both databases.

use store::testing::each_database;
use types::{Id, ProblemKind, Value};

use super::Input;
use crate::{query::Ask, testing::World};

fn named(name: &str) -> Input {
    Input::default().text("name", name)
}

#[test]
fn a_new_record_is_its_makers_own_and_found_at_once() {
    each_database(|db| {
        let world = World::new(db);
        let made = world.create(world.people.cai, "patients", named("华佗").text("fee", "1,234.50")).unwrap();
        assert_eq!(made.title, "华佗");
        assert_eq!(made.version, 1);
        assert_eq!(made.get("owner").as_id(), Some(world.people.cai));
        assert_eq!(made.get("owning_team").as_id(), Some(world.people.surgery));
        assert_eq!(made.get("state").as_text(), Some("new"));
        assert_eq!(made.get("number").as_text(), Some("P-0001"));
        assert_eq!(made.get("fee").as_money().unwrap().amount.to_string(), "1234.5000");
        let found = world.titles(world.people.cai, "patients", Ask { search: Some("华佗".into()), ..Ask::default() });
        assert_eq!(found, ["华佗"]);
        assert_eq!(
            world.titles(world.people.cai, "patients", Ask { search: Some("ht".into()), ..Ask::default() }),
            ["华佗"]
        );
    });
}

#[test]
fn unknown_and_forbidden_fields_are_refused_by_name_all_at_once() {
    each_database(|db| {
        let world = World::new(db);
        let input = named("x").text("no_such", "1").text("number", "P-9").text("share", "many");
        let problem = world.create(world.people.cai, "patients", input).unwrap_err();
        assert_eq!(problem.kind, ProblemKind::Invalid);
        let refused: Vec<(&str, &str)> = problem.fields.iter().map(|f| (f.field.as_str(), &*f.code)).collect();
        assert_eq!(refused, [("no_such", "unknown_field"), ("number", "read_only"), ("share", "not_a_number")]);
    });
}

#[test]
fn a_stale_version_changes_nothing() {
    each_database(|db| {
        let world = World::new(db);
        let made = world.create(world.people.cai, "patients", named("first")).unwrap();
        let second = world.update(world.people.cai, "patients", made.id, Some(1), named("second")).unwrap();
        assert_eq!((second.version, second.title.as_str()), (2, "second"));
        let late = world.update(world.people.cai, "patients", made.id, Some(1), named("third")).unwrap_err();
        assert_eq!(late.kind, ProblemKind::Stale);
        assert_eq!(world.get(world.people.cai, "patients", made.id).unwrap().title, "second");
    });
}

#[test]
fn a_unique_field_is_unique_among_the_living_and_names_itself_only() {
    each_database(|db| {
        let world = World::new(db);
        let first = world.create(world.people.cai, "patients", named("a").text("card", "C1")).unwrap();
        let problem = world.create(world.people.eve, "patients", named("b").text("card", "C1")).unwrap_err();
        assert_eq!(problem.kind, ProblemKind::Conflict);
        assert_eq!(problem.fields[0].field, "card");
        assert!(problem.args.is_empty());
        world
            .write(world.people.cai, move |cx| {
                let patients = cx.catalog.find("patients")?;
                super::trash::delete(cx, &patients, first.id, None)
            })
            .unwrap();
        world.create(world.people.eve, "patients", named("b").text("card", "C1")).unwrap();
    });
}

#[test]
fn a_link_to_what_one_may_not_see_is_refused_like_one_to_nothing() {
    each_database(|db| {
        let world = World::new(db);
        let hidden = world.create(world.people.cai, "patients", named("hidden")).unwrap();
        let set = |target: Id| named("mine").set("sibling", Value::link(target));
        let foreign = world.create(world.people.eve, "patients", set(hidden.id)).unwrap_err();
        let nothing = world.create(world.people.eve, "patients", set(Id(42))).unwrap_err();
        assert_eq!(foreign, nothing);
        assert_eq!(foreign.fields[0].code, "missing_link");
    });
}

#[test]
fn giving_a_record_away_brings_the_new_owners_team_and_needs_the_right() {
    each_database(|db| {
        let world = World::new(db);
        let made = world.create(world.people.cai, "patients", named("moving")).unwrap();
        let to_dan = Input::default().set("owner", Value::link(world.people.dan));
        world.update(world.people.cai, "patients", made.id, None, to_dan).unwrap();
        assert_eq!(world.get(world.people.cai, "patients", made.id).unwrap_err().kind, ProblemKind::NotFound);
        let seen = world.get(world.people.dan, "patients", made.id).unwrap();
        assert_eq!(seen.get("owning_team").as_id(), Some(world.people.night));
        let to_eve = Input::default().set("owner", Value::link(world.people.eve));
        let refused = world.update(world.people.dan, "patients", made.id, None, to_eve).unwrap_err();
        assert_eq!(refused.kind, ProblemKind::Forbidden);
    });
}

#[test]
fn what_is_deleted_is_gone_from_lists_and_search_and_comes_back_whole() {
    each_database(|db| {
        let world = World::new(db);
        let cai = world.people.cai;
        let made =
            world.create(cai, "patients", named("遗忘").set("allergies", Value::Texts(vec!["dust".into()]))).unwrap();
        let id = made.id;
        let delete = move |cx: &mut crate::Cx| {
            let patients = cx.catalog.find("patients")?;
            super::trash::delete(cx, &patients, id, None)
        };
        world.write(cai, delete).unwrap();
        assert!(world.titles(cai, "patients", Ask::default()).is_empty());
        assert!(world.titles(cai, "patients", Ask { search: Some("遗忘".into()), ..Ask::default() }).is_empty());
        assert_eq!(world.titles(cai, "patients", Ask { deleted: true, ..Ask::default() }), ["遗忘"]);
        let restore = move |cx: &mut crate::Cx| {
            let patients = cx.catalog.find("patients")?;
            super::trash::restore(cx, &patients, id)
        };
        world.write(cai, restore).unwrap();
        let back = world.get(cai, "patients", id).unwrap();
        assert_eq!(back.get("allergies"), &Value::Texts(vec!["dust".into()]));
        assert_eq!(back.version, 3);
        assert_eq!(world.titles(cai, "patients", Ask { search: Some("遗忘".into()), ..Ask::default() }), ["遗忘"]);
    });
}

#[test]
fn formulas_and_titles_follow_from_what_was_given() {
    each_database(|db| {
        let world = World::new(db);
        let ward = world.create(world.people.ada, "wards", named("North")).unwrap();
        let input = Input::default().set("ward", Value::link(ward.id)).text("fee", "200").text("share", "12.5");
        let made = world.create(world.people.cai, "patients", input).unwrap();
        assert_eq!(made.title, "North – P-0001");
        assert_eq!(made.get("own_fee").as_money().unwrap().amount.normalize().to_string(), "25");
    });
}

#[test]
fn every_change_leaves_its_history() {
    each_database(|db| {
        let world = World::new(db);
        let cai = world.people.cai;
        let made = world.create(cai, "patients", named("before")).unwrap();
        world.update(cai, "patients", made.id, None, named("after")).unwrap();
        let steps = world
            .read(cai, move |cx| {
                let patients = cx.catalog.find("patients")?;
                crate::audit::history::page(cx, &patients, made.id, None, 10)
            })
            .unwrap();
        let words: Vec<(&str, &str)> = steps.iter().map(|s| (s.action.as_str(), s.name.as_str())).collect();
        assert_eq!(words, [("update", "Cai"), ("create", "Cai")]);
        assert_eq!((&steps[0].fields[0].before, &steps[0].fields[0].after), (&"before".into(), &"after".into()));
    });
}

#[test]
fn a_masked_value_cannot_be_guessed_by_sending_it_back() {
    each_database(|db| {
        let world = World::new(db);
        let eve = world.people.eve;
        let input = named("masked").text("phone", "13812345678").set("owner", Value::link(eve));
        let id = world.create(world.people.ada, "patients", input).unwrap().id;
        let guess = |phone: &str| {
            let refused = world.update(eve, "patients", id, None, Input::default().text("phone", phone)).unwrap_err();
            refused.fields.iter().map(|one| (one.field.clone(), one.code.to_string())).collect::<Vec<_>>()
        };
        assert_eq!(guess("13812345678"), guess("13812345679"));
        assert_eq!(guess("13812345678"), [("phone".to_string(), "read_only".to_string())]);
    });
}
