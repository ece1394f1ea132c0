//! From a running installation to a backup file.

use std::{
    fs::File,
    io::{self, BufWriter, Read, Write},
    path::{Path, PathBuf},
};

use age::{Encryptor, stream::StreamWriter};
use sha2::{Digest, Sha256};
use tar::{Builder, Header};
use types::{Instant, Problem, Result};

use super::{DATABASE, Database, FILES, FORMAT, Files, MANIFEST, Manifest, hex, io as io_problem, key};
use crate::{
    house::House,
    say::{Say, app},
};

/// zstd's own default; more saves little on what SQLite holds.
const LEVEL: i32 = 3;

/// Writes a backup of the house while it is in use.
///
/// # Errors
/// On PostgreSQL, which has tools of its own; a full disk; a cancelled command.
pub fn pack(house: &House, out: File, recipient: Option<&str>, say: &mut dyn Say) -> Result<Manifest> {
    let snapshot = Snapshot::take(house, say)?;
    let sink = match recipient {
        Some(recipient) => {
            let recipient = key::recipient(recipient)?;
            let encryptor = Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient));
            Sink::Sealed(encryptor.map_err(Problem::internal)?.wrap_output(BufWriter::new(out)).map_err(io_problem)?)
        }
        None => Sink::Plain(BufWriter::new(out)),
    };
    let packed = zstd::Encoder::new(sink, LEVEL).map_err(io_problem)?;
    let mut archive = Builder::new(packed);
    let now = house.engine.now();
    let manifest = Manifest {
        format: FORMAT,
        version: env!("CARGO_PKG_VERSION").into(),
        created_at: now.to_string(),
        database: database(&mut archive, &snapshot.0, now, say)?,
        files: files(&mut archive, house, now, say)?,
    };
    let text = serde_json::to_vec_pretty(&manifest).map_err(Problem::internal)?;
    append(&mut archive, MANIFEST, text.len() as u64, now, text.as_slice())?;
    let packed = archive.into_inner().map_err(io_problem)?;
    packed.finish().and_then(Sink::finish).map_err(io_problem)?;
    Ok(manifest)
}

/// A copy of the database that goes away with its last use.
struct Snapshot(PathBuf);

impl Snapshot {
    fn take(house: &House, say: &mut dyn Say) -> Result<Snapshot> {
        let path = house.settings.data_dir.join(format!("backup-{}.db", std::process::id()));
        let _ = std::fs::remove_file(&path);
        let snapshot = Snapshot(path);
        let what = app(say.lang(), "backup-database", &[]);
        let mut heard = Ok(());
        store::backup::backup(house.engine.database(), &snapshot.0, |done, total| {
            if heard.is_ok() {
                heard = say.progress(&what, done, total);
            }
        })?;
        heard.map(|()| snapshot)
    }
}

impl Drop for Snapshot {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn database(archive: &mut Builder<impl Write>, path: &Path, now: Instant, say: &mut dyn Say) -> Result<Database> {
    let file = File::open(path).map_err(io_problem)?;
    let bytes = file.metadata().map_err(io_problem)?.len();
    say.progress(&app(say.lang(), "backup-writing", &[]), 0, bytes)?;
    let mut hashing = Hashing { inner: file, hash: Sha256::new() };
    append(archive, DATABASE, bytes, now, &mut hashing)?;
    Ok(Database { bytes, sha256: hex(&hashing.hash.finalize()) })
}

fn files(archive: &mut Builder<impl Write>, house: &House, now: Instant, say: &mut dyn Say) -> Result<Files> {
    let what = app(say.lang(), "backup-files", &[]);
    let (mut files, mut names) = (Files::default(), Sha256::new());
    for found in house.blobs.list() {
        let (blob, _) = found?;
        // one that was cleared out meanwhile belongs to nobody any more
        let Some(file) = house.blobs.get(&blob.hash)? else { continue };
        append(archive, &format!("{FILES}/{}", blob.hash), blob.size, now, file)?;
        names.update(blob.hash.as_bytes());
        files.count += 1;
        files.bytes += blob.size;
        say.progress(&what, files.count, 0)?;
    }
    files.sha256 = hex(&names.finalize());
    Ok(files)
}

fn append(archive: &mut Builder<impl Write>, name: &str, bytes: u64, now: Instant, content: impl Read) -> Result<()> {
    let mut header = Header::new_gnu();
    header.set_size(bytes);
    header.set_mode(0o600);
    header.set_mtime(u64::try_from(now.0 / Instant::SECOND).unwrap_or(0));
    archive.append_data(&mut header, name, content).map_err(io_problem)
}

struct Hashing<R> {
    inner: R,
    hash: Sha256,
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.hash.update(&buffer[..count]);
        Ok(count)
    }
}

enum Sink {
    Plain(BufWriter<File>),
    Sealed(StreamWriter<BufWriter<File>>),
}

impl Sink {
    /// Whole and durable.
    fn finish(self) -> io::Result<()> {
        let buffered = match self {
            Sink::Plain(buffered) => buffered,
            Sink::Sealed(stream) => stream.finish()?,
        };
        let file = buffered.into_inner().map_err(io::IntoInnerError::into_error)?;
        match file.sync_all() {
            // a pipe has nothing to be made durable
            Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
            done => done,
        }
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Sink::Plain(out) => out.write(bytes),
            Sink::Sealed(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Sink::Plain(out) => out.flush(),
            Sink::Sealed(out) => out.flush(),
        }
    }
}
