//! `/api/v1/files`: files taken in and given out. What is known of them is a record like any other, so reading, changing and deleting them is what
//! `records` does; here are their bytes.

use ::records::{
    Cx,
    access::{self, Action},
    query,
};
use axum::{
    Json as AxumJson,
    extract::{Multipart, Path, RawQuery, State, multipart::MultipartRejection},
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use gate::{App, Call, Refusal, files};
use modules::platform::{
    attach::{self, Arrival},
    content_type,
};
use serde_json::json;
use types::{Id, Name, Problem, Result};

use crate::{idempotency, json, records};

/// Files of one upload.
const AT_ONCE: usize = 20;
/// Longest text among the parts of an upload, in bytes.
const TEXT: usize = 200;

/// What an upload brought.
#[derive(Default)]
struct Received {
    /// the record they hang on
    about: Option<(Name, Id)>,
    files: Vec<Arrival>,
}

pub async fn take(
    State(app): State<App>,
    call: Call,
    headers: HeaderMap,
    upload: Result<Multipart, MultipartRejection>,
) -> Result<Response, Refusal> {
    let refuse = |problem| Refusal::of(&call, problem);
    let may = |cx: &mut Cx| access::scope(cx, &cx.catalog.find("files")?, Action::Create).map(drop);
    // nobody fills the disk who may attach nothing
    app.engine.read(call.caller.clone(), may).await.map_err(refuse)?;
    let upload = upload.map_err(|_| refuse(Problem::bad("bad_upload")))?;
    let Received { about, files } = received(&app, upload).await.map_err(refuse)?;
    if files.is_empty() {
        return Err(refuse(Problem::field("file", "file_missing")));
    }
    let mut told: Vec<String> = files.iter().flat_map(|file| [file.name.clone(), file.sha256.clone()]).collect();
    told.extend(about.iter().map(|(object, id)| format!("{object}/{id}")));
    let key = idempotency::key(&headers, "files", told.join("\n").as_bytes()).map_err(refuse)?;
    let answer = app.engine.write(call.caller.clone(), move |cx| {
        idempotency::once(cx, key.as_ref(), |cx| {
            let made = files.iter().map(|file| Ok(json::record(&attach::attach(cx, file, about.clone())?)));
            Ok((201, json!({ "items": made.collect::<Result<Vec<_>>>()? })))
        })
    });
    let answer = answer.await.map_err(refuse)?;
    Ok((answer.status(), AxumJson(answer.body)).into_response())
}

async fn received(app: &App, mut upload: Multipart) -> Result<Received> {
    let mut received = Received::default();
    while let Some(mut part) = upload.next_field().await.map_err(|_| Problem::bad("bad_upload"))? {
        match part.name().unwrap_or_default() {
            "about" => {
                let text = files::text(&mut part, TEXT).await?;
                let (object, id) = text.split_once('/').ok_or_else(|| Problem::field("about", "missing_link"))?;
                received.about = Some((Name::parse(object).ok_or_else(Problem::not_found)?, Id::asked(id)?));
            }
            "file" if received.files.len() == AT_ONCE => {
                return Err(Problem::bad("too_many_files").with("max", AT_ONCE));
            }
            "file" => {
                let name = part.file_name().unwrap_or("file").to_string();
                let taken = files::take_in(app, part, content_type::HEAD).await?;
                let content_type = content_type::of(&taken.head, &name);
                let (size, sha256) = (taken.blob.size, taken.blob.hash);
                received.files.push(Arrival { name, size, content_type, sha256 });
            }
            other => return Err(Problem::bad("unknown_parameter").with("name", other)),
        }
    }
    Ok(received)
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
    let read = app.engine.read(call.caller.clone(), move |cx| {
        let object = cx.catalog.find("files")?;
        query::get(cx, &object, id, Some(&fields))
    });
    let file = read.await.map_err(refuse)?;
    let text = |name: &str| file.get(name).as_text().unwrap_or_default();
    let given = files::give_out(&app, text("sha256"), text("name"), text("content_type")).await.map_err(refuse)?;
    given.ok_or_else(|| refuse(Problem::not_found()))
}
