//! The type of a column, from a sample of its cells. Called by the import wizard and by `mapping`.

use std::collections::BTreeSet;

use serde::Serialize;
use types::text::email;

use super::date::{DateOrder, date, date_time};
use super::narrow;
use super::number::{DecimalMark, money, number, percent};

/// Distinct values up to which a column is offered as a choice, if they repeat.
const CHOICES: usize = 20;
const CHOICE_LETTERS: usize = 40;
const LONG_LETTERS: usize = 200;

/// What the cells of a column are. The parameters are those to read the column with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Guessed {
    /// No cell of the sample is filled.
    Empty,
    Integer,
    Decimal {
        mark: DecimalMark,
    },
    Money {
        mark: DecimalMark,
        /// Where all signs name the same one.
        currency: Option<&'static str>,
    },
    Percent {
        mark: DecimalMark,
    },
    /// `ambiguous`: no date of the sample tells day and month apart; a person should look.
    Date {
        order: DateOrder,
        ambiguous: bool,
    },
    DateTime {
        order: DateOrder,
        ambiguous: bool,
    },
    YesNo,
    Email,
    Phone,
    Url,
    LongText,
    /// Few values that repeat, in order of first appearance.
    Choice {
        values: Vec<String>,
    },
    Text,
}

/// Guesses from the filled cells; one in twenty may be an exception.
pub fn guess_kind<'a>(samples: impl IntoIterator<Item = &'a str>) -> Guessed {
    let cells: Vec<&str> = samples.into_iter().map(str::trim).filter(|cell| !cell.is_empty()).collect();
    if cells.is_empty() {
        return Guessed::Empty;
    }
    let most = |test: &dyn Fn(&str) -> bool| cells.iter().filter(|cell| test(cell)).count() * 20 >= cells.len() * 19;
    if most(&|cell| yes_no(cell).is_some() && !matches!(cell, "0" | "1")) {
        return Guessed::YesNo;
    }
    if most(&is_email) {
        return Guessed::Email;
    }
    if most(&is_url) {
        return Guessed::Url;
    }
    if let Some((order, ambiguous)) = date_order(&cells, &|cell, order| date_time(cell, order).is_some()) {
        return Guessed::DateTime { order, ambiguous };
    }
    if let Some((order, ambiguous)) =
        date_order(&cells, &|cell, order| date(cell, order).is_some() || date_time(cell, order).is_some())
    {
        let times = cells.iter().any(|cell| date(cell, order).is_none() && date_time(cell, order).is_some());
        return if times { Guessed::DateTime { order, ambiguous } } else { Guessed::Date { order, ambiguous } };
    }
    let mark = decimal_mark(&cells);
    if most(&|cell| percent(cell, mark).is_some()) {
        return Guessed::Percent { mark };
    }
    if most(&|cell| money(cell, mark).is_some() || number(cell, mark).is_some())
        && cells.iter().any(|cell| money(cell, mark).is_some())
    {
        return Guessed::Money { mark, currency: common_currency(&cells, mark) };
    }
    if most(&is_phone) {
        return Guessed::Phone;
    }
    if most(&|cell| number(cell, mark).is_some_and(|number| !number.contains('.')) && !has_leading_zero(cell)) {
        return Guessed::Integer;
    }
    if most(&|cell| number(cell, mark).is_some() && !has_leading_zero(cell)) {
        return Guessed::Decimal { mark };
    }
    words(&cells)
}

/// Whether a cell is rather a value than a name, as in deciding if a row is a header.
pub fn is_value(cell: &str) -> bool {
    let cell = cell.trim();
    let orders = [DateOrder::DayMonthYear, DateOrder::MonthDayYear];
    let mark = DecimalMark::Point;
    is_email(cell)
        || is_url(cell)
        || is_phone(cell)
        || number(cell, mark).is_some()
        || money(cell, mark).is_some()
        || percent(cell, mark).is_some()
        || orders.iter().any(|order| date(cell, *order).is_some() || date_time(cell, *order).is_some())
}

/// 是/否, yes/no, true/false, 1/0, ✓/✗ … in any case.
pub fn yes_no(text: &str) -> Option<bool> {
    match narrow(text).as_str() {
        "yes" | "y" | "true" | "t" | "on" | "1" | "x" | "是" | "有" | "对" | "真" | "启用" | "√" | "✓" | "✔" | "☑" => {
            Some(true)
        }
        "no" | "n" | "false" | "f" | "off" | "0" | "否" | "无" | "没有" | "错" | "假" | "停用" | "×" | "✗" | "✘"
        | "☐" => Some(false),
        _ => None,
    }
}

fn words(cells: &[&str]) -> Guessed {
    if cells.iter().any(|cell| cell.contains('\n') || cell.chars().count() > LONG_LETTERS) {
        return Guessed::LongText;
    }
    let distinct: BTreeSet<&str> = cells.iter().copied().collect();
    let repeat = distinct.len() <= CHOICES && distinct.len() * 3 <= cells.len();
    if !repeat || cells.iter().any(|cell| cell.chars().count() > CHOICE_LETTERS) {
        return Guessed::Text;
    }
    let mut values: Vec<String> = Vec::new();
    for cell in cells {
        if !values.iter().any(|value| value == cell) {
            values.push((*cell).to_owned());
        }
    }
    Guessed::Choice { values }
}

/// The order under which most cells are dates; day first if the sample cannot tell, marked as such. Cells that begin with their year are read under
/// every order and decide nothing about the others.
fn date_order(cells: &[&str], is_date: &dyn Fn(&str, DateOrder) -> bool) -> Option<(DateOrder, bool)> {
    let fits = |order| cells.iter().filter(|cell| is_date(cell, order)).count();
    let enough = |count: usize| count * 20 >= cells.len() * 19;
    let year_first = fits(DateOrder::YearMonthDay);
    let (day_first, month_first) = (fits(DateOrder::DayMonthYear), fits(DateOrder::MonthDayYear));
    let most = day_first.max(month_first);
    if enough(year_first) && most == year_first {
        return Some((DateOrder::YearMonthDay, false));
    }
    let order = if month_first > day_first { DateOrder::MonthDayYear } else { DateOrder::DayMonthYear };
    enough(most).then_some((order, day_first == month_first))
}

fn decimal_mark(cells: &[&str]) -> DecimalMark {
    let fits = |mark| {
        let is_amount =
            |cell: &&&str| number(cell, mark).is_some() || money(cell, mark).is_some() || percent(cell, mark).is_some();
        cells.iter().filter(is_amount).count()
    };
    if fits(DecimalMark::Comma) > fits(DecimalMark::Point) { DecimalMark::Comma } else { DecimalMark::Point }
}

fn common_currency(cells: &[&str], mark: DecimalMark) -> Option<&'static str> {
    let mut named = cells.iter().filter_map(|cell| money(cell, mark)).map(|(_, currency)| currency);
    let first = named.next().flatten();
    if named.all(|other| other == first) { first } else { None }
}

/// Post codes and account numbers look like numbers but begin with zeros that count.
fn has_leading_zero(cell: &str) -> bool {
    let narrow = narrow(cell);
    narrow.len() > 1 && narrow.starts_with('0') && narrow.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_email(cell: &str) -> bool {
    email::parse(cell).is_ok()
}

fn is_url(cell: &str) -> bool {
    let lower = cell.to_lowercase();
    let bare = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
    let named = bare.is_some() || lower.starts_with("www.");
    let host = bare.unwrap_or(&lower).split(['/', '?', '#']).next().unwrap_or_default();
    if named {
        return host.contains('.') && !host.contains(char::is_whitespace);
    }
    const ENDINGS: [&str; 8] = [".com", ".cn", ".net", ".org", ".io", ".de", ".co.uk", ".com.cn"];
    let letters = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-');
    ENDINGS.iter().any(|ending| host.ends_with(ending)) && host.chars().all(letters)
}

fn is_phone(cell: &str) -> bool {
    let narrow = narrow(cell);
    let (number, extension) = narrow.split_once(['转', 'x']).unwrap_or((&narrow, "0"));
    let extension = extension.trim_start_matches(['t', '.', ' ']);
    if extension.len() > 6 || !extension.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let number = number.trim().trim_end_matches("e").trim();
    let plain = number.strip_prefix('+').unwrap_or(number);
    let digits: String = plain.chars().filter(char::is_ascii_digit).collect();
    let separated = plain.chars().any(|c| matches!(c, '-' | ' ' | '(' | ')' | '.' | '/'));
    let allowed = plain.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | ' ' | '(' | ')' | '.' | '/'));
    if !allowed || !(7..=15).contains(&digits.len()) || number.starts_with('-') {
        return false;
    }
    let decimal = plain.matches('.').count() == 1 && !plain.contains(['-', ' ', '(', '/']);
    let mobile = digits.len() == 11 && digits.starts_with('1') && !matches!(digits.as_bytes()[1], b'0'..=b'2');
    let area = digits.len() >= 10 && digits.starts_with('0');
    !decimal && (number.starts_with('+') || separated || mobile || area)
}
