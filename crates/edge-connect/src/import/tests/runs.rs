//! What rows become: decisions, keys, refusals, counts.

use records::import::{Decision, OnDuplicate, Unknown, check::Kind};
use types::Value;

use super::house::{codes, counts, house, label, person};

const DEALS: &str = "opportunity_id,account,product,deal_stage,close_value\n\
    1,Isdom,GTXPro,Won,4500\n\
    2,Isdom,GTXPro,Lost,0\n\
    3,,GTX Pro,Engaging,\n\
    4,Cancity,MG Special,Won,55\n";

#[test]
fn one_decision_about_a_value_holds_for_all_its_rows() {
    house(|house| {
        for name in ["GTX Pro", "MG Special"] {
            house.add("products", &[("name", name)]);
        }
        for name in ["Isdom", "Cancity"] {
            house.add("accounts", &[("name", name)]);
        }
        let seen = house.inspect("opportunities", "deals.csv", DEALS.as_bytes()).unwrap();
        let ask = house.imports.check(person(house.zhou), seen.source.clone(), seen.plan.clone());
        let checked = house.runtime.block_on(ask).unwrap();
        let product = checked.questions.iter().find(|question| question.field == "product").unwrap();
        assert_eq!((product.kind, product.value.as_str(), product.rows), (Kind::Similar, "GTXPro", 2));
        assert_eq!(product.choices[0].label, "GTX Pro");
        assert_eq!(counts(&checked.tally), [4, 4, 0, 0, 0]);
        let started = house
            .import("opportunities", DEALS, |plan| {
                let field = "product".to_string();
                let answer = Some(Unknown::Empty);
                plan.decisions.push(Decision { field, value: "GTXPro".into(), answer, ..Decision::default() });
            })
            .unwrap();
        let tally = house.tally(started.job);
        assert_eq!((counts(&tally), tally.decided[&0]), ([4, 4, 0, 0, 0], 2));
        let deals = house.all("opportunities");
        let told: Vec<[String; 3]> =
            deals.iter().map(|deal| ["name", "product", "stage"].map(|field| label(deal, field))).collect();
        assert_eq!(told[0][1], "", "left empty as decided");
        assert_eq!(told[2][1], "GTX Pro");
        assert_eq!(told[3], ["Cancity – MG Special", "MG Special", "Won"]);
        let record = house.read(house.zhou, move |cx| records::import::journal::get(cx, started.import)).unwrap();
        let count = |field: &str| match record.get(field) {
            Value::Int(count) => *count,
            other => panic!("{field} is {other:?}"),
        };
        assert_eq!(["read", "created", "failed"].map(count), [4, 4, 0]);
        assert_eq!(record.get("state").as_text(), Some("done"));
    });
}

#[test]
fn a_record_that_is_there_is_skipped_updated_or_made_again() {
    house(|house| {
        let first = "name,phone,industry\nAcme,13800138000,Software\n";
        house.import("accounts", first, |_| {}).unwrap();
        let second = "name,phone,industry\nACME,13900139000,\nBeta,,Retail\nBeta,13700137000,\n";
        let run = |duplicate: OnDuplicate| {
            let started = house
                .import("accounts", second, |plan| {
                    plan.key = Some("name".into());
                    plan.on_duplicate = duplicate;
                })
                .unwrap();
            counts(&house.tally(started.job))
        };
        assert_eq!(run(OnDuplicate::Skip), [3, 1, 0, 2, 0]);
        assert_eq!(label(&house.one("accounts", "Acme"), "phone"), "13800138000");
        assert_eq!(run(OnDuplicate::Update), [3, 0, 2, 1, 0], "the empty second Beta phone changes nothing");
        let acme = house.one("accounts", "ACME");
        assert_eq!((label(&acme, "phone"), label(&acme, "industry")), ("13900139000".into(), "software".into()));
        assert_eq!(run(OnDuplicate::Create), [3, 3, 0, 0, 0]);
        assert_eq!(house.all("accounts").len(), 5);
    });
}

#[test]
fn refused_rows_come_back_as_a_file_with_their_reasons() {
    house(|house| {
        let text = "name,website,email,annual_revenue\n\
            Acme,https://acme.example,info@acme.example,100\n\
            Beta,,not an address,200\n\
            ,,,300\n\
            Delta,,,much\n\
            \"Eta, Ltd\",https://eta.example,eta@eta.example,500\n\
            Theta,,\n";
        let started = house.import("accounts", text, |_| {}).unwrap();
        assert_eq!(counts(&house.tally(started.job)), [6, 2, 0, 0, 4]);
        assert_eq!(house.titles("accounts"), ["Acme", "Eta, Ltd"]);
        let refused = house.refused(started.job);
        assert_eq!(refused[0], "Row,Reason,name,website,email,annual_revenue");
        let starts = ["3,email: ", "4,name: ", "5,annual_revenue: ", "7,The row has 3 cells"];
        assert_eq!(refused.len(), starts.len() + 1, "{refused:#?}");
        for (line, start) in refused[1..].iter().zip(starts) {
            assert!(line.replace('"', "").starts_with(start), "{line} does not begin with {start}");
        }
        assert!(refused[1].ends_with(",Beta,,not an address,200"), "{}", refused[1]);
        // put right, the file can be imported as it is
        let again = refused.join("\n").replace("not an address", "beta@beta.example");
        let seen = house.inspect("accounts", "again.csv", again.as_bytes()).unwrap();
        let fields: Vec<&str> = seen.plan.columns.iter().map(|column| column.to.as_str()).collect();
        assert_eq!(fields, ["name", "website", "email", "annual_revenue"]);
    });
}

#[test]
fn strict_imports_refuse_what_they_do_not_know() {
    house(|house| {
        house.add("products", &[("name", "GTX Pro")]);
        let started = house.import("opportunities", DEALS, |plan| plan.strict = true).unwrap();
        let tally = house.tally(started.job);
        assert_eq!((tally.read, tally.created, tally.unresolved), (4, 1, 0), "{tally:?}");
        assert!(house.refused(started.job).iter().any(|line| line.contains("Cancity")));
    });
}

#[test]
fn unknown_choices_become_choices_and_unknown_links_stay_empty() {
    house(|house| {
        let text = "name,industry,parent\nAcme,technolgy,Nobody\nBeta,technolgy,Gamma\nGamma,Software,\n";
        let started = house.import("accounts", text, |_| {}).unwrap();
        let tally = house.tally(started.job);
        assert_eq!((counts(&tally), tally.unresolved, tally.linked_later), ([3, 3, 0, 0, 0], 1, 1));
        assert_eq!(label(&house.one("accounts", "Acme"), "industry"), "technolgy");
        assert_eq!(label(&house.one("accounts", "Beta"), "parent"), "Gamma");
    });
}

#[test]
fn whoever_has_no_right_orders_nothing() {
    house(|house| {
        let refused = house.import_by(house.chen, "teams", "name\nNorth\n", |_| {}).unwrap_err();
        assert_eq!(codes(&refused), "no_right");
        let refused = house.import_by(house.chen, "products", "name\nGTX\n", |_| {}).unwrap_err();
        assert!(["no_right", "not_found"].contains(&&*refused.code), "{refused}");
        // their own accounts they may import, and they own them
        let started = house.import_by(house.chen, "accounts", "name\nAcme\n", |_| {}).unwrap();
        assert_eq!(counts(&house.tally(started.job)), [1, 1, 0, 0, 0]);
        assert_eq!(label(&house.one("accounts", "Acme"), "owner"), "陈嘉禾");
    });
}
