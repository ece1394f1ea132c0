//! A name from its parts, where only those are given: 张 and 伟 are 张伟, Smith and John are John Smith. A `derive` rule of contacts and leads.

use records::{Cx, write::Draft};
use types::{Result, Value};

pub fn join(_: &mut Cx, draft: &mut Draft) -> Result<()> {
    let parts = draft.changed("family_name") || draft.changed("given_name");
    let typed = draft.given("name") && !draft.get("name").is_empty();
    // a name made of the old parts follows the new ones; one that was typed stays
    let made = |family: &Value, given: &Value| name(family.as_text(), given.as_text());
    let before = made(draft.was("family_name"), draft.was("given_name"));
    let stale = before.is_none() || draft.was("name").as_text() != before.as_deref();
    if typed || !parts || (stale && !draft.get("name").is_empty()) {
        return Ok(());
    }
    if let Some(name) = made(draft.get("family_name"), draft.get("given_name")) {
        draft.set("name", Value::Text(name));
    }
    Ok(())
}

fn name(family: Option<&str>, given: Option<&str>) -> Option<String> {
    match (family.map(str::trim), given.map(str::trim)) {
        (Some(family), Some(given)) if is_han(family) && is_han(given) => Some(format!("{family}{given}")),
        (Some(family), Some(given)) => Some(format!("{given} {family}")),
        (one, other) => one.or(other).map(str::to_string),
    }
}

fn is_han(text: &str) -> bool {
    text.chars().all(|c| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}' | '·'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_names_stand_together_and_others_apart() {
        assert_eq!(name(Some("欧阳"), Some("娜娜")).as_deref(), Some("欧阳娜娜"));
        assert_eq!(name(Some("Smith"), Some("John")).as_deref(), Some("John Smith"));
        assert_eq!(name(Some("王"), Some("Tom")).as_deref(), Some("Tom 王"));
        assert_eq!(name(None, Some("娜娜")).as_deref(), Some("娜娜"));
        assert_eq!(name(None, None), None);
    }
}
