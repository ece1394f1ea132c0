//! Archives as people pack them, and as nobody should.

use std::io::{Cursor, Write};

use zip::write::{SimpleFileOptions, ZipWriter};

use super::*;
use crate::formats::{Kind, inspect};

fn packed(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn opened(bytes: &[u8]) -> Result<Option<Archive<Cursor<&[u8]>>>, FileProblem> {
    Archive::open(Cursor::new(bytes), Limits::default())
}

fn read(archive: &mut Archive<Cursor<&[u8]>>, named: &str) -> Option<Vec<u8>> {
    let entry = archive.find(named)?;
    let mut bytes = Vec::new();
    archive.read(entry).unwrap().0.read_to_end(&mut bytes).unwrap();
    Some(bytes)
}

#[test]
fn the_table_of_an_archive_is_read_like_one_that_came_alone() {
    let bytes =
        packed(&[("old/a.csv", b"x"), ("deals.csv", b"name,path\nOne,old/a.csv\n"), ("__MACOSX/deals.csv", b"?")]);
    let seen = inspect(Cursor::new(&bytes[..]), "deals.zip", Limits::default()).unwrap();
    assert_eq!((seen.shape.kind, seen.columns.as_slice()), (Kind::Csv, &["name".to_string(), "path".to_string()][..]));
    assert_eq!(seen.samples, [["One", "old/a.csv"]]);
}

#[test]
fn files_are_found_beside_the_table_and_from_the_top_whatever_their_case_strokes_and_accents() {
    let bytes = packed(&[
        ("export/files.csv", b"path\n"),
        ("export/合同/A.pdf", b"one"),
        ("export/re\u{301}sume\u{301}.txt", b"two"),
    ]);
    let mut archive = opened(&bytes).unwrap().unwrap();
    for named in ["合同/A.pdf", "./合同/a.PDF", "合同\\A.pdf", "export/合同/A.pdf", " /合同/A.pdf "] {
        assert_eq!(read(&mut archive, named).as_deref(), Some(&b"one"[..]), "{named}");
    }
    assert_eq!(read(&mut archive, "r\u{e9}sum\u{e9}.txt").as_deref(), Some(&b"two"[..]));
    // the table itself is no attachment, and nothing outside is
    for named in ["files.csv", "A.pdf", "../合同/A.pdf", "/etc/passwd", ""] {
        assert_eq!(archive.find(named), None, "{named}");
    }
}

#[test]
fn of_two_files_that_differ_in_case_alone_each_is_found_as_written_and_none_by_chance() {
    let bytes = packed(&[("files.csv", b"path\n"), ("A.txt", b"one"), ("a.TXT", b"two")]);
    let mut archive = opened(&bytes).unwrap().unwrap();
    assert_eq!(read(&mut archive, "A.txt").as_deref(), Some(&b"one"[..]));
    assert_eq!(read(&mut archive, "a.TXT").as_deref(), Some(&b"two"[..]));
    assert_eq!(archive.find("a.txt"), None);
}

#[test]
fn names_in_the_code_page_of_a_chinese_machine_are_read() {
    let mut bytes = packed(&[("files.csv", b"path\n"), ("XXXX.pdf", b"one")]);
    let gbk = encoding_rs::GB18030.encode("合同").0.into_owned();
    let places: Vec<usize> = memchr::memmem::find_iter(&bytes, b"XXXX").collect();
    assert_eq!((places.len(), gbk.len()), (2, 4));
    for place in places {
        bytes[place..place + 4].copy_from_slice(&gbk);
    }
    let mut archive = opened(&bytes).unwrap().unwrap();
    assert_eq!(read(&mut archive, "合同.pdf").as_deref(), Some(&b"one"[..]));
}

#[test]
fn an_archive_in_which_no_table_stands_out_is_refused_with_those_it_could_be() {
    let refused = |entries: &[(&str, &[u8])]| opened(&packed(entries)).err();
    assert_eq!(refused(&[("a.pdf", b"%PDF-")]), Some(FileProblem::NoTableInArchive));
    let several = FileProblem::SeveralTablesInArchive { found: "a.csv, b.xlsx".into() };
    assert_eq!(refused(&[("a.csv", b"x"), ("b.xlsx", b"x")]), Some(several));
    // the one that is called so
    assert_eq!(refused(&[("a.csv", b"x"), ("Files.csv", b"x")]), None);
}

#[test]
fn a_document_in_a_package_is_no_archive() {
    assert!(opened(&packed(&[("[Content_Types].xml", b"<Types/>"), ("a.csv", b"x")])).unwrap().is_none());
    assert!(opened(b"name,path\n").unwrap().is_none());
}

#[test]
fn too_much_is_refused_before_it_is_unpacked() {
    let bytes = packed(&[("files.csv", b"path\n"), ("a.txt", &[b' '; 5_000])]);
    let refused =
        |limits: Limits| Archive::open(Cursor::new(&bytes[..]), limits).and_then(|archive| archive.unwrap().table());
    let tight = Limits { archive_unpacked_bytes: 4_000, ..Limits::default() };
    assert_eq!(refused(tight), Err(FileProblem::UnpacksTooLarge { part: String::new(), bytes: 5_005, limit: 4_000 }));
    let few = Limits { archive_entries: 1, ..Limits::default() };
    assert_eq!(refused(few), Err(FileProblem::TooManyParts { found: 2, limit: 1 }));
    let short = Limits { archive_table_bytes: 3, ..Limits::default() };
    assert_eq!(refused(short), Err(FileProblem::UnpacksTooLarge { part: "files.csv".into(), bytes: 4, limit: 3 }));
}

#[test]
fn a_file_that_is_packed_tighter_than_real_ones_is_refused() {
    let bytes = packed(&[("files.csv", b"path\n"), ("bomb.bin", &vec![0; 2 * 1024 * 1024])]);
    let refused = opened(&bytes).err();
    assert!(matches!(refused, Some(FileProblem::PackedTooTightly { part, .. }) if part == "bomb.bin"));
}
