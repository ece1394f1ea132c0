//! SQL being written: words, names, lists. Used by everything in `render`.

use std::marker::PhantomData;

use types::Name;

use super::{Dialect, Param, Statement};
use crate::{Alias, Error, Result};

/// SQL being written.
pub(crate) struct Sql<D> {
    pub(super) text: String,
    pub(super) params: Vec<Param>,
    /// the definition of an index: columns stand alone, values are written out
    pub(super) definition: bool,
    /// aliases that are search indexes
    pub(super) searches: Vec<Alias>,
    problem: Option<String>,
    dialect: PhantomData<D>,
}

impl<D: Dialect> Sql<D> {
    pub fn new() -> Sql<D> {
        Sql {
            text: String::with_capacity(256),
            params: Vec::new(),
            definition: false,
            searches: Vec::new(),
            problem: None,
            dialect: PhantomData,
        }
    }

    /// For what stands in the definition of an index.
    pub fn definition() -> Sql<D> {
        Sql { definition: true, ..Sql::new() }
    }

    pub fn finish(self) -> Result<Statement> {
        match self.problem {
            Some(problem) => Err(Error::Other(problem)),
            None => Ok(Statement { text: self.text, sets: vec![self.params] }),
        }
    }

    pub fn put(&mut self, words: &str) -> &mut Self {
        self.text.push_str(words);
        self
    }

    pub fn number(&mut self, number: impl std::fmt::Display) -> &mut Self {
        use std::fmt::Write;
        let _ = write!(self.text, "{number}"); // writing to a String cannot fail
        self
    }

    /// A name, quoted: `order` and `user` are words of SQL.
    pub fn name(&mut self, name: &Name) -> &mut Self {
        self.put("\"").put(name).put("\"")
    }

    pub fn alias(&mut self, alias: Alias) -> &mut Self {
        self.put("t").number(alias)
    }

    pub fn fail(&mut self, problem: impl Into<String>) {
        self.problem.get_or_insert(problem.into());
    }

    pub fn list<T>(&mut self, between: &str, items: &[T], mut each: impl FnMut(&mut Self, &T)) -> &mut Self {
        for (place, item) in items.iter().enumerate() {
            if place > 0 {
                self.put(between);
            }
            each(self, item);
        }
        self
    }

    pub fn names(&mut self, names: &[Name]) -> &mut Self {
        self.list(", ", names, |sql, name| {
            sql.name(name);
        })
    }
}
