//! Files on their way in: the parts of a multipart body, every file written to the blob store piece by piece while it comes, memory staying as large as a
//! piece (security: FILE-1, FILE-3). What becomes of them is the edges' business, which call this wherever a form brings files.

use axum::{
    extract::{
        Multipart,
        multipart::{Field, MultipartError, MultipartRejection},
    },
    http::StatusCode,
};
use records::Cx;
use store::{Blob, Upload};
use types::{Problem, ProblemKind, Result};

use crate::{App, Call, files::on_disk};

/// Bytes written to the disk at once.
const PIECE: usize = 1024 * 1024;

/// What a form may bring; anything else is refused.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    /// how many parts may be called `file`
    pub files: usize,
    /// bytes of the beginning of each that are handed back
    pub head: usize,
    /// parts that are text, with the bytes they may have
    pub texts: &'static [(&'static str, usize)],
}

/// A file that lies in the store and belongs to nobody yet.
#[derive(Clone, Debug)]
pub struct Arrived {
    /// as the sender's machine calls it
    pub name: String,
    pub blob: Blob,
    /// what its type is told from
    pub head: Vec<u8>,
}

/// What a form brought.
#[derive(Debug, Default)]
pub struct Received {
    pub files: Vec<Arrived>,
    texts: Vec<(String, String)>,
}

impl Received {
    pub fn text(&self, name: &str) -> Option<&str> {
        self.texts.iter().find(|(known, _)| known == name).map(|(_, text)| text.as_str())
    }
}

/// Takes a form in. `may` is asked before a byte is written: nobody fills the disk who may do nothing with a file.
///
/// # Errors
/// What `may` says; `unknown_parameter`, `parameter_twice`, `too_many_files`; `too_large` beyond a limit, 507 when the disk is full; `bad_upload` when the sender stops halfway.
pub async fn receive(
    app: &App,
    call: &Call,
    upload: std::result::Result<Multipart, MultipartRejection>,
    form: Form,
    may: impl FnOnce(&mut Cx) -> Result<()> + Send + 'static,
) -> Result<Received> {
    app.engine.read(call.caller.clone(), may).await?;
    let mut upload = upload.map_err(|_| bad_upload())?;
    let mut received = Received::default();
    while let Some(part) = upload.next_field().await.map_err(|error| cut_off(&error))? {
        let name = part.name().unwrap_or_default().to_string();
        if name != "file" {
            let known = form.texts.iter().find(|(known, _)| *known == name);
            let most = known.ok_or_else(|| Problem::bad("unknown_parameter").with("name", &name))?.1;
            if received.text(&name).is_some() {
                return Err(Problem::bad("parameter_twice").with("name", &name));
            }
            received.texts.push((name, text(part, most).await?));
            continue;
        }
        // browsers write these three so, and no other character (HTML, "multipart form data")
        let chosen = part.file_name().unwrap_or_default();
        let chosen = chosen.replace("%22", "\"").replace("%0A", " ").replace("%0D", "");
        if received.files.len() == form.files {
            return Err(Problem::bad("too_many_files").with("max", form.files));
        }
        let (blob, head) = take_in(app, part, form.head).await?;
        match chosen.as_str() {
            "" if blob.size == 0 => {} // a form sent without a choice
            "" => received.files.push(Arrived { name: "file".into(), blob, head }),
            _ => received.files.push(Arrived { name: chosen, blob, head }),
        }
    }
    Ok(received)
}

/// Text that was pasted in place of a file.
pub async fn pasted(app: &App, name: String, text: String) -> Result<Arrived> {
    let (blobs, limit) = (app.blobs.clone(), app.config.upload_limit);
    let blob = on_disk(move || Ok(blobs.put(text.as_bytes(), limit)?)).await?;
    Ok(Arrived { name, blob, head: Vec::new() })
}

async fn take_in(app: &App, mut part: Field<'_>, head: usize) -> Result<(Blob, Vec<u8>)> {
    let (blobs, limit) = (app.blobs.clone(), app.config.upload_limit);
    let mut upload = on_disk(move || Ok(blobs.begin(limit)?)).await?;
    let (mut beginning, mut piece) = (Vec::with_capacity(head), Vec::new());
    while let Some(bytes) = part.chunk().await.map_err(|error| cut_off(&error))? {
        let missing = head.saturating_sub(beginning.len()).min(bytes.len());
        beginning.extend_from_slice(&bytes[..missing]);
        piece.extend_from_slice(&bytes);
        if piece.len() >= PIECE {
            let full = std::mem::take(&mut piece);
            upload = on_disk(move || written(upload, &full)).await?;
        }
    }
    let blob = on_disk(move || Ok(written(upload, &piece)?.finish()?)).await?;
    Ok((blob, beginning))
}

fn written(mut upload: Upload, piece: &[u8]) -> Result<Upload> {
    upload.write(piece)?;
    Ok(upload)
}

async fn text(mut part: Field<'_>, most: usize) -> Result<String> {
    let mut bytes = Vec::new();
    while let Some(piece) = part.chunk().await.map_err(|error| cut_off(&error))? {
        if bytes.len() + piece.len() > most {
            return Err(too_large());
        }
        bytes.extend_from_slice(&piece);
    }
    String::from_utf8(bytes).map_err(|_| bad_upload())
}

fn cut_off(error: &MultipartError) -> Problem {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => too_large(),
        _ => bad_upload(),
    }
}

fn too_large() -> Problem {
    Problem::new(ProblemKind::TooLarge, "too_large")
}

fn bad_upload() -> Problem {
    Problem::bad("bad_upload")
}
