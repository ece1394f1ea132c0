//! Numbers: thousands separators, percent, compact forms (万/亿, K/M/B), file sizes. Called through `display`.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::words::Lang;

/// `1,234,567`.
pub fn integer(number: i64) -> String {
    grouped(&number.to_string())
}

/// At least `least` and at most `most` decimal places, half rounded away from zero: `decimal(n, 2, 2)` is `1,234.50`,
/// `decimal(n, 0, 4)` is `1,234.5`.
pub fn decimal(number: Decimal, least: u32, most: u32) -> String {
    let mut rounded = round(number, most).normalize();
    if rounded.is_zero() {
        rounded = Decimal::ZERO;
    }
    let places = rounded.scale().max(least) as usize;
    grouped(&format!("{rounded:.places$}"))
}

/// `12.5` is `12.5%`; two decimal places at most.
pub fn percent(number: Decimal) -> String {
    decimal(number, 0, 2) + "%"
}

/// For summaries: `186.0 万`, `6.8 亿` in Chinese, `1.86M`, `260K` in English, and the whole number below that.
pub fn compact(lang: Lang, number: Decimal) -> String {
    match lang {
        Lang::Zh => chinese(number),
        Lang::En => english(number),
    }
}

fn chinese(number: Decimal) -> String {
    let (wan, yi) = (Decimal::from(10_000), Decimal::from(100_000_000));
    let whole = round(number, 0);
    if whole.abs() < wan {
        return decimal(whole, 0, 0);
    }
    let (amount, places) = in_unit(number, wan, Decimal::ONE_THOUSAND, 1);
    if amount.abs() < wan {
        return decimal(amount, places, places) + " 万";
    }
    let (amount, places) = in_unit(number, yi, Decimal::ONE_THOUSAND, 1);
    decimal(amount, places, places) + " 亿"
}

fn english(number: Decimal) -> String {
    let thousand = Decimal::ONE_THOUSAND;
    let whole = round(number, 0);
    if whole.abs() < thousand {
        return decimal(whole, 0, 0);
    }
    let (amount, _) = in_unit(number, thousand, Decimal::ONE_HUNDRED, 1);
    if amount.abs() < thousand {
        return decimal(amount, 0, 1) + "K";
    }
    let (amount, places) = in_unit(number, Decimal::from(1_000_000), Decimal::ONE_HUNDRED, 2);
    if amount.abs() < thousand {
        return decimal(amount, places, places) + "M";
    }
    let (amount, places) = in_unit(number, Decimal::from(1_000_000_000), Decimal::ONE_HUNDRED, 2);
    decimal(amount, places, places) + "B"
}

/// The amount in a unit with `places` decimals, one fewer from `limit` on. All steps are decided on rounded figures, so
/// that 1.0 亿 is never 10,000 万.
fn in_unit(number: Decimal, unit: Decimal, limit: Decimal, places: u32) -> (Decimal, u32) {
    let exact = number / unit;
    let fine = round(exact, places);
    if fine.abs() < limit { (fine, places) } else { (round(exact, places - 1), places - 1) }
}

/// `86 KB`, `4.2 MB`; units of 1,024 as the desktops of our users show them.
pub fn file_size(bytes: u64) -> String {
    if bytes < 1024 {
        return format!("{bytes} B");
    }
    let mut size = Decimal::from(bytes);
    let mut unit = "B";
    for next in ["KB", "MB", "GB", "TB"] {
        if size < Decimal::from(1024) {
            break;
        }
        size /= Decimal::from(1024);
        unit = next;
    }
    let places = if size < Decimal::TEN && unit != "KB" { 1 } else { 0 };
    format!("{} {unit}", decimal(size, 0, places))
}

pub(super) fn round(number: Decimal, places: u32) -> Decimal {
    number.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
}

/// Puts commas into the whole part of plain digits with an optional sign and decimals.
fn grouped(plain: &str) -> String {
    let (sign, unsigned) = plain.strip_prefix('-').map_or(("", plain), |rest| ("-", rest));
    let (whole, fraction) = unsigned.split_at(unsigned.find('.').unwrap_or(unsigned.len()));
    let mut text = String::with_capacity(plain.len() + whole.len() / 3);
    text.push_str(sign);
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text.push_str(fraction);
    text
}
