//! Several of a list, in a table of their own.

use jiff::tz::TimeZone;
use serde_json::Value as Json;
use store::Cell;
use types::{Value, words::Lang};

use super::kind::{Kind, Outcome};
use super::{Exported, Hints, Operator, choice, list, several};
use crate::schema::Choice;

pub(super) struct Choices<'o> {
    pub options: &'o [Choice],
}

impl Kind for Choices<'_> {
    fn width(&self) -> usize {
        0
    }

    fn accept_json(&self, json: &Json, _: &Hints) -> Outcome {
        several::json_texts(json)
    }

    fn accept_text(&self, text: &str, _: &Hints) -> Outcome {
        let code = |word: &String| choice::meant(self.options, word).map(|option| option.code.clone());
        let words = list::split(text);
        if let Some(codes) = words.iter().map(code).collect() {
            return Ok(Value::Texts(codes));
        }
        // `食品、饮料` may be the label of one option.
        let unknown = words.iter().find(|word| code(word).is_none());
        match choice::meant(self.options, text) {
            Some(option) => Ok(Value::Texts(vec![option.code.clone()])),
            None => Err(choice::unknown(unknown.map_or(text, String::as_str))),
        }
    }

    fn check(&self, value: Value) -> Outcome {
        let codes = several::sorted_texts(value, self.options.len().max(1))?;
        match codes.iter().find(|code| choice::known(self.options, code).is_none()) {
            Some(code) => Err(choice::unknown(code)),
            None => Ok(Value::Texts(codes)),
        }
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
        several::listed(several::texts(value).iter().map(|code| choice::label(self.options, code, lang)), lang)
    }

    fn to_export(&self, value: &Value, lang: Lang, _: &TimeZone) -> Exported {
        several::exported(several::texts(value).iter().map(|code| choice::export_word(self.options, code, lang)))
    }

    fn operators(&self) -> &'static [Operator] {
        several::OPERATORS
    }

    fn searched(&self, value: &Value) -> Vec<String> {
        let options = several::texts(value).iter().filter_map(|code| choice::known(self.options, code));
        options.flat_map(choice::names).map(str::to_owned).collect()
    }
}
