//! Plan: which way to walk, decided here and not by a planner, so that both databases do the same. A condition with an index of its own that
//! leaves at most 2,000 rows is *small*: its ids are fetched and everything else is tested on them. Otherwise the query is *large*: the sort index
//! is walked and everything is tested row by row until the page is full.

use store::{Alias, Expr, Select};
use types::{Id, Name, Result};

use super::resolve::Resolved;
use crate::{context::Cx, schema::Object};

/// More than this is large.
pub const SMALL: u64 = 2_000;

pub enum Plan {
    /// these ids hold everything that can match
    Small(Vec<Id>),
    Large,
}

pub fn choose(cx: &mut Cx, asked: &Resolved, living: &Expr, ids: Option<&[Id]>) -> Result<Plan> {
    if let Some(ids) = ids {
        return Ok(Plan::Small(ids.to_vec()));
    }
    for driver in drivers(asked) {
        if let Some(ids) = few(cx, &asked.object, living, driver)? {
            return Ok(Plan::Small(ids));
        }
    }
    Ok(Plan::Large)
}

/// Conditions that an index answers alone, most promising first.
fn drivers(asked: &Resolved) -> Vec<Expr> {
    let mut drivers = Vec::new();
    drivers.extend(asked.search.clone());
    let indexed = indexed_columns(&asked.object);
    let mut filters: Vec<&Expr> = Vec::new();
    match &asked.filter {
        Some(Expr::And(parts)) => filters.extend(parts.iter().filter(|part| served(part, &indexed))),
        Some(one) if served(one, &indexed) => filters.push(one),
        _ => {}
    }
    drivers.extend(filters.into_iter().cloned());
    if *asked.scope.rows() != crate::access::Predicate::Everything {
        drivers.push(asked.scope.rows().sql(0, false));
    }
    drivers
}

fn indexed_columns(object: &Object) -> Vec<Name> {
    let mut columns: Vec<Name> = vec![Name::of("id"), Name::of("external_id")];
    for field in object.living().filter(|f| f.is_stored()) {
        let link = field.kind.target().is_some() || matches!(field.kind, crate::schema::FieldType::LinkAny { .. });
        if link || field.unique || object.keys.contains(&field.name) {
            columns.push(field.column.clone());
        }
        if field.indexed || field.name == object.title {
            columns.extend(field.sort_column());
        }
    }
    for parts in &object.indexes {
        let first = parts.first().and_then(|name| object.field(name.trim_start_matches('-')));
        columns.extend(first.and_then(|f| f.sort_column().or_else(|| f.columns().first().map(|(c, _)| c.clone()))));
    }
    columns
}

/// Equality, membership or a range on one indexed column of the table itself.
fn served(part: &Expr, indexed: &[Name]) -> bool {
    let own = |side: &Expr| matches!(side, Expr::Column(0, name) if indexed.contains(name));
    match part {
        Expr::Compare(op, left, right) => *op != store::Compare::Ne && own(left) && matches!(**right, Expr::Value(_)),
        Expr::In(left, _) => own(left),
        Expr::InSelect(left, _) => matches!(**left, Expr::Column(0, ref name) if *name == "id"),
        Expr::Or(parts) => !parts.is_empty() && parts.iter().all(|p| served(p, indexed)),
        _ => false,
    }
}

/// All ids, if they are few.
fn few(cx: &mut Cx, object: &Object, living: &Expr, driver: Expr) -> Result<Option<Vec<Id>>> {
    let query = Select::from(object.table(), &["id"]).filter(living.clone()).filter(driver).limit(SMALL + 1);
    let rows = cx.rows(&query)?;
    Ok((rows.len() as u64 <= SMALL).then(|| rows.iter().filter_map(|row| row[0].as_int()).map(Id).collect()))
}

/// Everything a row must fulfil. `walk` keeps the planner on the sort index.
pub fn conditions(asked: &Resolved, living: &Expr, walk: bool) -> Vec<Expr> {
    let mut all = vec![living.clone()];
    if *asked.scope.rows() != crate::access::Predicate::Everything {
        all.push(asked.scope.rows().sql(0, walk));
    }
    all.extend(asked.filter.clone());
    all.extend(asked.search.clone());
    all
}

/// `id IN ids` on a table of the query.
pub fn among(alias: Alias, ids: &[Id]) -> Expr {
    Expr::column(alias, "id").among(ids.iter().map(|id| (*id).into()).collect())
}
