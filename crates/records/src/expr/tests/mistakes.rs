//! Mistakes name their place and what was probably meant, in both languages; what may not be read is as unknown as what is not there.

use types::words::Lang;

use super::world::world;
use crate::{
    expr::{Env, Expected, Mistake, What, check, try_check},
    schema::FieldType,
};

fn mistake(source: &str) -> Mistake {
    match try_check(source, &world().env("deals"), Expected::Condition) {
        Ok(node) => panic!("{source} is {node}"),
        Err(mistake) => mistake,
    }
}

#[test]
fn every_mistake_is_told_with_its_place() {
    for (source, sentence) in [
        ("amout > 5", r#"unknown field "amout" at 1:1, did you mean "amount"?"#),
        ("won &&\n  amout > 5", r#"unknown field "amout" at 2:3, did you mean "amount"?"#),
        (r#"name == "华为" && zzz == 1"#, r#"unknown field "zzz" at 1:17"#),
        ("金额 > 5", r#"unknown field "金额" at 1:1, did you mean "amount"?"#),
        ("account.sise > 5", r#"unknown field "sise" at 1:9, did you mean "size"?"#),
        ("name.size > 5", r#"unknown field "size" at 1:6"#),
        ("address.town == \"x\"", r#"unknown field "town" at 1:9"#),
        ("address.citi == \"x\"", r#"unknown field "citi" at 1:9, did you mean "city"?"#),
        ("secret == \"x\"", r#"unknown field "secret" at 1:1"#),
        ("secrt == \"x\"", r#"unknown field "secrt" at 1:1"#),
        ("hush == \"x\"", r#"unknown field "hush" at 1:1"#),
        ("circle > 1", "the expression becomes too complex at 1:1, at most 100 parts"),
        ("amount = 5", r#"unexpected "=" at 1:8, did you mean "=="?"#),
        ("amount ≥ 5", r#"unexpected "≥" at 1:8, did you mean ">="?"#),
        ("name == “x”", r#"unexpected "“" at 1:9, did you mean """?"#),
        ("won & won", r#"unexpected "&" at 1:5, did you mean "&&"?"#),
        ("amount >", "the expression ends too early, at 1:9"),
        ("(won", "the expression ends too early, at 1:5"),
        ("", "the expression ends too early, at 1:1"),
        ("won)", r#"unexpected ")" at 1:4"#),
        ("won won", r#"unexpected "won" at 1:5"#),
        ("amount > 5x", r#"unexpected "5x" at 1:10"#),
        ("amount > 1.5.2", r#"unexpected "2" at 1:14"#),
        ("in [1]", r#"unexpected "in" at 1:1"#),
        ("name == \"abc", "the text that begins at 1:9 is never closed"),
        (r#"name == "a\d""#, r#"unknown escape "\d" at 1:11"#),
        (r#"name == "\u00""#, r#"unknown escape "\u00"" at 1:10"#),
        (r#"name == "\u0000""#, "a text cannot hold U+0000, at 1:10"),
        (
            "amount > 12345678901234567890",
            r#"the number "12345678901234567890" at 1:10 is too long, at most 18 digits and nine of them decimals"#,
        ),
        (
            "amount > 0.1234567891",
            r#"the number "0.1234567891" at 1:10 is too long, at most 18 digits and nine of them decimals"#,
        ),
        ("amount", "a condition is expected at 1:1, not a number"),
        ("null", "a condition is expected at 1:1, not null"),
        ("amount && won", "a condition is expected at 1:1, not a number"),
        ("amount > \"5\"", "a number is expected at 1:10, not a text"),
        ("name > 5", "a text is expected at 1:8, not a number"),
        ("stage > \"open\"", "a number or a date is expected at 1:1, not a choice"),
        ("won > true", "a number or a date is expected at 1:1, not a condition"),
        ("name + 5 == \"x\"", "a text is expected at 1:8, not a number"),
        ("-name == \"x\"", "a number is expected at 1:2, not a text"),
        ("close_date + 0.5 == today()", "a whole number is expected at 1:14, not a number"),
        ("stage == \"wn\"", r#"unknown choice "wn" at 1:10, did you mean "won"?"#),
        ("stage == \"赢单\"", r#"unknown choice "赢单" at 1:10, did you mean "won"?"#),
        ("stage in [\"open\", \"x\"]", r#"unknown choice "x" at 1:19"#),
        ("\"email\" in channels", r#"unknown choice "email" at 1:1"#),
        ("stage.contains(\"o\")", "a text is expected at 1:1, not a choice"),
        ("tags.contains(\"o\")", "a text is expected at 1:1, not a field of several values"),
        ("tags == [\"a\"]", "a single value is expected at 1:9, not a list"),
        ("tags == \"a\"", "null is expected at 1:9, not a text"),
        ("address == \"a\"", "null is expected at 1:12, not a text"),
        ("\"a\" in name", "a list is expected at 1:8, not a text"),
        ("name in [code]", "a fixed value is expected at 1:10, not one that differs from record to record"),
        (
            "account == \"Huawei\"",
            r#""Huawei" at 1:12 is not an id; compare other fields of the linked record with a path, like account.name"#,
        ),
        ("account == me()", "a link is expected at 1:12, not a link to another object"),
        ("account == name", "a link is expected at 1:12, not a text"),
        ("close_date == \"2026-02-30\"", r#""2026-02-30" at 1:15 is not a date, write it like 2026-01-31"#),
        ("close_date > date(\"x\")", r#""x" at 1:19 is not a date, write it like 2026-01-31"#),
        ("closed_at > time(\"x\")", r#""x" at 1:18 is not a moment, write it like 2026-01-31T08:00:00Z"#),
        ("foo() == 1", r#"unknown function "foo" at 1:1"#),
        ("dayAgo(3) == close_date", r#"unknown function "dayAgo" at 1:1, did you mean "daysAgo"?"#),
        ("name.contain(\"x\")", r#"unknown function "contain" at 1:6, did you mean "contains"?"#),
        ("daysAgo() == close_date", r#""daysAgo" at 1:1 takes a different number of arguments: 1"#),
        ("name.contains()", r#""contains" at 1:6 takes a different number of arguments: 1"#),
        (
            "daysAgo(quantity) == close_date",
            "a fixed value is expected at 1:9, not one that differs from record to record",
        ),
        ("daysAgo(1000000) == close_date", r#"the number "1000000" at 1:9 is out of range"#),
        ("size(name) > 1", "a field of several values is expected at 1:6, not a text"),
        ("account.parent.parent.size > 1", "too many links in the path at 1:1, at most 2"),
    ] {
        assert_eq!(mistake(source).to_string(), sentence, "{source}");
        assert_ne!(mistake(source).sentence(Lang::Zh), sentence, "{source}");
    }
}

#[test]
fn every_kind_of_mistake_has_a_sentence_in_both_languages() {
    let name = || "x".to_owned();
    let suggestion = Some("y".to_owned());
    for what in [
        What::Syntax { found: name(), suggestion: suggestion.clone() },
        What::Unfinished,
        What::OpenText,
        What::BadEscape { found: name() },
        What::Control,
        What::TooLong,
        What::TooComplex,
        What::TooManyHops,
        What::LongList,
        What::BigNumber { name: name() },
        What::UnknownField { name: name(), suggestion: suggestion.clone() },
        What::UnknownFunction { name: name(), suggestion: None },
        What::UnknownChoice { name: name(), suggestion },
        What::WrongType { expected: "number", found: "address" },
        What::Arguments { name: "round", count: "1–2" },
        What::BadId { name: name() },
        What::BadDate { name: name() },
        What::BadTime { name: name() },
        What::NotConstant,
        What::NotHere { name: name() },
        What::Nobody,
        What::OutOfRange { name: name() },
    ] {
        let mistake = Mistake { line: 1, column: 2, what };
        let code = mistake.what.code();
        for lang in [Lang::Zh, Lang::En] {
            let sentence = mistake.sentence(lang);
            assert!(!sentence.starts_with("expr-") && !sentence.contains('{'), "{code}: {sentence}");
            let told = types::words::sentence(lang, &mistake.clone().into());
            assert!(told.contains(&sentence), "{code}: {told}");
        }
    }
}

#[test]
fn a_program_finds_place_and_kind_in_the_problem() {
    let problem = check("amout > 5", &world().env("deals"), Expected::Condition).unwrap_err();
    assert_eq!((problem.kind.status(), &*problem.code), (400, "bad_filter"));
    let args: Vec<(&str, &str)> = problem.args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(
        args,
        [("at", "1:1"), ("what", "unknown_field"), ("name", "amout"), ("suggestion", "amount"), ("hint", "yes")]
    );
}

#[test]
fn limits_are_kept_before_anything_is_built() {
    let long = format!("name == \"{}\"", "x".repeat(4096));
    assert_eq!(mistake(&long).what, What::TooLong);
    let nodes = |count: usize| vec!["won"; count].join(" && ");
    assert!(check(&nodes(50), &world().env("deals"), Expected::Condition).is_ok());
    assert_eq!(mistake(&nodes(51)).what, What::TooComplex);
    assert_eq!(mistake(&format!("{}won{}", "(".repeat(60), ")".repeat(60))).what, What::TooComplex);
    assert_eq!(mistake(&format!("{}won", "!".repeat(2_000))).what, What::TooComplex);
    let moments = |count: usize| vec!["closed_at > close_date"; count].join(" && ");
    assert!(check(&moments(4), &world().env("deals"), Expected::Condition).is_ok());
    assert_eq!(mistake(&moments(5)).what, What::TooComplex);
    let list = |count: usize| format!("quantity in [{}]", vec!["1"; count].join(","));
    assert!(check(&list(200), &world().env("deals"), Expected::Condition).is_ok());
    assert_eq!(mistake(&list(201)).what, What::LongList);
}

#[test]
fn what_is_stored_for_everybody_asks_neither_who_nor_when() {
    let stored = Env { stored: true, ..world().env("deals") };
    for (source, name) in [
        ("owner == me()", "me()"),
        ("close_date < today()", "today()"),
        ("close_date < daysAgo(1)", "daysAgo()"),
        ("late", "late"),
        ("children > 1", "children"),
    ] {
        let mistake = try_check(source, &stored, Expected::Condition).unwrap_err();
        assert_eq!(mistake.what, What::NotHere { name: name.into() }, "{source}");
    }
    assert!(check("account.region == \"east\" && closed_at > close_date", &stored, Expected::Condition).is_ok());
}

#[test]
fn me_is_nobody_where_nobody_is_signed_in() {
    let nobody = Env { me: None, ..world().env("deals") };
    assert_eq!(try_check("owner == me()", &nobody, Expected::Condition).unwrap_err().what, What::Nobody);
}

#[test]
fn a_value_must_be_one_that_the_field_can_hold() {
    let world = world();
    let value = |source: &str, kind: &FieldType| try_check(source, &world.env("deals"), Expected::Value(kind));
    let options = world.catalog.must("deals").field("stage").unwrap().kind.clone();
    let several = world.catalog.must("deals").field("channels").unwrap().kind.clone();
    for (source, kind, printed) in [
        ("5", &FieldType::Money, "5.0000"),
        ("amount * 0.5", &FieldType::Percent { scale: 2 }, "round(amount * 0.5, 2)"),
        ("\"open\"", &options, "\"open\""),
        ("[\"web\", \"fair\", \"web\"]", &several, "[\"fair\", \"web\"]"),
        ("me()", &FieldType::User, "\"0000000000001\""),
        ("[me()]", &FieldType::Users, "[\"0000000000001\"]"),
        ("close_date", &FieldType::DateTime, "startOfDay(close_date)"),
        ("null", &FieldType::Date, "null"),
        ("amount > 5", &FieldType::YesNo, "amount > 5"),
    ] {
        assert_eq!(value(source, kind).unwrap_or_else(|m| panic!("{source}: {m}")).to_string(), printed, "{source}");
    }
    for (source, kind, what) in [
        ("\"x\"", &options, "unknown_choice"),
        ("[\"x\"]", &several, "unknown_choice"),
        ("\"x\"", &FieldType::Integer, "wrong_type"),
        ("now()", &FieldType::Date, "wrong_type"),
        ("account", &FieldType::User, "wrong_type"),
        ("5", &FieldType::Address, "not_here"),
    ] {
        assert_eq!(value(source, kind).unwrap_err().what.code(), what, "{source}");
    }
}
