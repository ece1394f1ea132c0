//! The audit: who did what to which record, when, and what it was before. Two tables: `audit`, which nothing changes, and `audit_payload`,
//! which erasure may empty (security: AUD-2). The history of a record reads both. Sealing into blocks is in `seal`.

pub mod history;
pub mod seal;

use serde_json::{Map, Value as Json};
use sha2::{Digest, Sha256};
use store::{Cell, Change as RowChange, Clash};
use types::{Id, Name, Result};

use crate::{
    context::Cx,
    field,
    write::{Change, Written},
};

/// One entry besides those of records: sign-in, export, rights, settings.
pub struct Entry<'a> {
    pub action: &'a str,
    pub object: Option<&'a Name>,
    pub record: Option<Id>,
    pub outcome: &'a str,
    pub details: Json,
}

/// Adds the entry of a record's change to the changes that keep it.
pub fn of_change(cx: &mut Cx, written: &Written, changes: &mut Vec<RowChange>) -> Result<()> {
    let details = differences(written);
    let entry = Entry {
        action: written.change.word(),
        object: Some(&written.object.name),
        record: Some(written.after.id),
        outcome: "done",
        details,
    };
    push(cx, entry, changes)
}

/// Writes an entry that goes with no record.
pub fn note(cx: &mut Cx, entry: Entry) -> Result<()> {
    let mut changes = Vec::new();
    push(cx, entry, &mut changes)?;
    cx.run_all(&changes)?;
    Ok(())
}

fn push(cx: &mut Cx, entry: Entry, changes: &mut Vec<RowChange>) -> Result<()> {
    let id = cx.id()?;
    let body = entry.details.to_string();
    let digest = Sha256::digest(body.as_bytes());
    let columns = ["id", "at", "kind", "who", "via", "address", "action", "object", "record", "outcome", "digest"];
    let row: Vec<Cell> = vec![
        id.into(),
        cx.now.into(),
        cx.actor.kind_word().into(),
        cx.actor.user.into(),
        cx.actor.via.into(),
        cx.actor.address.as_deref().into(),
        entry.action.into(),
        entry.object.into(),
        entry.record.into(),
        entry.outcome.into(),
        Cell::Bytes(digest.as_slice().into()),
    ];
    let insert = |table: &str, columns: &[&str], row: Vec<Cell>| RowChange::Insert {
        table: Name::of(table),
        columns: columns.iter().map(|c| Name::of(c)).collect(),
        rows: vec![row],
        clash: Clash::Refuse,
    };
    changes.push(insert("audit", &columns, row));
    changes.push(insert("audit_payload", &["id", "body"], vec![id.into(), body.into()]));
    Ok(())
}

/// `{"field": [before, after]}` of what changed; a new record has no befores, a deleted one says nothing new.
fn differences(written: &Written) -> Json {
    let mut fields = Map::new();
    for (position, one) in written.object.fields.iter().enumerate() {
        if one.removed || matches!(&*one.name, "updated_at" | "updated_by") {
            continue;
        }
        let after = &written.after.values[position];
        match (&written.before, written.change) {
            (_, Change::Deleted | Change::Restored) => {}
            (Some(before), _) if before.values[position] != *after => {
                let pair = vec![field::to_json(one, &before.values[position]), field::to_json(one, after)];
                fields.insert(one.name.to_string(), Json::Array(pair));
            }
            (None, _) if !after.is_empty() => {
                fields.insert(one.name.to_string(), Json::Array(vec![Json::Null, field::to_json(one, after)]));
            }
            _ => {}
        }
    }
    Json::Object(fields)
}
