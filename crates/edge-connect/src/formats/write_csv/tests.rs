//! What is written is read back equal, in both encodings, and nothing in it runs.

use proptest::prelude::*;

use super::*;
use crate::formats::sniff::Shape;
use crate::formats::testing;

fn written(labels: &[&str], rows: &[Vec<Cell<'_>>], encoding: CsvEncoding) -> Vec<u8> {
    let mut writer = CsvWriter::new(Vec::new(), encoding);
    writer.header(labels).unwrap();
    for row in rows {
        writer.row(row.iter().copied()).unwrap();
    }
    writer.finish().unwrap().0
}

fn shape(encoding: CsvEncoding) -> Shape {
    let encoding = match encoding {
        CsvEncoding::Utf8 => Encoding::Utf8,
        CsvEncoding::Gb18030 => Encoding::Gb18030,
    };
    Shape { encoding, ..Shape::default() }
}

#[test]
fn a_file_for_excel_has_a_mark_and_windows_line_ends() {
    let rows = [vec![Cell::Text("张三"), Cell::Number("-5"), Cell::Bool(true), Cell::Empty]];
    let bytes = written(&["姓名", "n", "b", "e"], &rows, CsvEncoding::Utf8);
    assert_eq!(bytes, "\u{FEFF}姓名,n,b,e\r\n张三,-5,true,\r\n".as_bytes());
}

#[test]
fn numbers_stay_numbers_and_text_that_looks_like_one_does_not_run() {
    let rows = [vec![
        Cell::Number("-1234.50"),
        Cell::Money { amount: "-3", currency: "CNY" },
        Cell::Text("-1234.50"),
        Cell::Number("=1"),
        Cell::Date("2024-01-05"),
        Cell::DateTime("2024-01-05T08:30:00"),
    ]];
    let bytes = written(&["a"], &rows, CsvEncoding::Utf8);
    let text = String::from_utf8(bytes).unwrap();
    assert_eq!(text.lines().nth(1), Some("-1234.50,-3,'-1234.50,'=1,2024-01-05,2024-01-05T08:30:00"));
}

#[test]
fn a_cell_with_another_countrys_delimiter_is_quoted() {
    let bytes = written(&["a"], &[vec![Cell::Text("x;=1+1")], vec![Cell::Text("x\t=1")]], CsvEncoding::Utf8);
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.contains("\"x;=1+1\"\r\n") && text.contains("\"x\t=1\"\r\n"), "{text:?}");
}

#[test]
fn a_single_empty_cell_is_a_row() {
    let bytes = written(&["a"], &[vec![Cell::Empty], vec![Cell::Text("")]], CsvEncoding::Utf8);
    let (_, rows) = testing::read_all(&bytes, &Shape::default());
    assert_eq!(rows, [[""], [""]]);
}

#[test]
fn every_nasty_text_is_read_back_to_the_byte_as_cell_and_as_header() {
    for encoding in [CsvEncoding::Utf8, CsvEncoding::Gb18030] {
        let texts = testing::nasty();
        let labels: Vec<&str> = texts.iter().take(20).map(String::as_str).collect();
        let rows: Vec<Vec<Cell<'_>>> =
            texts.chunks(20).map(|chunk| chunk.iter().map(|t| Cell::Text(t)).collect()).collect();
        let (columns, found) = testing::read_all(&written(&labels, &padded(rows, 20), encoding), &shape(encoding));
        assert_eq!(columns, labels);
        let found: Vec<String> = found.into_iter().flatten().take(texts.len()).collect();
        assert_eq!(found, texts);
    }
}

fn padded(mut rows: Vec<Vec<Cell<'_>>>, width: usize) -> Vec<Vec<Cell<'_>>> {
    rows.iter_mut().for_each(|row| row.resize(width, Cell::Empty));
    rows
}

#[test]
fn every_character_comes_back_from_gb18030_or_is_counted() {
    for characters in ('\u{1}'..=char::MAX).collect::<Vec<_>>().chunks(100) {
        let text: String = characters.iter().collect();
        let mut writer = CsvWriter::new(Vec::new(), CsvEncoding::Gb18030);
        writer.header(["a"]).unwrap();
        writer.row([Cell::Text(&text)]).unwrap();
        let (bytes, counted) = writer.finish().unwrap();
        let (_, found) = testing::read_all(&bytes, &shape(CsvEncoding::Gb18030));
        assert_eq!(found[0][0] == text, counted.changed == 0, "{text:?}");
        assert!(counted.changed == 0 || ('\u{E000}'..='\u{F8FF}').contains(&characters[0]), "{text:?}");
    }
}

#[test]
fn a_full_disk_is_an_error() {
    struct Full;
    impl io::Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let error = CsvWriter::new(Full, CsvEncoding::Utf8).header(["a"]).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::StorageFull);
}

proptest! {
    #[test]
    fn any_table_is_read_back_equal(
        rows in proptest::collection::vec(proptest::collection::vec("[^\\x00\u{E000}-\u{F8FF}]*", 3), 1..20),
        gb in any::<bool>(),
    ) {
        let encoding = if gb { CsvEncoding::Gb18030 } else { CsvEncoding::Utf8 };
        let cells: Vec<Vec<Cell<'_>>> = rows.iter().map(|row| row.iter().map(|t| Cell::Text(t)).collect()).collect();
        let (_, found) = testing::read_all(&written(&["a", "b", "c"], &cells, encoding), &shape(encoding));
        prop_assert_eq!(found, rows);
    }
}
