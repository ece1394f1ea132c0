//! Brief: which lists may be read among the pages. Where an index serves neither a part of the filter nor the order, a walk ends when its page is
//! full, and where little matches that is at the end of the table: a few such lists would hold every connection that pages are read on. So the plan
//! is asked first, and what may take so long is refused in work that is to be brief (`briefly`); callers read it again where long reads take their
//! turn. Told by the plan and not by a clock, so that nobody pays for finding out. Called by `run`, and by edges through `gate`.

use std::{hash::Hash, sync::Arc};

use store::{Expr, Select};
use types::{Problem, ProblemKind, Result};

use super::{
    Ask, many,
    plan::{self, Plan},
    resolve::{Resolved, resolve},
    run::{self, SORTED},
};
use crate::{access::Predicate, context::Cx, schema::Object};

/// So many rows are walked before anybody notices.
const WALKED: i64 = 20_000;

/// Reads what indexes serve; nothing where that would mean to walk a large table.
pub fn briefly<T>(cx: &mut Cx, read: impl FnOnce(&mut Cx) -> Result<T>) -> Result<Option<T>> {
    let before = std::mem::replace(&mut cx.brief, true);
    let answer = read(cx);
    cx.brief = before;
    match answer {
        Err(problem) if problem.code == "long_walk" => Ok(None),
        answer => answer.map(Some),
    }
}

/// Refuses a long walk in work that is to be brief. For what is not few.
pub(super) fn may_walk(cx: &mut Cx, asked: &Resolved, living: &Expr) -> Result<()> {
    let long = cx.brief
        && !(plan::serves_filter(cx, asked, living)? && plan::serves_order(asked, living))
        && has_more(cx, asked, living, WALKED)?;
    if long { Err(long_walk()) } else { Ok(()) }
}

pub(super) fn long_walk() -> Problem {
    Problem::new(ProblemKind::Unavailable, "long_walk")
}

/// The same for what does not choose a plan itself.
pub(super) fn may_count(cx: &mut Cx, asked: &Resolved, living: &Expr) -> Result<()> {
    let long = may_walk(cx, asked, living);
    match long.is_err() && matches!(plan::choose(cx, asked, living, None)?, Plan::Small(_)) {
        true => Ok(()),
        false => long,
    }
}

/// Whether the table holds more records than that.
fn has_more(cx: &mut Cx, asked: &Resolved, living: &Expr, than: i64) -> Result<bool> {
    let all = Select::from(asked.object.table(), &["id"]).filter(living.clone());
    many::remembered(cx, asked, living, ("more", than), |cx| Ok(!run::count_of(cx, all, than)?.exact))
}

/// By which of these columns the list may be ordered, for the heads of a table: as long as it is not known to be too long, by all.
pub fn orders(cx: &mut Cx, object: &Arc<Object>, ask: &Ask, paths: &[&str]) -> Result<Vec<bool>> {
    let ask = Ask { sort: vec![("id".into(), false)], fields: vec![object.title.to_string()], ..ask.clone() };
    let mut asked = resolve(cx, object, &ask)?;
    let living = run::living(ask.deleted);
    if !is_too_long(cx, &asked, &living, &ask, Effort::OfAnIndex)? {
        return Ok(vec![true; paths.len()]);
    }
    let mut served = |path: &&str| {
        // a column that is no longer there has no order either
        let Ok(key) = asked.sort_key(cx, path, false) else { return false };
        asked.sort = vec![key];
        plan::serves_order(&asked, &living)
    };
    Ok(paths.iter().map(&mut served).collect())
}

/// Finds out for `orders` what a page has no time for. Where somebody adds up a list after its page anyway.
pub fn measure_length(cx: &mut Cx, object: &Arc<Object>, ask: &Ask) -> Result<()> {
    let ask = Ask { sort: vec![("id".into(), false)], fields: vec![object.title.to_string()], ..ask.clone() };
    let asked = resolve(cx, object, &ask)?;
    is_too_long(cx, &asked, &run::living(ask.deleted), &ask, Effort::OfEveryRow).map(drop)
}

#[derive(PartialEq)]
enum Effort {
    OfAnIndex,
    /// of those that match each is looked at for the reader's rights
    OfEveryRow,
}

/// For a list of which it has just been found out that more match than are sorted.
pub(super) fn found_long(cx: &Cx, asked: &Resolved, living: &Expr) {
    many::remember(cx, asked, living, length(cx, asked), true);
}

/// Under this name the length of a list is remembered.
fn length(cx: &Cx, asked: &Resolved) -> impl Hash + use<> {
    let search = asked.search.as_ref().map(|words| words.indexed.clone());
    ("long", asked.filter.clone(), search, cx.actor.user, asked.scope.action().word())
}

/// Whether more match than are sorted, where that is known or an index of the table tells.
fn is_too_long(cx: &mut Cx, asked: &Resolved, living: &Expr, ask: &Ask, effort: Effort) -> Result<bool> {
    let this = length(cx, asked);
    if let Some(is_long) = many::recall(cx, asked, living, &this) {
        return Ok(is_long);
    }
    // how many hold the words is not soon told
    if asked.search.is_some() {
        return Ok(false);
    }
    let looked_at = asked.filter.is_some() && *asked.scope.rows() != Predicate::Everything;
    if looked_at && effort == Effort::OfAnIndex {
        return Ok(false);
    }
    let large = matches!(plan::choose(cx, asked, living, ask.ids.as_deref())?, Plan::Large);
    if !large || !plan::serves_filter(cx, asked, living)? || !has_more(cx, asked, living, SORTED)? {
        return Ok(false);
    }
    many::remembered(cx, asked, living, this, |cx| Ok(!run::count(cx, asked, living, SORTED)?.exact))
}
