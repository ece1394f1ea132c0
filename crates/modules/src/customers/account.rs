//! What follows from an account's own fields: since when it is in its part of the life cycle, its credit code in the stored form.
//! A `derive` rule of accounts.

use records::{Cx, write::Draft};
use types::{Result, Value, text::uscc};

pub fn follow(cx: &mut Cx, draft: &mut Draft) -> Result<()> {
    if draft.changed("lifecycle") {
        let since = if draft.is_new() { draft.get("created_at").clone() } else { Value::Time(cx.now) };
        draft.set("lifecycle_since", since);
    }
    let code = draft.get("credit_code").as_text().map(uscc::normal);
    if let Some(code) = code.filter(|code| is_a_code(code) && draft.changed("credit_code")) {
        draft.set("credit_code", Value::Text(code));
    }
    Ok(())
}

/// Only what is one, right or wrong, is brought into its form; anything else stays as typed.
fn is_a_code(text: &str) -> bool {
    text.len() == 18 && text.bytes().all(|b| b.is_ascii_alphanumeric())
}
