//! A typed cell of an export. Called by whoever walks the records of a view; written by `write_csv` and `write_xlsx`.

/// Values in canonical text, as the API writes them. The writers decide what a spreadsheet needs to show them rightly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell<'a> {
    Empty,
    /// Any text; kept to the byte, never run as a formula.
    Text(&'a str),
    /// A decimal: `-1234.50`.
    Number(&'a str),
    /// A decimal of a currency. CSV holds the amount alone; where currencies differ they are a column of their own.
    Money {
        amount: &'a str,
        currency: &'a str,
    },
    /// `2024-01-05`.
    Date(&'a str),
    /// Local time without zone, `2024-01-05T08:30:00`: the caller has moved it into the reader's zone.
    DateTime(&'a str),
    Bool(bool),
}

/// What a writer has written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Without headers.
    pub rows: u64,
    /// Places where the format cannot hold what was given: XLSX cells cut at a spreadsheet's length, CSV rows with a
    /// private-use character that GB18030 has no way back from. Worth a word to whoever exports.
    pub changed: u64,
}

impl Cell<'_> {
    /// Whether the text is a plain decimal and may go out as a number.
    pub(crate) fn is_decimal(text: &str) -> bool {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        all_digits(whole) && all_digits(fraction)
    }

    /// Digits that count, to know what a spreadsheet's 15 can hold.
    pub(crate) fn significant_digits(text: &str) -> usize {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let fraction = text.contains('.');
        let digits = digits.trim_start_matches('0');
        if fraction { digits.trim_end_matches('0').len() } else { digits.len() }
    }
}
