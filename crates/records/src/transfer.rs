//! Moving an installation to another database: the shape of everything there is, for `store::copy_all`, and the search indexes filled anew
//! afterwards, because their words are not kept as rows. Called by `zhike migrate --to`.

use std::sync::Arc;

use store::{Change, Compare, Direction, Expr, Select, Step};
use types::{Id, Result};

use crate::{
    access::{self, Action},
    context::Cx,
    schema::{Object, tables},
    search, system,
};

/// Records of one step of `refill`.
const STEP: u64 = 200;

/// Every table, index and seal: those of the engine, then those of each object.
pub fn shape(cx: &Cx) -> Vec<Step> {
    let own = system::migrations().into_iter().flat_map(|migration| migration.steps);
    own.chain(cx.catalog.objects.values().flat_map(|object| tables::create(object))).collect()
}

/// Writes the search tokens of the next records after `after`; gives the last of them, `None` at the end.
pub fn refill(cx: &mut Cx, object: &Arc<Object>, after: Id) -> Result<Option<Id>> {
    let scope = access::scope(cx, object, Action::View)?;
    let next = Select::from(object.table(), &["id"])
        .filter(Expr::column(0, "id").compare(Compare::Gt, Expr::value(after)))
        .filter(Expr::column(0, "deleted_at").is_null())
        .order(Expr::column(0, "id"), Direction::Up)
        .limit(STEP);
    let ids: Vec<Id> = cx.rows(&next)?.iter().filter_map(|row| row[0].as_int()).map(Id).collect();
    let searched: Vec<usize> = (0..object.fields.len())
        .filter(|at| object.fields[*at].search.is_some() && !object.fields[*at].removed)
        .collect();
    let mut changes = Vec::new();
    for (id, tokens) in search::of_records(cx, &scope, &ids, &searched, None)? {
        if !tokens.is_empty() {
            let tokens = tokens.into_iter().collect();
            changes.push(Change::Index { search: object.search_table(), id: id.0, tokens });
        }
    }
    cx.run_all(&changes)?;
    Ok(ids.last().copied())
}
