//! From a field of the metadata to the control that asks for it, and back from a posted form to an `Input`. Used by create and edit forms and by cells.

use records::{
    access::Scope,
    field,
    schema::{Field, FieldType, Object},
    write::{Input, Raw},
};
use types::{Linked, Value, display, places};

use crate::{
    desk::Desk,
    show,
    ui::{self, AddressInput, Input as Control},
};

/// The control with the value in it.
pub fn control(desk: &Desk, object: &Object, one: &Field, value: &Value) -> Control {
    let text = || value.as_text().unwrap_or_default().to_string();
    let number = || match value {
        Value::Decimal(number) => number.normalize().to_string(),
        Value::Int(number) => number.to_string(),
        _ => String::new(),
    };
    let search = |target: &str| format!("/options/{target}");
    let choices = |options: &[records::schema::Choice]| -> Vec<ui::filter::Choice> {
        let offered = options.iter().filter(|o| !o.retired || Some(o.code.as_str()) == value.as_text());
        offered.map(|o| (o.code.clone(), o.label.get(desk.lang).to_string())).collect()
    };
    match &one.kind {
        FieldType::Text { max } => {
            Control::Text { value: text(), max: Some(*max), placeholder: String::new(), autocomplete: "off".into() }
        }
        FieldType::LongText => Control::LongText { value: text(), rows: 4 },
        FieldType::RichText => Control::RichText { html: field::safe_html(&text()) },
        FieldType::Integer => Control::Integer { value: number(), min: None, max: None },
        FieldType::Decimal { .. } => Control::Decimal { value: number() },
        FieldType::Percent { .. } => Control::Percent { value: number() },
        FieldType::Money => money(desk, value),
        FieldType::YesNo => Control::YesNo { value: value.as_bool() == Some(true) },
        FieldType::Date => Control::Date { value: value.as_date().map(|d| d.to_string()).unwrap_or_default() },
        FieldType::DateTime => Control::DateTime {
            value: value.as_time().map(|at| local(desk, at)).unwrap_or_default(),
            zone: desk.zone.iana_name().unwrap_or("UTC").to_string(),
        },
        FieldType::Choice { options } => Control::Choice { value: text(), options: choices(options), empty: !one.required },
        FieldType::Choices { options } => Control::Choices { values: texts(value), options: choices(options) },
        FieldType::Link { to } => Control::Link { value: chosen(value), search: search(to), create: None },
        FieldType::LinkAny { .. } => Control::Link { value: chosen(value), search: search("any"), create: None },
        FieldType::User => Control::Users { values: chosen(value).into_iter().collect(), search: search("users"), several: false },
        FieldType::Users => Control::Users { values: several(value), search: search("users"), several: true },
        FieldType::Email => Control::Email { value: text() },
        FieldType::Phone => Control::Phone { value: text() },
        FieldType::Url => Control::Url { value: text() },
        FieldType::Address => address(desk, value),
        FieldType::Tags => Control::Tags { values: texts(value), search: format!("/options/tags/{}/{}", object.name, one.name) },
        FieldType::Files => Control::Files {
            kept: several(value).into_iter().map(|(id, name)| (id, name, String::new())).collect(),
            upload: "/files".into(),
            several: true,
        },
        FieldType::AutoNumber { .. } | FieldType::Formula { .. } | FieldType::Rollup(_) => {
            Control::ReadOnly(show::content(desk, one, value, false).draw())
        }
    }
}

fn money(desk: &Desk, value: &Value) -> Control {
    let money = value.as_money();
    let currency = money.map_or(desk.currency, |m| m.currency);
    let mut currencies = vec![(desk.currency.to_string(), desk.currency.to_string())];
    for common in ["CNY", "USD", "EUR", "HKD", "JPY", "GBP", "SGD"] {
        if currencies.iter().all(|(code, _)| code != common) {
            currencies.push((common.into(), common.into()));
        }
    }
    if currencies.iter().all(|(code, _)| *code != currency.to_string()) {
        currencies.push((currency.to_string(), currency.to_string()));
    }
    let amount = money.map(|m| m.amount.normalize().to_string()).unwrap_or_default();
    Control::Money { amount, currency: currency.to_string(), currencies }
}

fn address(desk: &Desk, value: &Value) -> Control {
    let address = match value {
        Value::Address(address) => (**address).clone(),
        _ => types::Address::default(),
    };
    Control::Address(Box::new(AddressInput::of(desk.lang, &address)))
}

/// `2026-11-22T14:00` in the reader's zone, as the browser's control wants it.
fn local(desk: &Desk, at: types::Instant) -> String {
    let civil = desk.zone.to_datetime(at.to_jiff());
    format!("{}T{:02}:{:02}", civil.date(), civil.hour(), civil.minute())
}

fn chosen(value: &Value) -> Option<ui::filter::Choice> {
    match value {
        Value::Link(link) => Some(pair(link)),
        _ => None,
    }
}

fn several(value: &Value) -> Vec<ui::filter::Choice> {
    match value {
        Value::Links(list) => list.iter().map(pair).collect(),
        _ => Vec::new(),
    }
}

/// A link to any object carries its object in the posted value: `accounts/0J4K…`.
fn pair(link: &Linked) -> ui::filter::Choice {
    let label = link.label.clone().unwrap_or_else(|| link.id.to_string());
    (link.id.to_string(), label)
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Texts(list) => list.clone(),
        _ => Vec::new(),
    }
}

/// Fields of a posted form as an `Input`. Several values under one name make a list; money and addresses come in parts
/// (`amount`, `amount.currency`; `address.province` …). Names that start with `_` belong to the page.
pub fn input(object: &Object, scope: &Scope, posted: &[(String, String)]) -> Input {
    let mut input = Input::default();
    for (position, one) in object.fields.iter().enumerate() {
        if one.removed || !scope.may_write(position) {
            continue;
        }
        let here: Vec<&str> = posted.iter().filter(|(n, _)| *n == *one.name).map(|(_, v)| v.as_str()).collect();
        let part = |name: &str| {
            let whole = format!("{}.{name}", one.name);
            posted.iter().find(|(n, _)| *n == whole).map(|(_, v)| v.trim()).filter(|v| !v.is_empty())
        };
        let raw = match &one.kind {
            FieldType::Address => match posted.iter().any(|(n, _)| n.starts_with(&format!("{}.", one.name))) {
                true => Raw::Json(address_json(part)),
                false => continue,
            },
            _ if here.is_empty() => continue,
            FieldType::Money => {
                let amount = here[0].trim();
                match part("currency") {
                    Some(currency) if !amount.is_empty() => Raw::Text(format!("{amount} {currency}")),
                    _ => Raw::Text(amount.to_string()),
                }
            }
            kind if kind.is_many() => {
                let list: Vec<&str> = here.into_iter().filter(|v| !v.is_empty()).collect();
                Raw::Json(serde_json::json!(list))
            }
            // the browser's controls say true; an unchecked box says nothing, so forms send an empty value before it
            FieldType::YesNo => Raw::Text(here.last().copied().unwrap_or_default().to_string()),
            _ => Raw::Text(here[0].replace("\r\n", "\n")),
        };
        input.entries.push((one.name.to_string(), raw));
    }
    input
}

fn address_json<'p>(part: impl Fn(&str) -> Option<&'p str>) -> serde_json::Value {
    let mut map = serde_json::Map::new();
    for name in records::schema::ADDRESS_PARTS {
        if let Some(value) = part(name) {
            map.insert(name.into(), value.into());
        }
    }
    // the form posts codes of divisions; the record keeps names beside the smallest code
    if let Some(division) = part("code").and_then(places::division) {
        let named = [("province", division.province()), ("city", division.city())];
        for (name, place) in named {
            if let Some(place) = place {
                map.insert(name.into(), place.name.into());
            }
        }
        if division.level() == places::Level::District {
            map.insert("district".into(), division.name.into());
        }
    }
    if map.is_empty() { serde_json::Value::Null } else { serde_json::Value::Object(map) }
}

/// A plain sentence for a count: `1,234`.
pub fn count(number: i64) -> String {
    display::integer(number)
}
