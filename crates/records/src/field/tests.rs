//! Every field type against what is asked of all of them; the single rooms hold the rest.

mod filters;
mod naughty;
mod reading;
mod round_trips;
mod showing;

use types::Name;
use types::{
    Value,
    words::{Label, Lang},
};

use super::{Exported, Hints};
use crate::schema::{Choice, Class, Field, FieldType, Format, Rollup, RollupFunction, SearchAs, Usual, Write};

fn field(kind: FieldType) -> Field {
    Field {
        name: Name::of("thing"),
        label: Label::new("东西", "Thing"),
        help: None,
        column: Name::of("thing"),
        required: false,
        unique: false,
        default: None,
        write: Write::Caller,
        class: Class::Internal,
        search: None,
        indexed: false,
        format: Format::Usual,
        usual: Usual::default(),
        reverse: None,
        aliases: Vec::new(),
        custom: false,
        system: false,
        removed: false,
        kind,
    }
}

fn searched(kind: FieldType, search: SearchAs) -> Field {
    Field { search: Some(search), ..field(kind) }
}

fn choice(code: &str, zh: &str, en: &str) -> Choice {
    Choice { code: code.into(), label: Label::new(zh, en), hue: None, retired: false }
}

fn regions() -> Vec<Choice> {
    vec![
        choice("east", "华东", "East China"),
        choice("south", "华南", "South China"),
        choice("food_drink", "食品、饮料", "Food, beverage"),
        choice("food", "食品", "Food"),
        // its English label is another option's code
        choice("old", "旧", "east"),
        // two options that people call alike
        choice("a", "同名", "Same"),
        choice("b", "同名", "Same"),
    ]
}

/// One of each; the match keeps the list whole.
fn every_type() -> Vec<FieldType> {
    let to = Name::of("accounts");
    let rollup =
        Rollup { object: to.clone(), via: to.clone(), function: RollupFunction::Count, field: None, filter: None };
    let formula = |result| FieldType::Formula { source: "null".into(), result: Box::new(result) };
    let all = vec![
        FieldType::Text { max: 300 },
        FieldType::LongText,
        FieldType::RichText,
        FieldType::Integer,
        FieldType::Decimal { scale: 3 },
        FieldType::Percent { scale: 1 },
        FieldType::Money,
        FieldType::YesNo,
        FieldType::Date,
        FieldType::DateTime,
        FieldType::Choice { options: regions() },
        FieldType::Choices { options: regions() },
        FieldType::Link { to: to.clone() },
        FieldType::LinkAny { to: vec![to.clone(), Name::of("contacts")] },
        FieldType::LinkAny { to: vec![to] },
        FieldType::LinkAny { to: Vec::new() },
        FieldType::User,
        FieldType::Users,
        FieldType::Email,
        FieldType::Phone,
        FieldType::Url,
        FieldType::Address,
        FieldType::Tags,
        FieldType::Files,
        FieldType::AutoNumber { prefix: "SO-".into(), digits: 5 },
        formula(FieldType::Text { max: 300 }),
        formula(FieldType::Money),
        formula(FieldType::Decimal { scale: 2 }),
        FieldType::Rollup(rollup),
    ];
    let words: std::collections::BTreeSet<&str> = all.iter().map(FieldType::word).collect();
    assert_eq!(words.len(), 25, "a type is missing here");
    all
}

fn hints() -> Hints {
    Hints { zone: zone("Asia/Shanghai"), ..Hints::default() }
}

fn zone(name: &str) -> jiff::tz::TimeZone {
    jiff::tz::TimeZone::get(name).expect("a zone of the bundled table")
}

#[test]
fn an_address_of_a_country_alone_is_shown_and_exported_by_its_name() {
    let field = field(FieldType::Address);
    for (name, code, lang) in [("美国", "US", Lang::Zh), ("United States", "US", Lang::En), ("中国", "CN", Lang::Zh)]
    {
        let read = super::accept_text(&field, name, &hints()).unwrap();
        assert!(matches!(&read, Value::Address(parts) if parts.country.as_deref() == Some(code)), "{name}: {read:?}");
        let told = super::to_export(&field, &read, lang, &zone("UTC"));
        assert!(matches!(&told, Exported::Text(text) if text == name), "{name}: {told:?}");
    }
}
