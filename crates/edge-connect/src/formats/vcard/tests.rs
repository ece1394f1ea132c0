//! Cards as phones and programs write them, in every version and character set, become rows under the same columns.

use std::io::Cursor;

use proptest::prelude::*;

use super::*;
use crate::formats::problem::{Warning, WarningKind};
use crate::formats::{inspect, testing};

fn read(bytes: &[u8]) -> Vec<Result<Row, ReadError>> {
    CardReader::new(Cursor::new(bytes), Encoding::detect(bytes, true), Limits::default()).collect()
}

fn rows(bytes: &[u8]) -> Vec<Row> {
    read(bytes).into_iter().map(Result::unwrap).collect()
}

fn cell<'a>(row: &'a Row, column: &str) -> &'a str {
    &row.cells[COLUMNS.iter().position(|name| *name == column).unwrap()]
}

#[track_caller]
fn assert_card(row: &Row, expected: &[(&str, &str)]) {
    let found: Vec<(&str, &str)> =
        COLUMNS.iter().zip(&row.cells).filter(|(_, cell)| !cell.is_empty()).map(|(c, v)| (*c, v.as_str())).collect();
    let mut wanted: Vec<(&str, &str)> = Vec::new();
    for column in COLUMNS {
        wanted.extend(expected.iter().filter(|(name, _)| *name == column));
    }
    assert_eq!(wanted.len(), expected.len(), "an expected column does not exist");
    assert_eq!(found, wanted);
}

fn card(version: &str, lines: &str) -> Row {
    let text = format!("BEGIN:VCARD\r\nVERSION:{version}\r\n{}\r\nEND:VCARD\r\n", lines.replace('\n', "\r\n"));
    rows(text.as_bytes()).pop().unwrap()
}

#[test]
fn a_chinese_card_of_an_old_phone_is_read_through_its_soft_breaks() {
    let row = card(
        "2.1",
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E5=BC=A0;=E4=BC=9F;;;\n\
         FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E5=BC=A0=\n=E4=BC=9F\n\
         TEL;CELL:+86 138 0013 8000\nTEL;WORK;PREF:+86 21 1234 5678\nEMAIL;WORK:a@b.cn",
    );
    assert_card(
        &row,
        &[
            ("full_name", "张伟"),
            ("family_name", "张"),
            ("given_name", "伟"),
            ("phone_mobile", "+86 138 0013 8000"),
            ("phone", "+86 21 1234 5678"),
            ("phone_work", "+86 21 1234 5678"),
            ("email", "a@b.cn"),
            ("email_work", "a@b.cn"),
        ],
    );
}

#[test]
fn gbk_is_read_declared_or_not_quoted_or_raw() {
    let gbk = |text: &str| encoding_rs::GB18030.encode(text).0.into_owned();
    let quoted: String = gbk("张三").iter().map(|byte| format!("={byte:02X}")).collect();
    let cases = [
        [b"FN;CHARSET=GB18030:".to_vec(), gbk("张三")].concat(),
        [b"FN;CHARSET=gbk:".to_vec(), gbk("张三")].concat(),
        [b"FN:".to_vec(), gbk("张三")].concat(),
        format!("FN;CHARSET=GB2312;ENCODING=QUOTED-PRINTABLE:{quoted}").into_bytes(),
        format!("FN;ENCODING=QUOTED-PRINTABLE:{quoted}").into_bytes(),
        "FN;CHARSET=US-ASCII:张三".as_bytes().to_vec(),
    ];
    for line in cases {
        let bytes = [b"BEGIN:VCARD\nVERSION:2.1\n", line.as_slice(), b"\nEND:VCARD\n"].concat();
        assert_eq!(cell(&rows(&bytes)[0], "full_name"), "张三", "{}", String::from_utf8_lossy(&line));
    }
}

#[test]
fn bytes_that_mean_nothing_are_reported_with_row_and_column() {
    let found = read(b"BEGIN:VCARD\nVERSION:3.0\nFN:A\nTITLE;CHARSET=UTF-8:\xFF\xFE\xFF\nEND:VCARD\n");
    let Err(ReadError::Row(bad)) = &found[0] else { panic!("{found:?}") };
    assert_eq!((bad.number, &bad.problem), (1, &RowProblem::BrokenText { column: 8 }));
}

#[test]
fn types_are_understood_in_every_spelling() {
    for (line, column) in [
        ("TEL;CELL:1", "phone_mobile"),
        ("TEL;TYPE=cell:1", "phone_mobile"),
        ("TEL;type=CELL;type=VOICE;type=pref:1", "phone_mobile"),
        ("TEL;TYPE=\"cell,voice\":1", "phone_mobile"),
        ("TEL;TYPE=VOICE,CELL:1", "phone_mobile"),
        ("TEL:13800138000", "phone_mobile"),
        ("tel;work:1", "phone_work"),
        ("TEL;TYPE=HOME:1", "phone_home"),
        ("TEL:1", "phone_other"),
        ("TEL;TYPE=WORK;TYPE=FAX:1", "fax"),
        ("TEL;VALUE=uri;TYPE=\"work,voice\";PREF=1:tel:+1-418-656-9254", "phone_work"),
        ("EMAIL;INTERNET;WORK:a@b.c", "email_work"),
        ("EMAIL;TYPE=INTERNET:a@b.c", "email_other"),
    ] {
        assert_ne!(cell(&card("3.0", line), column), "", "{line}");
    }
    let labelled =
        card("3.0", "item1.TEL:1\nitem1.X-ABLabel:手机\nitem2.TEL:2\nitem2.X-ABLabel:_$!<Work>!$_\nitem3.TEL:3");
    assert_card(&labelled, &[("phone_mobile", "1"), ("phone", "2"), ("phone_work", "2"), ("phone_other", "3")]);
}

#[test]
fn of_several_values_the_preferred_is_first_and_none_is_lost() {
    let row = card(
        "3.0",
        "TEL;TYPE=CELL:1\nTEL;TYPE=CELL,PREF:2\nTEL;TYPE=CELL:3\nEMAIL;TYPE=WORK:a@x.c\nEMAIL;TYPE=WORK,pref:b@x.c",
    );
    assert_card(
        &row,
        &[
            ("phone_mobile", "2"),
            ("phone_other", "1; 3"),
            ("email", "b@x.c"),
            ("email_work", "b@x.c"),
            ("email_other", "a@x.c"),
            ("full_name", "b@x.c"),
        ],
    );
}

#[test]
fn every_property_finds_its_column() {
    let row = card(
        "3.0",
        "N:Doe;John;Richter\\, James;Mr.;Sr.\nORG:IBM;Accounting;Dungeon\nTITLE:Money Counter\nNICKNAME:Johny\n\
         ADR;TYPE=WORK:PO 1;Suite 2;222 Broadway\\nFloor 3;New York;NY;99999;USA\nURL:http\\://www.ibm.com\nBDAY:19800322\n\
         NOTE:one\\ntwo\\, three\nNOTE:four\nCATEGORIES:VIP,客户\nUID:42\nREV:20240101T000000Z\nTEL;VALUE=uri:tel:+1-1;ext=102",
    );
    assert_card(
        &row,
        &[
            ("full_name", "John Richter, James Doe"),
            ("family_name", "Doe"),
            ("given_name", "John Richter, James"),
            ("salutation", "Mr."),
            ("nickname", "Johny"),
            ("organization", "IBM"),
            ("department", "Accounting / Dungeon"),
            ("job_title", "Money Counter"),
            ("phone", "+1-1 x102"),
            ("phone_other", "+1-1 x102"),
            ("address_street", "PO 1, Suite 2, 222 Broadway, Floor 3"),
            ("address_city", "New York"),
            ("address_region", "NY"),
            ("address_postal_code", "99999"),
            ("address_country", "USA"),
            ("website", "http://www.ibm.com"),
            ("birthday", "1980-03-22"),
            ("note", "one\ntwo, three\nfour"),
            ("tags", "VIP; 客户"),
            ("uid", "42"),
        ],
    );
    assert_eq!(row.warnings, []);
    assert_eq!(cell(&card("4.0", "BDAY:--0203"), "birthday"), "--0203");
    assert_eq!(cell(&card("3.0", "N:张;三;;;"), "full_name"), "张三");
    assert_eq!(cell(&card("3.0", "ORG:华为"), "full_name"), "华为");
}

#[test]
fn folded_lines_are_joined_and_photos_left_out_with_a_word() {
    let row = card("3.0", "FN:Frank \n Dawson\nPHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ\n SkZJRg\nNOTE:a\n\tb");
    assert_card(&row, &[("full_name", "Frank Dawson"), ("note", "ab")]);
    assert_eq!(row.warnings, [Warning { column: 0, kind: WarningKind::PhotoLeftOut }]);
    let old = card("2.1", "PHOTO;JPEG;ENCODING=BASE64:\n AAAA\nBBBBB\n\nFN:after");
    assert_card(&old, &[("full_name", "after")]);
    let second = card("3.0", "FN:A\nADR:;;one;;;;\nADR:;;two;;;;\nX-QQ:1");
    assert_eq!(second.warnings, [Warning { column: 0, kind: WarningKind::PropertyLeftOut }]);
}

#[test]
fn a_long_photo_costs_no_memory_and_a_long_note_refuses_its_card() {
    let photo = format!("BEGIN:VCARD\nPHOTO;ENCODING=b:{}\nFN:A\nEND:VCARD\n", "A".repeat(3 * 1024 * 1024));
    assert_eq!(cell(&rows(photo.as_bytes())[0], "full_name"), "A");
    let note =
        format!("BEGIN:VCARD\nFN:A\nNOTE:{}\nEND:VCARD\nBEGIN:VCARD\nFN:B\nEND:VCARD\n", "x".repeat(2 * 1024 * 1024));
    let found = read(note.as_bytes());
    let Err(ReadError::Row(bad)) = &found[0] else { panic!() };
    let bytes = 2 * 1024 * 1024 + 5;
    assert_eq!(bad.problem, RowProblem::CellTooLong { column: 26, bytes, limit: 1024 * 1024 });
    assert_eq!(cell(found[1].as_ref().unwrap(), "full_name"), "B");
}

#[test]
fn an_unfinished_card_is_named_by_its_line_and_the_next_is_read() {
    let found = read(b"\nBEGIN:VCARD\nFN:A\nBEGIN:VCARD\nFN:B\nEND:VCARD\nBEGIN:VCARD\nFN:C");
    let place = |row: &Result<Row, ReadError>| match row {
        Ok(row) => (row.number, None),
        Err(ReadError::Row(bad)) => (bad.number, Some(bad.problem.code())),
        Err(other) => panic!("{other:?}"),
    };
    let found: Vec<_> = found.iter().map(place).collect();
    assert_eq!(found, [(2, Some("unfinished_card")), (4, None), (7, Some("unfinished_card"))]);
}

#[test]
fn an_agent_inside_a_card_is_not_a_card_of_its_own() {
    let found =
        rows(b"BEGIN:VCARD\nVERSION:2.1\nFN:Boss\nAGENT:\nBEGIN:VCARD\nFN:Agent\nEND:VCARD\nTITLE:x\nEND:VCARD\n");
    assert_eq!(found.len(), 1);
    assert_card(&found[0], &[("full_name", "Boss"), ("job_title", "x")]);
}

#[test]
fn wide_cards_are_read_too() {
    let wide: Vec<u8> =
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:张三\r\nEND:VCARD\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(cell(&rows(&[&b"\xFF\xFE"[..], &wide].concat())[0], "full_name"), "张三");
}

#[test]
fn a_file_of_cards_is_inspected_like_any_table() {
    let bytes = b"BEGIN:VCARD\nFN:A\nEND:VCARD\nBEGIN:VCARD\nFN:B\nEND:VCARD\n";
    let seen = inspect(Cursor::new(bytes), "contacts.vcf", Limits::default()).unwrap();
    assert_eq!(seen.columns, COLUMNS);
    assert_eq!(seen.samples.iter().map(|row| row[0].as_str()).collect::<Vec<_>>(), ["A", "B"]);
    let none = inspect(Cursor::new(b"BEGIN:VCARDS\n"), "contacts.vcf", Limits::default());
    assert_eq!(none.err(), Some(FileProblem::EmptyFile));
}

type Cells = &'static [(&'static str, &'static str)];

#[test]
fn the_cards_of_real_phones_are_read() {
    let Some(folder) = testing::data("vcards/ez-vcard") else { return };
    let expected: &[(&str, usize, Cells)] = &[
        (
            "ANDROID",
            6,
            &[("full_name", "john.doe@company.com"), ("email", "john.doe@company.com"), ("tags", "My Contacts")],
        ),
        (
            "BLACK_BERRY",
            1,
            &[("full_name", "John Doe"), ("phone_mobile", "+96123456789"), ("organization", "Acme Solutions")],
        ),
        (
            "EVOLUTION",
            1,
            &[
                ("full_name", "Mr. John Richter, James Doe Sr."),
                ("phone_mobile", "905-666-1234"),
                ("phone_work", "905-555-1234"),
                ("email_work", "john.doe@ibm.com"),
                ("department", "Accounting / Dungeon"),
                ("birthday", "1980-03-22"),
                ("address_country", "United States of America"),
                ("website", "http://www.ibm.com"),
            ],
        ),
        ("GMAIL", 1, &[("email_home", "john.doe@ibm.com"), ("organization", "IBM"), ("website", "http://www.ibm.com")]),
        ("IPHONE", 1, &[("fax", "905-888-1234"), ("address_city", "New York"), ("birthday", "2012-06-06")]),
        ("LOTUS_NOTES", 1, &[("uid", "0e7602cc-443e-4b82-b4b1-90f62f99a199"), ("phone_mobile", "+1 (212) 204-34456")]),
        ("MAC_ADDRESS_BOOK", 1, &[("phone_work", "905-777-1234"), ("job_title", "Money Counter")]),
        (
            "MS_OUTLOOK",
            1,
            &[("phone_home", "(905) 666-1234"), ("address_region", "New York"), ("email", "john.doe@ibm.cm")],
        ),
        ("fullcontact", 1, &[("phone_mobile", "555-555-1113"), ("note", "Notes line 1\nNotes line 2")]),
        ("gmail-list", 3, &[("full_name", "Arnold Smith"), ("email", "asmithk@gmail.com")]),
        ("gmail-single2", 1, &[("phone_mobile", "5555551115"), ("email_work", "workemail@example.com")]),
        (
            "outlook-2003",
            1,
            &[
                ("note", "This is the note field!!\nSecond line\n\nThird line is empty"),
                ("address_street", "TheOffice, 123 Main St"),
                ("birthday", "1980-03-21"),
            ],
        ),
        (
            "outlook-2007",
            1,
            &[("organization", "TheCompany"), ("department", "TheDepartment"), ("address_postal_code", "99999")],
        ),
        (
            "rfc2426",
            2,
            &[("phone_work", "+1-919-676-9515"), ("address_city", "Raleigh"), ("email", "Frank_Dawson@Lotus.com")],
        ),
        (
            "rfc6350",
            1,
            &[("phone_work", "+1-418-656-9254 x102"), ("phone_mobile", "+1-418-262-6501"), ("birthday", "--0203")],
        ),
        ("thunderbird", 1, &[("address_street", "222 Broadway, Suite 100"), ("fax", "555-555-3333")]),
        ("issue114", 1, &[("full_name", "Dummy, Dummy"), ("address_city", "Bad Homburg")]),
    ];
    for (name, count, cells) in expected {
        let mut files = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
        let path = files.find(|path| path.to_str().unwrap().contains(name)).unwrap_or_else(|| panic!("{name}"));
        let found = rows(&std::fs::read(path).unwrap());
        assert_eq!(found.len(), *count, "{name}");
        for (column, value) in *cells {
            assert_eq!(cell(&found[0], column), *value, "{name} {column}");
        }
    }
}

#[test]
fn the_chinese_cards_of_real_phones_are_read() {
    let (Some(utf8), Some(gb)) = (
        testing::file("vcards", "cn-from-public-tests.vcf"),
        testing::file("vcards", "cn-gb18030-from-public-tests.vcf"),
    ) else {
        return;
    };
    let found = rows(&utf8);
    let names: Vec<&str> = found.iter().map(|row| cell(row, "full_name")).collect();
    assert_eq!(names, ["张三", "张伟", "张三", "中国联通", "Min Park", "No Mail"]);
    assert_eq!(cell(&found[1], "organization"), "示例科技有限公司");
    assert_card(
        &found[2],
        &[
            ("full_name", "张三"),
            ("family_name", "张"),
            ("given_name", "三"),
            ("phone_mobile", "13800138000"),
            ("phone_other", "+86 186 0000 1111"),
            ("phone_home", "01088888888"),
            ("phone", "01088888888"),
        ],
    );
    assert_card(
        &rows(&gb)[0],
        &[("full_name", "张三"), ("note", "这是一个很长的备注"), ("phone_mobile", "18957500000")],
    );
}

#[test]
fn every_nasty_text_survives_in_a_note() {
    for text in testing::nasty() {
        let escaped = text.replace('\\', "\\\\").replace('\n', "\\n").replace(';', "\\;").replace(',', "\\,");
        let bytes = format!("BEGIN:VCARD\r\nVERSION:3.0\r\nNOTE:|{escaped}|\r\nEND:VCARD\r\n");
        let found = rows(bytes.as_bytes());
        // A carriage return is only ever part of a line end in a card.
        assert_eq!(cell(&found[0], "note"), format!("|{}|", text.replace('\r', "")), "{text:?}");
    }
}

proptest! {
    #[test]
    fn any_bytes_come_to_an_end(lines in proptest::collection::vec(any::<Vec<u8>>(), 0..20), quoted: bool) {
        let mut bytes = b"BEGIN:VCARD\n".to_vec();
        for line in lines {
            bytes.extend(if quoted { &b"TEL;ENCODING=QUOTED-PRINTABLE;CHARSET=GBK:"[..] } else { b"" });
            bytes.extend(line);
            bytes.push(b'\n');
        }
        prop_assert!(read(&bytes).len() <= bytes.len());
    }
}
