//! The big list of naughty strings: stored and shown exactly in every text field.

use std::path::{Path, PathBuf};

use types::{Value, words::Lang};

use super::super::*;
use super::{field, hints, zone};

/// `ZHIKE_DATA`, or `../shared/data` beside the project; `None`, with a line that says so, where there is neither. In CI that is a failure.
fn strings() -> Option<Vec<String>> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let file = std::env::var_os("ZHIKE_DATA").map_or(beside, PathBuf::from).join("naughty-strings/blns.json");
    let Ok(text) = std::fs::read_to_string(&file) else {
        assert!(std::env::var_os("CI").is_none(), "CI needs the naughty strings; there are none at {}", file.display());
        println!("no naughty strings here: skipped");
        return None;
    };
    Some(serde_json::from_str(&text).expect("a list of texts"))
}

#[test]
fn naughty_strings_are_stored_and_shown_exactly_in_every_text_field() {
    let Some(strings) = strings() else { return };
    assert!(strings.len() > 500);
    for kind in [FieldType::Text { max: 300 }, FieldType::LongText, FieldType::RichText] {
        let field = field(kind);
        for text in strings.iter().filter(|text| !text.is_empty()) {
            let value = accept_text(&field, text, &hints()).and_then(|value| check(&field, &value)).unwrap();
            assert_eq!(value.as_text(), Some(text.as_str()));
            assert_eq!(accept_json(&field, &Json::from(text.as_str()), &hints()), Ok(value.clone()));
            assert_eq!(from_cells(&field, &to_cells(&field, &value)), value);
            assert_eq!(to_json(&field, &value), Json::from(text.as_str()));
            let exported = to_export(&field, &value, Lang::En, &zone("UTC"));
            assert_eq!(exported, Exported::Text(text.clone()));
            if !matches!(field.kind, FieldType::RichText) {
                assert_eq!(to_text(&field, &value, Lang::En, &zone("UTC")), *text);
            }
        }
    }
}

#[test]
fn naughty_strings_are_kept_in_the_parts_of_an_address_and_as_tags() {
    let Some(strings) = strings() else { return };
    let (address, tags) = (field(FieldType::Address), field(FieldType::Tags));
    for text in strings.iter().filter(|text| !text.is_empty()) {
        let given = serde_json::json!({ "street": text });
        let value = accept_json(&address, &given, &hints()).and_then(|value| check(&address, &value)).unwrap();
        assert_eq!(to_json(&address, &from_cells(&address, &to_cells(&address, &value))), given);
        let given = serde_json::json!([text]);
        let value = accept_json(&tags, &given, &hints()).and_then(|value| check(&tags, &value));
        match (text.chars().count() <= 60, text.trim().is_empty()) {
            (_, true) => assert_eq!(value, Ok(Value::Empty)),
            (true, false) => assert_eq!(to_json(&tags, &from_many(&tags, &many_cells(&tags, &value.unwrap()))), given),
            (false, false) => assert_eq!(value.unwrap_err().code, "too_long"),
        }
    }
}

#[test]
fn naughty_strings_break_no_type() {
    let Some(strings) = strings() else { return };
    for kind in super::every_type() {
        let field = field(kind);
        for text in &strings {
            if let Ok(value) = accept_text(&field, text, &hints()).and_then(|value| check(&field, &value)) {
                to_text(&field, &value, Lang::Zh, &zone("Asia/Shanghai"));
                to_export(&field, &value, Lang::Zh, &zone("Asia/Shanghai"));
                mask(&field, &value);
                if !field.kind.is_many() {
                    assert_eq!(
                        from_cells(&field, &to_cells(&field, &value)),
                        value,
                        "{text:?} in {}",
                        field.kind.word()
                    );
                }
            }
        }
    }
}
