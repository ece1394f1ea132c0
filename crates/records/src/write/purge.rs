//! Purge: what lay in the recycle bin for thirty days is gone for good: the row, its values in other tables, shares, and what the audit says of its
//! fields. That it happened stays in the audit. In steps, by upkeep.

use std::sync::Arc;

use serde_json::json;
use store::{Cell, Change, Compare, Direction, Expr, Select};
use types::{Id, Instant, Name, Result};

use crate::{
    audit::{self, Entry},
    context::Cx,
    schema::Object,
};

/// How long a deleted record can be restored.
pub const KEPT: i64 = 30 * Instant::DAY;

/// Empties the bin of one object by at most `limit` records, those deleted longest ago first; gives how many went.
pub fn purge(cx: &mut Cx, object: &Arc<Object>, limit: u64) -> Result<u64> {
    let deleted = || Expr::column(0, "deleted_at");
    let old = Select::from(object.table(), &["id"])
        .filter(deleted().not_null())
        .filter(deleted().compare(Compare::Lt, Expr::value(cx.now.plus(-KEPT))))
        .order(deleted(), Direction::Up)
        .order(Expr::column(0, "id"), Direction::Up)
        .limit(limit);
    let ids: Vec<Id> = cx.rows(&old)?.iter().filter_map(|row| row[0].as_int()).map(Id).collect();
    if ids.is_empty() {
        return Ok(0);
    }
    let these = |column: &str| Expr::column(0, column).among(ids.iter().map(|id| Cell::from(*id)).collect());
    let mut changes = vec![Change::delete(object.table(), these("id"))];
    changes.extend(
        object.many().filter_map(|f| f.side_table(&object.name)).map(|side| Change::delete(&side, these("record"))),
    );
    let shares = these("record").and(Expr::column(0, "object").eq(&object.name));
    changes.push(Change::delete(&Name::of("shares"), shares));
    changes.push(Change::delete(&Name::of("timeline"), Expr::Or(vec![these("record"), these("entry")])));
    let entries = Select::from(&Name::of("audit"), &["id"])
        .filter(Expr::column(0, "object").eq(&object.name))
        .filter(these("record"));
    let payload = Expr::InSelect(Box::new(Expr::column(0, "id")), Box::new(entries));
    changes.push(Change::delete(&Name::of("audit_payload"), payload));
    cx.run_all(&changes)?;
    for id in &ids {
        let entry = Entry {
            action: "purge",
            object: Some(&object.name),
            record: Some(*id),
            outcome: "done",
            details: json!({}),
        };
        audit::note(cx, entry)?;
    }
    Ok(ids.len() as u64)
}
