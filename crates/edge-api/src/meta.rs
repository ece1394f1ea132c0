//! `/api/v1/meta` and `/api/v1/me`: what exists and what this caller may do with it. Hidden fields and objects are not there.

use std::sync::Arc;

use axum::{
    Json as AxumJson,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use gate::{App, Call, Refusal, idempotency};
use records::{
    Cx,
    access::{self, Action, Reach, Scope},
    schema::{FieldType, Object, change, ship::FieldFile},
};
use serde_json::{Value as Json, json};
use types::{Name, Problem, Result};

use crate::json::Body;

type Answer = Result<Response, Refusal>;

pub async fn me(State(app): State<App>, call: Call) -> Answer {
    let answer = app
        .read(&call, |cx| {
            let rights: serde_json::Map<String, Json> = cx
                .catalog
                .objects
                .values()
                .filter(|o| cx.actor.rights.reach(&o.name, Action::View) != Reach::None)
                .map(|o| {
                    let reaches = Action::ALL.map(|a| (a.word().to_string(), json!(cx.actor.rights.reach(&o.name, a))));
                    (o.name.to_string(), Json::Object(reaches.into_iter().collect()))
                })
                .collect();
            Ok(json!({
                "id": cx.actor.user, "name": cx.actor.name, "team": cx.actor.home_team,
                "administrator": cx.actor.administrator, "organization": cx.organization.name,
                "currency": cx.organization.currency.as_str(), "time_zone": cx.organization.zone_name, "rights": rights,
            }))
        })
        .await?;
    Ok(AxumJson(answer).into_response())
}

pub async fn objects(State(app): State<App>, call: Call) -> Answer {
    let items = app
        .read(&call, |cx| {
            let catalog = cx.catalog.clone();
            let seen = catalog.objects.values().filter(|o| access::scope(cx, o, Action::View).is_ok());
            Ok(seen.map(|o| json!({ "name": o.name, "label": o.label, "plural": o.plural })).collect::<Vec<_>>())
        })
        .await?;
    Ok(AxumJson(json!({ "items": items })).into_response())
}

pub async fn object(State(app): State<App>, call: Call, Path(name): Path<String>) -> Answer {
    shown(&app, &call, name, StatusCode::OK).await
}

async fn shown(app: &App, call: &Call, name: String, status: StatusCode) -> Answer {
    let answer = app.read(call, move |cx| {
        let object = cx.catalog.find(&name)?;
        let scope = access::scope(cx, &object, Action::View)?;
        Ok(described(cx, &object, &scope))
    });
    Ok((status, AxumJson(answer.await?)).into_response())
}

fn described(cx: &Cx, object: &Arc<Object>, scope: &Scope) -> Json {
    let edit = access::scope(cx, object, Action::Edit).ok();
    let fields: Vec<Json> = object
        .fields
        .iter()
        .enumerate()
        .filter(|(at, f)| !f.removed && scope.may_see(*at))
        .map(|(at, f)| {
            let mut one = json!({
                "name": f.name, "type": f.kind.word(), "label": f.label, "required": f.required, "unique": f.unique,
                "writable": edit.as_ref().is_some_and(|s| s.may_write(at)), "masked": scope.is_masked(at),
                "custom": f.custom, "indexed": f.indexed, "sortable": f.sort_column().is_some() || f.kind.target().is_some(),
            });
            if let Some(to) = f.kind.target() {
                one["to"] = json!(to);
            }
            if !f.kind.options().is_empty() {
                one["options"] = json!(f.kind.options());
            }
            match &f.kind {
                FieldType::Text { max } => one["max"] = json!(max),
                FieldType::Decimal { scale } | FieldType::Percent { scale } => one["scale"] = json!(scale),
                FieldType::Formula { source, result } => {
                    one["formula"] = json!(source);
                    one["result"] = json!(result.word());
                }
                FieldType::Rollup(rollup) => one["rollup"] = json!(rollup),
                _ => {}
            }
            one
        })
        .collect();
    json!({
        "name": object.name, "label": object.label, "plural": object.plural, "title": object.title,
        "list": object.list, "keys": object.keys, "fields": fields,
    })
}

pub async fn add_field(
    State(app): State<App>,
    call: Call,
    Path(object): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let refuse = |problem| Refusal::of(&call, problem);
    let key = idempotency::key(&headers, &format!("meta/{object}/fields"), &body.1).map_err(refuse)?;
    let file = field_file(body).map_err(refuse)?;
    changed(&app, &call, object, StatusCode::CREATED, move |cx, object| {
        let added = idempotency::once(cx, key.as_ref(), |cx| {
            change::add_field(cx, object, file.clone())?;
            Ok((201, Json::Null))
        });
        added.map(drop)
    })
    .await
}

pub async fn change_field(
    State(app): State<App>,
    call: Call,
    Path((object, field)): Path<(String, String)>,
    body: Body,
) -> Answer {
    let refuse = |problem| Refusal::of(&call, problem);
    let file = field_file(body).map_err(refuse)?;
    if *file.name != *field {
        return Err(refuse(Problem::field("name", "read_only")));
    }
    changed(&app, &call, object, StatusCode::OK, move |cx, object| change::change_field(cx, object, file.clone())).await
}

pub async fn remove_field(State(app): State<App>, call: Call, Path((object, field)): Path<(String, String)>) -> Answer {
    let refuse = |problem| Refusal::of(&call, problem);
    let name = Name::parse(&field).ok_or_else(|| refuse(Problem::not_found()))?;
    changed(&app, &call, object, StatusCode::OK, move |cx, object| change::remove_field(cx, object, &name)).await
}

fn field_file(body: Body) -> Result<FieldFile> {
    serde_json::from_value(body.0).map_err(|e| Problem::bad("bad_json").with("what", e))
}

/// Does a change of metadata and answers with the object as it now is.
async fn changed(
    app: &App,
    call: &Call,
    name: String,
    status: StatusCode,
    change: impl Fn(&mut Cx, &Arc<Object>) -> Result<()> + Send + 'static,
) -> Answer {
    let object = name.clone();
    let write = app.write(call, move |cx| {
        let object = cx.catalog.find(&object)?;
        change(cx, &object)
    });
    write.await?;
    shown(app, call, name, status).await
}
