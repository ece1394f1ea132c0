//! Counting a word in bytes that stream by, at memory speed. Called where a package is weighed before it is opened.

use std::io::{self, Read, Seek, SeekFrom, Write};

use memchr::memmem;

/// Before each entry of a zip directory.
const ENTRY: &[u8] = b"PK\x01\x02";

/// Counts a word in what is written to it, also where it is cut in two.
pub(super) struct Occurrences {
    word: &'static [u8],
    tail: Vec<u8>,
    pub count: u64,
}

impl Occurrences {
    pub fn of(word: &'static [u8]) -> Occurrences {
        Occurrences { word, tail: Vec::new(), count: 0 }
    }
}

impl Write for Occurrences {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let most = self.word.len() - 1;
        let mut seam = std::mem::take(&mut self.tail);
        seam.extend_from_slice(&bytes[..bytes.len().min(most)]);
        self.count += memmem::find_iter(&seam, self.word).count() as u64;
        self.count += memmem::find_iter(bytes, self.word).count() as u64;
        let last = if bytes.len() < most { &seam } else { bytes };
        self.tail = last[last.len().saturating_sub(most)..].to_vec();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// How many entries a zip has at most: no directory can list more than the file has signatures of entries, so a huge one is never loaded. Leaves the
/// source at its beginning.
pub(super) fn zip_entries<R: Read + Seek>(source: &mut R) -> io::Result<u64> {
    source.seek(SeekFrom::Start(0))?;
    let mut entries = Occurrences::of(ENTRY);
    io::copy(source, &mut entries)?;
    source.seek(SeekFrom::Start(0))?;
    Ok(entries.count)
}
