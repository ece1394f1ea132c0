//! Records as JSON: what the contract promises, from what the caller may see.

use std::cell::Cell;

use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use gate::{App, Refusal};
use records::{field, visible::Visible};
use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::{Map, Value as Json, json};
use types::{Problem, ProblemKind, Value};

/// Nesting of a body at most (security: WEB-12).
const DEPTH: usize = 64;

/// One record as it is written: id, version, then its columns in the order they were asked. No tree is built of it: a page has thousands of
/// values.
struct Written<'v>(&'v Visible);

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut out = to.serialize_map(None)?;
        out.serialize_entry("id", &self.0.id)?;
        out.serialize_entry("version", &self.0.version)?;
        for (column, value) in self.0.iter() {
            out.serialize_entry(&column.path, &field::to_json(column.field(), value))?;
        }
        if let Some(at) = self.0.deleted_at {
            out.serialize_entry("deleted_at", &at.to_string())?;
        }
        out.end()
    }
}

/// One record inside another answer.
pub fn record(item: &Visible) -> Json {
    json!(Written(item))
}

/// The answer that carries one record and its version as `ETag`.
pub fn one(status: StatusCode, item: &Visible) -> Response {
    let etag = format!("\"{}\"", item.version);
    (status, [(header::ETAG, etag)], axum::Json(Written(item))).into_response()
}

pub fn total(total: &records::visible::Total) -> Json {
    json!({ "count": total.count, "exact": total.exact })
}

/// The version in `If-Match`, if the caller sent one. `*` means any.
pub fn if_match(headers: &HeaderMap) -> Result<Option<i64>, Problem> {
    let Some(value) = headers.get(header::IF_MATCH) else { return Ok(None) };
    let text = value.to_str().unwrap_or_default().trim();
    if text == "*" {
        return Ok(None);
    }
    let number = text.trim_start_matches("W/").trim_matches('"').parse();
    number.map(Some).map_err(|_| Problem::new(ProblemKind::Stale, "stale"))
}

/// A JSON body: the content type must say so (a form cannot), doubles of a key and deep nesting are refused.
pub struct Body(pub Json, pub Bytes);

impl FromRequest<App> for Body {
    type Rejection = Refusal;

    async fn from_request(request: Request, app: &App) -> Result<Body, Refusal> {
        let (parts, body) = request.into_parts();
        let call = gate::call::of(&parts, app);
        let refuse = |problem: Problem| Refusal::of(&call, problem);
        let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        if kind.split(';').next().map(str::trim) != Some("application/json") {
            return Err(refuse(Problem::bad("not_json")));
        }
        let request = Request::from_parts(parts.clone(), body);
        let bytes = Bytes::from_request(request, app)
            .await
            .map_err(|_| refuse(Problem::new(ProblemKind::TooLarge, "too_large")))?;
        let json = strict(&bytes).map_err(|cause| refuse(Problem::bad("bad_json").with("what", cause)))?;
        Ok(Body(json, bytes))
    }
}

/// What a verb is told: a JSON object, or nothing at all.
pub struct Parameters(pub Map<String, Json>, pub Bytes);

impl FromRequest<App> for Parameters {
    type Rejection = Refusal;

    async fn from_request(request: Request, app: &App) -> Result<Parameters, Refusal> {
        let (parts, body) = request.into_parts();
        let call = gate::call::of(&parts, app);
        if !parts.headers.contains_key(header::CONTENT_TYPE) {
            let bytes = Bytes::from_request(Request::from_parts(parts, body), app).await.unwrap_or_default();
            return match bytes.is_empty() {
                true => Ok(Parameters(Map::new(), bytes)),
                false => Err(Refusal::of(&call, Problem::bad("not_json"))),
            };
        }
        let body = Body::from_request(Request::from_parts(parts, body), app).await?;
        let bytes = body.1.clone();
        Ok(Parameters(body.object().map_err(|problem| Refusal::of(&call, problem))?, bytes))
    }
}

impl Body {
    pub fn object(self) -> Result<Map<String, Json>, Problem> {
        match self.0 {
            Json::Object(map) => Ok(map),
            _ => Err(Problem::bad("bad_json").with("what", "an object is expected")),
        }
    }
}

/// Values in one body at most: each takes some tens of bytes, however short it was.
const VALUES: usize = 500_000;

/// Parses, refusing doubled keys, depth and more values than memory has room for. serde_json keeps the last of two equal keys silently; here
/// that is an error.
pub fn strict(bytes: &[u8]) -> Result<Json, String> {
    /// counts the values that may still come
    struct Strict<'c>(&'c Cell<usize>);
    impl<'de> serde::de::DeserializeSeed<'de> for Strict<'_> {
        type Value = Json;
        fn deserialize<D: serde::Deserializer<'de>>(self, d: D) -> Result<Json, D::Error> {
            let left = self.0.get().checked_sub(1);
            self.0.set(left.ok_or_else(|| serde::de::Error::custom("too many values"))?);
            d.deserialize_any(self)
        }
    }
    impl<'de> serde::de::Visitor<'de> for Strict<'_> {
        type Value = Json;
        fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
            f.write_str("JSON")
        }
        fn visit_bool<E>(self, v: bool) -> Result<Json, E> {
            Ok(Json::Bool(v))
        }
        fn visit_i64<E>(self, v: i64) -> Result<Json, E> {
            Ok(v.into())
        }
        fn visit_u64<E>(self, v: u64) -> Result<Json, E> {
            Ok(v.into())
        }
        fn visit_f64<E>(self, v: f64) -> Result<Json, E> {
            Ok(v.into())
        }
        fn visit_str<E>(self, v: &str) -> Result<Json, E> {
            Ok(v.into())
        }
        fn visit_unit<E>(self) -> Result<Json, E> {
            Ok(Json::Null)
        }
        fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut seq: A) -> Result<Json, A::Error> {
            let mut list = Vec::new();
            while let Some(item) = seq.next_element_seed(Strict(self.0))? {
                list.push(item);
            }
            Ok(Json::Array(list))
        }
        fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
            let mut out = Map::new();
            while let Some(key) = map.next_key::<String>()? {
                let value = map.next_value_seed(Strict(self.0))?;
                if out.insert(key.clone(), value).is_some() {
                    return Err(serde::de::Error::custom(format!("key {key:?} stands twice")));
                }
            }
            Ok(Json::Object(out))
        }
    }
    use serde::de::DeserializeSeed as _;
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let json = Strict(&Cell::new(VALUES)).deserialize(&mut reader).map_err(|e| e.to_string())?;
    reader.end().map_err(|e| e.to_string())?;
    if depth(&json) > DEPTH { Err("nested too deeply".into()) } else { Ok(json) }
}

fn depth(json: &Json) -> usize {
    match json {
        Json::Array(list) => 1 + list.iter().map(depth).max().unwrap_or(0),
        Json::Object(map) => 1 + map.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

/// A key or measure of a group, which belongs to no single field.
pub fn value(value: &Value) -> Json {
    match value {
        Value::Empty => Json::Null,
        Value::Bool(yes) => json!(yes),
        Value::Int(number) => json!(number),
        Value::Decimal(number) => json!(number.normalize().to_string()),
        Value::Money(money) => {
            json!({ "amount": money.amount.normalize().to_string(), "currency": money.currency.as_str() })
        }
        Value::Text(text) => json!(text),
        Value::Date(day) => json!(day.to_string()),
        Value::Time(at) => json!(at.to_string()),
        Value::Link(link) => json!({ "id": link.id, "label": link.label }),
        Value::Texts(list) => json!(list),
        Value::Links(list) => list.iter().map(|link| json!({ "id": link.id, "label": link.label })).collect(),
        Value::Address(address) => json!(address),
    }
}

/// A page of records.
pub struct Listed(pub records::visible::Page);

impl Serialize for Listed {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut out = to.serialize_map(None)?;
        out.serialize_entry("items", &self.0.items.iter().map(Written).collect::<Vec<_>>())?;
        out.serialize_entry("next", &self.0.next)?;
        if let Some(count) = &self.0.total {
            out.serialize_entry("total", &total(count))?;
        }
        out.end()
    }
}
