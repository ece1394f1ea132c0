//! What goes into a database, a REST answer or a file comes back as the same value, for every type.

use proptest::prelude::*;
use rust_decimal::Decimal;
use types::{Address, Currency, Date, Id, Instant, Linked, Money, Name, Value, words::Lang};

use super::super::numbers::LIMIT;
use super::super::*;
use super::{every_type, field, hints, regions, zone};

/// Values that callers may give to a field of this type, not yet in their normal form.
fn given(kind: &FieldType) -> BoxedStrategy<Value> {
    let id = || (1..i64::MAX).prop_map(Id);
    let link = move || id().prop_map(Linked::to);
    let text = || any::<String>().prop_map(|text| text.replace('\0', ""));
    let number = |scale: u32| (-LIMIT..=LIMIT).prop_map(move |stored| unscaled(stored, scale));
    let codes = |options: &[crate::schema::Choice]| options.iter().map(|o| o.code.clone()).collect::<Vec<_>>();
    match kind {
        FieldType::Text { .. } | FieldType::LongText | FieldType::RichText => text().prop_map(Value::Text).boxed(),
        FieldType::Integer => (-LIMIT..=LIMIT).prop_map(Value::Int).boxed(),
        FieldType::Decimal { scale } | FieldType::Percent { scale } => number(*scale).prop_map(Value::Decimal).boxed(),
        FieldType::Money => (number(4), prop::sample::select(vec!["CNY", "USD", "JPY", "KWD", "XAG", "ZZZ"]))
            .prop_map(|(amount, code)| {
                let currency = Currency::parse(code).unwrap();
                Value::Money(Money { amount, currency, base: (code == "CNY").then_some(amount) })
            })
            .boxed(),
        FieldType::YesNo => any::<bool>().prop_map(Value::Bool).boxed(),
        FieldType::Date => (-719_162..2_932_896).prop_map(|days| Value::Date(Date(days))).boxed(),
        FieldType::DateTime => prop_oneof![
            (-62_135_510_400_000_000_i64..253_402_000_000_000_000).prop_map(|at| Value::Time(Instant(at))),
            // the nights in which New York and London change their clocks
            (1_762_000_000_i64..1_762_200_000).prop_map(|at| Value::Time(Instant(at * Instant::SECOND))),
        ]
        .boxed(),
        FieldType::Choice { options } => prop::sample::select(codes(options)).prop_map(Value::Text).boxed(),
        FieldType::Choices { options } => {
            prop::collection::vec(prop::sample::select(codes(options)), 0..5).prop_map(Value::Texts).boxed()
        }
        FieldType::Link { .. } | FieldType::User => link().prop_map(Value::Link).boxed(),
        FieldType::LinkAny { .. } => id().prop_map(|id| Value::Link(Linked::to_any(Name::of("accounts"), id))).boxed(),
        FieldType::Users | FieldType::Files => prop::collection::vec(link(), 0..5).prop_map(Value::Links).boxed(),
        FieldType::Email => "[a-zA-Z0-9.+张_-]{1,20}@[a-z0-9例]{1,8}(\\.[a-z]{2,5}){1,2}".prop_map(Value::Text).boxed(),
        FieldType::Phone => {
            prop_oneof!["[+(]{0,2}[0-9][0-9 ()-]{2,18}((转|x|-)[0-9]{1,5})?", "1[3-9][0-9]{9}", "[^\\x00]{1,20}"]
                .prop_map(|text| accept_text(&field(FieldType::Phone), &text, &hints()).unwrap())
                .boxed()
        }
        FieldType::Url => "(https?://|)[a-z0-9]{1,9}\\.(com|中国)(:[0-9]{2,4})?(/[a-zA-Z0-9%._?=&-]{0,20})?"
            .prop_map(Value::Text)
            .boxed(),
        FieldType::Address => address().prop_map(|address| Value::Address(Box::new(address))).boxed(),
        FieldType::Tags => prop::collection::vec("[^\\x00]{0,12}", 0..6).prop_map(Value::Texts).boxed(),
        FieldType::AutoNumber { prefix, digits } => {
            let (prefix, digits) = (prefix.clone(), *digits);
            (1..i64::MAX).prop_map(move |number| numbered(&prefix, digits, number)).boxed()
        }
        FieldType::Formula { result, .. } => given(result),
        FieldType::Rollup(_) => Just(Value::Empty).boxed(),
    }
}

fn address() -> impl Strategy<Value = Address> {
    let free = |pattern: &'static str| prop::option::of(pattern.prop_map(String::from));
    let known =
        prop::sample::select(vec!["320506", "110105", "310115", "429004", "441900", "710100", "650000", "110103"]);
    let street = || prop_oneof!["[一-龥]{1,8}路[0-9]{1,3}号", "[A-Za-z0-9 ,.-]{1,30}", "[^\\x00]{1,20}"];
    let in_china = (known, prop::option::of(street()), free("[0-9]{6}")).prop_map(|(code, street, postcode)| Address {
        country: Some("CN".into()),
        code: Some(code.into()),
        street,
        postcode,
        ..Address::default()
    });
    let country = prop::option::of(prop::sample::select(vec!["CN", "GB", "US", "HK"]).prop_map(String::from));
    let anywhere = (
        country,
        free(".{0,9}"),
        free("[A-Za-z ]{0,9}"),
        free("[一-龥]{0,4}"),
        prop::option::of(street()),
        free("[A-Z0-9 ]{0,8}"),
    )
        .prop_map(|(country, province, city, district, street, postcode)| {
            let clean = |part: Option<String>| part.map(|text| text.replace('\0', ""));
            Address { country, province: clean(province), city, district, code: None, street, postcode }
        });
    prop_oneof![in_china, anywhere]
}

fn kept() -> impl Strategy<Value = (Field, Value)> {
    prop::sample::select(every_type()).prop_flat_map(|kind| {
        let field = field(kind);
        given(&field.kind).prop_filter_map("refused", move |value| Some((field.clone(), check(&field, &value).ok()?)))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn a_normal_form_stays_as_it_is((field, value) in kept()) {
        prop_assume!(!matches!(field.kind, FieldType::Rollup(_)));
        prop_assert_eq!(check(&field, &value), Ok(value));
    }

    #[test]
    fn cells_come_back_as_the_value((field, value) in kept()) {
        let cells = to_cells(&field, &value);
        prop_assert_eq!(cells.len(), field.columns().len());
        let many = many_cells(&field, &value);
        prop_assert!(field.kind.is_many() || many.is_empty());
        let back = if field.kind.is_many() {
            from_many(&field, &many.iter().rev().cloned().collect::<Vec<_>>())
        } else {
            from_cells(&field, &cells)
        };
        prop_assert_eq!(to_cells(&field, &back), cells);
        prop_assert_eq!(back, value);
    }

    #[test]
    fn a_rest_client_may_send_back_what_it_read((field, value) in kept()) {
        prop_assume!(!field.kind.is_computed());
        let json = to_json(&field, &value);
        let back = accept_json(&field, &json, &hints()).and_then(|back| check(&field, &back));
        prop_assert_eq!(to_cells(&field, back.as_ref().unwrap_or(&Value::Empty)), to_cells(&field, &value));
        prop_assert_eq!(back, Ok(value), "{}", json);
    }

    #[test]
    fn an_exported_value_can_be_imported((field, value) in kept(), english: bool, abroad: bool) {
        prop_assume!(!field.kind.is_computed());
        let lang = if english { Lang::En } else { Lang::Zh };
        let zone = zone(if abroad { "America/New_York" } else { "Asia/Shanghai" });
        let text = to_export(&field, &value, lang, &zone).to_text(lang);
        let hints = Hints { lang, zone, ..hints() };
        let back = accept_text(&field, &text, &hints).and_then(|back| check(&field, &back));
        prop_assert_eq!(to_cells(&field, back.as_ref().unwrap_or(&Value::Empty)), to_cells(&field, &value));
        prop_assert_eq!(back, Ok(value), "{}", text);
    }
}

#[test]
fn nothing_is_nothing_in_every_form() {
    for kind in every_type() {
        let field = field(kind);
        let word = field.kind.word();
        assert!(to_cells(&field, &Value::Empty).iter().all(Cell::is_null), "{word}");
        assert_eq!(to_cells(&field, &Value::Empty).len(), field.columns().len(), "{word}");
        assert_eq!(from_cells(&field, &to_cells(&field, &Value::Empty)), Value::Empty, "{word}");
        assert_eq!(from_many(&field, &[]), Value::Empty, "{word}");
        assert_eq!(check(&field, &Value::Empty), Ok(Value::Empty), "{word}");
        assert_eq!(to_json(&field, &Value::Empty), Json::Null, "{word}");
        assert_eq!(accept_json(&field, &Json::Null, &hints()), Ok(Value::Empty), "{word}");
        assert_eq!(accept_text(&field, "", &hints()), Ok(Value::Empty), "{word}");
        assert_eq!(to_text(&field, &Value::Empty, Lang::En, &zone("UTC")), "", "{word}");
        assert_eq!(to_export(&field, &Value::Empty, Lang::En, &zone("UTC")), Exported::Empty, "{word}");
        assert_eq!(mask(&field, &Value::Empty), Value::Empty, "{word}");
    }
}

#[test]
fn a_value_of_another_type_is_refused_by_every_type() {
    for kind in every_type() {
        let field = field(kind);
        let stranger = if matches!(field.result_type(), FieldType::YesNo) { Value::Int(1) } else { Value::Bool(true) };
        let problem = check(&field, &stranger).unwrap_err();
        assert_eq!(problem.field, "thing");
        assert!(problem.code == "wrong_type" || problem.code == "read_only", "{}: {}", field.kind.word(), problem.code);
        let shapes = [
            Json::Bool(true),
            1.into(),
            "no such value at all\0".into(),
            Json::Array(vec![Json::Null]),
            serde_json::json!({"x": 1}),
        ];
        let refused = shapes
            .iter()
            .filter(|json| accept_json(&field, json, &hints()).and_then(|value| check(&field, &value)).is_err());
        assert!(refused.count() >= 4, "{}", field.kind.word());
    }
}

#[test]
fn the_first_cell_is_enough_for_what_a_report_groups_by() {
    let cases = [
        (FieldType::Text { max: 9 }, Value::text("华为")),
        (FieldType::Decimal { scale: 2 }, Value::Decimal(Decimal::new(150, 2))),
        (FieldType::Choice { options: regions() }, Value::text("east")),
        (FieldType::Email, Value::text("a@b.cn")),
    ];
    for (kind, value) in cases {
        let field = field(kind);
        assert_eq!(from_cells(&field, &to_cells(&field, &value)[..1]), value);
    }
}
