//! Several lines of text, untouched to the byte.

use jiff::tz::TimeZone;
use serde_json::Value as Json;
use store::Cell;
use types::{Value, words::Lang};

use super::kind::{Kind, Outcome, fits, folded, json_text, text_of, wrong_type};
use super::{Hints, Operator};

/// Characters of one long or rich text.
pub(super) const MAX: u32 = 1_000_000;

pub(super) struct LongText;

impl Kind for LongText {
    fn width(&self) -> usize {
        2
    }

    fn accept_json(&self, json: &Json, _: &Hints) -> Outcome {
        json_text(json).map(Value::text)
    }

    fn accept_text(&self, text: &str, _: &Hints) -> Outcome {
        Ok(Value::text(text))
    }

    fn check(&self, value: Value) -> Outcome {
        fits(value.as_text().ok_or_else(|| wrong_type("text"))?, MAX)?;
        Ok(value)
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
        use Operator::*;
        &[Contains, NotContains, IsEmpty, IsNotEmpty]
    }
}
