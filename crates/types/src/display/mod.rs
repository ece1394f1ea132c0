//! Values as people read and write them: numbers, money, dates, times, durations, sizes, formatted by language, and the
//! lenient parsers for forms and imports. Used by the edges (pages, documents, import); the engine stores none of this.
//!
//! Both languages group digits by thousands with a comma and use a decimal point. `today`, `now` and the zone are
//! arguments. Nothing here is meant to be read back by a program: exports use the plain forms of `Value`.

mod currency;
mod date;
mod money;
mod number;
pub mod parse;
#[cfg(test)]
mod tests;
mod time;

pub use currency::{CurrencyInfo, currencies, currency};
pub use date::{date, date_long, date_prose, month, near_day, quarter, relative_day, weekday};
pub use money::{money, money_compact, money_trimmed, money_whole};
pub use number::{compact, decimal, file_size, integer, percent};
pub use time::{ago, date_time, date_time_full, date_time_prose, day_and_time, day_or_time, duration, time};
