//! Reads numbers, money and percentages: separators, full-width digits, currency signs, 万/亿, parentheses for negative.

use rust_decimal::Decimal;

use super::{
    fold,
    units::{self, Sign},
};
use crate::Currency;

/// The decimal mark a column or a form uses.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Mark {
    /// `1,234.50`
    #[default]
    Point,
    /// `1.234,50`
    Comma,
}

/// Why a text is not a number.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NumberError {
    Empty,
    NotANumber,
    /// separators that do not part thousands: `1,23,4`
    BadGrouping,
    /// written with the other decimal mark: `1.234,50` or `1,5` where points are told
    OtherMark,
    /// `12 kg`
    UnknownUnit(String),
    /// a `%` where a plain number is wanted
    Percent,
    /// more than 28 digits
    TooLarge,
}

impl NumberError {
    /// The problem code of the field.
    pub fn code(&self) -> &'static str {
        match self {
            NumberError::Empty => "required",
            NumberError::NotANumber => "not_a_number",
            NumberError::BadGrouping => "bad_grouping",
            NumberError::OtherMark => "other_decimal_mark",
            NumberError::UnknownUnit(_) => "unknown_unit",
            NumberError::Percent => "percent_not_expected",
            NumberError::TooLarge => "number_too_large",
        }
    }
}

impl std::fmt::Display for NumberError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            NumberError::UnknownUnit(unit) => write!(f, "unknown_unit {unit:?}"),
            error => f.write_str(error.code()),
        }
    }
}

impl std::error::Error for NumberError {}

/// A plain number: `1,234.50`, `-5`, `(5)`, `１２`, `1.2万`, `1.5E+3`. A currency beside it is read over.
pub fn parse_number(text: &str, mark: Mark) -> Result<Decimal, NumberError> {
    read(text, mark).map(|(number, _)| number)
}

/// An amount and the currency written beside it, if any: `¥1,234.50`, `350万元`, `US$ 5M`, `100 EUR`. Of signs that several
/// currencies share (`$`, `¥`), the `home` currency is meant where it uses the sign, otherwise USD and CNY.
pub fn parse_money(text: &str, mark: Mark, home: Currency) -> Result<(Decimal, Option<Currency>), NumberError> {
    read(text, mark).map(|(amount, sign)| (amount, sign.map(|sign| sign.currency(home))))
}

/// Percent as shown: `12.5%` and `12.5` are 12.5; `5‰` is 0.5.
pub fn parse_percent(text: &str, mark: Mark) -> Result<Decimal, NumberError> {
    let text = fold(text);
    if let Some(number) = text.strip_suffix('‰') {
        return Ok(parse_number(number, mark)? / Decimal::TEN);
    }
    parse_number(text.strip_suffix('%').unwrap_or(&text), mark)
}

fn read(text: &str, mark: Mark) -> Result<(Decimal, Option<Sign>), NumberError> {
    let folded = fold(text).to_lowercase();
    if folded.is_empty() {
        return Err(NumberError::Empty);
    }
    if let Some(number) = scientific(&folded, mark) {
        return number.map(|number| (number, None));
    }
    let (in_parentheses, inner) = match folded.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) => (true, inner.trim()),
        None => (false, folded.as_str()),
    };
    let is_digit = |c: char| c.is_ascii_digit();
    let (Some(first), Some(last)) = (inner.find(is_digit), inner.rfind(is_digit)) else {
        return Err(NumberError::NotANumber);
    };
    // `.5` begins at its mark.
    let decimal = if mark == Mark::Point { b'.' } else { b',' };
    let first = if first > 0 && inner.as_bytes()[first - 1] == decimal { first - 1 } else { first };
    let (before, core, after) = (&inner[..first], &inner[first..=last], &inner[last + 1..]);

    let minus_before = before.contains('-');
    let unsigned = before.replacen(['-', '+'], "", 1);
    let after = after.trim().trim_start_matches(['.', ',']).trim();
    let (minus_after, after) = after.strip_suffix('-').map_or((false, after), |rest| (true, rest.trim()));
    if after == "%" {
        return Err(NumberError::Percent);
    }
    let prefix = match unsigned.trim() {
        "" => None,
        word => Some(units::sign(word).ok_or(NumberError::NotANumber)?),
    };
    let (factor, suffix) = units::suffix(after).ok_or_else(|| NumberError::UnknownUnit(after.to_owned()))?;
    if u8::from(minus_before) + u8::from(minus_after) + u8::from(in_parentheses) > 1 {
        return Err(NumberError::NotANumber);
    }
    let number = digits(core, mark)?.checked_mul(factor).ok_or(NumberError::TooLarge)?.normalize();
    let negative = minus_before || minus_after || in_parentheses;
    Ok((if negative { -number } else { number }, prefix.or(suffix)))
}

/// `9.13e+17`, as spreadsheets write long numbers. `None` when it is not written so.
fn scientific(text: &str, mark: Mark) -> Option<Result<Decimal, NumberError>> {
    let (mantissa, exponent) = text.split_once('e')?;
    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
    let whole = exponent.strip_prefix('-').unwrap_or(exponent);
    if whole.is_empty() || !whole.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let plain = if mark == Mark::Comma { mantissa.replace(',', ".") } else { mantissa.to_owned() };
    if !plain.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-')) {
        return None;
    }
    let number = Decimal::from_scientific(&format!("{plain}e{exponent}"));
    Some(number.map(|n| n.normalize()).map_err(|_| NumberError::TooLarge))
}

/// Digits with separators, without sign.
fn digits(core: &str, mark: Mark) -> Result<Decimal, NumberError> {
    let (decimal, group) = if mark == Mark::Point { ('.', ',') } else { (',', '.') };
    if core.contains(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '\''))) {
        return Err(NumberError::NotANumber);
    }
    let (whole, fraction) = core.split_once(decimal).unwrap_or((core, ""));
    // Several decimal marks, or a separator behind one, are the other way of writing.
    if fraction.contains([decimal, group]) {
        return Err(NumberError::OtherMark);
    }
    if fraction.contains([' ', '\'']) {
        return Err(NumberError::BadGrouping);
    }
    let plain = ungrouped(whole, group)?;
    let text = if fraction.is_empty() { plain } else { format!("{plain}.{fraction}") };
    Decimal::from_str_exact(&text).map_err(|_| NumberError::TooLarge)
}

/// The whole part without its separators, which must be of one kind and part thousands (or lakhs, as in India).
fn ungrouped(whole: &str, group: char) -> Result<String, NumberError> {
    let Some(separator) = whole.chars().find(|c| !c.is_ascii_digit()) else {
        return Ok(if whole.is_empty() { "0".to_owned() } else { whole.to_owned() });
    };
    let parts: Vec<&str> = whole.split(separator).collect();
    let plain = parts.concat();
    let [first, middle @ .., last] = parts.as_slice() else { return Err(NumberError::BadGrouping) };
    let even = |size: usize| middle.iter().all(|part| part.len() == size) && (1..=size).contains(&first.len());
    if plain.bytes().all(|b| b.is_ascii_digit()) && last.len() == 3 && (even(3) || even(2)) {
        return Ok(plain);
    }
    let one_comma = separator == group && middle.is_empty();
    Err(if one_comma { NumberError::OtherMark } else { NumberError::BadGrouping })
}
