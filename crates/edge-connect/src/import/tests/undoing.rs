//! Taking an import back.

use records::import::{OnDuplicate, undo::Undone};

use super::house::{House, house, label, person};
use types::Id;

fn undone(house: &House, job: Id) -> Undone {
    serde_json::from_value(house.job(job).outcome).expect("what was undone")
}

#[test]
fn undo_takes_away_what_was_made_and_puts_back_what_nobody_has_changed_since() {
    house(|house| {
        house.add("accounts", &[("name", "Acme"), ("phone", "13800138000"), ("region", "North")]);
        house.add("accounts", &[("name", "Beta"), ("phone", "13800138001")]);
        let text = "name,phone,region\nAcme,13900139000,South\nBeta,13900139001,\nNew,,\nTouched,,\n";
        let started = house
            .import("accounts", text, |plan| {
                plan.key = Some("name".into());
                plan.on_duplicate = OnDuplicate::Update;
            })
            .unwrap();
        let [acme, touched] = ["Acme", "Touched"].map(|name| house.one("accounts", name).id);
        house.edit("accounts", acme, &[("phone", "13700137000")]);
        house.edit("accounts", touched, &[("region", "West")]);
        let job = house.undo(started.import).unwrap();
        assert_eq!(house.titles("accounts"), ["Acme", "Beta", "Touched"]);
        let acme = house.one("accounts", "Acme");
        assert_eq!((label(&acme, "phone"), label(&acme, "region")), ("13700137000".into(), "North".into()));
        assert_eq!(label(&house.one("accounts", "Beta"), "phone"), "13800138001");
        let undone = undone(house, job);
        assert_eq!((undone.deleted, undone.restored, undone.kept), (1, 2, 2));
        let left: Vec<(&str, Vec<String>)> =
            undone.list.iter().map(|kept| (kept.title.as_str(), kept.fields.clone())).collect();
        assert_eq!(left, [("Touched", vec![]), ("Acme", vec!["phone".to_string()])]);
        // once nobody's work is in the way, the rest goes too, and the counts add up
        house.edit("accounts", house.one("accounts", "Acme").id, &[("phone", "13900139000")]);
        house.edit("accounts", touched, &[("region", "")]);
        let undone = self::undone(house, house.undo(started.import).unwrap());
        assert_eq!((undone.deleted, undone.restored, undone.kept), (2, 2, 0));
        assert_eq!(label(&house.one("accounts", "Acme"), "phone"), "13800138000");
        let again = house.undo(started.import).unwrap_err();
        assert_eq!(again.code, "already_undone");
    });
}

#[test]
fn what_an_import_made_on_the_way_is_undone_with_it() {
    house(|house| {
        let teams = "sales_agent,manager,regional_office\nAnna,Dustin,Central\nBob,Dustin,Central\n";
        let started = house.import("users", teams, |_| {}).unwrap();
        let tally = house.tally(started.job);
        assert_eq!((tally.created, tally.made["users"], tally.made["teams"]), (2, 1, 1), "{tally:?}");
        house.undo(started.import).unwrap();
        assert_eq!((house.titles("users").len(), house.titles("teams").len()), (2, 1));
    });
}

#[test]
fn what_a_spared_record_hangs_on_is_spared_with_it() {
    house(|house| {
        let teams = "sales_agent,manager,regional_office\nAnna,Dustin,Central\nBob,Eva,East\n";
        let started = house.import("users", teams, |_| {}).unwrap();
        house.edit("users", house.one("users", "Anna").id, &[("name", "Anna Berg")]);
        house.undo(started.import).unwrap();
        let (people, teams) = (house.titles("users"), house.titles("teams"));
        assert!(people.contains(&"Anna Berg".to_string()) && !people.contains(&"Bob".to_string()), "{people:?}");
        let is_there = |region: &str| teams.iter().any(|team| team.starts_with(region));
        assert!(is_there("Central") && !is_there("East"), "{teams:?}");
    });
}

/// Enough records for more than one step of an undo.
fn many() -> String {
    std::iter::once("name\n".to_string()).chain((0..150).map(|n| format!("Company {n}\n"))).collect()
}

#[test]
fn a_parent_that_stands_behind_its_child_in_the_file_is_spared_with_it() {
    house(|house| {
        let others = (0..150).map(|n| format!("Company {n},\n")).collect::<String>();
        let text = format!("name,parent\nGrandchild,Child\nChild,Parent\nAlone,Above\n{others}Parent,\nAbove,\n");
        let started = house.import("accounts", text, |_| {}).unwrap();
        assert_eq!(label(&house.one("accounts", "Child"), "parent"), "Parent");
        house.edit("accounts", house.one("accounts", "Grandchild").id, &[("region", "West")]);
        house.undo(started.import).unwrap();
        assert_eq!(house.titles("accounts"), ["Grandchild", "Child", "Parent"]);
    });
}

fn state(house: &House, import: Id) -> String {
    label(&house.one_by_id("imports", import), "state")
}

#[test]
fn an_undo_that_is_stopped_goes_on_when_it_is_ordered_again() {
    house(|house| {
        let started = house.import("accounts", many(), |_| {}).unwrap();
        let order = || house.runtime.block_on(house.imports.undo(person(house.zhou), started.import));
        let job = order().unwrap();
        assert_eq!(order().unwrap_err().code, "already_undone", "it is under way");
        // one step, then it is asked to stop, and is cancelled while it lies there
        let held = house.hold(job);
        house.one_step_of_undo(&held);
        house.runtime.block_on(house.imports.cancel(person(house.zhou), job)).unwrap();
        assert_eq!((state(house, started.import).as_str(), house.titles("accounts").len()), ("done", 50));
        let again = house.undo(started.import).unwrap();
        assert_eq!((state(house, started.import).as_str(), house.titles("accounts").len()), ("undone", 0));
        assert_eq!(undone(house, again).deleted, 150, "counted on");
    });
}

#[test]
fn a_second_try_that_is_stopped_forgets_nothing_of_the_first() {
    house(|house| {
        let started = house.import("accounts", many(), |_| {}).unwrap();
        let kept = house.one("accounts", "Company 7").id;
        house.edit("accounts", kept, &[("region", "West")]);
        let first = house.undo(started.import).unwrap();
        assert_eq!((undone(house, first).deleted, undone(house, first).kept), (149, 1));
        let order = || house.runtime.block_on(house.imports.undo(person(house.zhou), started.import));
        // stopped before its first step, twice
        for _ in 0..2 {
            let again = order().unwrap();
            house.runtime.block_on(house.imports.cancel(person(house.zhou), again)).unwrap();
            assert_eq!(state(house, started.import), "undone");
            let told = records::import::undo::told(&house.job(again));
            assert_eq!((told.deleted, told.kept), (149, 1));
            assert!(records::import::undo::leaves(&house.job(again)));
        }
        house.edit("accounts", kept, &[("region", "")]);
        let last = house.undo(started.import).unwrap();
        assert_eq!((undone(house, last).deleted, undone(house, last).kept), (150, 0));
        assert_eq!((state(house, started.import).as_str(), &*order().unwrap_err().code), ("undone", "already_undone"));
    });
}

#[test]
fn an_undo_whose_right_was_taken_away_can_be_ordered_again() {
    house(|house| {
        let started = house.import_by(house.chen, "accounts", many(), |_| {}).unwrap();
        let job = house.runtime.block_on(house.imports.undo(person(house.chen), started.import)).unwrap();
        let chen = house.chen;
        let roles = |role: &'static str| {
            house
                .write(house.zhou, move |cx| modules::platform::set_roles::set_roles(cx, chen, None, &[role.into()]))
                .unwrap();
        };
        roles("viewer");
        // neither is stopping it refused, nor does it go on
        house.runtime.block_on(house.imports.cancel(person(chen), job)).unwrap();
        assert_eq!((state(house, started.import).as_str(), house.titles("accounts").len()), ("done", 150));
        roles("salesperson");
        let job = house.runtime.block_on(house.imports.undo(person(house.chen), started.import)).unwrap();
        roles("viewer");
        assert!(house.work(job).is_err());
        assert_eq!((state(house, started.import).as_str(), house.titles("accounts").len()), ("done", 150));
        roles("salesperson");
        let job = house.runtime.block_on(house.imports.undo(person(house.chen), started.import)).unwrap();
        house.work(job).unwrap();
        assert_eq!((state(house, started.import).as_str(), house.titles("accounts").len()), ("undone", 0));
    });
}

#[test]
fn a_customer_by_imported_sales_alone_is_none_when_these_are_undone() {
    house(|house| {
        house.add("accounts", &[("name", "Acme")]);
        house.add("accounts", &[("name", "Beta"), ("lifecycle", "active"), ("type", "customer")]);
        let seen = |name| {
            let account = house.one("accounts", name);
            ["lifecycle", "type", "first_won_at"].map(|field| match account.get(field) {
                types::Value::Date(day) => day.to_string(),
                _ => label(&account, field),
            })
        };
        let before = ["Acme", "Beta"].map(seen);
        let deals = "name,account,stage,close_date\nOne,Acme,Won,2024-05-06\nTwo,Acme,Won,2024-01-02\nThree,Beta,Won,2024-03-04\n";
        let started = house.import("opportunities", deals, |_| {}).unwrap();
        assert_eq!(house.tally(started.job).created, 3);
        assert_eq!(seen("Acme"), ["customer", "customer", "2024-01-02"]);
        assert_eq!(seen("Beta"), ["active", "customer", "2024-03-04"]);
        house.undo(started.import).unwrap();
        assert_eq!(house.titles("opportunities").len(), 0);
        assert_eq!(["Acme", "Beta"].map(seen), before);
    });
}

#[test]
fn accounts_that_imported_deals_hold_go_once_the_deals_are_undone() {
    house(|house| {
        let accounts = house.import("accounts", "name\nAcme\nBeta\n", |_| {}).unwrap();
        let deals = "name,account,stage,close_date\nOne,Acme,Won,2024-05-06\nTwo,Beta,Won,2024-01-02\n";
        let deals = house.import("opportunities", deals, |_| {}).unwrap();
        let first = undone(house, house.undo(accounts.import).unwrap());
        assert_eq!((first.deleted, first.kept, state(house, accounts.import).as_str()), (0, 2, "done"));
        house.undo(deals.import).unwrap();
        let second = undone(house, house.undo(accounts.import).unwrap());
        assert_eq!((second.deleted, second.kept, state(house, accounts.import).as_str()), (2, 0, "undone"));
    });
}

#[test]
fn an_import_that_is_under_way_is_not_deleted() {
    house(|house| {
        let file = house.take_in("file.csv", "name\nAcme\n".as_bytes());
        let seen = house.runtime.block_on(house.imports.inspect(person(house.zhou), "accounts", file, None)).unwrap();
        let started =
            house.runtime.block_on(house.imports.start(person(house.zhou), seen.source, seen.plan, false)).unwrap();
        let delete = || {
            house.write(house.zhou, move |cx| {
                let imports = cx.catalog.find("imports")?;
                records::write::trash::delete(cx, &imports, started.import, None)
            })
        };
        assert_eq!(delete().unwrap_err().code, "import_not_over");
        house.work(started.job).unwrap();
        delete().unwrap();
    });
}
