//! The first instant of every day in a zone, as a short table, so that a date beside a time means the same in memory and in the database.
//! Made by `check` where a date column meets a time column; read by `eval` and `sql`.

use std::sync::Arc;

use jiff::tz::TimeZone;
use types::{Date, Instant};

/// Runs of days: from this day on, days begin so many microseconds after midnight UTC. Never empty; the first run also covers what is before it.
#[derive(Clone, PartialEq)]
pub struct Starts(Arc<[(Date, i64)]>);

/// Without the table: hundreds of runs in some zones.
impl std::fmt::Debug for Starts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Starts({} runs)", self.0.len())
    }
}

impl Starts {
    /// Changes of the clock from 1970 to 2070; before and after, the first and the last one hold.
    pub fn of(zone: &TimeZone) -> Starts {
        let after = |day: Date| day.start_in(zone).0 - i64::from(day.0) * Instant::DAY;
        let year = |year| Date::new(year, 1, 1).expect("a year has a first day");
        let (first, last) = (year(1970), year(2070));
        let mut runs = vec![(first, after(first))];
        for change in zone.following(first.start_in(zone).to_jiff()) {
            let day = Instant::from_jiff(change.timestamp()).date_in(zone);
            if day > last {
                break;
            }
            for day in [day.plus(-1), day, day.plus(1)] {
                let run = (day, after(day));
                if runs.last().is_some_and(|(_, before)| *before != run.1) {
                    runs.push(run);
                }
            }
        }
        Starts(runs.into())
    }

    pub fn runs(&self) -> &[(Date, i64)] {
        &self.0
    }

    pub fn of_day(&self, day: Date) -> Instant {
        let run = self.0.partition_point(|(first, _)| *first <= day).max(1) - 1;
        Instant(i64::from(day.0) * Instant::DAY + self.0[run].1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_gives_the_first_instant_of_every_day() {
        for zone in ["Asia/Shanghai", "America/New_York", "America/Sao_Paulo", "Pacific/Apia", "UTC"] {
            let zone = TimeZone::get(zone).unwrap();
            let starts = Starts::of(&zone);
            for day in 0..36_500 {
                assert_eq!(starts.of_day(Date(day)), Date(day).start_in(&zone), "{} in {zone:?}", Date(day));
            }
        }
    }
}
