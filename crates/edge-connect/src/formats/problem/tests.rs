//! The codes that pages translate equal the serialised ones.

use super::*;

#[test]
fn the_code_of_a_problem_is_the_one_that_is_serialised() {
    let row = RowProblem::CellTooLong { column: 3, bytes: 9, limit: 8 };
    let rows = [
        RowProblem::RaggedRow { expected: 2, found: 3 },
        RowProblem::TooManyColumns { found: 3_000, limit: 1_000 },
        row.clone(),
        RowProblem::RowTooLong { bytes: 9, limit: 8 },
        RowProblem::BrokenText { column: 1 },
        RowProblem::NulCharacter { column: 1 },
        RowProblem::UnclosedQuote { column: 1 },
        RowProblem::FormulaError { column: 1, error: "#N/A".into() },
        RowProblem::UnfinishedCard,
    ];
    for problem in rows {
        let json = serde_json::to_value(&problem).unwrap();
        assert_eq!(json["code"], problem.code());
        assert_eq!(json.get("column").and_then(|c| c.as_u64()), problem.column().map(|c| c as u64));
    }
    let files = [
        FileProblem::EmptyFile,
        FileProblem::HeaderOnly,
        FileProblem::BadHeader { row: 1, problem: row },
        FileProblem::OldXls,
        FileProblem::HtmlAsXls,
        FileProblem::OtherPackage { found: "ods".into() },
        FileProblem::NotATable { found: "pdf".into() },
        FileProblem::Encrypted,
        FileProblem::PackedOtherwise { part: String::new() },
        FileProblem::FileTooLarge { bytes: 2, limit: 1 },
        FileProblem::TooManyParts { found: 2, limit: 1 },
        FileProblem::UnpacksTooLarge { part: "a".into(), bytes: 2, limit: 1 },
        FileProblem::PackedTooTightly { part: "a".into(), ratio: 2, limit: 1 },
        FileProblem::damaged("x"),
        FileProblem::NoSuchSheet { name: "a".into() },
        FileProblem::Unreadable { detail: "x".into() },
    ];
    for problem in files {
        assert_eq!(serde_json::to_value(&problem).unwrap()["code"], problem.code());
    }
    let kinds = [
        WarningKind::LostDigits,
        WarningKind::ShortenedNumber,
        WarningKind::PhotoLeftOut,
        WarningKind::PropertyLeftOut,
    ];
    for kind in kinds {
        assert_eq!(serde_json::to_value(Warning { column: 1, kind }).unwrap()["code"], kind.code());
    }
}

#[test]
fn a_bad_header_says_what_is_wrong_inside_it() {
    let problem = FileProblem::BadHeader { row: 1, problem: RowProblem::TooManyColumns { found: 3_000, limit: 1_000 } };
    let json = serde_json::to_value(problem).unwrap();
    assert_eq!(json["problem"]["code"], "too_many_columns");
    assert_eq!(json["problem"]["found"], 3_000);
}
