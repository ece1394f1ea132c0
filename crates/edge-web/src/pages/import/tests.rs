//! The wizard without anything behind it: who may begin, what the forms mean. The whole way is walked in `tests/browser/import.test.mjs`.

use axum::http::StatusCode;
use records::import::{Column, Decision, OnDuplicate, Plan, Unknown};
use types::words::Lang;

use super::mapping::planned;
use crate::{desk::Posted, ports::Seen, testing::site};

#[test]
fn who_may_import_begins_and_who_may_not_is_told() {
    site(|site| {
        for lang in Lang::ALL {
            for who in site.people() {
                site.post(who, &format!("/language/{}", lang.tag()), "");
                let answer = site.get(who, "/imports/new");
                assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
                assert!(!answer.body.contains("problem-") && !answer.body.contains("wizard-"), "{}", answer.body);
                assert_eq!(answer.body.contains("type=\"file\""), who.id != site.viewer.id);
            }
        }
        assert_eq!(site.get(&site.seller, "/accounts/import").status, StatusCode::OK);
        assert_eq!(site.get(&site.viewer, "/accounts/import").status, StatusCode::FORBIDDEN);
        assert_eq!(site.get(&site.seller, "/nothings/import").status, StatusCode::NOT_FOUND);
        let list = site.get(&site.administrator, "/users");
        assert!(list.body.contains("href=\"/users/import\""), "people come from files too");
    });
}

#[test]
fn a_template_has_the_names_of_what_can_be_filled() {
    site(|site| {
        let answer = site.get(&site.administrator, "/accounts/import/template.csv");
        assert!(answer.body.starts_with("\u{feff}\"") && answer.body.contains("\"行业\""), "{}", answer.body);
        assert!(!answer.body.contains("创建时间"), "{}", answer.body);
        let field =
            serde_json::json!({ "name": "trick", "type": "text", "label": { "zh": "=HYPERLINK(\"x\")", "en": "x" } });
        let field: records::schema::ship::FieldFile = serde_json::from_value(field).expect("a field");
        let add = move |cx: &mut records::Cx| {
            let accounts = cx.catalog.find("accounts")?;
            records::schema::change::add_field(cx, &accounts, field.clone())
        };
        site.engine.write_now(records::Caller::Person(site.administrator.id), add).expect("it is added");
        let answer = site.get(&site.administrator, "/accounts/import/template.csv");
        assert!(answer.body.contains("\"'=HYPERLINK(\"\"x\"\")\""), "{}", answer.body);
    });
}

#[test]
fn what_the_form_does_not_show_stays_in_the_plan() {
    let column = |at, to: &str| Column { at, name: "x".into(), to: to.into(), ..Column::default() };
    let decision = |field: &str| Decision { field: field.into(), value: "v".into(), ..Decision::default() };
    let seen = Seen {
        columns: vec!["Name".into(), "Manager".into(), "Left out".into()],
        plan: Plan {
            object: "users".into(),
            columns: vec![
                column(Some(0), "name"),
                Column { unknown: Some(Unknown::Create), ..column(Some(1), "manager") },
                Column { text: Some("CN".into()), ..column(None, "country") },
            ],
            decisions: vec![decision("manager"), decision("gone")],
            key: Some("name".into()),
            ..Plan::default()
        },
        ..Seen::default()
    };
    let pairs = [
        ("to.0", "name"),
        ("to.1", "manager"),
        ("to.1", "team.manager"),
        ("to.1", "manager"),
        ("to.2", ""),
        ("key", "name"),
        ("duplicates", "update"),
    ];
    let plan = planned(&seen, &Posted(pairs.map(|(name, value)| (name.to_string(), value.to_string())).into()));
    let to: Vec<&str> = plan.columns.iter().map(|column| column.to.as_str()).collect();
    assert_eq!(to, ["name", "manager", "team.manager", "country"], "a field once per column; texts of every row stay");
    assert_eq!(plan.columns[1].unknown, Some(Unknown::Create), "what was said of a column stays");
    assert_eq!(
        (plan.decisions.len(), plan.key.as_deref()),
        (1, Some("name")),
        "decisions of fields that are still there"
    );
    assert_eq!(plan.on_duplicate, OnDuplicate::Update);
}

#[test]
fn columns_on_another_page_of_the_form_stay_as_they_were() {
    let column = |at| Column { at: Some(at), name: "x".into(), to: format!("field_{at}"), ..Column::default() };
    let seen = Seen {
        columns: (0..250).map(|at| format!("Column {at}")).collect(),
        plan: Plan { columns: (0..250).map(column).collect(), ..Plan::default() },
        ..Seen::default()
    };
    let pairs = [("from", "100"), ("to.100", "name"), ("to.3", "never shown")];
    let plan = planned(&seen, &Posted(pairs.map(|(name, value)| (name.to_string(), value.to_string())).into()));
    let to: Vec<&str> = plan.columns.iter().map(|column| column.to.as_str()).collect();
    assert_eq!((to.len(), to[3], to[99], to[100], to[101]), (201, "field_3", "field_99", "name", "field_150"));
}

#[test]
fn who_may_import_nothing_stores_nothing() {
    site(|site| {
        let boundary = "----x";
        let body = format!(
            "--{boundary}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nname\r\n--{boundary}--\r\n"
        );
        let kind = format!("multipart/form-data; boundary={boundary}");
        let headers = [("content-type", kind.as_str())];
        let answer = site.call(&site.viewer, axum::http::Method::POST, "/imports/new", &body, &headers);
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", answer.body);
        assert_eq!(site.house.blobs.list().count(), 0);
    });
}

#[test]
fn a_list_of_what_an_import_wrote_says_so_in_words() {
    site(|site| {
        let at = |text: &str| types::Instant::parse(text).expect("a time");
        let imported = crate::imported::Imported {
            from: at("2026-11-23T00:46:31.044969Z"),
            upto: at("2026-11-23T00:46:33Z"),
            who: Some(site.administrator.id),
        };
        site.post(&site.administrator, "/language/en", "");
        let filter = format!("{} && name == \"Acme\"", imported.condition());
        let url = format!("/accounts?filter={}", gate::router::encode(&filter));
        let answer = site.get(&site.administrator, &url);
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        let chips = answer.body.split("class=\"chip\"").skip(1).collect::<Vec<_>>();
        assert_eq!(chips.len(), 2, "{}", answer.body);
        assert!(
            chips[0].contains("from import") && !chips[0].split("</span></span>").next().unwrap().contains("time(")
        );
        assert!(chips[1].contains("Acme"));
        // whoever may not see imports sees the list all the same
        let answer = site.get(&site.viewer, &url);
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        assert_eq!(answer.body.split("class=\"chip\"").count(), 3, "{}", answer.body);
    });
}

#[test]
fn who_cannot_undo_an_import_is_told_before_anything_is_counted() {
    site(|site| {
        let begun = site.engine.write_now(records::Caller::Person(site.seller.id), |cx| {
            let file = records::import::journal::File { name: "book.csv".into(), sha256: "0".repeat(64) };
            let state = records::import::journal::State::Checking;
            records::import::journal::begin(cx, &types::Name::of("accounts"), &file, "{}", state)
        });
        let asked = site.get(&site.seller, &format!("/imports/{}/reversal", begun.expect("an import")));
        assert_eq!(asked.status, StatusCode::CONFLICT, "{}", asked.body);
    });
}
