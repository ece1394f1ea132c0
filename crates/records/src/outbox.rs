//! The outbox: what happened, kept in the same transaction, handed to the handlers that `app` registers, at least once and in order for each
//! record (`edge-jobs`). Wakes live pages after the commit.

use std::collections::HashSet;

use store::{Cell, Change as RowChange, Clash, Compare, Direction, Event, Expr, Select};
use types::{Id, Instant, Name, Result};

use crate::{context::Cx, write::Written};

/// One thing that happened, on its way to those who want to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happened {
    /// the same in every delivery of it
    pub id: Id,
    /// `create`, `update`, `delete`, `restore`
    pub topic: String,
    pub object: Name,
    pub record: Id,
    pub version: i64,
    /// deliveries that failed
    pub attempts: i64,
}

fn table() -> Name {
    Name::of("outbox")
}

/// The next things to deliver. Of a record whose last delivery failed nothing is given until its time comes: its order is kept.
pub fn due(cx: &mut Cx, limit: u64) -> Result<Vec<Happened>> {
    let late =
        Select::from(&table(), &["record"]).filter(Expr::column(0, "due_at").compare(Compare::Gt, Expr::value(cx.now)));
    let late: HashSet<i64> = cx.rows(&late)?.iter().filter_map(|row| row[0].as_int()).collect();
    let columns = ["id", "topic", "object", "record", "version", "attempts"];
    let mut query = Select::from(&table(), &columns)
        .filter(Expr::column(0, "due_at").compare(Compare::Le, Expr::value(cx.now)))
        .order(Expr::column(0, "id"), Direction::Up)
        .limit(limit);
    if !late.is_empty() {
        let late = late.iter().map(|id| Cell::Int(*id)).collect();
        query = query.filter(Expr::Not(Box::new(Expr::column(0, "record").among(late))));
    }
    let rows = cx.rows(&query)?;
    let read = rows.iter().filter_map(|row| {
        Some(Happened {
            id: Id(row[0].as_int()?),
            topic: row[1].as_text()?.to_string(),
            object: Name::parse(row[2].as_text()?)?,
            record: Id(row[3].as_int()?),
            version: row[4].as_int()?,
            attempts: row[5].as_int()?,
        })
    });
    Ok(read.collect())
}

/// They were delivered.
pub fn delivered(cx: &mut Cx, ids: &[Id]) -> Result<()> {
    let these = Expr::column(0, "id").among(ids.iter().map(|id| Cell::from(*id)).collect());
    cx.run(&RowChange::delete(&table(), these))?;
    Ok(())
}

/// Failed deliveries of one thing, before it is given up.
const MOST: i64 = 12;
const PAUSE: i64 = 5 * Instant::SECOND;
const LONGEST_PAUSE: i64 = Instant::HOUR;

/// A delivery failed: tried again later, each time after twice as long. `false`: given up, so that what follows can go out.
pub fn failed(cx: &mut Cx, happened: &Happened) -> Result<bool> {
    let this = Expr::column(0, "id").eq(happened.id);
    let attempts = happened.attempts + 1;
    if attempts >= MOST {
        cx.run(&RowChange::delete(&table(), this))?;
        return Ok(false);
    }
    let pause = PAUSE.saturating_mul(1 << attempts.clamp(1, 20)).min(LONGEST_PAUSE);
    let set = vec![("attempts", Expr::value(attempts)), ("due_at", Expr::value(cx.now.plus(pause)))];
    cx.run(&RowChange::update(&table(), set, this))?;
    Ok(true)
}

/// Adds the event to the changes that keep the record.
pub fn of_change(cx: &mut Cx, written: &Written, changes: &mut Vec<RowChange>) -> Result<()> {
    let id = cx.id()?;
    let columns = ["id", "topic", "object", "record", "version", "attempts", "due_at"];
    let row: Vec<Cell> = vec![
        id.into(),
        written.change.word().into(),
        (&written.object.name).into(),
        written.after.id.into(),
        written.after.version.into(),
        0.into(),
        cx.now.into(),
    ];
    changes.push(RowChange::Insert {
        table: table(),
        columns: columns.iter().map(|c| Name::of(c)).collect(),
        rows: vec![row],
        clash: Clash::Refuse,
    });
    Ok(())
}

/// Tells live pages, after the commit: object, id and version only; each listener's rights are tested when it refetches.
pub fn announce(cx: &mut Cx, written: &Written) {
    cx.tx.after_commit(Event {
        topic: Name::of(written.change.word()),
        object: written.object.name.clone(),
        id: written.after.id.0,
        version: written.after.version,
    });
}
