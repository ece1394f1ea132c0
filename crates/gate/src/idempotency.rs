//! `Idempotency-Key` on a POST: the first answer again for the same request; another request under the same key is 422. Kept in the same transaction
//! as what it did, for a day. Called by the edges that programs use.

use axum::http::{HeaderMap, StatusCode};
use records::{Cx, identity::replay};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use types::{Problem, Result};

/// A key and the digest of the request it was sent with.
#[derive(Clone, Debug)]
pub struct Key {
    pub key: String,
    pub request: [u8; 32],
}

impl Key {
    /// The key of one of several pieces of work that are kept one by one: what a broken batch has done is not done again.
    pub fn part(&self, at: usize) -> Key {
        Key { key: format!("{}#{at}", self.key), request: self.request }
    }
}

#[derive(Clone, Debug)]
pub struct Answer {
    pub code: u16,
    pub body: Json,
    /// it is the first answer again
    pub again: bool,
}

impl Answer {
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.code).unwrap_or(StatusCode::OK)
    }
}

pub fn key(headers: &HeaderMap, path: &str, body: &[u8]) -> Result<Option<Key>> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    let key = value.to_str().ok().filter(|k| !k.is_empty() && k.len() <= 200);
    let key = key.ok_or_else(|| Problem::bad("bad_idempotency_key"))?.to_string();
    let mut digest = Sha256::new();
    digest.update(path.as_bytes());
    digest.update([0]);
    digest.update(body);
    Ok(Some(Key { key, request: digest.finalize().into() }))
}

/// Does the work once per key.
pub fn once(cx: &mut Cx, key: Option<&Key>, work: impl FnOnce(&mut Cx) -> Result<(u16, Json)>) -> Result<Answer> {
    let Some(key) = key else { return work(cx).map(|(code, body)| Answer { code, body, again: false }) };
    if let Some(kept) = replay::find(cx, &key.key, &key.request)? {
        let body = serde_json::from_str(&kept.answer).map_err(Problem::internal)?;
        return Ok(Answer { code: kept.status, body, again: true });
    }
    let (code, body) = work(cx)?;
    replay::keep(cx, &key.key, &key.request, code, &body.to_string())?;
    Ok(Answer { code, body, again: false })
}
