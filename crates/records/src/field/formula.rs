//! A field computed from others: it holds what its result type holds, and nobody writes it but the engine.

use jiff::tz::TimeZone;
use serde_json::Value as Json;
use store::Cell;
use types::{FieldProblem, Value, value::MONEY_SCALE, words::Lang};

use super::kind::{Kind, Outcome, refuse};
use super::{Exported, Hints, Operator, numbers, with};
use crate::schema::FieldType;

pub(super) struct Formula<'r> {
    pub result: &'r FieldType,
}

/// Results are rounded to the places of their type; what a caller writes is not.
fn rounded(value: Value, result: &FieldType) -> Value {
    match (value, result) {
        (Value::Decimal(number), FieldType::Decimal { scale } | FieldType::Percent { scale }) => {
            Value::Decimal(numbers::round(number, *scale))
        }
        (Value::Decimal(number), FieldType::Integer) => {
            let whole = numbers::scaled(numbers::round(number, 0), 0);
            whole.map_or(Value::Decimal(number), Value::Int)
        }
        (Value::Money(mut money), FieldType::Money) => {
            money.amount = numbers::round(money.amount, MONEY_SCALE);
            Value::Money(money)
        }
        (value, _) => value,
    }
}

impl Kind for Formula<'_> {
    fn width(&self) -> usize {
        with(self.result, |kind| kind.width())
    }

    fn accept_json(&self, _: &Json, _: &Hints) -> Outcome {
        Err(refuse("read_only"))
    }

    fn accept_text(&self, _: &str, _: &Hints) -> Outcome {
        Err(refuse("read_only"))
    }

    fn check(&self, value: Value) -> Outcome {
        let value = rounded(value, self.result);
        with(self.result, |kind| kind.check(value))
    }

    fn warnings(&self, value: &Value, hints: &Hints) -> Vec<FieldProblem> {
        with(self.result, |kind| kind.warnings(value, hints))
    }

    fn to_cells(&self, value: &Value) -> Vec<Cell> {
        with(self.result, |kind| kind.to_cells(value))
    }

    fn read_cells(&self, cells: &[Cell]) -> Value {
        with(self.result, |kind| kind.read_cells(cells))
    }

    fn to_json(&self, value: &Value) -> Json {
        with(self.result, |kind| kind.to_json(value))
    }

    fn to_text(&self, value: &Value, lang: Lang, zone: &TimeZone) -> String {
        with(self.result, |kind| kind.to_text(value, lang, zone))
    }

    fn to_export(&self, value: &Value, lang: Lang, zone: &TimeZone) -> Exported {
        with(self.result, |kind| kind.to_export(value, lang, zone))
    }

    fn operators(&self) -> &'static [Operator] {
        with(self.result, |kind| kind.operators())
    }

    fn searched(&self, value: &Value) -> Vec<String> {
        with(self.result, |kind| kind.searched(value))
    }

    fn mask(&self, value: &Value) -> Value {
        with(self.result, |kind| kind.mask(value))
    }
}
