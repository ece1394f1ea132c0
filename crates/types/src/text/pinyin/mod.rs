//! How Chinese characters are read. Called by search tokens and sort keys. Characters with several living readings are in
//! `polyphones`; all others have the first reading of the `pinyin` crate (pinyin-data 0.15). Tones are dropped, `ü` is `v`.

mod polyphones;
mod surnames;
#[cfg(test)]
mod tests;

use std::ops::Deref;
use std::sync::LazyLock;

use pinyin::{ToPinyin, ToPinyinMulti};

pub use surnames::family_name;

use super::fold::base_fold;

/// Up to four readings of one character, the commonest first; empty for anything but Han characters.
#[derive(Clone, Copy, Default, Debug)]
pub struct Readings {
    list: [&'static str; 4],
    count: u8,
}

impl Readings {
    fn push(&mut self, syllable: &'static str) {
        if !self.contains(&syllable) && (self.count as usize) < self.list.len() {
            self.list[self.count as usize] = syllable;
            self.count += 1;
        }
    }
}

impl Deref for Readings {
    type Target = [&'static str];
    fn deref(&self) -> &Self::Target {
        &self.list[..self.count as usize]
    }
}

/// All living readings of a character. A syllable with `ü` is there twice, as people type it: `lv` and `lu`.
pub fn readings(c: char) -> Readings {
    let mut found = Readings::default();
    let mut add = |syllable: &'static str| {
        let typed = as_typed(syllable);
        found.push(typed);
        match typed {
            "lv" => found.push("lu"),
            "nv" => found.push("nu"),
            "lve" => found.push("lue"),
            "nve" => found.push("nue"),
            _ => {}
        }
    };
    if c < '〇' {
        return found;
    }
    match POLYPHONES.binary_search_by_key(&c, |(of, _)| *of) {
        Ok(at) => POLYPHONES[at].1.split(',').for_each(add),
        Err(_) => c.to_pinyin().into_iter().for_each(|p| add(p.plain())),
    }
    found
}

/// The commonest readings, written together: `华为 Cloud` → `huaweicloud`. Anything but letters and digits is dropped.
pub fn full(text: &str) -> String {
    spell(text, |syllable| syllable)
}

/// The first letters: `华为技术` → `hwjs`. Latin letters and digits stay as they are.
pub fn initials(text: &str) -> String {
    spell(text, |syllable| &syllable[..1])
}

fn spell(text: &str, part: impl Fn(&'static str) -> &'static str) -> String {
    let mut spelled = String::new();
    for c in base_fold(text).chars() {
        match readings(c).first() {
            Some(syllable) => spelled.push_str(part(syllable)),
            None if c.is_alphanumeric() => spelled.push(c),
            None => {}
        }
    }
    spelled
}

/// The syllables of a Chinese person's name, the family name read as a family name: `单田芳` → `shan tian fang`. `None` when a character
/// has no reading.
pub fn person(name: &str) -> Option<Vec<&'static str>> {
    let chars: Vec<char> = base_fold(name).chars().filter(|&c| c != '·' && !c.is_whitespace()).collect();
    let mut syllables: Vec<_> = chars.iter().map(|&c| readings(c).first().copied()).collect::<Option<_>>()?;
    if let (length, Some(special)) = family_name(&chars) {
        syllables.splice(..length, special.iter().copied());
    }
    Some(syllables)
}

/// The commonest reading with its tone, for sorting: `(syllable, ü, tone)`, where `ü` is written `u` and told apart by the flag, as in
/// dictionaries; tone 5 is the neutral one.
pub(super) fn sorted_reading(c: char) -> Option<(String, bool, u8)> {
    let commonest = *readings(c).first()?;
    let with_tone = |p: pinyin::Pinyin| (as_typed(p.plain()) == commonest).then(|| p.with_tone_num_end());
    let dictionary = c.to_pinyin_multi().and_then(|multi| multi.into_iter().find_map(with_tone));
    let tone = dictionary.and_then(|p| p.bytes().last()).filter(u8::is_ascii_digit).map_or(5, |digit| digit - b'0');
    let with_umlaut = commonest.contains('v');
    Some((commonest.replace('v', "u"), with_umlaut, tone))
}

/// Keyboards have no `ü`; it occurs in four syllables.
fn as_typed(syllable: &'static str) -> &'static str {
    match syllable {
        "lü" => "lv",
        "nü" => "nv",
        "lüe" => "lve",
        "nüe" => "nve",
        other => other,
    }
}

static POLYPHONES: LazyLock<Vec<(char, &'static str)>> = LazyLock::new(|| {
    let entry = |text: &'static str| {
        let c = text.chars().next().expect("split_whitespace yields no empty words");
        (c, &text[c.len_utf8()..])
    };
    let mut table: Vec<_> = polyphones::POLYPHONES.split_whitespace().map(entry).collect();
    table.sort_unstable_by_key(|(c, _)| *c);
    table
});
