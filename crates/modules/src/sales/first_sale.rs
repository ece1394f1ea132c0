//! A won opportunity makes its account a customer and tells since when. An `after_all` rule of opportunities.

use std::collections::BTreeMap;

use records::{
    Cx,
    audit::history,
    query::Ask,
    write::{Change, Input, Written},
};
use rust_decimal::Decimal;
use types::{Date, Id, Result, Value};

use crate::work::{as_product, change, first, look};

/// Steps of an account's history looked at together, and how often, to find what a sale changed.
const STEPS: usize = 100;
const PAGES: usize = 10;
/// What a sale makes of an account, in either field.
const GIVEN: [&str; 2] = ["customer", "won_back"];

pub fn tell(cx: &mut Cx, kept: &[Written]) -> Result<()> {
    // of many deals with one account the earliest tells all
    let mut firsts: BTreeMap<Id, Date> = BTreeMap::new();
    for written in kept {
        if let Some((account, day)) = sale(written) {
            firsts.entry(account).and_modify(|first| *first = day.min(*first)).or_insert(day);
        }
    }
    for (account, day) in firsts {
        won(cx, account, day)?;
    }
    kept.iter().try_for_each(|written| take_back(cx, written))
}

/// The account that a change makes a customer, and since when.
fn sale(written: &Written) -> Option<(Id, Date)> {
    let lives = written.after.deleted_at.is_none();
    if !matters(written) || !lives || !is_won(|field| written.get(field)) {
        return None;
    }
    Some((written.get("account").as_id()?, written.get("close_date").as_date()?))
}

fn matters(written: &Written) -> bool {
    let moved = ["stage", "account", "close_date"].iter().any(|field| written.changed(field));
    written.change != Change::Updated || moved
}

/// What it may have told before is no longer so: another account, reopened, deleted, another day.
fn take_back(cx: &mut Cx, written: &Written) -> Result<()> {
    if !matters(written) {
        return Ok(());
    }
    if let Some(account) = written.was("account").as_id()
        && is_won(|field| written.was(field))
    {
        recount(cx, account)?;
    }
    Ok(())
}

/// As `stage::follow` leaves a won one, so that the stage need not be looked up again.
fn is_won<'v>(get: impl Fn(&'static str) -> &'v Value) -> bool {
    let certain = matches!(get("probability"), Value::Decimal(percent) if *percent == Decimal::ONE_HUNDRED);
    certain && !get("closed_at").is_empty()
}

fn won(cx: &mut Cx, account: Id, day: Date) -> Result<()> {
    let Some(known) = look(cx, "accounts", account, &["first_won_at", "lifecycle", "type"])? else { return Ok(()) };
    let mut news = Input::default();
    if known.get("first_won_at").as_date().is_none_or(|first| day < first) {
        news = news.set("first_won_at", Value::Date(day));
    }
    match known.get("lifecycle").as_text() {
        None | Some("prospect" | "lead") => news = news.text("lifecycle", "customer"),
        Some("lost") => news = news.text("lifecycle", "won_back"),
        Some(_) => {}
    }
    if matches!(known.get("type").as_text(), None | Some("prospect")) {
        news = news.text("type", "customer");
    }
    if news.entries.is_empty() { Ok(()) } else { change(cx, "accounts", account, news).map(|_| ()) }
}

fn recount(cx: &mut Cx, account: Id) -> Result<()> {
    let ask = Ask::default()
        .filter(format!("account == \"{account}\" && stage.outcome == \"won\" && close_date != null"))
        .sort("close_date", false)
        .fields(&["close_date"]);
    let day = first(cx, "opportunities", ask)?.map_or(Value::Empty, |deal| deal.get("close_date").clone());
    let Some(known) = look(cx, "accounts", account, &["first_won_at"])? else { return Ok(()) };
    if *known.get("first_won_at") == day {
        return Ok(());
    }
    let news = if day.is_empty() { as_before(cx, account)? } else { Input::default() };
    change(cx, "accounts", account, news.set("first_won_at", day)).map(|_| ())
}

/// What a sale made of the account, as it was before: of each field, if nobody has changed it since. A change that followed of itself and gave what sales
/// give is a sale's.
fn as_before(cx: &mut Cx, account: Id) -> Result<Input> {
    let accounts = cx.catalog.must("accounts").clone();
    let mut open = vec!["lifecycle", "type"];
    let (mut news, mut before) = (Input::default(), None);
    for _ in 0..PAGES {
        let steps = as_product(cx, |cx| history::page(cx, &accounts, account, before, STEPS))?;
        for step in &steps {
            for field in std::mem::take(&mut open) {
                let changed = step.fields.iter().find(|change| *accounts.fields[change.position].name == *field);
                match changed {
                    None => open.push(field),
                    Some(change) if step.followed && GIVEN.iter().any(|given| change.after == *given) => {
                        news = news.set(field, change.before.as_str().map_or(Value::Empty, Value::text));
                    }
                    Some(_) => {}
                }
            }
        }
        before = steps.last().filter(|_| steps.len() == STEPS && !open.is_empty()).map(|step| step.id);
        if before.is_none() {
            break;
        }
    }
    Ok(news)
}
