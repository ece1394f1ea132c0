//! Files given out as downloads that no browser takes for a page (security: FILE-5). Whose they are is the engine's business. Called by the edges that have
//! files; how these come in is `upload`.

use std::{
    fs::File,
    io::{self, Read},
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use futures_util::stream;
use types::{Problem, Result};

use crate::{App, router::encode};

/// Bytes read from the disk at a time.
const PIECE: usize = 128 * 1024;

/// Disks make threads wait, so that happens beside the pages' threads.
pub(crate) async fn on_disk<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(Problem::internal)?
}

/// The file as a download, under a policy in which nothing of it can run. `None`: its bytes are not in the store.
pub async fn give_out(app: &App, hash: &str, name: &str, content_type: &str) -> Result<Option<Response>> {
    let (blobs, hash) = (app.blobs.clone(), hash.to_string());
    let opened = on_disk(move || {
        let Some(file) = blobs.get(&hash)? else { return Ok(None) };
        let size = file.metadata().map_err(Problem::internal)?.len();
        Ok(Some((file, size)))
    });
    let Some((file, size)) = opened.await? else { return Ok(None) };
    let mut response = (StatusCode::OK, body(file)).into_response();
    dress(response.headers_mut(), name, content_type, size);
    Ok(Some(response))
}

fn dress(headers: &mut HeaderMap, name: &str, content_type: &str, size: u64) {
    // kinds that a browser might draw or run are sent as bytes
    let harmless = !["html", "xml", "svg", "script"].iter().any(|kind| content_type.contains(kind));
    let kind = HeaderValue::from_str(content_type).ok().filter(|_| harmless);
    headers.insert(header::CONTENT_TYPE, kind.unwrap_or(HeaderValue::from_static("application/octet-stream")));
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || " ._-()".contains(c) { c } else { '_' }).collect();
    let disposition =
        format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", encode(name).replace('/', "%2F"));
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(size));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
}

/// Read as the reader takes it: nobody who stops reading holds a thread.
fn body(file: File) -> Body {
    let file = Arc::new(Mutex::new(file));
    let pieces = stream::unfold(Some(file), |file| async move {
        let file = file?;
        let reading = file.clone();
        let piece = tokio::task::spawn_blocking(move || {
            let mut piece = vec![0; PIECE];
            let read = reading.lock().unwrap_or_else(PoisonError::into_inner).read(&mut piece)?;
            piece.truncate(read);
            io::Result::Ok(piece)
        });
        match piece.await.map_err(io::Error::other).and_then(|read| read) {
            Ok(piece) if piece.is_empty() => None,
            Ok(piece) => Some((Ok(piece), Some(file))),
            Err(error) => Some((Err(error), None)),
        }
    });
    Body::from_stream(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_is_given_out_can_run_and_no_name_breaks_a_header() {
        let mut headers = HeaderMap::new();
        dress(&mut headers, "合同 \"v2\"\r\nx.html", "text/html", 3);
        assert_eq!(headers[header::CONTENT_TYPE], "application/octet-stream");
        let disposition = headers[header::CONTENT_DISPOSITION].to_str().expect("plain text");
        assert!(
            disposition.starts_with("attachment; filename=\"") && disposition.contains("UTF-8''%E5%90%88"),
            "{disposition}"
        );
        assert_eq!(headers[header::CONTENT_SECURITY_POLICY], "sandbox; default-src 'none'");
        dress(&mut headers, "a.pdf", "application/pdf", 3);
        assert_eq!(headers[header::CONTENT_TYPE], "application/pdf");
    }
}
