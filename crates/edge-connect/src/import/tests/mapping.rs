//! Mappings: guessed, saved, written as files.

use records::import::{Decision, Unknown};

use super::house::{codes, house, map, person};
use crate::import::MapFile;

const TEAMS: &str = "sales_agent,manager,regional_office\nAnna,Dustin,Central\n";

#[test]
fn a_saved_mapping_is_remembered_with_its_decisions() {
    house(|house| {
        let text = "客户名称,所属行业,Ref\nAcme,软件,7\n";
        let seen = house.inspect("accounts", "a.csv", text.as_bytes()).unwrap();
        assert_eq!(seen.saved, None);
        let mut plan = seen.plan.clone();
        let answer = Some(Unknown::Empty);
        plan.decisions
            .push(Decision { field: "industry".into(), value: "软件".into(), answer, ..Decision::default() });
        let kept = MapFile::of_plan(&plan, &seen.source.shape);
        let save = |name: &str| {
            let save = house.imports.save(person(house.zhou), "accounts", name, kept.clone());
            house.runtime.block_on(save).unwrap()
        };
        let first = save("From the old system");
        assert_eq!(save("From the old system"), first, "the same name is the same mapping");
        // another file with this header, in another order
        let again = house.inspect("accounts", "b.csv", "Ref,所属行业,客户名称\n8,软件,Beta\n".as_bytes()).unwrap();
        assert_eq!(again.saved.as_deref(), Some("From the old system"));
        assert_eq!(again.plan.decisions, plan.decisions);
        let name = again.plan.columns.iter().find(|column| column.to == "name").unwrap();
        assert_eq!((name.at, name.name.as_str()), (Some(2), "客户名称"));
        let other = house.inspect("accounts", "c.csv", "客户名称,电话\nBeta,1\n".as_bytes()).unwrap();
        assert_eq!(other.saved, None);
        // another person does not see it
        let theirs = house.runtime.block_on(house.imports.saved(person(house.chen), "accounts")).unwrap();
        assert!(theirs.is_empty());
    });
}

#[test]
fn people_with_a_manager_and_a_region_are_members_of_teams() {
    house(|house| {
        let seen = house.inspect("users", "teams.csv", TEAMS.as_bytes()).unwrap();
        let to: Vec<(&str, &str)> = seen.plan.columns.iter().map(|c| (c.name.as_str(), c.to.as_str())).collect();
        assert_eq!(
            to,
            [
                ("sales_agent", "name"),
                ("manager", "manager"),
                ("regional_office", "team.region"),
                ("manager", "team.manager")
            ]
        );
    });
}

#[test]
fn a_mapping_file_names_columns_and_fields() {
    house(|house| {
        let text = "Firma;Umsatz;Notiz\nAcme;1.234,50;x\n";
        let seen = house.inspect("accounts", "a.csv", text.as_bytes()).unwrap();
        let told = map("key = \"name\"\non_duplicate = \"update\"\n[columns]\nfirma = \"name\"\nNotiz = false\n\
             Umsatz = { field = \"annual_revenue\", mark = \"comma\" }\n[set]\ntype = \"partner\"\n");
        let plan = told.plan("accounts", &seen.columns).unwrap();
        let to: Vec<&str> = plan.columns.iter().map(|column| column.to.as_str()).collect();
        assert_eq!(to, ["name", "annual_revenue", "type"]);
        let ordered = house.imports.start(person(house.zhou), seen.source.clone(), plan.clone(), false);
        let started = house.runtime.block_on(ordered).unwrap();
        house.work(started.job).unwrap();
        let acme = house.one("accounts", "Acme");
        assert_eq!(acme.get("type").as_text(), Some("partner"));
        let json = records::field::to_json(
            &acme.columns.iter().find(|c| c.path == "annual_revenue").unwrap().field().clone(),
            acme.get("annual_revenue"),
        );
        assert_eq!(json["amount"], "1234.50");
        // back and forth without loss, as TOML and as JSON
        let kept = MapFile::of_plan(&plan, &seen.source.shape);
        assert_eq!(MapFile::parse(&kept.to_toml()).unwrap(), kept);
        assert_eq!(MapFile::parse(&kept.to_json()).unwrap(), kept);
        assert_eq!(kept.plan("accounts", &seen.columns).unwrap(), plan);
    });
}

#[test]
fn mistakes_in_a_mapping_are_named() {
    house(|house| {
        let seen = house.inspect("accounts", "a.csv", b"name,x\nAcme,1\n").unwrap();
        assert_eq!(MapFile::parse("columns = 3").unwrap_err().code, "bad_mapping");
        let plan = |toml: &str| map(toml).plan("accounts", &seen.columns);
        assert_eq!(codes(&plan("[columns]\nnobody = \"name\"").unwrap_err()), "invalid nobody:no_such_column");
        assert_eq!(
            codes(&plan("object = \"users\"\n[columns]\nname = \"name\"").unwrap_err()),
            "mapping_of_another_object"
        );
        let order = |toml: &str| {
            let plan = plan(toml).unwrap();
            let order = house.imports.start(person(house.zhou), seen.source.clone(), plan, false);
            codes(&house.runtime.block_on(order).unwrap_err())
        };
        assert_eq!(order("[columns]\nname = \"nmae\""), "invalid nmae:unknown_field");
        assert_eq!(order("key = \"x\"\n[columns]\nname = \"name\""), "invalid x:not_a_key");
        assert_eq!(order(""), "nothing_mapped");
    });
}
