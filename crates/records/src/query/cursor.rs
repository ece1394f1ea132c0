//! Where the next page begins: the sort values and id of the last row, sealed, and bound to the query and the caller. A cursor of another query is refused.

use base64::Engine as _;
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use store::Cell;
use types::{Id, Problem, Result};

/// The last row that was shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    pub values: Vec<Cell>,
    pub id: Id,
}

#[derive(Serialize, Deserialize)]
struct Wire {
    v: Vec<WireCell>,
    i: i64,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum WireCell {
    Int(i64),
    Text(String),
    Null(()),
}

const SEAL: usize = 16;

/// `bound` is everything that makes the query what it is.
pub fn seal(key: &[u8], bound: &str, place: &Place) -> String {
    let v = place
        .values
        .iter()
        .map(|cell| match cell {
            Cell::Int(number) => WireCell::Int(*number),
            Cell::Text(text) => WireCell::Text(text.to_string()),
            Cell::Null | Cell::Bytes(_) => WireCell::Null(()),
        })
        .collect();
    let mut bytes = serde_json::to_vec(&Wire { v, i: place.id.0 }).expect("numbers and texts are JSON");
    let tag = tag(key, bound, &bytes);
    bytes.extend_from_slice(&tag);
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}

pub fn open(key: &[u8], bound: &str, text: &str) -> Result<Place> {
    let refused = || Problem::bad("bad_cursor");
    let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(text).map_err(|_| refused())?;
    let split = bytes.len().checked_sub(SEAL).ok_or_else(refused)?;
    let (body, sealed) = bytes.split_at(split);
    let mut mac = mac(key, bound);
    mac.update(body);
    mac.verify_truncated_left(sealed).map_err(|_| refused())?;
    let wire: Wire = serde_json::from_slice(body).map_err(|_| refused())?;
    let values = wire
        .v
        .into_iter()
        .map(|cell| match cell {
            WireCell::Int(number) => Cell::Int(number),
            WireCell::Text(text) => Cell::from(text),
            WireCell::Null(()) => Cell::Null,
        })
        .collect();
    Ok(Place { values, id: Id(wire.i) })
}

fn mac(key: &[u8], bound: &str) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(&(bound.len() as u64).to_le_bytes());
    mac.update(bound.as_bytes());
    mac
}

fn tag(key: &[u8], bound: &str, body: &[u8]) -> [u8; SEAL] {
    let mut mac = mac(key, bound);
    mac.update(body);
    mac.finalize().into_bytes()[..SEAL].try_into().expect("SHA-256 gives 32 bytes")
}
