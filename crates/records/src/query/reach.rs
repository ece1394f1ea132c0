//! Reach: the records that a scope reaches, when they are few. Each way of reaching a record (owner, team, share, what it hangs on) is asked for
//! itself, by its own index, and the ids are put together here: no planner has to see through an `OR`. Called by `plan`.

use std::collections::BTreeSet;

use store::{Cell, Expr, Select};
use types::{Id, Name, Result};

use super::plan::among;
use crate::{access::Predicate, context::Cx};

/// Ids of the records of `object` (its table) in `state` for which the predicate holds; nothing where they are more than `most`, or where no
/// index begins with what it asks.
pub fn few(cx: &mut Cx, object: &Name, state: &Expr, rows: &Predicate, most: u64) -> Result<Option<BTreeSet<Id>>> {
    match rows {
        Predicate::Nothing => Ok(Some(BTreeSet::new())),
        Predicate::Everything | Predicate::NotSet(_) => Ok(None),
        Predicate::Any(parts) => {
            let mut all = BTreeSet::new();
            for part in parts {
                let Some(ids) = few(cx, object, state, part, most)? else { return Ok(None) };
                all.extend(ids);
            }
            Ok((all.len() as u64 <= most).then_some(all))
        }
        Predicate::All(parts) => {
            for (at, part) in parts.iter().enumerate() {
                let Some(ids) = few(cx, object, state, part, most)? else { continue };
                let ids: Vec<Id> = ids.into_iter().collect();
                let others = parts.iter().enumerate().filter(|(other, _)| *other != at);
                let rest = others.map(|(_, part)| part.sql(0, true)).fold(among(0, &ids), Expr::and);
                return ask(cx, object, state, rest, most);
            }
            Ok(None)
        }
        Predicate::Parent { link, object: parent, rows } => {
            let Some(ids) = few(cx, &Name::of(parent), &living(), rows, most)? else { return Ok(None) };
            ask(cx, object, state, Expr::column(0, link).among(cells(&ids)), most)
        }
        Predicate::About { link, targets } => {
            let mut all = BTreeSet::new();
            for (target, rows) in targets.iter().filter(|(_, rows)| *rows != Predicate::Nothing) {
                let Some(ids) = few(cx, target, &living(), rows, most)? else { return Ok(None) };
                let here = Expr::Column(0, link.with("object")).eq(target);
                let Some(found) =
                    ask(cx, object, state, Expr::Column(0, link.clone()).among(cells(&ids)).and(here), most)?
                else {
                    return Ok(None);
                };
                all.extend(found);
            }
            Ok((all.len() as u64 <= most).then_some(all))
        }
        part => ask(cx, object, state, part.sql(0, false), most),
    }
}

fn living() -> Expr {
    Expr::column(0, "deleted_at").is_null()
}

fn cells(ids: &BTreeSet<Id>) -> Vec<Cell> {
    ids.iter().map(|id| Cell::from(*id)).collect()
}

/// The records in `state` that fulfil a condition; nothing where they are too many.
pub fn ask(cx: &mut Cx, object: &Name, state: &Expr, condition: Expr, most: u64) -> Result<Option<BTreeSet<Id>>> {
    let query = Select::from(object, &["id"]).filter(state.clone()).filter(condition).limit(most + 1);
    let rows = cx.rows(&query)?;
    Ok((rows.len() as u64 <= most).then(|| rows.iter().filter_map(|row| row[0].as_int()).map(Id).collect()))
}
