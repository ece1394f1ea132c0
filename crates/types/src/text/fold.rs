//! Keys for comparing and finding text; the text itself is always stored as typed. Called by uniqueness, import matching, sort keys
//! and search tokens.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// The folded key: NFKC (full width becomes half width), lower case, invisible characters dropped. Blanks stay as they are.
/// `fold(fold(x)) == fold(x)`.
pub fn fold(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_folded) {
        return Cow::Borrowed(text);
    }
    // The common case of Chinese business text: full-width brackets, capitals, quotation marks.
    if let Some(folded) = text.chars().map(fold_simple).collect() {
        return Cow::Owned(folded);
    }
    let lower = |c: char| if c == 'ς' { Lower::Sigma } else { Lower::Any(c.to_lowercase()) };
    let once: String = text.chars().filter(visible).nfkc().flat_map(lower).filter(visible).collect();
    // Lower case can take a normal form apart again.
    Cow::Owned(once.nfkc().collect())
}

/// The key names are matched by in imports: [`fold`] with blanks and separating punctuation dropped, so `GTX Pro` equals `GTXPro`.
/// Signs that tell names apart (`C`, `C++`, `C#`, `A&B`) stay. Text of nothing but punctuation keeps it.
pub fn key_fold(text: &str) -> String {
    let folded = fold(text);
    let key: String = folded.chars().filter(|&c| !is_separator(c)).collect();
    if key.is_empty() { folded.trim().to_owned() } else { key }
}

/// [`fold`] with the accents of Latin, Greek and Cyrillic dropped (`Gonçalves` → `goncalves`, `Straße` → `strasse`): what is indexed,
/// searched and sorted.
pub fn base_fold(text: &str) -> Cow<'_, str> {
    let folded = fold(text);
    if folded.chars().all(|c| c.is_ascii() || is_plain_han(c)) {
        return folded;
    }
    let mut base = String::with_capacity(folded.len());
    for c in folded.chars() {
        match c {
            '\u{c0}'..='\u{52f}' | '\u{1e00}'..='\u{1fff}' => {
                decompose_canonical(c, |part| push_plain(&mut base, part))
            }
            _ => base.push(c),
        }
    }
    Cow::Owned(base)
}

/// One part of a taken-apart letter: no marks, and the letters that no normal form takes apart.
fn push_plain(base: &mut String, part: char) {
    match part {
        'ß' => base.push_str("ss"),
        'æ' => base.push_str("ae"),
        'œ' => base.push_str("oe"),
        'þ' => base.push_str("th"),
        'ø' => base.push('o'),
        'ł' => base.push('l'),
        'đ' | 'ð' => base.push('d'),
        'ħ' => base.push('h'),
        'ı' => base.push('i'),
        _ if is_combining_mark(part) => {}
        _ => base.push(part),
    }
}

/// The first `chars` characters: what the bounded functions look at, however long the text.
pub(super) fn head(text: &str, chars: usize) -> &str {
    if text.len() <= chars {
        return text;
    }
    text.char_indices().nth(chars).map_or(text, |(end, _)| &text[..end])
}

/// Han characters that every folding leaves alone (the compatibility ideographs are elsewhere).
pub(super) fn is_plain_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
}

fn is_folded(c: char) -> bool {
    c.is_ascii() && !c.is_ascii_uppercase() || is_plain_han(c)
}

/// One character for one, where normalisation needs no look at the neighbours.
fn fold_simple(c: char) -> Option<char> {
    match c {
        '\0'..='\x7f' => Some(c.to_ascii_lowercase()),
        '\u{3000}' => Some(' '),
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).map(|c| c.to_ascii_lowercase()),
        '·' | '—' | '‘' | '’' | '“' | '”' | '、' | '。' | '《' | '》' | '【' | '】' => Some(c),
        _ => is_plain_han(c).then_some(c),
    }
}

enum Lower {
    /// The final form of σ: a capital Σ cannot know that it stood at the end of a word.
    Sigma,
    Any(std::char::ToLowercase),
}

impl Iterator for Lower {
    type Item = char;
    fn next(&mut self) -> Option<char> {
        match self {
            Lower::Sigma => {
                *self = Lower::Any('σ'.to_lowercase());
                self.next()
            }
            Lower::Any(rest) => rest.next(),
        }
    }
}

/// Not one of Unicode's default ignorable code points: zero-width and direction marks that copying from other programs leaves behind.
pub(super) fn visible(c: &char) -> bool {
    !matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{e0000}'..='\u{e0fff}')
}

fn is_separator(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '!' | '"' | '\'' | '(' | ')' | ',' | '-' | '.' | '/' | ':' | ';' | '?' | '[' | '\\' | ']' | '_' | '`' | '{' | '}'
            | '¡' | '«' | '·' | '»' | '¿' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{3001}'..='\u{3003}'
            | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301f}' | '\u{3030}' | '・')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn full_width_and_capitals_fold_away() {
        assert_eq!(fold("ＡＢＣ（中国）１２３　Ltd"), "abc(中国)123 ltd");
        assert_eq!(fold("①ﬁ㈱ｱﾊﾟｰﾄ"), "1fi(株)アパート");
        assert_eq!(fold("ΟΔΟΣ"), fold("οδος"));
        assert_eq!(fold("İ"), "i\u{307}");
    }

    #[test]
    fn text_that_is_folded_already_is_not_copied() {
        assert!(matches!(fold("华为 138"), Cow::Borrowed(_)));
        assert!(matches!(base_fold("华为 138"), Cow::Borrowed(_)));
        assert!(matches!(fold("Huawei"), Cow::Owned(_)));
    }

    #[test]
    fn invisible_characters_do_not_tell_texts_apart() {
        assert_eq!(fold("\u{feff}华\u{200b}为\u{202c}"), "华为");
        assert_eq!(fold("e\u{200d}\u{301}"), "é");
    }

    #[test]
    fn names_match_without_blanks_and_punctuation() {
        assert_eq!(key_fold("GTXPro"), key_fold("GTX Pro"));
        assert_eq!(key_fold("华为（中国）有限公司"), key_fold("华为(中国)·有限公司"));
        assert_ne!(key_fold("C++"), key_fold("C"));
        assert_ne!(key_fold("!!!"), key_fold("???"));
        assert_ne!(key_fold("Müller"), key_fold("Muller"));
    }

    #[test]
    fn accents_fall_away_for_searching() {
        assert_eq!(base_fold("Gonçalves František Łódź Straße"), "goncalves frantisek lodz strasse");
        assert_eq!(base_fold("Ёлка ά"), "елка α");
        assert_eq!(base_fold("ガ한"), "ガ한");
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing_more(text in any::<String>()) {
            let folded = fold(&text).into_owned();
            prop_assert_eq!(fold(&folded), folded.as_str());
            let base = base_fold(&text).into_owned();
            prop_assert_eq!(base_fold(&base), base.as_str());
        }

        #[test]
        fn the_short_way_and_the_long_way_agree(text in "[ -~　！-～·—‘’“”、。《》【】一-龥]*") {
            // A character from outside forces the long way; the rest must come out the same.
            let long = format!("{text}ｱ");
            prop_assert_eq!(format!("{}ア", fold(&text)), fold(&long).into_owned());
        }
    }
}
