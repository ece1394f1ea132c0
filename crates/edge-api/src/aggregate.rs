//! `POST /api/v1/{object}/aggregate`: counts and sums by groups.

use axum::{
    Json as AxumJson,
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use gate::{App, Call, Refusal};
use records::query::{self, Ask, Grouping, Measure, group::Bucket};
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};
use types::{Problem, Result};

use crate::json::{self, Body};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    filter: Option<String>,
    #[serde(default)]
    group: Vec<Group>,
    #[serde(default)]
    measures: Vec<Map<String, Json>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    field: String,
    by: Option<Bucket>,
}

pub async fn aggregate(
    State(app): State<App>,
    call: Call,
    Path(object): Path<String>,
    body: Body,
) -> Result<Response, Refusal> {
    let refuse = |problem| Refusal::of(&call, problem);
    let request: Request =
        serde_json::from_value(body.0).map_err(|e| refuse(Problem::bad("bad_json").with("what", e)))?;
    let measures = request.measures.iter().map(measure).collect::<Result<Vec<_>>>().map_err(refuse)?;
    let measures = if measures.is_empty() { vec![Measure::Count] } else { measures };
    let groups: Vec<Grouping> = request.group.into_iter().map(|g| Grouping { path: g.field, by: g.by }).collect();
    let ask = Ask { filter: request.filter.filter(|text| !text.trim().is_empty()), ..Ask::default() };
    let answer = app
        .read_in_turn(&call, move |cx| {
            let object = cx.catalog.find(&object)?;
            let grouped = query::group::group(cx, &object, &ask, &groups, &measures)?;
            let rows: Vec<Json> = grouped
                .rows
                .iter()
                .map(|row| {
                    let keys: Vec<Json> = row.keys.iter().map(json::value).collect();
                    let values: Vec<Json> = row.values.iter().map(json::value).collect();
                    json!({ "keys": keys, "values": values })
                })
                .collect();
            Ok(json!({ "rows": rows, "exact": grouped.exact, "unconverted": grouped.unconverted }))
        })
        .await
        .map_err(refuse)?;
    Ok(AxumJson(answer).into_response())
}

/// `{"count":true}` or `{"sum":"amount"}`.
fn measure(map: &Map<String, Json>) -> Result<Measure> {
    let bad = || Problem::bad("bad_measure");
    let (name, value) = map.iter().next().filter(|_| map.len() == 1).ok_or_else(bad)?;
    let path = || value.as_str().map(str::to_string).ok_or_else(bad);
    match name.as_str() {
        "count" => Ok(Measure::Count),
        "sum" => path().map(Measure::Sum),
        "avg" => path().map(Measure::Average),
        "min" => path().map(Measure::Min),
        "max" => path().map(Measure::Max),
        _ => Err(bad()),
    }
}
