//! Choices that set-up and settings share: currencies, time zones, months, days of the week, languages.

use types::{
    Date, Instant,
    words::{Lang, tr, tr_with},
};

use crate::ui::filter::Choice;

const CURRENCIES: [&str; 10] = ["CNY", "HKD", "TWD", "USD", "EUR", "GBP", "JPY", "SGD", "AUD", "CAD"];

pub fn currencies(lang: Lang) -> Vec<Choice> {
    let rest = types::display::currencies().iter().map(|info| info.code.to_string());
    let rest = rest.filter(|code| !CURRENCIES.contains(&code.as_str()));
    let all = CURRENCIES.into_iter().map(str::to_string).chain(rest);
    all.map(|code| {
        let name = currency_name(lang, &code);
        (code, name)
    })
    .collect()
}

fn currency_name(lang: Lang, code: &str) -> String {
    let info = types::Currency::parse(code).and_then(types::display::currency);
    info.map_or_else(|| code.to_string(), |i| format!("{} {code}", i.name(lang)))
}

/// The zones people live in, the usual ones first and by name: "China Standard Time (UTC+8) Asia/Shanghai", with what their clocks say `now`.
pub fn zones(lang: Lang, now: Instant) -> Vec<Choice> {
    const USUAL: [&str; 12] = [
        "Asia/Shanghai",
        "Asia/Hong_Kong",
        "Asia/Taipei",
        "Asia/Singapore",
        "Asia/Tokyo",
        "Asia/Kolkata",
        "Europe/Berlin",
        "Europe/London",
        "America/New_York",
        "America/Chicago",
        "America/Los_Angeles",
        "UTC",
    ];
    const PLACES: [&str; 8] =
        ["Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/"];
    let known = jiff::tz::db();
    let mut rest: Vec<String> = known.available().map(|name| name.to_string()).collect();
    rest.retain(|name| PLACES.iter().any(|place| name.starts_with(place)) && !USUAL.contains(&name.as_str()));
    rest.sort();
    let named = |code: String| {
        let offset = known.get(&code).map(|zone| offset(zone.to_offset(now.to_jiff()).seconds())).unwrap_or_default();
        let name = match USUAL.contains(&code.as_str()) {
            true => tr(lang, &format!("zone-{}", code.to_lowercase().replace(['/', '_'], "-"))).into_owned(),
            // the others by their place: "Pacific/Port_Moresby" is Port Moresby
            false => code.rsplit('/').next().unwrap_or_default().replace('_', " "),
        };
        let args = [("name", name.as_str()), ("offset", offset.as_str()), ("code", code.as_str())];
        (code.clone(), tr_with(lang, "zone-of", &args))
    };
    USUAL.into_iter().map(str::to_string).chain(rest).map(named).collect()
}

/// `UTC+8`, `UTC-3:30`, `UTC`.
fn offset(seconds: i32) -> String {
    let (sign, minutes) = (if seconds < 0 { '-' } else { '+' }, seconds.abs() / 60);
    match (minutes / 60, minutes % 60) {
        (0, 0) => "UTC".into(),
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, rest) => format!("UTC{sign}{hours}:{rest:02}"),
    }
}

pub fn languages() -> Vec<Choice> {
    Lang::ALL.iter().map(|lang| (lang.tag().to_string(), lang.own_name().to_string())).collect()
}

/// January is 1.
pub fn months(lang: Lang) -> Vec<Choice> {
    let name = |number: i8| match lang {
        Lang::Zh => format!("{number} 月"),
        Lang::En => jiff::civil::date(2026, number, 1).strftime("%B").to_string(),
    };
    (1..=12).map(|number| (number.to_string(), name(number))).collect()
}

/// Monday is 1.
pub fn weekdays(lang: Lang) -> Vec<Choice> {
    // a Monday and the six days after it
    let monday = Date::parse("2026-11-23").expect("a day of the calendar");
    let name = |n: i32| types::display::weekday(lang, Date(monday.0 + n)).to_string();
    (0..7).map(|n| ((n + 1).to_string(), name(n))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_say_what_their_clocks_show() {
        let now = Date::parse("2026-11-22").expect("a day").start_in(&jiff::tz::TimeZone::UTC);
        let name = |lang, code: &str| {
            let zones = zones(lang, now);
            zones.into_iter().find(|(known, _)| known == code).map(|(_, name)| name).unwrap_or_default()
        };
        assert_eq!(name(Lang::Zh, "Asia/Shanghai"), "中国标准时间（UTC+8）Asia/Shanghai");
        assert_eq!(name(Lang::En, "America/St_Johns"), "St Johns (UTC-3:30) America/St_Johns");
        assert_eq!(name(Lang::En, "UTC"), "Coordinated Universal Time (UTC) UTC");
    }
}
