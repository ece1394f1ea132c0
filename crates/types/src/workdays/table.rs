//! The table of holidays and make-up days. Called through `workdays`.

use std::sync::OnceLock;

use crate::{Date, words::Lang};

/// What a day is for those who work in China.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DayKind {
    Workday,
    Weekend,
    /// free: the holiday itself, the weekend inside it, or a day exchanged for a weekend
    Holiday(Holiday),
    /// a weekend day that is worked in exchange
    MakeUpDay(Holiday),
}

/// A public holiday.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Holiday {
    zh: &'static str,
    en: &'static str,
}

impl Holiday {
    pub fn name(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }
}

struct Run {
    first: Date,
    last: Date,
    kind: DayKind,
}

/// The first day the table knows.
pub fn known_from() -> Date {
    runs().first().map_or(Date(0), |run| year_of(run).0)
}

/// The last day the table knows: the end of its last year. The next year's days are announced every November and come
/// with a release.
pub fn known_until() -> Date {
    runs().last().map_or(Date(0), |run| year_of(run).1)
}

pub(super) fn lookup(day: Date) -> Option<DayKind> {
    let runs = runs();
    let place = runs.partition_point(|run| run.last < day);
    runs.get(place).filter(|run| run.first <= day).map(|run| run.kind)
}

fn year_of(run: &Run) -> (Date, Date) {
    let year = run.first.to_jiff().year();
    let day = |month, day| Date::new(year, month, day).expect("every year of the table has its first and last day");
    (day(1, 1), day(12, 31))
}

/// Sorted, without overlaps.
fn runs() -> &'static [Run] {
    static RUNS: OnceLock<Vec<Run>> = OnceLock::new();
    RUNS.get_or_init(|| {
        let lines = include_str!("../../data/holidays.tsv").lines();
        lines.map(|line| parse(line).expect("data/holidays.tsv has five columns")).collect()
    })
}

fn parse(line: &'static str) -> Option<Run> {
    let mut columns = line.split('\t');
    let (first, last) = (Date::parse(columns.next()?)?, Date::parse(columns.next()?)?);
    let makeup = columns.next()? == "makeup";
    let holiday = Holiday { zh: columns.next()?, en: columns.next()? };
    let kind = if makeup { DayKind::MakeUpDay(holiday) } else { DayKind::Holiday(holiday) };
    Some(Run { first, last, kind })
}
