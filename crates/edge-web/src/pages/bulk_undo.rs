//! A change is taken back: a record that nobody has changed since gets back what the change took from it, also what followed from it by rule (the day
//! and the reason of closing, of a deal that changed its stage). Offered by the toasts of `bulk` and of the board.

use std::ops::RangeInclusive;

use axum::{
    extract::{Path, RawQuery, State},
    response::Response,
};
use gate::{App, Call, Refusal};
use records::{
    Cx,
    access::{self, Action, Scope},
    audit::history,
    write::{self, Input},
};
use types::{Id, Instant, Problem, Result, words::tr_with};

use super::{bulk::MOST, bulk_steps};
use crate::{desk, place::pairs, ui};

/// Gives back what stood there before, wherever nobody changed it since.
pub async fn undo(
    State(app): State<App>,
    call: Call,
    Path(object): Path<String>,
    RawQuery(raw): RawQuery,
) -> Result<Response, Refusal> {
    let given = pairs(raw.as_deref().unwrap_or_default());
    let refuse = |problem| Refusal::of(&call, problem);
    let times = time(&given, "from").map_err(refuse)?..=time(&given, "to").map_err(refuse)?;
    let ids: Vec<Id> = given.iter().filter(|(n, _)| n == "id").filter_map(|(_, v)| Id::parse(v)).take(MOST).collect();
    let step = move |cx: &mut Cx, ids: &[Id]| {
        let object = cx.catalog.find(&object)?;
        let scope = access::scope(cx, &object, Action::BulkEdit)?;
        let mut count = 0;
        for id in ids {
            count += i64::from(matches!(given_back(cx, &scope, *id, &times)?, Ok(true)));
        }
        Ok(count)
    };
    let done = bulk_steps::each(&app.engine, &call.caller, ids, step).await.map_err(refuse)?;
    let html = desk::part(&app, &call, move |_, desk| {
        let count = types::display::integer(done.kept.iter().sum());
        let said = tr_with(desk.lang, "bulk-undone", &[("count", count.as_str())]);
        Ok(ui::toast(desk.lang, &bulk_steps::with_rest(desk.lang, said, done.left, done.reason.as_ref()), None))
    })
    .await?;
    Ok(desk::refreshing(html))
}

/// A time of the address, as microseconds.
pub fn time(given: &[(String, String)], name: &str) -> Result<Instant> {
    let text = given.iter().find(|(n, _)| n == name).map(|(_, text)| text);
    text.and_then(|text| text.parse().ok()).map(Instant).ok_or_else(Problem::not_found)
}

/// Takes the caller's own change back, if it lies within these times and is the last one of this record; else `false`. The inner `Err` refuses it and
/// leaves nothing behind.
///
/// # Errors
/// As `write::bulk::changed`.
pub fn given_back(cx: &mut Cx, scope: &Scope, id: Id, times: &RangeInclusive<Instant>) -> Result<Result<bool>> {
    let object = scope.object().clone();
    let steps = match history::page(cx, &object, id, None, 1) {
        Err(problem) if write::bulk::concerns_a_row(&problem) => return Ok(Err(problem)),
        steps => steps?,
    };
    let ours = steps.into_iter().next().filter(|step| times.contains(&step.at) && step.who == cx.actor.user);
    let taken = ours.into_iter().flat_map(|step| step.fields).filter(|one| scope.may_write(one.position));
    let body: serde_json::Map<_, _> =
        taken.map(|one| (object.fields[one.position].name.to_string(), one.before)).collect();
    if body.is_empty() {
        return Ok(Ok(false));
    }
    Ok(write::bulk::changed(cx, scope, id, Input::json(body))?.map(|written| written.is_some()))
}
