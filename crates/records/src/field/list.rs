//! Several words in one cell: `华东; 华南`. Read by choices, tags, users and files; written by their exports. A word that holds a
//! separator stands in double quotes, so that what was written is read again.

/// What may stand between two words.
const SEPARATORS: [char; 9] = [';', ',', '、', '；', '，', '\n', '\r', '\u{2028}', '\u{2029}'];

/// The words of a cell, trimmed, without empty ones.
pub(super) fn split(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (word, behind) = quoted(rest).unwrap_or_else(|| {
            let end = rest.find(SEPARATORS).unwrap_or(rest.len());
            (rest[..end].trim().to_owned(), &rest[end..])
        });
        if !word.is_empty() {
            words.push(word);
        }
        rest = behind.trim_start_matches(|c: char| c.is_whitespace() || SEPARATORS.contains(&c));
    }
    words
}

/// `"…"` up to a separator or the end, doubled quotes inside; `None` when the quotes are just signs of a word.
fn quoted(text: &str) -> Option<(String, &str)> {
    let inside = text.strip_prefix('"')?;
    let mut word = String::new();
    let mut rest = inside;
    loop {
        let (before, behind) = rest.split_once('"')?;
        word.push_str(before);
        rest = behind;
        match rest.strip_prefix('"') {
            Some(behind) => {
                word.push('"');
                rest = behind;
            }
            None => break,
        }
    }
    let behind = rest.trim_start_matches([' ', '\t']);
    (behind.is_empty() || behind.starts_with(SEPARATORS)).then_some((word, behind))
}

/// One cell that [`split`] takes apart into the same words.
pub(super) fn join<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    let mut cell = String::new();
    for word in words {
        if !cell.is_empty() {
            cell.push_str("; ");
        }
        if word.contains(SEPARATORS) || word.starts_with('"') || word.trim().len() < word.len() {
            cell.push('"');
            cell.push_str(&word.replace('"', "\"\""));
            cell.push('"');
        } else {
            cell.push_str(word);
        }
    }
    cell
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn any_usual_separator_will_do() {
        for text in ["a;b;c", "a, b, c", "a、b、c", "a；b，c", " a \n\n b\r\nc ", ";a;;b;c;"] {
            assert_eq!(split(text), ["a", "b", "c"], "{text:?}");
        }
        assert_eq!(split("食品、饮料"), ["食品", "饮料"]);
        assert!(split(" ; ").is_empty());
    }

    #[test]
    fn quotes_hold_a_word_together() {
        assert_eq!(
            split(r#""Food, beverage"; 3"" pipe; "a ""b"" c""#),
            ["Food, beverage", r#"3"" pipe"#, r#"a "b" c"#]
        );
        assert_eq!(split(r#""quick" brown; fox"#), [r#""quick" brown"#, "fox"]);
        assert_eq!(split(r#""open; b"#), [r#""open"#, "b"]);
    }

    proptest! {
        #[test]
        fn what_was_joined_splits_again(words in prop::collection::vec(".*[^\\s;,、；，].*", 0..6)) {
            let words: Vec<String> = words.into_iter().filter(|w| !w.is_empty()).collect();
            prop_assert_eq!(split(&join(words.iter().map(String::as_str))), words);
        }
    }
}
