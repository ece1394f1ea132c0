//! The figures above a board of things that are won or lost: what is open, what of it is likely, what was won, what wants attention.
//! All but the last come from the counts and sums of the columns. Called by the board.

use std::sync::Arc;

use gate::router::encode;
use maud::{Markup, html};
use modules::sales::{
    overview::{OPEN, STALLED, WON},
    report::joined,
};
use records::{
    Cx,
    query::{self, Ask, Totals},
    schema::Object,
};
use rust_decimal::Decimal;
use types::{Result, Value, display, words::tr_with};

use super::{Lane, Outcome, Sum, Sums, pipelines};
use crate::{
    desk::Desk,
    pages::list::counted,
    place::Place,
    ui::{Mood, Stat, stat},
};

/// Deals that wait too long: something was due, or nothing happens.
fn waiting() -> String {
    format!("stage.outcome == \"open\" && next_activity_at < now() || {STALLED}")
}

/// None: these are not things that are won or lost.
pub fn strip(desk: &Desk, object: &Object, place: &Place, lanes: &[Lane], sums: &Sums) -> Option<stat::Strip> {
    object.board.as_ref()?.sum.as_ref()?;
    if lanes.iter().all(|lane| lane.outcome.is_none()) {
        return None;
    }
    let amount = |sum: &Sum| match &sum.amount {
        Some(Value::Money(money)) => money.base.unwrap_or(money.amount),
        _ => Decimal::ZERO,
    };
    let (mut open, mut weighted, mut won, mut lost) = ((0, Decimal::ZERO), Decimal::ZERO, (0, Decimal::ZERO), 0);
    for (lane, sum) in lanes.iter().zip(&sums.lanes) {
        match lane.outcome {
            None => {
                open = (open.0 + sum.count, open.1 + amount(sum));
                weighted += amount(sum) * lane.probability.unwrap_or_default() / Decimal::ONE_HUNDRED;
            }
            Some(Outcome::Won) => won = (won.0 + sum.count, won.1 + amount(sum)),
            Some(Outcome::Lost) => lost += sum.count,
        }
    }
    let money = |amount| display::money_compact(desk.lang, amount, desk.currency);
    let deals = |count: i64| tr_with(desk.lang, "report-deals", &[("count", count)]);
    let decided = won.0 + lost;
    let rate = match decided {
        0 => "—".to_string(),
        _ => format!("{}%", display::decimal(Decimal::from(won.0 * 100) / Decimal::from(decided), 0, 0)),
    };
    let rows = |filter: &str| list(object, place, filter);
    let waiting_url = place.with(|p| p.columns.clear()).at(&format!("/{}/board-attention", object.name));
    let left_out = match sums.unconverted {
        0 => String::new(),
        count => format!(" · {}", tr_with(desk.lang, "board-unconverted", &[("count", count)])),
    };
    let stats = vec![
        Stat::new(desk.say("report-open"), money(open.1)).note(deals(open.0) + &left_out, Mood::Plain).href(rows(OPEN)),
        Stat::new(desk.say("home-weighted"), money(weighted))
            .note(desk.say("board-by-stage"), Mood::Plain)
            .href(rows(OPEN)),
        Stat::new(desk.say("report-won"), money(won.1)).note(deals(won.0), Mood::Plain).href(rows(WON)),
        Stat::new(desk.say("report-rate"), rate)
            .note(tr_with(desk.lang, "board-decided", &[("count", decided)]), Mood::Plain)
            .href(rows("stage.outcome != \"open\"")),
        Stat {
            extra: Some(
                html! { span hidden hx-get=(waiting_url) hx-trigger="load" hx-target="closest dd" hx-swap="innerHTML" {} },
            ),
            ..Stat::new(desk.say("board-attention"), desk.say("board-show")).href(rows(&waiting()))
        },
    ];
    Some(stat::Strip { id: "board-figures".into(), label: desk.say("report-figures"), stats })
}

/// How many wait, put where the figure stands.
pub fn attention(cx: &mut Cx, desk: &Desk, object: &Arc<Object>, place: &Place) -> Result<Markup> {
    let filter = joined([pipelines::filter(place).as_deref(), Some(&waiting())]);
    let ask = Ask { filter, search: place.search.clone(), totals: Totals::Capped, ..Ask::default() };
    let page = query::list(cx, object, &ask.fields(&[object.title.as_str()]).limit(1))?;
    let count = page.total.map(|total| counted(desk, &total)).unwrap_or_default();
    let some = page.total.is_some_and(|total| total.count > 0);
    Ok(html! {
        a class={ "fig" (if some { " late" } else { "" }) } href=(list(object, place, &waiting())) { (count) }
        small { (desk.say("board-waiting")) }
    })
}

/// The list of what a figure counts, within what the board shows.
fn list(object: &Object, place: &Place, filter: &str) -> String {
    let filter = match pipelines::filter(place) {
        Some(own) => format!("({own}) && ({filter})"),
        None => filter.to_string(),
    };
    let search = place.search.as_ref().map(|words| format!("&q={}", encode(words))).unwrap_or_default();
    format!("/{}?filter={}{search}", object.name, encode(&filter))
}
