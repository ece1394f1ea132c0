//! A ZIP archive with one table and the files that its rows name. Called by `source`, which reads the table, and by the import for each row that names
//! a file. Nothing is ever unpacked under a name from the archive: names are only looked up.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{ErrorKind, Read, Seek, SeekFrom};

use types::text::fold;
use zip::{ZipArchive, result::ZipError};

use super::encoding::Encoding;
use super::limits::Limits;
use super::occurrences::zip_entries;
use super::problem::FileProblem;

/// What a package of another format has, and an archive has not: documents of Office, of OpenDocument, of iWork.
const PACKAGES: [&str; 3] = ["[content_types].xml", "meta-inf/manifest.xml", "index/document.iwa"];
/// Endings of tables, those that are surely one first.
const TABLES: [&[&str]; 2] = [&["csv", "tsv", "xlsx"], &["txt", "vcf"]];
/// What the table is called where several could be it.
const NAMED: [&str; 4] = ["files", "attachments", "index", "附件"];
/// Tables named in a refusal.
const TOLD: usize = 5;

/// An opened archive.
pub struct Archive<R> {
    zip: ZipArchive<R>,
    /// paths as they are written, and folded where that leaves them different
    paths: HashMap<String, Option<usize>>,
    /// each as people write it
    names: Vec<String>,
    table: usize,
    /// unpacked, all together, as the directory says
    bytes: u64,
    limits: Limits,
}

impl<R: Read + Seek> Archive<R> {
    /// Opens an archive; `None` for a file that is none: it begins otherwise, or is a document in a package. Leaves the source anywhere.
    pub fn open(mut source: R, limits: Limits) -> Result<Option<Archive<R>>, FileProblem> {
        let mut head = Vec::new();
        source.seek(SeekFrom::Start(0))?;
        source.by_ref().take(4).read_to_end(&mut head)?;
        if head != b"PK\x03\x04" {
            return Ok(None);
        }
        let found = zip_entries(&mut source)?;
        if found > limits.archive_entries {
            return Err(FileProblem::TooManyParts { found, limit: limits.archive_entries });
        }
        let zip = ZipArchive::new(source).map_err(FileProblem::damaged)?;
        let names: Vec<String> = zip.file_names_raw().map(path).collect();
        if names.iter().any(|name| PACKAGES.contains(&name.to_ascii_lowercase().as_str())) {
            return Ok(None);
        }
        let table = table_among(&names)?;
        let mut paths: HashMap<String, Option<usize>> = HashMap::new();
        for (index, name) in names.iter().enumerate() {
            let folded = folded(name);
            if folded != *name {
                // one of two that differ in case alone is not found by chance
                paths.entry(folded).and_modify(|there| *there = None).or_insert(Some(index));
            }
            paths.insert(name.clone(), Some(index));
        }
        let mut archive = Archive { zip, paths, names, table, bytes: 0, limits };
        archive.weigh()?;
        Ok(Some(archive))
    }

    /// By the directory's own words: what is locked, packed too tightly or too much is refused before anything is unpacked.
    fn weigh(&mut self) -> Result<(), FileProblem> {
        let mut bytes = 0_u64;
        for index in 0..self.zip.len() {
            let entry = self.zip.by_index_raw(index).map_err(FileProblem::damaged)?;
            if entry.encrypted() {
                return Err(FileProblem::Encrypted);
            }
            self.limits.check_ratio(&path(entry.name_raw()), entry.size(), entry.compressed_size())?;
            bytes = bytes.saturating_add(entry.size());
        }
        self.bytes = bytes;
        let limit = self.limits.archive_unpacked_bytes;
        if bytes > limit { Err(FileProblem::UnpacksTooLarge { part: String::new(), bytes, limit }) } else { Ok(()) }
    }

    /// What the table is called, and its bytes.
    pub fn table(&mut self) -> Result<(String, Vec<u8>), FileProblem> {
        let limit = self.limits.archive_table_bytes;
        let entry = self.zip.by_index(self.table).map_err(|error| unpacked(&self.names[self.table], &error))?;
        let mut bytes = Vec::new();
        let read = entry.take(limit + 1).read_to_end(&mut bytes);
        read.map_err(|error| unpacked(&self.names[self.table], &ZipError::Io(error)))?;
        if bytes.len() as u64 > limit {
            let part = self.names[self.table].clone();
            return Err(FileProblem::UnpacksTooLarge { part, bytes: bytes.len() as u64, limit });
        }
        Ok((self.names[self.table].clone(), bytes))
    }

    /// The entry that a row means: as seen from the table, or from the beginning of the archive.
    pub fn find(&self, named: &str) -> Option<usize> {
        let named = path(named.trim().as_bytes());
        let folder = self.names[self.table].rsplit_once('/').map_or("", |(folder, _)| folder);
        let beside = format!("{folder}/{named}");
        let exact = |path: &str| self.paths.get(path).copied();
        let found = [beside.trim_start_matches('/'), &named].into_iter().find_map(|path| match exact(path) {
            Some(found) => Some(found),
            None => exact(&folded(path)),
        });
        found.flatten().filter(|index| *index != self.table)
    }

    /// What an entry is called, without its folders.
    pub fn name(&self, index: usize) -> String {
        let name = self.names.get(index).map_or("", String::as_str);
        name.rsplit('/').next().unwrap_or_default().to_string()
    }

    /// The bytes of an entry, checked against its sum as they are read, and how many the directory says they are.
    pub fn read(&mut self, index: usize) -> Result<(impl Read, u64), FileProblem> {
        let part = self.names.get(index).map_or("", String::as_str);
        let entry = self.zip.by_index(index).map_err(|error| unpacked(part, &error))?;
        let size = entry.size();
        Ok((entry, size))
    }

    /// How many bytes all entries have, unpacked.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The files beside the table, with what they are called; folders and what packers add of their own are none.
    pub fn files(&self) -> impl Iterator<Item = (usize, &str)> {
        let names = self.names.iter().map(String::as_str).enumerate();
        names.filter(|(index, name)| *index != self.table && !name.ends_with('/') && !is_hidden(name))
    }
}

/// A path with one kind of stroke and no beginning that says nothing. Old packers write names in the code page of their machine.
fn path(raw: &[u8]) -> String {
    let text = match std::str::from_utf8(raw) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Encoding::Gb18030.charset().decode_without_bom_handling(raw).0,
    };
    let text = text.replace('\\', "/");
    text.trim_start_matches("./").trim_start_matches('/').to_string()
}

fn is_hidden(name: &str) -> bool {
    name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX")
}

/// An entry that cannot be unpacked: by a method that nobody here knows, or not at all.
fn unpacked(part: &str, error: &ZipError) -> FileProblem {
    match error {
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
            FileProblem::PackedOtherwise { part: part.to_string() }
        }
        // the method is looked at when the first byte is asked for
        ZipError::Io(error) if error.kind() == ErrorKind::Unsupported => {
            FileProblem::PackedOtherwise { part: part.to_string() }
        }
        error => FileProblem::damaged(error),
    }
}

/// Without case, width and the two ways to write an accent.
fn folded(path: &str) -> String {
    fold(path).into_owned()
}

/// The table: the one that lies highest.
fn table_among(names: &[String]) -> Result<usize, FileProblem> {
    let ending = |name: &str| name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    for endings in TABLES {
        let is = |name: &str| !is_hidden(name) && endings.contains(&ending(name).as_str());
        let depth = |name: &str| name.matches('/').count();
        let Some(highest) = names.iter().filter(|name| is(name)).map(|name| depth(name)).min() else { continue };
        let among: Vec<usize> =
            (0..names.len()).filter(|at| is(&names[*at]) && depth(&names[*at]) == highest).collect();
        if let [one] = among[..] {
            return Ok(one);
        }
        let stem = |at: &usize| {
            let last = names[*at].rsplit('/').next().unwrap_or_default();
            last.split('.').next().unwrap_or_default().to_lowercase()
        };
        let mut named = among.iter().filter(|at| NAMED.contains(&stem(at).as_str()));
        return match (named.next(), named.next()) {
            (Some(one), None) => Ok(*one),
            _ => {
                let told: Vec<&str> = among.iter().take(TOLD).map(|at| names[*at].as_str()).collect();
                Err(FileProblem::SeveralTablesInArchive { found: told.join(", ") })
            }
        };
    }
    Err(FileProblem::NoTableInArchive)
}

#[cfg(test)]
mod tests;
