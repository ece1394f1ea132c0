//! What the jobs of an import tell while they run and when they are over. Written by the jobs, read by everyone who shows an import.

use serde::{Deserialize, Serialize};

use super::{Checked, Tally, Unknown, check};

/// How far a job of an import is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Progress {
    /// `check`, `rows`, `later`
    pub phase: String,
    pub tally: Tally,
    /// of the file, read so far
    pub bytes: u64,
    pub size: u64,
    /// what nobody decided, by number of rows
    pub assumed: Vec<Assumed>,
}

/// What a run does about a value that nobody decided about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Assumed {
    pub field: String,
    pub value: String,
    pub kind: check::Kind,
    pub rows: u64,
    pub otherwise: Unknown,
    /// what it is taken for, where it is nearly the name of one record; of what is created, what it differs from by a slip of the pen only
    pub taken: Option<String>,
}

/// Values named; beyond, the counts say enough.
const ASSUMED: usize = 20;

impl Assumed {
    pub fn of(checked: &Checked) -> Vec<Assumed> {
        let one = |question: &check::Question| Assumed {
            field: question.field.clone(),
            value: question.value.clone(),
            kind: question.kind,
            rows: question.rows,
            otherwise: question.otherwise,
            taken: question
                .choices
                .first()
                .filter(|choice| choice.slip || question.kind == check::Kind::Similar)
                .map(|choice| choice.label.clone()),
        };
        let questions = checked.questions.iter().filter(|question| question.kind != check::Kind::Dates);
        questions.take(ASSUMED).map(one).collect()
    }
}

/// What came of a job that is done: of a dry run what it found, of a run its counts.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Outcome {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checked: Option<Checked>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tally: Option<Tally>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub milliseconds: Option<i64>,
}
