//! `/api/v1/{object}/imports` and `/api/v1/jobs/{id}`: a file comes in and becomes a job; the job tells how far it is, gives the rows it refused,
//! is stopped, and is undone.

use axum::{
    Json as AxumJson,
    extract::{Multipart, Path, State, multipart::MultipartRejection},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use gate::{
    App, Call, Refusal, Route, Who,
    idempotency::{self, Answer as Answered},
    upload::{self, Form},
};
use records::{
    Caller, Cx,
    access::{self, Action},
    import::Plan,
};
use serde_json::Value as Json;
use types::{Id, Problem, Result};

use super::{
    Imports, Incoming, MapFile,
    order::{job_json, order, order_undo},
};

/// A file, how it is to be read, and whether it is only tried.
const FORM: Form = Form { files: 1, head: 0, texts: &[("mapping", 1024 * 1024), ("dry_run", 64)] };

pub fn routes() -> Vec<Route> {
    vec![
        Route::post("/api/v1/{object}/imports", Who::Program, start)
            .asks(Action::Import)
            .large()
            .says("Import a file: multipart with `file`, and optionally `mapping` (TOML or JSON), `dry_run`"),
        Route::get("/api/v1/jobs/{id}", Who::Program, job).says("How far a job of the caller's own is"),
        Route::delete("/api/v1/jobs/{id}", Who::Program, cancel).says("Stop a job"),
        Route::get("/api/v1/jobs/{id}/errors.csv", Who::Program, errors)
            .says("The rows that an import refused, with reasons"),
        Route::post("/api/v1/jobs/{id}/reversal", Who::Program, reverse).says("Undo an import"),
    ]
}

type Answer = Result<Response, Refusal>;

impl Imports {
    pub fn of(app: &App) -> Imports {
        Imports { engine: app.engine.clone(), blobs: app.blobs.clone() }
    }
}

async fn start(
    State(app): State<App>,
    call: Call,
    Path(object): Path<String>,
    headers: HeaderMap,
    body: Result<Multipart, MultipartRejection>,
) -> Answer {
    let refuse = |problem| Refusal::of(&call, problem);
    let imports = Imports::of(&app);
    let name = object.clone();
    let may = move |cx: &mut Cx| access::scope(cx, &cx.catalog.find(&name)?, Action::Import).map(drop);
    let mut received = upload::receive(&app, &call, body, FORM, may).await.map_err(refuse)?;
    let file = received.files.pop().ok_or_else(|| refuse(Problem::field("file", "file_missing")))?;
    let file = Incoming { name: file.name, sha256: file.blob.hash, size: file.blob.size };
    let mapping = received.text("mapping").filter(|text| !text.trim().is_empty());
    let dry_run = matches!(received.text("dry_run").map(str::trim), Some("true" | "1"));
    let told = format!("{}\n{dry_run}\n{}", file.sha256, mapping.unwrap_or_default());
    let key = idempotency::key(&headers, &format!("{object}/imports"), told.as_bytes()).map_err(refuse)?;
    let (source, plan) = understand(&imports, &call.caller, &object, file, mapping).await.map_err(refuse)?;
    let body = app
        .write(&call, move |cx| {
            idempotency::once(cx, key.as_ref(), |cx| {
                let started = order(cx, &source, &plan, dry_run)?;
                Ok((202, job_json(&records::jobs::get(cx, started.job)?)))
            })
        })
        .await?;
    Ok(accepted(body))
}

/// The mapping that came with the file, or the one that is found out.
async fn understand(
    imports: &Imports,
    caller: &Caller,
    object: &str,
    file: Incoming,
    mapping: Option<&str>,
) -> Result<(super::Source, Plan)> {
    let map = mapping.map(MapFile::parse).transpose()?;
    let shape = map.as_ref().and_then(|map| map.file.clone());
    let seen = imports.inspect(caller.clone(), object, file, shape).await?;
    let plan = match map {
        Some(map) => map.plan(object, &seen.columns)?,
        None => seen.plan,
    };
    Ok((seen.source, plan))
}

async fn job(State(app): State<App>, call: Call, Path(id): Path<String>) -> Answer {
    let refuse = |problem| Refusal::of(&call, problem);
    let id = Id::asked(&id).map_err(refuse)?;
    let job = Imports::of(&app).progress(call.caller.clone(), id).await.map_err(refuse)?;
    Ok(AxumJson(job_json(&job)).into_response())
}

async fn cancel(State(app): State<App>, call: Call, Path(id): Path<String>) -> Answer {
    let refuse = |problem| Refusal::of(&call, problem);
    let id = Id::asked(&id).map_err(refuse)?;
    Imports::of(&app).cancel(call.caller.clone(), id).await.map_err(refuse)?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn errors(State(app): State<App>, call: Call, Path(id): Path<String>) -> Answer {
    let refuse = |problem| Refusal::of(&call, problem);
    let id = Id::asked(&id).map_err(refuse)?;
    let file = Imports::of(&app).refused(call.caller.clone(), id, call.lang).await.map_err(refuse)?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"errors.csv\""),
    ];
    Ok((headers, super::body(file)).into_response())
}

async fn reverse(State(app): State<App>, call: Call, Path(id): Path<String>, headers: HeaderMap) -> Answer {
    let refuse = |problem| Refusal::of(&call, problem);
    let key = idempotency::key(&headers, &format!("jobs/{id}/reversal"), &[]).map_err(refuse)?;
    let id = Id::asked(&id).map_err(refuse)?;
    let body = app
        .write(&call, move |cx| {
            idempotency::once(cx, key.as_ref(), |cx| {
                // of a run the job and the import have one id
                let job = records::jobs::get(cx, id)?;
                let import = job
                    .input
                    .get("import")
                    .and_then(Json::as_str)
                    .and_then(Id::parse)
                    .ok_or_else(Problem::not_found)?;
                let undo = order_undo(cx, import)?;
                Ok((202, job_json(&records::jobs::get(cx, undo)?)))
            })
        })
        .await?;
    Ok(accepted(body))
}

fn accepted(answer: Answered) -> Response {
    let location = format!("/api/v1/jobs/{}", answer.body["id"].as_str().unwrap_or_default());
    (answer.status(), [(header::LOCATION, location)], AxumJson(answer.body)).into_response()
}
