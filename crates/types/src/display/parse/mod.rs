//! Lenient reading of what people type and what spreadsheets hold: numbers, money, percentages, dates, times, yes/no.
//! Called by forms and imports. Every reader says what was wrong as a type with the problem's `code()`; none guesses:
//! which decimal mark and which order of day and month a column uses is told by the caller.

mod date;
mod number;
mod order;
mod scan;
mod time;
mod units;
mod yes_no;

pub use date::{DateError, parse_date, parse_date_time};
pub use number::{Mark, NumberError, parse_money, parse_number, parse_percent};
pub use order::{Order, guess_date_order};
pub use yes_no::{NotYesNo, parse_yes_no};

use unicode_normalization::UnicodeNormalization;

/// Width, compatibility forms, dashes and outer blanks are one to us: `￥１，２３４` is `¥1,234`.
fn fold(text: &str) -> String {
    let plain = text.trim().nfkc().map(|c| match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{2019}' => '\'',
        c => c,
    });
    plain.collect::<String>().trim().to_owned()
}
