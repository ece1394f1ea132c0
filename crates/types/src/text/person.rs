//! People's names: family and given name, and the letters on an avatar. Called by the contact and user objects and the pages.

use super::fold::is_plain_han;
use super::pinyin::family_name;

/// A name taken apart; `family` is empty where there is none to tell (阿卜杜拉·买买提, a single word).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PersonName {
    pub family: String,
    pub given: String,
}

/// Takes a full name apart: `欧阳娜娜` → 欧阳, 娜娜; `John Smith` and `Smith, John` → Smith, John.
pub fn split(name: &str) -> PersonName {
    let name = name.trim();
    let parts =
        |family: &str, given: &str| PersonName { family: family.trim().to_owned(), given: given.trim().to_owned() };
    if let Some(chars) = chinese(name) {
        let (length, _) = family_name(&chars);
        return PersonName { family: chars[..length].iter().collect(), given: chars[length..].iter().collect() };
    }
    match (name.split_once(','), name.rsplit_once(char::is_whitespace)) {
        (Some((family, given)), _) => parts(family, given),
        (None, Some((given, family))) => parts(family, given),
        (None, None) => parts("", name),
    }
}

/// Up to two characters for an avatar: the given name of a Chinese person (张三丰 → 三丰, but 张三 whole), the first two characters of
/// other Chinese names, the first letters of the first and the last word otherwise (`John F. Smith` → `JS`).
pub fn avatar(name: &str) -> String {
    let name = name.trim();
    if let Some(chars) = chinese(name) {
        let (length, _) = family_name(&chars);
        let from = if chars.len() == 2 { 0 } else { length.max(chars.len().saturating_sub(2)).min(chars.len()) };
        return chars[from..].iter().collect();
    }
    if name.chars().next().is_some_and(is_han) {
        return name.chars().filter(|&c| is_han(c)).take(2).collect();
    }
    let mut letters = name
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let (first, last) = (letters.next(), letters.next_back());
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

/// The characters of what looks like the name of a Chinese person: two to four Han characters, six with a compound family name.
fn chinese(name: &str) -> Option<Vec<char>> {
    let chars: Vec<char> = name.chars().filter(|c| !c.is_whitespace()).collect();
    let length = chars.len();
    let fits = length >= 2 && chars.iter().all(|&c| is_han(c)) && length <= 3 + family_name(&chars).0;
    fits.then_some(chars)
}

fn is_han(c: char) -> bool {
    is_plain_han(c) || c == '〇' || ('\u{20000}'..='\u{3ffff}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_names_know_their_compound_family_names() {
        for (name, family, given) in [
            ("张三", "张", "三"),
            ("张三丰", "张", "三丰"),
            ("欧阳娜娜", "欧阳", "娜娜"),
            ("诸葛亮", "诸葛", "亮"),
            ("诸葛", "诸", "葛"),
            ("司马相如", "司马", "相如"),
            ("爱新觉罗溥仪", "爱新觉罗", "溥仪"),
            ("王 小明", "王", "小明"),
        ] {
            assert_eq!(split(name), PersonName { family: family.into(), given: given.into() }, "{name}");
        }
    }

    #[test]
    fn other_names_are_taken_apart_by_their_blanks_or_not_at_all() {
        for (name, family, given) in [
            ("John F. Smith", "Smith", "John F."),
            ("Smith, John", "Smith", "John"),
            ("Madonna", "", "Madonna"),
            ("阿卜杜拉·买买提", "", "阿卜杜拉·买买提"),
            ("", "", ""),
        ] {
            assert_eq!(split(name), PersonName { family: family.into(), given: given.into() }, "{name}");
        }
    }

    #[test]
    fn an_avatar_shows_two_characters() {
        for (name, shown) in [
            ("张三", "张三"),
            ("张三丰", "三丰"),
            ("诸葛亮", "亮"),
            ("欧阳娜娜", "娜娜"),
            ("华为技术有限公司", "华为"),
            ("阿卜杜拉·买买提", "阿卜"),
            ("John F. Smith", "JS"),
            ("émile", "É"),
            ("(Acme) Ltd", "AL"),
            ("张", "张"),
            ("???", ""),
        ] {
            assert_eq!(avatar(name), shown, "{name}");
        }
    }
}
