//! Sweeping what is over, in steps of a size that keeps nobody waiting. Called by the `sweep` of every table that forgets.

use store::{Change, Expr, Select};
use types::{Name, Result};

use crate::context::Cx;

/// Rows of one step; after a full one there may be more.
pub const STEP: u64 = 500;

/// Deletes rows for which `over` holds, a step's worth, told apart by `key`; gives how many.
pub(crate) fn step(cx: &mut Cx, table: &Name, key: &str, over: Expr) -> Result<u64> {
    let rows = cx.rows(&Select::from(table, &[key]).filter(over.clone()).limit(STEP))?;
    if rows.is_empty() {
        return Ok(0);
    }
    let these = Expr::column(0, key).among(rows.iter().map(|row| row[0].clone()).collect());
    cx.run(&Change::delete(table, these.and(over)))
}
