//! What the filter builder offers, said in the expression language.

use std::sync::Arc;

use types::{Currency, Date, Id, Instant, Linked, Money, Name, Value, words::Lang};

use super::super::*;
use super::{every_type, field, zone};
use crate::expr::{Env, Expected, check as check_expression};
use crate::schema::{Catalog, ship};

fn one(value: Value) -> Vec<Operand> {
    vec![Operand::Value(value)]
}

#[track_caller]
fn says(path: &str, operator: Operator, operands: &[Operand], expected: &str) {
    assert_eq!(to_expression(path, operator, operands).as_deref(), Some(expected));
}

#[test]
fn conditions_are_written_in_the_expression_language() {
    let id = Id(1 << 40);
    let day = Value::Date(Date::parse("2026-11-30").unwrap());
    let texts = ["a", "b"].map(|text| Operand::Value(Value::text(text)));
    says("name", Operator::Contains, &one(Value::text("华为")), r#"name.contains("华为")"#);
    says("name", Operator::NotContains, &one(Value::text("x")), r#"!name.contains("x")"#);
    says("name", Operator::StartsWith, &one(Value::text("x")), r#"name.startsWith("x")"#);
    says("region", Operator::AnyOf, &texts, r#"region in ["a", "b"]"#);
    says("region", Operator::NoneOf, &texts, r#"!(region in ["a", "b"])"#);
    says("amount", Operator::AtLeast, &one(Value::Decimal("500000.00".parse().unwrap())), "amount >= 500000");
    let dollars = Money { amount: "-12.50".parse().unwrap(), currency: Currency::CNY, base: None };
    says("amount", Operator::Below, &one(Value::Money(dollars)), "amount < -12.5");
    says("n", Operator::Between, &[Operand::Value(Value::Int(1)), Operand::Value(Value::Int(5))], "(n >= 1 && n <= 5)");
    says("active", Operator::Is, &one(Value::Bool(true)), "active == true");
    says("at", Operator::On, &one(day.clone()), r#"(at >= date("2026-11-30") && at < date("2026-12-01"))"#);
    says("at", Operator::After, &one(day.clone()), r#"at >= date("2026-12-01")"#);
    says("at", Operator::Before, &[Operand::DaysAgo(14)], "at < daysAgo(14)");
    says("at", Operator::After, &[Operand::DaysAgo(0)], "at >= daysAhead(1)");
    says(
        "at",
        Operator::Between,
        &[Operand::DaysAgo(7), Operand::Value(day)],
        r#"(at >= daysAgo(7) && at < date("2026-12-01"))"#,
    );
    says("at", Operator::InLastDays, &one(Value::Int(30)), "(at >= daysAgo(30) && at < daysAhead(1))");
    says("at", Operator::InNextDays, &one(Value::Int(7)), "(at >= today() && at < daysAhead(8))");
    says("at", Operator::Before, &one(Value::Time(Instant(0))), r#"at < time("1970-01-01T00:00:00Z")"#);
    says("owner", Operator::IsMe, &[], "owner == me()");
    says("account", Operator::Is, &one(Value::Link(Linked::to(id))), &format!(r#"account == "{id}""#));
    says("people", Operator::HasMe, &[], "me() in people");
    says("tags", Operator::HasAny, &texts, r#"("a" in tags || "b" in tags)"#);
    says("tags", Operator::HasAll, &texts, r#"hasAll(tags, ["a", "b"])"#);
    says("tags", Operator::HasNone, &texts, r#"!("a" in tags || "b" in tags)"#);
    says("closed_at", Operator::IsEmpty, &[], "closed_at == null");
}

#[test]
fn a_condition_that_is_not_complete_says_nothing() {
    assert_eq!(to_expression("n", Operator::Is, &[]), None);
    assert_eq!(to_expression("n", Operator::Between, &one(Value::Int(1))), None);
    assert_eq!(to_expression("n", Operator::AnyOf, &[]), None);
    assert_eq!(to_expression("n", Operator::InLastDays, &one(Value::text("x"))), None);
    assert_eq!(to_expression("n", Operator::Is, &one(Value::Texts(vec!["a".into()]))), None);
}

#[test]
fn no_text_breaks_out_of_its_quotes() {
    assert_eq!(quoted("a\"b\\c\n\r\td'e"), r#""a\"b\\c\n\r\td'e""#);
    says("name", Operator::Is, &one(Value::text("\" || true || \"")), r#"name == "\" || true || \"""#);
}

#[test]
fn every_type_offers_operators_that_have_a_name() {
    for kind in every_type() {
        let offered = operators(&kind);
        assert!(offered.contains(&Operator::IsEmpty) && offered.contains(&Operator::IsNotEmpty), "{}", kind.word());
        let mut once = offered.to_vec();
        once.sort_by_key(|operator| operator.word());
        once.dedup();
        assert_eq!(once.len(), offered.len(), "{}", kind.word());
    }
    for operator in Operator::ALL {
        assert_eq!(Operator::parse(operator.word()), Some(operator));
        assert_ne!(operator.label(Lang::Zh), operator.label(Lang::En));
        let offered = every_type().iter().any(|kind| operators(kind).contains(&operator));
        assert!(offered, "nothing offers {}", operator.word());
    }
}

/// An operand that the operators of this type take.
fn sample(kind: &FieldType) -> Value {
    match kind {
        FieldType::Integer | FieldType::Rollup(_) => Value::Int(5),
        FieldType::Decimal { .. } | FieldType::Percent { .. } => Value::Decimal("-2.5".parse().unwrap()),
        FieldType::Money => {
            Value::Money(Money { amount: "2.50".parse().unwrap(), currency: Currency::CNY, base: None })
        }
        FieldType::YesNo => Value::Bool(true),
        FieldType::Date | FieldType::DateTime => Value::Date(Date(20_000)),
        FieldType::Choice { .. } | FieldType::Choices { .. } => Value::text("east"),
        FieldType::Link { .. } | FieldType::LinkAny { .. } | FieldType::User | FieldType::Users | FieldType::Files => {
            Value::link(Id(9))
        }
        FieldType::Text { .. }
        | FieldType::LongText
        | FieldType::RichText
        | FieldType::Email
        | FieldType::Phone
        | FieldType::Url
        | FieldType::Address
        | FieldType::Tags
        | FieldType::AutoNumber { .. } => Value::text("a \"b\""),
        FieldType::Formula { result, .. } => sample(result),
    }
}

#[test]
fn the_language_understands_every_condition_that_is_offered() {
    let plain = |name: &str| {
        let file = format!(
            "name = \"{name}\"\nlabel = {{ zh = \"x\", en = \"X\" }}\nplural = {{ zh = \"x\", en = \"X\" }}\nicon = \"x\"\nowned = \"system\"\ntitle = \"name\"\n\
             fields = [{{ name = \"name\", type = \"text\", label = {{ zh = \"x\", en = \"X\" }} }}]"
        );
        ship::object(&Name::of("test"), &file).unwrap()
    };
    let mut all = plain("things");
    for (at, kind) in every_type().into_iter().enumerate() {
        let name = Name::of(&format!("f{at}"));
        all.by_name.insert(name.clone(), all.fields.len());
        all.fields.push(Field { name: name.clone(), column: name, ..field(kind) });
    }
    let objects = [all.clone(), plain("accounts"), plain("contacts"), plain("users"), plain("files")];
    let objects = objects.into_iter().map(|object| (object.name.clone(), Arc::new(object))).collect();
    let catalog = Catalog { version: 1, objects };
    let utc = zone("UTC");
    let env = Env {
        catalog: &catalog,
        object: &all,
        readable: &|_, _| true,
        me: Some(Id(7)),
        now: Instant(0),
        zone: &utc,
        org_zone: &utc,
        org_fiscal_start: 1,
        week_start: 1,
        stored: false,
    };
    for field in all.fields.iter().filter(|field| field.name.starts_with('f')) {
        for operator in operators(&field.kind) {
            let value = || Operand::Value(sample(&field.kind));
            let operands = match operator.takes() {
                Takes::Nothing => vec![],
                Takes::One => vec![value()],
                Takes::Two | Takes::Several => vec![value(), value()],
                Takes::Days => one(Value::Int(30)),
            };
            let source = to_expression(&field.name, *operator, &operands).unwrap();
            let joined = format!("{source} && name == null || {source}");
            for source in [source, joined] {
                if let Err(problem) = check_expression(&source, &env, Expected::Condition) {
                    panic!("{} {}: {source}: {problem}", field.kind.word(), operator.word());
                }
            }
        }
    }
}
