//! The picture of a person (round) or of a record (square): one or two characters of the name on the name's hue.
//! Used by tables, cards, timeline, sidebar. Decoration: the name stands beside it.

use super::Hue;
use maud::{Markup, Render, html};

/// Side length in pixels: 20, 24, 32, 48.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Size {
    Xs,
    #[default]
    Sm,
    Md,
    Lg,
}

#[derive(Clone, Debug)]
pub struct Avatar {
    pub text: String,
    pub hue: Hue,
    pub square: bool,
    pub size: Size,
}

impl Avatar {
    /// A person: the given name of a Chinese name (one character when small), initials otherwise.
    pub fn person(name: &str) -> Self {
        Avatar { text: given(name), hue: Hue::of(name), square: false, size: Size::Sm }
    }

    /// A record: the one character that tells it apart best.
    pub fn record(label: &str) -> Self {
        Avatar { text: telling(label), hue: Hue::of(label), square: true, size: Size::Sm }
    }

    pub fn size(mut self, size: Size) -> Self {
        self.size = size;
        self
    }

    pub fn hue(mut self, hue: Hue) -> Self {
        self.hue = hue;
        self
    }

    pub fn text(mut self, text: &str) -> Self {
        self.text = text.to_owned();
        self
    }
}

impl Render for Avatar {
    fn render(&self) -> Markup {
        let size = match self.size {
            Size::Xs => " xs",
            Size::Sm => "",
            Size::Md => " md",
            Size::Lg => " lg",
        };
        // Two Chinese characters do not fit into 24 px.
        let text = match self.size {
            Size::Xs | Size::Sm if !self.text.is_ascii() => self.text.chars().last().into_iter().collect(),
            _ => self.text.clone(),
        };
        html! {
            span class={ "av" (if self.square { " sq" } else { "" }) (size) " " (self.hue.class()) } aria-hidden="true" { (text) }
        }
    }
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

/// 林书遥 → 书遥, 欧阳娜 → 阳娜, 王伟 → 王伟, "Anna de Vries" → AV, "anna" → A.
fn given(name: &str) -> String {
    let han: Vec<char> = name.chars().filter(|c| is_han(*c)).collect();
    if !han.is_empty() {
        return han[han.len().saturating_sub(2)..].iter().collect();
    }
    let mut words = name.split_whitespace().filter_map(|w| w.chars().find(|c| c.is_alphanumeric()));
    let first = words.next();
    let last = words.next_back();
    let text: String = first.into_iter().chain(last).flat_map(char::to_uppercase).collect();
    if text.is_empty() { "?".into() } else { text }
}

/// Chinese companies begin with their place: 苏州恒泰精密机械有限公司 → 恒. Everything else: its first letter or figure.
fn telling(label: &str) -> String {
    let chars: Vec<char> = label.chars().filter(|c| c.is_alphanumeric()).collect();
    let skip = match chars.as_slice() {
        [_, _, '市' | '省' | '县' | '区', c, ..] if is_han(*c) => 3,
        [a, b, c, _, _, ..] if [*a, *b, *c].into_iter().all(is_han) && PLACES.contains(&[*a, *b]) => 2,
        _ => 0,
    };
    chars.get(skip).or(chars.first()).map_or("?".into(), |c| c.to_uppercase().collect())
}

/// Provinces and the cities most companies name first; only a wrong letter on a picture depends on it.
const PLACES: [[char; 2]; 60] = [
    ['北', '京'],
    ['上', '海'],
    ['天', '津'],
    ['重', '庆'],
    ['广', '州'],
    ['深', '圳'],
    ['苏', '州'],
    ['杭', '州'],
    ['南', '京'],
    ['宁', '波'],
    ['无', '锡'],
    ['常', '州'],
    ['成', '都'],
    ['武', '汉'],
    ['西', '安'],
    ['长', '沙'],
    ['郑', '州'],
    ['青', '岛'],
    ['济', '南'],
    ['烟', '台'],
    ['合', '肥'],
    ['芜', '湖'],
    ['福', '州'],
    ['厦', '门'],
    ['泉', '州'],
    ['南', '昌'],
    ['昆', '明'],
    ['贵', '阳'],
    ['南', '宁'],
    ['海', '口'],
    ['太', '原'],
    ['大', '连'],
    ['沈', '阳'],
    ['长', '春'],
    ['兰', '州'],
    ['东', '莞'],
    ['佛', '山'],
    ['中', '山'],
    ['珠', '海'],
    ['惠', '州'],
    ['温', '州'],
    ['绍', '兴'],
    ['嘉', '兴'],
    ['徐', '州'],
    ['南', '通'],
    ['扬', '州'],
    ['株', '洲'],
    ['河', '北'],
    ['山', '西'],
    ['辽', '宁'],
    ['吉', '林'],
    ['江', '苏'],
    ['浙', '江'],
    ['安', '徽'],
    ['福', '建'],
    ['江', '西'],
    ['山', '东'],
    ['河', '南'],
    ['湖', '北'],
    ['湖', '南'],
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_shortened_the_way_people_do() {
        assert_eq!(given("林书遥"), "书遥");
        assert_eq!(given("王伟"), "王伟");
        assert_eq!(given("Anna de Vries"), "AV");
        assert_eq!(given("anna"), "A");
        assert_eq!(given("…"), "?");
    }

    #[test]
    fn a_company_is_not_told_apart_by_its_city() {
        assert_eq!(telling("苏州恒泰精密机械有限公司"), "恒");
        assert_eq!(telling("深圳市蓝湾智造科技有限公司"), "蓝");
        assert_eq!(telling("acme Ltd"), "A");
        assert_eq!(telling(""), "?");
    }
}
