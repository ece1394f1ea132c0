//! Yes or no; empty is neither.

use jiff::tz::TimeZone;
use serde_json::Value as Json;
use store::Cell;
use types::{
    Value,
    display::parse::parse_yes_no,
    words::{Lang, tr},
};

use super::kind::{Kind, Outcome, int_of, refuse, wrong_type};
use super::{Exported, Hints, Operator};

pub(super) struct YesNo;

impl Kind for YesNo {
    fn accept_json(&self, json: &Json, _: &Hints) -> Outcome {
        json.as_bool().map(Value::Bool).ok_or_else(|| wrong_type("true or false"))
    }

    fn accept_text(&self, text: &str, _: &Hints) -> Outcome {
        parse_yes_no(text).map(Value::Bool).map_err(|error| refuse(error.code()))
    }

    fn check(&self, value: Value) -> Outcome {
        value.as_bool().map(Value::Bool).ok_or_else(|| wrong_type("true or false"))
    }

    fn to_cells(&self, value: &Value) -> Vec<Cell> {
        vec![value.as_bool().into()]
    }

    fn read_cells(&self, cells: &[Cell]) -> Value {
        int_of(cells, |stored| Value::Bool(stored != 0))
    }

    fn to_json(&self, value: &Value) -> Json {
        value.as_bool().into()
    }

    fn to_text(&self, value: &Value, lang: Lang, _: &TimeZone) -> String {
        value.as_bool().map(|yes| tr(lang, if yes { "yes" } else { "no" }).into_owned()).unwrap_or_default()
    }

    fn to_export(&self, value: &Value, _: Lang, _: &TimeZone) -> Exported {
        value.as_bool().map_or(Exported::Empty, Exported::Bool)
    }

    fn operators(&self) -> &'static [Operator] {
        &[Operator::Is, Operator::IsEmpty, Operator::IsNotEmpty]
    }
}
