//! Expressions as PostgreSQL says them. Called by the walk.

use types::Name;

use super::Postgres;
use crate::render::{Dialect, Param, Sql, tokens};
use crate::{Alias, Cell, Error, Expr, Math, Result, Tokens};

impl Dialect for Postgres {
    const TRUE: &'static str = "TRUE";
    const FALSE: &'static str = "FALSE";
    const BOOLEANS: bool = true;

    /// Every parameter names its type, so that none has to be guessed; a text compares by its bytes.
    fn parameter(sql: &mut Sql<Self>, cell: &Cell) {
        match cell {
            Cell::Null => {
                sql.put("NULL");
            }
            Cell::Int(_) => {
                place(sql, Param::Cell(cell.clone())).put("::bigint");
            }
            Cell::Text(_) => {
                sql.put("(");
                place(sql, Param::Cell(cell.clone())).put("::text COLLATE \"C\")");
            }
            Cell::Bytes(_) => {
                place(sql, Param::Cell(cell.clone())).put("::bytea");
            }
        }
    }

    fn truth(sql: &mut Sql<Self>, condition: &Expr) {
        sql.put("(");
        sql.condition(condition);
        sql.put(")::int::bigint");
    }

    fn holds(sql: &mut Sql<Self>, value: &Expr) {
        match value {
            Expr::Value(Cell::Null) => {
                sql.put("NULL::boolean");
            }
            Expr::Coalesce(items) if !items.is_empty() => sql.coalesce(items, Sql::condition),
            Expr::Case(arms, other) => sql.case(arms, other, Sql::condition),
            number => {
                sql.put("(");
                sql.value(number);
                sql.put(" <> 0)");
            }
        }
    }

    /// `IS NOT DISTINCT FROM` uses no index: where one side is known, it is said with `=`.
    fn same(sql: &mut Sql<Self>, a: &Expr, b: &Expr) {
        let (a, b) = if matches!(a, Expr::Value(_)) { (b, a) } else { (a, b) };
        let how = match (a, b) {
            (_, Expr::Value(Cell::Null)) => return sql.condition(&Expr::IsNull(Box::new(a.clone()))),
            (Expr::Column(..), Expr::Value(_)) => {
                sql.put("(");
                sql.value(a);
                sql.put(" IS NOT NULL AND ");
                " = "
            }
            _ => {
                sql.put("(");
                " IS NOT DISTINCT FROM "
            }
        };
        sql.value(a);
        sql.put(how);
        sql.value(b);
        sql.put(")");
    }

    fn among(sql: &mut Sql<Self>, x: &Expr, cells: &[Cell]) {
        sql.put("(");
        sql.value(x);
        sql.put(" = ANY(");
        place(sql, Param::List(cells.to_vec())).put("::").put(kind(cells)).put("[]))");
    }

    /// Beyond 64 bits the answer is NULL, not an error: reckoned as numeric and looked at.
    fn math(sql: &mut Sql<Self>, op: Math, a: &Expr, b: &Expr) {
        if let (Math::Div | Math::Rem, Expr::Value(Cell::Int(by))) = (op, b)
            && !matches!(by, 0 | -1)
        {
            sql.put("(");
            sql.value(a);
            sql.put(if op == Math::Div { " / " } else { " % " });
            sql.value(b);
            sql.put(")");
        } else if has_aggregate(a) || has_aggregate(b) {
            // an aggregate inside a select of its own would count that select's rows
            sql.put("CASE WHEN ");
            numeric(sql, op, a, b);
            sql.put(" BETWEEN ").put(RANGE).put(" THEN ");
            numeric(sql, op, a, b);
            sql.put("::bigint END");
        } else {
            // OFFSET keeps the planner from writing the arithmetic out twice
            sql.put("(SELECT CASE WHEN m.n BETWEEN ").put(RANGE).put(" THEN m.n::bigint END FROM (SELECT ");
            numeric(sql, op, a, b);
            sql.put(" AS n OFFSET 0) AS m)");
        }
    }

    fn sum(sql: &mut Sql<Self>, x: &Expr) {
        sql.put("SUM(");
        sql.value(x);
        sql.put(")::bigint");
    }

    fn contains(sql: &mut Sql<Self>, text: &Expr, part: &Expr) {
        sql.put("(strpos(");
        sql.value(text);
        sql.put(", ");
        sql.value(part);
        sql.put(") > 0)");
    }

    fn starts_with(sql: &mut Sql<Self>, text: &Expr, part: &Expr) {
        if sql.prefix_range(text, part) {
            return;
        }
        sql.put("starts_with(");
        sql.value(text);
        sql.put(", ");
        sql.value(part);
        sql.put(")");
    }

    fn ends_with(sql: &mut Sql<Self>, text: &Expr, part: &Expr) {
        sql.put("(right(");
        sql.value(text);
        sql.put(", length(");
        sql.value(part);
        sql.put(")) = ");
        sql.value(part);
        sql.put(")");
    }

    fn search(sql: &mut Sql<Self>, search: &Name, id: &Expr, query: &Tokens) {
        sql.put("(");
        sql.value(id);
        sql.put(" IN (SELECT s.id FROM ").name(search).put(" AS s WHERE s.tokens @@ (");
        place(sql, query_text(query)).put("::text)::tsquery))");
    }

    fn search_here(sql: &mut Sql<Self>, _: &Name, alias: Alias, query: &Tokens) {
        sql.put("(").alias(alias).put(".tokens @@ (");
        place(sql, query_text(query)).put("::text)::tsquery)");
    }

    const SEARCH_ID: &'static str = "id";

    fn opaque(sql: &mut Sql<Self>, x: &Expr) {
        sql.put("(");
        sql.value(x);
        sql.put(" + 0)");
    }

    fn opaque_condition(sql: &mut Sql<Self>, x: &Expr) {
        sql.condition(x);
    }

    fn claim(sql: &mut Sql<Self>, alias: Alias) {
        sql.put(" FOR UPDATE OF ").alias(alias).put(" SKIP LOCKED");
    }
}

const RANGE: &str = "-9223372036854775808 AND 9223372036854775807";

/// `$n`
pub(super) fn place(sql: &mut Sql<Postgres>, param: Param) -> &mut Sql<Postgres> {
    sql.params.push(param);
    let number = sql.params.len();
    sql.put("$").number(number)
}

/// The type of a list, named by its first cell that is not empty.
pub(super) fn kind(cells: &[Cell]) -> &'static str {
    match cells.iter().find(|cell| !cell.is_null()) {
        Some(Cell::Text(_)) => "text",
        Some(Cell::Bytes(_)) => "bytea",
        _ => "bigint",
    }
}

fn numeric(sql: &mut Sql<Postgres>, op: Math, a: &Expr, b: &Expr) {
    let (before, between, after) = match op {
        Math::Add => ("(", " + ", ")"),
        Math::Sub => ("(", " - ", ")"),
        Math::Mul => ("(", " * ", ")"),
        Math::Div => ("div(", ", NULLIF(", ", 0))"),
        Math::Rem => ("mod(", ", NULLIF(", ", 0))"),
    };
    sql.put(before);
    sql.value(a);
    sql.put("::numeric").put(between);
    sql.value(b);
    sql.put("::numeric").put(after);
}

fn has_aggregate(expr: &Expr) -> bool {
    match expr {
        Expr::Aggregate(..) | Expr::CountRows => true,
        Expr::Math(_, a, b) | Expr::Compare(_, a, b) | Expr::Same(a, b) => has_aggregate(a) || has_aggregate(b),
        Expr::Contains(a, b) | Expr::StartsWith(a, b) | Expr::EndsWith(a, b) => has_aggregate(a) || has_aggregate(b),
        Expr::Not(x) | Expr::IsNull(x) | Expr::Opaque(x) | Expr::In(x, _) | Expr::InSelect(x, _) => has_aggregate(x),
        Expr::And(items) | Expr::Or(items) | Expr::Coalesce(items) | Expr::Concat(items) | Expr::Tuple(items) => {
            items.iter().any(has_aggregate)
        }
        Expr::Case(arms, other) => {
            has_aggregate(other) || arms.iter().any(|(when, then)| has_aggregate(when) || has_aggregate(then))
        }
        Expr::Search { id, .. } => has_aggregate(id),
        Expr::Column(..) | Expr::Value(_) | Expr::Nth(..) | Expr::Exists(_) | Expr::Scalar(_) => false,
    }
}

/// A tsquery as its input function reads it: every token in quotes, so none of them is a word of its language.
fn query_text(query: &Tokens) -> Param {
    let token = |text: &str, prefix: bool| if prefix { format!("'{text}':*") } else { format!("'{text}'") };
    Param::Cell(Cell::from(tokens::query(query, " & ", " | ", token)))
}

/// All cells of one column, which must be of one kind to travel as one list.
pub(super) fn column(rows: &[Vec<Cell>], place: usize) -> Result<Vec<Cell>> {
    let cells: Option<Vec<Cell>> = rows.iter().map(|row| row.get(place).cloned()).collect();
    cells.ok_or_else(|| Error::Other("a row is shorter than its list of columns".into()))
}
