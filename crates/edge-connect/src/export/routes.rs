//! `/api/v1/{object}/export`: a list as a file.

use std::{sync::Arc, time::Duration};

use axum::{
    body::Body,
    extract::{Path, RawQuery, State},
    http::header,
    response::{IntoResponse, Response},
};
use gate::{App, Call, Refusal, Route, Who, params, router::encode};
use records::{access::Action, query::Ask};
use tokio::sync::Semaphore;
use tokio_util::io::ReaderStream;
use types::{Problem, Result};

use super::{Exported, Exports, Format, Wish};

/// Of the connections for long reads one stays free for imports; more exports wait for their turn.
const AT_ONCE: usize = 2;
/// How long one waits for it before being told to come again.
const PATIENCE: Duration = Duration::from_secs(30);

pub fn routes() -> Vec<Route> {
    let turn = Arc::new(Semaphore::new(AT_ONCE));
    let download = move |State(app): State<App>, call: Call, Path(object): Path<String>, RawQuery(raw): RawQuery| async move {
        let refuse = |problem| Refusal::of(&call, problem);
        let (ask, format) = asked(raw.as_deref()).map_err(refuse)?;
        let wish = Wish { object, ask, format, lang: call.lang };
        let full = || refuse(Problem::unavailable("as many exports as may run are running"));
        let turn = tokio::time::timeout(PATIENCE, turn.acquire()).await.map_err(|_| full())?;
        let _turn = turn.map_err(|_| full())?;
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
    let mut ask = Ask::default();
    let mut format = Format::Csv;
    for (name, value) in params::pairs(query)? {
        match name.as_str() {
            "format" => format = Format::parse(&value)?,
            _ => params::view(&mut ask, &name, value)?,
        }
    }
    Ok((ask, format))
}
