//! The prepared statements of one connection, the least used ones forgotten first. Called by the PostgreSQL session.

use std::collections::HashMap;

use tokio_postgres::Statement;

use crate::{Error, Result};

/// As many as on SQLite.
const KEPT: usize = 256;

#[derive(Default)]
pub(super) struct Statements {
    known: HashMap<String, (Statement, u64)>,
    clock: u64,
}

impl Statements {
    pub fn missing<'a>(&self, texts: &[&'a str]) -> Vec<&'a str> {
        texts.iter().copied().filter(|text| !self.known.contains_key(*text)).collect()
    }

    /// The statements of these texts, which have all been kept.
    pub fn all(&mut self, texts: &[&str]) -> Result<Vec<Statement>> {
        self.clock += 1;
        let found = texts.iter().map(|text| {
            let (statement, used) = self.known.get_mut(*text)?;
            *used = self.clock;
            Some(statement.clone())
        });
        let found: Option<Vec<Statement>> = found.collect();
        self.forget();
        found.ok_or_else(|| Error::Other("a prepared statement is missing".into()))
    }

    pub fn keep(&mut self, text: &str, statement: Statement) {
        self.known.insert(text.to_owned(), (statement, self.clock + 1));
    }

    fn forget(&mut self) {
        while self.known.len() > KEPT {
            let oldest = self.known.iter().min_by_key(|(_, (_, used))| *used).map(|(text, _)| text.clone());
            // dropping a statement tells the server
            oldest.map(|text| self.known.remove(&text));
        }
    }
}
