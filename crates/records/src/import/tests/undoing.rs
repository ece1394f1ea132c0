//! What an import did is taken back.

use store::testing::each_database;
use types::Instant;

use super::*;
use crate::{
    import::{
        OnDuplicate,
        undo::{self, Place, Undone},
    },
    write::Input,
};

fn undo(world: &World, who: Id, import: Id) -> Result<Undone> {
    undo_by(world, who, import, undo::ROWS)
}

fn undo_by(world: &World, who: Id, import: Id, rows: usize) -> Result<Undone> {
    again(world, who, import, rows, Undone::default())
}

/// Another try after what was undone `before`.
fn again(world: &World, who: Id, import: Id, rows: usize, before: Undone) -> Result<Undone> {
    let object = world.read(who, move |cx| undo::may(cx, import))?.name.clone();
    let (mut place, mut undone) = (Place::default(), before.again());
    while !place.over {
        let (name, here, so_far) = (object.clone(), place.clone(), undone.clone());
        (place, undone) = world.write(who, move |cx| undo::step(cx, import, &name, &here, &so_far, rows))?;
    }
    let told = undone.clone();
    world.write(who, move |cx| undo::end(cx, import, journal::State::Done, &told))?;
    Ok(undone)
}

#[test]
fn records_nobody_has_touched_go_and_the_others_are_listed() {
    each_database(|db| {
        let world = world(db);
        let ada = world.people.ada;
        let mut wish = plan("patients", "name ward sibling");
        wish.columns[1].unknown = Some(crate::import::Unknown::Create);
        let (id, tally) = import(&world, ada, &wish, &["Anna|North|Carl", "Bert|North|", "Carl||"]).unwrap();
        assert_eq!((counts(&tally), tally.linked_later), ([3, 3, 0, 0, 0], 1));
        let bert = patient(&world, "Bert");
        world.update(ada, "patients", bert.id, None, Input::default().text("fee", "5")).unwrap();
        let undone = undo(&world, ada, id).unwrap();
        assert_eq!(
            (undone.deleted, undone.restored, undone.kept),
            (2, 0, 2),
            "two patients; the ward made for them stays with the one that was touched"
        );
        assert_eq!((undone.list[0].title.as_str(), undone.list[0].id), ("Bert", bert.id));
        assert_eq!(patients(&world).iter().map(|p| p.title.as_str()).collect::<Vec<_>>(), ["Bert"]);
        assert_eq!(&*undo(&world, ada, id).unwrap_err().code, "already_undone");
    });
}

/// A rule that followed another import may have changed it and, when that one was undone, changed it back.
#[test]
fn what_is_again_as_the_import_left_it_was_not_touched() {
    each_database(|db| {
        let world = world(db);
        let ada = world.people.ada;
        let (id, _) = import(&world, ada, &plan("patients", "name fee"), &["Anna|1", "Bert|1"]).unwrap();
        for (name, fees) in [("Anna", ["5", "1"]), ("Bert", ["5", "6"])] {
            for fee in fees {
                world
                    .update(ada, "patients", patient(&world, name).id, None, Input::default().text("fee", fee))
                    .unwrap();
            }
        }
        let undone = undo(&world, ada, id).unwrap();
        assert_eq!((undone.deleted, undone.kept), (1, 1));
        assert_eq!(undone.list[0].title, "Bert");
    });
}

#[test]
fn changed_fields_get_their_values_back_unless_somebody_changed_them_again() {
    each_database(|db| {
        let world = world(db);
        let ada = world.people.ada;
        let input =
            Input::default().text("name", "Anna").text("card", "C1").text("fee", "1").text("phone", "13800138000");
        let anna = world.create(ada, "patients", input).unwrap();
        let wish = Plan {
            key: Some("card".into()),
            on_duplicate: OnDuplicate::Update,
            ..plan("patients", "card name fee phone")
        };
        // the same record twice: what was there before the first of them counts
        let (id, tally) = import(&world, ada, &wish, &["C1|Ann|2|", "C2|Bea||", "C1|Anne|3|13900139000"]).unwrap();
        assert_eq!(counts(&tally), [3, 1, 2, 0, 0]);
        world.update(ada, "patients", anna.id, None, Input::default().text("fee", "9")).unwrap();
        let undone = undo(&world, ada, id).unwrap();
        assert_eq!((undone.deleted, undone.restored, undone.kept), (1, 1, 1));
        assert_eq!((undone.list[0].id, undone.list[0].fields.as_slice()), (anna.id, ["fee".to_string()].as_slice()));
        let back = world.get(ada, "patients", anna.id).unwrap();
        assert_eq!((back.title.as_str(), back.get("phone").as_text()), ("Anna", anna.get("phone").as_text()));
        assert_eq!(back.get("fee").as_money().unwrap().amount.to_string(), "9.0000");
    });
}

/// A row makes a record and a later row of the same file changes it.
#[test]
fn what_the_import_made_and_changed_again_is_taken_back_once() {
    each_database(|db| {
        let world = world(db);
        let ada = world.people.ada;
        let wish =
            Plan { key: Some("card".into()), on_duplicate: OnDuplicate::Update, ..plan("patients", "card name fee") };
        world.create(ada, "patients", Input::default().text("name", "Dora").text("card", "C9")).unwrap();
        let lines = ["C1|Ann|2", "C2|Bea|", "C9|Dora|1", "C1|Anne|3", "C9|Dora|2"];
        let (id, tally) = import(&world, ada, &wish, &lines).unwrap();
        assert_eq!(counts(&tally), [5, 2, 3, 0, 0]);
        let seen = ahead(&world, ada, id);
        assert_eq!((seen.deleted, seen.restored, seen.kept()), (2, 1, 0));
        let undone = undo(&world, ada, id).unwrap();
        assert_eq!((undone.deleted, undone.restored, undone.kept), (2, 1, 0), "{:?}", undone.list);
        assert_eq!(patients(&world).iter().map(|p| p.title.as_str()).collect::<Vec<_>>(), ["Dora"]);
    });
}

/// Two imports change the same records: the later one is taken back first, or what it changed stays.
#[test]
fn two_imports_of_the_same_records_are_taken_back_one_after_the_other() {
    each_database(|db| {
        let world = world(db);
        let ada = world.people.ada;
        let wish = Plan { key: Some("card".into()), on_duplicate: OnDuplicate::Update, ..plan("patients", "card fee") };
        world
            .create(ada, "patients", Input::default().text("name", "Dora").text("card", "C9").text("fee", "1"))
            .unwrap();
        let run = |fee: &str| import(&world, ada, &wish, &[&format!("C9|{fee}")]).unwrap().0;
        let (first, second) = (run("2"), run("3"));
        let told = |undone: Undone| (undone.deleted, undone.restored, undone.kept);
        assert_eq!(told(undo(&world, ada, second).unwrap()), (0, 1, 0));
        assert_eq!(told(undo(&world, ada, first).unwrap()), (0, 1, 0));
        let (first, second) = (run("2"), run("3"));
        assert_eq!(told(undo(&world, ada, first).unwrap()), (0, 0, 1), "the later one stands");
        assert_eq!(told(undo(&world, ada, second).unwrap()), (0, 1, 0));
        assert_eq!(patient(&world, "Dora").get("fee").as_money().unwrap().amount.to_string(), "2.0000");
    });
}

fn ahead(world: &World, who: Id, import: Id) -> undo::Preview {
    world
        .read(who, move |cx| {
            let object = undo::may(cx, import)?.name.clone();
            undo::preview(cx, import, &object)
        })
        .unwrap()
}

fn as_product(world: &World, who: Id, id: Id, fee: &'static str) {
    world
        .write(who, move |cx| {
            crate::access::acting(cx, Some(who), crate::access::Reason::Upkeep, |cx| {
                let patients = cx.catalog.find("patients")?;
                let scope = crate::access::scope(cx, &patients, crate::access::Action::Edit)?;
                crate::write::updated(cx, &scope, id, None, Input::default().text("fee", fee)).map(drop)
            })
        })
        .unwrap();
}

#[test]
fn what_the_product_changed_of_itself_was_not_touched() {
    each_database(|db| {
        let world = world(db);
        let ada = world.people.ada;
        let (id, _) = import(&world, ada, &plan("patients", "name fee"), &["Anna|1", "Bert|1"]).unwrap();
        let bert = patient(&world, "Bert").id;
        as_product(&world, ada, patient(&world, "Anna").id, "5");
        as_product(&world, ada, bert, "5");
        world.update(ada, "patients", bert, None, Input::default().text("fee", "6")).unwrap();
        let seen = ahead(&world, ada, id);
        assert_eq!((seen.deleted, seen.touched, seen.held, seen.more), (1, 1, 0, false));
        let undone = undo(&world, ada, id).unwrap();
        assert_eq!((undone.deleted, undone.kept, undone.list[0].id), (1, 1, bert));
    });
}

/// An import of visits holds the patients of the one before.
#[test]
fn an_undo_that_is_held_up_by_a_later_import_says_so_and_can_be_tried_again() {
    each_database(|db| {
        let world = world(db);
        let ada = world.people.ada;
        let (first, _) = import(&world, ada, &plan("patients", "name"), &["Anna", "Bert"]).unwrap();
        let (second, _) =
            import(&world, ada, &plan("visits", "subject patient"), &["fever|Anna", "cough|Bert"]).unwrap();
        let seen = ahead(&world, ada, first);
        assert_eq!((seen.deleted, seen.held, seen.by.as_slice()), (0, 2, [(second, 2)].as_slice()));
        let undone = undo(&world, ada, first).unwrap();
        assert_eq!((undone.deleted, undone.kept), (0, 2));
        let state = |import| world.read(ada, move |cx| journal::get(cx, import)).unwrap().get("state").clone();
        assert_eq!(state(first).as_text(), Some("done"), "nothing was used up");
        assert_eq!(undo(&world, ada, second).unwrap().deleted, 2);
        assert_eq!(ahead(&world, ada, first).deleted, 2);
        let undone = again(&world, ada, first, 1, undone).unwrap();
        assert_eq!((undone.deleted, undone.kept, state(first).as_text()), (2, 0, Some("undone")));
    });
}

/// Visits came first and were given to patients of a later import by hand: undoing them would not help.
#[test]
fn only_later_imports_that_can_be_undone_are_named_as_holding() {
    each_database(|db| {
        let world = world(db);
        let ada = world.people.ada;
        let zoe = world.create(ada, "patients", Input::default().text("name", "Zoe")).unwrap().id;
        import(&world, ada, &plan("visits", "subject patient"), &["fever|Zoe"]).unwrap();
        let (second, _) = import(&world, ada, &plan("patients", "name"), &["Anna", "Bert"]).unwrap();
        let anna = patient(&world, "Anna").id;
        let visits = world.list(ada, "visits", Ask::default()).unwrap().items;
        assert_eq!((visits.len(), visits[0].get("patient").as_id()), (1, Some(zoe)));
        let given = Input::default().set("patient", types::Value::link(anna));
        world.update(ada, "visits", visits[0].id, None, given).unwrap();
        let seen = ahead(&world, ada, second);
        assert_eq!((seen.deleted, seen.held, seen.by.len()), (1, 1, 0));
        let (third, _) = import(&world, ada, &plan("visits", "subject patient"), &["cough|Bert"]).unwrap();
        let seen = ahead(&world, ada, second);
        assert_eq!((seen.deleted, seen.held, seen.by.as_slice()), (0, 2, [(third, 1)].as_slice()));
        // one that is under way cannot be undone before
        world.write(ada, move |cx| journal::note(cx, third, journal::State::Running, None)).unwrap();
        assert_eq!(ahead(&world, ada, second).by.len(), 0);
    });
}

#[test]
fn the_count_before_an_undo_is_what_the_undo_does() {
    each_database(|db| {
        let world = world(db);
        let ada = world.people.ada;
        let input =
            Input::default().text("name", "Zoe").text("card", "C1").text("fee", "1").text("phone", "13800138000");
        let zoe = world.create(ada, "patients", input).unwrap().id;
        let wish = Plan {
            key: Some("card".into()),
            on_duplicate: OnDuplicate::Update,
            ..plan("patients", "card name sibling fee phone")
        };
        let lines = ["C1|Zoe||2|13900139000", "C2|Anna||1|", "C3|Bert|Anna|1|", "C4|Carl|Bert|1|", "C5|Dora|Anna|1|"];
        let (id, _) = import(&world, ada, &wish, &lines).unwrap();
        let edit = |id, fee: &str| {
            world.update(ada, "patients", id, None, Input::default().text("fee", fee)).unwrap();
        };
        edit(patient(&world, "Bert").id, "7");
        edit(zoe, "9");
        let seen = ahead(&world, ada, id);
        assert_eq!((seen.deleted, seen.restored, seen.touched, seen.held, seen.barred), (2, 1, 1, 1, 0));
        let undone = undo(&world, ada, id).unwrap();
        assert_eq!((undone.deleted, undone.restored, undone.kept), (2, 1, 3), "Anna, Bert, and a fee of Zoe's");
        // the fee is as the import left it once more, and so is Bert's
        edit(zoe, "2");
        edit(patient(&world, "Bert").id, "1");
        // this test orders no job, so nothing says that something was kept
        let back = world.write(ada, move |cx| journal::note(cx, id, journal::State::Done, None));
        back.unwrap();
        let undone = again(&world, ada, id, undo::ROWS, undone).unwrap();
        assert_eq!((undone.deleted, undone.restored, undone.kept), (4, 1, 0), "Zoe is one record");
        assert_eq!(
            world.get(ada, "patients", zoe).unwrap().get("fee").as_money().unwrap().amount.to_string(),
            "1.0000"
        );
    });
}

#[test]
fn an_import_can_be_undone_for_thirty_days_by_who_may_change_it() {
    each_database(|db| {
        let world = world(db);
        let ada = world.people.ada;
        let (id, _) = import(&world, ada, &plan("patients", "name"), &["Anna"]).unwrap();
        assert!(undo(&world, world.people.cai, id).is_err());
        world.clock.forward(31 * Instant::DAY);
        assert_eq!(&*undo(&world, ada, id).unwrap_err().code, "too_late_to_undo");
        assert_eq!(patients(&world).len(), 1);
    });
}

#[test]
fn what_others_have_hung_work_on_stays_and_is_listed() {
    each_database(|db| {
        let world = world(db);
        let ada = world.people.ada;
        let (id, _) = import(&world, ada, &plan("patients", "name sibling"), &["Anna|", "Bert|Anna", "Carl|"]).unwrap();
        let anna = patient(&world, "Anna");
        let visit = Input::default().text("subject", "fever").set("patient", types::Value::link(anna.id));
        let visit = world.create(world.people.ada, "visits", visit).unwrap().id;
        let undone = undo(&world, ada, id).unwrap();
        assert_eq!((undone.deleted, undone.kept), (2, 1), "Bert and Carl; Bert's link to Anna is the import's own");
        assert_eq!((undone.list[0].title.as_str(), undone.list[0].id), ("Anna", anna.id));
        assert!(world.get(ada, "visits", visit).is_ok());
        assert_eq!(patients(&world).iter().map(|p| p.title.as_str()).collect::<Vec<_>>(), ["Anna"]);
    });
}

/// A tree in one file: whoever changed a branch keeps the way down to its root, in one step or in many.
#[test]
fn what_a_spared_record_of_the_same_import_hangs_on_stays() {
    each_database(|db| {
        let world = world(db);
        let ada = world.people.ada;
        for rows in [undo::ROWS, 2, 1] {
            let lines = ["Anna|", "Bert|Anna", "Carl|Bert", "Dora|Anna", "Emil|"];
            let (id, _) = import(&world, ada, &plan("patients", "name sibling"), &lines).unwrap();
            let carl = patient(&world, "Carl");
            world.update(ada, "patients", carl.id, None, Input::default().text("fee", "5")).unwrap();
            let undone = undo_by(&world, ada, id, rows).unwrap();
            assert_eq!((undone.deleted, undone.kept), (2, 3), "{rows}");
            let left: Vec<String> = patients(&world).into_iter().map(|patient| patient.title).collect();
            assert_eq!(left.len(), 3, "{left:?}");
            assert!(["Anna", "Bert", "Carl"].iter().all(|name| left.iter().any(|title| title == name)), "{left:?}");
            for patient in patients(&world) {
                world
                    .write(ada, move |cx| {
                        let patients = cx.catalog.find("patients")?;
                        crate::write::trash::delete(cx, &patients, patient.id, None)
                    })
                    .unwrap();
            }
        }
    });
}

#[test]
fn a_value_that_was_taken_meanwhile_keeps_its_record_and_no_other() {
    each_database(|db| {
        let world = world(db);
        let ada = world.people.ada;
        let made = |name: &str, card: &str| {
            world.create(ada, "patients", Input::default().text("name", name).text("card", card)).unwrap().id
        };
        let (anna, bert) = (made("Anna", "C1"), made("Bert", "C2"));
        let wish =
            Plan { key: Some("name".into()), on_duplicate: OnDuplicate::Update, ..plan("patients", "name card") };
        let (id, tally) = import(&world, ada, &wish, &["Anna|C8", "Bert|C9"]).unwrap();
        assert_eq!(counts(&tally), [2, 0, 2, 0, 0]);
        made("Carl", "C1");
        let undone = undo(&world, ada, id).unwrap();
        assert_eq!((undone.restored, undone.kept), (1, 1));
        assert_eq!((undone.list[0].id, undone.list[0].fields.as_slice()), (anna, ["card".to_string()].as_slice()));
        assert_eq!(world.get(ada, "patients", bert).unwrap().get("card").as_text(), Some("C2"));
    });
}

#[test]
fn what_an_import_kept_for_its_undo_goes_when_that_is_over() {
    each_database(|db| {
        let world = world(db);
        let ada = world.people.ada;
        world.create(ada, "patients", Input::default().text("name", "Anna").text("card", "C1")).unwrap();
        let wish =
            Plan { key: Some("card".into()), on_duplicate: OnDuplicate::Update, ..plan("patients", "card name fee") };
        let (id, tally) = import(&world, ada, &wish, &["C1|Ann|2", "C2|Bea|much"]).unwrap();
        assert_eq!(counts(&tally), [2, 0, 1, 0, 1]);
        let swept = || {
            let swept = world.write(ada, crate::import::sweep).unwrap();
            let kept = world.read(ada, move |cx| {
                let changes = journal::changes(cx, id, Id(0), 10)?.len();
                Ok((changes, refused::page(cx, id, None, 10)?.len()))
            });
            (swept > 0, kept.unwrap())
        };
        assert_eq!(swept(), (false, (1, 1)));
        world.clock.forward(29 * Instant::DAY);
        assert_eq!(swept(), (false, (1, 1)));
        let state = |state| world.write(ada, move |cx| journal::note(cx, id, state, None)).unwrap();
        state(journal::State::Undoing);
        world.clock.forward(2 * Instant::DAY);
        assert_eq!(swept(), (false, (1, 1)), "one that is being taken back still needs what was before");
        state(journal::State::Undone);
        world.clock.forward(31 * Instant::DAY);
        assert_eq!(swept(), (true, (0, 1)), "a table at a time");
        assert_eq!(swept(), (true, (0, 0)));
        assert_eq!(swept(), (false, (0, 0)));
    });
}
