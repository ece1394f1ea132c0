//! Money: symbol or code, the currency's own decimal places, compact for summaries. Called through `display`.

use rust_decimal::Decimal;

use super::{compact, currency, decimal, number::round};
use crate::{Currency, value::MONEY_SCALE, words::Lang};

/// `¥1,234.50`, `-$12.00`, `CHF 5.00`, `JP¥1,200`. Further decimals that are stored (unit prices) are shown, not rounded away.
pub fn money(amount: Decimal, code: Currency) -> String {
    let places = currency(code).map_or(2, |info| info.places);
    signed(amount, code, decimal(amount.abs(), places, MONEY_SCALE))
}

/// Rounded to the currency's own places, and without decimals where they are zero: `¥1,860,000`, `¥1,234.50`. What is less than one unit
/// keeps all it has: `¥0.0035`. For tables and cards.
pub fn money_trimmed(amount: Decimal, code: Currency) -> String {
    let places = currency(code).map_or(2, |info| info.places);
    if amount.abs() < Decimal::ONE && !amount.is_zero() {
        return money(amount, code);
    }
    let rounded = round(amount.abs(), places);
    let places = if rounded.fract().is_zero() { 0 } else { places };
    signed(amount, code, decimal(rounded, places, places))
}

/// In whole units: `¥5,009,515`. For sums in reports, where cents only hide the figure.
pub fn money_whole(amount: Decimal, code: Currency) -> String {
    signed(amount, code, decimal(amount.abs(), 0, 0))
}

/// For summaries: `¥186.0 万` in Chinese, `¥1.86M` in English.
pub fn money_compact(lang: Lang, amount: Decimal, code: Currency) -> String {
    signed(amount, code, compact(lang, amount.abs()))
}

fn signed(amount: Decimal, code: Currency, digits: String) -> String {
    let nothing = !digits.contains(|c: char| matches!(c, '1'..='9'));
    let sign = if amount.is_sign_negative() && !nothing { "-" } else { "" };
    let symbol = currency(code).map_or(code.as_str(), |info| info.symbol);
    let space = if symbol.ends_with(|c: char| c.is_ascii_alphabetic()) { " " } else { "" };
    format!("{sign}{symbol}{space}{digits}")
}
