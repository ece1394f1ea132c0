//! Rows that an import refused, and why: kept in the step that refused them, read in the order of the file for the download of refused rows.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::{Change, Clash, Compare, Direction, Expr, Select};
use types::{FieldProblem, Id, Name, Problem, Result};

use super::{Bound, reading::CellProblem};
use crate::context::Cx;

/// Characters of a value that are quoted.
const QUOTED: usize = 200;
/// Characters of the beginning of a longer one.
const BEGINNING: usize = 150;

/// Why a row was refused.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// place of the column in the file, from zero
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
    /// as the file calls it
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// where it should have gone
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub field: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub value: String,
    pub code: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub args: Vec<(String, String)>,
}

/// A refused row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Refusal {
    /// from zero, among all rows of the file
    pub place: u64,
    pub line: u64,
    pub reasons: Vec<Reason>,
}

impl Reason {
    pub fn of_cell(bound: &Bound, problem: &CellProblem) -> Reason {
        let slot = problem.slot.map(|at| &bound.slots[at].column);
        Reason {
            column: slot.and_then(|column| column.at),
            name: slot.map(|column| column.name.clone()).unwrap_or_default(),
            field: slot.map_or_else(|| problem.problem.field.clone(), |column| column.to.clone()),
            value: quoted(problem.text.trim()).into_owned(),
            code: problem.problem.code.to_string(),
            args: args(&problem.problem.args),
        }
    }

    /// The reasons of a problem of the write pipeline, each with the column that its field came from.
    pub fn of_problem(bound: &Bound, problem: &Problem) -> Vec<Reason> {
        if problem.fields.is_empty() {
            let nothing = FieldProblem { field: String::new(), code: problem.code.clone(), args: problem.args.clone() };
            return vec![Reason::of_field(bound, &nothing)];
        }
        problem.fields.iter().map(|field| Reason::of_field(bound, field)).collect()
    }

    fn of_field(bound: &Bound, problem: &FieldProblem) -> Reason {
        let slot = bound.slots.iter().position(|slot| slot.column.to == problem.field);
        Reason::of_cell(bound, &CellProblem { slot, text: String::new(), problem: problem.clone() })
    }

    /// For a sentence in the reader's language.
    pub fn problem(&self) -> FieldProblem {
        let known = |name: &str| ARGS.into_iter().find(|known| *known == name);
        let args = self.args.iter().filter_map(|(name, value)| Some((known(name)?, value.clone())));
        FieldProblem { field: self.field.clone(), code: self.code.clone().into(), args: args.collect() }
    }
}

/// Names of the variables that sentences about rows and fields have.
const ARGS: [&str; 18] = [
    "min", "max", "limit", "count", "seconds", "expected", "found", "value", "name", "what", "column", "columns",
    "bytes", "error", "action", "object", "place", "detail",
];

fn args(args: &[(&'static str, String)]) -> Vec<(String, String)> {
    args.iter().map(|(name, value)| (name.to_string(), value.chars().take(QUOTED).collect())).collect()
}

/// A value as it is quoted and decided about: a long one by its beginning and a digest of the whole, so that what is decided of it is decided of no other.
pub fn quoted(value: &str) -> Cow<'_, str> {
    let Some((end, _)) = value.char_indices().nth(QUOTED) else { return value.into() };
    let digest = Sha256::digest(value.as_bytes());
    let beginning: String = value[..end].chars().take(BEGINNING).collect();
    let digest = u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]]);
    format!("{beginning}… [{digest:08x}]").into()
}

fn table() -> Name {
    Name::of("import_refusals")
}

pub fn keep(cx: &mut Cx, import: Id, refused: &[Refusal]) -> Result<()> {
    if refused.is_empty() {
        return Ok(());
    }
    let mut rows = Vec::with_capacity(refused.len());
    for refusal in refused {
        let reasons = serde_json::to_string(&refusal.reasons).map_err(Problem::internal)?;
        rows.push(vec![import.into(), (refusal.place as i64).into(), (refusal.line as i64).into(), reasons.into()]);
    }
    cx.run(&Change::Insert {
        table: table(),
        columns: ["import", "place", "line", "problems"].iter().map(|c| Name::of(c)).collect(),
        rows,
        clash: Clash::Keep { key: vec![Name::of("import"), Name::of("place")] },
    })?;
    Ok(())
}

/// Refused rows in the order of the file; `after` = the last place of the page before.
pub fn page(cx: &mut Cx, import: Id, after: Option<u64>, limit: u64) -> Result<Vec<Refusal>> {
    let mut query = Select::from(&table(), &["place", "line", "problems"])
        .filter(Expr::column(0, "import").eq(import))
        .order(Expr::column(0, "place"), Direction::Up)
        .limit(limit);
    if let Some(after) = after {
        query = query.filter(Expr::column(0, "place").compare(Compare::Gt, Expr::value(after as i64)));
    }
    let rows = cx.rows(&query)?;
    let read = rows.iter().filter_map(|row| {
        Some(Refusal {
            place: u64::try_from(row[0].as_int()?).ok()?,
            line: u64::try_from(row[1].as_int()?).ok()?,
            reasons: serde_json::from_str(row[2].as_text()?).unwrap_or_default(),
        })
    });
    Ok(read.collect())
}

/// Places among these that were refused before their step came: by the check.
pub(super) fn among(cx: &mut Cx, import: Id, first: u64, last: u64) -> Result<Vec<u64>> {
    let place = || Expr::column(0, "place");
    let query = Select::from(&table(), &["place"])
        .filter(Expr::column(0, "import").eq(import))
        .filter(place().compare(Compare::Ge, Expr::value(first as i64)))
        .filter(place().compare(Compare::Le, Expr::value(last as i64)));
    Ok(cx.rows(&query)?.iter().filter_map(|row| u64::try_from(row[0].as_int()?).ok()).collect())
}
