//! `/api/v1/{object}/export`: a list as a file.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{Path, RawQuery, State},
    http::header,
    response::{IntoResponse, Response},
};
use gate::{App, Call, Refusal, Route, Turns, Who, params, router::encode};
use records::{access::Action, query::Ask};
use tokio_util::io::ReaderStream;
use types::Result;

use super::{Exported, Exports, Format, Wish};

/// Of the connections for long reads one stays free for imports; more exports wait for their turn.
const AT_ONCE: usize = 2;

pub fn routes() -> Vec<Route> {
    let turns = Arc::new(Turns::new(AT_ONCE));
    let download = move |State(app): State<App>, call: Call, Path(object): Path<String>, RawQuery(raw): RawQuery| async move {
        let refuse = |problem| Refusal::of(&call, problem);
        let (ask, format) = asked(raw.as_deref()).map_err(refuse)?;
        let wish = Wish { object, ask, format, lang: call.lang };
        let who = app.engine.read(call.caller.clone(), |cx| Ok(cx.actor.user)).await.map_err(refuse)?;
        let _turn = turns.take(who).await.map_err(refuse)?;
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
