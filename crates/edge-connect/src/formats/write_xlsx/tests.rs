//! What is written is read back equal by the reader of this house; numbers are numbers and text is never run.

use std::io::Cursor;

use proptest::prelude::*;

use super::*;
use crate::formats::{Kind, Limits, Shape, inspect, testing};

fn written(labels: &[&str], rows: &[Vec<Cell<'_>>]) -> (Vec<u8>, Written) {
    let mut writer = XlsxWriter::new("客户", labels, 1_700_000_000, None).unwrap();
    for row in rows {
        writer.row(row.iter().copied()).unwrap();
    }
    let mut bytes = Vec::new();
    let written = writer.finish(&mut bytes).unwrap();
    (bytes, written)
}

fn shape() -> Shape {
    Shape { kind: Kind::Xlsx, ..Shape::default() }
}

#[test]
fn typed_cells_come_back_as_their_canonical_text() {
    let cells = vec![
        Cell::Text("张三"),
        Cell::Number("-1234.50"),
        Cell::Number("1234567890123456789"),
        Cell::Money { amount: "99.90", currency: "CNY" },
        Cell::Date("2024-01-05"),
        Cell::DateTime("2024-01-05T08:30:15"),
        Cell::Bool(false),
        Cell::Date("1850-06-01"),
        Cell::DateTime("2024-01-05T08:30:15Z"),
        Cell::Number("=1+1"),
        Cell::Empty,
        Cell::Text("last"),
    ];
    let labels: Vec<String> = (0..cells.len()).map(|column| format!("c{column}")).collect();
    let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
    let (bytes, written) = written(&labels, &[cells]);
    assert_eq!(written, Written { rows: 1, changed: 0 });
    let (columns, rows) = testing::read_all(&bytes, &shape());
    assert_eq!(columns, labels);
    let expected = [
        "张三",
        "-1234.5",
        "1234567890123456789",
        "99.9",
        "2024-01-05",
        "2024-01-05T08:30:15",
        "false",
        "1850-06-01",
        "2024-01-05T08:30:15Z",
        "=1+1",
        "",
        "last",
    ];
    assert_eq!(rows, [expected]);
}

/// The whole sheet as it lies in the file.
fn sheet_xml(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut xml = String::new();
    std::io::Read::read_to_string(&mut archive.by_name("xl/worksheets/sheet1.xml").unwrap(), &mut xml).unwrap();
    xml
}

#[test]
fn no_text_becomes_a_formula_or_a_link() {
    let texts = ["=1+1", "+1", "-1", "@x", "http://example.org", "{=1}", "\t=1", "=HYPERLINK(\"http://x\")"];
    let rows: Vec<Vec<Cell<'_>>> = texts.iter().map(|text| vec![Cell::Text(text)]).collect();
    let xml = sheet_xml(&written(&["=a"], &rows).0);
    assert!(!xml.contains("<f>") && !xml.contains("<f ") && !xml.contains("hyperlink"), "{xml}");
}

#[test]
fn every_nasty_text_is_read_back_to_the_byte() {
    let texts = testing::nasty();
    let rows: Vec<Vec<Cell<'_>>> = texts.iter().map(|text| vec![Cell::Text("x"), Cell::Text(text)]).collect();
    let (bytes, _) = written(&["a", "b"], &rows);
    let (_, found) = testing::read_all(&bytes, &shape());
    for (row, text) in found.iter().zip(&texts) {
        assert_eq!(row[1], *text);
    }
    assert_eq!(found.len(), texts.len());
}

#[test]
fn text_longer_than_a_cell_is_cut_at_a_character_and_counted() {
    let long = "😀".repeat(XLSX_CELL_UNITS);
    let fits = "名".repeat(XLSX_CELL_UNITS);
    let (bytes, written) = written(&["a", "b"], &[vec![Cell::Text(&long), Cell::Text(&fits)]]);
    assert_eq!(written, Written { rows: 1, changed: 1 });
    let (_, found) = testing::read_all(&bytes, &shape());
    assert_eq!((found[0][0].chars().count(), found[0][1].chars().count()), (XLSX_CELL_UNITS / 2, XLSX_CELL_UNITS));
}

#[test]
fn a_full_sheet_is_followed_by_another_with_the_same_header() {
    let mut writer = XlsxWriter::new("Deals", ["n"], 0, None).unwrap();
    writer.sheet_rows = 3;
    for number in ["1", "2", "3", "4", "5"] {
        writer.row([Cell::Number(number)]).unwrap();
    }
    let mut bytes = Vec::new();
    assert_eq!(writer.finish(&mut bytes).unwrap(), Written { rows: 5, changed: 0 });
    let seen = inspect(Cursor::new(&bytes), "x.xlsx", Limits::default()).unwrap();
    assert_eq!(seen.sheets, ["Deals", "Deals 2", "Deals 3"]);
    let last = Shape { sheet: Some("Deals 3".into()), ..shape() };
    assert_eq!(testing::read_all(&bytes, &last), (vec!["n".into()], vec![vec!["5".into()]]));
}

#[test]
fn any_name_makes_a_sheet() {
    for name in ["", "  ", "a/b:c*?[x]", "'quoted'", "History", &"名".repeat(80), &"😀".repeat(80), "\u{1}"] {
        let mut bytes = Vec::new();
        XlsxWriter::new(name, ["a"], 0, None).unwrap().finish(&mut bytes).unwrap();
        assert!(!bytes.is_empty(), "{name:?}");
    }
}

#[test]
fn currencies_cannot_smuggle_a_format() {
    let rows =
        [vec![Cell::Money { amount: "1", currency: "\";[Red]\"" }, Cell::Money { amount: "1", currency: "USD" }]];
    let (bytes, _) = written(&["a", "b"], &rows);
    assert_eq!(testing::read_all(&bytes, &shape()).1, [["1", "1"]]);
}

#[test]
fn a_missing_folder_and_a_failing_output_are_errors() {
    let nowhere = Path::new("/nonexistent/folder");
    assert!(XlsxWriter::new("a", ["a"], 0, Some(nowhere)).is_err());
    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    assert!(XlsxWriter::new("a", ["a"], 0, None).unwrap().finish(Full).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_table_is_read_back_equal(rows in proptest::collection::vec(proptest::collection::vec("[^\\x00]*", 2), 1..10)) {
        // The first cell keeps rows from being empty, which a sheet does not store.
        let cells: Vec<Vec<Cell<'_>>> =
            rows.iter().map(|row| std::iter::once("x").chain(row.iter().map(String::as_str)).map(Cell::Text).collect()).collect();
        let (bytes, _) = written(&["k", "a", "b"], &cells);
        let found: Vec<Vec<String>> = testing::read_all(&bytes, &shape()).1.into_iter().map(|row| row[1..].to_vec()).collect();
        prop_assert_eq!(found, rows);
    }
}
