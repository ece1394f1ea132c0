//! A count, sum, smallest or largest of the records that point here: computed when read, so it has no column and nobody writes it.
//! What it holds is known from the value alone.

use jiff::tz::TimeZone;
use serde_json::Value as Json;
use store::Cell;
use types::{Value, words::Lang};

use super::kind::{Kind, Outcome, refuse};
use super::{Exported, Hints, Operator, with};
use crate::schema::FieldType;

pub(super) struct Rollup;

/// The type whose forms a value has: that of the field which was counted, added up or compared.
fn type_of(value: &Value) -> FieldType {
    match value {
        Value::Int(_) => FieldType::Integer,
        Value::Decimal(number) => FieldType::Decimal { scale: number.scale() },
        Value::Money(_) => FieldType::Money,
        Value::Date(_) => FieldType::Date,
        Value::Time(_) => FieldType::DateTime,
        Value::Bool(_) => FieldType::YesNo,
        Value::Empty | Value::Text(_) => FieldType::LongText,
        Value::Link(_) => FieldType::User,
        Value::Texts(_) => FieldType::Tags,
        Value::Links(_) => FieldType::Users,
        Value::Address(_) => FieldType::Address,
    }
}

impl Kind for Rollup {
    fn width(&self) -> usize {
        0
    }

    fn accept_json(&self, _: &Json, _: &Hints) -> Outcome {
        Err(refuse("read_only"))
    }

    fn accept_text(&self, _: &str, _: &Hints) -> Outcome {
        Err(refuse("read_only"))
    }

    fn check(&self, _: Value) -> Outcome {
        Err(refuse("read_only"))
    }

    fn to_cells(&self, _: &Value) -> Vec<Cell> {
        Vec::new()
    }

    fn read_cells(&self, _: &[Cell]) -> Value {
        Value::Empty
    }

    fn to_json(&self, value: &Value) -> Json {
        with(&type_of(value), |kind| kind.to_json(value))
    }

    fn to_text(&self, value: &Value, lang: Lang, zone: &TimeZone) -> String {
        with(&type_of(value), |kind| kind.to_text(value, lang, zone))
    }

    fn to_export(&self, value: &Value, lang: Lang, zone: &TimeZone) -> Exported {
        with(&type_of(value), |kind| kind.to_export(value, lang, zone))
    }

    fn operators(&self) -> &'static [Operator] {
        use Operator::*;
        &[Is, IsNot, Above, AtLeast, Below, AtMost, Between, IsEmpty, IsNotEmpty]
    }
}
