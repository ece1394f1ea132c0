//! Moments in a zone, how long ago they were, and how long things take. Called through `display`.

use jiff::tz::TimeZone;

use super::{date, date_prose, near_day};
use crate::{
    Date, Instant,
    words::{Lang, tr, tr_with},
};

/// `14:05`.
pub fn time(at: Instant, zone: &TimeZone) -> String {
    let clock = zone.to_datetime(at.to_jiff());
    format!("{:02}:{:02}", clock.hour(), clock.minute())
}

/// In tables: `11-22 14:05`, with the year where it is another one than today's.
pub fn date_time(at: Instant, zone: &TimeZone, today: Date) -> String {
    format!("{} {}", date(at.date_in(zone), today), time(at, zone))
}

/// In sentences: `11月22日 14:05`, `Nov 22, 14:05`.
pub fn date_time_prose(lang: Lang, at: Instant, zone: &TimeZone, today: Date) -> String {
    joined(lang, date_prose(lang, at.date_in(zone), today), at, zone)
}

/// Everything, for tooltips and histories: `2026-11-22 14:05:09`.
pub fn date_time_full(at: Instant, zone: &TimeZone) -> String {
    zone.to_datetime(at.to_jiff()).strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// `今天 10:24`, `昨天 16:20`, `明天 14:00`, otherwise as in sentences.
pub fn day_and_time(lang: Lang, at: Instant, zone: &TimeZone, today: Date) -> String {
    let day = at.date_in(zone);
    match i64::from(day.0) - i64::from(today.0) {
        0 => joined(lang, tr(lang, "today").into_owned(), at, zone),
        1 => joined(lang, tr(lang, "tomorrow").into_owned(), at, zone),
        -1 => joined(lang, tr(lang, "yesterday").into_owned(), at, zone),
        _ => date_time_prose(lang, at, zone, today),
    }
}

/// In the cells of lists, where a day is enough: `今天 10:24`, `昨天`, `明天`, otherwise as in tables.
pub fn day_or_time(lang: Lang, at: Instant, zone: &TimeZone, today: Date) -> String {
    let day = at.date_in(zone);
    if day == today { day_and_time(lang, at, zone, today) } else { near_day(lang, day, today) }
}

/// `刚刚`, `12 分钟前`, `2 小时前` on the same day, then `昨天 16:20`, then the date. What is still to come is told as
/// [`day_and_time`].
pub fn ago(lang: Lang, at: Instant, now: Instant, zone: &TimeZone) -> String {
    let today = now.date_in(zone);
    let passed = now.0.saturating_sub(at.0);
    let count = |unit: i64| [("count", passed / unit)];
    match passed {
        past if past.abs() < Instant::MINUTE => tr(lang, "just-now").into_owned(),
        Instant::MINUTE..Instant::HOUR => tr_with(lang, "minutes-ago", &count(Instant::MINUTE)),
        Instant::HOUR..Instant::DAY if at.date_in(zone) == today => tr_with(lang, "hours-ago", &count(Instant::HOUR)),
        _ => day_and_time(lang, at, zone, today),
    }
}

/// The two largest units of a length of time in seconds: `18 分钟`, `3 h 20 min`, `2 天 4 小时`. Seconds only below a minute.
pub fn duration(lang: Lang, seconds: i64) -> String {
    let units =
        [("duration-days", 86_400), ("duration-hours", 3_600), ("duration-minutes", 60), ("duration-seconds", 1)];
    let total = seconds.unsigned_abs();
    let first = units.iter().position(|(_, unit)| total >= *unit).unwrap_or(units.len() - 1);
    let (key, unit) = units[first];
    let mut parts = vec![tr_with(lang, key, &[("count", total / unit)])];
    if let Some((key, smaller)) = units.get(first + 1).filter(|(_, smaller)| *smaller > 1) {
        let rest = total % unit / smaller;
        if rest > 0 {
            parts.push(tr_with(lang, key, &[("count", rest)]));
        }
    }
    let sign = if seconds < 0 { "-" } else { "" };
    format!("{sign}{}", parts.join(" "))
}

fn joined(lang: Lang, day: String, at: Instant, zone: &TimeZone) -> String {
    tr_with(lang, "day-and-time", &[("day", day), ("time", time(at, zone))])
}
