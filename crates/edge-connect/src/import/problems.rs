//! What the readers of formats refuse, as the problems of the house. Called wherever a file is read.

use records::import;
use types::{FieldProblem, Problem, ProblemKind};

use crate::formats::{BadRow, FileProblem, RowProblem};

/// A file that is refused: 422 with the code of the reader, 413 for one that is too large.
pub fn of_file(problem: &FileProblem) -> Problem {
    let kind = match problem {
        FileProblem::FileTooLarge { .. } | FileProblem::UnpacksTooLarge { .. } | FileProblem::TooManyParts { .. } => {
            ProblemKind::TooLarge
        }
        FileProblem::Unreadable { .. } => ProblemKind::Unavailable,
        _ => ProblemKind::Invalid,
    };
    let refused = Problem::new(kind, problem.code());
    match problem {
        FileProblem::EmptyFile
        | FileProblem::HeaderOnly
        | FileProblem::OldXls
        | FileProblem::HtmlAsXls
        | FileProblem::NotAWorkbook
        | FileProblem::NoTableInArchive
        | FileProblem::Encrypted => refused,
        FileProblem::BadHeader { row, problem } => {
            let cell = of_row(problem);
            let fields = vec![FieldProblem { field: format!("row {row}"), ..cell }];
            Problem { fields, ..refused.with("count", row) }
        }
        FileProblem::OtherPackage { found }
        | FileProblem::NotATable { found }
        | FileProblem::SeveralTablesInArchive { found } => refused.with("found", found),
        FileProblem::FileTooLarge { bytes, limit } => refused.with("bytes", bytes).with("limit", limit),
        FileProblem::TooManyParts { found, limit } => refused.with("found", found).with("limit", limit),
        FileProblem::UnpacksTooLarge { part, bytes, limit } => {
            refused.with("name", part).with("bytes", bytes).with("limit", limit)
        }
        FileProblem::PackedTooTightly { part, ratio, limit } => {
            refused.with("name", part).with("found", ratio).with("limit", limit)
        }
        FileProblem::PackedOtherwise { part } => refused.with("name", part),
        FileProblem::Damaged { detail, row } => {
            refused.with("detail", detail).with("count", row.map_or_else(String::new, |row| row.to_string()))
        }
        FileProblem::NoSuchSheet { name } => refused.with("name", name),
        FileProblem::Unreadable { detail } => refused.because(detail),
    }
}

/// A row that its reader refuses.
pub fn of_row(problem: &RowProblem) -> FieldProblem {
    let refused = FieldProblem::new("", problem.code());
    let refused = match problem.column() {
        Some(column) => refused.with("column", column),
        None => refused,
    };
    match problem {
        RowProblem::RaggedRow { expected, found } => refused.with("columns", expected).with("found", found),
        RowProblem::TooManyColumns { found, limit } => refused.with("found", found).with("limit", limit),
        RowProblem::CellTooLong { bytes, limit, .. } | RowProblem::RowTooLong { bytes, limit } => {
            refused.with("bytes", bytes).with("limit", limit)
        }
        RowProblem::FormulaError { error, .. } => refused.with("error", error),
        RowProblem::BrokenText { .. }
        | RowProblem::NulCharacter { .. }
        | RowProblem::UnclosedQuote { .. }
        | RowProblem::UnfinishedCard => refused,
    }
}

pub fn of_bad_row(place: u64, bad: BadRow) -> import::Row {
    import::Row { place, line: bad.number, refused: Some(of_row(&bad.problem)), cells: bad.cells, content: None }
}
