//! From values to what people read: table cells, facts, plain words. Dates short in tables, money in full, labels for codes.

use std::collections::HashMap;

use records::{
    Cx, field,
    query::{self, Ask},
    schema::{Field, FieldType, Format, Object},
    visible::{Column, Visible},
};
use rust_decimal::Decimal;
use types::{
    Currency, Id, Instant, Linked, ProblemKind, Result, Value,
    display::{self},
    words::tr_with,
};

use crate::{
    desk::Desk,
    ui::{self, Avatar, Content, Hue, Tag},
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
    match (link.opens(), &field.kind) {
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

/// A value in a cell of a list: days are enough there, what is overdue says so, and a link to something with a hue shows it.
pub fn cell(desk: &Desk, item: &Visible, column: &Column, value: &Value, hues: &Hues) -> Content {
    match value {
        _ if column.masked => {}
        Value::Time(at) if is_overdue(desk, item, column, *at) => return Content::Late(overdue(desk, *at)),
        Value::Time(at) => {
            return Content::When {
                short: display::day_or_time(desk.lang, *at, &desk.zone, desk.today),
                full: display::date_time(*at, &desk.zone, desk.today),
            };
        }
        Value::Date(day) => return Content::Quiet(display::near_day(desk.lang, *day, desk.today)),
        Value::Link(link) if !link.gone => {
            if let Some(hue) = hues.get(&link.id) {
                return Content::Dotted { label: link.label.clone().unwrap_or_default(), hue: *hue };
            }
            if let Some(short) = link.label.as_deref().and_then(|label| shortened(label, item)) {
                let link = Linked { label: Some(short.to_string()), ..link.clone() };
                return content(desk, column.field(), &Value::Link(link), false);
            }
        }
        _ => {}
    }
    content(desk, column.field(), value, column.masked)
}

/// By record: the hue of what has one of its own (stages).
pub type Hues = HashMap<Id, Hue>;

/// The hues of all that these records link to.
pub fn hues(cx: &mut Cx, items: &[Visible]) -> Result<Hues> {
    const FIELD: &str = "hue";
    let mut hues = Hues::new();
    let Some(first) = items.first() else { return Ok(hues) };
    for (at, column) in first.columns.iter().enumerate().filter(|(_, column)| !column.masked) {
        let Some(target) = cx.catalog.target(column.field()).filter(|to| to.field(FIELD).is_some()).cloned() else {
            continue;
        };
        let mut ids: Vec<Id> = items.iter().filter_map(|item| item.values[at].as_id()).collect();
        ids.sort_unstable();
        ids.dedup();
        if ids.is_empty() {
            continue;
        }
        let limit = ids.len() as u32;
        let ask = Ask { ids: Some(ids), ..Ask::default().fields(&[FIELD]).limit(limit) };
        match query::list(cx, &target, &ask) {
            Ok(page) => hues.extend(page.items.iter().map(|item| (item.id, own_hue(item)))),
            // what this person may not look at has no colour for them either
            Err(problem) if problem.kind == ProblemKind::NotFound => {}
            Err(problem) => return Err(problem),
        }
    }
    Ok(hues)
}

/// The hue that a record says of itself; without one it follows from its name.
pub fn own_hue(item: &Visible) -> Hue {
    item.get("hue").as_int().map_or_else(|| Hue::of(&item.title), |degrees| hue(u16::try_from(degrees).ok()))
}

/// What was planned for a time that has passed and is still open.
fn is_overdue(desk: &Desk, item: &Visible, column: &Column, at: Instant) -> bool {
    let open = match column.path.as_str() {
        "next_activity_at" => true,
        "due_at" | "happens_at" => item.get("status").as_text() == Some("open"),
        _ => false,
    };
    open && at < desk.now
}

/// `逾期 3 天`; on the day itself, when it was.
pub fn overdue(desk: &Desk, at: Instant) -> String {
    match i64::from(desk.today.0 - at.date_in(&desk.zone).0) {
        days @ 1.. => tr_with(desk.lang, "overdue-days", &[("count", days)]),
        _ => display::day_and_time(desk.lang, at, &desk.zone, desk.today),
    }
}

/// What is left of a text in a row that has a link to what the text begins with; `None` where that is all of it.
pub fn shortened<'t>(text: &'t str, item: &Visible) -> Option<&'t str> {
    let mut links = item.iter().filter_map(|(_, value)| match value {
        Value::Link(link) => link.label.as_deref(),
        _ => None,
    });
    links.find_map(|known| Some(beside(text, known)).filter(|short| *short != text))
}

/// A title where what it begins with stands beside it or is the page: "Hengtai – MES" is "MES" beside Hengtai.
pub fn beside<'t>(title: &'t str, known: &str) -> &'t str {
    let rest = title.strip_prefix(known).filter(|_| !known.is_empty()).map(str::trim_start);
    let rest = rest.and_then(|rest| rest.strip_prefix(['–', '—', '-', '·'])).map(str::trim_start);
    rest.filter(|rest| !rest.is_empty()).unwrap_or(title)
}

/// The picture of a record: people are round, everything else is square.
pub fn avatar(object: &str, name: &str) -> Avatar {
    if is_person(object) { Avatar::person(name) } else { Avatar::record(name) }
}

pub fn is_person(object: &str) -> bool {
    matches!(object, "contacts" | "leads" | "users")
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

/// What deals add up to, as a key figure says it: where none of them has an amount that is not nothing.
pub fn sum(desk: &Desk, count: i64, amount: Option<Decimal>) -> String {
    match amount {
        None if count > 0 => "—".into(),
        amount => display::money_compact(desk.lang, amount.unwrap_or_default(), desk.currency),
    }
}

/// Of how many, beside it: `14 个商机`, `2,089 个没有金额`.
pub fn summed(desk: &Desk, count: i64, amount: Option<Decimal>) -> String {
    let key = if amount.is_none() && count > 0 { "report-without-amount" } else { "report-deals" };
    match key {
        "report-deals" => tr_with(desk.lang, key, &[("count", count)]),
        key => tr_with(desk.lang, key, &[("count", display::integer(count).as_str())]),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_leaves_out_what_stands_beside_it() {
        assert_eq!(beside("苏州恒泰 – 智能仓储", "苏州恒泰"), "智能仓储");
        assert_eq!(beside("Acme - Gateway", "Acme"), "Gateway");
        assert_eq!(beside("Acme Gateway", "Acme"), "Acme Gateway");
        assert_eq!(beside("Acme – ", "Acme"), "Acme – ");
        assert_eq!(beside("二期改造", ""), "二期改造");
    }
}
