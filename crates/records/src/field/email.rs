//! One e-mail address, as typed; compared and searched in its folded form.

use jiff::tz::TimeZone;
use serde_json::Value as Json;
use store::Cell;
use types::{Value, text::email, words::Lang};

use super::kind::{Kind, Outcome, folded, json_text, refuse, text_of, wrong_type};
use super::{Hints, Operator, text};

pub(super) struct Email;

impl Kind for Email {
    fn width(&self) -> usize {
        2
    }

    fn accept_json(&self, json: &Json, _: &Hints) -> Outcome {
        json_text(json).map(|text| Value::text(text.trim()))
    }

    fn accept_text(&self, text: &str, _: &Hints) -> Outcome {
        Ok(Value::text(text.trim()))
    }

    fn check(&self, value: Value) -> Outcome {
        let address = email::parse(value.as_text().ok_or_else(|| wrong_type("text"))?);
        address.map(|address| Value::Text(address.shown)).map_err(|_| refuse("not_an_email"))
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
        text::OPERATORS
    }

    /// `z****@huawei.com`.
    fn mask(&self, value: &Value) -> Value {
        let (local, domain) = value.as_text().and_then(|text| text.split_once('@')).unwrap_or_default();
        let first: String = local.chars().take(1).collect();
        Value::Text(format!("{first}****@{domain}"))
    }
}
