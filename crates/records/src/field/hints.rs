//! What the same text may mean to different people: how values of a caller or of a file's column are to be read.

use jiff::tz::TimeZone;
use types::{
    Currency,
    display::parse::{Mark, Order},
    words::Lang,
};

/// Made for each request from the actor and the organisation, for each import column from what the person said.
#[derive(Clone, Debug)]
pub struct Hints {
    pub lang: Lang,
    /// of clock times without an offset
    pub zone: TimeZone,
    /// of amounts without a currency, and the one that all amounts are converted to
    pub currency: Currency,
    /// of `1/5/2024`; unknown: such a date is refused
    pub date_order: Option<Order>,
    pub mark: Mark,
    /// ISO 3166-1 alpha-2: of telephone numbers without a calling code and addresses without a country
    pub country: String,
}

impl Default for Hints {
    fn default() -> Hints {
        Hints {
            lang: Lang::default(),
            zone: TimeZone::UTC,
            currency: Currency::CNY,
            date_order: None,
            mark: Mark::default(),
            country: "CN".into(),
        }
    }
}
