//! What leaves the engine: values that this actor may see, with the labels of links. The last state of a record (Draft → Checked → Kept → Visible).

use std::sync::Arc;

use types::{Id, Instant, Value};

use crate::schema::{Field, Object};

/// A column of an answer: a field of the object, or of a record that it links to.
#[derive(Clone, Debug)]
pub struct Column {
    /// as asked: `name`, `account.region`
    pub path: String,
    /// the object that the field belongs to
    pub object: Arc<Object>,
    /// position in `object.fields`
    pub position: usize,
    /// this caller sees only part of it
    pub masked: bool,
}

impl Column {
    pub fn field(&self) -> &Field {
        &self.object.fields[self.position]
    }
}

/// One record as one caller sees it; `values` stand in the order of the columns of the answer.
#[derive(Clone, Debug)]
pub struct Visible {
    pub object: Arc<Object>,
    pub id: Id,
    pub version: i64,
    pub deleted_at: Option<Instant>,
    /// by which people know it
    pub title: String,
    pub columns: Arc<[Column]>,
    pub values: Vec<Value>,
}

impl Visible {
    /// The value of a column; `Empty` for one that was not asked or may not be seen.
    pub fn get(&self, path: &str) -> &Value {
        static EMPTY: Value = Value::Empty;
        self.columns.iter().position(|c| c.path == path).map_or(&EMPTY, |at| &self.values[at])
    }

    pub fn iter(&self) -> impl Iterator<Item = (&Column, &Value)> {
        self.columns.iter().zip(&self.values)
    }
}

/// A page of a list.
#[derive(Clone, Debug)]
pub struct Page {
    pub columns: Arc<[Column]>,
    pub items: Vec<Visible>,
    /// where the next page begins
    pub next: Option<String>,
    pub total: Option<Total>,
}

/// How many there are: exact up to a cap, above it "at least".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Total {
    pub count: i64,
    pub exact: bool,
}
