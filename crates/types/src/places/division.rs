//! The table of divisions: by code, up and down. Called through `places`.

use std::{collections::HashMap, sync::OnceLock};

use crate::words::Lang;

/// A province, city or district.
#[derive(PartialEq, Eq, Debug)]
pub struct Division {
    /// Six digits. Below Taiwan, Hong Kong and Macao, where GB/T 2260 has no codes, the table counts on by itself
    /// ([`Division::in_standard`]).
    pub code: &'static str,
    /// `江苏省`, `恩施土家族苗族自治州`
    pub name: &'static str,
    /// `江苏`, `恩施`; empty for a stand-in
    pub short: &'static str,
    /// `Jiangsu`, `Enshi`; empty for a stand-in
    pub english: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Level {
    /// province, municipality, autonomous or special administrative region
    Province,
    /// prefecture-level city, prefecture, league; also the one city of a municipality
    City,
    /// district, county, county-level city, banner
    District,
}

impl Division {
    pub fn level(&self) -> Level {
        match (&self.code[2..4], &self.code[4..]) {
            ("00", _) => Level::Province,
            (_, "00") => Level::City,
            _ => Level::District,
        }
    }

    /// A level that statistics need and addresses do not (`省直辖县级行政区划`): pickers may list its children in its place.
    pub fn is_stand_in(&self) -> bool {
        self.short.is_empty()
    }

    /// Whether GB/T 2260 itself has this code. Where it has not, an address that must carry a standard code takes the
    /// province's.
    pub fn in_standard(&self) -> bool {
        self.level() == Level::Province || !matches!(&self.code[..2], "71" | "81" | "82")
    }

    /// The name pages show: `江苏`, `Jiangsu`.
    pub fn label(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh if self.is_stand_in() => self.name,
            Lang::Zh => self.short,
            Lang::En => self.english,
        }
    }

    /// The division this one belongs to, stand-ins included.
    pub fn parent(&self) -> Option<&'static Division> {
        match self.level() {
            Level::Province => None,
            Level::City => division(&self.code[..2]),
            Level::District => division(&self.code[..4]),
        }
    }

    pub fn province(&self) -> &'static Division {
        division(&self.code[..2]).expect("every division lies in a province of the table")
    }

    /// The city a district lies in: none under a province itself; a municipality is the city of all its parts.
    pub fn city(&self) -> Option<&'static Division> {
        let city = match self.level() {
            Level::Province => return None,
            Level::City => division(self.code)?,
            Level::District => self.parent()?,
        };
        if !city.is_stand_in() {
            return Some(city);
        }
        let province = self.province();
        province.children().find(|city| city.name == province.name)
    }

    /// The divisions one level below, in the order of their codes.
    pub fn children(&self) -> impl Iterator<Item = &'static Division> {
        let below = match self.level() {
            Level::Province => Some(Level::City),
            Level::City => Some(Level::District),
            Level::District => None,
        };
        self.within().iter().filter(move |division| Some(division.level()) == below)
    }

    /// This division and all that lies in it, at every depth.
    pub fn within(&self) -> &'static [Division] {
        let prefix = self.prefix();
        let first = all().partition_point(|division| division.code < prefix);
        let inside = all()[first..].iter().take_while(|division| division.code.starts_with(prefix)).count();
        &all()[first..first + inside]
    }

    /// Whether this is `other` or lies in it.
    pub fn is_within(&self, other: &Division) -> bool {
        self.code.starts_with(other.prefix())
    }

    fn prefix(&self) -> &'static str {
        match self.level() {
            Level::Province => &self.code[..2],
            Level::City => &self.code[..4],
            Level::District => self.code,
        }
    }
}

/// The division of a code of six digits; two and four stand for province and city, and what follows the sixth (streets
/// and villages have nine and twelve) is left out. `None` for codes that are unknown or abolished.
pub fn division(code: &str) -> Option<&'static Division> {
    let padded = match code.len() {
        2 => format!("{code}0000"),
        4 => format!("{code}00"),
        _ => code.get(..6)?.to_owned(),
    };
    all().binary_search_by(|division| division.code.cmp(&padded)).ok().map(|place| &all()[place])
}

/// The name of a code, also of one that exists no longer (known from 2002 on).
pub fn name_of(code: &str) -> Option<&'static str> {
    division(code).map(|division| division.name).or_else(|| former().get(code.get(..6)?).copied())
}

pub fn provinces() -> impl Iterator<Item = &'static Division> {
    all().iter().filter(|division| division.level() == Level::Province)
}

/// From the province down to the division of this code, without stand-ins and without the city that is its own province.
pub fn path(code: &str) -> Vec<&'static Division> {
    let Some(last) = division(code) else { return Vec::new() };
    let mut path = vec![last.province()];
    path.extend(last.city().filter(|city| city.name != path[0].name));
    path.extend(Some(last).filter(|last| last.level() == Level::District));
    path
}

/// `江苏省苏州市吴中区`, `Wuzhong, Suzhou, Jiangsu`. `None` for a code that is not in the table.
pub fn path_name(lang: Lang, code: &str) -> Option<String> {
    let path = path(code);
    let text = match lang {
        Lang::Zh => path.iter().map(|division| division.name).collect(),
        Lang::En => path.iter().rev().map(|division| division.english).collect::<Vec<_>>().join(", "),
    };
    Some(text).filter(|text: &String| !text.is_empty())
}

/// Every division, sorted by code.
pub(super) fn all() -> &'static [Division] {
    static ALL: OnceLock<Vec<Division>> = OnceLock::new();
    ALL.get_or_init(|| {
        let row = |line: &'static str| {
            let mut columns = line.split('\t');
            let mut next = || columns.next();
            Some(Division { code: next()?, name: next()?, short: next()?, english: next()? })
        };
        let lines = include_str!("../../data/divisions.tsv").lines();
        lines.map(|line| row(line).expect("data/divisions.tsv has four columns")).collect()
    })
}

/// Abolished codes and their last names.
fn former() -> &'static HashMap<&'static str, &'static str> {
    static FORMER: OnceLock<HashMap<&'static str, &'static str>> = OnceLock::new();
    FORMER.get_or_init(|| {
        let lines = include_str!("../../data/divisions-former.tsv").lines();
        let rows = lines.filter_map(|line| line.split_once('\t'));
        rows.map(|(code, rest)| (code, rest.split('\t').next().unwrap_or(rest))).collect()
    })
}
