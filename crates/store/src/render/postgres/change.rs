//! Changes of rows as PostgreSQL says them. Called by `connect::postgres`.

use types::Name;

use super::Postgres;
use super::expr::{column, kind, place};
use crate::render::{Param, Sql, Statement, pieces, tokens};
use crate::{Cell, Change, Clash, Result};

pub(crate) fn statement(change: &Change) -> Result<Statement> {
    match change {
        Change::Insert { table, columns, rows, clash } => insert(table, columns, rows, clash),
        Change::Update { table, set, filter } => pieces::update::<Postgres>(table, set, filter),
        Change::Delete { table, filter } => pieces::delete::<Postgres>(table, filter),
        Change::Index { search, id, tokens } => index(search, *id, tokens),
        Change::Unindex { search, id } => unindex(search, *id),
    }
}

/// Many rows travel as one list per column, so that the text stays the same; rows that may replace one another go one by one.
fn insert(table: &Name, columns: &[Name], rows: &[Vec<Cell>], clash: &Clash) -> Result<Statement> {
    let replaces = matches!(clash, Clash::Replace { .. });
    let empty = rows.iter().flatten().all(Cell::is_null);
    if rows.len() > 1 && !replaces && !empty {
        insert_lists(table, columns, rows, clash)
    } else {
        insert_rows(table, columns, rows, clash)
    }
}

fn insert_rows(table: &Name, columns: &[Name], rows: &[Vec<Cell>], clash: &Clash) -> Result<Statement> {
    let mut sql = Sql::<Postgres>::new();
    sql.insert_head(table, columns).put(" VALUES (");
    let places: Vec<usize> = (1..=columns.len()).collect();
    sql.list(", ", &places, |sql, place| {
        sql.put("$").number(place);
    });
    sql.put(")").clash(clash);
    let text = sql.finish()?.text;
    let sets = rows.iter().map(|row| row.iter().cloned().map(Param::Cell).collect()).collect();
    Ok(Statement { text, sets })
}

fn insert_lists(table: &Name, columns: &[Name], rows: &[Vec<Cell>], clash: &Clash) -> Result<Statement> {
    let mut sql = Sql::<Postgres>::new();
    let lists: Vec<Vec<Cell>> = (0..columns.len()).map(|place| column(rows, place)).collect::<Result<_>>()?;
    let filled: Vec<usize> = (0..lists.len()).filter(|place| lists[*place].iter().any(|c| !c.is_null())).collect();
    sql.insert_head(table, columns).put(" SELECT ");
    let places: Vec<usize> = (0..columns.len()).collect();
    sql.list(", ", &places, |sql, place| {
        if filled.contains(place) {
            sql.put("u.c").number(place);
        } else {
            sql.put("NULL");
        }
    });
    sql.put(" FROM unnest(");
    sql.list(", ", &filled, |sql, column| {
        let list = &lists[*column];
        place(sql, Param::List(list.clone())).put("::").put(kind(list)).put("[]");
    });
    sql.put(") AS u (").list(", ", &filled, |sql, place| {
        sql.put("c").number(place);
    });
    sql.put(")").clash(clash);
    sql.finish()
}

fn index(search: &Name, id: i64, words: &[String]) -> Result<Statement> {
    let mut sql = Sql::<Postgres>::new();
    sql.put("INSERT INTO ").name(search).put(" (id, tokens) VALUES ($1, array_to_tsvector($2::text[]))");
    sql.put(" ON CONFLICT (id) DO UPDATE SET tokens = excluded.tokens");
    let words = tokens::of_record(words).into_iter().map(Cell::from).collect();
    Ok(Statement { text: sql.finish()?.text, sets: vec![vec![Param::Cell(Cell::Int(id)), Param::List(words)]] })
}

fn unindex(search: &Name, id: i64) -> Result<Statement> {
    let mut sql = Sql::<Postgres>::new();
    sql.put("DELETE FROM ").name(search).put(" WHERE id = $1");
    Ok(Statement::once(sql.finish()?.text, vec![Cell::Int(id)]))
}
