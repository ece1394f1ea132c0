//! A SQLite database into one file while it is in use, and back. Called by `zhike backup` and `restore`.

use std::fs::File;
use std::path::{Path, PathBuf};

use crate::connect::sqlite;
use crate::{Database, Error, Result};

/// Copies one snapshot of the database into a file that is complete or not there at all. Readers and writers go on; the write-ahead log
/// grows until it is done. `progress` hears pages done and pages in all.
///
/// # Errors
/// `Other` on PostgreSQL, and when the file is there already; `Full` when the disk is.
pub fn backup(db: &Database, file: &Path, progress: impl FnMut(u64, u64)) -> Result<()> {
    let Some(source) = db.file() else {
        return Err(Error::Other("PostgreSQL is backed up with its own tools (pg_dump, pg_basebackup)".into()));
    };
    into_place(file, |part| sqlite::backup(source, part, progress))
}

/// Puts a backup where no database is yet. The backup is checked before.
///
/// # Errors
/// `Other` when the backup is damaged or no database, or when something is at `target` already.
pub fn restore(file: &Path, target: &Path) -> Result<()> {
    let complaints = sqlite::examine(file)?;
    if let Some(first) = complaints.first() {
        return Err(Error::Other(format!("{} is damaged: {first}", file.display())));
    }
    into_place(target, |part| std::fs::copy(file, part).map(drop).map_err(|e| io(part, &e)))
}

/// Writes beside the target, makes it durable, then gives it its name.
fn into_place(target: &Path, write: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
    if target.exists() {
        return Err(Error::Other(format!("{} is there already", target.display())));
    }
    let mut name = target.as_os_str().to_owned();
    name.push(".part");
    let part = PathBuf::from(name);
    let written = write(&part).and_then(|()| {
        File::open(&part).and_then(|f| f.sync_all()).map_err(|e| io(&part, &e))?;
        std::fs::rename(&part, target).map_err(|e| io(target, &e))?;
        let folder = target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder).and_then(|f| f.sync_all()).map_err(|e| io(folder, &e))
    });
    if written.is_err() {
        // the first error is the one to tell
        let _ = std::fs::remove_file(&part);
    }
    written
}

pub(crate) fn io(path: &Path, error: &std::io::Error) -> Error {
    use std::io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    match error.kind() {
        StorageFull | QuotaExceeded | FileTooLarge => Error::Full,
        _ => Error::Other(format!("{}: {error}", path.display())),
    }
}
