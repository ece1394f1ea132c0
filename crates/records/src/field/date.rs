//! A day of the calendar, without time and zone.

use jiff::tz::TimeZone;
use serde_json::Value as Json;
use store::Cell;
use types::{Date as Day, Value, display::parse::parse_date, words::Lang};

use super::kind::{Kind, Outcome, int_of, json_text, refuse, wrong_type};
use super::{Exported, Hints, Operator};

pub(super) struct Date;

/// Years that every reader of `YYYY-MM-DD` understands.
pub(super) const YEARS: std::ops::RangeInclusive<i16> = 1..=9999;

pub(super) const OPERATORS: &[Operator] = {
    use Operator::*;
    &[On, Before, After, Between, InLastDays, InNextDays, IsEmpty, IsNotEmpty]
};

impl Kind for Date {
    fn accept_json(&self, json: &Json, _: &Hints) -> Outcome {
        Day::parse(json_text(json)?).map(Value::Date).ok_or_else(|| refuse("not_a_date"))
    }

    fn accept_text(&self, text: &str, hints: &Hints) -> Outcome {
        parse_date(text, hints.date_order).map(Value::Date).map_err(|error| refuse(error.code()))
    }

    fn check(&self, value: Value) -> Outcome {
        let day = value.as_date().ok_or_else(|| wrong_type("date"))?;
        // A day number beyond the calendar shows itself as its last day.
        let known = day.to_jiff();
        if YEARS.contains(&known.year()) && Day::from_jiff(known) == day {
            return Ok(Value::Date(day));
        }
        Err(refuse("out_of_range").with("min", "0001-01-01").with("max", "9999-12-31"))
    }

    fn to_cells(&self, value: &Value) -> Vec<Cell> {
        vec![value.as_date().into()]
    }

    fn read_cells(&self, cells: &[Cell]) -> Value {
        int_of(cells, |days| i32::try_from(days).map_or(Value::Empty, |days| Value::Date(Day(days))))
    }

    fn to_json(&self, value: &Value) -> Json {
        value.as_date().map(|day| day.to_string()).into()
    }

    fn to_text(&self, value: &Value, _: Lang, _: &TimeZone) -> String {
        value.as_date().map(|day| day.to_string()).unwrap_or_default()
    }

    fn to_export(&self, value: &Value, _: Lang, _: &TimeZone) -> Exported {
        value.as_date().map_or(Exported::Empty, Exported::Date)
    }

    fn operators(&self) -> &'static [Operator] {
        OPERATORS
    }
}
