//! What kind of file it is, by its first bytes; the kinds that cannot be imported are refused by name. Called by `sniff`.

use memchr::memmem;

use super::Kind;
use crate::formats::encoding::Encoding;
use crate::formats::problem::FileProblem;

const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

pub(super) fn of(head: &[u8], encoding: Encoding) -> Result<Kind, FileProblem> {
    if head.is_empty() {
        return Err(FileProblem::EmptyFile);
    }
    if head.starts_with(COMPOUND) {
        return Err(compound(head));
    }
    if head.starts_with(b"PK\x03\x04") {
        return package(head);
    }
    let magic: [(&[u8], &str); 9] = [
        (b"%PDF-", "pdf"),
        (b"\x89PNG", "image"),
        (b"\xFF\xD8\xFF", "image"),
        (b"GIF8", "image"),
        (b"\x1F\x8B", "archive"),
        (b"Rar!", "archive"),
        (b"7z\xBC\xAF\x27\x1C", "archive"),
        (b"PK\x05\x06", "archive"),
        (b"\x7FELF", "binary"),
    ];
    if let Some((_, found)) = magic.iter().find(|(start, _)| head.starts_with(start)) {
        return Err(FileProblem::NotATable { found: (*found).to_owned() });
    }
    text(head, encoding)
}

/// Word and Excel before 2007, and today's files with a password, share one container.
fn compound(head: &[u8]) -> FileProblem {
    let wide: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if memmem::find(head, &wide).is_some() { FileProblem::Encrypted } else { FileProblem::OldXls }
}

/// Zip packages name their parts in the clear; where the beginning does not show one, the workbook reader looks again.
fn package(head: &[u8]) -> Result<Kind, FileProblem> {
    let parts: [(&[u8], &str); 6] = [
        (b"xl/workbook.bin", "xlsb"),
        (b"word/", "docx"),
        (b"ppt/", "pptx"),
        (b"opendocument.spreadsheet", "ods"),
        (b"opendocument", "odf"),
        (b"Index/Document.iwa", "numbers"),
    ];
    match parts.iter().find(|(part, _)| memmem::find(head, part).is_some()) {
        Some((_, found)) => Err(FileProblem::OtherPackage { found: (*found).to_owned() }),
        None => Ok(Kind::Xlsx),
    }
}

fn text(head: &[u8], encoding: Encoding) -> Result<Kind, FileProblem> {
    let (text, _) = encoding.charset().decode_with_bom_removal(head);
    let start = text.trim_start();
    if start.is_empty() {
        return Err(FileProblem::EmptyFile);
    }
    let begins = |words: &[&str]| {
        words.iter().any(|word| start.get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word)))
    };
    if begins(&["BEGIN:VCARD"]) {
        return Ok(Kind::VCard);
    }
    if begins(&["<!doctype", "<html", "<head", "<meta", "<table", "<?xml", "<workbook", "<style", "mime-version:"]) {
        return Err(FileProblem::HtmlAsXls);
    }
    // Control characters that no text has; single ones are left to the rows, which name their place.
    let odd = text.chars().filter(|c| c.is_control() && !c.is_whitespace()).count();
    if odd * 10 > text.chars().count() {
        return Err(FileProblem::NotATable { found: "binary".to_owned() });
    }
    Ok(Kind::Csv)
}
