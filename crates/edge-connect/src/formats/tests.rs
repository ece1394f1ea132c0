//! The whole way of an import on files as people bring them: look, guess, read, and the faults on that way.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Seek, SeekFrom};

use super::guess::{FieldFacts, FieldKind, Guessed, guess_kind, guess_mapping};
use super::*;

fn look(bytes: &[u8]) -> Inspection {
    inspect(Cursor::new(bytes), "file.csv", Limits::default()).unwrap()
}

fn refused(bytes: &[u8]) -> FileProblem {
    inspect(Cursor::new(bytes), "file.csv", Limits::default()).unwrap_err()
}

/// The deals of the real set, or generated ones of the same shape and traps.
fn deals() -> Vec<u8> {
    testing::file("crm-sales-opportunities", "sales_pipeline.csv").unwrap_or_else(|| {
        let mut text =
            "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\r\n".to_owned();
        for number in 0..8_800 {
            let (stage, engaged, closed, value) = match number % 4 {
                0 => ("Won", "2016-10-20", "2017-03-01", "1054"),
                1 => ("Lost", "2016-11-02", "2017-03-09", "0"),
                2 => ("Engaging", "2017-01-05", "", ""),
                _ => ("Prospecting", "", "", ""),
            };
            let product = if number % 6 == 0 { "GTXPro" } else { "MG Special" };
            let account = if number % 4 > 1 && number % 3 == 0 { "" } else { "Isdom" };
            text += &format!("ID{number:06},Moses Frase,{product},{account},{stage},{engaged},{closed},{value}\r\n");
        }
        text.into_bytes()
    })
}

#[test]
fn the_real_deals_are_looked_at_guessed_and_read_as_a_whole() {
    let bytes = deals();
    let seen = look(&bytes);
    assert_eq!(seen.shape, Shape::default());
    assert_eq!((seen.bad.len(), seen.complete, seen.samples.len()), (0, false, 100));
    let kind = |name: &str, kind| FieldFacts { name: name.into(), labels: vec![], aliases: vec![], kind };
    let fields = [
        kind("name", FieldKind::Text),
        kind("external_id", FieldKind::Text),
        kind("owner", FieldKind::Link),
        kind("product", FieldKind::Link),
        kind("account", FieldKind::Link),
        kind("stage", FieldKind::Link),
        kind("engaged_at", FieldKind::Date),
        kind("close_date", FieldKind::Date),
        kind("closed_at", FieldKind::DateTime),
        kind("amount", FieldKind::Money),
    ];
    let guesses = guess_mapping("opportunities", &seen.columns, &seen.samples, &fields);
    let found: BTreeMap<&str, &str> =
        guesses.iter().map(|guess| (seen.columns[guess.column].as_str(), guess.field.as_str())).collect();
    let expected = [
        ("opportunity_id", "external_id"),
        ("sales_agent", "owner"),
        ("product", "product"),
        ("account", "account"),
        ("deal_stage", "stage"),
        ("engage_date", "engaged_at"),
        ("close_date", "closed_at"),
        ("close_value", "amount"),
    ];
    assert_eq!(found, BTreeMap::from(expected));
    assert!(guesses.iter().all(|guess| guess.confidence >= guess::SURE), "{guesses:?}");
    let (_, rows) = testing::read_all(&bytes, &seen.shape);
    assert_eq!(rows.len(), 8_800);
    assert!(
        matches!(guess_kind(rows.iter().map(|row| row[4].as_str())), Guessed::Choice { values } if values.len() == 4)
    );
}

#[test]
fn the_other_real_files_are_looked_at_without_a_problem() {
    let Some(root) = testing::data("crm-sales-opportunities") else { return };
    let expected =
        [("accounts.csv", 7, 85), ("products.csv", 3, 7), ("sales_teams.csv", 3, 35), ("data_dictionary.csv", 3, 21)];
    for (name, columns, rows) in expected {
        let bytes = std::fs::read(root.join(name)).unwrap();
        let seen = look(&bytes);
        assert!(seen.shape.header && seen.bad.is_empty(), "{name}");
        assert_eq!((seen.columns.len(), seen.samples.len(), seen.complete), (columns, rows, true), "{name}");
    }
}

#[test]
fn every_refused_file_says_what_is_wrong_with_it() {
    assert_eq!(refused(b""), FileProblem::EmptyFile);
    assert_eq!(refused(b"\xEF\xBB\xBF\r\n"), FileProblem::EmptyFile);
    assert_eq!(refused(b"name,phone\r\n"), FileProblem::HeaderOnly);
    let wide = vec!["x"; 3_000].join(",") + "\n" + &vec!["1"; 3_000].join(",");
    let problem = RowProblem::TooManyColumns { found: 3_000, limit: 1_000 };
    assert_eq!(refused(wide.as_bytes()), FileProblem::BadHeader { row: 1, problem });
    let broken = [b"name,caf\xE9,\xFF\xFE\n".to_vec(), "名字,电话,地址\n".repeat(20).into_bytes()].concat();
    assert_eq!(refused(&broken), FileProblem::BadHeader { row: 1, problem: RowProblem::BrokenText { column: 2 } });
}

#[test]
fn bad_rows_are_shown_beside_the_good_ones() {
    let seen = look(b"name,phone\nA,1\nB\nC,3,4\nD,4\n");
    assert_eq!(seen.samples, [["A", "1"], ["D", "4"]]);
    let places: Vec<(u64, &str)> = seen.bad.iter().map(|bad| (bad.number, bad.problem.code())).collect();
    assert_eq!(places, [(3, "ragged_row"), (4, "ragged_row")]);
}

#[test]
fn a_wrong_guess_is_corrected_by_looking_again() {
    let bytes = b"a;b\n1;2\n3;4\n";
    let wrong = Shape { delimiter: ',', ..Shape::default() };
    let seen = preview(Cursor::new(bytes), &wrong, Limits::default()).unwrap();
    assert_eq!(seen.columns, ["a;b"]);
    let right = Shape { delimiter: ';', header: false, ..wrong };
    let seen = preview(Cursor::new(bytes), &right, Limits::default()).unwrap();
    assert_eq!((seen.columns.len(), seen.samples.len()), (2, 3));
}

#[test]
fn rows_may_be_asked_for_again_from_the_first() {
    let mut source = open(Cursor::new(b"a\n1\n2\n"), &Shape::default(), Limits::default()).unwrap();
    for _ in 0..2 {
        assert_eq!(testing::cells(source.rows().unwrap()).len(), 2);
    }
}

/// A file that is made while it is read.
struct Endless {
    rows: u64,
    next: u64,
    line: Cursor<Vec<u8>>,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.line.read(buffer)?;
        if read > 0 || self.next == self.rows {
            return Ok(read);
        }
        let mut lines = if self.next == 0 { "id,名称\n".to_owned() } else { String::new() };
        for _ in 0..1_000 {
            self.next += 1;
            lines += &format!("{},客户\n", self.next);
        }
        self.line = Cursor::new(encoding_rs::GB18030.encode(&lines).0.into_owned());
        self.line.read(buffer)
    }
}

impl Seek for Endless {
    fn seek(&mut self, place: SeekFrom) -> std::io::Result<u64> {
        assert_eq!(place, SeekFrom::Start(0));
        (self.next, self.line) = (0, Cursor::default());
        Ok(0)
    }
}

#[test]
fn a_million_rows_pass_through_without_being_held() {
    let file = Endless { rows: 1_000_000, next: 0, line: Cursor::default() };
    let shape = Shape { encoding: Encoding::Gb18030, ..Shape::default() };
    let mut source = open(file, &shape, Limits::default()).unwrap();
    let mut last = 0;
    for row in source.rows().unwrap() {
        let row = row.unwrap();
        assert_eq!(row.cells[1], "客户");
        last = row.number;
    }
    assert_eq!(last, 1_000_001);
}

#[test]
fn a_reader_may_move_to_another_thread() {
    fn moves<T: Send>() {}
    moves::<Source<std::fs::File>>();
    moves::<Rows<'_>>();
    moves::<XlsxWriter>();
}
