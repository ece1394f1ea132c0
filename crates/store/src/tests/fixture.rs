//! A small table every test of the door can use.

use types::Name;

use crate::{Cell, Change, Column, Database, Error, Expr, Result, Select, Step};

pub fn name(text: &str) -> Name {
    Name::of(text)
}

pub fn col(column: &str) -> Expr {
    Expr::column(0, column)
}

/// `things(id, label, size, data)`, unique by label.
pub fn things(db: &Database) {
    db.write_now(|tx| {
        let columns =
            vec![Column::int("id").required(), Column::text("label"), Column::int("size"), Column::bytes("data")];
        tx.reshape(&Step::table("things", columns, &["id"]))?;
        tx.reshape(&Step::index("things", &["label"], true))
    })
    .unwrap();
}

pub fn thing(id: i64, label: impl Into<Cell>, size: impl Into<Cell>) -> Change {
    Change::insert(&name("things"), vec![("id", id.into()), ("label", label.into()), ("size", size.into())])
}

pub fn add(db: &Database, id: i64, label: &str, size: i64) -> Result<u64> {
    let change = thing(id, label, size);
    db.write_now(move |tx| tx.run(&change))
}

pub fn count(db: &Database) -> i64 {
    one(db, Select { columns: vec![Expr::CountRows], ..Select::from(&name("things"), &[]) }).as_int().unwrap()
}

/// The only cell of a query.
pub fn one(db: &Database, query: Select) -> Cell {
    cells(db, query).unwrap().remove(0)
}

pub fn cells(db: &Database, query: Select) -> Result<Vec<Cell>, Error> {
    db.read_now(move |tx| Ok(tx.rows(&query)?.iter().flatten().cloned().collect()))
}
