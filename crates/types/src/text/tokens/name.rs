//! The pinyin tokens of a name. A query by pinyin is the prefix of one of them.
//!
//! Names of up to four characters are found from each character on by any mixture of whole syllables and first letters (`zhangsf`,
//! `zsf`, `zhsanf`, `sanfeng`); longer ones, companies above all, from each character on by whole syllables or by first letters
//! (`hengtaijing`, `htjm` in 苏州恒泰精密). All living readings of a character count, within a number of combinations.

use super::super::pinyin::{Readings, readings};
use super::runs::{Run, runs};
use super::{Family, MAX_PINYIN, Sink};

const SHORT: usize = 4;
const MAX_UNITS: usize = 32;
/// Spellings from one start: sixteen combinations of readings, twice as many of a short name that is also mixed with first letters.
const MAX_SPELLINGS: usize = 16;

/// How companies end. Nobody looks for one by the pinyin of 有限公司, so no token begins there.
const TAILS: [&str; 7] = ["有限责任公司", "股份有限公司", "集团有限公司", "有限合伙", "有限公司", "公司", "集团"];

/// One step of a name: a Chinese character, or a word of another script as it stands.
enum Unit<'a> {
    Han(Readings),
    Word(&'a str),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Whole,
    Letters,
    Mixed,
}

pub fn add_pinyin(sink: &mut Sink, base: &str) {
    let units = units(base);
    if !units.iter().any(|unit| matches!(unit, Unit::Han(_))) {
        return;
    }
    let mut speller = Speller { sink, letters: String::with_capacity(MAX_PINYIN * 2), style: Style::Mixed };
    if units.len() <= SHORT {
        return (0..units.len()).for_each(|start| speller.spell(&units[start..], MAX_SPELLINGS * 2));
    }
    let name = base.trim_end_matches(|c: char| !c.is_alphanumeric());
    let tail = TAILS.iter().find(|tail| name.ends_with(*tail)).map_or(0, |tail| tail.chars().count());
    for style in [Style::Whole, Style::Letters] {
        speller.style = style;
        (0..units.len() - tail.min(units.len())).for_each(|start| speller.spell(&units[start..], MAX_SPELLINGS));
    }
}

fn units(base: &str) -> Vec<Unit<'_>> {
    let mut units = Vec::with_capacity(MAX_UNITS);
    for run in runs(base) {
        match run {
            Run::Word(word) => units.push(Unit::Word(word)),
            Run::Pairs(text) => units.extend(text.chars().map(readings).filter(|r| !r.is_empty()).map(Unit::Han)),
        }
        if units.len() >= MAX_UNITS {
            break;
        }
    }
    units.truncate(MAX_UNITS);
    units
}

struct Speller<'a, 'b> {
    sink: &'a mut Sink<'b>,
    letters: String,
    style: Style,
}

impl Speller<'_, '_> {
    /// Puts every spelling of the units behind the letters so far, at most `budget`. It is shared out so that the forms of an early
    /// character are kept before the rare forms of a late one, and all mixtures of the commonest readings always.
    fn spell(&mut self, units: &[Unit], budget: usize) {
        let full = self.letters.len() >= MAX_PINYIN;
        let Some((unit, rest)) = units.split_first().filter(|_| !full) else {
            let end = self.letters.floor_char_boundary(MAX_PINYIN);
            return self.sink.put(Family::Pinyin, &self.letters[..end]);
        };
        let mut forms = [""; 12];
        let kept_for_later = if self.style == Style::Mixed { 1 << rest.len().saturating_sub(1) } else { 1 };
        let count = match unit {
            Unit::Word(word) => {
                forms[0] = word;
                1
            }
            Unit::Han(readings) => self.forms(readings, rest.is_empty(), &mut forms),
        }
        .min(budget / kept_for_later);
        for form in &forms[..count] {
            let before = self.letters.len();
            self.letters.push_str(form);
            self.spell(rest, budget / count);
            self.letters.truncate(before);
        }
    }

    /// The forms of one character, at most three for each of its four readings.
    fn forms<'f>(&self, readings: &Readings, last: bool, forms: &mut [&'f str; 12]) -> usize {
        let mut count = 0;
        let mut add = |form: &'f str| {
            if !forms[..count].contains(&form) {
                forms[count] = form;
                count += 1;
            }
        };
        for syllable in readings.iter().copied() {
            if self.style != Style::Letters {
                add(syllable);
            }
            // At the end of a name the first letter is the beginning of the syllable anyway.
            if self.style == Style::Letters || self.style == Style::Mixed && !last {
                add(&syllable[..1]);
            }
        }
        if self.style == Style::Mixed && !last {
            let double = |s: &&str| matches!(s.as_bytes(), [b'z' | b'c' | b's', b'h', _, ..]);
            readings.iter().copied().filter(double).for_each(|syllable| add(&syllable[..2]));
        }
        count
    }
}
