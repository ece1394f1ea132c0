//! A file row by row, in batches, read on a thread of its own while the ones before are written. Called by the check and the run.

use std::{
    fs::File,
    io::{Read, Seek, SeekFrom},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use records::import::Row;
use types::Result;

use super::{Imports, Source, content::Contents, problems};
use crate::formats::{self, Limits, ReadError};

/// Rows of one batch that bring files: how far it is is told after each.
const WITH_FILES: usize = 20;

/// Rows of one batch, in the order of the file.
pub struct Batch {
    pub rows: Vec<Row>,
    /// bytes of the file read so far: how far it is
    pub bytes: u64,
}

/// Counts what is read through it.
struct Counted {
    file: File,
    read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.read.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

impl Seek for Counted {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.file.seek(to)
    }
}

/// Reads from row `first` on and gives every batch to `take`, which may end the reading by answering `false`. `contents`: the files that rows name.
pub fn each(
    imports: &Imports,
    source: &Source,
    mut contents: Option<&mut Contents>,
    first: u64,
    size: usize,
    mut take: impl FnMut(Batch) -> Result<bool>,
) -> Result<()> {
    let read = Arc::new(AtomicU64::new(0));
    let file = Counted { file: imports.open(&source.sha256)?, read: read.clone() };
    let refused = |problem: &formats::FileProblem| problems::of_file(problem);
    let mut opened = formats::open(file, &source.shape, Limits::default()).map_err(|problem| refused(&problem))?;
    // what opening took (the directory of an archive) says nothing of how far the table is
    read.store(0, Ordering::Relaxed);
    let rows = opened.rows().map_err(|problem| refused(&problem))?;
    // rows that bring files take longer
    let size = if contents.is_some() { size.min(WITH_FILES) } else { size };
    let mut batch = Vec::with_capacity(size);
    for (place, row) in (0..).zip(rows) {
        let row = match row {
            Err(ReadError::File(problem)) => return Err(refused(&problem)),
            _ if place < first => continue,
            Ok(row) => {
                let content = contents.as_mut().map(|contents| contents.named(&row.cells)).transpose()?.flatten();
                Row { place, line: row.number, cells: row.cells, refused: None, content }
            }
            Err(ReadError::Row(bad)) => problems::of_bad_row(place, bad),
        };
        batch.push(row);
        if batch.len() == size {
            let rows = std::mem::replace(&mut batch, Vec::with_capacity(size));
            // the table of an archive is read at once: what takes its time are the files
            let bytes = match &contents {
                Some(contents) => contents.share(source.size),
                None => read.load(Ordering::Relaxed),
            };
            if !take(Batch { rows, bytes: bytes.min(source.size) })? {
                return Ok(());
            }
        }
    }
    if !batch.is_empty() {
        take(Batch { rows: batch, bytes: source.size })?;
    }
    Ok(())
}
