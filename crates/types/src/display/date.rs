//! Days: `MM-DD` in tables, 月日 in prose, with the year only when it is another one; days counted from today. Called
//! through `display`.

use jiff::civil::Weekday;

use crate::{
    Date,
    words::{Lang, tr, tr_with},
};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// In tables: `11-22`, and `2025-12-22` in another year than today's.
pub fn date(day: Date, today: Date) -> String {
    let day = day.to_jiff();
    if day.year() == today.to_jiff().year() {
        format!("{:02}-{:02}", day.month(), day.day())
    } else {
        format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day())
    }
}

/// In sentences: `11月22日`, `Nov 22`; `2025年12月22日`, `Dec 22, 2025`.
pub fn date_prose(lang: Lang, day: Date, today: Date) -> String {
    let this_year = same_year(day, today);
    let day = day.to_jiff();
    match (lang, this_year) {
        (Lang::Zh, true) => format!("{}月{}日", day.month(), day.day()),
        (Lang::Zh, false) => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
        (Lang::En, true) => format!("{} {}", &month_name(day.month())[..3], day.day()),
        (Lang::En, false) => format!("{} {}, {}", &month_name(day.month())[..3], day.day(), day.year()),
    }
}

/// With its weekday: `11月22日星期日`, `Sunday, November 22`; the year where it is another one.
pub fn date_long(lang: Lang, day: Date, today: Date) -> String {
    match lang {
        Lang::Zh => {
            format!("{}星期{}", date_prose(lang, day, today), &weekday(lang, day)["周".len()..])
        }
        Lang::En => {
            let civil = day.to_jiff();
            let year = if same_year(day, today) { String::new() } else { format!(", {}", civil.year()) };
            format!("{}, {} {}{year}", weekday_name(civil.weekday()), month_name(civil.month()), civil.day())
        }
    }
}

/// `周日`, `Sun`.
pub fn weekday(lang: Lang, day: Date) -> &'static str {
    let weekday = day.to_jiff().weekday();
    match lang {
        Lang::En => &weekday_name(weekday)[..3],
        Lang::Zh => ["周一", "周二", "周三", "周四", "周五", "周六", "周日"]
            [weekday.to_monday_zero_offset().unsigned_abs() as usize],
    }
}

/// The month a day is in, as reports name it: `2026年11月`, `Nov 2026`.
pub fn month(lang: Lang, day: Date) -> String {
    let day = day.to_jiff();
    match lang {
        Lang::Zh => format!("{}年{}月", day.year(), day.month()),
        Lang::En => format!("{} {}", &month_name(day.month())[..3], day.year()),
    }
}

/// `2026 Q4`, in both languages. The year and quarter of a day come from `workdays::FiscalYear`.
pub fn quarter(year: i16, quarter: u8) -> String {
    format!("{year} Q{quarter}")
}

/// `今天`, `昨天`, `3 天前`, `5 天后`, up to 30 days away; beyond that as in tables.
pub fn relative_day(lang: Lang, day: Date, today: Date) -> String {
    match i64::from(day.0) - i64::from(today.0) {
        0 => tr(lang, "today").into_owned(),
        1 => tr(lang, "tomorrow").into_owned(),
        -1 => tr(lang, "yesterday").into_owned(),
        days @ 2..=30 => tr_with(lang, "in-days", &[("count", days)]),
        days @ -30..=-2 => tr_with(lang, "days-ago", &[("count", -days)]),
        _ => date(day, today),
    }
}

/// In the cells of lists: `今天`, `昨天`, `明天`, otherwise as in tables.
pub fn near_day(lang: Lang, day: Date, today: Date) -> String {
    match i64::from(day.0) - i64::from(today.0) {
        -1..=1 => relative_day(lang, day, today),
        _ => date(day, today),
    }
}

fn same_year(day: Date, today: Date) -> bool {
    day.to_jiff().year() == today.to_jiff().year()
}

fn month_name(month: i8) -> &'static str {
    MONTHS[usize::from(month.unsigned_abs()) - 1]
}

fn weekday_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}
