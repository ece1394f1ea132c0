//! Expressions as SQLite says them. Called by the walk.

use types::Name;

use super::Sqlite;
use crate::render::{Dialect, Param, Sql, tokens};
use crate::{Alias, Cell, Expr, Math, Tokens};

/// Lists up to here are written out, padded to 1, 2, 4 or 8 places; longer ones travel as one array.
const WRITTEN: usize = 8;

impl Dialect for Sqlite {
    const TRUE: &'static str = "1";
    const FALSE: &'static str = "0";
    const BOOLEANS: bool = false;

    fn parameter(sql: &mut Sql<Self>, cell: &Cell) {
        sql.put("?");
        sql.params.push(Param::Cell(cell.clone()));
    }

    fn truth(sql: &mut Sql<Self>, condition: &Expr) {
        sql.condition(condition);
    }

    fn holds(sql: &mut Sql<Self>, value: &Expr) {
        sql.value(value);
    }

    fn same(sql: &mut Sql<Self>, a: &Expr, b: &Expr) {
        sql.put("(");
        sql.value(a);
        sql.put(" IS ");
        sql.value(b);
        sql.put(")");
    }

    fn among(sql: &mut Sql<Self>, x: &Expr, cells: &[Cell]) {
        sql.put("(");
        sql.value(x);
        if cells.len() <= WRITTEN {
            let places = cells.len().next_power_of_two();
            sql.put(" IN (").list(", ", &vec![(); places], |sql, ()| {
                sql.put("?");
            });
            let last = cells.last().cloned().unwrap_or_default();
            let padded = cells.iter().cloned().chain(std::iter::repeat(last)).take(places);
            sql.params.extend(padded.map(Param::Cell));
        } else {
            sql.put(" IN (SELECT value FROM rarray(?)");
            sql.params.push(Param::List(cells.to_vec()));
        }
        sql.put("))");
    }

    /// A result beyond 64 bits would go on as a float: `whole` makes it NULL. Floats stay floats, so one guard at the top is enough.
    fn math(sql: &mut Sql<Self>, op: Math, a: &Expr, b: &Expr) {
        let exact = matches!(op, Math::Div | Math::Rem)
            && matches!(b, Expr::Value(Cell::Int(by)) if *by != -1)
            && !matches!(a, Expr::Math(..));
        if exact {
            return arithmetic(sql, op, a, b);
        }
        sql.put("whole(");
        arithmetic(sql, op, a, b);
        sql.put(")");
    }

    fn sum(sql: &mut Sql<Self>, x: &Expr) {
        sql.put("SUM(");
        sql.value(x);
        sql.put(")");
    }

    fn contains(sql: &mut Sql<Self>, text: &Expr, part: &Expr) {
        sql.put("(instr(");
        sql.value(text);
        sql.put(", ");
        sql.value(part);
        sql.put(") > 0)");
    }

    fn starts_with(sql: &mut Sql<Self>, text: &Expr, part: &Expr) {
        if sql.prefix_range(text, part) {
            return;
        }
        sql.put("(substr(");
        sql.value(text);
        sql.put(", 1, length(");
        sql.value(part);
        sql.put(")) = ");
        sql.value(part);
        sql.put(")");
    }

    fn ends_with(sql: &mut Sql<Self>, text: &Expr, part: &Expr) {
        sql.put("(substr(");
        sql.value(text);
        sql.put(", length(");
        sql.value(text);
        sql.put(") - length(");
        sql.value(part);
        sql.put(") + 1) = ");
        sql.value(part);
        sql.put(")");
    }

    fn search(sql: &mut Sql<Self>, search: &Name, id: &Expr, query: &Tokens) {
        sql.put("(");
        sql.value(id);
        sql.put(" IN (SELECT rowid FROM ").name(search).put(" WHERE ").name(search).put(" MATCH ?))");
        sql.params.push(Param::Cell(match_text(query)));
    }

    fn search_here(sql: &mut Sql<Self>, search: &Name, alias: Alias, query: &Tokens) {
        sql.put("(").alias(alias).put(".").name(search).put(" MATCH ?)");
        sql.params.push(Param::Cell(match_text(query)));
    }

    const SEARCH_ID: &'static str = "rowid";

    fn opaque(sql: &mut Sql<Self>, x: &Expr) {
        sql.put("+");
        sql.value(x);
    }

    fn opaque_condition(sql: &mut Sql<Self>, x: &Expr) {
        sql.put("+(");
        sql.condition(x);
        sql.put(")");
    }

    /// There is one writer: nobody else can hold the rows.
    fn claim(_: &mut Sql<Self>, _: Alias) {}
}

fn arithmetic(sql: &mut Sql<Sqlite>, op: Math, a: &Expr, b: &Expr) {
    let side = |sql: &mut Sql<Sqlite>, expr: &Expr| match expr {
        Expr::Math(op, a, b) => arithmetic(sql, *op, a, b),
        other => sql.value(other),
    };
    sql.put("(");
    side(sql, a);
    sql.put(match op {
        Math::Add => " + ",
        Math::Sub => " - ",
        Math::Mul => " * ",
        Math::Div => " / ",
        Math::Rem => " % ",
    });
    side(sql, b);
    sql.put(")");
}

/// FTS5's query language: every token in quotes, so none of them is a word of it.
fn match_text(query: &Tokens) -> Cell {
    let token = |text: &str, prefix: bool| if prefix { format!("\"{text}\" *") } else { format!("\"{text}\"") };
    Cell::from(tokens::query(query, " AND ", " OR ", token))
}
