//! Several users, in a table of their own.

use jiff::tz::TimeZone;
use serde_json::Value as Json;
use store::Cell;
use types::{Value, words::Lang};

use super::kind::{Kind, Outcome};
use super::{Exported, Hints, Operator, several};

pub(super) struct Users;

impl Kind for Users {
    fn width(&self) -> usize {
        0
    }

    fn accept_json(&self, json: &Json, _: &Hints) -> Outcome {
        several::json_links(json)
    }

    fn accept_text(&self, text: &str, _: &Hints) -> Outcome {
        several::text_links(text)
    }

    fn check(&self, value: Value) -> Outcome {
        several::sorted_links(value)
    }

    fn to_cells(&self, _: &Value) -> Vec<Cell> {
        Vec::new()
    }

    fn read_cells(&self, _: &[Cell]) -> Value {
        Value::Empty
    }

    fn many_cells(&self, value: &Value) -> Vec<Cell> {
        several::link_cells(value)
    }

    fn read_many(&self, cells: &[Cell]) -> Value {
        several::links_from(cells)
    }

    fn to_json(&self, value: &Value) -> Json {
        several::links_json(value)
    }

    fn to_text(&self, value: &Value, lang: Lang, _: &TimeZone) -> String {
        several::listed(several::labels(value).iter().map(String::as_str), lang)
    }

    fn to_export(&self, value: &Value, _: Lang, _: &TimeZone) -> Exported {
        several::exported(several::labels(value).iter().map(String::as_str))
    }

    fn operators(&self) -> &'static [Operator] {
        use Operator::*;
        &[HasMe, HasAny, HasAll, HasNone, IsEmpty, IsNotEmpty]
    }
}
