//! `/api/v1/{object}/export`: a list as a file.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{Path, RawQuery, State},
    http::header,
    response::{IntoResponse, Response},
};
use gate::{App, Call, Refusal, Route, Who, router::encode};
use records::{access::Action, query::Ask};
use tokio::sync::Semaphore;
use tokio_util::io::ReaderStream;
use types::{Problem, Result};

use super::{Exported, Exports, Format, Wish};

/// Of the lanes for long reads, one stays free for reports; more exports wait for their turn.
const AT_ONCE: usize = 1;

pub fn routes() -> Vec<Route> {
    let turn = Arc::new(Semaphore::new(AT_ONCE));
    let download = move |State(app): State<App>, call: Call, Path(object): Path<String>, RawQuery(raw): RawQuery| async move {
        let refuse = |problem| Refusal::of(&call, problem);
        let (ask, format) = asked(raw.as_deref()).map_err(refuse)?;
        let wish = Wish { object, ask, format, lang: call.lang };
        let _turn = turn.acquire().await.map_err(|_| refuse(Problem::unavailable("exports have ended")))?;
        let exports = Exports { engine: app.engine.clone(), folder: app.config.data_dir.clone() };
        exports.export(call.caller.clone(), wish).await.map(answer).map_err(refuse)
    };
    vec![
        Route::get("/api/v1/{object}/export", Who::Program, download)
            .asks(Action::Export)
            .long()
            .says("A list as a file: what the same filter, search, order and fields show, and as many as there are"),
    ]
}

/// A file as a download.
pub fn answer(exported: Exported) -> Response {
    let Exported { file, bytes, name, content_type, .. } = exported;
    let headers = [
        (header::CONTENT_TYPE, content_type.to_string()),
        (header::CONTENT_LENGTH, bytes.to_string()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename*=UTF-8''{}", encode(&name))),
    ];
    (headers, Body::from_stream(ReaderStream::new(tokio::fs::File::from_std(file)))).into_response()
}

fn asked(query: Option<&str>) -> Result<(Ask, Format)> {
    let uri: axum::http::Uri =
        format!("/?{}", query.unwrap_or_default()).parse().map_err(|_| Problem::bad("bad_query"))?;
    let pairs =
        axum::extract::Query::<Vec<(String, String)>>::try_from_uri(&uri).map_err(|_| Problem::bad("bad_query"))?;
    let mut ask = Ask::default();
    let mut format = Format::Csv;
    for (at, (name, value)) in pairs.0.iter().enumerate() {
        if pairs.0[..at].iter().any(|(other, _)| other == name) {
            return Err(Problem::bad("parameter_twice").with("name", name));
        }
        let words = || value.split(',').map(str::trim).filter(|word| !word.is_empty());
        match name.as_str() {
            "format" => format = Format::parse(value)?,
            "filter" => ask.filter = Some(value.clone()),
            "q" => ask.search = Some(value.clone()),
            "fields" => ask.fields = words().map(str::to_string).collect(),
            "sort" => {
                ask.sort = words()
                    .map(|word| {
                        word.strip_prefix('-').map_or((word.to_string(), false), |rest| (rest.to_string(), true))
                    })
                    .collect();
            }
            _ => return Err(Problem::bad("unknown_parameter").with("name", name)),
        }
    }
    Ok((ask, format))
}
