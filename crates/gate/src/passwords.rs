//! Password hashing behind a semaphore: each takes 19 MiB and tens of milliseconds, so sign-in can exhaust neither memory nor the pages' threads (AUTH-4).

use std::sync::OnceLock;

use records::identity::password;
use tokio::sync::Semaphore;
use types::{Problem, Result};

/// At once; further ones wait.
const AT_ONCE: usize = 4;

fn gate() -> &'static Semaphore {
    static GATE: OnceLock<Semaphore> = OnceLock::new();
    GATE.get_or_init(|| Semaphore::new(AT_ONCE))
}

pub async fn hash(password: String) -> Result<String> {
    let _permit = gate().acquire().await.map_err(Problem::unavailable)?;
    tokio::task::spawn_blocking(move || password::hash(&password)).await.map_err(Problem::internal)?
}

/// Takes as long for nobody as for somebody: without a hash, a decoy is verified (AUTH-7).
pub async fn verify(password: String, hash: Option<String>) -> Result<bool> {
    let _permit = gate().acquire().await.map_err(Problem::unavailable)?;
    tokio::task::spawn_blocking(move || match hash {
        Some(hash) => password::verify(&password, &hash),
        None => {
            password::verify(&password, decoy());
            false
        }
    })
    .await
    .map_err(Problem::internal)
}

fn decoy() -> &'static str {
    static DECOY: OnceLock<String> = OnceLock::new();
    DECOY.get_or_init(|| password::hash("nobody has this password").unwrap_or_default())
}
