//! What hangs on a record: its timeline, its history, records linked to it.

use std::sync::Arc;

use axum::{
    Json as AxumJson,
    extract::{Path, RawQuery, State},
    response::{IntoResponse, Response},
};
use gate::{App, Call, Refusal, params};
use records::{
    Cx,
    access::{self, Action},
    audit::history,
    query::{self, Ask},
    schema::{FieldType, Object},
    timeline,
    visible::Page,
};
use serde_json::{Value as Json, json};
use types::{Id, Name, Problem, ProblemKind, Result, Value};

use crate::json;

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
    let (entries, next) = app
        .read(&call, move |cx| {
            let object = cx.catalog.find(&object)?;
            timeline::page(cx, &object, id, before.as_deref(), limit)
        })
        .await?;
    let items: Vec<Json> = entries
        .iter()
        .map(|entry| {
            json!({ "at": entry.at.to_string(), "object": entry.record.object.name, "record": json::record(&entry.record) })
        })
        .collect();
    Ok(AxumJson(json!({ "items": items, "next": next })).into_response())
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
        .read(&call, move |cx| {
            let object = cx.catalog.find(&object)?;
            let steps = history::page(cx, &object, id, before, limit)?;
            Ok((object, steps))
        })
        .await?;
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
                "automatic": step.followed, "import": step.import.as_ref().map(|import| json!({ "id": import.id, "label": import.file })),
            })
        })
        .collect();
    let next = steps.last().filter(|_| steps.len() == limit).map(|step| step.id);
    Ok(AxumJson(json!({ "items": items, "next": next })).into_response())
}

/// `links/opportunities.account`: the opportunities whose account is this record; `links/account`: what stands in that field of this record.
/// A plain list with all its parameters.
pub async fn links(
    State(app): State<App>,
    call: Call,
    Path((object, id, field)): Path<(String, String, String)>,
    RawQuery(raw): RawQuery,
) -> Answer {
    let refuse = |problem| Refusal::of(&call, problem);
    let id = Id::asked(&id).map_err(refuse)?;
    let ask = params::ask(raw.as_deref()).map_err(refuse)?;
    let page = app
        .read_list(&call, move |cx| {
            let here = cx.catalog.find(&object)?;
            match field.split_once('.') {
                Some((other, link)) => pointing_here(cx, &here, id, other, link, ask).map(Some),
                None => pointed_at(cx, &here, id, &field, ask),
            }
        })
        .await
        .map_err(refuse)?;
    Ok(match page {
        Some(page) => AxumJson(json::Listed(page)).into_response(),
        None => AxumJson(json!({ "items": [], "next": null })).into_response(),
    })
}

fn pointing_here(cx: &mut Cx, here: &Arc<Object>, id: Id, other: &str, link: &str, mut ask: Ask) -> Result<Page> {
    let scope = access::scope(cx, here, Action::View)?;
    query::must_see(cx, &scope, id)?;
    let other = cx.catalog.find(other)?;
    let points_here = |kind: &FieldType| match kind {
        FieldType::LinkAny { to } => to.is_empty() || to.contains(&here.name),
        kind => !kind.is_many() && kind.target() == Some(here.name.as_str()),
    };
    if !other.field(link).is_some_and(|field| !field.removed && points_here(&field.kind)) {
        return Err(Problem::not_found());
    }
    let linked = format!("{link} == \"{id}\"");
    ask.filter = Some(match &ask.filter {
        Some(filter) => format!("({filter}) && {linked}"),
        None => linked,
    });
    query::list(cx, &other, &ask)
}

/// `None`: a link to any object that is empty.
fn pointed_at(cx: &mut Cx, here: &Arc<Object>, id: Id, name: &str, mut ask: Ask) -> Result<Option<Page>> {
    let field = here.field(name).filter(|field| !field.removed).ok_or_else(Problem::not_found)?;
    // a field the caller may not see is as good as missing
    let known = query::get(cx, here, id, Some(&[name.to_string()])).map_err(|problem| match problem.kind {
        ProblemKind::BadRequest => Problem::not_found(),
        _ => problem,
    })?;
    let mut ids = Vec::new();
    let mut target = match &field.kind {
        FieldType::Users => Some(Name::of("users")),
        FieldType::Files => Some(Name::of("files")),
        FieldType::LinkAny { .. } => None,
        kind => Some(kind.target().map(Name::of).ok_or_else(Problem::not_found)?),
    };
    match known.get(name) {
        Value::Link(link) => {
            target = link.object.clone().or(target);
            ids.push(link.id);
        }
        Value::Links(links) => ids.extend(links.iter().map(|link| link.id)),
        _ => {}
    }
    let Some(target) = target else { return Ok(None) };
    ask.ids = Some(ids);
    let target = cx.catalog.find(&target)?;
    query::list(cx, &target, &ask).map(Some)
}
