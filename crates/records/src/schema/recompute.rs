//! Recompute: a stored formula that is new or reads otherwise is worked out for the rows there are, those in the recycle bin too. A job in steps, ordered by
//! `change` in the transaction that changes the field; what is written meanwhile is computed by the write itself. No version, no audit, no event: nothing
//! that anybody could change has changed.

use serde_json::{Value as Json, json};
use store::{Change, Compare, Direction, Expr, Select};
use types::{Id, Name, Problem, Result};

use super::{Field, FieldType, Object};
use crate::{
    access::{self, Action},
    context::Cx,
    field,
    jobs::{self, Held},
    query,
    write::derive,
};

/// The kind of these jobs; `app` registers `step` for it.
pub const JOB: &str = "recompute";
/// Rows of one step.
const ROWS: u64 = 100;

/// Orders it, if there is anything to compute.
pub(super) fn order(cx: &mut Cx, object: &Object, field: &Field) -> Result<()> {
    if !matches!(field.kind, FieldType::Formula { .. }) || !field.is_stored() {
        return Ok(());
    }
    jobs::enqueue(cx, JOB, &json!({ "object": object.name, "field": field.name })).map(drop)
}

/// The rows behind the last one that was done; `None` when there are no more. As upkeep: it reaches every row.
pub fn step(cx: &mut Cx, held: &Held) -> Result<Option<(Json, Json)>> {
    let name = held.input["object"].as_str().and_then(Name::parse);
    let name = name.ok_or_else(|| Problem::internal("formulas of nothing"))?;
    let object = cx.catalog.find(&name)?;
    let after = held.cursor.as_str().and_then(Id::parse).unwrap_or(Id(0));
    let rows = Select::from(object.table(), &["id", "deleted_at"])
        .filter(Expr::column(0, "id").compare(Compare::Gt, Expr::value(after)))
        .order(Expr::column(0, "id"), Direction::Up)
        .limit(ROWS);
    let rows = cx.rows(&rows)?;
    let Some(last) = rows.iter().last().and_then(|row| row[0].as_int()).map(Id) else { return Ok(None) };
    let scope = access::scope(cx, &object, Action::View)?;
    for row in rows.iter() {
        let Some(id) = row[0].as_int().map(Id) else { continue };
        let before = match row[1].is_null() {
            true => query::load(cx, &scope, id)?,
            false => query::load_deleted(cx, &scope, id)?,
        };
        let mut after = before.clone();
        derive::formulas(cx, &object, &mut after)?;
        let mut set = Vec::new();
        for (field, (was, is)) in object.fields.iter().zip(before.values.iter().zip(&after.values)) {
            if was != is {
                let cells = field::to_cells(field, is);
                set.extend(
                    field.columns().into_iter().zip(cells).map(|((column, _), cell)| (column, Expr::Value(cell))),
                );
            }
        }
        if !set.is_empty() {
            cx.run(&Change::Update { table: object.table().clone(), set, filter: Expr::column(0, "id").eq(id) })?;
        }
    }
    let done = held.progress["done"].as_u64().unwrap_or_default() + rows.len() as u64;
    let (cursor, progress) = (json!(last), json!({ "done": done }));
    jobs::step(cx, held, &cursor, &progress)?;
    Ok(Some((cursor, progress)))
}
