//! What the language promises: both interpreters agree, printed nodes are read again, mistakes name their place.

mod agree;
mod mistakes;
mod shapes;
mod sources;
mod world;

use types::{Date, Value};

use super::{Expected, check, eval, holds, paths, uses_own_row_only};
use world::world;

#[test]
fn the_examples_of_the_contract_are_understood() {
    let world = world();
    for source in [
        r#"account.name == "negotiation" && amount > 10000"#,
        r#"name.contains("华为") || account.region in ["east", "south"]"#,
        "owner == me() && closed_at < today() && updated_at == null",
        "created_at >= daysAgo(30)",
    ] {
        check(source, &world.env("deals"), Expected::Condition).unwrap_or_else(|problem| panic!("{source}: {problem}"));
    }
}

#[test]
fn an_empty_value_is_equal_to_nothing_else_and_in_no_order() {
    let world = world();
    for (source, expected) in [
        (r#"name != "a""#, true),
        (r#"name == "a""#, false),
        ("name == null", true),
        ("isEmpty(name)", true),
        (r#"name == """#, true),
        ("amount < 5", false),
        ("!(amount < 5)", true),
        ("amount >= 5 || amount < 5", false),
        (r#"stage in ["open", null]"#, false),
        (r#"name.contains("")"#, false),
        (r#"!("" in tags)"#, true),
        ("amount + 1 == null", true),
        ("quantity / 0 == null", true),
        ("1 / 0 == null", true),
        ("won", false),
        ("!won", true),
        ("won == false", false),
        ("account == null && account.name == null", true),
        ("tags == null && size(tags) == 0 && address == null", true),
        ("hasAll(tags, [])", true),
        (r#"name + "!" == "!""#, true),
        ("owner == account.owner", true),
    ] {
        let node = check(source, &world.env("deals"), Expected::Condition).unwrap();
        assert_eq!(holds(&node, &world.blank()), expected, "{source}");
    }
}

#[test]
fn what_does_not_depend_on_a_record_is_computed_when_it_is_checked() {
    let world = world();
    for (source, expected) in [
        ("closed_at >= today()", r#"closed_at >= time("2026-11-22T05:00:00Z")"#),
        ("close_date >= daysAgo(30)", r#"close_date >= date("2026-10-23")"#),
        ("close_date < now()", r#"close_date <= date("2026-11-22")"#),
        (
            "close_date >= startOfQuarter(-1) && close_date < startOfQuarter()",
            r#"close_date >= date("2026-07-01") && close_date < date("2026-10-01")"#,
        ),
        ("5 < amount", "amount > 5"),
        ("amount * (1 + 0.13) > 100 / 4", "amount * 1.13 > 25.000000"),
        ("owner == me()", r#"owner == "0000000000001""#),
        (r#"true && name == "a""#, r#"name == "a""#),
        (r#"1 > 2 || name == "a""#, r#"name == "a""#),
        (r#"!(name == "a")"#, r#"name != "a""#),
        (r#"name == "a" + "b""#, r#"name == "ab""#),
        (r#"close_date == "2026-01-31""#, r#"close_date == date("2026-01-31")"#),
        ("1 / 3", "0.333333"),
        ("round(2.5)", "3"),
        ("round(-2.5)", "-3"),
        ("max(1, 2.50, 2)", "2.50"),
        ("margin > 0", "margin > 0"),
        ("late", r#"close_date < date("2026-11-22")"#),
        ("account.late_size > 1", "account.parent.size - 1 > 1"),
    ] {
        assert_eq!(world.value(source).to_string(), expected, "{source}");
    }
}

#[test]
fn money_is_compared_in_the_currency_of_the_organisation() {
    let world = world();
    let node = check("amount > 100", &world.env("deals"), Expected::Condition).unwrap();
    assert!(holds(&node, &world.with("amount", world::money("20", "USD", Some("140")))));
    assert!(!holds(&node, &world.with("amount", world::money("200", "USD", None))));
    let node = check(r#"amount.currency == "USD""#, &world.env("deals"), Expected::Condition).unwrap();
    assert!(holds(&node, &world.with("amount", world::money("200", "USD", None))));
}

#[test]
fn folded_text_is_found_whatever_its_width_and_case() {
    let world = world();
    let row = world.with("name", Value::text("ＨＵＡＷＥＩ（中国）"));
    for (source, expected) in [
        (r#"name.contains("huawei")"#, true),
        (r#"name.startsWith("Huawei(")"#, true),
        (r#"name.endsWith("中国)")"#, true),
        (r#"name == "HUAWEI(中国)""#, false),
    ] {
        let node = check(source, &world.env("deals"), Expected::Condition).unwrap();
        assert_eq!(holds(&node, &row), expected, "{source}");
    }
}

#[test]
fn days_are_counted_and_moments_differ_by_days() {
    let world = world();
    let row = world.with("close_date", Value::Date(Date::parse("2026-11-08").unwrap()));
    for (source, expected) in [
        ("today() - close_date", Value::Int(14)),
        ("close_date + 30", Value::Date(Date::parse("2026-12-08").unwrap())),
        (r#"time("2026-11-22T12:00:00Z") - time("2026-11-21T00:00:00Z")"#, Value::Decimal("1.5".parse().unwrap())),
        ("close_date + 3000000", Value::Empty),
    ] {
        assert_eq!(eval(&world.value(source), &row), expected, "{source}");
    }
}

#[test]
fn every_path_of_an_expression_is_told() {
    let world = world();
    let node =
        world.value(r#"account.region == "east" && size(tags) > 1 && (amount > cost || account.owner.name == "x")"#);
    let told: Vec<String> = paths(&node).into_iter().map(ToString::to_string).collect();
    assert_eq!(told, ["amount", "cost", "tags", "account.region", "account.owner.name"]);
}

#[test]
fn only_formulas_of_their_own_row_are_stored() {
    for own in ["amount - cost", r#"stage == "won" ? 1 : 0"#, "startOfDay(close_date)", r#"name.contains("a")"#] {
        assert!(uses_own_row_only(own), "{own}");
    }
    for other in ["account.size", "today() - close_date", "owner == me()", "amount -", "startOfDay()", "size([now()])"]
    {
        assert!(!uses_own_row_only(other), "{other}");
    }
}
