//! Formula neutralising of CSV cells that leave the house, and its exact reverse. A cell that a spreadsheet would run as a formula, or whose digits it
//! would round, gets an apostrophe in front; import takes it off again. Called by whoever writes or reads CSV.

use std::borrow::Cow;

/// More digits than this lose precision in a spreadsheet.
const EXACT_DIGITS: usize = 15;

/// The text as a spreadsheet may safely open it. Numbers typed as such are not passed here, so `-5` stays a number.
pub fn neutralise(text: &str) -> Cow<'_, str> {
    if needs_apostrophe(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// Takes off the apostrophe of [`neutralise`], and no other: `restore(neutralise(t)) == t` for every text.
pub fn restore(text: &mut String) {
    if text.strip_prefix('\'').is_some_and(needs_apostrophe) {
        text.remove(0);
    }
}

/// Text that already begins with apostrophes before a formula needs one more, or the reverse could not tell.
fn needs_apostrophe(text: &str) -> bool {
    let bare = text.trim_start_matches('\'');
    starts_formula(bare) || is_long_number(bare)
}

/// Spreadsheets skip these before they look for a formula; so did the ways around earlier fixes.
fn starts_formula(text: &str) -> bool {
    let first = text.chars().find(|c| !is_skipped(*c));
    matches!(
        first,
        Some(
            '=' | '+'
                | '-'
                | '@'
                | '|'
                | '%'
                | '＝'
                | '＋'
                | '－'
                | '＠'
                | '｜'
                | '％'
                | '−'
                | '﹢'
                | '﹣'
                | '﹦'
                | '﹫'
                | '﹪'
        )
    )
}

fn is_skipped(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{FEFF}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}')
        || matches!(
            c,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{180E}' | '\u{3164}' | '\u{FFA0}'
        )
        || matches!(c, '\u{FE00}'..='\u{FE0F}' | '"')
}

fn is_long_number(text: &str) -> bool {
    text.len() > EXACT_DIGITS && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests;
