//! Days counted from today. Called by `calls`; the bounds are dates, so that what is compared with them can use an index.

use jiff::Span;
use types::Date;

/// Units of the calendar that have a first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Period {
    Week,
    Month,
    Quarter,
    Year,
    FiscalQuarter,
    FiscalYear,
}

/// `months` later, or the last day of that month if it is shorter.
pub(super) fn months_later(day: Date, months: i64) -> Option<Date> {
    let span = Span::new().try_months(months).ok()?;
    day.to_jiff().checked_add(span).ok().map(Date::from_jiff)
}

/// The first day of the period that `day` is in, and from there `further` periods on.
pub(super) fn start_of(period: Period, day: Date, further: i64, fiscal_start: u8, week_start: u8) -> Option<Date> {
    let date = day.to_jiff();
    let month = i64::from(date.month()) - 1;
    // months since the beginning of the period, and how long it is
    let (into, length) = match period {
        Period::Week => {
            let into = (date.weekday().to_monday_one_offset() - week_start as i8).rem_euclid(7);
            let days = further.checked_mul(7)?.checked_sub(i64::from(into))?;
            return date.checked_add(Span::new().try_days(days).ok()?).ok().map(Date::from_jiff);
        }
        Period::Month => (0, 1),
        Period::Quarter => (month % 3, 3),
        Period::Year => (month, 12),
        Period::FiscalQuarter => ((month + 1 - i64::from(fiscal_start)).rem_euclid(12) % 3, 3),
        Period::FiscalYear => ((month + 1 - i64::from(fiscal_start)).rem_euclid(12), 12),
    };
    months_later(Date::from_jiff(date.first_of_month()), further.checked_mul(length)?.checked_sub(into)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn starts(period: Period, day: &str, further: i64) -> String {
        start_of(period, Date::parse(day).unwrap(), further, 4, 1).unwrap().to_string()
    }

    #[test]
    fn periods_begin_where_the_calendar_says() {
        for (period, day, further, expected) in [
            (Period::Week, "2026-11-22", 0, "2026-11-16"),
            (Period::Week, "2026-11-16", -1, "2026-11-09"),
            (Period::Month, "2026-11-22", 0, "2026-11-01"),
            (Period::Month, "2026-11-22", 2, "2027-01-01"),
            (Period::Quarter, "2026-11-22", 0, "2026-10-01"),
            (Period::Quarter, "2026-02-03", -1, "2025-10-01"),
            (Period::Year, "2026-11-22", -1, "2025-01-01"),
            (Period::FiscalYear, "2026-03-31", 0, "2025-04-01"),
            (Period::FiscalYear, "2026-04-01", 0, "2026-04-01"),
            (Period::FiscalQuarter, "2026-03-31", 0, "2026-01-01"),
            (Period::FiscalQuarter, "2026-05-31", 1, "2026-07-01"),
        ] {
            assert_eq!(starts(period, day, further), expected, "{period:?} {day} {further}");
        }
    }

    #[test]
    fn a_month_that_is_shorter_ends_earlier() {
        let day = Date::parse("2026-03-31").unwrap();
        assert_eq!(months_later(day, -1).unwrap().to_string(), "2026-02-28");
        assert_eq!(months_later(day, i64::MAX), None);
    }
}
