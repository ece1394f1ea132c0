//! Moments and days as the engine stores them: microseconds and day numbers, UTC. Formatting for people lives in `display`. Used by every layer.

use jiff::{Timestamp, civil, tz::TimeZone};

/// Microseconds since 1970-01-01T00:00Z.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Instant(pub i64);

/// Days since 1970-01-01 in the proleptic Gregorian calendar.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Date(pub i32);

impl Instant {
    pub const SECOND: i64 = 1_000_000;
    pub const MINUTE: i64 = 60 * Self::SECOND;
    pub const HOUR: i64 = 60 * Self::MINUTE;
    pub const DAY: i64 = 24 * Self::HOUR;

    pub fn plus(self, micros: i64) -> Instant {
        Instant(self.0.saturating_add(micros))
    }

    pub fn to_jiff(self) -> Timestamp {
        Timestamp::from_microsecond(self.0).unwrap_or(if self.0 < 0 { Timestamp::MIN } else { Timestamp::MAX })
    }

    pub fn from_jiff(at: Timestamp) -> Instant {
        Instant(at.as_microsecond())
    }

    /// RFC 3339 with any offset.
    pub fn parse(text: &str) -> Option<Instant> {
        text.parse::<Timestamp>().ok().map(Instant::from_jiff)
    }

    /// The day this moment falls on in `zone`.
    pub fn date_in(self, zone: &TimeZone) -> Date {
        Date::from_jiff(zone.to_datetime(self.to_jiff()).date())
    }
}

/// RFC 3339, UTC, with as many decimals as needed.
impl std::fmt::Display for Instant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.to_jiff())
    }
}

impl Date {
    pub fn from_jiff(day: civil::Date) -> Date {
        let epoch = civil::date(1970, 1, 1);
        Date(day.since(epoch).map_or(0, |span| span.get_days()))
    }

    pub fn to_jiff(self) -> civil::Date {
        civil::date(1970, 1, 1)
            .checked_add(jiff::Span::new().try_days(self.0).unwrap_or_default())
            .unwrap_or(if self.0 < 0 { civil::Date::MIN } else { civil::Date::MAX })
    }

    pub fn new(year: i16, month: i8, day: i8) -> Option<Date> {
        civil::Date::new(year, month, day).ok().map(Date::from_jiff)
    }

    /// `YYYY-MM-DD` and nothing else.
    pub fn parse(text: &str) -> Option<Date> {
        let bytes = text.as_bytes();
        let shape = bytes.len() == 10 && bytes[4] == b'-' && bytes[7] == b'-';
        let digits = |range: std::ops::Range<usize>| text.get(range).filter(|t| t.bytes().all(|b| b.is_ascii_digit()));
        if !shape {
            return None;
        }
        Date::new(digits(0..4)?.parse().ok()?, digits(5..7)?.parse().ok()?, digits(8..10)?.parse().ok()?)
    }

    pub fn plus(self, days: i32) -> Date {
        Date(self.0.saturating_add(days))
    }

    /// The first instant of this day in `zone` (after a gap at midnight: the first moment that exists).
    pub fn start_in(self, zone: &TimeZone) -> Instant {
        let at = zone.to_ambiguous_zoned(self.to_jiff().at(0, 0, 0, 0)).compatible();
        at.map_or(Instant(i64::from(self.0) * Instant::DAY), |zoned| Instant::from_jiff(zoned.timestamp()))
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.to_jiff())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!(Date::parse("1970-01-01"), Some(Date(0)));
        assert_eq!(Date::parse("2017-03-01").map(|d| d.0), Some(17_226));
        assert_eq!(Date(17_226).to_string(), "2017-03-01");
        assert_eq!(Date::parse("1969-12-31"), Some(Date(-1)));
        for bad in ["2026-02-30", "2026-2-3", "26-02-03", "", "2026/02/03", "+026-02-03"] {
            assert_eq!(Date::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_day_begins_at_the_first_instant_of_its_zone() {
        let shanghai = TimeZone::get("Asia/Shanghai").unwrap();
        let day = Date::parse("2026-11-22").unwrap();
        assert_eq!(day.start_in(&shanghai).to_string(), "2026-11-21T16:00:00Z");
        assert_eq!(day.start_in(&shanghai).date_in(&shanghai), day);
        assert_eq!(day.start_in(&shanghai).plus(-1).date_in(&shanghai), day.plus(-1));
    }
}
