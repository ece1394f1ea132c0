//! One process per SQLite file: a lock on a file beside it. Taken by `Database::open`.
//!
//! The database file itself is never opened by us: closing any descriptor of it would drop SQLite's own locks (POSIX).

use std::fs::{File, TryLockError};
use std::path::Path;

use crate::{Error, Result};

/// Held for as long as the database is open; the system lets go when the process ends, however it ends.
pub(crate) struct Lock {
    _file: File,
}

impl Lock {
    /// # Errors
    /// `Busy` when another process holds it; `Other` when the folder cannot be used.
    pub fn take(database: &Path) -> Result<Lock> {
        let folder = database.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder).map_err(|e| Error::Other(format!("{}: {e}", folder.display())))?;
        let mut name = database.as_os_str().to_owned();
        name.push(".lock");
        let path = Path::new(&name);
        let file = File::options().create(true).truncate(false).write(true).open(path);
        let file = file.map_err(|e| Error::Other(format!("{}: {e}", path.display())))?;
        match file.try_lock() {
            Ok(()) => Ok(Lock { _file: file }),
            Err(TryLockError::WouldBlock) => Err(Error::Busy),
            Err(TryLockError::Error(e)) => Err(Error::Other(format!("{}: {e}", path.display()))),
        }
    }
}
