//! Free words, in a table of their own.

use jiff::tz::TimeZone;
use serde_json::Value as Json;
use store::Cell;
use types::{Value, words::Lang};

use super::kind::{Kind, Outcome, fits, wrong_type};
use super::{Exported, Hints, Operator, list, several};

/// Tags of one record.
const MOST: usize = 50;
/// Characters of one tag.
const LONGEST: u32 = 60;

pub(super) struct Tags;

impl Kind for Tags {
    fn width(&self) -> usize {
        0
    }

    fn accept_json(&self, json: &Json, _: &Hints) -> Outcome {
        several::json_texts(json)
    }

    fn accept_text(&self, text: &str, _: &Hints) -> Outcome {
        Ok(Value::Texts(list::split(text)))
    }

    fn check(&self, value: Value) -> Outcome {
        let Value::Texts(tags) = value else { return Err(wrong_type("list")) };
        let tags: Vec<String> = tags.into_iter().filter(|tag| !tag.trim().is_empty()).collect();
        tags.iter().try_for_each(|tag| fits(tag, LONGEST))?;
        several::sorted_texts(Value::Texts(tags), MOST).map(Value::Texts)
    }

    fn to_cells(&self, _: &Value) -> Vec<Cell> {
        Vec::new()
    }

    fn read_cells(&self, _: &[Cell]) -> Value {
        Value::Empty
    }

    fn many_cells(&self, value: &Value) -> Vec<Cell> {
        several::text_cells(value)
    }

    fn read_many(&self, cells: &[Cell]) -> Value {
        several::texts_from(cells)
    }

    fn to_json(&self, value: &Value) -> Json {
        several::texts(value).into()
    }

    fn to_text(&self, value: &Value, lang: Lang, _: &TimeZone) -> String {
        several::listed(several::texts(value).iter().map(String::as_str), lang)
    }

    fn to_export(&self, value: &Value, _: Lang, _: &TimeZone) -> Exported {
        several::exported(several::texts(value).iter().map(String::as_str))
    }

    fn operators(&self) -> &'static [Operator] {
        several::OPERATORS
    }

    fn searched(&self, value: &Value) -> Vec<String> {
        several::texts(value).to_vec()
    }
}
