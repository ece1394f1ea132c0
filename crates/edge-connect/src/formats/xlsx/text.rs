//! The canonical text of a sheet's cell: ISO dates, numbers without float noise, percentages as shown. Called by the sheet
//! reader.

use calamine::{DataRef, ExcelDateTime, Style};

use crate::formats::problem::{RowProblem, WarningKind};

/// Decimal digits that a spreadsheet's numbers hold.
const DIGITS: usize = 15;

pub(super) struct Readable {
    pub text: String,
    pub warning: Option<WarningKind>,
}

/// The text of a filled cell; `column` counts from one.
pub(super) fn readable(value: &DataRef<'_>, percent: bool, column: usize) -> Result<Readable, RowProblem> {
    let plain = |text: String| Ok(Readable { text, warning: None });
    match value {
        DataRef::Empty => plain(String::new()),
        DataRef::String(text) => plain(text.clone()),
        DataRef::SharedString(text) => plain((*text).to_owned()),
        DataRef::Bool(value) => plain(value.to_string()),
        DataRef::Int(value) => plain(value.to_string()),
        DataRef::Float(value) if percent => plain(format!("{}%", number(value * 100.0))),
        DataRef::Float(value) => {
            let lost = value.abs() >= 1e15;
            Ok(Readable { text: number(*value), warning: lost.then_some(WarningKind::LostDigits) })
        }
        DataRef::DateTime(value) => plain(date_time(value)),
        DataRef::DateTimeIso(text) => plain(text.strip_suffix("T00:00:00").unwrap_or(text).to_owned()),
        DataRef::DurationIso(text) => plain(text.clone()),
        DataRef::Error(error) => Err(RowProblem::FormulaError { column, error: error.to_string() }),
    }
}

/// Whether a style shows its number in percent, so that 0.12 is meant as 12 %.
pub(super) fn shows_percent(style: &Style) -> bool {
    style.number_format.as_ref().is_some_and(|format| {
        // Percent signs in quotes are decoration.
        format.format_code.split('"').step_by(2).any(|part| part.contains('%'))
    })
}

/// As a spreadsheet shows it: 15 digits, so that 0.1 + 0.2 is 0.3; never an exponent.
pub(super) fn number(value: f64) -> String {
    let rounded: f64 = format!("{value:.*e}", DIGITS - 1).parse().unwrap_or(value);
    if rounded == 0.0 { "0".to_owned() } else { rounded.to_string() }
}

/// A date if it has no time, a time if it has no date, otherwise both.
fn date_time(value: &ExcelDateTime) -> String {
    let serial = value.as_f64();
    if value.is_duration() {
        return duration(serial);
    }
    // Before the calendar of spreadsheets and after it there are only numbers.
    if !(0.0..2_958_466.0).contains(&serial) {
        return number(serial);
    }
    let (year, month, day, hour, minute, second, milli) = value.to_ymd_hms_milli();
    let fraction = if milli == 0 { String::new() } else { format!(".{milli:03}") };
    if serial < 1.0 {
        return format!("{hour:02}:{minute:02}:{second:02}{fraction}");
    }
    if (hour, minute, second, milli) == (0, 0, 0, 0) {
        return format!("{year:04}-{month:02}-{day:02}");
    }
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}")
}

/// `26:30:00`: hours beyond a day, as the cell shows them.
fn duration(days: f64) -> String {
    let sign = if days < 0.0 { "-" } else { "" };
    let seconds = (days.abs() * 86_400.0).round() as u64;
    format!("{sign}{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}
