//! Taking an import back.

use records::import::{OnDuplicate, undo::Undone};

use super::house::{House, house, label};
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
