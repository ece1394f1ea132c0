//! The text of a statement depends on its shape alone.

use super::fixture::*;
use crate::render::postgres::Postgres;
use crate::render::select::statement;
use crate::render::sqlite::{self, Sqlite};
use crate::{Cell, Change, Clash, Expr, Select};

fn among(count: i64) -> Select {
    Select::from(&name("things"), &["id"]).filter(col("id").among((0..count).map(Cell::Int).collect()))
}

#[test]
fn values_never_change_the_text() {
    let with = |label: &str, size: i64| {
        Select::from(&name("things"), &["id"])
            .filter(col("label").eq(label))
            .filter(Expr::StartsWith(Box::new(col("label")), Box::new(Expr::value(label))))
            .filter(col("size").eq(size))
    };
    assert_eq!(statement::<Sqlite>(&with("a", 1)).unwrap().text, statement::<Sqlite>(&with("b'", 2)).unwrap().text);
    assert_eq!(statement::<Postgres>(&with("a", 1)).unwrap().text, statement::<Postgres>(&with("b'", 1)).unwrap().text);
    assert_eq!(statement::<Sqlite>(&among(9)).unwrap().text, statement::<Sqlite>(&among(900)).unwrap().text);
    assert_eq!(statement::<Sqlite>(&among(5)).unwrap().text, statement::<Sqlite>(&among(8)).unwrap().text);
    assert_eq!(statement::<Postgres>(&among(1)).unwrap().text, statement::<Postgres>(&among(900)).unwrap().text);
}

#[test]
fn the_number_of_rows_never_changes_the_text() {
    let rows = |count: i64| Change::Insert {
        table: name("things"),
        columns: vec![name("id"), name("label")],
        rows: (0..count).map(|id| vec![Cell::Int(id), "a".into()]).collect(),
        clash: Clash::Refuse,
    };
    let text = |count| sqlite::change::statement(&rows(count)).unwrap().text;
    assert_eq!(text(1), text(500));
    let text = |count| crate::render::postgres::change::statement(&rows(count)).unwrap().text;
    assert_eq!(text(2), text(500));
    assert_eq!(crate::render::postgres::change::statement(&rows(500)).unwrap().sets.len(), 1);
}

#[test]
fn a_plain_list_reads_as_one_would_write_it() {
    let query = Select::from(&name("things"), &["id", "label"])
        .filter(col("deleted_at").is_null())
        .filter(col("size").eq(3i64))
        .order(col("size").is_null(), crate::Direction::Up)
        .order(col("size"), crate::Direction::Down)
        .limit(51);
    assert_eq!(
        statement::<Sqlite>(&query).unwrap().text,
        "SELECT t0.\"id\", t0.\"label\" FROM \"things\" AS t0 WHERE ((t0.\"deleted_at\" IS NULL) AND (t0.\"size\" = ?)) \
         ORDER BY (t0.\"size\" IS NULL), t0.\"size\" DESC LIMIT 51"
    );
    assert_eq!(
        statement::<Postgres>(&query).unwrap().text,
        "SELECT t0.\"id\", t0.\"label\" FROM \"things\" AS t0 WHERE ((t0.\"deleted_at\" IS NULL) AND (t0.\"size\" = $1::bigint)) \
         ORDER BY (t0.\"size\" IS NULL), t0.\"size\" DESC LIMIT 51"
    );
}
