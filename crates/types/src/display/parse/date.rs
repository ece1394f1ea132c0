//! Reads days and moments: ISO and Chinese dates, dates with slashes and dots, English month names, Excel serials, each
//! with a time behind it or not.

use jiff::{
    civil,
    tz::{Offset, TimeZone},
};

use super::{
    order::{self, Order},
    scan::{Piece, scan},
    time::{self, Clock},
};
use crate::{Date, Instant};

/// Why a text is not a date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DateError {
    Empty,
    NotADate,
    /// 30 February, month 13
    NoSuchDay,
    /// 25:00
    NoSuchTime,
    /// `1/5/2024` or `01/02/03` without a told order
    Ambiguous,
}

impl DateError {
    /// The problem code of the field.
    pub fn code(self) -> &'static str {
        match self {
            DateError::Empty => "required",
            DateError::NotADate => "not_a_date",
            DateError::NoSuchDay => "no_such_day",
            DateError::NoSuchTime => "no_such_time",
            DateError::Ambiguous => "ambiguous_date",
        }
    }
}

impl std::fmt::Display for DateError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for DateError {}

/// A day: `2024-01-05`, `2024/1/5`, `2024年1月5日`, `20240105`, `5 Jan 2024`, `45296` (Excel), `5.1.2024` and `1/5/24` in the
/// told order. A time behind the day is read and left out: the day is the one that is written, whatever its offset.
pub fn parse_date(text: &str, order: Option<Order>) -> Result<Date, DateError> {
    read(text, order).map(|(day, _)| Date::from_jiff(day))
}

/// A moment: any day with a time behind it (`13:45`, `下午1:45`, `1:45 PM`, `13时45分`, RFC 3339). Without an offset the clock
/// is that of `zone`; without a time it is the beginning of the day there.
pub fn parse_date_time(text: &str, order: Option<Order>, zone: &TimeZone) -> Result<Instant, DateError> {
    let (day, clock) = read(text, order)?;
    let Some(Clock { time, offset }) = clock else { return Ok(Date::from_jiff(day).start_in(zone)) };
    let zone = offset.map_or_else(|| zone.clone(), Offset::to_time_zone);
    let at = zone.to_ambiguous_timestamp(day.to_datetime(time)).compatible().map_err(|_| DateError::NoSuchTime)?;
    Ok(Instant::from_jiff(at))
}

fn read(text: &str, order: Option<Order>) -> Result<(civil::Date, Option<Clock>), DateError> {
    let pieces = scan(text);
    if pieces.is_empty() {
        return Err(if text.trim().is_empty() { DateError::Empty } else { DateError::NotADate });
    }
    if let Some(serial) = excel(&pieces) {
        return serial;
    }
    let (day, used) = if let Some(compact) = compact(&pieces) {
        (compact?, 1)
    } else if let Some((numbers, used)) = order::three(&pieces) {
        (order::day(&numbers, order)?, used)
    } else {
        let (day, used) = worded(&pieces).ok_or(DateError::NotADate)?;
        (day?, used)
    };
    // 20240105134500
    let tail = pieces[0].digits().filter(|digits| digits.len() == 14).map(|digits| &digits[8..]);
    if let (Some(tail), 1) = (tail, pieces.len()) {
        return Ok((day, time::clock(&[Piece::Digits(tail.to_owned())])?));
    }
    Ok((day, time::clock(&pieces[used..])?))
}

/// Days since 1899-12-30, as Excel counts from March 1900 on; the fraction is the time of the day. Five digits only:
/// shorter serials (before 1927) cannot be told from years.
fn excel(pieces: &[Piece]) -> Option<Result<(civil::Date, Option<Clock>), DateError>> {
    let (days, fraction) = match pieces {
        [Piece::Digits(days)] => (days, None),
        [Piece::Digits(days), Piece::Mark('.'), Piece::Digits(fraction)] => (days, Some(fraction)),
        _ => return None,
    };
    if days.len() != 5 {
        return None;
    }
    let days: i32 = days.parse().ok()?;
    let day = Date::from_jiff(civil::date(1899, 12, 30)).plus(days).to_jiff();
    Some(Ok((day, fraction.and_then(|digits| time::of_day(digits)))))
}

/// `20240105`, alone or before a time, and `20240105134500`.
fn compact(pieces: &[Piece]) -> Option<Result<civil::Date, DateError>> {
    let digits = pieces[0].digits().filter(|digits| digits.len() == 8 || (digits.len() == 14 && pieces.len() == 1))?;
    let part = |range: std::ops::Range<usize>| digits[range].parse().unwrap_or(0);
    Some(order::civil(part(0..4), part(4..6), part(6..8)))
}

/// Dates with an English month: `5 Jan 2024`, `Jan 5, 2024`, `05-Jan-24`, `2024-Jan-05`. The day and how many pieces it took.
fn worded(pieces: &[Piece]) -> Option<(Result<civil::Date, DateError>, usize)> {
    let mut numbers: Vec<&str> = Vec::new();
    let mut month = None;
    for (place, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Digits(digits) => numbers.push(digits),
            Piece::Word(word) if month.is_none() && month_number(word).is_some() => month = month_number(word),
            piece if piece.is_mark(&['-', '/', '.', ',']) || piece.is_word(&["st", "nd", "rd", "th", "of"]) => {}
            _ => return None,
        }
        if let (Some(month), [a, b]) = (month, numbers.as_slice()) {
            let (year, day) = if a.len() == 4 { (a, b) } else { (b, a) };
            return Some((order::civil(order::year(year)?, month, day.parse().ok()?), place + 1));
        }
    }
    None
}

fn month_number(word: &str) -> Option<i32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    if word == "sept" {
        return Some(9);
    }
    let found = MONTHS.iter().position(|month| *month == word || month[..3] == *word)?;
    i32::try_from(found + 1).ok()
}
