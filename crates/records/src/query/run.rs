//! Run: fetch the page that the plan says, and turn its cells into what the caller may see.

use std::{cmp::Ordering, collections::HashMap, sync::Arc};

use store::{Cell, Compare, Direction, Expr, Rows, Select};
use types::{Id, Instant, Linked, Problem, Result, Value};

use super::{
    ask::{Ask, COUNT_CAP, Totals},
    brief,
    cursor::{self, Place},
    expand, far,
    order::{beyond, in_memory, last_direction, ordered},
    plan::{self, Few, Plan},
    resolve::{HEAD, Part, Resolved, SortKey, computed_cells, resolve},
    words,
};
use crate::{
    context::Cx,
    field,
    schema::Object,
    visible::{Page, Total, Visible},
};

/// A page of the records of `object` that this actor may see.
pub fn list(cx: &mut Cx, object: &Arc<Object>, ask: &Ask) -> Result<Page> {
    let asked = resolve(cx, object, ask)?;
    page(cx, asked, ask)
}

/// The same for a request resolved under another right.
pub fn page(cx: &mut Cx, asked: Resolved, ask: &Ask) -> Result<Page> {
    let bound = bound(cx, &asked.object, ask);
    let after = match &ask.cursor {
        Some(text) => {
            Some(cursor::open(&cx.seal, &bound, text)?).filter(|place| place.values.len() == asked.sort.len())
        }
        None => None,
    };
    if ask.cursor.is_some() && after.is_none() {
        return Err(Problem::bad("bad_cursor"));
    }
    let living = living(ask.deleted);
    let limit = ask.page_size() as usize;
    let (rows, total) = match plan::choose(cx, &asked, &living, ask.ids.as_deref())? {
        Plan::Small(few) => small(cx, &asked, &living, &few, after.as_ref(), limit)?,
        Plan::Large => {
            brief::may_walk(cx, &asked, &living)?;
            let rows = match far::rows(cx, &asked, &living, after.as_ref(), limit + 1)? {
                Some(rows) => rows,
                None => large(cx, &asked, &living, after.as_ref(), limit + 1)?,
            };
            let all = ask.cursor.is_none() && rows.len() <= limit;
            let total = match ask.totals {
                Totals::Capped if !all => Some(count(cx, &asked, &living, COUNT_CAP)?),
                _ => all.then_some(Total { count: rows.len() as i64, exact: true }),
            };
            (rows, total)
        }
    };
    let next = (rows.len() > limit).then(|| {
        let last = &rows[limit - 1];
        cursor::seal(&cx.seal, &bound, &place_of(last, asked.sort.len()))
    });
    let shown: Vec<&[Cell]> = rows.iter().take(limit).map(|row| &row[asked.sort.len()..]).collect();
    let items = visible(cx, &asked, &shown)?;
    let total = total.filter(|_| ask.totals != Totals::None);
    Ok(Page { columns: asked.columns.clone(), items, next, total })
}

/// One record; `fields` as in a list, `None` = all.
pub fn get(cx: &mut Cx, object: &Arc<Object>, id: Id, fields: Option<&[String]>) -> Result<Visible> {
    let ask = Ask { fields: fields.unwrap_or_default().to_vec(), sort: vec![("id".into(), false)], ..Ask::default() };
    let asked = resolve(cx, object, &ask)?;
    let query = select(&asked, plan::conditions(&asked, &living(false), true)).filter(Expr::column(0, "id").eq(id));
    let rows = cx.rows(&query)?;
    let row = rows.first().ok_or_else(Problem::not_found)?;
    let mut items = visible(cx, &asked, &[&row[asked.sort.len()..]])?;
    Ok(items.remove(0))
}

/// Every id that matches, in order of id, in steps: for bulk work and exports. `after` = the last id of the step before.
pub fn ids(cx: &mut Cx, asked: &Resolved, after: Option<Id>, limit: u64) -> Result<Vec<Id>> {
    brief::may_count(cx, asked, &living(false))?;
    let mut query = Select {
        columns: vec![Expr::column(0, "id")],
        from: Some((store::Source::Table(asked.object.table().clone()), 0)),
        joins: asked.places.joins.clone(),
        ..Select::default()
    };
    for condition in plan::conditions(asked, &living(false), true) {
        query = query.filter(condition);
    }
    if let Some(after) = after {
        query = query.filter(Expr::column(0, "id").compare(Compare::Gt, Expr::value(after)));
    }
    let rows = cx.rows(&query.order(Expr::column(0, "id"), Direction::Up).limit(limit))?;
    Ok(rows.iter().filter_map(|row| row[0].as_int()).map(Id).collect())
}

pub fn living(deleted: bool) -> Expr {
    let at = Expr::column(0, "deleted_at");
    if deleted { at.not_null() } else { at.is_null() }
}

/// What a cursor is bound to: the query, the records it was asked of, and the person.
fn bound(cx: &Cx, object: &Object, ask: &Ask) -> String {
    let who = cx.actor.user.map_or(0, |id| id.0);
    let Ask { filter, search, sort, deleted, ids, .. } = ask;
    format!("{}|{filter:?}|{search:?}|{sort:?}|{deleted}|{ids:?}|{who}", object.name)
}

/// Sort keys, then the head, then the cells of the columns.
pub(super) fn select(asked: &Resolved, conditions: Vec<Expr>) -> Select {
    let mut columns: Vec<Expr> = asked.sort.iter().map(|key| key.expr.clone()).collect();
    columns.extend(["id", "version", "deleted_at"].map(|name| Expr::column(0, name)));
    columns.push(asked.title.clone());
    columns.extend(asked.select.iter().cloned());
    let mut query = Select {
        columns,
        from: Some((store::Source::Table(asked.object.table().clone()), 0)),
        joins: asked.places.joins.clone(),
        ..Select::default()
    };
    for condition in conditions {
        query = query.filter(condition);
    }
    query
}

pub(super) type Row = Vec<Cell>;

/// The ids are known to be few: find those that match, sort them here, fetch the page.
pub(super) fn small(
    cx: &mut Cx,
    asked: &Resolved,
    living: &Expr,
    few: &Few,
    after: Option<&Place>,
    limit: usize,
) -> Result<(Vec<Row>, Option<Total>)> {
    let keys = asked.sort.len();
    let rest = few.rest(asked, living);
    let by_id = matches!(&asked.sort[..], [key] if key.expr == Expr::column(0, "id"));
    let found: Vec<Row> = if few.ids.is_empty() {
        Vec::new()
    } else if rest.is_empty() && by_id {
        few.ids.iter().map(|id| vec![(*id).into(), (*id).into()]).collect()
    } else {
        let mut query = select(asked, rest).filter(plan::among(0, &few.ids));
        query.columns.truncate(keys + 1);
        collect(&cx.rows(&query)?)
    };
    let mut rows: Vec<&[Cell]> = found.iter().map(Vec::as_slice).collect();
    rows.sort_by(|a, b| in_memory(&asked.sort, a, b));
    let total = Total { count: rows.len() as i64, exact: true };
    let start = after.map_or(0, |place| {
        let mut mark = place.values.clone();
        mark.push(place.id.into());
        rows.partition_point(|row| in_memory(&asked.sort, row, &mark) != Ordering::Greater)
    });
    let wanted: Vec<Id> = rows[start..].iter().take(limit + 1).filter_map(|row| row[keys].as_int()).map(Id).collect();
    Ok((in_order_of(cx, asked, &wanted)?, Some(total)))
}

/// The rows of records that may be seen, in this order.
fn in_order_of(cx: &mut Cx, asked: &Resolved, ids: &[Id]) -> Result<Vec<Row>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let keys = asked.sort.len();
    let full = cx.rows(&select(asked, vec![plan::among(0, ids)]))?;
    let by_id: HashMap<i64, &[Cell]> = full.iter().filter_map(|row| Some((row[keys].as_int()?, row))).collect();
    Ok(ids.iter().filter_map(|id| by_id.get(&id.0)).map(|row| row.to_vec()).collect())
}

/// Walks the sort index until the page is full.
pub(super) fn large(
    cx: &mut Cx,
    asked: &Resolved,
    living: &Expr,
    after: Option<&Place>,
    limit: usize,
) -> Result<Vec<Row>> {
    let newest = matches!(&asked.sort[..], [key] if key.expr == Expr::column(0, "id") && key.down);
    if let Some(found) = asked.search.as_ref().filter(|_| newest && *living == self::living(false))
        && let Some(ids) = words::newest(cx, asked, found, living, after.map(|place| place.id), limit)?
    {
        return in_order_of(cx, asked, &ids);
    }
    match &asked.sort[..] {
        [key] if plan::serves_order(asked, living) => {
            let conditions = plan::for_walk(cx, asked, living, &key.expr)?;
            one_key(cx, asked, key, conditions, after, limit)
        }
        keys => {
            sortable(cx, asked, living)?;
            let conditions = plan::conditions(asked, living, true);
            many_keys(cx, asked, keys, conditions, after, limit)
        }
    }
}

/// No index has this order, so everything that matches is sorted for every page.
fn sortable(cx: &mut Cx, asked: &Resolved, living: &Expr) -> Result<()> {
    match count(cx, asked, living, SORTED)? {
        Total { exact: true, .. } => Ok(()),
        _ => {
            brief::found_long(cx, asked, living);
            Err(Problem::bad("too_many_to_sort").with("max", SORTED))
        }
    }
}

/// More than these are not sorted without an index.
pub(super) const SORTED: i64 = 50_000;

/// One column of the table: first the filled rows in index order, then the empty ones.
pub(super) fn one_key(
    cx: &mut Cx,
    asked: &Resolved,
    key: &SortKey,
    conditions: Vec<Expr>,
    after: Option<&Place>,
    limit: usize,
) -> Result<Vec<Row>> {
    let direction = if key.down { Direction::Down } else { Direction::Up };
    let beyond = if key.down { Compare::Lt } else { Compare::Gt };
    let id = || Expr::column(0, "id");
    let mut rows: Vec<Row> = Vec::new();
    let all_empty = conditions.contains(&key.expr.clone().is_null());
    let in_empty = all_empty || after.is_some_and(|place| place.values[0].is_null());
    if !in_empty {
        let mut query = select(asked, conditions.clone());
        if key.nullable {
            query = query.filter(key.expr.clone().not_null());
        }
        if let Some(place) = after {
            query = query.filter(behind(key, place));
        }
        let is_id = key.expr == id();
        query = query.order(key.expr.clone(), direction);
        if !is_id {
            query = query.order(id(), direction);
        }
        rows.extend(collect(&cx.rows(&query.limit(limit as u64))?));
    }
    if key.nullable && rows.len() < limit {
        let mut query = select(asked, conditions).filter(key.expr.clone().is_null());
        if let Some(place) = after.filter(|place| place.values[0].is_null()) {
            query = query.filter(id().compare(beyond, Expr::value(place.id)));
        }
        let rest = (limit - rows.len()) as u64;
        rows.extend(collect(&cx.rows(&query.order(id(), direction).limit(rest))?));
    }
    Ok(rows)
}

/// What an index has behind a place where its column is filled.
pub(super) fn behind(key: &SortKey, place: &Place) -> Expr {
    let here = Expr::Tuple(vec![key.expr.clone(), Expr::column(0, "id")]);
    let there = Expr::Tuple(vec![Expr::Value(place.values[0].clone()), Expr::value(place.id)]);
    here.compare(if key.down { Compare::Lt } else { Compare::Gt }, there)
}

/// Several columns, or labels of links: `ORDER BY empty?, value …, id`.
fn many_keys(
    cx: &mut Cx,
    asked: &Resolved,
    keys: &[SortKey],
    conditions: Vec<Expr>,
    after: Option<&Place>,
    limit: usize,
) -> Result<Vec<Row>> {
    let mut query = select(asked, conditions);
    if let Some(place) = after {
        query = query.filter(beyond(keys, place, last_direction(keys)));
    }
    Ok(collect(&cx.rows(&ordered(query, keys).limit(limit as u64))?))
}

fn collect(rows: &Rows) -> Vec<Row> {
    rows.iter().map(<[Cell]>::to_vec).collect()
}

pub(super) fn place_of(row: &[Cell], keys: usize) -> Place {
    Place { values: row[..keys].to_vec(), id: Id(row[keys].as_int().unwrap_or_default()) }
}

/// How many match a filter, exactly up to `cap`; for badges and small figures, without a page.
pub fn count_up_to(cx: &mut Cx, object: &Arc<Object>, ask: &Ask, cap: i64) -> Result<Total> {
    let ask = Ask { sort: vec![("id".into(), false)], fields: vec![object.title.to_string()], ..ask.clone() };
    let asked = resolve(cx, object, &ask)?;
    let living = living(ask.deleted);
    brief::may_count(cx, &asked, &living)?;
    count(cx, &asked, &living, cap.min(COUNT_CAP))
}

pub(super) fn count(cx: &mut Cx, asked: &Resolved, living: &Expr, cap: i64) -> Result<Total> {
    let mut inner = Select {
        columns: vec![Expr::column(0, "id")],
        from: Some((store::Source::Table(asked.object.table().clone()), 0)),
        joins: asked.places.joins.clone(),
        ..Select::default()
    };
    for condition in plan::conditions(asked, living, false) {
        inner = inner.filter(condition);
    }
    count_of(cx, inner, cap)
}

/// How many rows that is, up to `cap`.
pub(super) fn count_of(cx: &mut Cx, inner: Select, cap: i64) -> Result<Total> {
    let inner = inner.limit(cap as u64 + 1);
    let query = Select {
        columns: vec![Expr::CountRows],
        from: Some((store::Source::Select(Box::new(inner)), 1)),
        ..Select::default()
    };
    let count = cx.rows(&query)?.number().unwrap_or_default();
    Ok(Total { count: count.min(cap), exact: count <= cap })
}

/// From cells (head and columns) to what the caller sees.
pub(super) fn visible(cx: &mut Cx, asked: &Resolved, rows: &[&[Cell]]) -> Result<Vec<Visible>> {
    let mut items = Vec::with_capacity(rows.len());
    for row in rows {
        let mut values = Vec::with_capacity(asked.parts.len());
        for (column, part) in asked.columns.iter().zip(&asked.parts) {
            let value = match part {
                Part::Cells { at, width: 1 } if !column.field().is_stored() => {
                    field::from_cells(column.field(), &computed_cells(cx, column.field(), &row[*at]))
                }
                Part::Cells { at, width } => field::from_cells(column.field(), &row[*at..at + width]),
                Part::Link { at } => linked(column.field().kind.target(), &row[*at..at + 3]),
                Part::Later { .. } => Value::Empty,
            };
            values.push(if column.masked { field::mask(column.field(), &value) } else { value });
        }
        items.push(Visible {
            object: asked.object.clone(),
            id: Id(row[0].as_int().unwrap_or_default()),
            version: row[1].as_int().unwrap_or_default(),
            deleted_at: row[2].as_int().map(Instant),
            title: row[HEAD - 1].as_text().unwrap_or_default().to_string(),
            columns: asked.columns.clone(),
            values,
        });
    }
    expand::fill(cx, asked, rows, &mut items)?;
    Ok(items)
}

fn linked(target: Option<&str>, cells: &[Cell]) -> Value {
    match cells[0].as_int() {
        None => Value::Empty,
        Some(id) => Value::Link(Linked {
            object: target.map(types::Name::of),
            id: Id(id),
            label: Some(cells[1].as_text().unwrap_or_default().to_string()),
            gone: !cells[2].is_null(),
            shut: false,
        }),
    }
}
