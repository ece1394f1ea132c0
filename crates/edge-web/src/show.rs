//! From values to what people read: table cells, facts, plain words. Dates short in tables, money in full, labels for codes.

use records::{
    field,
    schema::{Field, FieldType, Format, Object},
};
use types::{
    Currency, Linked, Value,
    display::{self},
};

use crate::{
    desk::Desk,
    ui::{self, Content, Hue, Tag},
};

/// A value in a table cell or a fact.
pub fn content(desk: &Desk, field: &Field, value: &Value, masked: bool) -> Content {
    if masked && !value.is_empty() {
        return Content::Masked(words(desk, field, value));
    }
    match value {
        Value::Empty => Content::Empty,
        Value::Bool(yes) => Content::YesNo { yes: *yes, words: words(desk, field, value) },
        Value::Int(_) | Value::Decimal(_) | Value::Money(_) => Content::Number(words(desk, field, value)),
        Value::Text(text) if field.format == Format::Object => Content::Text(object_name(desk, text)),
        Value::Text(text) => match field.result_type() {
            FieldType::Choice { options } => match options.iter().find(|o| o.code == *text) {
                // a colour says something; where no choice of the field has one, the words are enough
                Some(option) if options.iter().all(|o| o.hue.is_none()) => {
                    Content::Text(option.label.get(desk.lang).to_string())
                }
                Some(option) => Content::Tags(vec![Tag::new(option.label.get(desk.lang), hue(option.hue))]),
                None => Content::Text(text.clone()),
            },
            FieldType::Url => Content::Link { label: short_url(text), href: text.clone() },
            FieldType::Email => Content::Link { label: text.clone(), href: format!("mailto:{text}") },
            FieldType::Phone => Content::Link { label: text.clone(), href: format!("tel:{}", text.replace(' ', "")) },
            _ => Content::Text(text.clone()),
        },
        Value::Date(day) => Content::Quiet(display::date(*day, desk.today)),
        Value::Time(at) => Content::Quiet(display::date_time(*at, &desk.zone, desk.today)),
        Value::Link(link) => linked(field, link),
        Value::Texts(list) => Content::Tags(list.iter().map(|text| choice_tag(desk, field, text)).collect()),
        Value::Links(list) => match field.kind {
            FieldType::Users => Content::People(list.iter().map(|l| l.label.clone().unwrap_or_default()).collect()),
            FieldType::Files => Content::Markup(maud::html! {
                span class="row wrap" { @for file in list.iter().filter(|file| !file.gone) {
                    (ui::file_chip(file.label.as_deref().unwrap_or_default(), "", &format!("/files/{}", file.id)))
                } }
            }),
            _ => Content::Text(list.iter().filter_map(|l| l.label.clone()).collect::<Vec<_>>().join(", ")),
        },
        Value::Address(_) => Content::Quiet(words(desk, field, value)),
    }
}

fn linked(field: &Field, link: &Linked) -> Content {
    let label = link.label.clone().unwrap_or_default();
    match (&link.object, &field.kind) {
        _ if link.gone => Content::Gone(label),
        (_, FieldType::User) => Content::Person(label),
        (Some(object), _) => Content::Link { label, href: format!("/{object}/{}", link.id) },
        (None, _) => Content::Text(label),
    }
}

fn choice_tag(desk: &Desk, field: &Field, code: &str) -> Tag {
    match field.kind.options().iter().find(|o| o.code == code) {
        Some(option) => Tag::new(option.label.get(desk.lang), hue(option.hue)),
        None => Tag::new(code, Hue::of(code)),
    }
}

/// Metadata says hues in degrees; the palette has eight.
pub fn hue(degrees: Option<u16>) -> Hue {
    match degrees {
        None => Hue::Grey,
        Some(angle) => match angle % 360 {
            0..30 | 345..360 => Hue::Red,
            30..100 => Hue::Amber,
            100..165 => Hue::Green,
            165..190 => Hue::Teal,
            190..215 => Hue::Cyan,
            215..260 => Hue::Blue,
            260..310 => Hue::Violet,
            _ => Hue::Pink,
        },
    }
}

fn short_url(text: &str) -> String {
    let bare = text.split_once("://").map_or(text, |(_, rest)| rest);
    bare.trim_start_matches("www.").trim_end_matches('/').to_string()
}

/// A value in words, for sentences, histories and confirmations.
pub fn words(desk: &Desk, field: &Field, value: &Value) -> String {
    match value {
        Value::Money(money) => display::money_trimmed(money.amount, money.currency),
        Value::Link(link) => link.label.clone().unwrap_or_default(),
        Value::Text(text) if field.format == Format::Object => object_name(desk, text),
        _ => field::to_text(field, value, desk.lang, &desk.zone),
    }
}

/// What people call the records of this object; one that is gone keeps its name.
fn object_name(desk: &Desk, name: &str) -> String {
    desk.catalog.objects.get(name).map_or_else(|| name.to_string(), |object| desk.plural(object).to_string())
}

/// Money in a summary: ¥186.0 万, ¥1.9M.
pub fn compact(desk: &Desk, value: &Value) -> String {
    match value {
        Value::Money(money) => {
            display::money_compact(desk.lang, money.base.unwrap_or(money.amount), base_of(desk, money))
        }
        Value::Int(number) => display::integer(*number),
        Value::Decimal(number) => display::decimal(*number, 0, 2),
        _ => String::new(),
    }
}

fn base_of(desk: &Desk, money: &types::Money) -> Currency {
    if money.base.is_some() { desk.currency } else { money.currency }
}

/// `label` of a field in the reader's language.
pub fn label<'f>(desk: &Desk, field: &'f Field) -> &'f str {
    field.label.get(desk.lang)
}

/// A path's label: `客户 · 地区` for a field behind a link.
pub fn path_label(desk: &Desk, catalog: &records::schema::Catalog, object: &Object, path: &str) -> String {
    let mut labels = Vec::new();
    let mut here = catalog.object(&object.name).cloned();
    for name in path.split('.') {
        let Some(object) = here.take() else { break };
        let Some(field) = object.field(name) else { break };
        labels.push(label(desk, field).to_string());
        here = catalog.target(field).cloned();
    }
    labels.join(" · ")
}
