//! A telephone number in the one form that equals all ways to write it. Never refused for its digits: ranges grow faster than programs.

use jiff::tz::TimeZone;
use serde_json::Value as Json;
use store::Cell;
use types::{FieldProblem, Value, text::phone, words::Lang};

use super::kind::{Kind, Outcome, fits, folded, json_text, refuse, text_of, wrong_type};
use super::{Hints, Operator, text};

/// Characters; room for an extension and a remark.
const MAX: u32 = 64;

pub(super) struct Phone;

/// The form that equals all ways to write the number, if it is read again as the same number; otherwise what was typed.
fn normal(text: &str, hints: &Hints) -> Value {
    let typed = text.trim();
    // A text that will be refused for its length need not be understood.
    if typed.len() > 4 * MAX as usize {
        return Value::text(typed);
    }
    let number = phone::parse(typed, &hints.country);
    let again = phone::parse(&number.shown, &hints.country);
    Value::text(if again == number { &number.shown } else { typed })
}

impl Kind for Phone {
    fn width(&self) -> usize {
        2
    }

    fn accept_json(&self, json: &Json, hints: &Hints) -> Outcome {
        json_text(json).map(|text| normal(text, hints))
    }

    fn accept_text(&self, text: &str, hints: &Hints) -> Outcome {
        Ok(normal(text, hints))
    }

    fn check(&self, value: Value) -> Outcome {
        fits(value.as_text().ok_or_else(|| wrong_type("text"))?, MAX)?;
        Ok(value)
    }

    fn warnings(&self, value: &Value, hints: &Hints) -> Vec<FieldProblem> {
        let warning = value.as_text().and_then(|text| phone::parse(text, &hints.country).warning);
        warning.map(|warning| refuse(warning.code())).into_iter().collect()
    }

    fn to_cells(&self, value: &Value) -> Vec<Cell> {
        let text = value.as_text().unwrap_or_default();
        vec![Cell::text(text), folded(text)]
    }

    fn read_cells(&self, cells: &[Cell]) -> Value {
        text_of(cells)
    }

    fn to_json(&self, value: &Value) -> Json {
        value.as_text().into()
    }

    fn to_text(&self, value: &Value, _: Lang, _: &TimeZone) -> String {
        value.as_text().unwrap_or_default().to_owned()
    }

    fn operators(&self) -> &'static [Operator] {
        text::OPERATORS
    }

    /// `138****8000`.
    fn mask(&self, value: &Value) -> Value {
        Value::Text(phone::mask(value.as_text().unwrap_or_default()))
    }
}
