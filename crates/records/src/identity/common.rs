//! Passwords that are tried first (security: AUTH-2). With 15 characters at least, lists of whole passwords hardly ever match; what people do is to
//! put common ones one after the other. So common pieces, rows of keys and repetitions are taken out, and what is left has to be enough.
//! Called by `password`.

/// Pieces that lists of leaked passwords have in common, in Chinese and English speaking countries, folded, one per line; `#` begins a comment.
const PIECES: &str = include_str!("common.txt");

/// Rows in which neighbours follow one another, also backwards.
const ROWS: [&str; 9] = [
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "1q2w3e4r5t6y7u8i9o0p",
    "qazwsxedcrfvtgbyhnujmikolp",
    "!@#$%^&*()",
];
/// A shorter part of a row may be a word.
const RUN: usize = 4;
/// Characters that must be left, and how many different ones.
const LEFT: usize = 5;
const DIFFERENT: usize = 3;

/// Whether a folded password consists of what everybody tries.
pub fn is_common(folded: &str) -> bool {
    let mut left = folded.to_string();
    let mut pieces: Vec<&str> =
        PIECES.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')).collect();
    pieces.sort_by_key(|piece| std::cmp::Reverse(piece.len()));
    for piece in pieces {
        left = left.replace(piece, "\u{0}");
    }
    let rest: Vec<char> = without_runs(&left).into_iter().filter(|c| c.is_alphanumeric()).collect();
    let different: std::collections::BTreeSet<&char> = rest.iter().collect();
    rest.len() < LEFT || different.len() < DIFFERENT
}

/// What stands in no row of neighbours and is not the same character over and over.
fn without_runs(text: &str) -> Vec<char> {
    let text: Vec<char> = text.chars().collect();
    let rows: Vec<Vec<char>> =
        ROWS.iter().flat_map(|row| [row.chars().collect(), row.chars().rev().collect()]).collect();
    let mut left = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let same = text[at..].iter().take_while(|c| **c == text[at]).count();
        let run = rows.iter().map(|row| common_with(row, &text[at..])).max().unwrap_or(0).max(same);
        if run >= RUN {
            at += run;
        } else {
            left.push(text[at]);
            at += 1;
        }
    }
    left
}

/// How many characters of `text` go along some part of the row.
fn common_with(row: &[char], text: &[char]) -> usize {
    (0..row.len()).map(|from| row[from..].iter().zip(text).take_while(|(a, b)| a == b).count()).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::is_common;
    use crate::identity::password::acceptable;

    #[test]
    fn what_everybody_tries_is_common_however_long_it_is_made() {
        for tried in [
            "password12345678",
            "passwordpassword1",
            "qwertyuiop123456",
            "1qaz2wsx3edc4rfv",
            "iloveyou5201314520",
            "woaini1314520521",
            "abcdefghijklmnop",
            "correcthorsebatterystaple",
            "admin888admin888",
            "Welcome2024!!!!!",
            "letmein letmein 1",
            "zxcvbnmasdfghjkl",
            "987654321qwerty987",
        ] {
            assert!(is_common(&types::text::fold(tried)), "{tried}");
            assert!(acceptable(tried, &[]).is_err(), "{tried}");
        }
    }

    #[test]
    fn a_sentence_of_ones_own_is_not_even_with_a_common_word_in_it() {
        for own in [
            "the heron waits by lock nine",
            "昨天下雨我们没有去看那只鹭鸶吃鱼",
            "password of the grey heron",
            "kT9vq2mXw7pLz4R",
        ] {
            assert_eq!(acceptable(own, &["Lin", "海岳"]), Ok(()), "{own}");
        }
    }
}
