//! Ahead: an undo judges the newest records first, so that children stand before what they hang on. A file may say it the other way round: then the
//! child comes in a later step, and what somebody has made of it by then must spare its parent now. Called by `judge`.

use std::collections::HashSet;

use store::{Compare, Expr, Select};
use types::{Id, Result};

use super::judge::{Judge, close_upward, links_to_itself, these, touched_since};
use crate::{context::Cx, query, schema::Object};

/// More records than these are not looked through: then all of the step stays.
const MOST: usize = 1_000;

/// Those of the records of this step on which a record hangs, by however many others, that a later step will spare.
pub(super) fn spared(cx: &mut Cx, judge: &Judge, ids: &[Id]) -> Result<Vec<Id>> {
    let (import, object) = (judge.import, judge.object);
    let (Some(newest), Some(oldest)) = (ids.first().copied(), ids.last().copied()) else { return Ok(Vec::new()) };
    let mut links: Vec<(Id, Id)> = Vec::new();
    let mut later: HashSet<Id> = HashSet::new();
    let mut parents = ids.to_vec();
    while !parents.is_empty() {
        let found = children(cx, import, object, &parents, oldest, MOST + 1)?;
        if later.len() + found.len() > MOST {
            return Ok(ids.to_vec());
        }
        parents = found.iter().map(|(child, _)| *child).filter(|child| later.insert(*child)).collect();
        links.extend(found);
    }
    if later.is_empty() {
        return Ok(Vec::new());
    }
    let mut later: Vec<Id> = later.into_iter().collect();
    later.sort();
    let mut spared = touched_since(cx, import, object, &later)?;
    let alone = Judge { passed: &[], ..*judge };
    spared.extend(alone.leaned_on(cx, &later, newest)?.into_keys());
    close_upward(&mut spared, &links);
    spared.retain(|id| ids.contains(id));
    Ok(spared)
}

/// Living records of the import that come later and hang on one of these: (child, parent).
fn children(
    cx: &mut Cx,
    import: Id,
    object: &Object,
    parents: &[Id],
    oldest: Id,
    limit: usize,
) -> Result<Vec<(Id, Id)>> {
    let mut found = Vec::new();
    for link in links_to_itself(object) {
        let query = Select::from(object.table(), &["id", &link.column])
            .filter(query::run::living(false))
            .filter(Expr::Column(0, link.column.clone()).among(these(parents)))
            .filter(Expr::column(0, "import").eq(import))
            .filter(Expr::column(0, "id").compare(Compare::Lt, Expr::value(oldest)))
            .limit(limit as u64);
        let rows = cx.rows(&query)?;
        found.extend(rows.iter().filter_map(|row| Some((Id(row[0].as_int()?), Id(row[1].as_int()?)))));
    }
    Ok(found)
}
