//! Sentences that stand in English where they belong (a route, a business verb, a parameter of the document) and are translated by what they say:
//! the key is the room and the first words. Called by the page of the API document.

use super::{Lang, catalogue::try_with};

/// Words that make a key.
const WORDS: usize = 8;

/// `says(Lang::Zh, "api", "List records")`: the sentence of `api-says-list-records`; `None` where there is none.
pub fn says(lang: Lang, room: &str, english: &str) -> Option<String> {
    let lower = english.to_ascii_lowercase();
    let words = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).take(WORDS);
    let key = std::iter::once(room).chain(["says"]).chain(words).collect::<Vec<_>>().join("-");
    try_with(lang, &key, &[])
}
