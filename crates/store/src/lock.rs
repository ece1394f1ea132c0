//! One process per SQLite file: a lock on a file beside it. Taken by `Database::open`.
//!
//! The database file itself is never opened by us: closing any descriptor of it would drop SQLite's own locks (POSIX).

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use crate::{Error, Result};

/// Held for as long as the database is open; the system lets go when the process ends, however it ends.
pub(crate) struct Lock {
    _file: File,
}

/// File systems whose locks and shared memory reach other machines badly or not at all.
const NETWORKED: &[&str] = &[
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "afs",
    "ceph",
    "glusterfs",
    "fuse.glusterfs",
    "fuse.sshfs",
    "fuse.s3fs",
    "fuse.rclone",
    "lustre",
    "gfs2",
    "ocfs2",
];

impl Lock {
    /// # Errors
    /// `InUse` when another process holds it; `Other` when the folder cannot be used or lies on a network file system.
    pub fn take(database: &Path) -> Result<Lock> {
        let folder = database.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder).map_err(|e| Error::Other(format!("{}: {e}", folder.display())))?;
        if let Some(kind) = file_system(folder).filter(|kind| NETWORKED.contains(&kind.as_str())) {
            return Err(Error::Other(format!(
                "{} lies on a network file system ({kind}); SQLite needs a disk of its own machine, PostgreSQL can be shared",
                folder.display()
            )));
        }
        let mut name = database.as_os_str().to_owned();
        name.push(".lock");
        let path = Path::new(&name);
        let file = File::options().create(true).truncate(false).write(true).open(path);
        let file = file.map_err(|e| Error::Other(format!("{}: {e}", path.display())))?;
        match file.try_lock() {
            Ok(()) => Ok(Lock { _file: file }),
            Err(TryLockError::WouldBlock) => Err(Error::InUse(database.display().to_string())),
            Err(TryLockError::Error(e)) => Err(Error::Other(format!("{}: {e}", path.display()))),
        }
    }
}

/// The kind of file system under a folder, where the system says so (Linux).
fn file_system(folder: &Path) -> Option<String> {
    let mounts = std::fs::read_to_string("/proc/self/mountinfo").ok()?;
    kind_of(&mounts, &std::fs::canonicalize(folder).ok()?)
}

/// The last of the longest mount points that hold the folder counts: later mounts cover earlier ones.
fn kind_of(mounts: &str, folder: &Path) -> Option<String> {
    let mut best: Option<(PathBuf, &str)> = None;
    for line in mounts.lines() {
        let (left, right) = line.split_once(" - ")?;
        let point = PathBuf::from(left.split(' ').nth(4)?.replace("\\040", " "));
        let longer = best.as_ref().is_none_or(|(old, _)| point.components().count() >= old.components().count());
        if folder.starts_with(&point) && longer {
            best = Some((point, right.split(' ').next()?));
        }
    }
    best.map(|(_, kind)| kind.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_system_of_a_folder_is_that_of_its_nearest_mount() {
        let mounts = "22 1 254:0 / / rw - ext4 /dev/vda rw\n\
                      30 22 0:40 / /srv/my\\040data rw shared:9 - nfs4 host:/x rw\n\
                      31 30 0:41 / /srv/my\\040data/local rw - xfs /dev/vdb rw\n";
        let kind = |path: &str| kind_of(mounts, Path::new(path)).unwrap();
        assert_eq!(kind("/opt/x"), "ext4");
        assert_eq!(kind("/srv/my data/a/b"), "nfs4");
        assert_eq!(kind("/srv/my data/local/a"), "xfs");
        assert_eq!(kind("/srv/my database"), "ext4");
    }
}
