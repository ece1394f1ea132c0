//! A file on its way in: the parts of a multipart body, the file stored piece by piece as it comes. Used by every page that takes files.

use axum::{extract::Multipart, http::StatusCode};
use gate::App;
use types::{Problem, ProblemKind, Result};

use crate::ports::Stored;

/// Bytes written to the disk at once.
const PIECE: usize = 1024 * 1024;
/// Bytes of a field that is no file.
const TEXT: usize = 1024 * 1024;

/// What a form with a file brought.
#[derive(Default)]
pub struct Received {
    /// none where the field was left empty
    pub file: Option<Stored>,
    pub fields: Vec<(String, String)>,
}

impl Received {
    pub fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value)
    }
}

/// Takes the field `file` in; everything else is text.
///
/// # Errors
/// 413 beyond the limit of the operator, 507 when the disk is full.
pub async fn receive(app: &App, mut body: Multipart) -> Result<Received> {
    let mut received = Received::default();
    while let Some(mut field) = body.next_field().await.map_err(bad)? {
        let name = field.name().unwrap_or_default().to_string();
        if name != "file" {
            let text = gate::files::text(&mut field, TEXT).await?;
            received.fields.push((name, text));
            continue;
        }
        let name = field.file_name().unwrap_or_default().to_string();
        let mut upload = app.blobs.begin(app.config.upload_limit)?;
        let mut piece: Vec<u8> = Vec::new();
        let mut size = 0;
        while let Some(chunk) = field.chunk().await.map_err(bad)? {
            size += chunk.len();
            piece.extend_from_slice(&chunk);
            if piece.len() >= PIECE {
                let full = std::mem::take(&mut piece);
                upload = blocking(move || {
                    upload.write(&full)?;
                    Ok(upload)
                })
                .await?;
            }
        }
        if size == 0 && name.is_empty() {
            continue; // nothing was chosen
        }
        let blob = blocking(move || {
            upload.write(&piece)?;
            Ok(upload.finish()?)
        })
        .await?;
        received.file = Some(Stored { name, sha256: blob.hash, size: blob.size });
    }
    Ok(received)
}

/// Text that was pasted instead of a file.
pub async fn pasted(app: &App, name: &str, text: String) -> Result<Stored> {
    let (blobs, limit) = (app.blobs.clone(), app.config.upload_limit);
    let blob = blocking(move || Ok(blobs.put(text.as_bytes(), limit)?)).await?;
    Ok(Stored { name: name.to_string(), sha256: blob.hash, size: blob.size })
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(Problem::internal)?
}

fn bad(error: axum::extract::multipart::MultipartError) -> Problem {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(ProblemKind::TooLarge, "too_large"),
        _ => Problem::bad("bad_query").because(error),
    }
}
