//! `POST /api/v1/{object}/batch`: up to 1,000 operations, all or nothing in one transaction, or row by row with a result each.

use axum::{
    Json as AxumJson,
    extract::{Path, State},
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use gate::{App, Call, Refusal, idempotency, problem_json};
use records::{
    Cx, query,
    schema::Object,
    write::{self, Input, trash},
};
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;
use types::{Id, Problem, Result, words::Lang};

use crate::json::Body;

const MOST: usize = 1_000;
/// Bytes of a batch at most: 8 KiB for each operation.
pub const BODY: usize = MOST * 8 * 1024;

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
struct Batch {
    operations: Vec<Operation>,
    /// all or nothing
    #[serde(default)]
    atomic: bool,
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
struct Operation {
    op: Op,
    id: Option<String>,
    version: Option<i64>,
    /// field by which `upsert` finds the record
    key: Option<String>,
    #[serde(default)]
    data: Map<String, Json>,
}

#[derive(Deserialize, Clone, Copy, PartialEq)]
#[serde(rename_all = "snake_case")]
enum Op {
    Create,
    Update,
    Upsert,
    Delete,
}

pub async fn batch(
    State(app): State<App>,
    call: Call,
    Path(object): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let refuse = |problem| Refusal::of(&call, problem);
    let key = idempotency::key(&headers, &format!("{object}/batch"), &body.1).map_err(refuse)?;
    let batch: Batch = serde_json::from_value(body.0).map_err(|e| refuse(Problem::bad("bad_json").with("what", e)))?;
    if batch.operations.len() > MOST {
        return Err(refuse(Problem::bad("too_many_operations").with("max", MOST)));
    }
    if batch.atomic {
        let answer = app
            .engine
            .write_together(call.caller.clone(), batch.operations.len() as u32, move |cx| {
                idempotency::once(cx, key.as_ref(), |cx| {
                    let object = cx.catalog.find(&object)?;
                    let mut results = Vec::with_capacity(batch.operations.len());
                    for (at, operation) in batch.operations.iter().enumerate() {
                        let done = one(cx, &object, operation).map_err(|p| p.with("operation", at))?;
                        results.push(done);
                    }
                    Ok((200, json!({ "results": results })))
                })
            })
            .await
            .map_err(refuse)?;
        return Ok((answer.status(), AxumJson(answer.body)).into_response());
    }
    if let Some(whole) = key.clone() {
        // the key belongs to this request from here on, whatever becomes of its operations
        let claim =
            move |cx: &mut Cx| idempotency::once(cx, Some(&whole), |_| Ok((200, json!({ "results": "one by one" }))));
        app.write(&call, claim).await?;
    }
    let mut results = Vec::with_capacity(batch.operations.len());
    for (at, operation) in batch.operations.into_iter().enumerate() {
        let (name, key) = (object.clone(), key.as_ref().map(|key| key.part(at)));
        let done = app
            .engine
            .write(call.caller.clone(), move |cx| {
                idempotency::once(cx, key.as_ref(), |cx| {
                    let object = cx.catalog.find(&name)?;
                    Ok((200, one(cx, &object, &operation)?))
                })
            })
            .await;
        results.push(match done {
            Ok(answer) => answer.body,
            Err(problem) => refused(&problem, call.lang, &call.request.0),
        });
    }
    Ok(AxumJson(json!({ "results": results })).into_response())
}

fn refused(problem: &Problem, lang: Lang, request: &str) -> Json {
    json!({ "status": problem.kind.status(), "problem": problem_json::render(problem, lang, request) })
}

fn one(cx: &mut Cx, object: &Arc<Object>, operation: &Operation) -> Result<Json> {
    let input = Input::json(operation.data.clone());
    let given = || operation.id.as_deref().map(Id::asked).transpose()?.ok_or_else(|| Problem::field("id", "required"));
    let (status, item) = match operation.op {
        Op::Create => (201, write::create(cx, object, input)?),
        Op::Update => (200, write::update(cx, object, given()?, operation.version, input)?),
        Op::Upsert => match existing(cx, object, operation)? {
            Some(id) => (200, write::update(cx, object, id, operation.version, input)?),
            None => (201, write::create(cx, object, input)?),
        },
        Op::Delete => {
            let id = given()?;
            trash::delete(cx, object, id, operation.version)?;
            return Ok(json!({ "status": 204, "id": id }));
        }
    };
    Ok(json!({ "status": status, "id": item.id, "version": item.version }))
}

/// The record whose key field has the given value; several are a conflict, never a guess.
fn existing(cx: &mut Cx, object: &Arc<Object>, operation: &Operation) -> Result<Option<types::Id>> {
    let key = operation.key.as_deref().ok_or_else(|| Problem::field("key", "required"))?;
    let value = operation.data.get(key).and_then(Json::as_str).ok_or_else(|| Problem::field(key, "required"))?;
    let literal = serde_json::to_string(value).map_err(Problem::internal)?;
    let ask = query::Ask::default().filter(format!("{key} == {literal}")).limit(2).fields(&[&object.title]);
    let found = query::list(cx, object, &ask)?;
    match found.items.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(one.id)),
        _ => Err(Problem::conflict("several_match").with("key", key)),
    }
}
