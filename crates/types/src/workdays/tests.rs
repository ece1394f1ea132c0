//! The working calendar against announced days.

use jiff::civil::Weekday;

use super::*;
use crate::words::Lang::{En, Zh};

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

#[test]
fn days_are_what_was_announced() {
    let told = |text: &str| match kind_of(day(text)) {
        DayKind::Workday => "work".to_owned(),
        DayKind::Weekend => "weekend".to_owned(),
        DayKind::Holiday(holiday) => format!("{} {}", holiday.name(Zh), holiday.name(En)),
        DayKind::MakeUpDay(holiday) => format!("makes up for {}", holiday.name(En)),
    };
    let cases = [
        ("2026-11-20", "work"),
        ("2026-11-22", "weekend"),
        ("2026-02-17", "春节 Spring Festival"),
        ("2026-02-14", "makes up for Spring Festival"),
        ("2026-10-01", "国庆节 National Day"),
        ("2026-10-08", "work"),
        ("2026-10-10", "makes up for National Day"),
        ("2025-10-06", "中秋 Mid-Autumn Festival"),
        ("2024-02-04", "makes up for Spring Festival"),
        ("2020-01-31", "春节 Spring Festival"),
        ("2015-09-03", "抗战胜利纪念日 Victory Day"),
        ("2003-10-01", "work"),
        ("2099-01-01", "work"),
    ];
    for (text, kind) in cases {
        assert_eq!(told(text), kind, "{text}");
    }
}

#[test]
fn the_table_says_which_years_it_knows() {
    assert_eq!(known_from(), day("2004-01-01"));
    assert!(known_until() >= day("2026-12-31"));
    assert!(known_until().to_string().ends_with("-12-31"));
}

#[test]
fn make_up_days_are_weekend_days_and_runs_do_not_overlap() {
    let mut date = known_from();
    while date <= known_until() {
        if matches!(kind_of(date), DayKind::MakeUpDay(_)) {
            let weekday = date.to_jiff().weekday();
            assert!(matches!(weekday, Weekday::Saturday | Weekday::Sunday), "{date} is a {weekday:?}");
        }
        date = date.plus(1);
    }
    let lines: Vec<_> =
        include_str!("../../data/holidays.tsv").lines().map(|line| (&line[..10], &line[11..21])).collect();
    assert!(lines.iter().all(|(first, last)| first <= last));
    assert!(lines.windows(2).all(|pair| pair[0].1 < pair[1].0));
}

#[test]
fn working_days_jump_over_holidays_and_take_make_up_days() {
    let cases = [
        ("2026-11-20", 1, "2026-11-23"),
        ("2026-09-30", 1, "2026-10-08"),
        ("2026-10-08", 2, "2026-10-10"),
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-13", 2, "2026-02-24"),
        ("2026-11-23", -1, "2026-11-20"),
        ("2026-10-08", -1, "2026-09-30"),
        ("2026-11-22", 0, "2026-11-22"),
        ("2030-01-04", 5, "2030-01-11"),
    ];
    for (from, count, to) in cases {
        assert_eq!(add_working_days(day(from), count), day(to), "{from} + {count}");
    }
    assert_eq!(add_working_days(Date(i32::MAX), 3), Date(i32::MAX), "the calendar's last day is a working day");
    assert_eq!(add_working_days(day("2026-11-20"), i32::MAX), add_working_days(day("2026-11-20"), FURTHEST));
}

#[test]
fn weeks_begin_where_the_organisation_says() {
    let sunday = day("2026-11-22");
    assert_eq!(week_start(sunday, Weekday::Monday), day("2026-11-16"));
    assert_eq!(week_start(sunday, Weekday::Sunday), sunday);
    assert_eq!(week_start(sunday, Weekday::Saturday), day("2026-11-21"));
    assert_eq!(week_start(day("2026-11-23"), Weekday::Monday), day("2026-11-23"));
}

#[test]
fn fiscal_years_begin_in_their_month() {
    let calendar = FiscalYear::CALENDAR;
    let april = FiscalYear::starting_in(4).unwrap();
    let quarter = |year, quarter| Quarter { year, quarter };
    assert_eq!(calendar.quarter_of(day("2017-03-31")), quarter(2017, 1));
    assert_eq!(calendar.quarter_of(day("2026-11-22")), quarter(2026, 4));
    assert_eq!(april.quarter_of(day("2026-04-01")), quarter(2026, 1));
    assert_eq!(april.quarter_of(day("2026-03-31")), quarter(2025, 4));
    assert_eq!(april.start_of(quarter(2025, 4)), day("2026-01-01"));
    assert_eq!(april.start_of_year(day("2026-03-31")), day("2025-04-01"));
    assert_eq!(quarter(2025, 4).next(), quarter(2026, 1));
    assert_eq!((FiscalYear::starting_in(0), FiscalYear::starting_in(13)), (None, None));
    for month in 1..=12 {
        let year = FiscalYear::starting_in(month).unwrap();
        for offset in 0..800 {
            let date = day("2025-01-01").plus(offset);
            let quarter = year.quarter_of(date);
            assert!(year.start_of(quarter) <= date && date < year.start_of(quarter.next()), "{date} in {month}");
        }
    }
}
