//! `/api/v1/files`: files taken in and given out. What is known of them is a record like any other, so reading, changing and deleting them is what
//! `records` does; here are their bytes.

use ::records::query;
use axum::{
    Json as AxumJson,
    extract::{Multipart, Path, RawQuery, State, multipart::MultipartRejection},
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use gate::{
    App, Call, Refusal, files, idempotency,
    upload::{self, Form},
};
use modules::platform::{
    attach::{self, Arrival},
    content_type,
};
use serde_json::json;
use types::{Id, Problem, Result};

use crate::{json, records};

/// Files of one upload, and the record they hang on.
const FORM: Form = Form { files: 20, head: content_type::HEAD, texts: &[("about", 200)] };

pub async fn take(
    State(app): State<App>,
    call: Call,
    headers: HeaderMap,
    upload: Result<Multipart, MultipartRejection>,
) -> Result<Response, Refusal> {
    let refuse = |problem| Refusal::of(&call, problem);
    let received = upload::receive(&app, &call, upload, FORM, attach::may).await.map_err(refuse)?;
    let about = received.text("about").map(attach::about).transpose().map_err(refuse)?;
    let files =
        received.files.into_iter().map(|file| Arrival::new(file.name, file.blob.size, &file.head, file.blob.hash));
    let files: Vec<Arrival> = files.collect();
    if files.is_empty() {
        return Err(refuse(Problem::field("file", "file_missing")));
    }
    let mut told: Vec<String> = files.iter().flat_map(|file| [file.name.clone(), file.sha256.clone()]).collect();
    told.extend(about.iter().map(|(object, id)| format!("{object}/{id}")));
    let key = idempotency::key(&headers, "files", told.join("\n").as_bytes()).map_err(refuse)?;
    let answer = app.write(&call, move |cx| {
        idempotency::once(cx, key.as_ref(), |cx| {
            let made = files.iter().map(|file| Ok(json::record(&attach::attach(cx, file, about.clone())?)));
            Ok((201, json!({ "items": made.collect::<Result<Vec<_>>>()? })))
        })
    });
    let answer = answer.await?;
    Ok((answer.status(), AxumJson(answer.body)).into_response())
}

/// Files as any other list: this path is theirs because of the uploads.
pub async fn list(state: State<App>, call: Call, raw: RawQuery) -> Result<Response, Refusal> {
    records::list(state, call, Path("files".to_string()), raw).await
}

/// The bytes, for whoever sees the file at this moment.
pub async fn give(State(app): State<App>, call: Call, Path(id): Path<String>) -> Result<Response, Refusal> {
    let refuse = |problem| Refusal::of(&call, problem);
    let id = Id::asked(&id).map_err(refuse)?;
    let fields = ["name", "content_type", "sha256"].map(str::to_string);
    let read = app.read(&call, move |cx| {
        let object = cx.catalog.find("files")?;
        query::get(cx, &object, id, Some(&fields))
    });
    let file = read.await?;
    let text = |name: &str| file.get(name).as_text().unwrap_or_default();
    let given = files::give_out(&app, text("sha256"), text("name"), text("content_type")).await.map_err(refuse)?;
    given.ok_or_else(|| refuse(Problem::not_found()))
}
