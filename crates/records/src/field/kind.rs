//! What every field type knows to do: the trait that each file of this folder implements, and the words they share.
//! Called through `mod.rs`, which finds the kind of a field and puts the field's name on every refusal.

use jiff::tz::TimeZone;
use serde_json::Value as Json;
use store::Cell;
use types::{
    FieldProblem, Value,
    text::{
        fold,
        text_checks::{TextProblem, long_text},
    },
    words::Lang,
};

use super::{Exported, Hints, Operator};

pub(super) type Outcome = Result<Value, FieldProblem>;

/// One field type with its parameters (length, scale, options). `Value::Empty` never reaches these functions.
pub(super) trait Kind {
    /// How many columns of the row it takes; the same as `Field::columns`.
    fn width(&self) -> usize {
        1
    }

    /// From the form of the REST contract; not `null`.
    fn accept_json(&self, json: &Json, hints: &Hints) -> Outcome;

    /// From what a person typed or a file's cell holds; not the empty text.
    fn accept_text(&self, text: &str, hints: &Hints) -> Outcome;

    /// The normal form, or why it cannot be stored.
    fn check(&self, value: Value) -> Outcome;

    /// What a person should look at once more; never a reason to refuse.
    fn warnings(&self, _value: &Value, _hints: &Hints) -> Vec<FieldProblem> {
        Vec::new()
    }

    /// `width()` cells; nothing for what lives in a table of its own.
    fn to_cells(&self, value: &Value) -> Vec<Cell>;

    fn read_cells(&self, cells: &[Cell]) -> Value;

    /// One cell for each row of the side table.
    fn many_cells(&self, _value: &Value) -> Vec<Cell> {
        Vec::new()
    }

    fn read_many(&self, _cells: &[Cell]) -> Value {
        Value::Empty
    }

    /// The form of the REST contract.
    fn to_json(&self, value: &Value) -> Json;

    /// For people: history, confirmations, plain-text mail.
    fn to_text(&self, value: &Value, lang: Lang, zone: &TimeZone) -> String;

    /// For files; reads back as the same value.
    fn to_export(&self, value: &Value, lang: Lang, zone: &TimeZone) -> Exported {
        Exported::text(self.to_text(value, lang, zone))
    }

    /// What the filter builder offers.
    fn operators(&self) -> &'static [Operator];

    /// What is left for those who may see it only in part.
    fn mask(&self, _value: &Value) -> Value {
        Value::Empty
    }

    /// The texts that search looks into.
    fn searched(&self, value: &Value) -> Vec<String> {
        value.as_text().map(str::to_owned).into_iter().collect()
    }
}

/// A problem that still wants its field's name.
pub(super) fn refuse(code: &'static str) -> FieldProblem {
    FieldProblem::new("", code)
}

pub(super) fn wrong_type(expected: &'static str) -> FieldProblem {
    refuse("wrong_type").with("expected", expected)
}

/// A text as the contract writes one.
pub(super) fn json_text(json: &Json) -> Result<&str, FieldProblem> {
    json.as_str().ok_or_else(|| wrong_type("text"))
}

/// At most `max` characters and no U+0000, which PostgreSQL cannot hold. Everything else is kept to the byte, line breaks too: a cell of
/// a file may hold some, and nothing of a file may be lost.
pub(super) fn fits(text: &str, max: u32) -> Result<(), FieldProblem> {
    long_text(text, max as usize).map_err(|problem| match problem {
        TextProblem::Nul | TextProblem::LineBreak => refuse("control_character"),
        TextProblem::TooLong { chars, max } => refuse("too_long").with("max", max).with("count", chars - max),
    })
}

/// The folded form beside a text: what `contains` looks into; nothing where folding changes nothing.
pub(super) fn folded(text: &str) -> Cell {
    let folded = fold(text);
    if folded == text { Cell::Null } else { Cell::text(folded) }
}

/// The main cell as a text value.
pub(super) fn text_of(cells: &[Cell]) -> Value {
    cells.first().and_then(Cell::as_text).map_or(Value::Empty, Value::text)
}

/// The main cell as a number, made a value.
pub(super) fn int_of(cells: &[Cell], value: impl FnOnce(i64) -> Value) -> Value {
    cells.first().and_then(Cell::as_int).map_or(Value::Empty, value)
}

/// What was typed, short enough for a sentence.
pub(super) fn quote(text: &str) -> String {
    const SHOWN: usize = 60;
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
