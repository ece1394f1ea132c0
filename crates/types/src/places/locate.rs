//! The head of a Chinese address: which province, city and district `江苏省苏州市吴中区越湖路1号` begins with. Used by
//! imports and address fields.

use super::{
    Division, Level,
    names::{Form, Known, index},
};

/// What an address begins with, and what is left of it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Located<'a> {
    pub province: &'static Division,
    /// none where a county belongs to its province directly, or the address does not say
    pub city: Option<&'static Division>,
    pub district: Option<&'static Division>,
    /// the street and the rest, trimmed
    pub rest: &'a str,
}

impl Located<'_> {
    /// The smallest division that was found.
    pub fn smallest(&self) -> &'static Division {
        self.district.or(self.city).unwrap_or(self.province)
    }
}

/// Reads province, city and district off the head of an address: full names or short ones, with or without blanks,
/// commas, 中国 in front, and with upper levels left out where the lower one is the only of its name (昆山市, 浦东新区).
/// `None` when it begins with no division, or with one that could be several: nothing is guessed.
pub fn locate(address: &str) -> Option<Located<'_>> {
    let mut rest = skip(address);
    for country in ["中华人民共和国", "中国"] {
        rest = skip(rest.strip_prefix(country).unwrap_or(rest));
    }
    let mut found: Option<&'static Division> = None;
    while let Some((division, length)) = next(rest, found) {
        rest = skip(&rest[length..]);
        found = Some(division);
        for stand_in in ["市辖区", "省直辖县级行政区划", "自治区直辖县级行政区划", "省直辖县级行政单位", "省直辖"]
        {
            rest = skip(rest.strip_prefix(stand_in).unwrap_or(rest));
        }
    }
    let smallest = found?;
    let district = (smallest.level() == Level::District).then_some(smallest);
    Some(Located { province: smallest.province(), city: smallest.city(), district, rest })
}

/// The division a text begins with, within the one found before it. The longest name wins, then the higher level; two
/// different places of the same rank are none.
fn next(text: &str, found: Option<&'static Division>) -> Option<(&'static Division, usize)> {
    let known = index().get(&text.chars().next()?)?;
    let fits = |known: &&Known| text.starts_with(&known.name) && inside(known, found) && trusted(known, text, found);
    let rank = |known: &&Known| (known.name.len(), std::cmp::Reverse(known.division.level()));
    let best = known.iter().filter(fits).max_by_key(rank)?;
    let mut equals = known.iter().filter(fits).filter(|other| rank(other) == rank(&best));
    equals.all(|other| other.division.code == best.division.code).then_some((best.division, best.name.len()))
}

/// Whether a division lies below the one found before it.
fn inside(known: &Known, found: Option<&'static Division>) -> bool {
    let Some(above) = found else { return known.form != Form::Local };
    let deeper = known.division.level() > above.level() && known.division.is_within(above);
    deeper && (known.form != Form::Local || above.level() == Level::City)
}

/// A short name is one only where nothing behind it makes it another word: 南京东路 is no address in Nanjing, and 朝阳区 is
/// not the city of 朝阳. Districts without their upper levels must say what they are (昆山市 may leave it out).
fn trusted(known: &Known, text: &str, found: Option<&'static Division>) -> bool {
    if known.form != Form::Short {
        return true;
    }
    let after = &text[known.name.len()..];
    if after.starts_with(['省', '市', '区', '县', '旗', '州', '盟', '乡', '镇', '村']) || is_road(after) {
        return false;
    }
    known.division.level() < Level::District || found.is_some() || known.division.name.ends_with('市')
}

/// `东路12号`, `大道`, `二环北路` as what follows a name.
fn is_road(text: &str) -> bool {
    let head = text.trim_start_matches(|c| "东南西北中前后上下内外新老大小一二三四五六七八九十环支横纵".contains(c));
    ["路", "街", "道", "巷", "弄", "胡同", "桥", "公路", "高速", "里"].iter().any(|road| head.starts_with(road))
}

fn skip(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_whitespace() || ",，、。;；:：/|·-—>".contains(c)).trim_end()
}
