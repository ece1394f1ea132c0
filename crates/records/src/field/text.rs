//! One line of text, untouched to the byte; beside it the key it sorts by and the folded form it is searched in.

use jiff::tz::TimeZone;
use serde_json::Value as Json;
use store::Cell;
use types::{
    FieldProblem, Value,
    text::{sort_key, uscc},
    words::Lang,
};

use super::kind::{Kind, Outcome, fits, folded, json_text, refuse, text_of, wrong_type};
use super::{Hints, Operator};

pub(super) struct Text {
    pub max: u32,
}

/// What a text with a column of its own can be asked.
pub(super) const OPERATORS: &[Operator] = {
    use Operator::*;
    &[Contains, NotContains, Is, IsNot, StartsWith, EndsWith, AnyOf, NoneOf, IsEmpty, IsNotEmpty]
};

/// What is doubtful about a 统一社会信用代码.
pub(super) fn credit_code_warning(text: &str) -> Option<FieldProblem> {
    uscc::check(&uscc::normal(text)).map(|warning| refuse(warning.code()))
}

impl Kind for Text {
    fn width(&self) -> usize {
        3
    }

    fn accept_json(&self, json: &Json, _: &Hints) -> Outcome {
        json_text(json).map(Value::text)
    }

    fn accept_text(&self, text: &str, _: &Hints) -> Outcome {
        Ok(Value::text(text))
    }

    fn check(&self, value: Value) -> Outcome {
        fits(value.as_text().ok_or_else(|| wrong_type("text"))?, self.max)?;
        Ok(value)
    }

    fn to_cells(&self, value: &Value) -> Vec<Cell> {
        let text = value.as_text().unwrap_or_default();
        vec![Cell::text(text), Cell::from(sort_key(text)), folded(text)]
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
        OPERATORS
    }

    /// `张***`: the first character, and nothing about the length.
    fn mask(&self, value: &Value) -> Value {
        let first: String = value.as_text().unwrap_or_default().chars().take(1).collect();
        Value::Text(first + "***")
    }
}
