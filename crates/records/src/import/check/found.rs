//! What a check found, as the wizard and the REST interface show it.

use std::{
    collections::{BTreeMap, hash_map::DefaultHasher},
    hash::{Hash, Hasher},
};

use serde::{Deserialize, Serialize};
use types::{Id, Name};

use super::{Question, Tally};
use crate::import::refused::Refusal;

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Checked {
    /// what the run will do if nothing else is decided
    pub tally: Tally,
    /// most rows first
    pub questions: Vec<Question>,
    /// further ones that are not listed
    pub more_questions: u64,
    /// the first refused rows
    pub refused: Vec<Refusal>,
    /// all of them, by reason
    pub reasons: Vec<Counted>,
    pub existing: Existing,
    pub repeated: Repeated,
    pub samples: Vec<Sample>,
    /// options that will be added, by field
    pub options: BTreeMap<Name, Vec<String>>,
    /// files that came along and that no row names
    pub unnamed: Unnamed,
    /// rows to be refused for naming a record of the same object that nobody brings
    #[serde(skip)]
    pub early: Vec<Refusal>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Unnamed {
    pub files: u64,
    /// what the first of them are called
    pub first: Vec<String>,
}

/// Rows refused for one reason.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Counted {
    pub code: String,
    pub field: String,
    pub rows: u64,
}

/// Rows whose key is there already; the plan's `on_duplicate` decides about them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Existing {
    pub rows: u64,
    /// for example: its line in the file, and the record
    pub first: Option<(u64, Id)>,
    pub label: Option<String>,
}

/// Rows whose key stands in a row above.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Repeated {
    pub rows: u64,
    pub first: Option<u64>,
}

/// What will become of one of the first rows: `create`, `update`, `skip`, `refuse`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    pub line: u64,
    pub outcome: String,
}

/// Eight bytes in the place of a text, for sets that hold one per row.
pub fn digest(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}
