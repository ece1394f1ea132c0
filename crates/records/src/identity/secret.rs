//! Secrets: 256 random bits, shown once, kept only as their SHA-256. Drawn by edges before a write begins.

use base64::Engine as _;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use types::{Problem, Result};

/// Bytes from the operating system.
pub fn random(length: usize) -> Result<Vec<u8>> {
    let mut bytes = vec![0u8; length];
    getrandom::fill(&mut bytes).map_err(|e| Problem::internal(format!("no randomness: {e}")))?;
    Ok(bytes)
}

/// A fresh secret with a prefix that tells people and scanners what it is.
pub fn fresh(prefix: &str) -> Result<String> {
    Ok(format!("{prefix}{}", base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(random(32)?)))
}

/// What is kept of a secret. It has 256 bits of its own, so a plain digest is enough.
pub fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

/// What is kept of something that could be guessed, such as a name: 32 hexadecimal digits that only this installation can make.
pub fn sealed(key: &[u8], text: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(text.as_bytes());
    mac.finalize().into_bytes()[..16].iter().map(|byte| format!("{byte:02x}")).collect()
}
