//! Keys of sealed backups, as age writes them: `age1…` seals, `AGE-SECRET-KEY-1…` opens (and seals, by its public half). A key file has one
//! of them on a line of its own; other lines begin with `#`.

use std::{fs::OpenOptions, io::Write, os::unix::fs::OpenOptionsExt, path::Path};

use age::{
    secrecy::ExposeSecret,
    x25519::{Identity, Recipient},
};
use types::{Problem, Result};

use crate::commands::unusable;

/// The half that seals: what a backup needs.
pub fn public(file: &Path) -> Result<String> {
    let line = line(file)?;
    match line.parse::<Identity>() {
        Ok(identity) => Ok(identity.to_public().to_string()),
        Err(_) => recipient(&line).map(|key| key.to_string()),
    }
}

/// The half that opens: what a restore needs.
pub fn secret(file: &Path) -> Result<Identity> {
    line(file)?.parse().map_err(wrong)
}

pub fn recipient(text: &str) -> Result<Recipient> {
    text.parse().map_err(wrong)
}

/// Makes a key file that was not there; gives the half that seals.
pub fn create(file: &Path) -> Result<String> {
    let identity = Identity::generate();
    let public = identity.to_public().to_string();
    let text = format!("# zhike backup\n# public key: {public}\n{}\n", identity.to_string().expose_secret());
    let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file);
    let written = made.and_then(|mut made| made.write_all(text.as_bytes()).and_then(|()| made.sync_all()));
    written.map(|()| public).map_err(|e| unusable(file, &e))
}

fn line(file: &Path) -> Result<String> {
    let text = std::fs::read_to_string(file).map_err(|e| unusable(file, &e))?;
    let found = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
    found.map(str::to_string).ok_or_else(|| Problem::bad("bad_key"))
}

/// Never with the text: it may be the secret.
fn wrong(_: &'static str) -> Problem {
    Problem::bad("bad_key")
}
