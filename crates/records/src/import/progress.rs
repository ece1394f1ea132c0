//! What the jobs of an import tell while they run and when they are over. Written by the jobs, read by everyone who shows an import.

use serde::{Deserialize, Serialize};

use super::{Checked, Tally};

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
