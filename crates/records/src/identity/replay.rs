//! Answers by idempotency key: kept beside what they answer, found again by the same caller. Called by the REST edge.

use store::{Cell, Change, Compare, Expr, Select};
use types::{Instant, Name, Problem, ProblemKind, Result};

use crate::{context::Cx, sweep};

/// How long a key is remembered.
const LIFE: i64 = Instant::DAY;

#[derive(Clone, Debug)]
pub struct Kept {
    pub status: u16,
    pub answer: String,
}

fn table() -> Name {
    Name::of("idempotency")
}

fn caller(cx: &Cx) -> Cell {
    cx.actor.via.or(cx.actor.user).map_or(Cell::Int(0), Cell::from)
}

/// The first answer for this key, if there was one. The same key with another request: 422.
pub fn find(cx: &mut Cx, key: &str, request: &[u8; 32]) -> Result<Option<Kept>> {
    let query = Select::from(&table(), &["request", "status", "answer"])
        .filter(Expr::column(0, "caller").eq(caller(cx)))
        .filter(Expr::column(0, "key").eq(key));
    let rows = cx.rows(&query)?;
    let Some(row) = rows.first() else { return Ok(None) };
    if row[0].as_bytes() != Some(request.as_slice()) {
        return Err(Problem::new(ProblemKind::Invalid, "idempotency_key_used"));
    }
    let status = row[1].as_int().and_then(|n| u16::try_from(n).ok()).unwrap_or(200);
    Ok(Some(Kept { status, answer: row[2].as_text().unwrap_or_default().to_string() }))
}

pub fn keep(cx: &mut Cx, key: &str, request: &[u8; 32], status: u16, answer: &str) -> Result<()> {
    let values = vec![
        ("caller", caller(cx)),
        ("key", key.into()),
        ("request", Cell::Bytes(request.as_slice().into())),
        ("status", i64::from(status).into()),
        ("answer", answer.into()),
        ("at", cx.now.into()),
    ];
    cx.run(&Change::insert(&table(), values))?;
    Ok(())
}

/// Forgets old keys; upkeep.
pub fn sweep(cx: &mut Cx) -> Result<u64> {
    let old = Expr::column(0, "at").compare(Compare::Lt, Expr::value(cx.now.plus(-LIFE)));
    sweep::step(cx, &table(), "at", old)
}
