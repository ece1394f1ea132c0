//! Sweep: what was kept so that an import could be undone and its refused rows be downloaded goes when the time for that is over, or the import is
//! gone: values before, values of refused rows, links that waited. In steps, by upkeep.

use store::{Aggregate, Change, Compare, Expr, Select};
use types::{Id, Name, Result};

use super::journal::UNDO;
use crate::{context::Cx, sweep};

/// Tables that belong to an import, and what tells their rows apart beside it.
const TABLES: [(&str, &str); 3] =
    [("import_changes", "record"), ("import_refusals", "place"), ("import_later", "place")];
/// Imports looked at in one step.
const LOOKED_AT: usize = 1_000;

/// One step; gives how many rows went. Less than a full step's worth: there are no more.
pub fn sweep(cx: &mut Cx) -> Result<u64> {
    for (table, apart) in TABLES {
        let table = Name::of(table);
        let mut after = Id(0);
        for _ in 0..LOOKED_AT {
            let Some(import) = next(cx, &table, after)? else { break };
            after = import;
            if !is_over(cx, import)? {
                continue;
            }
            let gone = clear(cx, &table, apart, import)?;
            if gone > 0 {
                return Ok(gone.max(sweep::STEP));
            }
        }
    }
    Ok(0)
}

/// The next import that has rows here: a seek in the key for each, however many rows it has.
fn next(cx: &mut Cx, table: &Name, after: Id) -> Result<Option<Id>> {
    let least = Expr::Aggregate(Aggregate::Min, Box::new(Expr::column(0, "import")));
    let mut query = Select::from(table, &[]).filter(Expr::column(0, "import").compare(Compare::Gt, Expr::value(after)));
    query.columns.push(least);
    Ok(cx.rows(&query)?.number().map(Id))
}

/// Its undo is over, it was left lying for as long, or it is gone for good.
fn is_over(cx: &mut Cx, import: Id) -> Result<bool> {
    let Some(imports) = cx.catalog.object("imports").cloned() else { return Ok(false) };
    let until = imports.field("undo_until").map(|field| field.column.clone());
    let Some(until) = until else { return Ok(false) };
    let mut query = Select::from(imports.table(), &["updated_at", "state"]).filter(Expr::column(0, "id").eq(import));
    query.columns.insert(0, Expr::Column(0, until));
    let rows = cx.rows(&query)?;
    let Some(row) = rows.first() else { return Ok(true) };
    // one that is being taken back still needs the values before
    if row[2].as_text() == Some("undoing") {
        return Ok(false);
    }
    let last = row[0].as_int().unwrap_or_else(|| row[1].as_int().unwrap_or_default().saturating_add(UNDO));
    Ok(last < cx.now.0)
}

fn clear(cx: &mut Cx, table: &Name, apart: &str, import: Id) -> Result<u64> {
    let this = Expr::column(0, "import").eq(import);
    let rows = cx.rows(&Select::from(table, &[apart]).filter(this.clone()).limit(sweep::STEP))?;
    if rows.is_empty() {
        return Ok(0);
    }
    let these = Expr::column(0, apart).among(rows.iter().map(|row| row[0].clone()).collect());
    cx.run(&Change::delete(table, this.and(these)))
}
