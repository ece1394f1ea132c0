//! Dates and times as people and other systems write them, in canonical text. Called by `kind` for guessing and by the
//! import for reading a column under the order that was guessed.

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use super::narrow;

/// Which number comes first where the year does not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// 2024-01-05, 2024/1/5, 2024年1月5日, 20240105. Read under every order.
    #[default]
    YearMonthDay,
    /// 05/01/2024 is the fifth of January.
    DayMonthYear,
    /// 01/05/2024 is the fifth of January.
    MonthDayYear,
}

/// The date, or nothing. A time behind it must be midnight, as databases write dates.
pub fn date(text: &str, order: DateOrder) -> Option<Date> {
    let text = narrow(text);
    let (date, rest) = leading_date(&text, order)?;
    let rest = rest.trim_start_matches(['t', ' ']);
    (rest.is_empty() || time(rest).is_some_and(|(time, _)| time == Time::midnight())).then_some(date)
}

/// `2024-01-05T08:30:00`, with the zone behind it (`Z`, `+08:00`) if the text has one. A date alone is none.
pub fn date_time(text: &str, order: DateOrder) -> Option<String> {
    let text = narrow(text);
    let (date, rest) = leading_date(&text, order)?;
    let rest = rest.strip_prefix(['t', ' ', ',']).or_else(|| rest.starts_with(['上', '下']).then_some(rest))?;
    let (time, zone) = time(rest.trim_start())?;
    Some(format!("{}{zone}", date.to_datetime(time)))
}

/// A date at the beginning and what is behind it.
fn leading_date(text: &str, order: DateOrder) -> Option<(Date, &str)> {
    numeric(text, order).or_else(|| compact(text)).or_else(|| with_month_name(text))
}

fn numeric(text: &str, order: DateOrder) -> Option<(Date, &str)> {
    let (first, rest) = digits(text, 4)?;
    let (mark, rest) = separator(rest, &['-', '/', '.', '年'])?;
    let (second, rest) = digits(rest.trim_start(), 2)?;
    let (other, rest) = separator(rest, &['-', '/', '.', '月'])?;
    if (mark == '年') != (other == '月') || (mark != '年' && mark != other) {
        return None;
    }
    let (third, mut rest) = digits(rest.trim_start(), 4)?;
    if mark == '年' {
        rest = rest.strip_prefix(['日', '号']).unwrap_or(rest);
    }
    let (year, month, day) = match order {
        _ if first.len() == 4 => (first, second, third),
        DateOrder::DayMonthYear if first.len() < 3 => (third, second, first),
        DateOrder::MonthDayYear if first.len() < 3 => (third, first, second),
        _ => return None,
    };
    Some((civil(year, month, day)?, rest))
}

/// 20240105, of a century that records are from.
fn compact(text: &str) -> Option<(Date, &str)> {
    let (number, rest) = digits(text, 9)?;
    if number.len() != 8 || !(number.starts_with("19") || number.starts_with("20")) {
        return None;
    }
    Some((civil(&number[..4], &number[4..6], &number[6..])?, rest))
}

/// `5 January 2024`, `05-Jan-2024`, `Jan 5, 2024`.
fn with_month_name(text: &str) -> Option<(Date, &str)> {
    let (day, month, rest) = match digits(text, 2) {
        Some((day, rest)) => {
            let (month, rest) = month_name(after_gap(rest))?;
            (day, month, rest)
        }
        None => {
            let (month, rest) = month_name(text)?;
            let (day, rest) = digits(after_gap(rest), 2)?;
            (day, month, rest)
        }
    };
    let (year, rest) = digits(after_gap(rest), 4)?;
    Some((civil(year, month, day)?, rest))
}

fn after_gap(text: &str) -> &str {
    text.trim_start_matches([' ', '-', '.', ',', '/'])
}

/// The number of an English month, written out or cut to three letters at least.
fn month_name(text: &str) -> Option<(&'static str, &str)> {
    const MONTHS: [(&str, &str); 12] = [
        ("january", "1"),
        ("february", "2"),
        ("march", "3"),
        ("april", "4"),
        ("may", "5"),
        ("june", "6"),
        ("july", "7"),
        ("august", "8"),
        ("september", "9"),
        ("october", "10"),
        ("november", "11"),
        ("december", "12"),
    ];
    let length = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (word, rest) = text.split_at(length);
    let (_, number) = MONTHS.iter().find(|(name, _)| word.len() >= 3 && name.starts_with(word))?;
    Some((number, rest))
}

/// Two-digit years are of 1970 to 2069.
fn civil(year: &str, month: &str, day: &str) -> Option<Date> {
    let mut number: i16 = year.parse().ok()?;
    match year.len() {
        4 => {}
        2 => number += if number < 70 { 2000 } else { 1900 },
        _ => return None,
    }
    if month.len() > 2 || day.len() > 2 {
        return None;
    }
    Date::new(number, month.parse().ok()?, day.parse().ok()?).ok()
}

/// `8:30`, `08:30:00.5`, `8:30 PM`, `下午8:30`, with the zone behind it.
fn time(text: &str) -> Option<(Time, String)> {
    let (half, text) = half_of_day(text);
    let (hour, rest) = digits(text, 2)?;
    let (minute, mut rest) = digits(rest.strip_prefix(':')?, 2)?;
    let mut second = "0";
    let mut nanosecond = 0;
    if let Some((found, behind)) = rest.strip_prefix(':').and_then(|rest| digits(rest, 2)) {
        (second, rest) = (found, behind);
        if let Some((fraction, behind)) = rest.strip_prefix('.').and_then(|rest| digits(rest, 9)) {
            nanosecond = format!("{fraction:0<9}").parse().ok()?;
            rest = behind;
        }
    }
    let (late_half, rest) = half_of_day(rest.trim_start());
    let mut hour: i8 = hour.parse().ok()?;
    match half.or(late_half) {
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(Half::Morning) => hour %= 12,
        Some(Half::Afternoon) => hour = hour % 12 + 12,
        None => {}
    }
    let time = Time::new(hour, minute.parse().ok()?, second.parse().ok()?, nanosecond).ok()?;
    Some((time, zone(rest.trim())?))
}

enum Half {
    Morning,
    Afternoon,
}

fn half_of_day(text: &str) -> (Option<Half>, &str) {
    let words = [("上午", Half::Morning), ("下午", Half::Afternoon), ("am", Half::Morning), ("pm", Half::Afternoon)];
    for (word, half) in words {
        if let Some(rest) = text.strip_prefix(word) {
            return (Some(half), rest.trim_start());
        }
    }
    (None, text)
}

fn zone(text: &str) -> Option<String> {
    match text {
        "" => return Some(String::new()),
        "z" | "utc" | "gmt" => return Some("Z".to_owned()),
        _ => {}
    }
    let (sign, rest) = separator(text, &['+', '-'])?;
    let number: String = rest.chars().filter(|c| *c != ':').collect();
    let padded = if number.len() == 2 { format!("{number}00") } else { number };
    let valid = padded.len() == 4 && padded.bytes().all(|byte| byte.is_ascii_digit());
    valid.then(|| format!("{sign}{}:{}", &padded[..2], &padded[2..]))
}

fn digits(text: &str, most: usize) -> Option<(&str, &str)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    (1..=most).contains(&length).then(|| text.split_at(length))
}

fn separator<'a>(text: &'a str, allowed: &[char]) -> Option<(char, &'a str)> {
    let first = text.chars().next().filter(|c| allowed.contains(c))?;
    Some((first, &text[first.len_utf8()..]))
}
