//! Scopes as people meet them: who sees, finds, counts, changes what. Both interpreters of the predicate must agree.

use store::testing::each_database;
use types::{Id, ProblemKind, Value};

use super::{Action, Reach, Rights, Role, scope, share};
use crate::{
    Caller,
    query::{self, Ask, Totals},
    record::Record,
    testing::World,
    write::{self, Input},
};

fn named(name: &str) -> Input {
    Input::default().text("name", name)
}

/// One patient of each person, named after them.
fn one_each(world: &World) -> Vec<(Id, Id)> {
    let people = world.people;
    [people.ada, people.bo, people.cai, people.dan, people.eve]
        .into_iter()
        .zip(["of Ada", "of Bo", "of Cai", "of Dan", "of Eve"])
        .map(|(who, name)| (who, world.create(who, "patients", named(name)).unwrap().id))
        .collect()
}

fn sees(world: &World, who: Id) -> Vec<String> {
    let mut titles = world.titles(who, "patients", Ask::default());
    titles.sort();
    titles
}

#[test]
fn reach_decides_which_records_are_seen() {
    each_database(|db| {
        let world = World::new(db);
        one_each(&world);
        assert_eq!(sees(&world, world.people.ada), ["of Ada", "of Bo", "of Cai", "of Dan", "of Eve"]);
        assert_eq!(sees(&world, world.people.bo), ["of Bo", "of Cai", "of Dan"]);
        assert_eq!(sees(&world, world.people.cai), ["of Cai"]);
        assert_eq!(sees(&world, world.people.dan), ["of Dan"]);
        assert_eq!(sees(&world, world.people.eve), ["of Eve"]);
    });
}

#[test]
fn a_share_shows_one_record_until_it_ends() {
    each_database(|db| {
        let world = World::new(db);
        let all = one_each(&world);
        let (cai, of_dan) = (world.people.cai, all[3].1);
        let until = world.engine.now().plus(types::Instant::HOUR);
        world
            .write(world.people.ada, move |cx| {
                let patients = cx.catalog.find("patients")?;
                share::give(cx, &patients.name, of_dan, share::With::User(cai), share::Level::View, Some(until))
            })
            .unwrap();
        assert_eq!(sees(&world, cai), ["of Cai", "of Dan"]);
        let refused = world.update(cai, "patients", of_dan, None, named("mine now")).unwrap_err();
        assert_eq!((refused.kind, &*refused.code), (ProblemKind::Forbidden, "no_right"));
        world.clock.forward(2 * types::Instant::HOUR);
        assert_eq!(sees(&world, cai), ["of Cai"]);
        let gone = world.update(cai, "patients", of_dan, None, named("mine now")).unwrap_err();
        assert_eq!(gone.kind, ProblemKind::NotFound);
    });
}

#[test]
fn counts_groups_and_search_stop_at_the_same_border() {
    each_database(|db| {
        let world = World::new(db);
        one_each(&world);
        let eve = world.people.eve;
        let ask = Ask { totals: Totals::Capped, ..Ask::default() };
        assert_eq!(world.list(eve, "patients", ask).unwrap().total.unwrap().count, 1);
        let grouped = world
            .read(eve, |cx| {
                let patients = cx.catalog.find("patients")?;
                query::group::group(cx, &patients, &Ask::default(), &[], &[query::Measure::Count])
            })
            .unwrap();
        assert_eq!(grouped.rows[0].values, [Value::Int(1)]);
        let found = world.titles(eve, "patients", Ask { search: Some("of".into()), ..Ask::default() });
        assert_eq!(found, ["of Eve"]);
    });
}

#[test]
fn a_hidden_field_does_not_exist_and_a_masked_one_is_shown_in_part() {
    each_database(|db| {
        let world = World::new(db);
        let eve = world.people.eve;
        let input = named("masked").text("phone", "13812345678").set("owner", Value::link(eve));
        let id = world.create(world.people.ada, "patients", input).unwrap().id;
        let made = world.get(eve, "patients", id).unwrap();
        assert!(made.columns.iter().all(|c| !["fee", "diagnosis", "own_fee"].contains(&&*c.path)));
        assert_eq!(made.get("phone").as_text(), Some("138****5678"));
        for ask in [
            Ask::default().filter("fee > 1"),
            Ask::default().filter("phone == \"13812345678\""),
            Ask::default().sort("fee", true),
            Ask::default().fields(&["diagnosis"]),
            Ask::default().filter("own_fee > 1"),
        ] {
            let problem = world.list(eve, "patients", ask).unwrap_err();
            assert_eq!(problem.kind, ProblemKind::BadRequest, "{problem}");
        }
        let by_phone = Ask { search: Some("12345678".into()), ..Ask::default() };
        assert!(world.titles(eve, "patients", by_phone.clone()).is_empty());
        assert_eq!(world.titles(world.people.ada, "patients", by_phone), ["masked"]);
        let write = world.create(eve, "patients", named("x").text("fee", "1")).unwrap_err();
        assert_eq!(write.fields[0].code, "unknown_field");
    });
}

#[test]
fn a_refused_request_leaves_everything_as_it_was() {
    each_database(|db| {
        let world = World::new(db);
        let all = one_each(&world);
        let before = world.get(world.people.ada, "patients", all[0].1).unwrap();
        let (eve, of_ada) = (world.people.eve, all[0].1);
        assert!(world.update(eve, "patients", of_ada, None, named("stolen")).is_err());
        let delete = move |cx: &mut crate::Cx| {
            let patients = cx.catalog.find("patients")?;
            write::trash::delete(cx, &patients, of_ada, None)
        };
        assert_eq!(world.write(eve, delete).unwrap_err().kind, ProblemKind::Forbidden);
        let after = world.get(world.people.ada, "patients", of_ada).unwrap();
        assert_eq!((before.version, before.values), (after.version, after.values));
    });
}

#[test]
fn a_right_that_is_taken_away_is_gone_with_the_next_request() {
    each_database(|db| {
        let world = World::new(db);
        one_each(&world);
        let bo = world.people.bo;
        assert_eq!(sees(&world, bo).len(), 3);
        let demote = move |cx: &mut crate::Cx| {
            let users = cx.catalog.find("users")?;
            let scope = scope(cx, &users, Action::Edit)?.for_verb();
            let input = Input::default().set("roles", Value::Texts(vec!["nurse".into()]));
            write::updated(cx, &scope, bo, None, input)
        };
        world.write(world.people.ada, demote).unwrap();
        assert_eq!(sees(&world, bo), ["of Bo"]);
        let disable = move |cx: &mut crate::Cx| {
            let users = cx.catalog.find("users")?;
            let scope = scope(cx, &users, Action::Edit)?.for_verb();
            write::updated(cx, &scope, bo, None, Input::default().text("state", "disabled"))
        };
        world.write(world.people.ada, disable).unwrap();
        let refused = world.list(bo, "patients", Ask::default()).unwrap_err();
        assert_eq!(refused.kind, ProblemKind::Unauthorized);
    });
}

#[test]
fn the_predicate_says_the_same_in_memory_and_in_the_database() {
    each_database(|db| {
        let world = World::new(db);
        let all = one_each(&world);
        let (cai, of_eve) = (world.people.cai, all[4].1);
        world
            .write(world.people.ada, move |cx| {
                let patients = cx.catalog.find("patients")?;
                share::give(cx, &patients.name, of_eve, share::With::User(cai), share::Level::Edit, None)
            })
            .unwrap();
        for (who, _) in all.clone() {
            for action in [Action::View, Action::Edit] {
                let all = all.clone();
                world
                    .read(who, move |cx| {
                        let patients = cx.catalog.find("patients")?;
                        let Ok(scope) = scope(cx, &patients, action) else { return Ok(()) };
                        for (owner, id) in all {
                            let mut record = Record::blank(&patients, id);
                            record.set(&patients, "owner", Value::link(owner));
                            let team = write::draft::home_team(cx, owner)?;
                            record.set(&patients, "owning_team", team.map_or(Value::Empty, Value::link));
                            let held = scope.rows().clone().holds(cx, &patients, &record)?;
                            assert_eq!(held, query::is_visible(cx, &scope, id)?, "{who} {action:?} {owner}");
                        }
                        Ok(())
                    })
                    .unwrap();
            }
        }
    });
}

#[test]
fn several_roles_unite_and_the_widest_wins() {
    let role = |text: &str| -> Role { toml::from_str(text).unwrap() };
    let seller = role("others = { view = \"own\" }\n[objects.deals]\nview = \"team\"\nedit = \"own\"");
    let reader = role("others = { view = \"all\" }");
    let object = types::Name::of("deals");
    let both = Rights::unite(&[&seller, &reader]);
    assert_eq!(both.reach(&object, Action::View), Reach::All);
    assert_eq!(both.reach(&object, Action::Edit), Reach::Own);
    assert_eq!(both.reach(&types::Name::of("other"), Action::Edit), Reach::None);
    assert_eq!(both.only_reading().reach(&object, Action::Edit), Reach::None);
}

#[test]
fn a_stranger_may_nothing() {
    each_database(|db| {
        let world = World::new(db);
        let problem = world
            .engine
            .read_now(Caller::Stranger, |cx| {
                let patients = cx.catalog.find("patients")?;
                query::list(cx, &patients, &Ask::default())
            })
            .unwrap_err();
        assert_eq!(problem.kind, ProblemKind::NotFound);
    });
}
