//! Guessing what a column is: its type from samples, and the field it belongs to from its header. Called by the import's
//! first steps (wizard and command line); a person may overrule everything.

mod aliases;
mod date;
mod kind;
mod mapping;
mod name;
mod number;

use types::text::fold;

pub use date::{DateOrder, date, date_time};
pub use kind::{Guessed, guess_kind, is_value, yes_no};
pub use mapping::{FieldFacts, FieldKind, Guess, SURE, Why, guess_mapping};
pub use name::join_name;
pub use number::{DecimalMark, money, number, percent};

/// A header for comparison: width and case folded, blanks and punctuation dropped, so that `E-mail_Address` is
/// `emailaddress` and `手机号 *` is `手机号`.
pub fn normalise(header: &str) -> String {
    fold(header).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The same without what stands in brackets: `金额(元)` and `负责人（必填）`.
pub(crate) fn normalise_outside_brackets(header: &str) -> String {
    let mut depth = 0_u32;
    let outside: String = fold(header)
        .chars()
        .filter(|c| match c {
            '(' | '[' | '{' | '【' => {
                depth += 1;
                false
            }
            ')' | ']' | '}' | '】' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
        })
        .collect();
    normalise(&outside)
}

/// Whether some system is known to name a column like this (already normalised).
pub(crate) fn is_known_header(normalised: &str) -> bool {
    aliases::ALIASES.knows(normalised)
}

/// A cell for reading values from: full width as ASCII, small letters, no blanks around.
pub(crate) fn narrow(cell: &str) -> String {
    fold(cell).trim().to_owned()
}

#[cfg(test)]
mod tests;
