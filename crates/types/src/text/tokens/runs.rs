//! Text taken apart into words and into stretches of characters that are written without blanks. Used by both sides of the search.

use unicode_normalization::char::is_combining_mark;

/// A piece of folded text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Run<'a> {
    /// Letters and digits of scripts that put blanks between words.
    Word(&'a str),
    /// Chinese, Japanese, Korean, Thai …: indexed by pairs of characters.
    Pairs(&'a str),
}

impl<'a> Run<'a> {
    pub fn text(self) -> &'a str {
        match self {
            Run::Word(text) | Run::Pairs(text) => text,
        }
    }
}

/// The words and stretches of a folded text, in order.
pub fn runs(text: &str) -> impl Iterator<Item = Run<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c| class(c) == Class::Break);
        let kind = class(rest.chars().next()?);
        let end = rest.find(|c| class(c) != kind).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        rest = after;
        Some(if kind == Class::Word { Run::Word(run) } else { Run::Pairs(run) })
    })
}

/// Every two neighbours, and the last character alone: a query of one character is a prefix of one of them.
pub fn pairs(run: &str) -> impl Iterator<Item = &str> {
    run.char_indices().map(|(start, first)| {
        let second = run[start + first.len_utf8()..].chars().next();
        &run[start..start + first.len_utf8() + second.map_or(0, char::len_utf8)]
    })
}

/// The letters and the digits of a mixed word each for themselves: `gtx1080` → `gtx`, `1080`. Nothing for other words.
pub fn parts(word: &str) -> impl Iterator<Item = &str> {
    let digit = |c: char| c.is_numeric();
    let mixed = word.contains(digit) && word.contains(|c| !digit(c));
    let mut rest = if mixed { word } else { "" };
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let end = rest.find(|c| digit(c) != digit(first)).unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        rest = after;
        Some(part)
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Word,
    Pairs,
    Break,
}

fn class(c: char) -> Class {
    match c {
        '0'..='9' | 'a'..='z' => Class::Word,
        '\0'..='\x7f' => Class::Break,
        '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' => Class::Pairs,
        _ if !c.is_alphanumeric() && !is_combining_mark(c) => Class::Break,
        // Thai, Lao, Tibetan, Myanmar, Khmer; 々〇, kana, bopomofo, Hangul, compatibility and further Han
        '\u{e00}'..='\u{109f}'
        | '\u{1780}'..='\u{17ff}'
        | '\u{3005}'..='\u{31ff}'
        | '\u{a960}'..='\u{a97f}'
        | '\u{ac00}'..='\u{d7ff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{1100}'..='\u{11ff}'
        | '\u{20000}'..='\u{3ffff}' => Class::Pairs,
        _ => Class::Word,
    }
}
