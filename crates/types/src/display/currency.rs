//! The currencies in use today (ISO 4217), from `data/currencies.tsv`. Used by money formatting, money parsing and the
//! currency pickers of the edges.

use std::sync::OnceLock;

use crate::{Currency, words::Lang};

/// One currency. A code that is not in the table (withdrawn, or younger than the table) is still valid: it is shown by
/// its code, with two decimal places.
#[derive(Clone, Copy, Debug)]
pub struct CurrencyInfo {
    pub code: Currency,
    /// decimal places of its smallest unit
    pub places: u32,
    /// `¥`, `$`, `HK$`; the code where there is no symbol of its own
    pub symbol: &'static str,
    en: &'static str,
    zh: &'static str,
}

impl CurrencyInfo {
    pub fn name(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }
}

/// All currencies in use, sorted by code.
pub fn currencies() -> &'static [CurrencyInfo] {
    static TABLE: OnceLock<Vec<CurrencyInfo>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let lines = include_str!("../../data/currencies.tsv").lines();
        lines.map(|line| parse(line).expect("data/currencies.tsv has five columns")).collect()
    })
}

/// `None` for a code outside the table.
pub fn currency(code: Currency) -> Option<&'static CurrencyInfo> {
    let table = currencies();
    table.binary_search_by_key(&code, |info| info.code).ok().map(|place| &table[place])
}

fn parse(line: &'static str) -> Option<CurrencyInfo> {
    let mut columns = line.split('\t');
    Some(CurrencyInfo {
        code: Currency::parse(columns.next()?)?,
        places: columns.next()?.parse().ok()?,
        symbol: columns.next()?,
        en: columns.next()?,
        zh: columns.next()?,
    })
}
