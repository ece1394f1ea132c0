//! One row in memory, whole, before anyone's rights are applied. Made by `query` and `write`; never leaves the crate: edges see `Visible`.

use types::{Id, Instant, Value};

use crate::schema::Object;

/// Values by position in `object.fields`.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    pub id: Id,
    pub version: i64,
    pub deleted_at: Option<Instant>,
    pub values: Vec<Value>,
}

impl Record {
    pub fn blank(object: &Object, id: Id) -> Record {
        Record { id, version: 1, deleted_at: None, values: vec![Value::Empty; object.fields.len()] }
    }

    /// The value of a field; `Empty` for a field the object does not have.
    pub fn get(&self, object: &Object, field: &str) -> &Value {
        static EMPTY: Value = Value::Empty;
        object.position(field).and_then(|at| self.values.get(at)).unwrap_or(&EMPTY)
    }

    pub fn set(&mut self, object: &Object, field: &str, value: Value) {
        if let Some(at) = object.position(field) {
            self.values[at] = value;
        }
    }
}
