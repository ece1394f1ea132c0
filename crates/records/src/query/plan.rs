//! Plan: which way to walk, decided here and not by a planner, so that both databases do the same. A condition with an index of its own that
//! leaves at most 2,000 rows is *small*: its ids are fetched and everything else is tested on them. Otherwise the query is *large*: the sort index
//! is walked and everything is tested row by row until the page is full.

use store::{Alias, Compare, Expr, Select};
use types::{Id, Name, Result};

use super::{
    many::{Many, remembered},
    reach,
    resolve::Resolved,
    words::Words,
};
use crate::{
    context::Cx,
    schema::{Object, tables::is_note},
};

/// More than this is large.
pub const SMALL: u64 = 2_000;

pub enum Plan {
    Small(Few),
    Large,
}

/// These ids hold everything that can match.
pub struct Few {
    pub ids: Vec<Id>,
    /// what they were found by, and so fulfil already; nothing for ids that the caller named
    by: Option<Driver>,
    /// the words were looked for in those of them that the caller sees
    worded: bool,
}

/// A condition that an index answers alone.
#[derive(Clone, PartialEq, Hash)]
pub enum Driver {
    Search(Expr),
    Filter(Expr),
    /// that of the scope, for this person and action
    Scope(Option<Id>, &'static str),
}

pub fn choose(cx: &mut Cx, asked: &Resolved, living: &Expr, ids: Option<&[Id]>) -> Result<Plan> {
    if let Some(ids) = ids {
        return Ok(Plan::Small(Few { ids: ids.to_vec(), by: None, worded: false }));
    }
    for driver in drivers(cx, asked) {
        let known = Many::key(&asked.object, living, &driver);
        if cx.many.is_known(known, cx.now) {
            continue;
        }
        // a page asks for its rows, their count and their sums
        let this = (asked.object.name.clone(), living.clone(), driver, None);
        let ids = match cx.memo.few(&this) {
            Some(ids) => Some(ids),
            None => few(cx, asked, living, &this.2)?,
        };
        match ids {
            Some(ids) => {
                cx.memo.were_few(this.clone(), ids.clone());
                return Ok(Plan::Small(searched(cx, asked, living, ids, this.2)?));
            }
            None => cx.many.learn(known, cx.now),
        }
    }
    Ok(Plan::Large)
}

/// Words that too many records hold are looked for in the few that another driver found.
fn searched(cx: &mut Cx, asked: &Resolved, living: &Expr, ids: Vec<Id>, driver: Driver) -> Result<Few> {
    let words = asked.search.as_ref().filter(|_| !matches!(driver, Driver::Search(_)) && are_living(living));
    let Some(words) = words else { return Ok(Few { ids, by: Some(driver), worded: false }) };
    let this = (asked.object.name.clone(), living.clone(), driver, Some(words.indexed.clone()));
    let held = match cx.memo.few(&this) {
        Some(held) => held,
        None => words.held_by(cx, &asked.scope, &ids)?,
    };
    cx.memo.were_few(this.clone(), held.clone());
    Ok(Few { ids: held, by: Some(this.2), worded: true })
}

/// Only these are in the search index.
fn are_living(state: &Expr) -> bool {
    *state == super::run::living(false)
}

/// Of which object, in which state, by which condition, and holding which words.
pub type Asked = (Name, Expr, Driver, Option<Expr>);

/// Conditions that an index answers alone, most promising first.
fn drivers(cx: &Cx, asked: &Resolved) -> Vec<Driver> {
    let mut drivers = Vec::new();
    drivers.extend(asked.search.as_ref().map(|words| Driver::Search(words.indexed.clone())));
    let indexed = indexed_columns(&asked.object);
    drivers.extend(pairs(asked).into_iter().map(Driver::Filter));
    let served = parts(asked.filter.as_ref()).iter().filter(|part| served(part, &indexed));
    drivers.extend(served.cloned().map(Driver::Filter));
    if *asked.scope.rows() != crate::access::Predicate::Everything {
        drivers.push(Driver::Scope(cx.actor.user, asked.scope.action().word()));
    }
    drivers
}

/// Two conditions that an index of several columns answers together: one value of its first, a range of its second.
fn pairs(asked: &Resolved) -> Vec<Expr> {
    let parts = parts(asked.filter.as_ref());
    let mut pairs = Vec::new();
    for columns in composites(&asked.object) {
        let [first, second, ..] = &columns[..] else { continue };
        let Some(exact) = parts.iter().find(|part| is_exact(part, first)) else { continue };
        let second = std::slice::from_ref(second);
        let ranges: Vec<&Expr> = parts.iter().filter(|part| served(part, second)).collect();
        if !ranges.is_empty() {
            pairs.push(Expr::And(std::iter::once(exact).chain(ranges).cloned().collect()));
        }
    }
    pairs
}

/// The columns of every index of several.
fn composites(object: &Object) -> impl Iterator<Item = Vec<Name>> {
    let column = |name: &str| {
        let field = object.field(name)?;
        field.sort_column().or_else(|| field.columns().first().map(|(column, _)| column.clone()))
    };
    object.indexes.iter().filter_map(move |index| object.index_key(index).map(column).collect())
}

/// Columns to each of which the filter gives one value, and that stand before `key` in an index: its rows lie there in the order of `key`.
/// None where no index has this order.
pub(super) fn bound_before(asked: &Resolved, key: &Expr) -> Vec<Name> {
    let parts = parts(asked.filter.as_ref());
    let bound = |column: &Name| parts.iter().any(|part| is_exact(part, column));
    let before = |columns: Vec<Name>| {
        let at = columns.iter().position(|column| on(key, column))?;
        columns[..at].iter().all(bound).then(|| columns[..at].to_vec())
    };
    composites(&asked.object).filter_map(before).flatten().collect()
}

fn is_exact(part: &Expr, column: &Name) -> bool {
    matches!(part, Expr::Compare(Compare::Eq, left, _) if on(left, column))
}

/// Whether this is that column of the table itself.
fn on(side: &Expr, column: &Name) -> bool {
    matches!(side, Expr::Column(0, name) if name == column)
}

/// What must hold for a filter to hold.
fn parts(filter: Option<&Expr>) -> &[Expr] {
    match filter {
        Some(Expr::And(parts)) => parts,
        Some(one) => std::slice::from_ref(one),
        None => &[],
    }
}

/// Columns with which an index begins.
pub(super) fn indexed_columns(object: &Object) -> Vec<Name> {
    let mut columns: Vec<Name> = vec![Name::of("id"), Name::of("external_id")];
    for field in object.living().filter(|f| f.is_stored()) {
        let link = field.kind.target().is_some() || matches!(field.kind, crate::schema::FieldType::LinkAny { .. });
        if link && !is_note(field) || field.unique || object.keys.contains(&field.name) {
            columns.push(field.column.clone());
        }
        if field.indexed || field.name == object.title {
            columns.extend(field.sort_column());
        }
    }
    for parts in &object.indexes {
        let first = parts.first().and_then(|name| object.field(name));
        columns.extend(first.and_then(|f| f.sort_column().or_else(|| f.columns().first().map(|(c, _)| c.clone()))));
    }
    columns
}

/// Equality, membership or a range on one indexed column of the table itself.
fn served(part: &Expr, indexed: &[Name]) -> bool {
    let own = |side: &Expr| matches!(side, Expr::Column(0, name) if indexed.contains(name));
    match part {
        Expr::Compare(op, left, right) => *op != Compare::Ne && own(left) && matches!(**right, Expr::Value(_)),
        Expr::In(left, _) => own(left),
        Expr::InSelect(left, _) => matches!(**left, Expr::Column(0, ref name) if *name == "id"),
        Expr::Or(parts) => !parts.is_empty() && parts.iter().all(|p| served(p, indexed)),
        _ => false,
    }
}

/// All ids, if they are few.
fn few(cx: &mut Cx, asked: &Resolved, living: &Expr, driver: &Driver) -> Result<Option<Vec<Id>>> {
    let (table, rows) = (asked.object.table(), asked.scope.rows());
    let found = match (driver, &asked.search) {
        (Driver::Search(_), Some(words)) if are_living(living) => {
            let ids = words.ids(cx, &asked.scope, SMALL + 1)?;
            if ids.len() as u64 <= SMALL {
                return Ok(Some(ids));
            }
            // pairs of characters are frequent, what they are pairs of may not be
            match words.verified.is_empty() {
                true => None,
                false => reach::ask(cx, table, living, Expr::And(words.conditions().collect()), SMALL)?,
            }
        }
        (Driver::Search(condition) | Driver::Filter(condition), _) => {
            reach::ask(cx, table, living, condition.clone(), SMALL)?
        }
        (Driver::Scope(..), _) => reach::few(cx, table, living, rows, SMALL)?,
    };
    Ok(found.map(|ids| ids.into_iter().collect()))
}

/// Everything a row must fulfil. `walk` keeps the planner on the sort index.
pub fn conditions(asked: &Resolved, living: &Expr, walk: bool) -> Vec<Expr> {
    let mut all = besides_filter(asked, living, walk);
    all.extend(asked.filter.clone());
    all
}

fn besides_filter(asked: &Resolved, living: &Expr, walk: bool) -> Vec<Expr> {
    let mut all = vec![living.clone()];
    if *asked.scope.rows() != crate::access::Predicate::Everything {
        all.push(asked.scope.rows().sql(0, walk));
    }
    all.extend(asked.search.iter().flat_map(Words::conditions));
    all
}

/// The same for rows of which the index has told that they hold the words.
pub(super) fn besides_words(asked: &Resolved, living: &Expr, words: &Words) -> Vec<Expr> {
    let mut all = conditions(asked, living, true);
    all.retain(|condition| *condition != words.indexed);
    all
}

/// Rows that are sooner sorted than found by walking the sort index.
const WALKED: i64 = 20_000;

/// The same for a walk of the sort index. SQLite takes every equality for one of a few rows: of those that leave more than it pays to sort, it may
/// not use the index.
pub fn for_walk(cx: &mut Cx, asked: &Resolved, living: &Expr, key: &Expr) -> Result<Vec<Expr>> {
    let mut all = besides_filter(asked, living, true);
    let indexed = indexed_columns(&asked.object);
    let before = bound_before(asked, key);
    for part in parts(asked.filter.as_ref()) {
        // a range of the very column that is walked says where to begin, and an index of both has the rows in order
        let begins = matches!(part, Expr::Compare(_, left, _) if **left == *key);
        let ordered = before.iter().any(|column| is_exact(part, column));
        let vast = !begins && !ordered && served(part, &indexed) && is_vast(cx, asked, living, part)?;
        all.push(if vast { Expr::Opaque(Box::new(part.clone())) } else { part.clone() });
    }
    Ok(all)
}

fn is_vast(cx: &mut Cx, asked: &Resolved, living: &Expr, part: &Expr) -> Result<bool> {
    #[cfg(test)]
    if cx.many.is_all_vast() {
        return Ok(true);
    }
    let alone = Select::from(asked.object.table(), &["id"]).filter(living.clone()).filter(part.clone());
    remembered(cx, asked, living, ("vast", part), |cx| Ok(!super::run::count_of(cx, alone, WALKED)?.exact))
}

/// Whether an index finds the rows that the filter leaves, or tells of each part whether a row fulfils it: then few rows are looked at in vain.
pub(super) fn serves_filter(cx: &mut Cx, asked: &Resolved, living: &Expr) -> Result<bool> {
    let indexed = indexed_columns(&asked.object);
    let all = parts(asked.filter.as_ref());
    let (served, others): (Vec<&Expr>, Vec<&Expr>) = all.iter().partition(|part| served(part, &indexed));
    if others.iter().all(|part| behind_others(asked, all, part)) {
        return Ok(true);
    }
    for part in served {
        if !is_vast(cx, asked, living, part)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether an index of several columns serves this part, because others give one value to each column before it.
fn behind_others(asked: &Resolved, all: &[Expr], part: &Expr) -> bool {
    composites(&asked.object).any(|columns| {
        let bound = columns.iter().take_while(|column| all.iter().any(|other| is_exact(other, column))).count();
        columns.iter().take(bound + 1).any(|column| served(part, std::slice::from_ref(column)))
    })
}

/// Whether an index has this order.
pub(super) fn serves_order(asked: &Resolved, living: &Expr) -> bool {
    match &asked.sort[..] {
        [key] => key.own || are_living(living) && !bound_before(asked, &key.expr).is_empty(),
        _ => false,
    }
}

impl Few {
    /// What the caller's scope holds, however many.
    pub(super) fn of_scope(cx: &Cx, asked: &Resolved, ids: Vec<Id>) -> Few {
        Few { ids, by: Some(Driver::Scope(cx.actor.user, asked.scope.action().word())), worded: false }
    }

    /// What these rows must still fulfil.
    pub fn rest(&self, asked: &Resolved, living: &Expr) -> Vec<Expr> {
        let Some(by) = &self.by else { return conditions(asked, living, true) };
        let mut all = Vec::new();
        if !self.worded
            && !matches!(by, Driver::Scope(..))
            && *asked.scope.rows() != crate::access::Predicate::Everything
        {
            all.push(asked.scope.rows().sql(0, true));
        }
        let worded = self.worded || matches!(by, Driver::Search(_));
        let found = |part: &&Expr| matches!(by, Driver::Filter(by) if by == *part);
        all.extend(parts(asked.filter.as_ref()).iter().filter(|part| !found(part)).cloned());
        let words = asked.search.iter().flat_map(Words::conditions);
        all.extend(words.skip(usize::from(worded)));
        all
    }
}

/// `id IN ids` on a table of the query.
pub fn among(alias: Alias, ids: &[Id]) -> Expr {
    Expr::column(alias, "id").among(ids.iter().map(|id| (*id).into()).collect())
}
