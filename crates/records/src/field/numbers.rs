//! Exact numbers: rounding, and the 64-bit integers of a fixed scale in which both databases keep decimals, percentages and money.
//! Used by the number and money fields, by `expr` (formula results) and by `query` (sums, averages).

use rust_decimal::{Decimal, RoundingStrategy};
use serde_json::Value as Json;
use types::FieldProblem;

use super::kind::refuse;

/// The largest stored integer on either side of zero: sums of halves stay within 64 bits for any number of rows.
pub(super) const LIMIT: i64 = 1_000_000_000_000_000_000;

/// Significant digits that every JSON reader keeps (RFC 8259 §6: double precision).
const JSON_DIGITS: usize = 15;

/// Half away from zero, as every rounding in the product.
pub fn round(number: Decimal, scale: u32) -> Decimal {
    number.round_dp_with_strategy(scale, RoundingStrategy::MidpointAwayFromZero)
}

/// The integer that is stored: 12.5 at scale 2 is 1250. `None` when digits would be lost or beyond [`LIMIT`].
pub fn scaled(number: Decimal, scale: u32) -> Option<i64> {
    let number = number.normalize();
    let missing = scale.checked_sub(number.scale())?;
    let stored = number.mantissa().checked_mul(10_i128.checked_pow(missing)?)?;
    i64::try_from(stored).ok().filter(|stored| (-LIMIT..=LIMIT).contains(stored))
}

/// The number behind a stored integer.
pub fn unscaled(stored: i64, scale: u32) -> Decimal {
    Decimal::new(stored, scale)
}

/// The number at its fixed scale, or why it cannot be stored.
pub(super) fn fit(number: Decimal, scale: u32) -> Result<i64, FieldProblem> {
    scaled(number, scale).ok_or_else(|| {
        if number.normalize().scale() > scale {
            return refuse("too_many_decimals").with("max", scale);
        }
        let limit = unscaled(LIMIT, scale).normalize();
        refuse("out_of_range").with("min", -limit).with("max", limit)
    })
}

/// Digits without separators, with exactly `scale` decimal places: how programs and files read a number.
pub(super) fn fixed(number: Decimal, scale: u32) -> String {
    let rounded = round(number, scale);
    let rounded = if rounded.is_zero() { Decimal::ZERO } else { rounded };
    format!("{rounded:.places$}", places = scale as usize)
}

/// The number of a REST body: a string of plain digits, or a JSON number that no reader on the way can have rounded.
pub(super) fn from_json(json: &Json) -> Result<Decimal, FieldProblem> {
    match json {
        Json::String(text) => plain(text),
        Json::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(whole), _) => Ok(Decimal::from(whole)),
            (_, Some(whole)) => Ok(Decimal::from(whole)),
            _ => from_double(&number.to_string()),
        },
        _ => Err(super::kind::wrong_type("number")),
    }
}

/// `-1234.50`: a sign, digits, a point, digits.
fn plain(text: &str) -> Result<Decimal, FieldProblem> {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let well_formed = match unsigned.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(unsigned),
    };
    if !well_formed {
        return Err(refuse("not_a_number"));
    }
    Decimal::from_str_exact(text).map_err(|_| refuse("number_too_large"))
}

/// The shortest digits of a double; more than fifteen of them may stand for another number than was meant.
fn from_double(text: &str) -> Result<Decimal, FieldProblem> {
    let mantissa = text.split(['e', 'E']).next().unwrap_or_default();
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    if digits.trim_matches('0').len() > JSON_DIGITS {
        return Err(refuse("number_too_large"));
    }
    let number =
        if mantissa.len() == text.len() { Decimal::from_str_exact(text) } else { Decimal::from_scientific(text) };
    number.map_err(|_| refuse("number_too_large"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn number(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn halves_go_away_from_zero() {
        for (from, to) in [("0.125", "0.13"), ("-0.125", "-0.13"), ("2.5", "2.50"), ("0.1249", "0.12")] {
            assert_eq!(round(number(from), 2), number(to), "{from}");
        }
    }

    #[test]
    fn what_does_not_fit_is_told_apart_from_what_loses_digits() {
        assert_eq!(scaled(number("12.5"), 2), Some(1250));
        assert_eq!(scaled(number("12.500000"), 2), Some(1250));
        assert_eq!(fit(number("12.505"), 2).unwrap_err().code, "too_many_decimals");
        assert_eq!(fit(number("10000000000000000.01"), 2).unwrap_err().code, "out_of_range");
        assert_eq!(scaled(number("10000000000000000"), 2), Some(LIMIT));
        assert_eq!(scaled(Decimal::MAX, 9), None);
    }

    #[test]
    fn a_json_number_counts_only_if_it_is_exact() {
        for (given, expected) in [
            (json!("1234.50"), Some("1234.5")),
            (json!(1234.5), Some("1234.5")),
            (json!(0.1), Some("0.1")),
            (json!(1e3), Some("1000")),
            (json!(9_007_199_254_740_993_i64), Some("9007199254740993")),
            (json!(0.123_456_789_012_345_68), None),
            (json!(1e40), None),
            (json!("1,234"), None),
            (json!("1e3"), None),
            (json!(".5"), None),
            (json!("1_000"), None),
            (json!("99999999999999999999999999999999"), None),
            (json!(true), None),
        ] {
            assert_eq!(from_json(&given).ok(), expected.map(number), "{given}");
        }
    }

    proptest! {
        #[test]
        fn a_stored_number_comes_back(stored in -LIMIT..=LIMIT, scale in 0_u32..=9) {
            prop_assert_eq!(scaled(unscaled(stored, scale), scale), Some(stored));
            prop_assert_eq!(number(&fixed(unscaled(stored, scale), scale)), unscaled(stored, scale));
        }
    }
}
