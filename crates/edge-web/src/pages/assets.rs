//! `/assets/{file}`: style sheet, scripts, icons, fonts; names carry the hash of the content, so browsers keep them for ever.

use axum::{
    extract::Path,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use gate::{Call, Refusal, Route, Who};
use types::Problem;

use crate::assets;

pub fn routes() -> Vec<Route> {
    vec![Route::get("/assets/{file}", Who::Anyone, file).says("A file of the site")]
}

async fn file(call: Call, Path(name): Path<String>, headers: HeaderMap) -> Result<Response, Refusal> {
    let accepts = headers.get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let Some(asset) = assets::lookup(&format!("/assets/{name}"), accepts) else {
        return Err(Refusal::of(&call, Problem::not_found()));
    };
    let keep = if asset.immutable { "public, max-age=31536000, immutable" } else { "public, max-age=300" };
    let fixed =
        [(header::CONTENT_TYPE, asset.content_type), (header::CACHE_CONTROL, keep), (header::VARY, "accept-encoding")];
    let mut response = (StatusCode::OK, fixed, asset.bytes).into_response();
    if let Some(encoding) = asset.encoding {
        response.headers_mut().insert(header::CONTENT_ENCODING, header::HeaderValue::from_static(encoding));
    }
    Ok(response)
}
