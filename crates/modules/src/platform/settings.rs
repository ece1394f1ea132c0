//! What the organisation may say about itself. `check` rules of settings, exchange rates and users.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;
use records::{
    Cx, money,
    query::Ask,
    write::{Draft, Written},
};
use types::{Currency, FieldProblem, Problem, Result, Value};

use crate::work::first;

pub fn check(cx: &mut Cx, draft: &Draft) -> Result<()> {
    if draft.is_new() && first(cx, "settings", Ask::default().sort("id", false).fields(&["name"]))?.is_some() {
        return Err(Problem::conflict("set_up_already"));
    }
    currency(cx, draft)?;
    time_zone(cx, draft)?;
    within(draft, "week_start", 1, 7)?;
    within(draft, "fiscal_start", 1, 12)?;
    let deals = Ask::default().sort("id", false).fields(&["name"]);
    if !draft.is_new() && draft.changed("currency") && first(cx, "opportunities", deals)?.is_some() {
        return Err(Problem::field("currency", "read_only"));
    }
    Ok(())
}

/// `usd` is `USD`.
pub fn capitals(_: &mut Cx, draft: &mut Draft) -> Result<()> {
    let code = draft.get("currency").as_text().map(|code| code.trim().to_ascii_uppercase());
    if let Some(code) = code.filter(|code| draft.get("currency").as_text() != Some(code)) {
        draft.set("currency", Value::Text(code));
    }
    Ok(())
}

/// What rates value is valued anew, at the old ones' currency too where that was changed.
pub fn revalue(cx: &mut Cx, rates: &[Written]) -> Result<()> {
    let codes = rates.iter().flat_map(|rate| [rate.get("currency"), rate.was("currency")]);
    let currencies: BTreeSet<&str> = codes.filter_map(Value::as_text).collect();
    for currency in currencies.into_iter().filter_map(Currency::parse) {
        money::revalue::order(cx, currency)?;
    }
    Ok(())
}

/// A currency by its code; something else would silently count as the default one.
pub fn currency(_: &mut Cx, draft: &Draft) -> Result<()> {
    known(draft, "currency", "not_a_currency", |code| Currency::parse(code).is_some())
}

pub fn time_zone(_: &mut Cx, draft: &Draft) -> Result<()> {
    known(draft, "time_zone", "unknown_time_zone", |name| TimeZone::get(name).is_ok())
}

fn known(draft: &Draft, field: &str, code: &'static str, is_one: impl Fn(&str) -> bool) -> Result<()> {
    match draft.get(field).as_text() {
        Some(text) if draft.changed(field) && !is_one(text) => Err(Problem::field(field, code)),
        _ => Ok(()),
    }
}

fn within(draft: &Draft, field: &'static str, least: i64, most: i64) -> Result<()> {
    match draft.get(field) {
        Value::Int(number) if !(least..=most).contains(number) => {
            let problem = FieldProblem::new(field, "out_of_range").with("min", least).with("max", most);
            Err(Problem::invalid(vec![problem]))
        }
        _ => Ok(()),
    }
}
