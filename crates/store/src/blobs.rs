//! Files people attach, stored by the hash of their content in a folder. Called by `app` and by the edges that take files in or give them out.
//!
//! A file is complete under its name or not there: written aside, made durable, then renamed. The same content lies there once.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use sha2::{Digest, Sha256};
use types::Instant;

use crate::backup::io as fault;
use crate::{Error, Result};

/// What is left of an upload this long after it came in will never be finished.
const LEFT: Duration = Duration::from_secs(86_400);

/// A folder of files. Clones are cheap.
#[derive(Clone, Debug)]
pub struct Blobs {
    root: Arc<Path>,
}

/// What is known of a stored file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blob {
    /// SHA-256 of the content, 64 lower-case hexadecimal digits
    pub hash: String,
    /// bytes
    pub size: u64,
}

/// A file on its way in. Dropped before `finish`, it leaves nothing behind.
pub struct Upload {
    blobs: Blobs,
    part: PathBuf,
    file: Option<File>,
    hash: Sha256,
    size: u64,
    limit: u64,
}

impl Blobs {
    /// Opens the folder, making it when it is not there, and clears what was left half written a day ago or earlier: other processes may
    /// share the folder and be writing now.
    pub fn open(root: impl Into<PathBuf>) -> Result<Blobs> {
        let root: PathBuf = root.into();
        let aside = root.join("incoming");
        fs::create_dir_all(&aside).map_err(|e| fault(&aside, &e))?;
        let blobs = Blobs { root: root.into() };
        let new = blobs.begin(0)?;
        // the clock of the file system, which also dated what is left
        let now = new.modified()?;
        for entry in fs::read_dir(&aside).map_err(|e| fault(&aside, &e))? {
            let entry = entry.map_err(|e| fault(&aside, &e))?;
            let written = entry.metadata().and_then(|about| about.modified()).unwrap_or(now);
            if now.duration_since(written).is_ok_and(|age| age >= LEFT) {
                let _ = fs::remove_file(entry.path()); // another process may have been quicker
            }
        }
        Ok(blobs)
    }

    /// Takes a file in piece by piece; more than `limit` bytes are refused.
    pub fn begin(&self, limit: u64) -> Result<Upload> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        loop {
            let name = format!("{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
            let part = self.root.join("incoming").join(name);
            match File::create_new(&part) {
                Ok(file) => {
                    let (blobs, hash) = (self.clone(), Sha256::new());
                    return Ok(Upload { blobs, part, file: Some(file), hash, size: 0, limit });
                }
                // on another machine a process may have the same number
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(fault(&part, &error)),
            }
        }
    }

    /// Takes in all of a reader; blocks until it is durable.
    ///
    /// # Errors
    /// As `Upload::write` and `Upload::finish`.
    pub fn put(&self, mut content: impl Read, limit: u64) -> Result<Blob> {
        let mut upload = self.begin(limit)?;
        let mut buffer = vec![0; 64 * 1024];
        loop {
            match content.read(&mut buffer) {
                Ok(0) => return upload.finish(),
                Ok(count) => upload.write(&buffer[..count])?,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(Error::Other(format!("reading an upload: {error}"))),
            }
        }
    }

    /// The content of a file, to be streamed; `None` when it is not there.
    pub fn get(&self, hash: &str) -> Result<Option<File>> {
        let Some(path) = self.path(hash) else { return Ok(None) };
        match File::open(&path) {
            Ok(file) => Ok(Some(file)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(fault(&path, &error)),
        }
    }

    /// Whether the content still has its hash; `None` when it is not there. Reads all of it.
    pub fn is_sound(&self, hash: &str) -> Result<Option<bool>> {
        let Some(mut file) = self.get(hash)? else { return Ok(None) };
        let mut hasher = Sha256::new();
        let mut buffer = vec![0; 64 * 1024];
        loop {
            let count = file.read(&mut buffer).map_err(|e| Error::Other(format!("file {hash}: {e}")))?;
            if count == 0 {
                return Ok(Some(hex(&hasher.finalize()) == hash));
            }
            hasher.update(&buffer[..count]);
        }
    }

    /// Every file that is stored and when it last came in, in no order, one folder in memory at a time. For `verify`, backups and clearing
    /// out (which spares the young: a record may be about to name them).
    pub fn list(&self) -> impl Iterator<Item = Result<(Blob, Instant)>> {
        (0..=u16::MAX).flat_map(|number| match self.folder(number) {
            Ok(files) => files.into_iter().map(Ok).collect::<Vec<_>>(),
            Err(error) => vec![Err(error)],
        })
    }

    /// The files of one folder, of which there are 65,536: for those who look at a part of all files at a time.
    pub fn folder(&self, number: u16) -> Result<Vec<(Blob, Instant)>> {
        files_in(&self.root.join(format!("{:02x}", number >> 8)).join(format!("{:02x}", number & 255)))
    }

    /// Takes a file away that no record names, unless it came in at or after `spared`: then it has come in again while the records were asked.
    /// `false` when it stays or was not there.
    pub fn clear(&self, hash: &str, spared: Instant) -> Result<bool> {
        let Some(path) = self.path(hash) else { return Ok(false) };
        // aside first: whatever comes in from now on is another file, and of this one the age can be told
        let aside = self.begin(0)?;
        match fs::rename(&path, &aside.part) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(fault(&path, &error)),
        }
        let age = aside.modified()?.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        if i64::try_from(age.as_micros()).unwrap_or(i64::MAX) >= spared.0 {
            fs::rename(&aside.part, &path).map_err(|e| fault(&path, &e))?;
            return Ok(false);
        }
        Ok(true)
    }

    /// Writes and reads back a small file named after the installation: a second node that cannot read it has another folder.
    pub fn probe(&self, name: &str, content: &[u8]) -> Result<()> {
        let path = self.probe_path(name)?;
        fs::write(&path, content).map_err(|e| fault(&path, &e))
    }

    /// The probe file another node wrote, if this folder is the same.
    pub fn read_probe(&self, name: &str) -> Result<Option<Vec<u8>>> {
        let path = self.probe_path(name)?;
        match fs::read(&path) {
            Ok(content) => Ok(Some(content)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(fault(&path, &error)),
        }
    }

    fn probe_path(&self, name: &str) -> Result<PathBuf> {
        let plain = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if plain {
            Ok(self.root.join(format!("probe-{name}")))
        } else {
            Err(Error::Other(format!("{name:?} names no probe")))
        }
    }

    /// `ab/cd/abcd…`; `None` for anything that is no hash, so no name from outside becomes a path.
    fn path(&self, hash: &str) -> Option<PathBuf> {
        let digits = hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        digits.then(|| self.root.join(&hash[..2]).join(&hash[2..4]).join(hash))
    }
}

impl Upload {
    /// # Errors
    /// `TooLarge` beyond the limit, `Full` when the disk is.
    pub fn write(&mut self, piece: &[u8]) -> Result<()> {
        self.size += piece.len() as u64;
        if self.size > self.limit {
            return Err(Error::TooLarge);
        }
        self.hash.update(piece);
        match &mut self.file {
            Some(file) => file.write_all(piece).map_err(|e| fault(&self.part, &e)),
            None => Err(Error::Other("the upload is over".into())),
        }
    }

    fn modified(&self) -> Result<SystemTime> {
        fs::metadata(&self.part).and_then(|about| about.modified()).map_err(|e| fault(&self.part, &e))
    }

    /// Makes the file durable and gives it its name; content that is there already is kept once.
    pub fn finish(mut self) -> Result<Blob> {
        let hash = hex(&std::mem::take(&mut self.hash).finalize());
        let blob = Blob { hash, size: self.size };
        let target = self.blobs.path(&blob.hash).ok_or_else(|| Error::Other("a hash of 64 digits".into()))?;
        if let Some(file) = self.file.take() {
            file.sync_all().map_err(|e| fault(&self.part, &e))?;
        }
        let folder = target.parent().unwrap_or(&self.blobs.root);
        fs::create_dir_all(folder).map_err(|e| fault(folder, &e))?;
        // over an older copy too: that makes it young, so that clearing out spares it until a record names it
        fs::rename(&self.part, &target).map_err(|e| fault(&target, &e))?;
        // the names of new folders lie in their parents
        for folder in folder.ancestors().take(3) {
            File::open(folder).and_then(|f| f.sync_all()).map_err(|e| fault(folder, &e))?;
        }
        Ok(blob)
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        // after `finish` it is gone already
        let _ = fs::remove_file(&self.part);
    }
}

fn files_in(folder: &Path) -> Result<Vec<(Blob, Instant)>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(fault(folder, &error)),
    };
    let one = |entry: io::Result<fs::DirEntry>| {
        let entry = entry?;
        let about = entry.metadata()?;
        let age = about.modified()?.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let written = Instant(i64::try_from(age.as_micros()).unwrap_or(i64::MAX));
        Ok((Blob { hash: entry.file_name().to_string_lossy().into_owned(), size: about.len() }, written))
    };
    entries.map(one).collect::<io::Result<Vec<_>>>().map_err(|e| fault(folder, &e))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
