//! Preview: what an undo would take back if it were ordered now, counted as the undo itself judges, under the caller's rights; nothing is written.
//! Bounded: of a large import the newest records are counted, and the rest is said to be more. Called by the page that asks before an undo.

use std::collections::{HashMap, HashSet};

use store::{Expr, Select};
use types::{Id, Name, Result};

use super::{
    ROWS, back, is_open, journal,
    judge::{Judge, Why},
    made, objects, taking,
};
use crate::{
    access::{self, Action, Scope},
    context::Cx,
    query::{self, plan},
};

/// Records looked at, at most.
const LOOKED_AT: usize = 1_000;
/// Later imports named that hold something.
const NAMED: usize = 3;
/// Of how many of them it is asked whether they can be undone.
const ASKED: usize = 20;

/// What would become of the records.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Preview {
    /// to the recycle bin
    pub deleted: u64,
    /// put back, as a whole or in part
    pub restored: u64,
    /// stay, because somebody has changed them since
    pub touched: u64,
    /// stay, because other records hang on them
    pub held: u64,
    /// stay, because the caller may not change them
    pub barred: u64,
    /// later imports that made what hangs on them and can be undone, with how many they hold; those that hold most, as far as the caller may see them
    pub by: Vec<(Id, u64)>,
    /// there are more records than were counted
    pub more: bool,
}

impl Preview {
    /// Everything that was looked at.
    pub fn all(&self) -> u64 {
        self.deleted + self.restored + self.kept()
    }

    pub fn kept(&self) -> u64 {
        self.touched + self.held + self.barred
    }
}

/// Counts what an undo of this import would do now; `object` as [`super::may`] gives it.
pub fn preview(cx: &mut Cx, import: Id, object: &Name) -> Result<Preview> {
    let mut found = Preview::default();
    let mut by: HashMap<Id, u64> = HashMap::new();
    let mut gone: HashSet<Id> = HashSet::new();
    let objects = objects(cx, object);
    for (at, object) in objects.iter().enumerate() {
        let mut from = i64::MAX;
        loop {
            let rows = ROWS.min(LOOKED_AT.saturating_sub(found.all() as usize));
            let ids = made(cx, import, object, from, rows.max(1))?;
            let Some(last) = ids.last() else { break };
            if rows == 0 {
                found.more = true;
                break;
            }
            from = last.0;
            let stays = Judge { import, object, passed: &objects[..at], gone: &gone }.stays(cx, &ids)?;
            let free: Vec<Id> = ids.iter().copied().filter(|id| !stays.contains_key(id)).collect();
            let reached = match taking(cx, object) {
                Ok(scope) => reached(cx, &scope, &free)?,
                Err(_) => Vec::new(),
            };
            found.deleted += reached.len() as u64;
            found.barred += (free.len() - reached.len()) as u64;
            gone.extend(reached);
            for why in stays.into_values() {
                match why {
                    Why::Touched => found.touched += 1,
                    Why::Held(import) => {
                        found.held += 1;
                        import.into_iter().for_each(|import| *by.entry(import).or_default() += 1);
                    }
                }
            }
        }
    }
    put_back(cx, import, object, &mut found)?;
    found.by = holding(cx, by)?;
    Ok(found)
}

/// Those that hold most and could be undone before.
fn holding(cx: &mut Cx, by: HashMap<Id, u64>) -> Result<Vec<(Id, u64)>> {
    let all: Vec<Id> = by.keys().copied().collect();
    let seen = query::labels_for_caller(cx, &Name::of("imports"), &all)?;
    let mut by: Vec<(Id, u64)> = by.into_iter().filter(|(import, _)| seen.contains_key(import)).collect();
    by.sort_by_key(|(import, count)| (std::cmp::Reverse(*count), *import));
    let mut holding = Vec::new();
    for (import, count) in by.into_iter().take(ASKED) {
        let record = journal::get(cx, import)?;
        if holding.len() < NAMED && is_open(cx, &record).is_ok() {
            holding.push((import, count));
        }
    }
    Ok(holding)
}

fn put_back(cx: &mut Cx, import: Id, object: &Name, found: &mut Preview) -> Result<()> {
    let rows = LOOKED_AT.saturating_sub(found.all() as usize);
    let mut changes = journal::changes(cx, import, Id(0), rows as u64 + 1)?;
    found.more |= changes.len() > rows;
    changes.truncate(rows);
    let object = cx.catalog.find(object)?;
    let Ok(scope) = access::scope(cx, &object, Action::Edit) else {
        found.barred += changes.len() as u64;
        return Ok(());
    };
    for change in changes {
        match query::load(cx, &scope, change.record) {
            Ok(now) => match back(&object, &now, &change) {
                (input, _) if !input.entries.is_empty() => found.restored += 1,
                (_, left) => found.touched += u64::from(!left.is_empty()),
            },
            Err(_) => found.barred += 1,
        }
    }
    Ok(())
}

/// Those of them that the caller may take away.
fn reached(cx: &mut Cx, scope: &Scope, ids: &[Id]) -> Result<Vec<Id>> {
    let query = Select::from(scope.object().table(), &["id"])
        .filter(plan::among(0, ids))
        .filter(Expr::column(0, "deleted_at").is_null())
        .filter(scope.rows().sql(0, true));
    Ok(cx.rows(&query)?.iter().filter_map(|row| row[0].as_int()).map(Id).collect())
}
