//! The OpenAPI 3.1 document, made from the declared routes and the objects this caller may see.

use std::sync::Arc;

use axum::{
    Json as AxumJson,
    extract::State,
    response::{IntoResponse, Response},
};
use gate::{App, BodyLimit, Call, Refusal, Route};
use records::{
    Cx, access,
    access::{Action, Scope},
    schema::{Field, FieldType, Object},
};
use serde_json::{Map, Value as Json, json};

use crate::verbs;

pub async fn document(State(app): State<App>, call: Call) -> Result<Response, Refusal> {
    let routes = app.routes.clone();
    app.read(&call, move |cx| Ok(AxumJson(build(cx, &routes)).into_response())).await
}

/// The document of the routes of all edges for one caller: also what `zhike openapi` prints.
pub fn build(cx: &Cx, routes: &[Route]) -> Json {
    let catalog = cx.catalog.clone();
    let seen: Vec<(Arc<Object>, Scope)> = catalog
        .objects
        .values()
        .filter_map(|o| access::scope(cx, o, Action::View).ok().map(|scope| (o.clone(), scope)))
        .collect();
    let mut paths = Map::new();
    for route in routes.iter().filter(|r| r.path.starts_with("/api/v1/")) {
        if route.path.ends_with("/{verb}") {
            for (object, _) in &seen {
                for verb in cx.behaviours.verbs(&object.name) {
                    paths.extend([verbs::described(object, verb)]);
                }
            }
        } else if route.path.contains("/{object}") && !route.path.starts_with("/api/v1/meta") {
            for (object, _) in &seen {
                add(&mut paths, route, Some(object));
            }
        } else {
            // a path that is written out may still be an object's
            let own = seen.iter().find(|(object, _)| route.path.strip_prefix("/api/v1/") == Some(object.name.as_str()));
            add(&mut paths, route, own.map(|(object, _)| object));
        }
    }
    let mut schemas = Map::new();
    for (object, scope) in &seen {
        schemas.insert(object.name.to_string(), record_schema(object, scope, false));
        schemas.insert(format!("{}_input", object.name), record_schema(object, scope, true));
    }
    schemas.extend(shared_schemas());
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Zhike 知客", "version": env!("CARGO_PKG_VERSION"),
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
            "description": "Records of every object, with the caller's own rights. Filters and formulas are one expression language.",
        },
        "servers": [{ "url": "/" }],
        "security": [{ "token": [] }],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer", "bearerFormat": "zk_…" } },
            "responses": { "problem": {
                "description": "A problem (RFC 9457)",
                "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
            } },
        },
    })
}

fn add(paths: &mut Map<String, Json>, route: &Route, object: Option<&Arc<Object>>) {
    let path = match object {
        Some(object) => route.path.replace("{object}", &object.name),
        None => route.path.to_string(),
    };
    let id = path.trim_start_matches("/api/v1/").replace(['/', '{', '}', '.'], "_");
    let method = route.method.as_str().to_lowercase();
    let operation = operation(route, object, &path, format!("{method}_{id}"));
    let entry = paths.entry(path).or_insert_with(|| json!({}));
    // what is written out comes before what holds for every object
    if entry.get(&method).is_none() {
        entry[method] = operation;
    }
}

fn operation(route: &Route, object: Option<&Arc<Object>>, path: &str, id: String) -> Json {
    let mut parameters: Vec<Json> = path
        .split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }))
        .collect();
    let method = route.method.as_str();
    let list = method == "GET" && (path.ends_with(object.map_or("\0", |o| &o.name)) || path.contains("/links/"));
    if list {
        parameters.extend(LIST_PARAMETERS.iter().map(|(name, kind, what)| {
            json!({ "name": name, "in": "query", "description": what, "schema": { "type": kind } })
        }));
    }
    if route.path.ends_with("/export") {
        let shared = LIST_PARAMETERS.iter().filter(|(name, ..)| matches!(*name, "filter" | "q" | "sort" | "fields"));
        parameters.extend(shared.map(|(name, kind, what)| {
            json!({ "name": name, "in": "query", "description": what, "schema": { "type": kind } })
        }));
        parameters.push(json!({ "name": "format", "in": "query", "description": "of the file",
            "schema": { "enum": ["csv", "csv-gb18030", "xlsx", "jsonl"], "default": "csv" } }));
    }
    let single = object.is_some() && route.path.ends_with("/{id}");
    if single && method == "GET" {
        let fields = LIST_PARAMETERS.iter().filter(|(name, ..)| *name == "fields");
        parameters.extend(fields.map(|(name, kind, what)| {
            json!({ "name": name, "in": "query", "description": what, "schema": { "type": kind } })
        }));
    }
    if single && matches!(method, "PATCH" | "DELETE") {
        parameters.push(json!({ "name": "If-Match", "in": "header", "schema": { "type": "string" },
            "description": "the version that was read; another one now is 412" }));
    }
    if method == "POST" && !path.ends_with("aggregate") {
        parameters.push(
            json!({ "name": "Idempotency-Key", "in": "header", "schema": { "type": "string", "maxLength": 200 } }),
        );
    }
    let (code, answer) = answer(route, object, list, single);
    let mut made = json!({
        "operationId": id, "summary": route.summary, "parameters": parameters,
        "responses": { code: answer, "default": { "$ref": "#/components/responses/problem" } },
    });
    if let Some(right) = route.action {
        made["description"] = json!(format!("Asks for the right to {}.", right.word().replace('_', "-")));
    }
    if let Some(object) = object {
        made["tags"] = json!([object.name]);
    }
    if let Some(body) = body(route, object) {
        made["requestBody"] = json!({ "required": true, "content": { "application/json": { "schema": body } } });
    }
    if route.body == BodyLimit::Upload {
        let file = json!({ "type": "object", "properties": { "file": { "type": "string", "format": "binary" } } });
        made["requestBody"] = json!({ "required": true, "content": { "multipart/form-data": { "schema": file } } });
    }
    made
}

const LIST_PARAMETERS: [(&str, &str, &str); 8] = [
    ("filter", "string", "a condition, e.g. amount > 1000 && owner == me()"),
    ("q", "string", "words to search for"),
    ("sort", "string", "fields, `-` for descending: -amount,name"),
    ("fields", "string", "fields of the answer, also behind links: name,account.name"),
    ("limit", "integer", "1–200, default 50"),
    ("cursor", "string", "`next` of the page before"),
    ("total", "boolean", "count too, exactly up to 10,000"),
    ("deleted", "boolean", "the recycle bin"),
];

fn reference(name: &str) -> Json {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

fn answer(route: &Route, object: Option<&Arc<Object>>, list: bool, single: bool) -> (&'static str, Json) {
    let content =
        |schema: Json| json!({ "description": "done", "content": { "application/json": { "schema": schema } } });
    let Some(object) = object else { return if_created(route, content(json!({ "type": "object" }))) };
    match (route.method.as_str(), list, single) {
        ("DELETE", _, _) => ("204", json!({ "description": "done" })),
        (_, true, _) => {
            let items = json!({ "type": "array", "items": reference(&object.name) });
            let next = json!({ "type": ["string", "null"] });
            let page = json!({ "type": "object", "required": ["items", "next"],
                "properties": { "items": items, "next": next, "total": reference("Total") } });
            ("200", content(page))
        }
        ("POST", _, _) if route.path == "/api/v1/{object}" => ("201", content(reference(&object.name))),
        ("POST", _, _) if route.path.ends_with("/restoration") => ("200", content(reference(&object.name))),
        (_, _, true) => ("200", content(reference(&object.name))),
        _ if route.path.ends_with("/export") => {
            let kinds =
                ["text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/jsonl"];
            let kinds: Map<String, Json> = kinds.iter().map(|kind| (kind.to_string(), json!({}))).collect();
            ("200", json!({ "description": "the file", "content": kinds }))
        }
        _ => ("200", content(json!({ "type": "object" }))),
    }
}

fn if_created(route: &Route, answer: Json) -> (&'static str, Json) {
    (if route.method.as_str() == "POST" { "201" } else { "200" }, answer)
}

fn body(route: &Route, object: Option<&Arc<Object>>) -> Option<Json> {
    match (route.method.as_str(), object) {
        ("POST" | "PATCH", None) => Some(json!({ "type": "object" })),
        ("POST", Some(object)) if route.path == "/api/v1/{object}" => {
            Some(reference(&format!("{}_input", object.name)))
        }
        ("PATCH", Some(object)) => Some(reference(&format!("{}_input", object.name))),
        ("POST", Some(_)) if route.path.ends_with("/batch") => Some(reference("Batch")),
        ("POST", Some(_)) if route.path.ends_with("/aggregate") => Some(reference("Aggregate")),
        _ => None,
    }
}

/// Fields as JSON Schema; the input form leaves out what a caller may not set.
fn record_schema(object: &Object, scope: &Scope, input: bool) -> Json {
    let mut properties = Map::new();
    if !input {
        properties.insert("id".into(), json!({ "type": "string" }));
        properties.insert("version".into(), json!({ "type": "integer" }));
    }
    for (at, field) in object.fields.iter().enumerate() {
        let settable = matches!(field.write, records::schema::Write::Caller | records::schema::Write::OnCreate);
        if field.removed || !scope.may_see(at) || (input && !settable) {
            continue;
        }
        let mut schema = field_schema(field, input);
        schema["title"] = json!(field.label.en);
        schema["description"] = json!(field.label.zh);
        properties.insert(field.name.to_string(), schema);
    }
    let required: Vec<&str> = if input { Vec::new() } else { vec!["id", "version"] };
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

fn field_schema(field: &Field, input: bool) -> Json {
    let text = |format: Option<&str>| match format {
        Some(format) => json!({ "type": ["string", "null"], "format": format }),
        None => json!({ "type": ["string", "null"] }),
    };
    let list = |items: Json| json!({ "type": ["array", "null"], "items": items });
    match field.result_type() {
        FieldType::Text { max } => json!({ "type": ["string", "null"], "maxLength": max }),
        FieldType::LongText | FieldType::RichText | FieldType::Phone | FieldType::AutoNumber { .. } => text(None),
        FieldType::Email => text(Some("email")),
        FieldType::Url => text(Some("uri")),
        FieldType::Integer => json!({ "type": ["integer", "null"] }),
        FieldType::Decimal { .. } | FieldType::Percent { .. } => text(Some("decimal")),
        FieldType::Money => json!({ "anyOf": [reference("Money"), { "type": "null" }] }),
        FieldType::YesNo => json!({ "type": ["boolean", "null"] }),
        FieldType::Date => text(Some("date")),
        FieldType::DateTime => text(Some("date-time")),
        FieldType::Choice { options } => {
            let mut codes: Vec<Json> = options.iter().map(|o| json!(o.code)).collect();
            codes.push(Json::Null);
            json!({ "enum": codes })
        }
        FieldType::Choices { .. } | FieldType::Tags => list(json!({ "type": "string" })),
        FieldType::Link { .. } | FieldType::User if input => text(None),
        FieldType::Link { .. } | FieldType::User | FieldType::LinkAny { .. } => {
            json!({ "anyOf": [reference("Link"), { "type": "null" }] })
        }
        FieldType::Users | FieldType::Files if input => list(json!({ "type": "string" })),
        FieldType::Users | FieldType::Files => list(reference("Link")),
        FieldType::Address => json!({ "type": ["object", "null"], "additionalProperties": { "type": "string" } }),
        FieldType::Formula { .. } | FieldType::Rollup(_) => json!({}),
    }
}

fn shared_schemas() -> Map<String, Json> {
    let text = json!({ "type": "string" });
    let shared = json!({
        "Money": { "type": "object", "required": ["amount", "currency"], "additionalProperties": true,
            "properties": { "amount": { "type": "string", "format": "decimal" }, "currency": { "type": "string", "pattern": "^[A-Z]{3}$" } } },
        "Link": { "type": "object", "required": ["id"],
            "properties": { "id": text, "label": { "type": ["string", "null"] }, "object": text } },
        "Total": { "type": "object", "properties": { "count": { "type": "integer" }, "exact": { "type": "boolean" } } },
        "Batch": { "type": "object", "required": ["operations"], "properties": {
            "atomic": { "type": "boolean", "description": "all or nothing" },
            "operations": { "type": "array", "maxItems": 1000, "items": { "type": "object", "required": ["op"], "properties": {
                "op": { "enum": ["create", "update", "upsert", "delete"] }, "id": text, "version": { "type": "integer" },
                "key": { "type": "string", "description": "the field by which upsert finds the record" },
                "data": { "type": "object" } } } } } },
        "Aggregate": { "type": "object", "properties": {
            "filter": text,
            "group": { "type": "array", "maxItems": 4, "items": { "type": "object", "required": ["field"], "properties": {
                "field": text, "by": { "enum": ["day", "week", "month", "quarter", "year"] } } } },
            "measures": { "type": "array", "maxItems": 12, "items": { "type": "object", "maxProperties": 1, "properties": {
                "count": { "type": "boolean" }, "sum": text, "avg": text, "min": text, "max": text } } } } },
        "Problem": { "type": "object", "required": ["type", "title", "status"], "properties": {
            "type": text, "title": text, "status": { "type": "integer" }, "code": text, "request": text,
            "errors": { "type": "array", "items": { "type": "object", "properties": { "field": text, "code": text, "message": text } } } } },
    });
    match shared {
        Json::Object(map) => map,
        _ => Map::new(),
    }
}
