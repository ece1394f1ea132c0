//! A moment: stored in UTC, shown in the reader's zone.

use jiff::tz::TimeZone;
use serde_json::Value as Json;
use store::Cell;
use types::{
    Instant, Value,
    display::{date_time_full, parse::parse_date_time},
    words::Lang,
};

use super::kind::{Kind, Outcome, int_of, json_text, refuse, wrong_type};
use super::{Exported, Hints, Operator, date};

pub(super) struct DateTime;

impl Kind for DateTime {
    /// RFC 3339 with any offset.
    fn accept_json(&self, json: &Json, _: &Hints) -> Outcome {
        Instant::parse(json_text(json)?).map(Value::Time).ok_or_else(|| refuse("not_a_time"))
    }

    fn accept_text(&self, text: &str, hints: &Hints) -> Outcome {
        parse_date_time(text, hints.date_order, &hints.zone).map(Value::Time).map_err(|error| refuse(error.code()))
    }

    fn check(&self, value: Value) -> Outcome {
        let at = value.as_time().ok_or_else(|| wrong_type("date and time"))?;
        // The year must be one in every zone.
        let year_of = |at: Instant| at.to_jiff().to_zoned(TimeZone::UTC).year();
        let in_calendar =
            [at.plus(-Instant::DAY), at.plus(Instant::DAY)].into_iter().all(|at| date::YEARS.contains(&year_of(at)));
        if in_calendar && Instant::from_jiff(at.to_jiff()) == at {
            return Ok(Value::Time(at));
        }
        Err(refuse("out_of_range").with("min", "0001-01-02").with("max", "9999-12-29"))
    }

    fn to_cells(&self, value: &Value) -> Vec<Cell> {
        vec![value.as_time().into()]
    }

    fn read_cells(&self, cells: &[Cell]) -> Value {
        int_of(cells, |micros| Value::Time(Instant(micros)))
    }

    fn to_json(&self, value: &Value) -> Json {
        value.as_time().map(|at| at.to_string()).into()
    }

    fn to_text(&self, value: &Value, _: Lang, zone: &TimeZone) -> String {
        value.as_time().map(|at| date_time_full(at, zone)).unwrap_or_default()
    }

    fn to_export(&self, value: &Value, _: Lang, zone: &TimeZone) -> Exported {
        let Some(at) = value.as_time() else { return Exported::Empty };
        let clock = zone.to_datetime(at.to_jiff());
        // The hour that comes twice when summer time ends can only be told apart in UTC.
        match zone.to_ambiguous_timestamp(clock).is_ambiguous() {
            true => Exported::text(at.to_string()),
            false => Exported::DateTime(clock),
        }
    }

    fn operators(&self) -> &'static [Operator] {
        date::OPERATORS
    }
}
