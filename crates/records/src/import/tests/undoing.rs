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
    let object = world.read(who, move |cx| undo::may(cx, import))?.name.clone();
    let (mut place, mut undone) = (Place::default(), Undone::default());
    while !place.over {
        let (name, here, so_far) = (object.clone(), place.clone(), undone.clone());
        (place, undone) = world.write(who, move |cx| undo::step(cx, import, &name, &here, &so_far))?;
    }
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
            (3, 0, 1),
            "two patients and the ward made for them"
        );
        assert_eq!((undone.list[0].title.as_str(), undone.list[0].id), ("Bert", bert.id));
        assert_eq!(patients(&world).iter().map(|p| p.title.as_str()).collect::<Vec<_>>(), ["Bert"]);
        assert_eq!(&*undo(&world, ada, id).unwrap_err().code, "already_undone");
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
