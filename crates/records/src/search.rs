//! Search tokens: written in the record's own transaction, so what was saved is found at once. Reading is in `query`.

use store::Change as RowChange;

use crate::{
    field,
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
