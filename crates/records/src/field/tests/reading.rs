//! What people type and files hold, in Chinese and Western habits, and what a REST client sends.

use serde_json::json;
use types::display::parse::{Mark, Order};
use types::{Currency, FieldProblem, Value, words::Lang};

use super::super::*;
use super::{field, hints, regions};

fn read(kind: &FieldType, text: &str, hints: &Hints) -> Result<Value, FieldProblem> {
    let field = field(kind.clone());
    check(&field, &accept_text(&field, text, hints)?)
}

/// The value in the form of the contract, or the code of the refusal.
fn told(kind: &FieldType, text: &str, hints: &Hints) -> String {
    match read(kind, text, hints) {
        Ok(value) => match to_json(&field(kind.clone()), &value) {
            Json::String(text) => text,
            Json::Object(form) if form.contains_key("currency") => {
                format!("{} {}", form["amount"], form["currency"]).replace('"', "")
            }
            other => other.to_string(),
        },
        Err(problem) => format!("! {}", problem.code),
    }
}

#[track_caller]
fn table(kind: FieldType, cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(told(&kind, text, &hints()), *expected, "{text:?} as {}", kind.word());
    }
}

#[test]
fn texts_keep_every_byte() {
    table(
        FieldType::Text { max: 6 },
        &[
            (" 华为 ", " 华为 "),
            ("a\tb\r\nc", "a\tb\r\nc"),
            ("  ", "  "),
            ("", "null"),
            ("一二三四五六", "一二三四五六"),
            ("一二三四五六七", "! too_long"),
            ("a\0b", "! control_character"),
        ],
    );
    table(FieldType::LongText, &[("a\n\n b ", "a\n\n b "), ("\0", "! control_character")]);
    table(FieldType::RichText, &[("<b onclick=x>", "<b onclick=x>")]);
}

#[test]
fn numbers_are_read_as_people_write_them() {
    table(
        FieldType::Integer,
        &[
            (" 1,234 ", "1234"),
            ("１２", "12"),
            ("1.2万", "12000"),
            ("(5)", "-5"),
            ("3.0", "3"),
            ("1 234", "1234"),
            ("3.5", "! not_an_integer"),
            ("十二", "! not_a_number"),
            ("1,23,4", "! bad_grouping"),
            ("10000000000000000000", "! out_of_range"),
            ("  ", "null"),
        ],
    );
    table(
        FieldType::Decimal { scale: 2 },
        &[
            ("1,234.5", "1234.50"),
            ("-0.5", "-0.50"),
            ("1.230000", "1.23"),
            ("1.5E+3", "1500.00"),
            ("1.234", "! too_many_decimals"),
            ("12 kg", "! unknown_unit"),
            ("12%", "! percent_not_expected"),
            ("1.234,50", "! other_decimal_mark"),
        ],
    );
    table(
        FieldType::Percent { scale: 1 },
        &[("12.5%", "12.5"), ("12.5", "12.5"), ("１０％", "10.0"), ("5‰", "0.5"), ("12.55%", "! too_many_decimals")],
    );
    let german = Hints { mark: Mark::Comma, ..hints() };
    assert_eq!(told(&FieldType::Decimal { scale: 2 }, "1.234,50", &german), "1234.50");
}

#[test]
fn money_knows_its_currency_or_takes_the_organisations() {
    table(
        FieldType::Money,
        &[
            ("1234.5", "1234.50 CNY"),
            ("¥1,234.50", "1234.50 CNY"),
            ("350万元", "3500000.00 CNY"),
            ("1.2亿", "120000000.00 CNY"),
            ("US$ 5M", "5000000.00 USD"),
            ("$1,000", "1000.00 USD"),
            ("100 EUR", "100.00 EUR"),
            ("HK$ 20", "20.00 HKD"),
            ("1200 JPY", "1200 JPY"),
            ("-12.3456 USD", "-12.3456 USD"),
            ("5 DEM", "5.00 DEM"),
            ("1.23456", "! too_many_decimals"),
            ("100000000000000.5", "! out_of_range"),
            ("viel", "! not_a_number"),
        ],
    );
    let abroad = Hints { currency: Currency::parse("USD").unwrap(), ..hints() };
    let Value::Money(dollars) = read(&FieldType::Money, "$5", &abroad).unwrap() else { panic!() };
    assert_eq!(dollars.base, Some(dollars.amount));
    let Value::Money(yuan) = read(&FieldType::Money, "5元", &abroad).unwrap() else { panic!() };
    assert_eq!((yuan.currency, yuan.base), (Currency::CNY, None));
}

#[test]
fn dates_come_in_many_shapes() {
    table(
        FieldType::Date,
        &[
            ("2024-01-05", "2024-01-05"),
            ("2024/1/5", "2024-01-05"),
            ("2024年1月5日", "2024-01-05"),
            ("20240105", "2024-01-05"),
            ("5 Jan 2024", "2024-01-05"),
            ("45296", "2024-01-05"),
            ("2024-01-05 23:59:59", "2024-01-05"),
            ("1/5/2024", "! ambiguous_date"),
            ("2024-02-30", "! no_such_day"),
            ("gestern", "! not_a_date"),
        ],
    );
    let american = Hints { date_order: Some(Order::Mdy), ..hints() };
    assert_eq!(told(&FieldType::Date, "1/5/2024", &american), "2024-01-05");
    table(
        FieldType::DateTime,
        &[
            ("2024-01-05 13:45", "2024-01-05T05:45:00Z"),
            ("2024年1月5日 下午1:45", "2024-01-05T05:45:00Z"),
            ("2024-01-05T13:45:06.5+01:00", "2024-01-05T12:45:06.5Z"),
            ("2024-01-05", "2024-01-04T16:00:00Z"),
            ("2024-01-05 25:00", "! no_such_time"),
        ],
    );
}

#[test]
fn yes_and_no_are_known_in_both_languages() {
    let yes = ["是", "yes", "TRUE", "1", "Y", "√"].map(|text| (text, "true"));
    let no = ["否", "no", "False", "0", "×"].map(|text| (text, "false"));
    table(FieldType::YesNo, &yes);
    table(FieldType::YesNo, &no);
    table(FieldType::YesNo, &[("vielleicht", "! not_yes_or_no"), (" ", "null")]);
}

#[test]
fn choices_are_known_by_code_or_label_in_either_language() {
    table(
        FieldType::Choice { options: regions() },
        &[
            ("east", "east"),
            ("华东", "east"),
            (" East China ", "east"),
            ("eastchina", "east"),
            ("ＥＡＳＴ ＣＨＩＮＡ", "east"),
            ("同名", "a"),
            ("华北", "! unknown_choice"),
        ],
    );
    table(
        FieldType::Choices { options: regions() },
        &[
            ("华东; 华南", r#"["east","south"]"#),
            ("south，East China\neast", r#"["east","south"]"#),
            ("食品", r#"["food"]"#),
            ("食品、饮料", r#"["food_drink"]"#),
            (r#""Food, beverage", south"#, r#"["food_drink","south"]"#),
            ("华东; 华北", "! unknown_choice"),
            (" ; ", "null"),
        ],
    );
    let problem = read(&FieldType::Choices { options: regions() }, "华东; 华北", &hints()).unwrap_err();
    assert_eq!((problem.field.as_str(), problem.args), ("thing", vec![("value", "华北".to_owned())]));
}

#[test]
fn everyday_forms_are_brought_into_their_normal_form() {
    table(
        FieldType::Email,
        &[
            (" a@b.cn ", "a@b.cn"),
            ("Zhang@Huawei.com", "Zhang@Huawei.com"),
            ("zhang", "! not_an_email"),
            ("a b@c.cn", "! not_an_email"),
        ],
    );
    table(
        FieldType::Phone,
        &[
            ("138 0013 8000", "13800138000"),
            ("+86 138-0013-8000", "13800138000"),
            ("0512 62888888 转 801", "0512-62888888-801"),
            ("+44 20 7946 0958", "+44 20 7946 0958"),
            ("问前台", "问前台"),
        ],
    );
    table(
        FieldType::Url,
        &[
            ("huawei.com", "https://huawei.com"),
            (" HTTP://Example.com/a ", "http://Example.com/a"),
            ("javascript:alert(1)", "! not_a_url"),
            ("no host", "! not_a_url"),
        ],
    );
    table(FieldType::Tags, &[("VIP; 老客户、VIP", r#"["VIP","老客户"]"#)]);
    let many: Vec<String> = (0..51).map(|n| n.to_string()).collect();
    assert_eq!(told(&FieldType::Tags, &many.join(";"), &hints()), "! too_many_choices");
    assert_eq!(told(&FieldType::Tags, &"长".repeat(61), &hints()), "! too_long");
}

#[test]
fn addresses_are_taken_apart_at_their_divisions() {
    let parts = |text| told(&FieldType::Address, text, &hints());
    assert_eq!(
        serde_json::from_str::<Json>(&parts("江苏省苏州市吴中区越湖路1号 215000")).unwrap(),
        json!({ "country": "CN", "province": "江苏省", "city": "苏州市", "district": "吴中区", "code": "320506", "street": "越湖路1号", "postcode": "215000" })
    );
    assert_eq!(
        serde_json::from_str::<Json>(&parts("10 Downing Street, London")).unwrap(),
        json!({ "street": "10 Downing Street, London" })
    );
    let given = |form: Json| {
        let field = field(FieldType::Address);
        let value = accept_json(&field, &form, &hints()).and_then(|value| check(&field, &value));
        value.map(|value| to_json(&field, &value)).map_err(|problem| format!("{} {}", problem.field, problem.code))
    };
    let known =
        json!({ "country": "CN", "province": "广东省", "city": "深圳市", "district": "南山区", "code": "440305" });
    assert_eq!(given(json!({ "country": "cn", "code": "440305" })), Ok(known));
    let named = json!({ "province": "广东", "city": "深圳", "district": "南山", "code": "440305" });
    assert_eq!(given(json!({ "province": "广东", "city": "深圳", "district": "南山", "street": "" })), Ok(named));
    assert_eq!(
        given(json!({ "country": "United Kingdom", "city": "London" })),
        Ok(json!({ "country": "GB", "city": "London" }))
    );
    assert_eq!(given(json!({ "country": "Atlantis" })), Err("thing.country not_a_country".into()));
    assert_eq!(given(json!({ "code": "12" })), Err("thing.code not_a_division_code".into()));
    assert_eq!(given(json!({ "street": 5 })), Err("thing.street wrong_type".into()));
    assert_eq!(given(json!({ "planet": "Mars" })), Err("thing.planet unknown_field".into()));
    assert_eq!(given(json!({ "street": "x".repeat(501) })), Err("thing.street too_long".into()));
    assert_eq!(given(json!({})), Ok(Json::Null));
}

#[test]
fn links_are_ids_and_their_object_where_it_may_be_any() {
    let id = types::Id(1 << 40);
    let accounts = types::Name::of("accounts");
    table(
        FieldType::Link { to: accounts.clone() },
        &[(&id.to_string(), &format!(r#"{{"id":"{id}","label":null}}"#)), ("华为", "! missing_link")],
    );
    let any = FieldType::LinkAny { to: vec![accounts, types::Name::of("contacts")] };
    table(
        any.clone(),
        &[
            (&format!("accounts/{id}"), &format!(r#"{{"id":"{id}","label":null,"object":"accounts"}}"#)),
            (&format!("users/{id}"), "! wrong_object"),
            (&id.to_string(), "! wrong_object"),
        ],
    );
    let sent = json!({ "object": "contacts", "id": id.to_string() });
    assert_eq!(accept_json(&field(any), &sent, &hints()), Ok(Value::link(id)));
    let users = field(FieldType::Users);
    let twice = json!([id.to_string(), { "id": id.to_string(), "label": "林书遥" }]);
    let value = accept_json(&users, &twice, &hints()).and_then(|value| check(&users, &value)).unwrap();
    assert_eq!(value, Value::Links(vec![types::Linked::to(id)]));
}

#[test]
fn rest_bodies_are_read_strictly() {
    let money = field(FieldType::Money);
    let sent =
        |form| accept_json(&money, &form, &hints()).map_err(|problem| format!("{} {}", problem.field, problem.code));
    assert!(sent(json!({ "amount": "1234.50", "currency": "USD" })).is_ok());
    assert!(sent(json!({ "amount": 1234.5 })).is_ok());
    assert_eq!(sent(json!("1234.50")), Err("thing wrong_type".into()));
    assert_eq!(sent(json!({ "currency": "USD" })), Err("thing.amount required".into()));
    assert_eq!(sent(json!({ "amount": "1", "currency": "us$" })), Err("thing not_a_currency".into()));
    assert!(sent(json!({ "amount": "1", "currency": "usd" })).is_ok());
    assert_eq!(sent(json!({ "amount": "1", "rate": "2" })), Err("thing.rate unknown_field".into()));
    let date = |text| accept_json(&field(FieldType::Date), &json!(text), &hints()).is_ok();
    assert!(date("2026-11-22") && !date("2026/11/22") && !date("22.11.2026"));
    let time = |text| accept_json(&field(FieldType::DateTime), &json!(text), &hints()).is_ok();
    assert!(time("2026-11-22T10:00:00+08:00") && !time("2026-11-22 10:00"));
    let choice = field(FieldType::Choice { options: regions() });
    let label = accept_json(&choice, &json!("华东"), &hints()).and_then(|value| check(&choice, &value));
    assert_eq!(label.unwrap_err().code, "unknown_choice");
}

#[test]
fn what_the_engine_computes_nobody_writes() {
    for kind in super::every_type().into_iter().filter(FieldType::is_computed) {
        let field = field(kind);
        assert_eq!(accept_text(&field, "1", &hints()).unwrap_err().code, "read_only");
        assert_eq!(accept_json(&field, &json!(1), &hints()).unwrap_err().code, "read_only");
    }
}

#[test]
fn formula_results_are_rounded_to_their_type() {
    let formula = |result| field(FieldType::Formula { source: "1".into(), result: Box::new(result) });
    let half = Value::Decimal("2.675".parse().unwrap());
    let rounded = check(&formula(FieldType::Decimal { scale: 2 }), &half).unwrap();
    assert_eq!(to_json(&formula(FieldType::Decimal { scale: 2 }), &rounded), json!("2.68"));
    assert_eq!(check(&formula(FieldType::Integer), &half), Ok(Value::Int(3)));
    assert_eq!(check(&field(FieldType::Decimal { scale: 2 }), &half).unwrap_err().code, "too_many_decimals");
}

#[test]
fn doubts_are_told_and_never_block() {
    let doubts = |field: &Field, value: Value| -> Vec<String> {
        let value = check(field, &value).unwrap();
        let problems = warnings(field, &value, &hints());
        problems.iter().for_each(|problem| assert_ne!(types::words::field_sentence(Lang::Zh, problem), ""));
        problems.into_iter().map(|problem| format!("{} {}", problem.field, problem.code)).collect()
    };
    let code =
        Field { name: types::Name::of("credit_code"), ..super::searched(FieldType::Text { max: 40 }, SearchAs::Code) };
    assert!(doubts(&code, Value::text("91350100M000100Y43")).is_empty());
    assert_eq!(doubts(&code, Value::text("91350100M000100Y44")), ["credit_code uscc_check_digit"]);
    assert!(doubts(&field(FieldType::Text { max: 40 }), Value::text("91350100M000100Y44")).is_empty());
    assert!(doubts(&field(FieldType::Phone), Value::text("13800138000")).is_empty());
    let usual = crate::schema::Usual { min: Some(0), max: Some(100) };
    let people = Field { usual, ..field(FieldType::Integer) };
    let said = [-5, 0, 100, 101].map(|number| doubts(&people, Value::Int(number)).concat());
    assert_eq!(said, ["thing unusually_small", "", "", "thing unusually_large"]);
    assert_eq!(doubts(&field(FieldType::Phone), Value::text("问前台")), ["thing phone_not_understood"]);
    let address =
        |code: &str| Value::Address(Box::new(types::Address { code: Some(code.into()), ..Default::default() }));
    assert!(doubts(&field(FieldType::Address), address("440305")).is_empty());
    assert_eq!(doubts(&field(FieldType::Address), address("110103")), ["thing.code former_division"]);
    assert_eq!(doubts(&field(FieldType::Address), address("999999")), ["thing.code unknown_division"]);
}
