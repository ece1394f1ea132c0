//! Pieces of expressions, changes and steps that read alike on both databases. Called by the two dialects.

use types::Name;

use super::{Dialect, Sql, Statement};
use crate::{Cell, Clash, Expr, Index, IndexPart, Result};

/// The first text that comes after every text with this prefix; `None` when there is none.
fn after_prefix(prefix: &str) -> Option<String> {
    let mut chars: Vec<char> = prefix.chars().collect();
    while let Some(last) = chars.pop() {
        // surrogates are no characters: U+D7FF is followed by U+E000
        let next = if last == '\u{D7FF}' { Some('\u{E000}') } else { char::from_u32(u32::from(last) + 1) };
        if let Some(next) = next {
            chars.push(next);
            return Some(chars.into_iter().collect());
        }
    }
    None
}

/// Pieces of changes and steps that read alike on both.
impl<D: Dialect> Sql<D> {
    /// A prefix known now is a range of a column, which an index can serve. `false`: it is not one, nothing was written.
    pub fn prefix_range(&mut self, text: &Expr, part: &Expr) -> bool {
        let (Expr::Column(..), Expr::Value(Cell::Text(prefix))) = (text, part) else { return false };
        self.put("(");
        self.value(text);
        self.put(" >= ");
        self.value(part);
        if let Some(end) = after_prefix(prefix) {
            self.put(" AND ");
            self.value(text);
            self.put(" < ");
            self.value(&Expr::Value(Cell::from(end)));
        }
        self.put(")");
        true
    }

    /// A text made of names alone.
    pub fn text(self) -> String {
        self.text
    }

    pub fn insert_head(&mut self, table: &Name, columns: &[Name]) -> &mut Self {
        self.put("INSERT INTO ").name(table).put(" (").names(columns).put(")")
    }

    pub fn clash(&mut self, clash: &Clash) {
        match clash {
            Clash::Refuse => {}
            Clash::Keep { key } if key.is_empty() => {
                self.put(" ON CONFLICT DO NOTHING");
            }
            Clash::Keep { key } => {
                self.put(" ON CONFLICT (").names(key).put(") DO NOTHING");
            }
            Clash::Replace { key, set } => {
                self.put(" ON CONFLICT (").names(key).put(") DO UPDATE SET ");
                self.list(", ", set, |sql, name| {
                    sql.name(name).put(" = excluded.").name(name);
                });
            }
        }
    }

    /// `CREATE INDEX name ON table`
    pub fn index_head(&mut self, index: &Index, how: &str) -> &mut Self {
        self.put(if index.unique { "CREATE UNIQUE INDEX " } else { "CREATE INDEX " });
        self.put(how).name(&index.name).put(" ON ").name(&index.table)
    }

    pub fn index_parts(&mut self, index: &Index) -> &mut Self {
        self.list(", ", &index.columns, |sql, part| match part {
            IndexPart::Column(name) => {
                sql.name(name);
            }
            IndexPart::Empty(name) => {
                sql.put("(").name(name).put(" IS NULL)");
            }
        })
    }

    pub fn index_condition(&mut self, index: &Index) {
        if let Some(only) = &index.only {
            self.put(" WHERE ");
            self.condition(only);
        }
    }
}

pub(super) fn update<D: Dialect>(table: &Name, set: &[(Name, Expr)], filter: &Expr) -> Result<Statement> {
    let mut sql = Sql::<D>::new();
    sql.put("UPDATE ").name(table).put(" AS t0 SET ").list(", ", set, |sql, (name, value)| {
        sql.name(name).put(" = ");
        sql.value(value);
    });
    sql.put(" WHERE ");
    sql.condition(filter);
    sql.finish()
}

pub(super) fn delete<D: Dialect>(table: &Name, filter: &Expr) -> Result<Statement> {
    let mut sql = Sql::<D>::new();
    sql.put("DELETE FROM ").name(table).put(" AS t0 WHERE ");
    sql.condition(filter);
    sql.finish()
}
