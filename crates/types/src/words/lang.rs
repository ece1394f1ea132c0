//! The languages of the product and how a visitor's is chosen. Used by every edge.

use serde::{Deserialize, Serialize};

/// A language of the product. Serialised as its BCP 47 tag, `zh-CN` or `en`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Lang {
    #[default]
    #[serde(rename = "zh-CN")]
    Zh,
    #[serde(rename = "en")]
    En,
}

impl Lang {
    pub const ALL: [Lang; 2] = [Lang::Zh, Lang::En];

    /// BCP 47, as `<html lang>` wants it.
    pub fn tag(self) -> &'static str {
        match self {
            Lang::Zh => "zh-CN",
            Lang::En => "en",
        }
    }

    /// The language's name in itself, for the menu that chooses it.
    pub fn own_name(self) -> &'static str {
        match self {
            Lang::Zh => "简体中文",
            Lang::En => "English",
        }
    }

    /// The language of a BCP 47 tag by its first part: `zh`, `zh-Hant-TW`, `en_GB`.
    pub fn parse(tag: &str) -> Option<Lang> {
        let first = tag.trim().split(['-', '_']).next().unwrap_or_default();
        Lang::ALL.into_iter().find(|lang| lang.tag()[..2].eq_ignore_ascii_case(first))
    }

    /// The best of ours for an `Accept-Language` header (RFC 9110 §12.5.4): highest weight, then first named.
    /// `*` stands for the product's default. `None` when nothing the visitor reads is ours.
    pub fn from_accept_language(header: &str) -> Option<Lang> {
        let mut best: Option<(u16, Lang)> = None;
        for range in header.split(',').take(50) {
            let (tag, parameters) = range.split_once(';').unwrap_or((range, ""));
            let lang = if tag.trim() == "*" { Some(Lang::default()) } else { Lang::parse(tag) };
            let weight = weight(parameters);
            if let Some(lang) = lang
                && weight > best.map_or(0, |(weight, _)| weight)
            {
                best = Some((weight, lang));
            }
        }
        best.map(|(_, lang)| lang)
    }
}

/// `q=0.8` in thousandths; 1000 when absent, 0 when unreadable.
fn weight(parameters: &str) -> u16 {
    let Some(q) = parameters.trim().strip_prefix("q=").or_else(|| parameters.trim().strip_prefix("Q=")) else {
        return if parameters.trim().is_empty() { 1000 } else { 0 };
    };
    let (whole, fraction) = q.trim().split_once('.').unwrap_or((q.trim(), ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    match (whole, fraction.len() <= 3 && digits(fraction)) {
        ("1", true) if fraction.bytes().all(|b| b == b'0') => 1000,
        ("0", true) => format!("{fraction:0<3}").parse().unwrap_or(0),
        _ => 0,
    }
}

impl std::fmt::Display for Lang {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.tag())
    }
}
