//! A web address that may become a link on a page: only schemes that cannot run anything.

use jiff::tz::TimeZone;
use serde_json::Value as Json;
use store::Cell;
use types::{Value, text::url, words::Lang};

use super::kind::{Kind, Outcome, folded, json_text, refuse, text_of, wrong_type};
use super::{Hints, Operator, text};

pub(super) struct Url;

impl Kind for Url {
    fn width(&self) -> usize {
        2
    }

    fn accept_json(&self, json: &Json, _: &Hints) -> Outcome {
        json_text(json).map(|text| Value::text(text.trim()))
    }

    fn accept_text(&self, text: &str, _: &Hints) -> Outcome {
        Ok(Value::text(text.trim()))
    }

    /// With its scheme: `huawei.com` becomes `https://huawei.com`.
    fn check(&self, value: Value) -> Outcome {
        let address = url::parse(value.as_text().ok_or_else(|| wrong_type("text"))?);
        address.map(Value::Text).map_err(|_| refuse("not_a_url"))
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
}
