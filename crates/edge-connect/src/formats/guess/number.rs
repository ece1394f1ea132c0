//! Numbers as people write them, in canonical decimal text. Called by `kind` for guessing and by the import for reading a
//! column under the mark that was guessed. No floats: digits are kept as they stand.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::narrow;

/// What stands before the decimals; the other one groups thousands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecimalMark {
    #[default]
    Point,
    Comma,
}

/// `1,234.50`, `(12)`, `１２`, `3.5万`: the decimal in plain text, or nothing if it is no number under this mark.
pub fn number(text: &str, mark: DecimalMark) -> Option<String> {
    let text = narrow(text);
    let (text, bracketed) = match text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) => (inner.trim(), true),
        None => (text.as_str(), false),
    };
    let (text, factor) = scale(text);
    let (text, minus) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (rest, true),
        None => (text.strip_prefix('+').unwrap_or(text), false),
    };
    let plain = ungrouped(text.trim(), mark)?;
    let mut value = Decimal::from_str_exact(&plain).ok()?.checked_mul(factor)?;
    if factor != Decimal::ONE {
        value = value.normalize();
    }
    if minus != bracketed {
        value.set_sign_negative(true);
    }
    Some(value.to_string())
}

/// `12.5%` as `12.5`.
pub fn percent(text: &str, mark: DecimalMark) -> Option<String> {
    number(narrow(text).strip_suffix('%')?, mark)
}

/// `¥1,200.00`, `USD 5`, `1200元`: the amount, and the currency where the sign names exactly one.
pub fn money(text: &str, mark: DecimalMark) -> Option<(String, Option<&'static str>)> {
    // The sign of the yuan and of the yen is one, so it names none; `$` is used by twenty countries.
    const SIGNS: [(&str, Option<&str>); 27] = [
        ("RMB", Some("CNY")),
        ("CNY", Some("CNY")),
        ("人民币", Some("CNY")),
        ("元", Some("CNY")),
        ("US$", Some("USD")),
        ("USD", Some("USD")),
        ("美元", Some("USD")),
        ("HK$", Some("HKD")),
        ("HKD", Some("HKD")),
        ("港元", Some("HKD")),
        ("港币", Some("HKD")),
        ("NT$", Some("TWD")),
        ("TWD", Some("TWD")),
        ("EUR", Some("EUR")),
        ("欧元", Some("EUR")),
        ("€", Some("EUR")),
        ("GBP", Some("GBP")),
        ("£", Some("GBP")),
        ("JPY", Some("JPY")),
        ("日元", Some("JPY")),
        ("CHF", Some("CHF")),
        ("SGD", Some("SGD")),
        ("AUD", Some("AUD")),
        ("CAD", Some("CAD")),
        ("¥", None),
        ("￥", None),
        ("$", None),
    ];
    let text = narrow(text);
    // Longest first, so that 美元 is not read as an amount in 元.
    let found = SIGNS
        .iter()
        .filter_map(|(sign, currency)| Some((sign.len(), without(&text, sign)?, *currency)))
        .max_by_key(|(length, ..)| *length)?;
    Some((number(&found.1, mark)?, found.2))
}

/// The rest of the text where the sign stands at an end, also behind a minus.
fn without(text: &str, sign: &str) -> Option<String> {
    let (minus, body) = text.strip_prefix('-').map_or(("", text), |body| ("-", body));
    let upper = body.to_uppercase();
    // Upper case may change lengths of letters that no amount holds; then nothing is found.
    if upper.len() != body.len() {
        return None;
    }
    let range = if upper.starts_with(sign) {
        sign.len()..body.len()
    } else if upper.ends_with(sign) {
        0..body.len() - sign.len()
    } else {
        return None;
    };
    Some(format!("{minus}{}", body.get(range)?.trim()))
}

fn scale(text: &str) -> (&str, Decimal) {
    for (unit, factor) in [("万亿", 1_000_000_000_000_i64), ("亿", 100_000_000), ("万", 10_000)] {
        if let Some(rest) = text.strip_suffix(unit) {
            return (rest.trim_end(), Decimal::from(factor));
        }
    }
    (text, Decimal::ONE)
}

/// Digits with at most one decimal mark; thousands groups must be groups of three.
fn ungrouped(text: &str, mark: DecimalMark) -> Option<String> {
    let (point, group) = match mark {
        DecimalMark::Point => ('.', ','),
        DecimalMark::Comma => (',', '.'),
    };
    let (whole, fraction) = match text.split_once(point) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let is_group = |c: char| c == group || matches!(c, ' ' | '\'' | '\u{2019}' | '\u{A0}' | '\u{202F}');
    let groups: Vec<&str> = whole.split(is_group).collect();
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let grouped = match groups.as_slice() {
        [only] => digits(only) && (!only.is_empty() || fraction.is_some()),
        [first, rest @ ..] => {
            (1..=3).contains(&first.len()) && digits(first) && rest.iter().all(|part| part.len() == 3 && digits(part))
        }
        [] => false,
    };
    if !grouped {
        return None;
    }
    let whole: String = groups.concat();
    let whole = if whole.is_empty() { "0" } else { &whole };
    match fraction {
        None => Some(whole.to_owned()),
        Some(fraction) if !fraction.is_empty() && digits(fraction) => Some(format!("{whole}.{fraction}")),
        Some(_) => None,
    }
}
