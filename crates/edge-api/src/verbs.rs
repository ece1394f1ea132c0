//! `POST /api/v1/{object}/{id}/{verb}`: the business verbs of the modules (`records::verb`), under the nouns they are registered by.

use axum::{
    Json as AxumJson,
    extract::{Path, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use gate::{App, Call, Refusal, idempotency};
use records::{
    access::{self, Action},
    identity::secret,
    schema::Object,
    verb::{self, Asked, Kind, Told, Verb},
};
use serde_json::{Map, Value as Json, json};
use types::{Id, Problem};

use crate::json::{self, Parameters};

pub async fn act(
    State(app): State<App>,
    call: Call,
    Path((object, id, noun)): Path<(String, String, String)>,
    headers: HeaderMap,
    Parameters(body, bytes): Parameters,
) -> Result<Response, Refusal> {
    let refuse = |problem| Refusal::of(&call, problem);
    let key = idempotency::key(&headers, &format!("{object}/{id}/{noun}"), &bytes).map_err(refuse)?;
    let fresh = secret::fresh("").map_err(refuse)?;
    let asked = Asked {
        id: Id::asked(&id).map_err(refuse)?,
        version: json::if_match(&headers).map_err(refuse)?,
        body,
        secret: secret::hash(&fresh),
    };
    let (mut answer, link) = app
        .write(&call, move |cx| {
            let object = cx.catalog.find(&object)?;
            access::scope(cx, &object, Action::View)?;
            let rules = cx.behaviours.clone();
            let verb = rules.verbs(&object.name).find(|verb| verb.noun == noun).ok_or_else(Problem::not_found)?;
            let answer = idempotency::once(cx, key.as_ref(), |cx| {
                Ok(match verb::run(cx, verb, &asked)? {
                    Told::Changed(record) => (200, json::record(&record)),
                    Told::Made(records) => {
                        let made = records.into_iter().map(|(name, id)| (format!("{name}_id"), json!(id)));
                        (201, Json::Object(made.collect::<Map<_, _>>()))
                    }
                    Told::Done => (if verb.link.is_some() { 201 } else { 200 }, json!({})),
                })
            })?;
            Ok((answer, verb.link))
        })
        .await?;
    // the secret is kept nowhere, so a repeated request cannot be told it again
    if let Some(word) = link.filter(|_| !answer.again) {
        answer.body["link"] = json!(format!("{}/{word}/{fresh}", app.config.base_url.trim_end_matches('/')));
    }
    let mut response = (answer.status(), AxumJson(&answer.body)).into_response();
    if let Some(etag) = answer.body["version"].as_i64().and_then(|version| format!("\"{version}\"").parse().ok()) {
        response.headers_mut().insert(header::ETAG, etag);
    }
    Ok(response)
}

/// One verb in the OpenAPI document: its path and what it takes and answers.
pub fn described(object: &Object, verb: &Verb) -> (String, Json) {
    let properties: Map<String, Json> = verb
        .takes
        .iter()
        .map(|take| {
            let mut schema = match take.kind {
                Kind::Text | Kind::Link => json!({ "type": "string" }),
                Kind::Texts => json!({ "type": "array", "items": { "type": "string" } }),
                Kind::YesNo => json!({ "type": "boolean" }),
                Kind::Time => json!({ "type": "string", "format": "date-time" }),
                Kind::Fields => json!({ "type": "object" }),
            };
            schema["description"] = json!(take.says);
            (take.name.to_string(), schema)
        })
        .collect();
    let required: Vec<&str> = verb.takes.iter().filter(|take| take.required).map(|take| take.name).collect();
    let body =
        json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false });
    let header = |name: &str| json!({ "name": name, "in": "header", "schema": { "type": "string" } });
    let answer =
        json!({ "description": "done", "content": { "application/json": { "schema": { "type": "object" } } } });
    let operation = json!({
        "operationId": format!("post_{}__id__{}", object.name, verb.noun.replace('-', "_")),
        "summary": verb.says, "tags": [object.name],
        "parameters": [
            { "name": "id", "in": "path", "required": true, "schema": { "type": "string" } },
            header("If-Match"), header("Idempotency-Key"),
        ],
        "requestBody": { "required": !required.is_empty(), "content": { "application/json": { "schema": body } } },
        "responses": { "2XX": answer, "default": { "$ref": "#/components/responses/problem" } },
    });
    (format!("/api/v1/{}/{{id}}/{}", object.name, verb.noun), json!({ "post": operation }))
}
