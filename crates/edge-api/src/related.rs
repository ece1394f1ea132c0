//! What hangs on a record: its timeline, its history, records linked to it.

use axum::{
    Json as AxumJson,
    extract::{Path, RawQuery, State},
    response::{IntoResponse, Response},
};
use gate::{App, Call, Refusal};
use records::{audit::history, query, timeline};
use serde_json::{Value as Json, json};
use types::{Id, Instant, Problem, Result};

use crate::{json, params};

type Answer = Result<Response, Refusal>;

const PAGE: usize = 50;

/// `limit` and `before` (an opaque place) of a page that goes back in time.
fn place(raw: Option<&str>) -> Result<(usize, Option<String>)> {
    let (mut limit, mut before) = (PAGE, None);
    for (name, value) in params::pairs(raw)? {
        match name.as_str() {
            "limit" => {
                let asked = value.parse().ok().filter(|n| (1..=200).contains(n));
                limit = asked.ok_or_else(|| Problem::bad("limit").with("max", 200))?;
            }
            "cursor" => before = Some(value),
            _ => return Err(params::unknown(&name)),
        }
    }
    Ok((limit, before))
}

pub async fn timeline(
    State(app): State<App>,
    call: Call,
    Path((object, id)): Path<(String, String)>,
    RawQuery(raw): RawQuery,
) -> Answer {
    let refuse = |problem| Refusal::of(&call, problem);
    let id = Id::asked(&id).map_err(refuse)?;
    let (limit, before) = place(raw.as_deref()).map_err(refuse)?;
    let before = match before {
        Some(text) => Some(read_place(&text).ok_or_else(|| refuse(Problem::bad("bad_cursor")))?),
        None => None,
    };
    let (entries, next) = app
        .engine
        .read(call.caller.clone(), move |cx| {
            let object = cx.catalog.find(&object)?;
            timeline::page(cx, &object, id, before, limit)
        })
        .await
        .map_err(refuse)?;
    let items: Vec<Json> = entries
        .iter()
        .map(|entry| {
            json!({ "at": entry.at.to_string(), "object": entry.record.object.name, "record": json::record(&entry.record) })
        })
        .collect();
    let next = next.map(|(at, id)| format!("{}-{id}", at.0));
    Ok(AxumJson(json!({ "items": items, "next": next })).into_response())
}

fn read_place(text: &str) -> Option<(Instant, Id)> {
    let (at, id) = text.rsplit_once('-')?;
    Some((Instant(at.parse().ok()?), Id::parse(id)?))
}

pub async fn history(
    State(app): State<App>,
    call: Call,
    Path((object, id)): Path<(String, String)>,
    RawQuery(raw): RawQuery,
) -> Answer {
    let refuse = |problem| Refusal::of(&call, problem);
    let id = Id::asked(&id).map_err(refuse)?;
    let (limit, before) = place(raw.as_deref()).map_err(refuse)?;
    let before = match before {
        Some(text) => Some(Id::parse(&text).ok_or_else(|| refuse(Problem::bad("bad_cursor")))?),
        None => None,
    };
    let (object, steps) = app
        .engine
        .read(call.caller.clone(), move |cx| {
            let object = cx.catalog.find(&object)?;
            let steps = history::page(cx, &object, id, before, limit)?;
            Ok((object, steps))
        })
        .await
        .map_err(refuse)?;
    let items: Vec<Json> = steps
        .iter()
        .map(|step| {
            let changes: Vec<Json> = step
                .fields
                .iter()
                .map(|f| json!({ "field": object.fields[f.position].name, "before": f.before, "after": f.after }))
                .collect();
            json!({
                "id": step.id, "at": step.at.to_string(), "action": step.action,
                "by": step.who.map(|id| json!({ "id": id, "label": step.name })), "changes": changes,
            })
        })
        .collect();
    let next = steps.last().filter(|_| steps.len() == limit).map(|step| step.id);
    Ok(AxumJson(json!({ "items": items, "next": next })).into_response())
}

/// `links/opportunities.account`: the opportunities whose account is this record; a plain list with all its parameters.
pub async fn links(
    State(app): State<App>,
    call: Call,
    Path((object, id, field)): Path<(String, String, String)>,
    RawQuery(raw): RawQuery,
) -> Answer {
    let refuse = |problem| Refusal::of(&call, problem);
    let id = Id::asked(&id).map_err(refuse)?;
    let mut ask = params::ask(raw.as_deref()).map_err(refuse)?;
    let page = app
        .engine
        .read(call.caller.clone(), move |cx| {
            let here = cx.catalog.find(&object)?;
            let scope = records::access::scope(cx, &here, records::access::Action::View)?;
            query::must_see(cx, &scope, id)?;
            let (other, link) = field.split_once('.').ok_or_else(Problem::not_found)?;
            let other = cx.catalog.find(other)?;
            let points_here = other.field(link).is_some_and(|f| f.kind.target() == Some(here.name.as_str()));
            if !points_here {
                return Err(Problem::not_found());
            }
            let linked = format!("{link} == \"{id}\"");
            ask.filter = Some(match &ask.filter {
                Some(filter) => format!("({filter}) && {linked}"),
                None => linked,
            });
            query::list(cx, &other, &ask)
        })
        .await
        .map_err(refuse)?;
    Ok(AxumJson(json::page(&page)).into_response())
}
