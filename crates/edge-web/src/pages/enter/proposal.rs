//! What the set-up page proposes before anybody has said anything: currency and time zone of the country that the browser speaks of. Called by `set_up`.

use axum::http::{HeaderMap, header};
use types::words::Lang;

/// Region of a language tag, currency, time zone of its seat of government or largest business.
const REGIONS: [(&str, &str, &str); 34] = [
    ("AE", "AED", "Asia/Dubai"),
    ("AT", "EUR", "Europe/Vienna"),
    ("AU", "AUD", "Australia/Sydney"),
    ("BE", "EUR", "Europe/Brussels"),
    ("BR", "BRL", "America/Sao_Paulo"),
    ("CA", "CAD", "America/Toronto"),
    ("CH", "CHF", "Europe/Zurich"),
    ("CN", "CNY", "Asia/Shanghai"),
    ("DE", "EUR", "Europe/Berlin"),
    ("DK", "DKK", "Europe/Copenhagen"),
    ("ES", "EUR", "Europe/Madrid"),
    ("FI", "EUR", "Europe/Helsinki"),
    ("FR", "EUR", "Europe/Paris"),
    ("GB", "GBP", "Europe/London"),
    ("HK", "HKD", "Asia/Hong_Kong"),
    ("ID", "IDR", "Asia/Jakarta"),
    ("IE", "EUR", "Europe/Dublin"),
    ("IN", "INR", "Asia/Kolkata"),
    ("IT", "EUR", "Europe/Rome"),
    ("JP", "JPY", "Asia/Tokyo"),
    ("KR", "KRW", "Asia/Seoul"),
    ("MO", "MOP", "Asia/Macau"),
    ("MX", "MXN", "America/Mexico_City"),
    ("MY", "MYR", "Asia/Kuala_Lumpur"),
    ("NL", "EUR", "Europe/Amsterdam"),
    ("NZ", "NZD", "Pacific/Auckland"),
    ("PL", "PLN", "Europe/Warsaw"),
    ("PT", "EUR", "Europe/Lisbon"),
    ("SE", "SEK", "Europe/Stockholm"),
    ("SG", "SGD", "Asia/Singapore"),
    ("TH", "THB", "Asia/Bangkok"),
    ("TW", "TWD", "Asia/Taipei"),
    ("US", "USD", "America/New_York"),
    ("VN", "VND", "Asia/Ho_Chi_Minh"),
];

/// Currency and time zone. A browser that names no country: those of China for a Chinese page, else dollars and UTC.
pub fn of(lang: Lang, headers: &HeaderMap) -> (&'static str, &'static str) {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let tags = accepted.split(',').map(|part| part.split(';').next().unwrap_or_default().trim());
    // of the language of the page only: who reads English somewhere in China may well have both
    let tags = tags.filter(|tag| Lang::from_accept_language(tag) == Some(lang));
    let mut regions = tags.filter_map(|tag| tag.rsplit_once('-').map(|(_, region)| region));
    let found = regions.find_map(|region| REGIONS.iter().find(|(code, ..)| code.eq_ignore_ascii_case(region)));
    match (found, lang) {
        (Some((_, currency, zone)), _) => (currency, zone),
        (None, Lang::Zh) => ("CNY", "Asia/Shanghai"),
        (None, Lang::En) => ("USD", "UTC"),
    }
}

#[cfg(test)]
mod tests {
    use types::Currency;

    use super::*;

    #[test]
    fn the_browsers_country_proposes_its_currency_and_zone() {
        let of = |lang, accepted: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, accepted.parse().expect("a header"));
            super::of(lang, &headers)
        };
        assert_eq!(of(Lang::En, "en-GB,en;q=0.9"), ("GBP", "Europe/London"));
        assert_eq!(of(Lang::En, "en,zh-CN;q=0.5"), ("USD", "UTC"));
        assert_eq!(of(Lang::Zh, "zh-CN,zh;q=0.9,en-US;q=0.5"), ("CNY", "Asia/Shanghai"));
        assert_eq!(of(Lang::Zh, "zh-TW"), ("TWD", "Asia/Taipei"));
        assert_eq!(of(Lang::Zh, "en-US"), ("CNY", "Asia/Shanghai"), "who asks for the page in Chinese");
    }

    #[test]
    fn every_proposal_is_one_that_there_is() {
        for (_, currency, zone) in REGIONS {
            let known = Currency::parse(currency).and_then(types::display::currency);
            assert!(known.is_some() && jiff::tz::TimeZone::get(zone).is_ok(), "{currency} {zone}");
        }
    }
}
