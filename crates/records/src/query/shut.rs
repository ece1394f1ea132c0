//! Shut: whoever sees a record sees the label of what it links to, and may perhaps not open it. Pages ask here, so that they draw no way to a page that
//! does not exist for their reader. One query per object that a reader does not see whole.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use store::{Expr, Select};
use types::{Id, Linked, Name, Result, Value};

use crate::{
    access::{self, Action, Predicate},
    context::Cx,
    visible::Visible,
};

/// Marks the links of these records that the caller cannot open.
pub fn mark_shut<'v>(cx: &mut Cx, items: impl IntoIterator<Item = &'v mut Visible>) -> Result<()> {
    let mut items: Vec<&mut Visible> = items.into_iter().collect();
    let mut wanted: BTreeMap<Name, BTreeSet<Id>> = BTreeMap::new();
    for link in items.iter().flat_map(|item| &item.values).filter_map(one) {
        if let Some(object) = &link.object {
            wanted.entry(object.clone()).or_default().insert(link.id);
        }
    }
    let mut shut: HashSet<Id> = HashSet::new();
    for (name, mut ids) in wanted {
        let Some(object) = cx.catalog.object(&name).cloned() else { continue };
        if let Ok(scope) = access::scope(cx, &object, Action::View) {
            if *scope.rows() == Predicate::Everything {
                continue;
            }
            let these = ids.iter().map(|id| (*id).into()).collect();
            let seen = Select::from(object.table(), &["id"])
                .filter(Expr::column(0, "id").among(these))
                .filter(scope.rows().sql(0, true));
            for id in cx.rows(&seen)?.iter().filter_map(|row| row[0].as_int()) {
                ids.remove(&Id(id));
            }
        }
        shut.extend(ids);
    }
    if shut.is_empty() {
        return Ok(());
    }
    for value in items.iter_mut().flat_map(|item| &mut item.values) {
        if let Value::Link(link) = value {
            link.shut = shut.contains(&link.id);
        }
    }
    Ok(())
}

fn one(value: &Value) -> Option<&Linked> {
    match value {
        Value::Link(link) if !link.gone => Some(link),
        _ => None,
    }
}
