//! Every way to smuggle a formula past the prefix is generated, not listed; and the prefix always comes off again.

use proptest::prelude::*;

use super::*;

const STARTS: [char; 12] = ['=', '+', '-', '@', '|', '%', '＝', '＋', '－', '＠', '｜', '％'];
const SKIPPED: [&str; 22] = [
    "", " ", "\t", "\r", "\n", "\r\n", "\0", "\u{FEFF}", "\u{200B}", "\u{200C}", "\u{200D}", "\u{2060}", "\u{A0}",
    "\u{3000}", "\u{2003}", "\u{200E}", "\u{202E}", "\u{AD}", "\u{FE0F}", "\u{180E}", "\u{3164}", "\u{1}",
];
const BODIES: [&str; 4] = ["1+1", "cmd|' /C calc'!A0", "HYPERLINK(\"http://x\")", ""];

fn back(text: &str) -> String {
    let mut restored = neutralise(text).into_owned();
    restore(&mut restored);
    restored
}

#[test]
fn no_combination_of_skipped_characters_hides_a_formula() {
    let mut tried = 0;
    for start in STARTS {
        for one in SKIPPED {
            for two in SKIPPED {
                for three in ["", " ", "\u{FEFF}", "\""] {
                    for body in BODIES {
                        let text = format!("{one}{two}{three}{start}{body}");
                        assert_eq!(neutralise(&text), format!("'{text}"), "{text:?}");
                        assert_eq!(back(&text), text);
                        tried += 1;
                    }
                }
            }
        }
    }
    assert!(tried > 90_000);
}

#[test]
fn ordinary_text_is_left_alone() {
    for text in ["", "a", "a=b", "it's", "'quoted'", "123456789012345", "2024-01-05", "张三", "(1)", "1-5", "#N/A"] {
        assert_eq!(neutralise(text), text);
        let mut restored = text.to_owned();
        restore(&mut restored);
        assert_eq!(restored, text);
    }
}

#[test]
fn digits_that_a_spreadsheet_would_round_become_text() {
    assert_eq!(neutralise("1234567890123456"), "'1234567890123456");
    assert_eq!(neutralise("123456789012345"), "123456789012345");
    assert_eq!(back("9130000000000000000"), "9130000000000000000");
}

#[test]
fn apostrophes_of_the_text_itself_survive() {
    for text in ["'=1", "''=1", "'''", "'", "'a", "'1234567890123456", "''1234567890123456"] {
        assert_eq!(back(text), text);
    }
}

proptest! {
    #[test]
    fn any_text_comes_back(text in "\\PC*", marks in "['=+@ \u{FEFF}\t-]{0,6}") {
        let text = format!("{marks}{text}");
        prop_assert_eq!(back(&text), text);
    }

    #[test]
    fn whatever_goes_out_does_not_begin_a_formula(text in any::<String>()) {
        prop_assert!(!starts_formula(&neutralise(&text)));
    }
}
