//! Whole numbers, decimals and percentages: exact, stored as integers of the field's fixed scale.

use jiff::tz::TimeZone;
use rust_decimal::Decimal as Number;
use serde_json::Value as Json;
use store::Cell;
use types::{
    FieldProblem, Value,
    display::{
        self,
        parse::{NumberError, parse_number, parse_percent},
    },
    words::Lang,
};

use super::kind::{Kind, Outcome, int_of, quote, refuse, wrong_type};
use super::{Exported, Hints, Operator, numbers};

pub(super) struct Integer;

pub(super) struct Decimal {
    pub scale: u32,
}

/// 12.5 means 12.5 %.
pub(super) struct Percent {
    pub scale: u32,
}

/// What anything that has an order and is computed with can be asked.
pub(super) const OPERATORS: &[Operator] = {
    use Operator::*;
    &[Is, IsNot, Above, AtLeast, Below, AtMost, Between, IsEmpty, IsNotEmpty]
};

/// What the reader of numbers found wrong, as a problem of the field.
pub(super) fn refused(error: &NumberError) -> FieldProblem {
    let code = error.code();
    match error {
        NumberError::UnknownUnit(unit) => FieldProblem::new("", code).with("value", quote(unit)),
        NumberError::Empty
        | NumberError::NotANumber
        | NumberError::BadGrouping
        | NumberError::OtherMark
        | NumberError::Percent
        | NumberError::TooLarge => FieldProblem::new("", code),
    }
}

fn number_of(value: &Value) -> Number {
    if let Value::Decimal(number) = value { *number } else { Number::ZERO }
}

fn check_scale(value: &Value, scale: u32) -> Outcome {
    let Value::Decimal(number) = value else { return Err(wrong_type("number")) };
    numbers::fit(*number, scale).map(|stored| Value::Decimal(numbers::unscaled(stored, scale)))
}

impl Kind for Integer {
    fn accept_json(&self, json: &Json, _: &Hints) -> Outcome {
        whole(numbers::from_json(json)?)
    }

    fn accept_text(&self, text: &str, hints: &Hints) -> Outcome {
        whole(parse_number(text, hints.mark).map_err(|error| refused(&error))?)
    }

    fn check(&self, value: Value) -> Outcome {
        let number = value.as_int().ok_or_else(|| wrong_type("number"))?;
        numbers::fit(Number::from(number), 0).map(Value::Int)
    }

    fn to_cells(&self, value: &Value) -> Vec<Cell> {
        vec![value.as_int().into()]
    }

    fn read_cells(&self, cells: &[Cell]) -> Value {
        int_of(cells, Value::Int)
    }

    fn to_json(&self, value: &Value) -> Json {
        value.as_int().into()
    }

    fn to_text(&self, value: &Value, _: Lang, _: &TimeZone) -> String {
        value.as_int().map(display::integer).unwrap_or_default()
    }

    fn to_export(&self, value: &Value, _: Lang, _: &TimeZone) -> Exported {
        value.as_int().map_or(Exported::Empty, |number| Exported::Number(number.into()))
    }

    fn operators(&self) -> &'static [Operator] {
        OPERATORS
    }
}

fn whole(number: Number) -> Outcome {
    let number = number.normalize();
    if number.scale() > 0 {
        return Err(refuse("not_an_integer"));
    }
    numbers::fit(number, 0).map(Value::Int)
}

impl Kind for Decimal {
    fn accept_json(&self, json: &Json, _: &Hints) -> Outcome {
        numbers::from_json(json).map(Value::Decimal)
    }

    fn accept_text(&self, text: &str, hints: &Hints) -> Outcome {
        parse_number(text, hints.mark).map(Value::Decimal).map_err(|error| refused(&error))
    }

    fn check(&self, value: Value) -> Outcome {
        check_scale(&value, self.scale)
    }

    fn to_cells(&self, value: &Value) -> Vec<Cell> {
        vec![numbers::scaled(number_of(value), self.scale).into()]
    }

    fn read_cells(&self, cells: &[Cell]) -> Value {
        int_of(cells, |stored| Value::Decimal(numbers::unscaled(stored, self.scale)))
    }

    fn to_json(&self, value: &Value) -> Json {
        numbers::fixed(number_of(value), self.scale).into()
    }

    fn to_text(&self, value: &Value, _: Lang, _: &TimeZone) -> String {
        display::decimal(number_of(value), self.scale, self.scale)
    }

    fn to_export(&self, value: &Value, _: Lang, _: &TimeZone) -> Exported {
        Exported::Number(number_of(value))
    }

    fn operators(&self) -> &'static [Operator] {
        OPERATORS
    }
}

impl Kind for Percent {
    fn accept_json(&self, json: &Json, _: &Hints) -> Outcome {
        numbers::from_json(json).map(Value::Decimal)
    }

    fn accept_text(&self, text: &str, hints: &Hints) -> Outcome {
        parse_percent(text, hints.mark).map(Value::Decimal).map_err(|error| refused(&error))
    }

    fn check(&self, value: Value) -> Outcome {
        check_scale(&value, self.scale)
    }

    fn to_cells(&self, value: &Value) -> Vec<Cell> {
        vec![numbers::scaled(number_of(value), self.scale).into()]
    }

    fn read_cells(&self, cells: &[Cell]) -> Value {
        int_of(cells, |stored| Value::Decimal(numbers::unscaled(stored, self.scale)))
    }

    fn to_json(&self, value: &Value) -> Json {
        numbers::fixed(number_of(value), self.scale).into()
    }

    fn to_text(&self, value: &Value, _: Lang, _: &TimeZone) -> String {
        display::decimal(number_of(value), 0, self.scale) + "%"
    }

    fn to_export(&self, value: &Value, _: Lang, _: &TimeZone) -> Exported {
        Exported::Number(number_of(value))
    }

    fn operators(&self) -> &'static [Operator] {
        OPERATORS
    }
}
