//! What each field type does, one file per type; `with` below is the table of contents. Called by `write` (accept, check, cells), `query`
//! (values from cells, masks), `search`, `audit`, the import and export rooms, and the edges (JSON, text, operators).
//!
//! A value goes through these forms: what a caller sends (`accept_json`, `accept_text`) → its normal form (`check`) → cells of a row
//! (`to_cells`, `many_cells`) and back → what a caller gets (`to_json`, `to_text`, `to_export`).

mod address;
mod auto_number;
mod choice;
mod choices;
mod date;
mod date_time;
mod email;
mod exported;
mod files;
mod formula;
mod hints;
mod kind;
mod link;
mod list;
mod long_text;
mod money;
mod number;
mod numbers;
mod operator;
mod phone;
mod rich_text;
mod rollup;
mod several;
mod tags;
#[cfg(test)]
mod tests;
mod text;
mod url;
mod users;
mod yes_no;

use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use serde_json::Value as Json;
use store::Cell;
use types::{FieldProblem, Value, text::tokens, words::Lang};

pub use auto_number::numbered;
pub use exported::Exported;
pub use hints::Hints;
pub use numbers::{round, scaled, unscaled};
pub use operator::{Operand, Operator, Takes, quoted, to_expression};
pub use rich_text::{plain_text, safe_html};

use crate::schema::{Field, FieldType, Format, SearchAs, Usual};
use kind::{Kind, refuse};

/// The table of contents: every field type and the file that knows it.
fn with<R>(kind: &FieldType, ask: impl FnOnce(&dyn Kind) -> R) -> R {
    match kind {
        FieldType::Text { max } => ask(&text::Text { max: *max }),
        FieldType::LongText => ask(&long_text::LongText),
        FieldType::RichText => ask(&rich_text::RichText),
        FieldType::Integer => ask(&number::Integer),
        FieldType::Decimal { scale } => ask(&number::Decimal { scale: *scale }),
        FieldType::Percent { scale } => ask(&number::Percent { scale: *scale }),
        FieldType::Money => ask(&money::Money),
        FieldType::YesNo => ask(&yes_no::YesNo),
        FieldType::Date => ask(&date::Date),
        FieldType::DateTime => ask(&date_time::DateTime),
        FieldType::Choice { options } => ask(&choice::Choice { options }),
        FieldType::Choices { options } => ask(&choices::Choices { options }),
        FieldType::Link { to: _ } => ask(&link::Link { person: false }),
        FieldType::LinkAny { to } => ask(&link::LinkAny { to }),
        FieldType::User => ask(&link::Link { person: true }),
        FieldType::Users => ask(&users::Users),
        FieldType::Email => ask(&email::Email),
        FieldType::Phone => ask(&phone::Phone),
        FieldType::Url => ask(&url::Url),
        FieldType::Address => ask(&address::Address),
        FieldType::Tags => ask(&tags::Tags),
        FieldType::Files => ask(&files::Files),
        FieldType::AutoNumber { prefix: _, digits: _ } => ask(&auto_number::AutoNumber),
        FieldType::Formula { source: _, result } => ask(&formula::Formula { result }),
        FieldType::Rollup(_) => ask(&rollup::Rollup),
    }
}

/// From the form of the REST contract. `null` clears. What comes out still wants `check`.
pub fn accept_json(field: &Field, json: &Json, hints: &Hints) -> Result<Value, FieldProblem> {
    if json.is_null() {
        return Ok(Value::Empty);
    }
    with(&field.kind, |kind| kind.accept_json(json, hints)).map(tidy).map_err(|problem| named(field, problem))
}

/// From what a person typed into a form or a file's cell holds: numbers with separators and 万, dates in many shapes, choices by label.
/// A blank clears, except in texts, which keep every byte. Links are ids; the import finds names. What comes out still wants `check`.
pub fn accept_text(field: &Field, text: &str, hints: &Hints) -> Result<Value, FieldProblem> {
    let keeps_blanks = matches!(field.kind, FieldType::Text { .. } | FieldType::LongText | FieldType::RichText);
    if text.is_empty() || (!keeps_blanks && text.trim().is_empty()) {
        return Ok(Value::Empty);
    }
    with(&field.kind, |kind| kind.accept_text(text, hints)).map(tidy).map_err(|problem| named(field, problem))
}

/// The normal form, within all limits of the type; `write::check` asks for the rest (required, unique, visible targets).
pub fn check(field: &Field, value: &Value) -> Result<Value, FieldProblem> {
    if value.is_empty() {
        return Ok(Value::Empty);
    }
    with(&field.kind, |kind| kind.check(value.clone())).map(tidy).map_err(|problem| named(field, problem))
}

/// What a person should look at once more. Never blocks: ranges of telephone numbers, codes and divisions change faster than programs.
pub fn warnings(field: &Field, value: &Value, hints: &Hints) -> Vec<FieldProblem> {
    if value.is_empty() {
        return Vec::new();
    }
    let mut found = with(&field.kind, |kind| kind.warnings(value, hints));
    if field.name == "credit_code" && field.search == Some(SearchAs::Code) {
        found.extend(value.as_text().and_then(text::credit_code_warning));
    }
    found.extend(unusual(field, value));
    found.into_iter().map(|problem| named(field, problem)).collect()
}

/// A number that is possible and most likely a slip: a company with fewer than no employees.
fn unusual(field: &Field, value: &Value) -> Option<FieldProblem> {
    let number = match value {
        Value::Int(number) => Decimal::from(*number),
        Value::Decimal(number) => *number,
        Value::Money(money) => money.amount,
        _ => return None,
    };
    let Usual { min, max } = field.usual;
    let below = min.filter(|min| number < Decimal::from(*min)).map(|min| refuse("unusually_small").with("min", min));
    below.or_else(|| {
        max.filter(|max| number > Decimal::from(*max)).map(|max| refuse("unusually_large").with("max", max))
    })
}

/// As many cells as `field.columns()`, in that order; none for a field with a table of its own.
pub fn to_cells(field: &Field, value: &Value) -> Vec<Cell> {
    with(&field.kind, |kind| if value.is_empty() { vec![Cell::Null; kind.width()] } else { kind.to_cells(value) })
}

/// The value of the cells of `field.columns()`. The first cell is enough for all types but money, addresses and links to any object.
pub fn from_cells(field: &Field, cells: &[Cell]) -> Value {
    with(&field.kind, |kind| kind.read_cells(cells))
}

/// The `value` cells of the rows in the field's own table.
pub fn many_cells(field: &Field, value: &Value) -> Vec<Cell> {
    with(&field.kind, |kind| kind.many_cells(value))
}

/// The value of such rows, in any order.
pub fn from_many(field: &Field, cells: &[Cell]) -> Value {
    tidy(with(&field.kind, |kind| kind.read_many(cells)))
}

/// The form of the REST contract.
pub fn to_json(field: &Field, value: &Value) -> Json {
    if value.is_empty() { Json::Null } else { with(&field.kind, |kind| kind.to_json(value)) }
}

/// For people, complete and without markup: history, confirmations, plain-text mail.
pub fn to_text(field: &Field, value: &Value, lang: Lang, zone: &TimeZone) -> String {
    match value {
        Value::Empty => String::new(),
        Value::Int(number) if field.format == Format::Plain => number.to_string(),
        _ => with(&field.kind, |kind| kind.to_text(value, lang, zone)),
    }
}

/// For files. `accept_text` reads the text of it back as the same value, in the same language and zone; of a link whose label was read
/// it is the label, which the import finds by name.
pub fn to_export(field: &Field, value: &Value, lang: Lang, zone: &TimeZone) -> Exported {
    if value.is_empty() { Exported::Empty } else { with(&field.kind, |kind| kind.to_export(value, lang, zone)) }
}

/// What those see who may see a field only in part: enough to recognise a value they know, nothing more.
pub fn mask(field: &Field, value: &Value) -> Value {
    if value.is_empty() { Value::Empty } else { with(&field.kind, |kind| kind.mask(value)) }
}

/// What the filter builder offers for a type, the usual one first.
pub fn operators(kind: &FieldType) -> &'static [Operator] {
    with(kind, |kind| kind.operators())
}

/// Adds what search finds of a value; nothing for a field without `search`.
pub fn tokens(field: &Field, value: &Value, out: &mut Vec<String>) {
    tokens_of(field, value, None, out);
}

/// The same of those texts that concern a query.
pub fn tokens_of(field: &Field, value: &Value, query: Option<&tokens::Query>, out: &mut Vec<String>) {
    let Some(kind) = search_kind(field).filter(|_| !value.is_empty()) else { return };
    let tag = tag(field);
    for text in with(&field.kind, |kind| kind.searched(value)) {
        if query.is_none_or(|query| query.concerns(&tag, &text)) {
            out.extend(tokens::index_tokens(&tag, kind, &text));
        }
    }
}

/// How search takes a field's text apart, for both sides of the search.
pub fn search_kind(field: &Field) -> Option<tokens::Kind> {
    field.search.map(|search| match search {
        SearchAs::Text => tokens::Kind::Text,
        SearchAs::Name => tokens::Kind::Name,
        SearchAs::Phone => tokens::Kind::Phone,
        SearchAs::Email => tokens::Kind::Email,
        SearchAs::Code => tokens::Kind::Code,
    })
}

/// What the tokens of a field begin with: four letters or digits that follow from its column, which never changes. Two searched fields
/// of one object must not share one (`schema` refuses that), or a search could look into a field its caller may not read.
pub fn tag(field: &Field) -> String {
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let hash =
        field.column.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    (0..4).map(|place| char::from(DIGITS[(hash / 36_u32.pow(place) % 36) as usize])).collect()
}

/// `Empty` is the only nothing.
fn tidy(value: Value) -> Value {
    if value.is_empty() { Value::Empty } else { value }
}

/// Puts the field's name on a problem; a part of it (`address.code`) stands behind.
fn named(field: &Field, mut problem: FieldProblem) -> FieldProblem {
    problem.field =
        if problem.field.is_empty() { field.name.to_string() } else { format!("{}.{}", field.name, problem.field) };
    problem
}

/// The words of a cell that holds several: `华东; 华南`. For imports, which look each of them up.
pub fn words(text: &str) -> Vec<String> {
    list::split(text)
}
