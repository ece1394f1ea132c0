//! One of a list: stored as its code, shown by its label.

use jiff::tz::TimeZone;
use serde_json::Value as Json;
use store::Cell;
use types::{FieldProblem, Value, text::key_fold, words::Lang};

use super::kind::{Kind, Outcome, json_text, quote, refuse, text_of, wrong_type};
use super::{Exported, Hints, Operator};
use crate::schema;

pub(super) struct Choice<'o> {
    pub options: &'o [schema::Choice],
}

pub(super) fn unknown(text: &str) -> FieldProblem {
    refuse("unknown_choice").with("value", quote(text))
}

/// The option that people mean: by code, then by label in either language, then by what is left of both without case, width, blanks and
/// punctuation, if that fits one option alone.
pub(super) fn meant<'o>(options: &'o [schema::Choice], text: &str) -> Option<&'o schema::Choice> {
    let text = text.trim();
    let exact = options.iter().find(|o| o.code == text).or_else(|| options.iter().find(|o| names(o).contains(&text)));
    exact.or_else(|| {
        let key = key_fold(text);
        let alike = |option: &&schema::Choice| {
            key_fold(&option.code) == key || names(option).iter().any(|name| key_fold(name) == key)
        };
        let mut found = options.iter().filter(alike);
        found.next().filter(|_| found.next().is_none())
    })
}

pub(super) fn names(option: &schema::Choice) -> [&str; 2] {
    [&option.label.zh, &option.label.en]
}

pub(super) fn known<'o>(options: &'o [schema::Choice], code: &str) -> Option<&'o schema::Choice> {
    options.iter().find(|option| option.code == code)
}

/// The label; the code itself when the option is gone.
pub(super) fn label<'t>(options: &'t [schema::Choice], code: &'t str, lang: Lang) -> &'t str {
    known(options, code).map_or(code, |option| option.label.get(lang))
}

/// The label, unless reading it would find another option: then the code.
pub(super) fn export_word<'t>(options: &'t [schema::Choice], code: &'t str, lang: Lang) -> &'t str {
    let label = label(options, code, lang);
    match meant(options, label) {
        Some(option) if option.code == code => label,
        _ => code,
    }
}

impl Kind for Choice<'_> {
    fn accept_json(&self, json: &Json, _: &Hints) -> Outcome {
        json_text(json).map(Value::text)
    }

    fn accept_text(&self, text: &str, _: &Hints) -> Outcome {
        meant(self.options, text).map(|option| Value::text(&option.code)).ok_or_else(|| unknown(text))
    }

    /// A retired option stays a value: records that hold it can still be restored, merged and imported again.
    fn check(&self, value: Value) -> Outcome {
        let code = value.as_text().ok_or_else(|| wrong_type("text"))?;
        known(self.options, code).map(|_| ()).ok_or_else(|| unknown(code))?;
        Ok(value)
    }

    fn to_cells(&self, value: &Value) -> Vec<Cell> {
        vec![value.as_text().into()]
    }

    fn read_cells(&self, cells: &[Cell]) -> Value {
        text_of(cells)
    }

    fn to_json(&self, value: &Value) -> Json {
        value.as_text().into()
    }

    fn to_text(&self, value: &Value, lang: Lang, _: &TimeZone) -> String {
        label(self.options, value.as_text().unwrap_or_default(), lang).to_owned()
    }

    fn to_export(&self, value: &Value, lang: Lang, _: &TimeZone) -> Exported {
        Exported::text(export_word(self.options, value.as_text().unwrap_or_default(), lang))
    }

    fn operators(&self) -> &'static [Operator] {
        use Operator::*;
        &[AnyOf, NoneOf, Is, IsNot, IsEmpty, IsNotEmpty]
    }

    fn searched(&self, value: &Value) -> Vec<String> {
        let option = value.as_text().and_then(|code| known(self.options, code));
        option.map(|option| names(option).map(str::to_owned).into()).unwrap_or_default()
    }
}
