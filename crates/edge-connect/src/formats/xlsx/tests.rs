//! Workbooks are read as a person sees them; bombs, bait and broken ones are refused before they cost anything.

use std::io::{Cursor, Write};

use rust_xlsxwriter::{Format, Formula, Workbook as Book};
use zip::write::{SimpleFileOptions, ZipWriter};

use super::*;
use crate::formats::problem::WarningKind;
use crate::formats::{Kind, Shape, inspect, open};

fn opened(bytes: &[u8]) -> Result<Workbook<Cursor<&[u8]>>, FileProblem> {
    Workbook::open(Cursor::new(bytes), Limits::default())
}

fn rows(bytes: &[u8]) -> Vec<Result<Row, ReadError>> {
    let mut book = opened(bytes).unwrap();
    let sheet = book.sheets()[0].clone();
    book.records(&sheet, 0).unwrap().collect()
}

fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
    rows(bytes).into_iter().map(|row| row.unwrap().cells).collect()
}

fn book(fill: impl FnOnce(&mut Book)) -> Vec<u8> {
    let mut book = Book::new();
    fill(&mut book);
    book.save_to_buffer().unwrap()
}

/// A package of these parts, to build what no spreadsheet writes.
fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const TYPES: (&str, &str) = ("[Content_Types].xml", "<Types/>");
const RELS: (&str, &str) = (
    "_rels/.rels",
    r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
);
const BOOK: (&str, &str) = (
    "xl/workbook.xml",
    r#"<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>"#,
);
const BOOK_RELS: (&str, &str) = (
    "xl/_rels/workbook.xml.rels",
    r#"<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
);

fn with_sheet(xml: &str) -> Vec<u8> {
    package(&[TYPES, RELS, BOOK, BOOK_RELS, ("xl/worksheets/sheet1.xml", xml)])
}

#[test]
fn dates_numbers_and_yes_no_become_canonical_text() {
    let bytes = book(|book| {
        let sheet = book.add_worksheet();
        let date = Format::new().set_num_format("yyyy-mm-dd");
        let chinese = Format::new().set_num_format("yyyy\"年\"m\"月\"d\"日\"");
        let time = Format::new().set_num_format("yyyy/m/d h:mm:ss");
        let hours = Format::new().set_num_format("[h]:mm:ss");
        let percent = Format::new().set_num_format("0.00%");
        sheet.write_number_with_format(0, 0, 45_296, &date).unwrap();
        sheet.write_number_with_format(0, 1, 45_296, &chinese).unwrap();
        sheet.write_number_with_format(0, 2, 45_296.354_166_666_664, &time).unwrap();
        sheet.write_number_with_format(0, 3, 0.354_166_666_666_666_7, &time).unwrap();
        sheet.write_number_with_format(0, 4, 1.5, &hours).unwrap();
        sheet.write_number(0, 5, 0.1 + 0.2).unwrap();
        sheet.write_number(0, 6, 1_234_567.0).unwrap();
        sheet.write_number(0, 7, -0.000_001_5).unwrap();
        sheet.write_number_with_format(0, 8, 0.07, &percent).unwrap();
        sheet.write_boolean(0, 9, true).unwrap();
        sheet.write_string(0, 10, "  text ").unwrap();
        sheet.write_number(0, 11, 4.35 * 100.0).unwrap();
    });
    let expected = [
        "2024-01-05",
        "2024-01-05",
        "2024-01-05T08:30:00",
        "08:30:00",
        "36:00:00",
        "0.3",
        "1234567",
        "-0.0000015",
        "7%",
        "true",
        "  text ",
        "435",
    ];
    assert_eq!(cells(&bytes)[0], expected);
}

#[test]
fn a_number_longer_than_a_spreadsheet_can_hold_is_read_with_a_warning() {
    let bytes = book(|book| {
        let sheet = book.add_worksheet();
        sheet.write_number(0, 0, 1.234_567_890_123_456_7e17).unwrap();
        sheet.write_string(0, 1, "123456789012345678").unwrap();
    });
    let row = rows(&bytes).pop().unwrap().unwrap();
    assert_eq!(row.cells, ["123456789012346000", "123456789012345678"]);
    assert_eq!(row.warnings, [Warning { column: 1, kind: WarningKind::LostDigits }]);
}

#[test]
fn a_formula_gives_its_value_and_a_failed_one_refuses_its_row() {
    let bytes = book(|book| {
        let sheet = book.add_worksheet();
        sheet.write_formula(0, 0, Formula::new("=1+2").set_result("3")).unwrap();
        sheet.write_formula(0, 1, Formula::new("=A1&\"x\"").set_result("3x")).unwrap();
        sheet.write_formula(1, 1, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
        sheet.write_string(2, 0, "fine").unwrap();
    });
    let rows = rows(&bytes);
    assert_eq!(rows[0].as_ref().unwrap().cells, ["3", "3x"]);
    let Err(ReadError::Row(bad)) = &rows[1] else { panic!("{rows:?}") };
    assert_eq!((bad.number, &bad.problem), (2, &RowProblem::FormulaError { column: 2, error: "#DIV/0!".into() }));
    assert!(rows[2].is_ok());
}

#[test]
fn the_number_of_a_row_is_the_sheets_and_empty_rows_are_none() {
    let bytes = book(|book| {
        let sheet = book.add_worksheet();
        sheet.write_string(2, 1, "b").unwrap();
        sheet.write_blank(4, 0, &Format::new().set_bold()).unwrap();
        sheet.write_string(9, 0, "j").unwrap();
    });
    let found: Vec<_> = rows(&bytes).into_iter().map(|row| row.map(|row| (row.number, row.cells)).unwrap()).collect();
    assert_eq!(found, [(3, vec![String::new(), "b".to_owned()]), (10, vec!["j".to_owned()])]);
}

#[test]
fn merged_cells_count_across_in_the_header_and_down_in_data() {
    let bytes = book(|book| {
        let sheet = book.add_worksheet();
        let plain = Format::new();
        sheet.merge_range(0, 0, 0, 3, "客户信息表", &plain).unwrap();
        sheet.write_string(1, 0, "区域").unwrap();
        sheet.merge_range(1, 1, 1, 2, "电话", &plain).unwrap();
        sheet.write_string(1, 3, "姓名").unwrap();
        sheet.merge_range(2, 0, 4, 0, "华东", &plain).unwrap();
        for (row, name) in [(2, "甲"), (3, "乙"), (4, "丙")] {
            sheet.write_string(row, 3, name).unwrap();
        }
        sheet.merge_range(5, 0, 5, 2, "合计", &plain).unwrap();
        sheet.write_string(5, 3, "三").unwrap();
    });
    let seen = inspect(Cursor::new(&bytes), "客户.xlsx", Limits::default()).unwrap();
    assert_eq!((seen.shape.skip_lines, seen.shape.header), (1, true));
    assert_eq!(seen.columns, ["区域", "电话", "电话", "姓名"]);
    let expected = [["华东", "", "", "甲"], ["华东", "", "", "乙"], ["华东", "", "", "丙"], ["合计", "", "", "三"]];
    assert_eq!(seen.samples, expected);
}

#[test]
fn merged_regions_beyond_measure_are_not_looked_for() {
    let regions: String = (1..100_010).map(|row| format!("<mergeCell ref=\"A{row}:B{row}\"/>")).collect();
    let cells = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>";
    let sheet = |regions: &str| {
        let xml = format!("<worksheet><sheetData>{cells}</sheetData><mergeCells>{regions}</mergeCells></worksheet>");
        let bytes = with_sheet(&xml);
        self::cells(&bytes)
    };
    assert_eq!(sheet("<mergeCell ref=\"A1:B1\"/>"), [["1", "1"]]);
    assert_eq!(sheet(&regions), [["1"]]);
}

#[test]
fn the_first_sheet_with_rows_is_proposed_and_hidden_ones_are_not_shown() {
    let bytes = book(|book| {
        book.add_worksheet().set_name("empty").unwrap();
        let hidden = book.add_worksheet();
        hidden.set_name("secret").unwrap().set_hidden(true);
        hidden.write_string(0, 0, "x").unwrap();
        let sheet = book.add_worksheet();
        sheet.set_name("客户").unwrap();
        for (row, cells) in [["name", "city"], ["A", "B"]].iter().enumerate() {
            sheet.write_row(row as u32, 0, *cells).unwrap();
        }
    });
    let seen = inspect(Cursor::new(&bytes), "x.xlsx", Limits::default()).unwrap();
    assert_eq!(seen.sheets, ["empty", "客户"]);
    assert_eq!(seen.shape.sheet.as_deref(), Some("客户"));
    assert_eq!((seen.columns, seen.samples), (vec!["name".into(), "city".into()], vec![vec!["A".into(), "B".into()]]));
    let shape = Shape { kind: Kind::Xlsx, sheet: Some("gone".into()), ..Shape::default() };
    let mut source = open(Cursor::new(&bytes), &shape, Limits::default()).unwrap();
    assert_eq!(source.rows().err(), Some(FileProblem::NoSuchSheet { name: "gone".into() }));
}

#[test]
fn short_rows_are_filled_and_rows_wider_than_the_header_refused() {
    let bytes = book(|book| {
        let sheet = book.add_worksheet();
        sheet.write_row(0, 0, ["a", "b", "c"]).unwrap();
        sheet.write_row(1, 0, ["1"]).unwrap();
        sheet.write_row(2, 0, ["1", "2", "3", "4"]).unwrap();
    });
    let shape = Shape { kind: Kind::Xlsx, ..Shape::default() };
    let mut source = open(Cursor::new(&bytes), &shape, Limits::default()).unwrap();
    let found: Vec<_> = source.rows().unwrap().collect();
    assert_eq!(found[0].as_ref().unwrap().cells, ["1", "", ""]);
    let Err(ReadError::Row(bad)) = &found[1] else { panic!("{found:?}") };
    assert_eq!((bad.number, &bad.problem), (3, &RowProblem::RaggedRow { expected: 3, found: 4 }));
}

#[test]
fn three_thousand_columns_and_a_huge_cell_are_refused_with_their_place() {
    let bytes = book(|book| {
        let sheet = book.add_worksheet();
        for column in 0..3_000 {
            sheet.write_string(0, column, "x").unwrap();
        }
    });
    let problem = RowProblem::TooManyColumns { found: 3_000, limit: 1_000 };
    let shape = Shape { kind: Kind::Xlsx, ..Shape::default() };
    let mut source = open(Cursor::new(&bytes), &shape, Limits::default()).unwrap();
    assert_eq!(source.rows().err(), Some(FileProblem::BadHeader { row: 1, problem }));
    let long = format!(
        "<worksheet><sheetData><row r=\"1\"><c r=\"B1\" t=\"str\"><v>{}</v></c></row></sheetData></worksheet>",
        "x".repeat(2 * 1024 * 1024)
    );
    let small = Limits { xlsx_ratio: u64::MAX, ..Limits::default() };
    let bytes = with_sheet(&long);
    let mut book = Workbook::open(Cursor::new(&bytes), small).unwrap();
    let found: Vec<_> = book.records("S", 0).unwrap().collect();
    let Err(ReadError::Row(bad)) = &found[0] else { panic!() };
    assert_eq!(bad.problem, RowProblem::CellTooLong { column: 2, bytes: 2 * 1024 * 1024, limit: 1024 * 1024 });
}

#[test]
fn a_sheet_that_is_no_sheet_is_damaged_and_nothing_panics() {
    let sheets = [
        "",
        "<worksheet>",
        "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v>",
        "<worksheet><sheetData><row r=\"0\"><c r=\"A0\"><v>1</v></c></row></sheetData></worksheet>",
        "<worksheet><sheetData><row><c r=\"ZZZZZZZZZZZZ99999999999999\"><v>1</v></c></row></sheetData></worksheet>",
        "<worksheet><sheetData><row><c r=\"A1\" t=\"s\"><v>7</v></c></row></sheetData></worksheet>",
        "<worksheet><sheetData><row><c r=\"A1\" t=\"zzz\"><v>7</v></c></row></sheetData></worksheet>",
        "<worksheet><mergeCells><mergeCell ref=\"B9:A1\"/></mergeCells><sheetData/></worksheet>",
        "\u{FFFE}\u{0}<<<>>>",
    ];
    for xml in sheets {
        let bytes = with_sheet(xml);
        if let Ok(mut book) = opened(&bytes)
            && let Ok(records) = book.records("S", 0)
        {
            assert!(records.take(10).count() <= 1, "{xml}");
        }
    }
}

#[test]
fn entities_are_never_fetched_or_expanded() {
    let xml = r#"<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b "&a;&a;">]>
        <worksheet><sheetData><row r="1"><c r="A1" t="str"><v>&b;</v></c></row></sheetData></worksheet>"#;
    let found = rows(&with_sheet(xml));
    assert!(matches!(found[0], Err(ReadError::File(FileProblem::Damaged { .. }))), "{found:?}");
}

#[test]
fn a_bomb_is_refused_by_what_it_declares() {
    let bomb = "0".repeat(201 * 1024 * 1024);
    let bytes = package(&[TYPES, BOOK, ("xl/worksheets/sheet1.xml", &bomb)]);
    assert!(bytes.len() < 1024 * 1024);
    let problem = opened(&bytes).err().unwrap();
    assert_eq!(problem.code(), "packed_too_tightly");
    let loose = Limits { xlsx_ratio: u64::MAX, xlsx_unpacked_bytes: 200 * 1024 * 1024, ..Limits::default() };
    let problem = Workbook::open(Cursor::new(&bytes), loose).err().unwrap();
    let bytes = bomb.len() as u64 + (TYPES.1.len() + BOOK.1.len()) as u64;
    assert_eq!(problem, FileProblem::UnpacksTooLarge { part: String::new(), bytes, limit: 200 * 1024 * 1024 });
}

#[test]
fn a_bomb_that_lies_about_its_size_is_refused_while_it_is_weighed() {
    let bomb = "0".repeat(8 * 1024 * 1024);
    let mut bytes = package(&[TYPES, BOOK, ("xl/worksheets/sheet1.xml", &bomb)]);
    let truth = u32::try_from(bomb.len()).unwrap().to_le_bytes();
    let places: Vec<usize> = (0..bytes.len() - 4).filter(|at| bytes[*at..*at + 4] == truth).collect();
    assert_eq!(places.len(), 2, "in the part's own head and in the directory");
    for at in places {
        bytes[at..at + 4].copy_from_slice(&1_000_u32.to_le_bytes());
    }
    let tight = Limits { xlsx_unpacked_bytes: 4 * 1024 * 1024, ..Limits::default() };
    let problem = Workbook::open(Cursor::new(&bytes), tight).err().unwrap();
    assert!(matches!(problem.code(), "unpacks_too_large" | "damaged"), "{problem:?}");
}

#[test]
fn too_large_too_many_parts_and_other_packages_are_refused() {
    let small = Limits { xlsx_bytes: 100, ..Limits::default() };
    let bytes = with_sheet("<worksheet><sheetData/></worksheet>");
    let problem = Workbook::open(Cursor::new(&bytes), small).err().unwrap();
    assert_eq!(problem, FileProblem::FileTooLarge { bytes: bytes.len() as u64, limit: 100 });
    let names: Vec<String> = (0..2_100).map(|part| format!("p{part}")).collect();
    let parts: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "")).collect();
    assert_eq!(opened(&package(&parts)).err(), Some(FileProblem::TooManyParts { found: 2_100, limit: 2_000 }));
    let kinds = [("word/document.xml", "docx"), ("content.xml", "ods"), ("xl/workbook.bin", "xlsb"), ("a.txt", "zip")];
    for (part, found) in kinds {
        let problem = opened(&package(&[(part, "x")])).err();
        assert_eq!(problem, Some(FileProblem::OtherPackage { found: found.into() }));
    }
    let strings = "x".repeat(1024);
    let part = Limits { xlsx_part_bytes: 1_000, ..Limits::default() };
    let bytes = package(&[TYPES, BOOK, ("xl/sharedStrings.xml", &strings)]);
    let problem = Workbook::open(Cursor::new(&bytes), part).err().unwrap();
    assert_eq!(
        problem,
        FileProblem::UnpacksTooLarge { part: "xl/sharedStrings.xml".into(), bytes: 1_024, limit: 1_000 }
    );
}

#[test]
fn a_file_cut_off_is_damaged() {
    let bytes = with_sheet("<worksheet><sheetData/></worksheet>");
    for length in [4, 100, bytes.len() / 2, bytes.len() - 1] {
        assert_eq!(opened(&bytes[..length]).err().map(|problem| problem.code()), Some("damaged"), "{length}");
    }
}

proptest::proptest! {
    /// A workbook with any bytes changed is read, refused or partly refused; nothing panics and nothing hangs.
    #[test]
    fn a_scratched_workbook_is_survived(scratches in proptest::collection::vec((0..2_000_usize, 0..=255_u8), 1..8)) {
        let mut bytes = with_sheet("<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData></worksheet>");
        for (at, byte) in scratches {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        if let Ok(mut book) = opened(&bytes) {
            for sheet in book.sheets() {
                if let Ok(records) = book.records(&sheet, 0) {
                    let _ = records.take(100).count();
                }
            }
        }
    }
}
