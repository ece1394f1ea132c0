//! Cuts a date or time as written into numbers, words and marks. Called by the date readers only.

use super::fold;

const WORDS: [&str; 14] =
    ["年", "月", "日", "号", "时", "点", "分", "秒", "上午", "下午", "晚上", "中午", "凌晨", "早上"];

/// A piece of a written date.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Piece {
    /// a run of digits as written
    Digits(String),
    /// letters in lower case, or one of `WORDS`
    Word(String),
    Mark(char),
}

impl Piece {
    pub(super) fn digits(&self) -> Option<&str> {
        if let Piece::Digits(text) = self { Some(text) } else { None }
    }

    pub(super) fn is_word(&self, words: &[&str]) -> bool {
        matches!(self, Piece::Word(word) if words.contains(&word.as_str()))
    }

    pub(super) fn is_mark(&self, marks: &[char]) -> bool {
        matches!(self, Piece::Mark(mark) if marks.contains(mark))
    }
}

/// Blanks and parentheses part pieces and vanish; weekdays vanish too, in both languages. Nothing at all for a text too
/// long to be a date.
pub(super) fn scan(text: &str) -> Vec<Piece> {
    let folded = if text.len() > 100 { String::new() } else { fold(text).to_lowercase() };
    let mut pieces = Vec::new();
    let mut rest = folded.as_str();
    while let Some(first) = rest.chars().next() {
        let length = if let Some(length) = chinese_weekday(rest) {
            length
        } else if first.is_ascii_digit() {
            let length = run(rest, |c| c.is_ascii_digit());
            pieces.push(Piece::Digits(rest[..length].to_owned()));
            length
        } else if first.is_ascii_alphabetic() {
            let length = run(rest, |c| c.is_ascii_alphabetic());
            pieces.extend(
                Some(&rest[..length]).filter(|word| !is_weekday(word)).map(|word| Piece::Word((*word).to_owned())),
            );
            length
        } else if let Some(word) = WORDS.iter().find(|word| rest.starts_with(**word)) {
            pieces.push(Piece::Word((*word).to_owned()));
            word.len()
        } else {
            pieces.extend(Some(first).filter(|c| !c.is_whitespace() && !"()".contains(*c)).map(Piece::Mark));
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    pieces
}

fn run(text: &str, kind: fn(char) -> bool) -> usize {
    text.find(|c| !kind(c)).unwrap_or(text.len())
}

/// The length of `星期五`, `周日`, `礼拜天` at the beginning of a text.
fn chinese_weekday(text: &str) -> Option<usize> {
    let name = ["星期", "礼拜", "周"].into_iter().find(|name| text.starts_with(name))?;
    let day = text[name.len()..].chars().next().filter(|day| "一二三四五六日天".contains(*day))?;
    Some(name.len() + day.len_utf8())
}

fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    word.len() >= 3
        && DAYS.iter().any(|day| *day == word || day[..3] == *word || (word.len() > 3 && day.starts_with(word)))
}
