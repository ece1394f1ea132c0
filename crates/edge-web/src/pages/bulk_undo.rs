//! A bulk change is taken back: each record that nobody has changed since gets the value it had. Offered by the toast of `bulk`.

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
    let get = |wanted: &str| given.iter().find(|(n, _)| n == wanted).map(|(_, v)| v.clone());
    let time = |name: &str| get(name).and_then(|text| text.parse().ok()).map(Instant).ok_or_else(Problem::not_found);
    let field = get("field").ok_or_else(Problem::not_found).map_err(refuse)?;
    let (from, to) = (time("from").map_err(refuse)?, time("to").map_err(refuse)?);
    let ids: Vec<Id> = given.iter().filter(|(n, _)| n == "id").filter_map(|(_, v)| Id::parse(v)).take(MOST).collect();
    let step = move |cx: &mut Cx, ids: &[Id]| {
        let object = cx.catalog.find(&object)?;
        let scope = access::scope(cx, &object, Action::BulkEdit)?;
        let position = object.position(&field).ok_or_else(Problem::not_found)?;
        given_back(cx, &scope, position, ids, from..=to)
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

/// Gives back what one field held before the caller's own last change, if that lies within these times; how many got it.
fn given_back(
    cx: &mut Cx,
    scope: &Scope,
    position: usize,
    ids: &[Id],
    times: std::ops::RangeInclusive<Instant>,
) -> Result<i64> {
    let object = scope.object().clone();
    let mut count = 0;
    for id in ids {
        let Ok(steps) = history::page(cx, &object, *id, None, 1) else { continue };
        let ours = steps.into_iter().next().filter(|step| times.contains(&step.at) && step.who == cx.actor.user);
        let Some(difference) = ours.and_then(|step| step.fields.into_iter().find(|d| d.position == position)) else {
            continue;
        };
        let mut body = serde_json::Map::new();
        body.insert(object.fields[position].name.to_string(), difference.before);
        match write::bulk::changed(cx, scope, *id, Input::json(body))? {
            Ok(Some(_)) => count += 1,
            Ok(None) => {}
            Err(problem) if write::bulk::concerns_a_row(&problem) => {}
            Err(problem) => return Err(problem),
        }
    }
    Ok(count)
}
