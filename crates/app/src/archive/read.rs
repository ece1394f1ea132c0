//! From a backup file to a folder: every part is checked against its checksum before anybody uses it.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read, Write},
    path::Path,
};

use age::{Decryptor, x25519::Identity};
use sha2::{Digest, Sha256};
use store::Blobs;
use tar::Archive;
use types::{Problem, Result};

use super::{DATABASE, Database, FILES, FORMAT, Files, MANIFEST, Manifest, hex, io as io_problem};
use crate::say::{Say, app};

const SEALED: &[u8] = b"age-encryption.org/";
/// A manifest says a few numbers.
const MANIFEST_LIMIT: u64 = 64 * 1024;

/// Unpacks into an empty folder: `zhike.db` and the attachments in `files/`, as `Blobs` keeps them.
///
/// # Errors
/// `backup_sealed` without a key; `backup_damaged` when a part is missing, is not what the manifest says, or does not belong there.
pub fn unpack(file: File, key: Option<&Identity>, into: &Path, say: &mut dyn Say) -> Result<Manifest> {
    let mut input = BufReader::with_capacity(1 << 16, file);
    let sealed = input.fill_buf().map_err(io_problem)?.starts_with(SEALED);
    match (sealed, key) {
        (false, _) => entries(input, into, say),
        (true, Some(key)) => {
            let opened =
                Decryptor::new_buffered(input).and_then(|it| it.decrypt(std::iter::once(key as &dyn age::Identity)));
            entries(opened.map_err(|e| Problem::bad("wrong_key").because(e))?, into, say)
        }
        (true, None) => Err(Problem::bad("backup_sealed")),
    }
}

fn entries(packed: impl Read, into: &Path, say: &mut dyn Say) -> Result<Manifest> {
    let what = app(say.lang(), "restore-unpacking", &[]);
    let blobs = Blobs::open(into.join(FILES))?;
    let mut archive = Archive::new(zstd::Decoder::new(packed).map_err(io_problem)?);
    let (mut database, mut files, mut names, mut manifest) = (None, Files::default(), Sha256::new(), None);
    for (count, entry) in archive.entries().map_err(io_problem)?.enumerate() {
        let mut entry = entry.map_err(io_problem)?;
        say.progress(&what, count as u64, 0)?;
        let path = entry.path().map_err(io_problem)?.to_string_lossy().into_owned();
        match (path.as_str(), path.strip_prefix("files/")) {
            (DATABASE, _) if database.is_none() => database = Some(copy(&mut entry, &into.join(DATABASE))?),
            (MANIFEST, _) if manifest.is_none() => {
                let read: Manifest = serde_json::from_reader(entry.take(MANIFEST_LIMIT)).map_err(damaged)?;
                manifest = Some(read);
            }
            (_, Some(hash)) => {
                let blob = blobs.put(&mut entry, u64::MAX)?;
                if blob.hash != hash {
                    return Err(damaged(format!("{path} is {}", blob.hash)));
                }
                names.update(hash.as_bytes());
                files.count += 1;
                files.bytes += blob.size;
            }
            _ => return Err(damaged(format!("{path:?} does not belong in a backup"))),
        }
    }
    files.sha256 = hex(&names.finalize());
    let manifest = manifest.ok_or_else(|| damaged("no manifest"))?;
    if manifest.format > FORMAT {
        return Err(Problem::bad("backup_newer").with("version", &manifest.version));
    }
    if database.as_ref() != Some(&manifest.database) || files != manifest.files {
        return Err(damaged("the parts are not those of the manifest"));
    }
    Ok(manifest)
}

fn copy(from: &mut impl Read, to: &Path) -> Result<Database> {
    let mut out = File::create_new(to).map_err(io_problem)?;
    let (mut hash, mut bytes, mut buffer) = (Sha256::new(), 0, vec![0; 1 << 16]);
    loop {
        let count = match from.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(io_problem(error)),
        };
        hash.update(&buffer[..count]);
        bytes += count as u64;
        out.write_all(&buffer[..count]).map_err(io_problem)?;
    }
    out.sync_all().map_err(io_problem)?;
    Ok(Database { bytes, sha256: hex(&hash.finalize()) })
}

fn damaged(cause: impl std::fmt::Display) -> Problem {
    Problem::bad("backup_damaged").because(cause)
}
