//! Attachments come in as an archive: a table that names files, and the files.

use std::io::{Cursor, Read, Write};

use records::import::Plan;
use types::{Problem, Value};
use zip::write::{SimpleFileOptions, ZipWriter};

use super::house::{House, codes, counts, house, label};

/// An archive of a table and some files.
fn packed(table: &str, files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in [("files.csv", table.as_bytes())].iter().chain(files) {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const PDF: &[u8] = b"%PDF-1.7 contract";

fn bytes_of(house: &House, title: &str) -> Vec<u8> {
    let file = house.one("files", title);
    let mut bytes = Vec::new();
    house.imports.open(label(&file, "sha256").as_str()).unwrap().read_to_end(&mut bytes).unwrap();
    assert_eq!(file.get("size"), &Value::Int(bytes.len() as i64));
    bytes
}

fn as_proposed(_: &mut Plan) {}

#[test]
fn files_come_in_with_their_bytes_author_and_date_and_are_undone_as_a_whole() {
    house(|house| {
        house.add("accounts", &[("name", "苏州恒泰")]);
        let table = "path,file name,account,owner,created at\n\
             合同/A.pdf,Contract 2019.pdf,苏州恒泰,陈嘉禾,2019-03-04 05:06:07\n\
             合同/A.pdf,,苏州恒泰,陈嘉禾,2019-03-05 05:06:07\n\
             note.txt,,,,\n";
        let archive = packed(table, &[("合同/A.pdf", PDF), ("note.txt", b"text")]);
        let started = house.import("files", archive, as_proposed).unwrap();
        assert_eq!(counts(&house.tally(started.job)), [3, 3, 0, 0, 0]);
        assert_eq!(house.titles("files"), ["Contract 2019.pdf", "A.pdf", "note.txt"]);
        assert_eq!(bytes_of(house, "Contract 2019.pdf"), PDF);
        assert_eq!(bytes_of(house, "A.pdf"), PDF);
        assert_eq!(bytes_of(house, "note.txt"), b"text");
        let contract = house.one("files", "Contract 2019.pdf");
        assert_eq!(label(&contract, "content_type"), "application/pdf");
        assert_eq!(label(&contract, "about"), "苏州恒泰");
        assert_eq!(label(&contract, "owner"), "陈嘉禾");
        let created = contract.get("created_at").as_time().expect("a time").to_string();
        assert!(created.starts_with("2019-03-0"), "{created}");
        house.undo(started.import).unwrap();
        assert_eq!(house.titles("files"), [""; 0]);
    });
}

#[test]
fn rows_whose_file_is_missing_or_damaged_are_refused_by_name() {
    house(|house| {
        let mut archive = packed("path\na.pdf\nb.pdf\nc.pdf\n", &[("a.pdf", PDF), ("c.pdf", b"12345 stays as it is")]);
        let place = memchr::memmem::find(&archive, b"c.pdf").expect("an entry") + 7;
        archive[place] ^= 0xff;
        let started = house.import("files", archive, as_proposed).unwrap();
        assert_eq!(counts(&house.tally(started.job)), [3, 1, 0, 0, 2]);
        let refused = house.refused(started.job);
        assert!(refused[1].contains("The archive holds no file “b.pdf”."), "{refused:?}");
        assert!(refused[2].contains("The file “c.pdf” is damaged in the archive."), "{refused:?}");
        assert_eq!(bytes_of(house, "a.pdf"), PDF);
    });
}

#[test]
fn what_no_row_names_is_told_and_how_a_file_is_packed_too() {
    house(|house| {
        let files: &[(&str, &[u8])] =
            &[("a.pdf", PDF), ("b.pdf", PDF), ("un\u{202e}used.txt", b"?"), (".DS_Store", b"x")];
        let mut archive = packed("path,file name\na.pdf,A\u{202e}fdp.exe\nb.pdf,\n", files);
        // the method of b.pdf, in the directory of the archive
        let place = memchr::memmem::rfind(&archive, b"b.pdf").expect("an entry") - 46 + 10;
        archive[place] = 97;
        let caller = || super::house::person(house.zhou);
        let file = house.take_in("files.zip", &archive);
        let seen = house.runtime.block_on(house.imports.inspect(caller(), "files", file, None)).unwrap();
        assert_eq!(seen.named, Some(0));
        let checked = house.runtime.block_on(house.imports.check(caller(), seen.source, seen.plan)).unwrap();
        assert_eq!((checked.unnamed.files, checked.unnamed.first), (1, vec!["unused.txt".to_string()]));
        assert_eq!(counts(&checked.tally), [2, 1, 0, 0, 1]);
        assert_eq!(checked.refused[0].reasons[0].code, "packed_otherwise");
        let started = house.import("files", &archive, as_proposed).unwrap();
        assert_eq!(counts(&house.tally(started.job)), [2, 1, 0, 0, 1]);
        assert_eq!(house.titles("files"), ["Afdp.exe"]);
    });
}

#[test]
fn an_archive_that_was_taken_for_something_else_becomes_attachments() {
    house(|house| {
        let caller = || super::house::person(house.zhou);
        let file = house.take_in("files.zip", &packed("path,name\na.pdf,A\n", &[("a.pdf", PDF)]));
        let draft = house.runtime.block_on(house.imports.draft(caller(), "accounts", file));
        let (import, seen) = draft.unwrap();
        assert_eq!(seen.named, Some(0));
        // a double click makes one
        let (one, other) = house.runtime.block_on(async {
            let becomes = || house.imports.becomes(caller(), import, "files");
            tokio::join!(becomes(), becomes())
        });
        assert_eq!((one.is_ok() != other.is_ok(), house.all("imports").len()), (true, 1), "{one:?} {other:?}");
        let made = one.or(other).unwrap();
        assert!(house.runtime.block_on(house.imports.standing(caller(), import)).is_err(), "it took its place");
        let seen = house.runtime.block_on(house.imports.look(caller(), made)).unwrap();
        assert!(seen.plan.columns.iter().any(|column| column.to == "content"));
    });
}

#[test]
fn a_digest_is_never_taken_from_a_cell() {
    house(|house| {
        let digest = "a".repeat(64);
        let archive = packed(&format!("path,digest\na.pdf,{digest}\n"), &[("a.pdf", PDF)]);
        let to = |field: &'static str| {
            move |plan: &mut Plan| {
                let digest = records::import::Column { at: Some(1), to: field.into(), ..Default::default() };
                plan.columns.push(digest);
            }
        };
        let refused: Problem = house.import("files", &archive, to("sha256")).unwrap_err();
        assert_eq!(codes(&refused), "invalid sha256:read_only");
        // a table without its archive brings no file, whatever it names
        let started = house.import("files", "path,name\na.pdf,A\n", |plan| {
            let path = records::import::Column { at: Some(0), to: "content".into(), ..Default::default() };
            plan.columns.push(path);
        });
        assert_eq!(counts(&house.tally(started.unwrap().job)), [1, 0, 0, 0, 1]);
        let started = house.import("files", "name\nA\n", as_proposed).unwrap();
        assert_eq!(counts(&house.tally(started.job)), [1, 0, 0, 0, 1]);
        // and only what stands for bytes takes them
        let refused = house.import("accounts", packed("name,path\nA,a.pdf\n", &[("a.pdf", PDF)]), |plan| {
            let path = records::import::Column { at: Some(1), to: "content".into(), ..Default::default() };
            plan.columns.push(path);
        });
        assert_eq!(codes(&refused.unwrap_err()), "invalid content:unknown_field");
    });
}

#[test]
fn who_may_not_see_a_record_hangs_no_file_on_it() {
    house(|house| {
        house.add("accounts", &[("name", "苏州恒泰"), ("owner", &house.zhou.to_string())]);
        let archive = packed("path,account\na.pdf,苏州恒泰\n", &[("a.pdf", PDF)]);
        let started = house.import_by(house.chen, "files", archive, as_proposed).unwrap();
        let tally = house.tally(started.job);
        assert_eq!((tally.created, tally.failed), (0, 1), "it would belong to nothing: {tally:?}");
    });
}

#[test]
fn what_was_attached_is_not_replaced() {
    house(|house| {
        let refused = house.import("files", packed("path,name\na.pdf,A\n", &[("a.pdf", PDF)]), |plan| {
            plan.key = Some("name".into());
            plan.on_duplicate = records::import::OnDuplicate::Update;
        });
        assert_eq!(codes(&refused.unwrap_err()), "invalid content:content_stays");
    });
}
