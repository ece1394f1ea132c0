//! `/api/v1/{object}` and `/api/v1/{object}/{id}`: list, create, read, change, delete, restore.

use axum::{
    Json as AxumJson,
    extract::{Path, RawQuery, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use gate::{App, Call, Refusal, idempotency, params};
use records::{
    query,
    write::{self, Input, trash},
};
use types::Id;

use crate::json::{self, Body};

type Answer = Result<Response, Refusal>;

pub async fn list(State(app): State<App>, call: Call, Path(object): Path<String>, RawQuery(raw): RawQuery) -> Answer {
    let refuse = |problem| Refusal::of(&call, problem);
    let ask = params::ask(raw.as_deref()).map_err(refuse)?;
    let page = app
        .read_list(&call, move |cx| {
            let object = cx.catalog.find(&object)?;
            query::list(cx, &object, &ask)
        })
        .await
        .map_err(refuse)?;
    Ok(AxumJson(json::Listed(page)).into_response())
}

pub async fn get(
    State(app): State<App>,
    call: Call,
    Path((object, id)): Path<(String, String)>,
    RawQuery(raw): RawQuery,
) -> Answer {
    let refuse = |problem| Refusal::of(&call, problem);
    let fields = params::fields(raw.as_deref()).map_err(refuse)?;
    let id = Id::asked(&id).map_err(refuse)?;
    let item = app
        .read(&call, move |cx| {
            let object = cx.catalog.find(&object)?;
            query::get(cx, &object, id, fields.as_deref())
        })
        .await?;
    Ok(json::one(StatusCode::OK, &item))
}

pub async fn create(
    State(app): State<App>,
    call: Call,
    Path(object): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let refuse = |problem| Refusal::of(&call, problem);
    let key = idempotency::key(&headers, &object, &body.1).map_err(refuse)?;
    let fields = body.object().map_err(refuse)?;
    let (path, name) = (format!("/api/v1/{object}"), object);
    let answer = app
        .write(&call, move |cx| {
            idempotency::once(cx, key.as_ref(), |cx| {
                let object = cx.catalog.find(&name)?;
                let item = write::create(cx, &object, Input::json(fields.clone()))?;
                Ok((201, json::record(&item)))
            })
        })
        .await?;
    let id = answer.body["id"].as_str().unwrap_or_default();
    let etag = format!("\"{}\"", answer.body["version"]);
    let headers = [(header::LOCATION, format!("{path}/{id}")), (header::ETAG, etag)];
    Ok((answer.status(), headers, AxumJson(answer.body)).into_response())
}

pub async fn update(
    State(app): State<App>,
    call: Call,
    Path((object, id)): Path<(String, String)>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let refuse = |problem| Refusal::of(&call, problem);
    let id = Id::asked(&id).map_err(refuse)?;
    let version = json::if_match(&headers).map_err(refuse)?;
    let fields = body.object().map_err(refuse)?;
    let item = app
        .write(&call, move |cx| {
            let object = cx.catalog.find(&object)?;
            write::update(cx, &object, id, version, Input::json(fields.clone()))
        })
        .await?;
    Ok(json::one(StatusCode::OK, &item))
}

pub async fn delete(
    State(app): State<App>,
    call: Call,
    Path((object, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Answer {
    let refuse = |problem| Refusal::of(&call, problem);
    let id = Id::asked(&id).map_err(refuse)?;
    let version = json::if_match(&headers).map_err(refuse)?;
    app.write(&call, move |cx| {
        let object = cx.catalog.find(&object)?;
        trash::delete(cx, &object, id, version)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

pub async fn restore(
    State(app): State<App>,
    call: Call,
    Path((object, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Answer {
    let refuse = |problem| Refusal::of(&call, problem);
    let key = idempotency::key(&headers, &format!("{object}/{id}/restoration"), &[]).map_err(refuse)?;
    let id = Id::asked(&id).map_err(refuse)?;
    let answer = app
        .write(&call, move |cx| {
            idempotency::once(cx, key.as_ref(), |cx| {
                let object = cx.catalog.find(&object)?;
                trash::restore(cx, &object, id)?;
                Ok((200, json::record(&query::get(cx, &object, id, None)?)))
            })
        })
        .await?;
    let etag = format!("\"{}\"", answer.body["version"]);
    Ok((answer.status(), [(header::ETAG, etag)], AxumJson(answer.body)).into_response())
}
