//! What the history of a record tells of imports.

use store::testing::each_database;

use super::*;
use crate::{
    access::{Action, Reason, acting, scope},
    audit::history::{self, Step},
    write::{self, Input},
};

fn steps(world: &World, who: Id, record: Id) -> Vec<Step> {
    let page = world.read(who, move |cx| {
        let patients = cx.catalog.find("patients")?;
        history::page(cx, &patients, record, None, 10)
    });
    page.unwrap()
}

#[test]
fn what_an_import_wrote_names_it_and_what_followed_says_so() {
    each_database(|db| {
        let world = world(db);
        let ada = world.people.ada;
        let (id, _) = import(&world, ada, &plan("patients", "name"), &["Anna"]).unwrap();
        let anna = patient(&world, "Anna").id;
        let followed = world.write(ada, move |cx| {
            acting(cx, Some(ada), Reason::Upkeep, |cx| {
                let patients = cx.catalog.find("patients")?;
                let edit = scope(cx, &patients, Action::Edit)?;
                write::updated(cx, &edit, anna, None, Input::default().text("fee", "5"))
            })
        });
        followed.unwrap();
        let seen = steps(&world, ada, anna);
        assert_eq!(seen.iter().map(|step| step.followed).collect::<Vec<_>>(), [true, false]);
        assert_eq!(seen[0].import, None);
        let named = seen[1].import.as_ref().expect("the import");
        assert_eq!((named.id, named.file.is_some()), (Some(id), true));
        let made = world.read(ada, move |cx| history::made_by_imports(cx, &Name::of("patients"), &[anna])).unwrap();
        assert_eq!(made.get(&anna), Some(named));
        // where the import is not to be seen it is told that it came by one, but not by which
        let deleted = world.write(ada, move |cx| {
            let imports = cx.catalog.find("imports")?;
            write::trash::delete(cx, &imports, id, None)
        });
        deleted.unwrap();
        let seen = steps(&world, ada, anna);
        let unseen = seen[1].import.as_ref().expect("an import");
        assert_eq!((unseen.id, unseen.file.as_deref()), (None, None));
    });
}
