//! Weeks and fiscal years: the boundaries that date buckets and reports use. Called through `workdays`.

use jiff::civil::Weekday;

use crate::Date;

/// A fiscal year by the month it begins in, 1 to 12.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FiscalYear(u8);

/// A quarter of a fiscal year, which is named after the calendar year it begins in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Quarter {
    pub year: i16,
    /// 1 to 4
    pub quarter: u8,
}

impl FiscalYear {
    /// January to December.
    pub const CALENDAR: FiscalYear = FiscalYear(1);

    /// `None` unless the month is 1 to 12.
    pub fn starting_in(month: u8) -> Option<FiscalYear> {
        (1..=12).contains(&month).then_some(FiscalYear(month))
    }

    /// The quarter a day falls in.
    pub fn quarter_of(self, day: Date) -> Quarter {
        let (year, month) = self.position(day);
        Quarter { year, quarter: month / 3 + 1 }
    }

    /// The first day of a quarter; the day after its last is the start of [`Quarter::next`].
    pub fn start_of(self, quarter: Quarter) -> Date {
        self.first_of(quarter.year, (quarter.quarter.clamp(1, 4) - 1) * 3)
    }

    /// The first day of the fiscal year a day falls in.
    pub fn start_of_year(self, day: Date) -> Date {
        self.first_of(self.position(day).0, 0)
    }

    /// The fiscal year of a day and its months before that day, 0 to 11.
    fn position(self, day: Date) -> (i16, u8) {
        let civil = day.to_jiff();
        let month = civil.month().unsigned_abs();
        if month >= self.0 { (civil.year(), month - self.0) } else { (civil.year() - 1, month + 12 - self.0) }
    }

    /// The first day of the month that begins `months` after the fiscal year does.
    fn first_of(self, year: i16, months: u8) -> Date {
        let months = self.0 - 1 + months;
        let (year, month) = (year.saturating_add(i16::from(months / 12)), months % 12 + 1);
        let month = i8::try_from(month).expect("a month is 1 to 12");
        // Only years outside the calendar (±9999) have no first day; the nearest end stands for them.
        Date::new(year, month, 1).unwrap_or(Date(if year < 0 { i32::MIN } else { i32::MAX }))
    }
}

impl Quarter {
    pub fn next(self) -> Quarter {
        if self.quarter >= 4 {
            Quarter { year: self.year.saturating_add(1), quarter: 1 }
        } else {
            Quarter { quarter: self.quarter + 1, ..self }
        }
    }
}

/// The first day of the week a day is in, for weeks that begin on `first`.
pub fn week_start(day: Date, first: Weekday) -> Date {
    day.plus(-i32::from(first.until(day.to_jiff().weekday())))
}
