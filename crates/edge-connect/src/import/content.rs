//! The files that rows of an archive name: each is read once, weighed, and stored (or, by a check, only read to its end). Called by `batches`; which
//! column names them is proposed by `inspect`.

use std::{
    collections::HashMap,
    fs::File,
    io::{ErrorKind, Read},
};

use modules::platform::{
    attach::{Arrival, straight},
    content_type,
};
use records::import::{
    Plan,
    check::Unnamed,
    plan::{CONTENT, Column},
};
use store::Upload;
use types::{FieldProblem, Name, Problem, Result, Value};

use super::{Imports, Source, problems};
use crate::formats::{Archive, FileProblem, Limits};

/// What a row knows of the file it names, or why there is none.
pub type Known = Result<Vec<(Name, Value)>, FieldProblem>;

/// What is done with the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// read and forgotten: whether all is sound is told before the first write
    Nothing,
    Everything,
}

/// Files named that no row names.
const UNNAMED: usize = 20;
/// Characters of such a name.
const SHOWN: usize = 200;

/// The files of one reading of a table.
pub struct Contents<'i> {
    imports: &'i Imports,
    /// none: the table came alone
    archive: Option<Archive<File>>,
    column: Column,
    keep: Keep,
    /// rows may name one file several times
    known: HashMap<usize, Known>,
    /// bytes so far: a directory may lie
    unpacked: u64,
}

impl<'i> Contents<'i> {
    /// `None` where no column names files.
    pub fn of(imports: &'i Imports, source: &Source, plan: &Plan, keep: Keep) -> Result<Option<Contents<'i>>> {
        let Some(column) = plan.columns.iter().find(|column| column.to == CONTENT).cloned() else { return Ok(None) };
        let archive = Archive::open(imports.open(&source.sha256)?, Limits::default());
        let archive = archive.map_err(|problem| problems::of_file(&problem))?;
        Ok(Some(Contents { imports, archive, column, keep, known: HashMap::new(), unpacked: 0 }))
    }

    /// What a row names; `None` where it names nothing.
    pub fn named(&mut self, cells: &[String]) -> Result<Option<Known>> {
        let column = &self.column;
        let named = match column.at {
            Some(at) => cells.get(at).map_or("", String::as_str),
            None => column.text.as_deref().unwrap_or_default(),
        };
        if named.trim().is_empty() {
            return Ok(None);
        }
        let Some(archive) = &mut self.archive else { return Ok(Some(Err(FieldProblem::new(CONTENT, "no_archive")))) };
        let Some(entry) = archive.find(named) else {
            return Ok(Some(Err(FieldProblem::new(CONTENT, "not_in_archive").with("name", named.trim()))));
        };
        if let Some(known) = self.known.get(&entry) {
            return Ok(Some(known.clone()));
        }
        let known = match self.arrived(entry)? {
            Ok(file) => Ok(file.known()?),
            Err(problem) => Err(problem),
        };
        self.known.insert(entry, known.clone());
        Ok(Some(known))
    }

    /// Files of the archive that no row has named so far: how many, and the first of them.
    pub fn unnamed(&self) -> Unnamed {
        let files = self.archive.iter().flat_map(Archive::files);
        let mut others = files.filter(|(entry, _)| !self.known.contains_key(entry)).map(|(_, name)| name);
        // an archive may call its files what it likes, at any length
        let plain = |name: &str| straight(name).chars().take(SHOWN).collect();
        let first: Vec<String> = others.by_ref().take(UNNAMED).map(plain).collect();
        Unnamed { files: (first.len() + others.count()) as u64, first }
    }

    /// How far it is: of a file of this size as much as has been unpacked of the whole.
    pub fn share(&self, size: u64) -> u64 {
        let all = self.archive.as_ref().map_or(0, Archive::bytes).max(1);
        (u128::from(size) * u128::from(self.unpacked.min(all)) / u128::from(all)) as u64
    }

    /// Reads an entry to its end.
    fn arrived(&mut self, entry: usize) -> Result<Result<Arrival, FieldProblem>> {
        let Contents { imports, archive: Some(archive), keep, unpacked, .. } = self else {
            return Err(Problem::internal("an entry without its archive"));
        };
        let limits = Limits::default();
        let name = archive.name(entry);
        let damaged = || Ok(Err(FieldProblem::new(CONTENT, "content_damaged").with("name", &name)));
        let otherwise = || Ok(Err(FieldProblem::new(CONTENT, "packed_otherwise").with("name", &name)));
        let (mut bytes, said) = match archive.read(entry) {
            Ok(opened) => opened,
            Err(FileProblem::PackedOtherwise { .. }) => return otherwise(),
            Err(_) => return damaged(),
        };
        let mut upload: Option<Upload> = match keep {
            Keep::Nothing => None,
            Keep::Everything => Some(imports.blobs.begin(limits.archive_file_bytes)?),
        };
        let (mut size, mut head, mut buffer) = (0_u64, Vec::new(), vec![0; 64 * 1024]);
        loop {
            let count = match bytes.read(&mut buffer) {
                Ok(0) => break,
                Ok(count) => count,
                // the method is looked at when the first byte is asked for
                Err(error) if error.kind() == ErrorKind::Unsupported => return otherwise(),
                Err(_) => return damaged(),
            };
            size += count as u64;
            *unpacked += count as u64;
            if size > limits.archive_file_bytes {
                let limit = types::display::file_size(limits.archive_file_bytes);
                return Ok(Err(FieldProblem::new(CONTENT, "content_too_large")
                    .with("name", &name)
                    .with("limit", limit)));
            }
            if size > said {
                return damaged();
            }
            if *unpacked > limits.archive_unpacked_bytes {
                let (bytes, limit) = (*unpacked, limits.archive_unpacked_bytes);
                return Err(problems::of_file(&FileProblem::UnpacksTooLarge { part: String::new(), bytes, limit }));
            }
            let room = content_type::HEAD.saturating_sub(head.len()).min(count);
            head.extend_from_slice(&buffer[..room]);
            if let Some(upload) = &mut upload {
                upload.write(&buffer[..count])?;
            }
        }
        let sha256 = match upload {
            Some(upload) => upload.finish()?.hash,
            None => "0".repeat(64),
        };
        Ok(Ok(Arrival::new(name, size, &head, sha256)))
    }
}

/// The column whose cells name entries of the archive a file is: at least half of what stands in it. `None` too for a file that is no archive.
pub fn column(file: File, samples: &[Vec<String>], columns: usize) -> Result<Option<usize>, FileProblem> {
    let Some(archive) = Archive::open(file, Limits::default())? else { return Ok(None) };
    let found = |at: usize| {
        let cells = samples.iter().filter_map(|row| row.get(at)).filter(|cell| !cell.trim().is_empty());
        let (named, all) =
            cells.fold((0, 0), |(named, all), cell| (named + usize::from(archive.find(cell).is_some()), all + 1));
        (named > 0 && named * 2 >= all).then_some((named, at))
    };
    // of equals the one further left
    Ok((0..columns).rev().filter_map(found).max_by_key(|(named, _)| *named).map(|(_, at)| at))
}
