//! A value as files hold it: what the CSV and XLSX writers of the edges are given, so that a number stays a number in a spreadsheet.

use jiff::civil::DateTime;
use rust_decimal::Decimal;
use types::{
    Date, Money,
    words::{Lang, tr},
};

use super::{money, numbers};

/// One cell of an export.
#[derive(Clone, Debug, PartialEq)]
pub enum Exported {
    Empty,
    Text(String),
    Number(Decimal),
    Bool(bool),
    Date(Date),
    /// wall clock of the reader's zone; a moment that the wall clock shows twice comes as text in UTC instead
    DateTime(DateTime),
    Money(Money),
}

impl Exported {
    pub(super) fn text(text: impl Into<String>) -> Exported {
        Exported::Text(text.into())
    }

    /// The cell of a file without types (CSV): plain digits, `1234.50 CNY`, `2026-11-22`, `2026-11-22 14:05:09`, 是.
    /// `accept_text` reads it back.
    pub fn to_text(&self, lang: Lang) -> String {
        match self {
            Exported::Empty => String::new(),
            Exported::Text(text) => text.clone(),
            Exported::Number(number) => numbers::fixed(*number, number.scale()),
            Exported::Bool(yes) => tr(lang, if *yes { "yes" } else { "no" }).into_owned(),
            Exported::Date(day) => day.to_string(),
            Exported::DateTime(clock) => clock.strftime("%Y-%m-%d %H:%M:%S%.f").to_string(),
            Exported::Money(money) => format!("{} {}", money::digits(money), money.currency),
        }
    }
}
