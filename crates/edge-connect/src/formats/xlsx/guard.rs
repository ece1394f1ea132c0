//! Weighing an XLSX package before it is unpacked: size, number of parts, unpacked sizes as declared and as they really are.
//! A zip bomb is refused here in constant memory. Called by `Workbook::open`.

use std::io::{self, Read, Seek, SeekFrom};

use zip::ZipArchive;
use zip::read::ZipFile;

use crate::formats::limits::Limits;
use crate::formats::occurrences::{Occurrences, zip_entries};
use crate::formats::problem::FileProblem;

/// The element of one merged region, whatever its namespace.
const MERGED: &[u8] = b"mergeCell ";

/// Refuses what is too large, packed too tightly, or no XLSX. Leaves the source at its beginning; answers how many merged
/// regions the package has, because most have none and are spared the search for them.
pub(super) fn weigh<R: Read + Seek>(source: &mut R, limits: &Limits) -> Result<u64, FileProblem> {
    let bytes = source.seek(SeekFrom::End(0))?;
    if bytes > limits.xlsx_bytes {
        return Err(FileProblem::FileTooLarge { bytes, limit: limits.xlsx_bytes });
    }
    let found = zip_entries(source)?;
    if found > limits.xlsx_parts {
        return Err(FileProblem::TooManyParts { found, limit: limits.xlsx_parts });
    }
    let mut archive = ZipArchive::new(&mut *source).map_err(FileProblem::damaged)?;
    check_kind(&archive)?;
    check_declared(&mut archive, limits)?;
    let merged = check_real(&mut archive, limits)?;
    drop(archive);
    source.seek(SeekFrom::Start(0))?;
    Ok(merged)
}

fn check_kind<R: Read + Seek>(archive: &ZipArchive<R>) -> Result<(), FileProblem> {
    let names: Vec<String> =
        archive.file_names().flatten().map(|name| name.to_ascii_lowercase().replace('\\', "/")).collect();
    let has = |test: &dyn Fn(&str) -> bool| names.iter().any(|name| test(name));
    let other = [
        ("xlsb", has(&|name| name == "xl/workbook.bin")),
        ("docx", has(&|name| name.starts_with("word/"))),
        ("pptx", has(&|name| name.starts_with("ppt/"))),
        ("ods", has(&|name| name == "content.xml")),
    ];
    let found = |found: &str| Err(FileProblem::OtherPackage { found: found.to_owned() });
    if has(&|name| name == "[content_types].xml") && has(&|name| name.ends_with("workbook.xml")) {
        return Ok(());
    }
    match other.iter().find(|(_, is)| *is) {
        Some((name, _)) => found(name),
        None => found("zip"),
    }
}

/// The directory's own words, at no cost.
fn check_declared<R: Read + Seek>(archive: &mut ZipArchive<R>, limits: &Limits) -> Result<(), FileProblem> {
    let mut total = 0_u64;
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index).map_err(FileProblem::damaged)?;
        if part.encrypted() {
            return Err(FileProblem::Encrypted);
        }
        total = total.saturating_add(part.size());
        check_part(&part, part.size(), limits)?;
    }
    check_total(total, limits)
}

/// What the parts really unpack to: a directory may lie.
fn check_real<R: Read + Seek>(archive: &mut ZipArchive<R>, limits: &Limits) -> Result<u64, FileProblem> {
    let mut merged = Occurrences::of(MERGED);
    let mut total = 0_u64;
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(FileProblem::damaged)?;
        let room = limits.xlsx_unpacked_bytes.saturating_sub(total) + 1;
        let bytes = io::copy(&mut part.by_ref().take(room), &mut merged).map_err(FileProblem::damaged)?;
        total += bytes;
        check_total(total, limits)?;
        check_part(&part, bytes, limits)?;
    }
    Ok(merged.count)
}

fn check_part<R: Read>(part: &ZipFile<'_, R>, bytes: u64, limits: &Limits) -> Result<(), FileProblem> {
    // A name that is no text is no sheet's; the workbook reader refuses it later.
    let part_name = part.name().unwrap_or_default();
    limits.check_ratio(&part_name, bytes, part.compressed_size())?;
    let sheet = part_name.to_ascii_lowercase().contains("worksheets/");
    if !sheet && bytes > limits.xlsx_part_bytes {
        return Err(FileProblem::UnpacksTooLarge {
            part: part_name.chars().take(100).collect(),
            bytes,
            limit: limits.xlsx_part_bytes,
        });
    }
    Ok(())
}

fn check_total(bytes: u64, limits: &Limits) -> Result<(), FileProblem> {
    let limit = limits.xlsx_unpacked_bytes;
    if bytes > limit { Err(FileProblem::UnpacksTooLarge { part: String::new(), bytes, limit }) } else { Ok(()) }
}
