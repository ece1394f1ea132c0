//! `/api/v1/{object}/imports` and `/api/v1/jobs/{id}`: a file comes in and becomes a job; the job tells how far it is, gives the rows it refused,
//! is stopped, and is undone.

use axum::{
    Json as AxumJson,
    extract::{Multipart, Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use gate::{App, Call, Refusal, Route, Who};
use records::{Caller, Cx, access::Action, identity::replay, import::Plan};
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use store::blobs::Upload;
use types::{Id, Problem, Result};

use super::{
    Imports, Incoming, MapFile,
    files::blocking,
    order::{job_json, order, order_undo},
};

/// Bytes written to the disk at once.
const PIECE: usize = 1024 * 1024;
/// Bytes of a mapping at most.
const MAPPING: usize = 1024 * 1024;
/// Bytes of a yes or no.
const WORD: usize = 64;

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

/// What a multipart body brought.
#[derive(Default)]
struct Received {
    file: Option<Incoming>,
    mapping: Option<String>,
    dry_run: bool,
}

async fn start(
    State(app): State<App>,
    call: Call,
    Path(object): Path<String>,
    headers: HeaderMap,
    body: Multipart,
) -> Answer {
    let refuse = |problem| Refusal::of(&call, problem);
    let imports = Imports::of(&app);
    // whoever may not import this object uploads nothing
    let name = object.clone();
    app.engine
        .read(call.caller.clone(), move |cx| {
            let object = cx.catalog.find(&name)?;
            records::access::scope(cx, &object, Action::Import).map(drop)
        })
        .await
        .map_err(refuse)?;
    let received = receive(&imports, body, app.config.upload_limit).await.map_err(refuse)?;
    let file = received.file.ok_or_else(|| refuse(Problem::field("file", "file_missing")))?;
    let digest = [
        file.sha256.as_str(),
        received.mapping.as_deref().unwrap_or_default(),
        if received.dry_run { "1" } else { "0" },
    ];
    let key = key(&headers, &format!("/api/v1/{object}/imports"), &digest).map_err(refuse)?;
    let (source, plan) =
        understand(&imports, &call.caller, &object, file, received.mapping.as_deref()).await.map_err(refuse)?;
    let dry_run = received.dry_run;
    let body = app
        .engine
        .write(call.caller.clone(), move |cx| {
            once(cx, key.as_ref(), |cx| {
                let started = order(cx, &source, &plan, dry_run)?;
                Ok(job_json(&records::jobs::get(cx, started.job)?))
            })
        })
        .await
        .map_err(refuse)?;
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

async fn receive(imports: &Imports, mut body: Multipart, limit: u64) -> Result<Received> {
    let mut received = Received::default();
    let bad = |e: axum::extract::multipart::MultipartError| match e.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(types::ProblemKind::TooLarge, "too_large"),
        _ => Problem::bad("bad_multipart").because(e),
    };
    while let Some(mut field) = body.next_field().await.map_err(bad)? {
        match field.name().unwrap_or_default() {
            "file" => {
                let name = field.file_name().unwrap_or("file").to_string();
                let mut upload = imports.blobs.begin(limit)?;
                let mut piece: Vec<u8> = Vec::new();
                while let Some(chunk) = field.chunk().await.map_err(bad)? {
                    piece.extend_from_slice(&chunk);
                    if piece.len() >= PIECE {
                        upload = written(upload, std::mem::take(&mut piece)).await?;
                    }
                }
                upload = written(upload, piece).await?;
                let blob = blocking(move || Ok(upload.finish()?)).await?;
                received.file = Some(Incoming { name, sha256: blob.hash, size: blob.size });
            }
            "mapping" => {
                let text = gate::files::text(&mut field, MAPPING).await?;
                received.mapping = Some(text).filter(|text| !text.trim().is_empty());
            }
            "dry_run" => received.dry_run = matches!(gate::files::text(&mut field, WORD).await?.trim(), "true" | "1"),
            other => return Err(Problem::bad("unknown_parameter").with("name", other)),
        }
    }
    Ok(received)
}

async fn written(mut upload: Upload, piece: Vec<u8>) -> Result<Upload> {
    blocking(move || {
        upload.write(&piece)?;
        Ok(upload)
    })
    .await
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
    let key = key(&headers, &format!("/api/v1/jobs/{id}/reversal"), &[]).map_err(refuse)?;
    let id = Id::asked(&id).map_err(refuse)?;
    let body = app
        .engine
        .write(call.caller.clone(), move |cx| {
            once(cx, key.as_ref(), |cx| {
                // of a run the job and the import have one id
                let job = records::jobs::get(cx, id)?;
                let import = job
                    .input
                    .get("import")
                    .and_then(Json::as_str)
                    .and_then(Id::parse)
                    .ok_or_else(Problem::not_found)?;
                let undo = order_undo(cx, import)?;
                Ok(job_json(&records::jobs::get(cx, undo)?))
            })
        })
        .await
        .map_err(refuse)?;
    Ok(accepted(body))
}

fn accepted(body: Json) -> Response {
    let location = format!("/api/v1/jobs/{}", body["id"].as_str().unwrap_or_default());
    (StatusCode::ACCEPTED, [(header::LOCATION, location)], AxumJson(body)).into_response()
}

/// An idempotency key and the digest of the request it came with.
type Key = (String, [u8; 32]);

fn key(headers: &HeaderMap, path: &str, parts: &[&str]) -> Result<Option<Key>> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    let key = value.to_str().ok().filter(|key| !key.is_empty() && key.len() <= 200);
    let key = key.ok_or_else(|| Problem::bad("bad_idempotency_key"))?.to_string();
    let mut digest = Sha256::new();
    for part in std::iter::once(&path).chain(parts) {
        digest.update((part.len() as u64).to_le_bytes());
        digest.update(part.as_bytes());
    }
    Ok(Some((key, digest.finalize().into())))
}

/// The first answer again for the same key and request.
fn once(cx: &mut Cx, key: Option<&Key>, work: impl FnOnce(&mut Cx) -> Result<Json>) -> Result<Json> {
    let Some((key, request)) = key else { return work(cx) };
    if let Some(kept) = replay::find(cx, key, request)? {
        return serde_json::from_str(&kept.answer).map_err(Problem::internal);
    }
    let body = work(cx)?;
    replay::keep(cx, key, request, StatusCode::ACCEPTED.as_u16(), &json!(body).to_string())?;
    Ok(body)
}
