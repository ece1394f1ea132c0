//! Countries and regions of ISO 3166-1 with Chinese and English names. Called through `places`.

use std::{collections::HashMap, sync::OnceLock};

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::words::Lang;

/// A country or region.
#[derive(PartialEq, Eq, Debug)]
pub struct Country {
    /// two capital letters: what addresses store
    pub alpha2: &'static str,
    pub alpha3: &'static str,
    /// three digits
    pub numeric: &'static str,
    en: &'static str,
    zh: &'static str,
    aliases: &'static str,
}

impl Country {
    pub fn name(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }
}

/// All of them, sorted by alpha-2 code.
pub fn countries() -> &'static [Country] {
    static TABLE: OnceLock<Vec<Country>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let row = |line: &'static str| {
            let mut columns = line.split('\t');
            let mut next = || columns.next();
            Some(Country {
                alpha2: next()?,
                alpha3: next()?,
                numeric: next()?,
                en: next()?,
                zh: next()?,
                aliases: next()?,
            })
        };
        let lines = include_str!("../../data/countries.tsv").lines();
        lines.map(|line| row(line).expect("data/countries.tsv has six columns")).collect()
    })
}

/// By alpha-2 code in capitals.
pub fn country(alpha2: &str) -> Option<&'static Country> {
    countries().binary_search_by(|country| country.alpha2.cmp(alpha2)).ok().map(|place| &countries()[place])
}

/// By any code or name people use, whatever its case, accents, blanks and dots: `CN`, `chn`, `156`, 中国, `P.R. China`, `USA`,
/// 韩国, `Korea`.
pub fn find_country(text: &str) -> Option<&'static Country> {
    static INDEX: OnceLock<HashMap<String, &'static Country>> = OnceLock::new();
    let index = INDEX.get_or_init(|| {
        let names = |country: &'static Country| {
            let own = [country.alpha2, country.alpha3, country.numeric, country.en, country.zh];
            own.into_iter().chain(country.aliases.split('|')).map(move |name| (fold(name), country))
        };
        countries().iter().flat_map(names).filter(|(name, _)| !name.is_empty()).collect()
    });
    if text.len() > 100 {
        return None;
    }
    let folded = fold(text);
    index.get(&folded).or_else(|| index.get(folded.strip_prefix("the")?)).copied()
}

fn fold(text: &str) -> String {
    text.nfkd().filter(|c| c.is_alphanumeric() && !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}
