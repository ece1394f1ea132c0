//! Headers, ragged rows and empty tables, whatever the format.

use super::*;
use crate::formats::problem::RowProblem;

fn records(rows: &[&[&str]]) -> Records<'static> {
    let rows: Vec<Result<Row, ReadError>> = (1..)
        .zip(rows)
        .map(|(number, cells)| {
            let cells = cells.iter().map(|cell| (*cell).to_owned()).collect();
            Ok(Row { number, cells, warnings: Vec::new() })
        })
        .collect();
    Box::new(rows.into_iter())
}

const CSV: Fit = Fit { header: true, pad: false, restore: true };
const SHEET: Fit = Fit { header: true, pad: true, restore: false };

fn read(rows: &[&[&str]], fit: Fit) -> Vec<Result<Vec<String>, ReadError>> {
    Rows::new(records(rows), fit).unwrap().map(|row| row.map(|row| row.cells)).collect()
}

#[test]
fn a_ragged_row_says_how_many_cells_were_expected_and_found() {
    let found = read(&[&["a", "b"], &["1"], &["1", "2", "3"], &["1", "2"]], CSV);
    let problem = |row: &Result<_, ReadError>| match row {
        Err(ReadError::Row(bad)) => (bad.number, bad.problem.clone()),
        other => panic!("{other:?}"),
    };
    assert_eq!(problem(&found[0]), (2, RowProblem::RaggedRow { expected: 2, found: 1 }));
    assert_eq!(problem(&found[1]), (3, RowProblem::RaggedRow { expected: 2, found: 3 }));
    assert!(found[2].is_ok());
}

#[test]
fn empty_cells_beyond_the_header_carry_nothing() {
    assert_eq!(read(&[&["a"], &["1", "", ""]], CSV), [Ok(vec!["1".to_owned()])]);
}

#[test]
fn a_sheet_stores_no_trailing_cells() {
    assert_eq!(read(&[&["a", "b", "c"], &["1"]], SHEET), [Ok(vec!["1".to_owned(), String::new(), String::new()])]);
}

#[test]
fn nothing_at_all_is_an_empty_file_and_a_header_alone_is_said_so() {
    assert!(matches!(Rows::new(records(&[]), CSV), Err(FileProblem::EmptyFile)));
    assert_eq!(read(&[&["a", "b"]], CSV), [Err(ReadError::File(FileProblem::HeaderOnly))]);
}

#[test]
fn without_a_header_the_first_row_is_data_and_sets_the_width() {
    let mut rows = Rows::new(records(&[&["1", "2"], &["3"]]), Fit { header: false, ..CSV }).unwrap();
    assert_eq!(rows.columns(), ["", ""]);
    assert_eq!(rows.next().unwrap().unwrap().cells, ["1", "2"]);
    assert!(rows.next().unwrap().is_err() && rows.next().is_none());
}

#[test]
fn apostrophes_of_an_export_come_off_in_headers_cells_and_refused_rows() {
    let rows: &[&[&str]] = &[&["'=name", "b"], &["'+86", "it's"], &["'-1"]];
    let mut found = Rows::new(records(rows), CSV).unwrap();
    assert_eq!(found.columns(), ["=name", "b"]);
    assert_eq!(found.next().unwrap().unwrap().cells, ["+86", "it's"]);
    let Some(Err(ReadError::Row(bad))) = found.next() else { panic!() };
    assert_eq!(bad.cells, ["-1"]);
    assert_eq!(read(rows, Fit { restore: false, ..CSV })[0], Ok(vec!["'+86".to_owned(), "it's".to_owned()]));
}

#[test]
fn a_fault_in_the_header_refuses_the_file() {
    let bad = BadRow { number: 1, cells: vec![], problem: RowProblem::TooManyColumns { found: 3_000, limit: 1_000 } };
    let records: Records<'_> = Box::new(std::iter::once(Err(ReadError::Row(bad))));
    let Err(problem) = Rows::new(records, CSV) else { panic!() };
    let inner = RowProblem::TooManyColumns { found: 3_000, limit: 1_000 };
    assert_eq!(problem, FileProblem::BadHeader { row: 1, problem: inner });
}

#[test]
fn after_a_fault_of_the_file_nothing_more_comes() {
    let rows = vec![
        Ok(Row { number: 1, cells: vec!["a".into()], warnings: vec![] }),
        Err(ReadError::File(FileProblem::damaged("cut"))),
        Ok(Row { number: 3, cells: vec!["b".into()], warnings: vec![] }),
    ];
    let mut rows = Rows::new(Box::new(rows.into_iter()), CSV).unwrap();
    assert!(matches!(rows.next(), Some(Err(ReadError::File(_)))));
    assert!(rows.next().is_none() && rows.next().is_none());
}
