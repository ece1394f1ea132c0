//! From a field of the metadata to the control that asks for it, and back from a posted form to an `Input`. Used by create and edit forms and by cells.

use records::{
    access::Scope,
    field,
    schema::{Field, FieldType, Object},
    write::{Input, Raw},
};
use types::{
    Currency, Linked, Value, display,
    display::parse::{Mark, parse_money, parse_number},
    places,
    value::MONEY_SCALE,
};

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
        FieldType::Text { .. } => {
            // no limit in the page: what is pasted is not cut in silence, the answer says how much is too much
            Control::Text { value: text(), max: None, placeholder: String::new(), autocomplete: "off".into() }
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
        FieldType::Choice { options } => {
            Control::Choice { value: text(), options: choices(options), empty: !one.required }
        }
        FieldType::Choices { options } => Control::Choices { values: texts(value), options: choices(options) },
        FieldType::Link { to } => Control::Link { value: chosen(value), search: search(to), create: None },
        FieldType::LinkAny { .. } => Control::Link { value: chosen(value), search: search("any"), create: None },
        FieldType::User => {
            Control::Users { values: chosen(value).into_iter().collect(), search: search("users"), several: false }
        }
        FieldType::Users => Control::Users { values: several(value), search: search("users"), several: true },
        FieldType::Email => Control::Email { value: text() },
        FieldType::Phone => Control::Phone { value: text() },
        FieldType::Url => Control::Url { value: text() },
        FieldType::Address => address(desk, value),
        FieldType::Tags => {
            Control::Tags { values: texts(value), search: format!("/options/tags/{}/{}", object.name, one.name) }
        }
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

/// The control with what was typed instead of a value: a refused form gives nothing back in another shape.
pub fn typed(control: Control, name: &str, posted: &[(String, String)]) -> Control {
    let whole = |wanted: &str| posted.iter().find(|(n, _)| n == wanted).map(|(_, v)| v.clone());
    let Some(text) = posted.iter().rev().find(|(n, _)| n == name).map(|(_, v)| v.clone()) else { return control };
    let all = || posted.iter().filter(|(n, v)| n == name && !v.is_empty()).map(|(_, v)| v.clone()).collect::<Vec<_>>();
    match control {
        Control::Text { max, placeholder, autocomplete, .. } => {
            Control::Text { value: text, max, placeholder, autocomplete }
        }
        Control::LongText { rows, .. } => Control::LongText { value: text, rows },
        Control::RichText { .. } => Control::RichText { html: field::safe_html(&text) },
        Control::Integer { min, max, .. } => Control::Integer { value: text, min, max },
        Control::Decimal { .. } => Control::Decimal { value: text },
        Control::Percent { .. } => Control::Percent { value: text },
        Control::Money { currency, currencies, .. } => Control::Money {
            amount: text,
            currency: whole(&format!("{name}.currency")).unwrap_or(currency),
            currencies,
        },
        Control::YesNo { .. } => Control::YesNo { value: text == "1" || text == "true" },
        Control::Date { .. } => Control::Date { value: text },
        Control::DateTime { zone, .. } => Control::DateTime { value: text, zone },
        Control::Choice { options, empty, .. } => Control::Choice { value: text, options, empty },
        Control::Choices { options, .. } => Control::Choices { values: all(), options },
        Control::Tags { search, .. } => Control::Tags { values: all(), search },
        Control::Email { .. } => Control::Email { value: text },
        Control::Phone { .. } => Control::Phone { value: text },
        Control::Url { .. } => Control::Url { value: text },
        // links, people, files and addresses are values already
        other => other,
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
    let amount = money.map(|m| display::decimal(m.amount, 0, MONEY_SCALE)).unwrap_or_default();
    Control::Money { amount, currency: currency.to_string(), currencies }
}

fn address(desk: &Desk, value: &Value) -> Control {
    let address = match value {
        Value::Address(address) => (**address).clone(),
        _ => types::Address::default(),
    };
    Control::Address(Box::new(address_control(desk.lang, &address)))
}

/// The control of an address: in China three levels that fetch one another, elsewhere free text.
pub fn address_control(lang: types::words::Lang, address: &types::Address) -> AddressInput {
    let text = |part: &Option<String>| part.clone().unwrap_or_default();
    let country = address.country.clone().unwrap_or_else(|| "CN".into());
    let mut countries: Vec<ui::filter::Choice> =
        places::countries().iter().map(|c| (c.alpha2.to_string(), c.name(lang).to_string())).collect();
    countries.sort_by_key(|(code, _)| code != "CN");
    let mut control = AddressInput {
        countries,
        province: text(&address.province),
        city: text(&address.city),
        district: text(&address.district),
        street: text(&address.street),
        postcode: text(&address.postcode),
        refresh: "/address".into(),
        ..AddressInput::default()
    };
    if country == "CN" {
        let known = address.code.as_deref().and_then(places::division);
        let (province, city) = (known.map(|d| d.province()), known.and_then(|d| d.city()));
        let district = known.filter(|d| d.level() == places::Level::District);
        let choice = |d: &places::Division| (d.code.to_string(), d.label(lang).to_string());
        let code = |d: Option<&places::Division>| d.map(|d| d.code.to_string()).unwrap_or_default();
        (control.province, control.city, control.district) = (code(province), code(city), code(district));
        control.provinces = places::provinces().map(choice).collect();
        control.cities =
            province.map(|p| p.children().filter(|c| !c.is_stand_in()).map(choice).collect()).unwrap_or_default();
        control.districts = city.map(|c| c.children().map(choice).collect()).unwrap_or_default();
    }
    control.country = country;
    control
}

/// The address that a form's parts say: codes of divisions in China, names elsewhere.
pub fn posted_address<'p>(part: impl Fn(&str) -> Option<&'p str>) -> types::Address {
    let own = |name: &str| part(name).map(str::to_string);
    let mut address = types::Address { street: own("street"), postcode: own("postcode"), ..types::Address::default() };
    let country = part("country").unwrap_or("CN");
    let division = ["district", "city", "province"].into_iter().find_map(|level| places::division(part(level)?));
    match division {
        Some(division) if country == "CN" => {
            address.code = Some(division.code.to_string());
            address.province = Some(division.province().name.to_string());
            address.city = division.city().map(|city| city.name.to_string());
            address.district = (division.level() == places::Level::District).then(|| division.name.to_string());
        }
        _ => (address.province, address.city, address.district) = (own("province"), own("city"), own("district")),
    }
    // the country alone stands there from the beginning and says nothing
    if !address.is_empty() || country != "CN" {
        address.country = Some(country.to_string());
    }
    address
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
                true => match posted_address(part) {
                    address if address.is_empty() => Raw::Value(Value::Empty),
                    address => Raw::Value(Value::Address(Box::new(address))),
                },
                false => continue,
            },
            _ if here.is_empty() => continue,
            FieldType::Money => {
                let amount = here[0].trim();
                match part("currency") {
                    // one that is typed comes before the one that the list stands at
                    Some(chosen) if !amount.is_empty() && !names_currency(amount, chosen) => {
                        Raw::Text(format!("{amount} {chosen}"))
                    }
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

/// Whether an amount says itself in which currency it is: `1000 USD`, `$3000`, `2000美元`.
fn names_currency(amount: &str, chosen: &str) -> bool {
    let mark = Mark::default();
    let home = Currency::parse(chosen).unwrap_or(Currency::CNY);
    let coded = amount.rsplit_once(' ').is_some_and(|(number, code)| {
        Currency::parse(&code.to_uppercase()).is_some() && parse_number(number, mark).is_ok()
    });
    coded || matches!(parse_money(amount, mark, home), Ok((_, Some(_))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_currency_beside_the_number_comes_before_the_list() {
        for amount in ["1000 USD", "1,000 usd", "$3000", "2000美元", "€ 5", "US$ 5M", "100元"] {
            assert!(names_currency(amount, "CNY"), "{amount}");
        }
        for amount in ["1000", "1,234.50", "5k", "350万", "-50", "", "USD"] {
            assert!(!names_currency(amount, "CNY"), "{amount}");
        }
    }
}
