//! The wizard's way: an upload becomes a draft that survives closing the page, is checked in the background, decided about, and run.

use records::import::{Decision, Unknown, check::Kind, journal::State};

use super::house::{House, codes, counts, house, label, person};
use crate::formats::{Encoding, Shape};

const DEALS: &str = "opportunity_id,account,product,deal_stage\n1,Isdom,Unheard,Won\n2,Isdom,Unheard,Lost\n";

#[test]
fn a_draft_survives_closing_the_page_at_every_step() {
    house(|house| {
        let caller = || person(house.zhou);
        let imports = &house.imports;
        house.add("accounts", &[("name", "Isdom")]);
        let file = house.take_in("deals.csv", DEALS.as_bytes());
        let (import, seen) = house.runtime.block_on(imports.draft(caller(), "opportunities", file)).unwrap();
        let standing = || house.runtime.block_on(imports.standing(caller(), import)).unwrap();
        assert_eq!((standing().state, standing().object.as_str()), (State::Draft, "opportunities"));
        let again = house.runtime.block_on(imports.look(caller(), import)).unwrap();
        assert_eq!((again.plan, again.source, again.samples.len()), (seen.plan.clone(), seen.source, 2));
        // tried in the background
        let tried = house.runtime.block_on(imports.try_out(caller(), import)).unwrap();
        assert_eq!(standing().state, State::Checking);
        let refused = house.runtime.block_on(imports.go(caller(), import)).unwrap_err();
        assert_eq!(refused.code, "import_not_checked");
        house.work(tried.job).unwrap();
        let checked = standing().checked.expect("what was found is kept");
        assert_eq!(standing().job.map(|job| job.id), Some(tried.job));
        assert_eq!((standing().state, counts(&checked.tally)), (State::Checked, [2, 2, 0, 0, 0]));
        let question = &checked.questions[0];
        assert_eq!((question.kind, question.value.as_str(), question.rows), (Kind::Link, "Unheard", 2));
        // decided
        let mut plan = seen.plan.clone();
        let answer = Some(Unknown::Create);
        plan.decisions.push(Decision {
            field: "product".into(),
            value: "Unheard".into(),
            answer,
            ..Decision::default()
        });
        house.runtime.block_on(imports.remap(caller(), import, plan.clone())).unwrap();
        assert_eq!((standing().state, standing().checked.is_none()), (State::Draft, true));
        assert_eq!(standing().map.decisions, plan.decisions);
        let tried = house.runtime.block_on(imports.try_out(caller(), import)).unwrap();
        house.work(tried.job).unwrap();
        assert_eq!(house.titles("opportunities").len(), 0, "trying writes nothing");
        // run
        let run = house.runtime.block_on(imports.go(caller(), import)).unwrap();
        assert_eq!(run.job, import);
        house.work(run.job).unwrap();
        assert_eq!(standing().state, State::Done);
        assert_eq!(label(&house.all("opportunities")[1], "product"), "Unheard");
        let refused = house.runtime.block_on(imports.remap(caller(), import, plan)).unwrap_err();
        assert_eq!(refused.code, "import_not_checked");
        // undone
        let job = house.undo(import).unwrap();
        assert_eq!((standing().state, standing().job.map(|job| job.id)), (State::Undone, Some(job)));
        assert_eq!(house.titles("products").len(), 0, "what it made on the way is gone too");
    });
}

#[test]
fn a_draft_is_read_in_another_way_when_its_reader_says_so() {
    house(|house| {
        let caller = || person(house.zhou);
        let bytes = "name;region\nAcme;Nord\n".as_bytes();
        let (import, _) =
            house.runtime.block_on(house.imports.draft(caller(), "accounts", house.take_in("a.csv", bytes))).unwrap();
        let shape = Shape { delimiter: ',', encoding: Encoding::Utf8, ..Shape::default() };
        let seen = house.runtime.block_on(house.imports.reshape(caller(), import, shape.clone())).unwrap();
        assert_eq!(seen.columns, ["name;region"]);
        let standing = house.runtime.block_on(house.imports.standing(caller(), import)).unwrap();
        assert_eq!(standing.map.file, Some(shape));
    });
}

#[test]
fn nobody_else_finds_a_draft() {
    house(|house| {
        let file = house.take_in("a.csv", b"name\nAcme\n");
        let (import, _) = house.runtime.block_on(house.imports.draft(person(house.zhou), "accounts", file)).unwrap();
        let theirs = house.runtime.block_on(house.imports.standing(person(house.chen), import)).unwrap_err();
        assert_eq!(codes(&theirs), "not_found");
        let refused = house.runtime.block_on(house.imports.go(person(house.chen), import)).unwrap_err();
        assert_eq!(codes(&refused), "not_found");
    });
}

#[test]
fn whoever_is_asked_gets_no_option_and_no_stage_that_nobody_told_to_make() {
    house(|house| {
        let caller = || person(house.zhou);
        house
            .write(house.zhou, |cx| {
                let accounts = cx.catalog.find("accounts")?;
                records::import::options::add(cx, &accounts, &types::Name::of("industry"), &["Technology".into()])
            })
            .expect("an option");
        let text = "name,industry\nAcme,technolgy\nBeta,Sorcery\n";
        let (import, seen) = house
            .runtime
            .block_on(house.imports.draft(caller(), "accounts", house.take_in("a.csv", text.as_bytes())))
            .unwrap();
        let tried = house.runtime.block_on(house.imports.try_out(caller(), import)).unwrap();
        house.work(tried.job).unwrap();
        let checked = house.runtime.block_on(house.imports.standing(caller(), import)).unwrap().checked.unwrap();
        assert!(checked.options.is_empty() && checked.questions.iter().all(|one| one.otherwise == Unknown::Empty));
        let slips = |value: &str| {
            let question = checked.questions.iter().find(|one| one.value == value).expect("it is asked about");
            question.choices.first().filter(|choice| choice.slip).map(|choice| choice.label.clone())
        };
        assert_eq!((slips("technolgy").as_deref(), slips("Sorcery")), (Some("Technology"), None));
        // told for one of them
        let mut plan = seen.plan;
        let (field, value) = ("industry".to_string(), "Sorcery".to_string());
        plan.decisions.push(Decision { field, value, answer: Some(Unknown::Create), ..Decision::default() });
        house.runtime.block_on(house.imports.remap(caller(), import, plan)).unwrap();
        let run = house.runtime.block_on(house.imports.go(caller(), import)).unwrap();
        house.work(run.job).unwrap();
        assert_eq!(label(&house.one("accounts", "Beta"), "industry"), "sorcery");
        assert!(house.one("accounts", "Acme").get("industry").is_empty());

        let deals = "name,deal_stage\nOne,Nonsense\n";
        let stages = house.titles("stages");
        let (import, _) = house
            .runtime
            .block_on(house.imports.draft(caller(), "opportunities", house.take_in("d.csv", deals.as_bytes())))
            .unwrap();
        let run = house.runtime.block_on(house.imports.go(caller(), import)).unwrap();
        house.work(run.job).unwrap();
        assert_eq!(house.titles("stages"), stages);
        assert_eq!(house.titles("opportunities"), ["One"]);
    });
}

#[test]
fn a_long_value_is_corrected_and_the_check_says_for_how_many_rows() {
    house(|house| {
        let caller = || person(house.zhou);
        let (long, other) = ("x".repeat(300), format!("{}y", "x".repeat(299)));
        let text = format!("name\n{long}\n{other}\n");
        let (import, seen) = house
            .runtime
            .block_on(house.imports.draft(caller(), "accounts", house.take_in("a.csv", text.as_bytes())))
            .unwrap();
        let check = || {
            let tried = house.runtime.block_on(house.imports.try_out(caller(), import)).unwrap();
            house.work(tried.job).unwrap();
            house.runtime.block_on(house.imports.standing(caller(), import)).unwrap().checked.unwrap()
        };
        let checked = check();
        assert_eq!(counts(&checked.tally), [2, 0, 0, 0, 2]);
        let value = checked.refused[0].reasons[0].value.clone();
        assert!(value.chars().count() < 200, "{value}");
        let mut plan = seen.plan;
        let instead = Some("Acme".to_string());
        plan.decisions.push(Decision { field: "name".into(), value, instead, ..Decision::default() });
        house.runtime.block_on(house.imports.remap(caller(), import, plan)).unwrap();
        let checked = check();
        assert_eq!(counts(&checked.tally), [2, 1, 0, 0, 1], "the other long value is another one");
        assert_eq!(checked.tally.decided.get(&0), Some(&1));
    });
}

fn tried(house: &House, object: &str, text: &str) -> (types::Id, records::import::Checked) {
    let caller = || person(house.zhou);
    let file = house.take_in("file.csv", text.as_bytes());
    let (import, _) = house.runtime.block_on(house.imports.draft(caller(), object, file)).unwrap();
    let tried = house.runtime.block_on(house.imports.try_out(caller(), import)).unwrap();
    house.work(tried.job).unwrap();
    let standing = house.runtime.block_on(house.imports.standing(caller(), import)).unwrap();
    (import, standing.checked.expect("what was found"))
}

#[test]
fn what_is_asked_of_a_column_of_dates_comes_before_what_is_asked_of_values() {
    house(|house| {
        let text =
            "name,account,close date\nOne,Unheard,05 06 2024\nTwo,Unheard,07 06 2024\nThree,Unheard,2024-01-31\n";
        let (_, checked) = tried(house, "opportunities", text);
        let kinds: Vec<_> = checked.questions.iter().map(|question| (question.kind, question.rows)).collect();
        assert_eq!(kinds, [(Kind::Dates, 2), (Kind::Link, 3)]);
        let labels: Vec<_> = checked.questions[0].choices.iter().map(|choice| choice.label.as_str()).collect();
        assert_eq!(labels, ["2024-06-05", "2024-05-06"], "a day may be written with blanks");
    });
}

#[test]
fn day_and_month_that_nothing_tells_apart_are_asked_about_once() {
    house(|house| {
        let text = "name,close date\nOne,05/06/2024\nTwo,2024-01-31\nThree,07/06/2024\n";
        let (import, checked) = tried(house, "opportunities", text);
        assert_eq!(counts(&checked.tally), [3, 3, 0, 0, 0]);
        let [question] = checked.questions.as_slice() else { panic!("{:?}", checked.questions) };
        assert_eq!((question.kind, question.value.as_str(), question.rows), (Kind::Dates, "05/06/2024", 2));
        let choices: Vec<_> = question.choices.iter().map(|c| (c.value.as_str(), c.label.as_str())).collect();
        assert_eq!(choices, [("dmy", "2024-06-05"), ("mdy", "2024-05-06")]);
        // answered, it is remembered with the column
        let look = || house.runtime.block_on(house.imports.look(person(house.zhou), import)).unwrap();
        let mut plan = look().plan;
        let column = plan.columns.iter_mut().find(|column| column.to == "close_date").expect("it was recognised");
        column.date_order = Some(records::import::plan::DateOrder::Mdy);
        house.runtime.block_on(house.imports.remap(person(house.zhou), import, plan)).unwrap();
        let run = house.runtime.block_on(house.imports.go(person(house.zhou), import)).unwrap();
        house.work(run.job).unwrap();
        let day = |title| house.one("opportunities", title).get("close_date").as_date().map(|day| day.to_string());
        assert_eq!(day("One").as_deref(), Some("2024-05-06"));
        assert_eq!(day("Two").as_deref(), Some("2024-01-31"));
        assert_eq!(look().map_file().to_json().matches("mdy").count(), 1);
    });
}

#[test]
fn one_date_that_is_clear_decides_for_its_column_however_far_down_it_stands() {
    house(|house| {
        let rows = |last: &str| {
            let many = (0..150).map(|n| format!("Deal {n},05/06/2024\n")).collect::<String>();
            format!("name,close date\n{many}Last,{last}\n")
        };
        for (last, order) in [("13/06/2024", "2024-06-05"), ("06/13/2024", "2024-05-06")] {
            let (import, checked) = tried(house, "opportunities", &rows(last));
            assert_eq!(checked.questions, []);
            let run = house.runtime.block_on(house.imports.go(person(house.zhou), import)).unwrap();
            house.work(run.job).unwrap();
            let first = house.one("opportunities", "Deal 0");
            assert_eq!(first.get("close_date").as_date().map(|day| day.to_string()).as_deref(), Some(order));
            house.undo(import).unwrap();
        }
    });
}
