//! The figures above a board of things that are won or lost: what is open, what of it is likely, what was won, what wants attention.
//! All but the last come from the counts and sums of the columns. Called by the board.

use std::sync::Arc;

use gate::router::encode;
use maud::{Markup, html};
use modules::sales::{
    overview::{OPEN, STALLED, WON},
    report::{Total, joined, sum},
};
use records::{
    Cx,
    query::{self, Ask, Totals},
    schema::Object,
};
use rust_decimal::Decimal;
use types::{Result, Value, display, words::tr_with};

use super::{Lane, Outcome, Sums, pipelines};
use crate::{
    desk::Desk,
    pages::list::counted,
    place::Place,
    show,
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
    let (mut open, mut weighted, mut won, mut lost) = (Total::default(), None, Total::default(), 0);
    for (lane, lane_sum) in lanes.iter().zip(&sums.lanes) {
        let amount = match &lane_sum.amount {
            Some(Value::Money(money)) => Some(money.base.unwrap_or(money.amount)),
            _ => None,
        };
        let total = Total { count: lane_sum.count, amount };
        match lane.outcome {
            None => {
                let share = lane.probability.unwrap_or_default() / Decimal::ONE_HUNDRED;
                open = open + total;
                weighted = sum([weighted, amount.map(|amount| amount * share)]);
            }
            Some(Outcome::Won) => won = won + total,
            Some(Outcome::Lost) => lost += total.count,
        }
    }
    let money = |of: Total| show::sum(desk, of.count, of.amount);
    let deals = |of: Total| show::summed(desk, of.count, of.amount);
    let decided = won.count + lost;
    let rate = match decided {
        0 => "—".to_string(),
        _ => format!("{}%", display::decimal(Decimal::from(won.count * 100) / Decimal::from(decided), 0, 0)),
    };
    let rows = |filter: &str| list(object, place, filter);
    let waiting_url = place.with(|p| p.columns.clear()).at(&format!("/{}/board-attention", object.name));
    let left_out = match sums.unconverted {
        0 => String::new(),
        count => format!(" · {}", tr_with(desk.lang, "board-unconverted", &[("count", count)])),
    };
    let stats = vec![
        Stat::new(desk.say("report-open"), money(open)).note(deals(open) + &left_out, Mood::Plain).href(rows(OPEN)),
        Stat::new(desk.say("home-weighted"), show::sum(desk, open.count, weighted))
            .note(desk.say("board-by-stage"), Mood::Plain)
            .href(rows(OPEN)),
        Stat::new(desk.say("report-won"), money(won)).note(deals(won), Mood::Plain).href(rows(WON)),
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
