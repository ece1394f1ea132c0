//! What rows become.

use store::testing::each_database;
use types::{Date, ProblemKind, Value};

use super::*;
use crate::import::{Decision, OnDuplicate, Unknown, check::Kind};

#[test]
fn links_are_found_by_name_whatever_the_case_and_blanks_and_by_id() {
    each_database(|db| {
        let world = world(db);
        let intensive = ward(&world, "Intensive Care");
        let id = intensive.to_string();
        let lines =
            ["Anna|Intensive Care", "Bert|intensivecare", &format!("Carl|{id}"), "Dora|INTENSIVE-CARE", "Emil|"];
        let (_, tally) = import(&world, world.people.ada, &plan("patients", "name ward"), &lines).unwrap();
        assert_eq!((counts(&tally), tally.unresolved), ([5, 5, 0, 0, 0], 0));
        let linked = patients(&world).iter().filter(|p| p.get("ward").as_id() == Some(intensive)).count();
        assert_eq!(linked, 4);
    });
}

#[test]
fn an_unknown_link_stays_empty_and_is_counted_and_a_strict_plan_refuses_it() {
    each_database(|db| {
        let world = world(db);
        ward(&world, "East");
        let lines = ["Anna|East", "Bert|Wst", "Carl|Wst"];
        let (_, tally) = import(&world, world.people.ada, &plan("patients", "name ward"), &lines).unwrap();
        assert_eq!((counts(&tally), tally.unresolved), ([3, 3, 0, 0, 0], 2));
        assert_eq!(tally.unresolved_by["ward"], 2);
        let strict = Plan { strict: true, ..plan("patients", "name Ward>ward") };
        let (id, tally) = import(&world, world.people.ada, &strict, &lines).unwrap();
        assert_eq!((counts(&tally), tally.unresolved), ([3, 1, 0, 0, 2], 0));
        let refused = refusals(&world, id);
        let first = &refused[0].reasons[0];
        assert_eq!((refused[0].line, first.name.as_str(), first.code.as_str()), (3, "Ward", "missing_link"));
        assert_eq!((first.value.as_str(), first.column), ("Wst", Some(1)));
    });
}

#[test]
fn the_check_asks_once_for_all_rows_and_suggests_what_is_nearest() {
    each_database(|db| {
        let world = world(db);
        let (care, _) = (ward(&world, "Intensive Care"), ward(&world, "Maternity"));
        let lines =
            rows(&["a|Intensve Care|new", "b|Intensve Care|nwe", "c|Intensve Care|well", "d|IntensiveCare|well"]);
        let checked = check(&world, world.people.ada, &plan("patients", "name ward state"), &lines).unwrap();
        assert_eq!((counts(&checked.tally), checked.tally.unresolved), ([4, 4, 0, 0, 0], 3));
        let found: Vec<_> = checked.questions.iter().map(|q| (q.kind, q.value.as_str(), q.rows, q.otherwise)).collect();
        assert_eq!(
            found,
            [
                (Kind::Link, "Intensve Care", 3, Unknown::Empty),
                (Kind::Similar, "IntensiveCare", 1, Unknown::Empty),
                (Kind::Choice, "nwe", 1, Unknown::Create),
            ]
        );
        assert_eq!(checked.questions[0].choices[0].value, care.to_string());
        assert_eq!(checked.questions[0].lines, [2, 3, 4]);
        assert_eq!(checked.questions[1].choices[0].label, "Intensive Care");
        assert_eq!(checked.questions[2].choices[0].value, "new");
        assert_eq!(checked.options["state"], ["nwe"]);
        assert_eq!(patients(&world).len(), 0, "nothing is written");
    });
}

#[test]
fn one_decision_serves_every_row_with_the_value() {
    each_database(|db| {
        let world = world(db);
        let care = ward(&world, "Intensive Care");
        let decide = |field: &str, value: &str, instead: Option<&str>, answer| Decision {
            field: field.into(),
            value: value.into(),
            instead: instead.map(str::to_string),
            answer,
        };
        let wish = Plan {
            decisions: vec![
                decide("ward", "ICU", Some("Intensive Care"), None),
                decide("ward", "North", None, Some(Unknown::Create)),
                decide("ward", "South", None, Some(Unknown::Refuse)),
                decide("ward", "?", None, Some(Unknown::Empty)),
                decide("fee", "tbd", Some(""), None),
            ],
            ..plan("patients", "name ward fee")
        };
        let lines = ["a|ICU|1", "b|icu|tbd", "c|North|2", "d|north|3", "e|South|4", "f|?|5"];
        let checked = check(&world, world.people.ada, &wish, &rows(&lines)).unwrap();
        let (id, tally) = import(&world, world.people.ada, &wish, &lines).unwrap();
        assert_eq!(counts(&tally), [6, 5, 0, 0, 1]);
        assert_eq!(counts(&checked.tally), counts(&tally), "the run does what its check promised");
        assert_eq!(refusals(&world, id)[0].reasons[0].code, "decided_to_refuse");
        assert_eq!(patient(&world, "b").get("ward").as_id(), Some(care));
        assert_eq!(*patient(&world, "b").get("fee"), Value::Empty);
        assert_eq!(patient(&world, "c").get("ward").as_id(), patient(&world, "d").get("ward").as_id());
        assert_eq!(label(patient(&world, "c").get("ward")), Some("North"));
        assert_eq!((tally.decided[&0], tally.decided[&1], tally.made["wards"]), (2, 2, 1));
    });
}

#[test]
fn unknown_choices_become_options_in_both_languages() {
    each_database(|db| {
        let world = world(db);
        let lines = ["a|On leave", "b|Well", "c|on leave", "d|转院"];
        let (_, tally) = import(&world, world.people.ada, &plan("patients", "name state"), &lines).unwrap();
        assert_eq!((counts(&tally), tally.unresolved), ([4, 4, 0, 0, 0], 0));
        assert_eq!(patient(&world, "a").get("state").as_text(), Some("on_leave"));
        assert_eq!(patient(&world, "c").get("state").as_text(), Some("on_leave"));
        assert_eq!(patient(&world, "b").get("state").as_text(), Some("well"));
        assert_eq!(patient(&world, "d").get("state").as_text(), Some("choice_1"));
        // those who may not customise leave them empty
        let mut lines = plan("patients", "name state");
        lines.columns[1].unknown = Some(Unknown::Create);
        let problem = check(&world, world.people.bo, &lines, &rows(&["x|y"])).unwrap_err();
        assert_eq!(problem.kind, ProblemKind::Forbidden);
    });
}

#[test]
fn a_row_may_name_a_record_that_comes_in_a_later_row() {
    each_database(|db| {
        let world = world(db);
        let lines = ["Anna|Zoe", "Bert|Anna", "Carl|", "Dora|Nobody", "Zoe|Carl"];
        let wish = plan("patients", "name sibling");
        let checked = check(&world, world.people.ada, &wish, &rows(&lines)).unwrap();
        assert_eq!(checked.questions.len(), 1);
        assert_eq!((checked.questions[0].value.as_str(), checked.questions[0].rows), ("Nobody", 1));
        let (_, tally) = import(&world, world.people.ada, &wish, &lines).unwrap();
        assert_eq!((counts(&tally), tally.unresolved), ([5, 5, 0, 0, 0], 1));
        assert_eq!(checked.tally.unresolved, 1);
        assert_eq!(label(patient(&world, "Anna").get("sibling")), Some("Zoe"));
        assert_eq!(label(patient(&world, "Bert").get("sibling")), Some("Anna"));
        assert_eq!(label(patient(&world, "Zoe").get("sibling")), Some("Carl"));
        let strict = Plan { strict: true, ..wish };
        let (id, tally) = import(&world, world.people.ada, &strict, &["Emil|Nobody", "Finn|Gus", "Gus|"]).unwrap();
        assert_eq!(counts(&tally), [3, 2, 0, 0, 1]);
        assert_eq!(refusals(&world, id)[0].line, 2);
        assert_eq!(label(patient(&world, "Finn").get("sibling")), Some("Gus"));
    });
}

#[test]
fn what_is_there_already_is_skipped_updated_or_doubled_as_told() {
    each_database(|db| {
        let world = world(db);
        let keyed = |on_duplicate| Plan { key: Some("card".into()), on_duplicate, ..plan("patients", "card name fee") };
        let ada = world.people.ada;
        let (_, tally) = import(&world, ada, &keyed(OnDuplicate::Skip), &["C1|Anna|10", "C2|Bert|20"]).unwrap();
        assert_eq!(counts(&tally), [2, 2, 0, 0, 0]);
        let again = ["C1|Anna B|", "C3|Carl|30", "C3|Carl C|31", "C2|Bert|20"];
        let checked = check(&world, ada, &keyed(OnDuplicate::Skip), &rows(&again)).unwrap();
        assert_eq!(
            (checked.existing.rows, checked.existing.label.as_deref(), checked.repeated.rows),
            (2, Some("Anna"), 1)
        );
        let (_, tally) = import(&world, ada, &keyed(OnDuplicate::Skip), &again).unwrap();
        assert_eq!(counts(&tally), [4, 1, 0, 3, 0]);
        let (_, tally) = import(&world, ada, &keyed(OnDuplicate::Update), &again).unwrap();
        assert_eq!(counts(&tally), [4, 0, 2, 2, 0], "two rows change nothing");
        let anna = patient(&world, "Anna B");
        assert_eq!(
            anna.get("fee").as_money().unwrap().amount.to_string(),
            "10.0000",
            "an empty cell does not overwrite"
        );
        assert_eq!(patient(&world, "Carl C").get("fee").as_money().unwrap().amount.to_string(), "31.0000");
        let (id, tally) = import(&world, ada, &keyed(OnDuplicate::Create), &["C1|Anna|1"]).unwrap();
        assert_eq!(counts(&tally), [1, 0, 0, 0, 1], "a unique field stays unique");
        assert_eq!(refusals(&world, id)[0].reasons[0].code, "not_unique");
    });
}

#[test]
fn a_refused_row_says_why_and_leaves_the_others_alone() {
    each_database(|db| {
        let world = world(db);
        let lines = [
            "Anna|1,200.50|2026-01-05|C1",
            "Bert|tbd|2026-01-05|C2",
            "Carl|5|2026-02-30|C3",
            "Dora|6|soon|C4",
            "Emil|7|2026-01-05|C1",
            "Finn|8|2026-01-06|C5",
        ];
        let wish = plan("patients", "Name>name Fee>fee Day>admitted Card>card");
        let (id, tally) = import(&world, world.people.ada, &wish, &lines).unwrap();
        assert_eq!(counts(&tally), [6, 2, 0, 0, 4]);
        let why: Vec<_> = refusals(&world, id)
            .into_iter()
            .map(|refusal| (refusal.line, refusal.reasons[0].name.clone(), refusal.reasons[0].code.clone()))
            .collect();
        let expected = [
            (3, "Fee", "not_a_number"),
            (4, "Day", "no_such_day"),
            (5, "Day", "not_a_date"),
            (6, "Card", "not_unique"),
        ];
        assert_eq!(why, expected.map(|(line, name, code)| (line, name.to_string(), code.to_string())));
        let checked = check(&world, world.people.ada, &wish, &rows(&lines)).unwrap();
        assert_eq!(
            checked.reasons.iter().map(|r| r.rows).sum::<u64>(),
            3,
            "two rows with one card are seen by the run"
        );
        assert_eq!(patient(&world, "Finn").get("admitted").as_date(), Date::parse("2026-01-06"));
    });
}

#[test]
fn original_dates_and_owners_are_kept() {
    each_database(|db| {
        let world = world(db);
        let wish = plan("patients", "name owner created_at created_by external_id");
        let wish = Plan { external_source: Some("old system".into()), key: Some("external_id".into()), ..wish };
        let lines = ["Anna|Cai|2019-03-04 05:06|dan@hospital.example|7"];
        let (_, tally) = import(&world, world.people.ada, &wish, &lines).unwrap();
        assert_eq!(counts(&tally), [1, 1, 0, 0, 0]);
        let anna = world.get(world.people.cai, "patients", patient(&world, "Anna").id).unwrap();
        assert_eq!(anna.get("created_at").as_time().unwrap().to_string(), "2019-03-03T21:06:00Z");
        assert_eq!(anna.get("created_by").as_id(), Some(world.people.dan));
        assert_eq!(anna.get("owner").as_id(), Some(world.people.cai));
        assert_eq!(anna.get("owning_team").as_id(), Some(world.people.surgery), "an owner brings their team");
        assert_eq!(anna.get("external_source").as_text(), Some("old system"));
        let (_, tally) = import(&world, world.people.ada, &wish, &lines).unwrap();
        assert_eq!(counts(&tally), [1, 0, 0, 1, 0]);
    });
}

#[test]
fn a_column_may_describe_the_record_behind_a_link() {
    each_database(|db| {
        let world = world(db);
        let wish = plan("users", "name team.name team.parent");
        let lines = ["Fay|Dawn|Surgery", "Gil|Dawn|Surgery", "Hal|Night|Surgery", "Ida|Dusk|Annex"];
        let (_, tally) = import(&world, world.people.ada, &wish, &lines).unwrap();
        assert_eq!((counts(&tally), tally.made["teams"]), ([4, 4, 0, 0, 0], 3));
        let people = world.list(world.people.ada, "users", Ask::default().sort("id", false)).unwrap().items;
        let team = |name: &str| people.iter().find(|p| p.title == name).unwrap().get("team").clone();
        assert_eq!(team("Fay").as_id(), team("Gil").as_id());
        assert_eq!(team("Hal").as_id(), Some(world.people.night), "what is there is taken");
        assert_eq!(label(&team("Ida")), Some("Dusk"));
        let dawn = world.get(world.people.ada, "teams", team("Fay").as_id().unwrap()).unwrap();
        assert_eq!(dawn.get("parent").as_id(), Some(world.people.surgery));
    });
}

#[test]
fn a_plan_that_names_what_is_not_there_is_refused_as_a_whole() {
    each_database(|db| {
        let world = world(db);
        let problem = check(&world, world.people.ada, &plan("patients", "nme number ward.nme"), &[]).unwrap_err();
        let refused: Vec<_> = problem.fields.iter().map(|f| (f.field.as_str(), &*f.code)).collect();
        assert_eq!(refused, [("nme", "unknown_field"), ("number", "read_only"), ("ward.nme", "unknown_field")]);
        let keyed = Plan { key: Some("fee".into()), ..plan("patients", "name fee") };
        assert_eq!(&*check(&world, world.people.ada, &keyed, &[]).unwrap_err().fields[0].code, "not_a_key");
        let problem = check(&world, world.people.cai, &plan("patients", "name"), &[]).unwrap_err();
        assert_eq!((problem.kind, &*problem.code), (ProblemKind::Forbidden, "no_right"));
    });
}

#[test]
fn a_name_that_two_records_have_is_not_guessed() {
    each_database(|db| {
        let world = world(db);
        ward(&world, "East");
        ward(&world, "East");
        let wish = plan("patients", "name ward");
        let checked = check(&world, world.people.ada, &wish, &rows(&["a|East", "b|East"])).unwrap();
        assert_eq!((checked.questions[0].kind, checked.questions[0].rows), (Kind::Ambiguous, 2));
        let (_, tally) = import(&world, world.people.ada, &wish, &["a|East"]).unwrap();
        assert_eq!((counts(&tally), tally.unresolved), ([1, 1, 0, 0, 0], 1));
    });
}

#[test]
fn a_step_prepared_under_another_catalog_is_not_written() {
    each_database(|db| {
        let world = world(db);
        let wish = Arc::new(plan("patients", "name"));
        let bound = world.read(world.people.ada, move |cx| bind::bind(cx, &wish)).unwrap();
        world
            .write(world.people.ada, |cx| {
                let patients = cx.catalog.find("patients")?;
                options::add(cx, &patients, &Name::of("state"), &["Away".into()])
            })
            .unwrap();
        let problem = world
            .write(world.people.ada, move |cx| step(cx, &bound, Id(1), &[], &Tally::default()).map(drop))
            .unwrap_err();
        assert_eq!(problem.kind, ProblemKind::Unavailable);
    });
}
