//! Files that are broken, hostile or not what they seem: refused with row and column, and nothing half-imported.

use std::io::{Cursor, Write};

use zip::{ZipWriter, write::SimpleFileOptions};

use super::house::{House, codes, counts, house};

fn refused(house: &House, name: &str, bytes: &[u8]) -> String {
    let problem = house.inspect("accounts", name, bytes).unwrap_err();
    let args: Vec<String> = problem.args.iter().map(|(name, value)| format!("{name}={value}")).collect();
    format!("{} {}", codes(&problem), args.join(" ")).trim().to_string()
}

#[test]
fn files_without_rows_or_sense_are_refused_before_anything_is_ordered() {
    house(|house| {
        assert_eq!(refused(house, "a.csv", b""), "empty_file");
        assert_eq!(refused(house, "a.csv", b"name,region\n"), "header_only");
        let many = format!("{}\n1\n", vec!["a"; 3_000].join(","));
        assert_eq!(refused(house, "a.csv", many.as_bytes()), "bad_header row 1:too_many_columns count=1");
        assert!(refused(house, "a.png", b"\x89PNG\r\n\x1a\n0000").starts_with("not_a_table"));
        assert_eq!(house.titles("accounts").len(), 0);
    });
}

#[test]
fn a_zip_bomb_is_not_opened() {
    house(|house| {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let packed = SimpleFileOptions::default();
        for part in ["[Content_Types].xml", "xl/workbook.xml"] {
            zip.start_file(part, packed).unwrap();
            zip.write_all(b"<x/>").unwrap();
        }
        zip.start_file("xl/worksheets/sheet1.xml", packed).unwrap();
        for _ in 0..64 {
            zip.write_all(&vec![b' '; 1024 * 1024]).unwrap();
        }
        let bytes = zip.finish().unwrap().into_inner();
        let told = refused(house, "bomb.xlsx", &bytes);
        assert!(told.starts_with("packed_too_tightly") && told.contains("sheet1.xml"), "{told}");
    });
}

/// Good rows are imported; each bad one is told with its line and column.
fn told(house: &House, bytes: &[u8]) -> (Vec<String>, Vec<String>) {
    let before = house.titles("accounts").len();
    let started = house.import("accounts", bytes, |_| {}).unwrap();
    let tally = house.tally(started.job);
    assert_eq!(counts(&tally)[2..4], [0, 0]);
    let made = house.titles("accounts").split_off(before);
    let refused = house.refused(started.job)[1..].iter().map(|line| line.chars().take(100).collect()).collect();
    (made, refused)
}

#[test]
fn broken_rows_are_refused_alone_with_line_and_column() {
    house(|house| {
        let (made, refused) = told(house, b"name,region\nA1,x\nB1,a\0b\nC1,x,extra\n\xff\xfe bad,x\nD1,x\n");
        assert_eq!(made, ["A1", "D1"]);
        assert_eq!(refused.len(), 3, "{refused:?}");
        for (line, start) in refused.iter().zip([
            "3,Column 2 contains an invisible control character (U+0000)",
            "4,\"The row has 3 cells, the header 2",
            "5,\"Column 1 has bytes that are no text",
        ]) {
            assert!(line.replace('"', "").starts_with(&start.replace('"', "")), "{line} / {start}");
        }
    });
}

#[test]
fn a_cell_of_ten_megabytes_refuses_its_row_alone() {
    house(|house| {
        let mut bytes = b"name,region\nA2,x\nB2,".to_vec();
        bytes.extend(vec![b'y'; 10 * 1024 * 1024]);
        bytes.extend(b"\nC2,x\n");
        let (made, refused) = told(house, &bytes);
        assert_eq!(made, ["A2", "C2"]);
        assert!(
            refused[0].replace('"', "").starts_with("3,Column 2 is too long: at most 1,048,576 bytes"),
            "{refused:?}"
        );
    });
}

#[test]
fn a_file_that_breaks_in_the_middle_writes_nothing() {
    house(|house| {
        // a quotation mark that is never closed swallows the rest
        let text = "name,region\nA3,x\nB3,\"y\nC3,x\n";
        let (made, refused) = told(house, text.as_bytes());
        assert_eq!(made, ["A3"]);
        assert!(refused[0].contains("quotation mark in column 2 is never closed"), "{refused:?}");
    });
}
