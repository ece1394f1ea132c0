//! What stands around a number: currency signs, codes and names, 万 and 亿, K and M. Called by the number reader only.

use std::sync::OnceLock;

use rust_decimal::Decimal;

use crate::{Currency, display::currencies, words::Lang};

/// A currency as written. Some signs are shared; which one is meant depends on who writes.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Sign {
    One(Currency),
    Dollar,
    /// ¥: renminbi or yen
    Yuan,
}

impl Sign {
    /// The organisation's own currency where it uses the sign, otherwise its commonest meaning.
    pub(super) fn currency(self, home: Currency) -> Currency {
        let shared = |codes: &[&str], common: &str| {
            let code = if codes.contains(&home.as_str()) { home.as_str() } else { common };
            Currency::parse(code).expect("our own codes are codes")
        };
        match self {
            Sign::One(currency) => currency,
            Sign::Dollar => shared(&["AUD", "CAD", "HKD", "MXN", "NZD", "SGD", "TWD"], "USD"),
            Sign::Yuan => shared(&["JPY"], "CNY"),
        }
    }
}

/// What people write beside the codes, symbols and names of the table.
const ALSO: [(&str, &str); 27] = [
    ("rmb", "CNY"),
    ("cn¥", "CNY"),
    ("元", "CNY"),
    ("块", "CNY"),
    ("圆", "CNY"),
    ("元整", "CNY"),
    ("圆整", "CNY"),
    ("yuan", "CNY"),
    ("元人民币", "CNY"),
    ("us$", "USD"),
    ("美金", "USD"),
    ("美刀", "USD"),
    ("dollars", "USD"),
    ("euro", "EUR"),
    ("euros", "EUR"),
    ("港币", "HKD"),
    ("日圆", "JPY"),
    ("円", "JPY"),
    ("yen", "JPY"),
    ("台币", "TWD"),
    ("新台币", "TWD"),
    ("澳元", "AUD"),
    ("加元", "CAD"),
    ("新元", "SGD"),
    ("新币", "SGD"),
    ("澳门元", "MOP"),
    ("韩币", "KRW"),
];

/// The currency a prefix or suffix names; the text is folded and in lower case.
pub(super) fn sign(text: &str) -> Option<Sign> {
    static SIGNS: OnceLock<Vec<(String, Sign)>> = OnceLock::new();
    let signs =
        SIGNS.get_or_init(|| {
            let mut signs = vec![("$".to_owned(), Sign::Dollar), ("¥".to_owned(), Sign::Yuan)];
            for info in currencies() {
                let names = [info.code.as_str(), info.symbol, info.name(Lang::Zh), info.name(Lang::En)];
                signs.extend(names.map(|name| (name.to_lowercase(), Sign::One(info.code))));
            }
            signs.extend(ALSO.map(|(name, code)| {
                (name.to_owned(), Sign::One(Currency::parse(code).expect("our own codes are codes")))
            }));
            // Stable: the shared signs stay before CNY's and USD's own entries of the same text.
            signs.sort_by(|(a, _), (b, _)| a.cmp(b));
            signs.dedup_by(|(later, _), (earlier, _)| later == earlier);
            signs
        });
    signs.binary_search_by(|(name, _)| name.as_str().cmp(text)).ok().map(|place| signs[place].1)
}

/// Splits a suffix into what it multiplies by and the currency behind it: `万元` is 10,000 and CNY.
pub(super) fn suffix(text: &str) -> Option<(Decimal, Option<Sign>)> {
    const FACTORS: [(&str, u64); 20] = [
        ("万亿", 1_000_000_000_000),
        ("十亿", 1_000_000_000),
        ("千万", 10_000_000),
        ("百万", 1_000_000),
        ("十万", 100_000),
        ("亿", 100_000_000),
        ("千", 1_000),
        ("仟", 1_000),
        ("百", 100),
        ("万", 10_000),
        ("萬", 10_000),
        ("億", 100_000_000),
        ("w", 10_000),
        ("k", 1_000),
        ("million", 1_000_000),
        ("mn", 1_000_000),
        ("m", 1_000_000),
        ("billion", 1_000_000_000),
        ("bn", 1_000_000_000),
        ("b", 1_000_000_000),
    ];
    if text.is_empty() {
        return Some((Decimal::ONE, None));
    }
    if let Some(sign) = sign(text) {
        return Some((Decimal::ONE, Some(sign)));
    }
    FACTORS.iter().find_map(|(word, factor)| {
        let rest = text.strip_prefix(word)?.trim_start();
        let sign = if rest.is_empty() { None } else { Some(sign(rest)?) };
        Some((Decimal::from(*factor), sign))
    })
}
