//! A running number with a prefix (`SO-00042`), given by the engine when the record is made; gaps are allowed.

use jiff::tz::TimeZone;
use serde_json::Value as Json;
use store::Cell;
use types::{Value, words::Lang};

use super::kind::{Kind, Outcome, fits, refuse, text_of, wrong_type};
use super::{Hints, Operator, text};

/// The longest: a prefix of a name's length and 18 digits.
const MAX: u32 = 80;

pub(super) struct AutoNumber;

/// The text of the number that the sequence gave.
pub fn numbered(prefix: &str, digits: u32, number: i64) -> Value {
    Value::Text(format!("{prefix}{number:0width$}", width = digits as usize))
}

impl Kind for AutoNumber {
    fn accept_json(&self, _: &Json, _: &Hints) -> Outcome {
        Err(refuse("read_only"))
    }

    fn accept_text(&self, _: &str, _: &Hints) -> Outcome {
        Err(refuse("read_only"))
    }

    fn check(&self, value: Value) -> Outcome {
        fits(value.as_text().ok_or_else(|| wrong_type("text"))?, MAX)?;
        Ok(value)
    }

    fn to_cells(&self, value: &Value) -> Vec<Cell> {
        vec![value.as_text().map(Cell::text).unwrap_or_default()]
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
}
