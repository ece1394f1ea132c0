//! Group: counts, sums, averages by fields, by fields behind links, by calendar buckets. Behind `POST …/aggregate`, boards, reports and footers.
//! Every figure can be opened: a group's rows are the list with the group's filter.

mod sums;
mod unconverted;

use std::{collections::BTreeMap, sync::Arc};

use jiff::civil;
use rust_decimal::Decimal;
use store::{Aggregate, Alias, Cell, Direction, Expr, Math, Select};
use types::{Date, Id, Instant, Linked, Name, Problem, Result, Value};

use sums::Sums;
use unconverted::unconverted;

use super::{
    ask::Ask,
    brief,
    expand::{halves, number},
    load::labels,
    plan,
    resolve::{Resolved, resolve},
    run::living,
};
use crate::{
    context::Cx,
    field,
    schema::{Field, FieldType, Object},
};

/// More groups than this are not made; the answer then says `exact: false`.
pub const MAX_GROUPS: usize = 10_000;
/// Rows that the database may hand over for one group of the answer where they are put into buckets here.
const ROWS_OF_BUCKET: usize = 20;
const MAX_GROUPINGS: usize = 4;
const MAX_MEASURES: usize = 12;

#[derive(Clone, Debug, PartialEq)]
pub struct Grouping {
    pub path: String,
    pub by: Option<Bucket>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Bucket {
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Measure {
    Count,
    Sum(String),
    Average(String),
    Min(String),
    Max(String),
}

#[derive(Clone, Debug)]
pub struct Grouped {
    pub rows: Vec<GroupRow>,
    /// all groups are here
    pub exact: bool,
    /// amounts without a rate, left out of every sum of money
    pub unconverted: i64,
}

#[derive(Clone, Debug)]
pub struct GroupRow {
    /// a bucket's key is its first day
    pub keys: Vec<Value>,
    pub values: Vec<Value>,
    /// by measure: whether any record of the group has a value; a sum of none is shown as 0 and is not the same as nothing
    pub known: Vec<bool>,
}

impl GroupRow {
    /// A sum of money, if any record of the group has an amount.
    pub fn amount(&self, measure: usize) -> Option<Decimal> {
        let money = self.values.get(measure)?.as_money()?;
        self.known.get(measure).is_some_and(|known| *known).then_some(money.amount)
    }
}

/// Groups the records that `ask.filter` and `ask.search` leave.
pub fn group(
    cx: &mut Cx,
    object: &Arc<Object>,
    ask: &Ask,
    groupings: &[Grouping],
    measures: &[Measure],
) -> Result<Grouped> {
    group_up_to(cx, object, ask, groupings, measures, MAX_GROUPS)
}

/// Groups into so many groups at most.
pub(super) fn group_up_to(
    cx: &mut Cx,
    object: &Arc<Object>,
    ask: &Ask,
    groupings: &[Grouping],
    measures: &[Measure],
    most: usize,
) -> Result<Grouped> {
    if groupings.len() > MAX_GROUPINGS || measures.is_empty() || measures.len() > MAX_MEASURES {
        return Err(Problem::bad("bad_grouping").with("max", MAX_GROUPINGS));
    }
    let ask = Ask { sort: vec![("id".into(), false)], fields: vec![object.title.to_string()], ..ask.clone() };
    let mut asked = resolve(cx, object, &ask)?;
    let mut keys = Vec::new();
    for grouping in groupings {
        keys.push(key(cx, &mut asked, grouping)?);
    }
    let mut totals = Vec::new();
    for measure in measures {
        totals.push(total(cx, &mut asked, measure)?);
    }
    let mut columns: Vec<Expr> = keys.iter().map(|k| k.expr.clone()).collect();
    columns.push(Expr::CountRows);
    columns.extend(totals.iter().flat_map(|t| t.columns.clone()));
    let few = match plan::choose(cx, &asked, &living(ask.deleted), ask.ids.as_deref())? {
        plan::Plan::Small(few) => Some(few),
        plan::Plan::Large => {
            brief::may_walk(cx, &asked, &living(ask.deleted))?;
            None
        }
    };
    let conditions = match &few {
        Some(few) => [vec![plan::among(0, &few.ids)], few.rest(&asked, &living(ask.deleted))].concat(),
        None => plan::conditions(&asked, &living(ask.deleted), false),
    };
    let unconverted = unconverted(cx, &asked, &totals, &living(ask.deleted), &conditions)?;
    let query = Select {
        columns,
        from: Some((store::Source::Table(object.table().clone()), 0)),
        joins: asked.places.joins.clone(),
        filter: Some(Expr::And(conditions)),
        group: keys.iter().map(|k| k.expr.clone()).collect(),
        ..Select::default()
    };
    let fetched = if keys.iter().any(Key::merges) { most * ROWS_OF_BUCKET } else { most } + 1;
    let rows = cx.rows(&in_order(query, &keys, fetched))?;
    let cut = (rows.len() == fetched && !keys.is_empty()).then(|| rows.iter().last()).flatten();
    let mut merged: BTreeMap<Vec<Cell>, Sums> = BTreeMap::new();
    for row in rows.iter() {
        if cut.is_some_and(|last| may_go_on(cx, &keys, row, last)) {
            continue;
        }
        let cells: Vec<Cell> = keys.iter().zip(row).map(|(key, cell)| key.bucket(cx, cell)).collect();
        merged.entry(cells).or_insert_with(|| Sums::new(&totals)).add(&totals, &row[keys.len()..]);
    }
    // without groups there is always one row, also over nothing
    if keys.is_empty() && merged.is_empty() {
        merged.insert(Vec::new(), Sums::new(&totals));
    }
    let exact = cut.is_none() && merged.len() <= most;
    let mut answer: Vec<GroupRow> = merged
        .into_iter()
        .take(most)
        .map(|(cells, sums)| GroupRow {
            keys: keys.iter().zip(&cells).map(|(key, cell)| key.value(cx, cell)).collect(),
            known: sums.cells.iter().map(|cell| cell.first().is_some_and(Option::is_some)).collect(),
            values: totals.iter().zip(sums.cells).map(|(t, cell)| t.value(cx, &cell, sums.count)).collect(),
        })
        .collect();
    for (at, key) in keys.iter().enumerate() {
        key.name(cx, &mut answer, at)?;
    }
    Ok(Grouped { rows: answer, exact, unconverted })
}

/// No more rows than are needed, in the order of the keys, so that what lies before the last one is whole.
fn in_order(query: Select, keys: &[Key], most: usize) -> Select {
    if keys.is_empty() {
        return query;
    }
    keys.iter().fold(query, |query, key| query.order(key.expr.clone(), Direction::Up)).limit(most as u64)
}

/// Whether rows of the same group may lie behind the last one that was fetched; half a sum is not shown.
fn may_go_on(cx: &Cx, keys: &[Key], row: &[Cell], last: &[Cell]) -> bool {
    for ((key, cell), end) in keys.iter().zip(row).zip(last) {
        match key.merges() {
            true => return key.bucket(cx, cell) == key.bucket(cx, end),
            false if cell != end => return false,
            false => {}
        }
    }
    false
}

struct Key {
    expr: Expr,
    field: Field,
    bucket: Option<(Bucket, Quantum)>,
}

/// What the query groups by, from which buckets are put together here: day numbers, or pieces of a day that no zone's offset cuts.
#[derive(Clone, Copy)]
enum Quantum {
    Day,
    Micros(i64),
}

/// Added before dividing so that moments before 1970 are cut like those after; a multiple of every quantum.
const SHIFT: i64 = 62_135_596_800 * Instant::SECOND;

fn key(cx: &mut Cx, asked: &mut Resolved, grouping: &Grouping) -> Result<Key> {
    let (alias, object, position) = asked.readable(cx, &grouping.path)?;
    let field = object.fields[position].clone();
    let column = own_column(alias, &field);
    let kind = field.result_type().clone();
    let (expr, bucket) = match (&kind, grouping.by) {
        (FieldType::Date, by) => (column, Some((by.unwrap_or(Bucket::Day), Quantum::Day))),
        (FieldType::DateTime, by) => {
            let quantum = quantum(cx);
            let shifted = Expr::Math(Math::Add, Box::new(column), Box::new(Expr::value(SHIFT)));
            let cut = Expr::Math(Math::Div, Box::new(shifted), Box::new(Expr::value(quantum)));
            (cut, Some((by.unwrap_or(Bucket::Day), Quantum::Micros(quantum))))
        }
        (_, Some(_)) => return Err(Problem::bad("not_a_date").with("name", &grouping.path)),
        (
            FieldType::LongText | FieldType::RichText | FieldType::Address | FieldType::Money | FieldType::Rollup(_),
            None,
        ) => return Err(Problem::bad("not_groupable").with("name", &grouping.path)),
        (kind, None) if kind.is_many() || matches!(kind, FieldType::LinkAny { .. }) => {
            return Err(Problem::bad("not_groupable").with("name", &grouping.path));
        }
        (_, None) => (column, None),
    };
    Ok(Key { expr, field, bucket })
}

/// An hour, if every offset of the zone is whole hours; else a quarter of one (all zones since 1972).
fn quantum(cx: &Cx) -> i64 {
    let zone = &cx.organization.zone;
    let whole = [0i64, 1_500_000_000, 1_516_000_000, 1_700_000_000]
        .iter()
        .all(|second| zone.to_offset(Instant(second * Instant::SECOND).to_jiff()).seconds() % 3600 == 0);
    if whole { Instant::HOUR } else { Instant::HOUR / 4 }
}

fn own_column(alias: Alias, field: &Field) -> Expr {
    Expr::Column(alias, field.column.clone())
}

impl Key {
    /// Several rows of the query may fall into one group.
    fn merges(&self) -> bool {
        !matches!(self.bucket, None | Some((Bucket::Day, Quantum::Day)))
    }

    /// From what the query grouped by to the first day of its bucket; other keys stay.
    fn bucket(&self, cx: &Cx, cell: &Cell) -> Cell {
        let (Some((bucket, quantum)), Some(number)) = (self.bucket, cell.as_int()) else { return cell.clone() };
        let day = match quantum {
            Quantum::Day => Date(i32::try_from(number).unwrap_or(i32::MAX)),
            Quantum::Micros(micros) => Instant(number * micros - SHIFT).date_in(&cx.organization.zone),
        };
        first_day(day, bucket, cx.organization.week_start, cx.organization.fiscal_start).into()
    }

    fn value(&self, _cx: &Cx, cell: &Cell) -> Value {
        match (&self.bucket, cell.as_int()) {
            (_, None) if cell.is_null() => Value::Empty,
            (Some(_), Some(day)) => Value::Date(Date(i32::try_from(day).unwrap_or(i32::MAX))),
            (None, Some(id)) if self.field.kind.target().is_some() => {
                Value::Link(Linked { object: self.field.kind.target().map(Name::of), ..Linked::to(Id(id)) })
            }
            _ => {
                // a text field has further columns behind its own; they play no part here
                let mut cells = vec![Cell::Null; self.field.columns().len().max(1)];
                cells[0] = cell.clone();
                field::from_cells(&self.field, &cells)
            }
        }
    }

    fn name(&self, cx: &mut Cx, rows: &mut [GroupRow], at: usize) -> Result<()> {
        let Some(target) = self.field.kind.target().map(Name::of) else { return Ok(()) };
        let ids: Vec<Id> = rows.iter().filter_map(|row| row.keys[at].as_id()).collect();
        let found = labels(cx, &target, &ids)?;
        for row in rows {
            if let Value::Link(link) = &mut row.keys[at]
                && let Some((label, gone)) = found.get(&link.id)
            {
                link.label = Some(label.clone());
                link.gone = *gone;
            }
        }
        Ok(())
    }
}

/// The first day of the bucket that a day falls into; quarters and years are those of the fiscal year.
pub fn first_day(day: Date, bucket: Bucket, week_start: u8, fiscal_start: u8) -> Date {
    let civil = day.to_jiff();
    let month_first = |year: i16, month: i8| civil::Date::new(year, month, 1).map_or(day, Date::from_jiff);
    let since_fiscal = (i32::from(civil.month()) - i32::from(fiscal_start)).rem_euclid(12);
    let back = |months: i32| {
        let count = i32::from(civil.year()) * 12 + i32::from(civil.month()) - 1 - months;
        month_first((count.div_euclid(12)) as i16, (count.rem_euclid(12) + 1) as i8)
    };
    match bucket {
        Bucket::Day => day,
        Bucket::Week => {
            let weekday = i32::from(civil.weekday().to_monday_one_offset());
            day.plus(-(weekday - i32::from(week_start)).rem_euclid(7))
        }
        Bucket::Month => back(0),
        Bucket::Quarter => back(since_fiscal % 3),
        Bucket::Year => back(since_fiscal),
    }
}

struct TotalOf {
    measure: Measure,
    field: Option<Field>,
    columns: Vec<Expr>,
    /// of the object itself, not of one behind a link
    own: bool,
}

fn total(cx: &mut Cx, asked: &mut Resolved, measure: &Measure) -> Result<TotalOf> {
    let path = match measure {
        Measure::Count => {
            return Ok(TotalOf { measure: Measure::Count, field: None, columns: Vec::new(), own: true });
        }
        Measure::Sum(path) | Measure::Average(path) | Measure::Min(path) | Measure::Max(path) => path,
    };
    let (alias, object, position) = asked.readable(cx, path)?;
    let field = object.fields[position].clone();
    let adds = matches!(
        field.result_type(),
        FieldType::Money | FieldType::Integer | FieldType::Decimal { .. } | FieldType::Percent { .. }
    );
    let compares = adds || matches!(field.result_type(), FieldType::Date | FieldType::DateTime);
    let fits = match measure {
        Measure::Sum(_) | Measure::Average(_) => adds,
        _ => compares,
    };
    let column = field.sort_column().filter(|_| fits).ok_or_else(|| Problem::bad("not_a_number").with("name", path))?;
    let column = Expr::Column(alias, column);
    let columns = match measure {
        Measure::Count => Vec::new(),
        Measure::Sum(_) => halves(column),
        Measure::Average(_) => {
            let mut columns = halves(column.clone());
            columns.push(Expr::Aggregate(Aggregate::Count, Box::new(column)));
            columns
        }
        Measure::Min(_) => vec![Expr::Aggregate(Aggregate::Min, Box::new(column))],
        Measure::Max(_) => vec![Expr::Aggregate(Aggregate::Max, Box::new(column))],
    };
    Ok(TotalOf { measure: measure.clone(), field: Some(field), columns, own: alias == 0 })
}

impl TotalOf {
    fn value(&self, cx: &Cx, sums: &[Option<i128>], count: i64) -> Value {
        let Some(field) = &self.field else { return Value::Int(count) };
        match (&self.measure, sums) {
            (Measure::Average(_), [Some(sum), Some(n)]) if *n > 0 => average(cx, field, *sum, *n),
            (Measure::Average(_), _) => Value::Empty,
            (_, [Some(one), ..]) => number(cx, field, *one),
            // a sum of nothing is nothing, shown as 0
            (Measure::Sum(_), _) => number(cx, field, 0),
            _ => Value::Empty,
        }
    }
}

/// Exact to four more places than the field has.
fn average(cx: &Cx, measured: &Field, sum: i128, count: i128) -> Value {
    let scale = match measured.result_type() {
        FieldType::Money => types::value::MONEY_SCALE,
        FieldType::Decimal { scale } | FieldType::Percent { scale } => *scale,
        _ => 0,
    };
    let decimal = Decimal::try_from_i128_with_scale(sum, scale).ok();
    let mean = decimal.and_then(|sum| sum.checked_div(Decimal::from(count)));
    match (mean.map(|m| field::round(m, scale + 4)), measured.result_type()) {
        (Some(amount), FieldType::Money) => {
            Value::Money(types::Money { amount, currency: cx.organization.currency, base: Some(amount) })
        }
        (Some(mean), _) => Value::Decimal(mean),
        (None, _) => Value::Empty,
    }
}
