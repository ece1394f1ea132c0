//! Changes of rows as SQLite says them. Called by `connect::sqlite`.

use types::Name;

use super::Sqlite;
use crate::render::{Param, Sql, Statement, tokens};
use crate::{Cell, Change, Clash, Result};

pub(crate) fn statement(change: &Change) -> Result<Statement> {
    match change {
        Change::Insert { table, columns, rows, clash } => insert(table, columns, rows, clash),
        Change::Update { table, set, filter } => crate::render::pieces::update::<Sqlite>(table, set, filter),
        Change::Delete { table, filter } => crate::render::pieces::delete::<Sqlite>(table, filter),
        Change::Index { search, id, tokens } => index(search, *id, tokens),
        Change::Unindex { search, id } => unindex(search, *id),
    }
}

/// One row at a time: preparing once and running often is as fast as anything inside one process, and the text stays the same.
fn insert(table: &Name, columns: &[Name], rows: &[Vec<Cell>], clash: &Clash) -> Result<Statement> {
    let mut sql = Sql::<Sqlite>::new();
    sql.insert_head(table, columns).put(" VALUES (");
    sql.list(", ", columns, |sql, _| {
        sql.put("?");
    });
    sql.put(")").clash(clash);
    let text = sql.finish()?.text;
    let sets = rows.iter().map(|row| row.iter().cloned().map(Param::Cell).collect()).collect();
    Ok(Statement { text, sets })
}

fn index(search: &Name, id: i64, words: &[String]) -> Result<Statement> {
    let mut sql = Sql::<Sqlite>::new();
    sql.put("INSERT OR REPLACE INTO ").name(search).put(" (rowid, tokens) VALUES (?, ?)");
    Ok(Statement::once(sql.finish()?.text, vec![Cell::Int(id), Cell::from(tokens::of_record(words).join(" "))]))
}

fn unindex(search: &Name, id: i64) -> Result<Statement> {
    let mut sql = Sql::<Sqlite>::new();
    sql.put("DELETE FROM ").name(search).put(" WHERE rowid = ?");
    Ok(Statement::once(sql.finish()?.text, vec![Cell::Int(id)]))
}
