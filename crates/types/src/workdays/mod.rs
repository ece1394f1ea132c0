//! The working calendar of China: public holidays and make-up days (调休) as the State Council announces them year by year,
//! working-day arithmetic, weeks and fiscal years. Used by due times, service levels and reports.
//!
//! The table is `data/holidays.tsv` (`data/sources.json` says where from). Years outside it have weekends only:
//! [`known_until`] tells, so that a page can say so.

mod fiscal;
mod table;
#[cfg(test)]
mod tests;

pub use fiscal::{FiscalYear, Quarter, week_start};
pub use table::{DayKind, Holiday, known_from, known_until};

use crate::Date;

/// The furthest [`add_working_days`] goes: about four centuries.
pub const FURTHEST: i32 = 100_000;

/// What kind of day this is in China. Outside the years of the table only weekends are known.
pub fn kind_of(day: Date) -> DayKind {
    table::lookup(day).unwrap_or(match day.to_jiff().weekday().to_monday_zero_offset() {
        5 | 6 => DayKind::Weekend,
        _ => DayKind::Workday,
    })
}

/// Workdays and make-up days.
pub fn is_working(day: Date) -> bool {
    matches!(kind_of(day), DayKind::Workday | DayKind::MakeUpDay(_))
}

/// The `count`-th working day after `day` (before it, if negative); `day` itself for 0, whatever it is. Counts beyond
/// [`FURTHEST`] are cut there.
pub fn add_working_days(day: Date, count: i32) -> Date {
    let step = count.signum();
    let mut day = day;
    for _ in 0..count.unsigned_abs().min(FURTHEST.unsigned_abs()) {
        day = day.plus(step);
        while !is_working(day) {
            day = day.plus(step);
        }
    }
    day
}
