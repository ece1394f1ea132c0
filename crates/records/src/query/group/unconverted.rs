//! Amounts that no sum holds, because there is no rate for their day. Called by `group`.

use store::{Expr, Select};
use types::{Name, Result};

use super::{Resolved, TotalOf};
use crate::{
    context::Cx,
    schema::{FieldType, tables},
};

/// Amounts of the measured money fields that have no value in the organisation's currency. An index of their own holds them, usually none.
pub(super) fn unconverted(
    cx: &mut Cx,
    asked: &Resolved,
    totals: &[TotalOf],
    state: &Expr,
    conditions: &[Expr],
) -> Result<i64> {
    let mut count = 0;
    let mut seen: Vec<&Name> = Vec::new();
    for field in totals.iter().filter(|t| t.own).filter_map(|t| t.field.as_ref()) {
        if *field.result_type() != FieldType::Money || seen.contains(&&field.column) {
            continue;
        }
        seen.push(&field.column);
        // before rows are looked at for their rights and filters: mostly there is no such amount in the whole table
        let anywhere = Select::from(asked.object.table(), &["id"])
            .filter(state.clone())
            .filter(tables::unconverted(&field.column))
            .limit(1);
        if cx.rows(&anywhere)?.is_empty() {
            continue;
        }
        let mut all = conditions.to_vec();
        all.push(tables::unconverted(&field.column));
        let query = Select {
            columns: vec![Expr::CountRows],
            from: Some((store::Source::Table(asked.object.table().clone()), 0)),
            joins: asked.places.joins.clone(),
            filter: Some(Expr::And(all)),
            ..Select::default()
        };
        count += cx.rows(&query)?.number().unwrap_or_default();
    }
    Ok(count)
}
