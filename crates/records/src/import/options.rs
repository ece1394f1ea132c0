//! Choices that a file brings: options added to a field before the first row is written. Called by the run of an import, and by the wizard.

use std::sync::Arc;

use types::{Name, Problem, Result, text::fold, words::Label};

use crate::{
    context::Cx,
    schema::{Choice, Object, change},
};

/// Options that one import may add to a field; a column with more is no list of choices.
pub const MOST: usize = 100;

/// Adds an option for each text that is none yet. A caller without the right to customise is refused.
pub fn add(cx: &mut Cx, object: &Arc<Object>, field: &Name, texts: &[String]) -> Result<()> {
    let there = object.field(field).ok_or_else(Problem::not_found)?;
    let mut options: Vec<Choice> = Vec::new();
    let known = |options: &[Choice], text: &str| {
        let same = |option: &Choice| {
            [&option.code, &option.label.zh, &option.label.en].into_iter().any(|name| fold(name) == fold(text))
        };
        there.kind.options().iter().chain(options).any(same)
    };
    for text in texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty()) {
        if known(&options, text) {
            continue;
        }
        if options.len() == MOST {
            return Err(Problem::field(&**field, "too_many_new_choices"));
        }
        let taken = |code: &str| there.kind.options().iter().chain(&options).any(|option| option.code == code);
        let code = code(text, taken);
        options.push(Choice { code, label: Label::new(text, text), hue: None, retired: false });
    }
    if options.is_empty() { Ok(()) } else { change::add_options(cx, object, field, options) }
}

/// `On hold` → `on_hold`; what has no Latin letters gets a number.
fn code(text: &str, taken: impl Fn(&str) -> bool) -> String {
    let mut code = String::new();
    for c in fold(text).chars() {
        if c.is_ascii_alphanumeric() {
            code.push(c);
        } else if !code.is_empty() && !code.ends_with('_') {
            code.push('_');
        }
    }
    let code: String = code.trim_end_matches('_').chars().take(40).collect();
    let stem = if code.is_empty() { "choice".to_string() } else { code };
    if stem != "choice" && !taken(&stem) {
        return stem;
    }
    (1..).map(|number| format!("{stem}_{number}")).find(|code| !taken(code)).expect("numbers do not end")
}
