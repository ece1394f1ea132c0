//! The outbox: what happened, kept in the same transaction, handed to the handlers that `app` registers, at least once. Wakes live pages after the commit.

use store::{Cell, Change as RowChange, Clash, Event};
use types::{Name, Result};

use crate::{context::Cx, write::Written};

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
        table: Name::of("outbox"),
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
