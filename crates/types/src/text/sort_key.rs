//! The key text is sorted by in both databases, byte by byte. Stored beside every sortable text; a new version means writing them anew.
//! Called by `records` when it keeps a row.

use std::sync::LazyLock;

use unicode_normalization::char::is_combining_mark;

use super::fold::{base_fold, fold, head, is_plain_han};
use super::pinyin::sorted_reading;

/// Changes with the order itself and with the dictionary behind it (a test holds the two together).
pub const SORT_KEY_VERSION: u32 = 1;

/// How many characters are looked at, in the key and again in its tie-break. Longer texts that begin alike keep the order of their ids.
pub const SORT_KEY_CHARS: usize = 64;

/// A text whose byte order is the order people expect: signs, digits, Latin without accents, other alphabets, Chinese by pinyin (syllable,
/// tone, then character, so that equal family names stay together), as Excel and the Chinese CLDR tailoring do. Equal keys differ in nothing
/// that folding keeps. At most 513 bytes, valid UTF-8 without U+0000.
///
/// A Han character is replaced by the character at its place in pinyin order, everything else by itself; where that loses
/// something (accents, kinds of punctuation), U+0001 and the folded text follow.
pub fn sort_key(text: &str) -> String {
    let folded = fold(head(text, SORT_KEY_CHARS * 4)); // room for what folding drops
    let base = base_fold(&folded);
    let mut key = String::with_capacity(base.len().min(SORT_KEY_CHARS * 3));
    let mut lossless = base == folded;
    let mut taken = 0;
    for c in base.chars() {
        if taken == SORT_KEY_CHARS {
            break;
        }
        let weight = weight(c);
        if weight == ' ' && (key.is_empty() || key.ends_with(' ')) {
            lossless = false;
            continue;
        }
        lossless &= weight == c || is_plain_han(c);
        key.push(weight);
        taken += 1;
    }
    if key.ends_with(' ') {
        key.pop();
        lossless = false;
    }
    if !lossless {
        key.push('\u{1}');
        key.extend(folded.chars().filter(|c| !c.is_control()).take(SORT_KEY_CHARS));
    }
    key
}

fn weight(c: char) -> char {
    match c {
        '0'..='9' | 'a'..='z' | '!'..='/' => c,
        _ if is_plain_han(c) => char::from_u32(HAN + u32::from(PLACES[(c as u32 - HAN) as usize])).unwrap_or(c),
        _ if c.is_whitespace() || c.is_control() => ' ',
        _ if c.is_alphanumeric() || is_combining_mark(c) => c,
        _ => '/',
    }
}

const HAN: u32 = 0x3400;
const HAN_END: u32 = 0xa000;

/// For every code point from U+3400 to U+9FFF its place in pinyin order; a permutation, those without a reading last.
static PLACES: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let with_reading = |code: u32| (char::from_u32(code).and_then(sorted_reading).ok_or(()), code);
    let mut order: Vec<_> = (HAN..HAN_END).map(with_reading).collect();
    order.sort_unstable(); // Ok before Err
    let mut places = vec![0; order.len()];
    for (place, (_, code)) in (0..).zip(order) {
        places[(code - HAN) as usize] = place;
    }
    places
});

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn assert_sorted(expected: &[&str]) {
        let mut sorted = expected.to_vec();
        sorted.reverse();
        sorted.sort_by_key(|text| sort_key(text));
        assert_eq!(sorted, expected);
    }

    #[test]
    fn chinese_is_sorted_by_pinyin_and_stays_together_by_family_name() {
        assert_sorted(&["阿里巴巴", "北京", "重庆", "上海", "苏州", "厦门", "张三", "张伟", "章三", "中国"]);
        assert_sorted(&["李四", "林一", "刘七", "鲁一", "吕五", "罗二"]);
        assert_sorted(&["长春", "长沙", "成都", "曾一", "翟一"]);
    }

    #[test]
    fn latin_is_sorted_without_case_and_accents_and_before_chinese() {
        assert_sorted(&["(x)", "1st", "Ann Lee", "Anna", "Élan", "elba", "Ørsted", "Zebra", "яблоко", "华为"]);
    }

    #[test]
    fn ties_are_broken_by_the_folded_text() {
        assert_sorted(&["cote", "coté", "côte", "cotf"]);
        assert_eq!(sort_key("ＡＢＣ"), sort_key("abc"));
        assert_ne!(sort_key("a!b c"), sort_key("a!b  c"));
        assert_sorted(&["ab", "ab c", "ab;", "ab|", "abc"]);
    }

    #[test]
    fn the_dictionary_behind_version_1_is_unchanged() {
        // When this fails the `pinyin` crate or the polyphones changed: raise SORT_KEY_VERSION and TOKEN_VERSION with it.
        let places = PLACES.iter().flat_map(|place| place.to_le_bytes());
        let sum =
            places.fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
        assert_eq!((SORT_KEY_VERSION, sum), (1, 0x319a_435d_fd8a_3445));
    }

    #[test]
    fn every_han_character_has_its_own_place() {
        let mut places = PLACES.clone();
        places.sort_unstable();
        assert!(places.iter().enumerate().all(|(at, place)| at == usize::from(*place)));
    }

    proptest! {
        #[test]
        fn a_key_is_short_and_fit_for_both_databases(text in any::<String>()) {
            let key = sort_key(&text);
            prop_assert!(key.len() <= 513 && !key.contains('\0'));
        }

        #[test]
        fn equal_keys_mean_equal_folded_texts(a in "[ a-cÀ-åA-C!;华为。]{0,4}", b in "[ a-cÀ-åA-C!;华为。]{0,4}") {
            prop_assert_eq!(sort_key(&a) == sort_key(&b), fold(&a) == fold(&b));
        }

        #[test]
        fn the_order_is_that_of_the_unaccented_words(a in "[a-z]{1,5}", b in "[a-z]{1,5}") {
            prop_assert_eq!(sort_key(&a).cmp(&sort_key(&b.to_uppercase())), a.cmp(&b));
        }
    }
}
