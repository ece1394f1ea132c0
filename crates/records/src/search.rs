//! Search tokens: written in the record's own transaction, so what was saved is found at once. Reading is in `query`.

use std::collections::BTreeSet;

use store::{Change as RowChange, Expr, Select};
use types::{Id, Result, text::tokens::Query};

use crate::{
    access::Scope,
    context::Cx,
    field,
    query::{load, plan},
    record::Record,
    schema::Object,
    write::{Change, Written},
};

/// Adds the change of the search index, if what is searched changed.
pub fn of_change(written: &Written, changes: &mut Vec<RowChange>) {
    let object = &written.object;
    let search = object.search_table();
    match written.change {
        Change::Deleted => changes.push(RowChange::Unindex { search, id: written.after.id.0 }),
        Change::Updated if !differs(written) => {}
        Change::Created | Change::Updated | Change::Restored => {
            let tokens = tokens(object, &written.after);
            if !tokens.is_empty() || written.change == Change::Updated {
                changes.push(RowChange::Index { search, id: written.after.id.0, tokens });
            }
        }
    }
}

fn differs(written: &Written) -> bool {
    let before = written.before.as_ref();
    written.object.fields.iter().enumerate().any(|(position, one)| {
        one.search.is_some() && before.is_none_or(|b| b.values[position] != written.after.values[position])
    })
}

/// Sorted, without doubles; each carries its field, so that a query looks only into fields its caller may read.
pub fn tokens(object: &Object, record: &Record) -> Vec<String> {
    let mut tokens = Vec::new();
    for (position, one) in object.fields.iter().enumerate() {
        if one.search.is_some() && !one.removed {
            field::tokens(one, &record.values[position], &mut tokens);
        }
    }
    tokens.sort_unstable();
    tokens.dedup();
    tokens
}

/// The tokens of those of these records that the scope reaches, of the fields at these positions; with a query, those that it may look for.
pub fn of_records(
    cx: &mut Cx,
    scope: &Scope,
    ids: &[Id],
    positions: &[usize],
    query: Option<&Query>,
) -> Result<Vec<(Id, BTreeSet<String>)>> {
    let object = scope.object().clone();
    let mut asked = Select::from(object.table(), &["id"]).filter(plan::among(0, ids)).filter(scope.rows().sql(0, true));
    for position in positions {
        asked.columns.extend(object.fields[*position].columns().into_iter().map(|(name, _)| Expr::Column(0, name)));
    }
    let rows = cx.rows(&asked)?;
    let mut several = Vec::new();
    for position in positions.iter().filter(|at| object.fields[**at].kind.is_many()) {
        several.push((*position, load::side_values(cx, &object, &object.fields[*position], ids)?));
    }
    let mut all = Vec::with_capacity(rows.len());
    for row in rows.iter() {
        let id = Id(row[0].as_int().unwrap_or_default());
        let (mut tokens, mut at) = (Vec::new(), 1);
        for position in positions {
            let one = &object.fields[*position];
            let width = one.columns().len();
            if width > 0 {
                field::tokens_of(one, &field::from_cells(one, &row[at..at + width]), query, &mut tokens);
                at += width;
            }
        }
        for (position, values) in &several {
            if let Some(value) = values.get(&id) {
                field::tokens_of(&object.fields[*position], value, query, &mut tokens);
            }
        }
        all.push((id, tokens.into_iter().collect()));
    }
    Ok(all)
}
