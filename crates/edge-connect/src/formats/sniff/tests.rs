//! Files as people have them are recognised, and what cannot be read is refused by its own name.

use super::*;

fn shape_of(bytes: &[u8], name: &str) -> Shape {
    sniff(bytes, true, name).unwrap()
}

fn csv(text: &str) -> Shape {
    shape_of(text.as_bytes(), "file.csv")
}

#[test]
fn each_delimiter_is_found_by_the_table_it_makes() {
    for delimiter in [',', ';', '\t', '|'] {
        let text = "Name,Price,Note\nA,1.5,x\nB,2.5,y\n".replace(',', &delimiter.to_string());
        assert_eq!(csv(&text).delimiter, delimiter);
    }
}

#[test]
fn decimal_commas_do_not_beat_the_semicolon() {
    assert_eq!(csv("Artikel;Preis;Menge\nA;1,5;2,0\nB;2,5;3,0\nC;7,5;1,0\n").delimiter, ';');
}

#[test]
fn delimiters_inside_quotes_do_not_count() {
    assert_eq!(csv("name;address\n\"A\";\"1, High St, X\"\n\"B\";\"2, Low St, Y\"\n").delimiter, ';');
    assert_eq!(csv("a,b\n1,\"x;y;z\"\n2,\"x;y;z\"\n").delimiter, ',');
}

#[test]
fn a_single_column_is_a_table_too() {
    let shape = csv("name\nAlice\nBob\n");
    assert_eq!((shape.delimiter, shape.header), (',', true));
    assert_eq!(shape_of(b"name\nAlice\n", "x.tsv").delimiter, '\t');
}

#[test]
fn excels_own_first_line_names_the_delimiter_and_is_skipped() {
    let shape = csv("sep=;\r\na;b\r\n1;2\r\n");
    assert_eq!((shape.delimiter, shape.skip_lines, shape.header), (';', 1, true));
}

#[test]
fn single_quotes_count_only_where_they_surround_every_cell() {
    assert_eq!(csv("'a','b'\n'x, y','2'\n").quote, Some('\''));
    assert_eq!(csv("a,b\n'tis,2\n").quote, Some('"'));
}

#[test]
fn a_title_above_the_table_is_skipped() {
    let shape = csv("客户信息表,,\n\n客户名称,电话,地址\n华为,1,深圳\n");
    assert_eq!((shape.skip_lines, shape.header), (2, true));
    assert_eq!(csv("a,,\n1,2,3\n").skip_lines, 1);
    assert_eq!(csv("a,\n1,2\n").skip_lines, 0, "a table of two columns may have an empty name");
}

#[test]
fn a_first_row_of_names_is_a_header_and_one_of_values_is_not() {
    for header in [
        "a,b,c\n1,2,3\n",
        "姓名,手机\n张三,13800138000\n",
        "sales_agent,manager,regional_office\nAnna Snelling,Dustin Brinkmann,Central\n",
        "Region,2016,2017\nEast,1,2\n",
        "Company Name,Phone,2024\nA,1,2\n",
    ] {
        let expected = !header.starts_with("Region");
        assert_eq!(csv(header).header, expected, "{header}");
    }
    for data in [
        "1,2,3\n4,5,6\n",
        "张三,13800138000\n李四,13900139000\n",
        "A,a@b.cn\nB,c@d.cn\n",
        "x,2024-01-05\ny,2024-01-06\n",
        "a,a\nb,b\n",
    ] {
        assert!(!csv(data).header, "{data}");
    }
}

#[test]
fn a_gbk_export_of_excel_is_read_as_such() {
    let text = "客户名称,联系人,手机\r\n上海某某贸易有限公司,王芳,13800138000\r\n".repeat(3);
    let bytes = encoding_rs::GB18030.encode(&text).0;
    let shape = shape_of(&bytes, "客户.csv");
    assert_eq!((shape.encoding, shape.delimiter, shape.header), (Encoding::Gb18030, ',', true));
}

#[test]
fn unicode_text_of_excel_is_wide_and_tabbed() {
    let wide: Vec<u8> = "姓名\t电话\r\n张三\t1\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [[&b"\xFF\xFE"[..], &wide].concat(), wide] {
        let shape = shape_of(&bytes, "file.txt");
        assert_eq!((shape.encoding, shape.delimiter, shape.header), (Encoding::Utf16Le, '\t', true));
    }
}

#[test]
fn a_card_file_is_known_by_its_first_line_whatever_its_name() {
    for start in ["BEGIN:VCARD\nVERSION:3.0\n", "\u{FEFF}begin:vcard\r\n", "\r\n\r\nBEGIN:vCard\r\n"] {
        assert_eq!(shape_of(start.as_bytes(), "contacts.csv").kind, Kind::VCard);
    }
}

#[test]
fn what_cannot_be_read_is_refused_by_its_own_name() {
    let ole = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    let wide: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let locked = [ole.clone(), vec![0; 600], wide].concat();
    let zip = |part: &str| [b"PK\x03\x04".to_vec(), vec![0; 26], part.as_bytes().to_vec()].concat();
    let cases: [(Vec<u8>, &str); 14] = [
        (Vec::new(), "empty_file"),
        (b" \r\n\t\n".to_vec(), "empty_file"),
        (b"\xEF\xBB\xBF".to_vec(), "empty_file"),
        (ole, "old_xls"),
        (locked, "encrypted"),
        (b"<html><table><tr><td>1</td></tr></table>".to_vec(), "html_as_xls"),
        (b"\xEF\xBB\xBF  <!DOCTYPE html>".to_vec(), "html_as_xls"),
        (b"<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook>".to_vec(), "html_as_xls"),
        (zip("word/document.xml"), "other_package"),
        (zip("xl/workbook.bin"), "other_package"),
        (zip("mimetypeapplication/vnd.oasis.opendocument.spreadsheet"), "other_package"),
        (b"%PDF-1.7".to_vec(), "not_a_table"),
        (b"\x89PNG\r\n\x1A\n".to_vec(), "not_a_table"),
        ((0..=255_u8).cycle().filter(|byte| *byte < 9).take(900).collect(), "not_a_table"),
    ];
    for (bytes, code) in cases {
        let found = sniff(&bytes, true, "file.xls").map_err(|problem| problem.code());
        assert_eq!(found, Err(code), "{:?}", String::from_utf8_lossy(&bytes[..bytes.len().min(60)]));
    }
}

#[test]
fn a_shape_survives_being_saved_and_may_be_given_in_part() {
    let shape = csv("sep=|\na|b\n1|2\n");
    let json = serde_json::to_string(&shape).unwrap();
    assert_eq!(serde_json::from_str::<Shape>(&json).unwrap(), shape);
    let part: Shape = serde_json::from_str(r#"{"encoding":"gb18030","delimiter":";"}"#).unwrap();
    assert_eq!(part, Shape { encoding: Encoding::Gb18030, delimiter: ';', ..Shape::default() });
}

#[test]
fn a_sample_that_ends_in_the_middle_of_a_row_is_judged_by_the_whole_rows() {
    let text = "a,b,c\n1,2,3\n4,5";
    assert_eq!(sample(text.as_bytes(), false, Shape::default().dialect(), 100).len(), 2);
    assert_eq!(sniff(text.as_bytes(), false, "x.csv").unwrap().delimiter, ',');
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_recognised_or_refused(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..600), whole: bool) {
        let _ = sniff(&bytes, whole, "x.csv");
    }
}
