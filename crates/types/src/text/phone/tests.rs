//! Numbers as people write them.

use super::*;
use proptest::prelude::*;

fn read(text: &str) -> (String, String, Option<String>, Option<String>) {
    let phone = parse(text, "CN");
    assert_eq!(phone.warning, None, "{text}");
    (phone.shown, phone.digits, phone.e164, phone.extension)
}

#[test]
fn a_mobile_number_is_the_same_however_it_is_written() {
    for typed in [
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "+86 138 0013 8000",
        "+8613800138000",
        "008613800138000",
        "8613800138000",
        "86-13800138000",
        "(+86)138 0013 8000",
        "１３８００１３８０００",
        "\u{202d}13800138000\u{202c}",
    ] {
        let number = "13800138000".to_owned();
        assert_eq!(read(typed), (number.clone(), number, Some("+8613800138000".into()), None), "{typed}");
    }
}

#[test]
fn a_landline_is_shown_as_area_and_number() {
    for typed in [
        "0512-62888888",
        "051262888888",
        "(0512) 6288 8888",
        "+86 512 6288 8888",
        "+86 (0)512 62888888",
        "86-512-62888888",
        "0086-0512-62888888",
    ] {
        let (shown, digits, e164, extension) = read(typed);
        assert_eq!(
            (&*shown, &*digits, e164.as_deref(), extension),
            ("0512-62888888", "051262888888", Some("+8651262888888"), None),
            "{typed}"
        );
    }
    assert_eq!(read("01062881234").0, "010-62881234");
    assert_eq!(read("021-6288-1234").2.as_deref(), Some("+862162881234"));
    assert_eq!(read("0992-3456789").0, "0992-3456789");
}

#[test]
fn an_extension_is_kept_apart() {
    for typed in [
        "0512-62888888-801",
        "051262888888转801",
        "0512-62888888 转 801",
        "0512-62888888分机801",
        "0512-62888888 ext. 801",
        "0512-62888888x801",
        "0512-62888888#801",
        "+86 512 62888888-801",
    ] {
        let (shown, digits, e164, extension) = read(typed);
        assert_eq!(
            (&*shown, &*digits, e164.as_deref()),
            ("0512-62888888-801", "051262888888", Some("+8651262888888")),
            "{typed}"
        );
        assert_eq!(extension.as_deref(), Some("801"), "{typed}");
    }
}

#[test]
fn service_and_short_numbers_have_no_international_form() {
    assert_eq!(read("4008106666"), ("400-810-6666".into(), "4008106666".into(), None, None));
    assert_eq!(read("800-810-6666").0, "800-810-6666");
    for short in ["95588", "10086", "12345", "110"] {
        assert_eq!(read(short), (short.into(), short.into(), None, None));
    }
    assert_eq!(read("1064812345678").2.as_deref(), Some("+861064812345678"));
}

#[test]
fn foreign_numbers_are_shown_as_typed() {
    for (typed, country, digits, e164) in [
        ("+1 (780) 428-9482", "CN", "7804289482", "+17804289482"),
        ("+55 (12) 3923-5555", "CN", "1239235555", "+551239235555"),
        ("+44 (0)20 7946 0958", "CN", "2079460958", "+442079460958"),
        ("00852 2345 6789", "CN", "23456789", "+85223456789"),
        ("(415) 555-2671", "US", "4155552671", "+14155552671"),
        ("1-415-555-2671", "US", "14155552671", "+14155552671"),
        ("020 7946 0958", "GB", "02079460958", "+442079460958"),
        ("06 1234 5678", "IT", "0612345678", "+390612345678"),
        ("8 495 123-45-67", "RU", "84951234567", "+74951234567"),
        ("2345 6789", "hk", "23456789", "+85223456789"),
    ] {
        let phone = parse(typed, country);
        let read = (&*phone.shown, &*phone.digits, phone.e164.as_deref(), phone.warning);
        assert_eq!(read, (typed, digits, Some(e164), None), "{typed}");
    }
}

#[test]
fn what_is_not_understood_stays_as_typed_with_a_warning() {
    for (typed, country, warning) in [
        ("6288 8888", "CN", PhoneWarning::NoAreaCode),
        ("问前台", "CN", PhoneWarning::NotUnderstood),
        (" 13800138000/13900139000", "CN", PhoneWarning::NotUnderstood),
        ("138001380001", "CN", PhoneWarning::NotUnderstood),
        ("call Bob 13800138000", "CN", PhoneWarning::NotUnderstood),
        ("12800138000", "CN", PhoneWarning::NotUnderstood),
        ("86+13800138000", "CN", PhoneWarning::NotUnderstood),
        ("", "CN", PhoneWarning::NotUnderstood),
        ("+999 123456", "CN", PhoneWarning::UnknownCallingCode),
        ("+1 23", "CN", PhoneWarning::Length),
        ("4155552671", "", PhoneWarning::NotUnderstood),
        ("4155552671", "XX", PhoneWarning::NotUnderstood),
    ] {
        let phone = parse(typed, country);
        assert_eq!((phone.warning, phone.e164), (Some(warning), None), "{typed}");
        assert_eq!(phone.shown.trim(), typed.trim());
    }
}

#[test]
fn the_middle_of_a_number_is_hidden() {
    for (typed, masked) in [
        ("13800138000", "138****8000"),
        ("+86 138 0013 8000", "138****8000"),
        ("0512-62888888-801", "051****8888"),
        ("+44 20 7946 0958", "+44****58"),
        ("+1 415 555 2671", "+1****71"),
        ("62888888", "6****888"),
        ("95588", "****8"),
        ("110", "****"),
        ("问前台张三", "****"),
        ("", "****"),
    ] {
        assert_eq!(mask(typed), masked, "{typed}");
    }
}

#[test]
fn calling_codes_are_read_at_their_length() {
    for (country, code) in
        [("CN", "86"), ("US", "1"), ("HK", "852"), ("GB", "44"), ("KZ", "7"), ("AE", "971"), ("IE", "353")]
    {
        assert_eq!(countries::calling_code(country), Some(code));
        assert_eq!(countries::calling_code_length(&format!("{code}123456789")), code.len(), "{country}");
    }
    assert_eq!(countries::calling_code("C"), None);
    assert_eq!(countries::calling_code(""), None);
}

proptest! {
    #[test]
    fn no_text_is_too_strange(text in any::<String>(), country in "[A-Z]{0,2}") {
        let phone = parse(&text, &country);
        prop_assert!(phone.digits.bytes().all(|b| b.is_ascii_digit()));
        prop_assert!(phone.e164.is_none_or(|e164| e164.len() <= 16));
        mask(&text);
    }

    #[test]
    fn digits_and_signs_in_any_order_are_read(text in "[0-9+() x#/转-]{0,24}") {
        parse(&text, "CN");
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        let masked = mask(&text);
        prop_assert!(masked.bytes().filter(u8::is_ascii_digit).count() <= digits.saturating_sub(3).max(7));
    }

    #[test]
    fn what_is_shown_is_read_the_same_again(text in "(0[3-9][0-9]{2}|010|02[0-9])-?[1-9][0-9]{6,7}(-[0-9]{2,5})?|1[3-9][0-9]{9}|400[0-9]{7}") {
        let first = parse(&text, "CN");
        prop_assert_eq!(first.warning, None);
        prop_assert_eq!(parse(&first.shown, "CN"), first);
    }
}
