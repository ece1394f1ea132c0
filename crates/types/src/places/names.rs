//! Finding divisions by name: full, short, as people abbreviate them, or in English. Called through `places` and by `locate`.

use std::{collections::HashMap, sync::OnceLock};

use super::{Division, Level, division::all};

/// How a name was written; shorter forms are trusted less.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Form {
    /// 苏州市, 延边州
    Full,
    /// 苏州
    Short,
    /// 工业园区, which only Suzhou knows as its own
    Local,
}

/// A Chinese name under which a division is known.
pub(super) struct Known {
    pub name: String,
    pub form: Form,
    pub division: &'static Division,
}

/// The divisions of this name anywhere, in Chinese (full or short) or English in any case: 苏州市, 苏州, `Suzhou`. Provinces
/// first, then in the order of codes.
pub fn find(name: &str) -> Vec<&'static Division> {
    let mut found = matching(all(), name);
    found.sort_by_key(|division| (division.level(), division.code));
    found
}

/// The one division of this name in `place`: of its children if one of them is called so, otherwise deeper. `None` when
/// nothing or more than one fits.
pub fn find_in(place: &Division, name: &str) -> Option<&'static Division> {
    let mut found = matching(place.within(), name);
    found.retain(|division| division.code != place.code);
    let is_child = |division: &&'static Division| division.parent().is_some_and(|parent| parent.code == place.code);
    if found.iter().any(is_child) {
        found.retain(is_child);
    }
    if let [one] = found.as_slice() { Some(*one) } else { None }
}

/// Those of a stretch of the table that are called so, in the order of their codes.
fn matching(among: &'static [Division], name: &str) -> Vec<&'static Division> {
    let name = name.trim();
    let folded = fold(name);
    let place = |code: &str| among.binary_search_by(|division| division.code.cmp(code)).ok();
    let mut places: Vec<usize> = if folded.is_empty() {
        // 工业园区 is a name only where the city is given.
        let in_city = among.first().is_some_and(|place| place.level() == Level::City);
        let known = name.chars().next().and_then(|first| index().get(&first)).into_iter().flatten();
        let called = known.filter(|known| known.name == name && (in_city || known.form != Form::Local));
        called.filter_map(|known| place(known.division.code)).collect()
    } else {
        english().get(&folded).into_iter().flatten().filter_map(|division| place(division.code)).collect()
    };
    places.dedup();
    places.into_iter().map(|place| &among[place]).collect()
}

/// All English names, folded.
fn english() -> &'static HashMap<String, Vec<&'static Division>> {
    static INDEX: OnceLock<HashMap<String, Vec<&'static Division>>> = OnceLock::new();
    INDEX.get_or_init(|| {
        let mut index: HashMap<_, Vec<_>> = HashMap::new();
        for division in all().iter().filter(|division| !division.is_stand_in()) {
            index.entry(fold(division.english)).or_default().push(division);
        }
        index
    })
}

/// Latin letters alone, in lower case.
fn fold(name: &str) -> String {
    use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
    let letters = name.nfd().filter(|c| !is_combining_mark(*c) && c.is_ascii_alphabetic());
    letters.map(|c| c.to_ascii_lowercase()).collect()
}

/// All Chinese names by their first character.
pub(super) fn index() -> &'static HashMap<char, Vec<Known>> {
    static INDEX: OnceLock<HashMap<char, Vec<Known>>> = OnceLock::new();
    INDEX.get_or_init(|| {
        let mut index: HashMap<char, Vec<Known>> = HashMap::new();
        for division in all().iter().filter(|division| !division.is_stand_in()) {
            for (name, form) in names_of(division) {
                if let Some(first) = name.chars().next() {
                    index.entry(first).or_default().push(Known { name, form, division });
                }
            }
        }
        index
    })
}

fn names_of(division: &'static Division) -> Vec<(String, Form)> {
    let mut names = vec![(division.name.to_owned(), Form::Full)];
    let two_or_more = |text: &str| text.chars().count() >= 2;
    if division.short != division.name && two_or_more(division.short) {
        names.push((division.short.to_owned(), Form::Short));
        // 延边州, 长阳县, 新疆自治区 for the long names of autonomous places; 管城区 for 管城回族区.
        for (long, brief) in
            [("自治州", "州"), ("自治县", "县"), ("自治旗", "旗"), ("自治区", "自治区"), ("族区", "区")]
        {
            if division.name.ends_with(long) {
                names.push((format!("{}{brief}", division.short), Form::Full));
            }
        }
    }
    // 苏州工业园区 is 工业园区 once Suzhou is named; 高新区 and 经开区 are what everybody says.
    if let Some(city) = division.city().filter(|_| division.level() == Level::District)
        && let Some(local) = division.name.strip_prefix(city.name).or_else(|| division.name.strip_prefix(city.short))
        && local.chars().count() >= 3
    {
        names.push((local.to_owned(), Form::Local));
        if local.starts_with("高新技术") {
            names.push(("高新区".to_owned(), Form::Local));
        }
        if local.starts_with("经济") {
            names.push(("经开区".to_owned(), Form::Local));
        }
    }
    names.dedup_by(|(a, _), (b, _)| a == b);
    names
}
