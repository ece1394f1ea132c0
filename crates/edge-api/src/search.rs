//! `GET /api/v1/search?q=…&objects=accounts,contacts`: the best records of several objects.

use axum::{
    Json as AxumJson,
    extract::{RawQuery, State},
    response::{IntoResponse, Response},
};
use gate::{App, Call, Refusal, params};
use records::query;
use serde_json::{Value as Json, json};
use types::{Problem, Result};

use crate::json;

const MOST: usize = 50;

pub async fn search(State(app): State<App>, call: Call, RawQuery(raw): RawQuery) -> Result<Response, Refusal> {
    let refuse = |problem| Refusal::of(&call, problem);
    let (mut words, mut objects, mut limit) = (String::new(), Vec::new(), 20);
    for (name, value) in params::pairs(raw.as_deref()).map_err(refuse)? {
        match name.as_str() {
            "q" => words = value,
            "objects" => objects = params::words(&value),
            "limit" => {
                let asked = value.parse().ok().filter(|n| (1..=MOST).contains(n));
                limit = asked.ok_or_else(|| refuse(Problem::bad("limit").with("max", MOST)))?;
            }
            _ => return Err(refuse(params::unknown(&name))),
        }
    }
    if words.trim().is_empty() {
        return Err(refuse(Problem::bad("required").with("name", "q")));
    }
    let hits = app
        .read(&call, move |cx| {
            let searched = if objects.is_empty() {
                cx.catalog.objects.values().filter(|o| o.searchable).cloned().collect()
            } else {
                objects.iter().map(|name| cx.catalog.find(name)).collect::<Result<Vec<_>>>()?
            };
            query::find(cx, &searched, &words, limit)
        })
        .await?;
    let items: Vec<Json> = hits
        .iter()
        .map(|hit| json!({ "object": hit.object.name, "id": hit.id, "label": hit.title, "record": json::record(hit) }))
        .collect();
    Ok(AxumJson(json!({ "items": items })).into_response())
}
