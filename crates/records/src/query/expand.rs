//! Expand: what a page needs from further queries: several values, labels of links to any object, users' names, roll-ups. One query per column, never one per row.

use std::collections::HashMap;

use store::{Aggregate, Cell, Expr, Math, Select};
use types::{Id, Linked, Money, Name, Result, Value};

use super::{
    load::{labels, side_values},
    places::{Joining, Places},
    resolve::{Part, Resolved},
};
use crate::{
    access::{self, Action},
    context::Cx,
    expr, field, language,
    schema::{Field, FieldType, Object, Rollup, RollupFunction},
    visible::Visible,
};

pub fn fill(cx: &mut Cx, asked: &Resolved, rows: &[&[Cell]], items: &mut [Visible]) -> Result<()> {
    let columns = asked.columns.clone();
    for (at, (column, part)) in columns.iter().zip(&asked.parts).enumerate() {
        if let Part::Later { alias_id } = part {
            let ids: Vec<Option<Id>> = rows.iter().map(|row| row[*alias_id].as_int().map(Id)).collect();
            let mut known: Vec<Id> = ids.iter().flatten().copied().collect();
            known.sort_unstable();
            known.dedup();
            let values = match &column.field().kind {
                FieldType::Rollup(rollup) => rolled(cx, column.field(), rollup, &known)?,
                _ => side_values(cx, &column.object, column.field(), &known)?,
            };
            for (item, id) in items.iter_mut().zip(&ids) {
                let value = id.and_then(|id| values.get(&id).cloned());
                item.values[at] = value.unwrap_or_else(|| nothing(&column.field().kind));
            }
        }
        if matches!(column.field().kind, FieldType::LinkAny { .. } | FieldType::Users | FieldType::Files) {
            name_links(cx, &column.field().kind, items, at)?;
        }
    }
    Ok(())
}

/// A count of nothing is 0; everything else of nothing is empty.
fn nothing(kind: &FieldType) -> Value {
    match kind {
        FieldType::Rollup(Rollup { function: RollupFunction::Count, .. }) => Value::Int(0),
        _ => Value::Empty,
    }
}

/// Labels for links whose target's object is known only from the value.
fn name_links(cx: &mut Cx, kind: &FieldType, items: &mut [Visible], at: usize) -> Result<()> {
    let fixed = match kind {
        FieldType::Users => Some(Name::of("users")),
        FieldType::Files => Some(Name::of("files")),
        _ => None,
    };
    let mut wanted: HashMap<Name, Vec<Id>> = HashMap::new();
    for item in items.iter() {
        for link in links(&item.values[at]) {
            if let Some(object) = fixed.as_ref().or(link.object.as_ref()) {
                wanted.entry(object.clone()).or_default().push(link.id);
            }
        }
    }
    let mut found: HashMap<Id, (String, bool)> = HashMap::new();
    for (object, ids) in wanted {
        found.extend(labels(cx, &object, &ids)?);
    }
    let name = |link: &mut Linked| {
        if link.object.is_none() {
            link.object = fixed.clone();
        }
        if let Some((label, gone)) = found.get(&link.id) {
            link.label = Some(label.clone());
            link.gone = *gone;
        }
    };
    for item in items {
        match &mut item.values[at] {
            Value::Link(link) => name(link),
            Value::Links(list) => list.iter_mut().for_each(name),
            _ => {}
        }
    }
    Ok(())
}

fn links(value: &Value) -> &[Linked] {
    match value {
        Value::Link(link) => std::slice::from_ref(link),
        Value::Links(list) => list,
        _ => &[],
    }
}

/// Counts, sums, smallest and largest of the records that point here, through the reader's own scope there.
fn rolled(cx: &mut Cx, _field: &Field, rollup: &Rollup, ids: &[Id]) -> Result<HashMap<Id, Value>> {
    let Some(child) = cx.catalog.object(&rollup.object).cloned() else { return Ok(HashMap::new()) };
    let Ok(scope) = access::scope(cx, &child, Action::View) else { return Ok(HashMap::new()) };
    let Some(via) = child.field(&rollup.via) else { return Ok(HashMap::new()) };
    let measured = rollup.field.as_ref().and_then(|name| child.position(name));
    if measured.is_some_and(|at| !scope.may_read(at)) {
        return Ok(HashMap::new());
    }
    let mut places = Places::new(&child);
    let mut conditions = vec![
        Expr::Column(0, via.column.clone()).among(ids.iter().map(|id| (*id).into()).collect()),
        Expr::column(0, "deleted_at").is_null(),
        scope.rows().sql(0, true),
    ];
    if let Some(source) = &rollup.filter {
        let node = language::stored_condition(cx, &child, source)?;
        conditions.push(expr::sql::condition(&node, &mut Joining { places: &mut places, cx })?);
    }
    let measured = measured.map(|at| &child.fields[at]);
    let mut columns = vec![Expr::Column(0, via.column.clone())];
    columns.extend(measures(rollup.function, measured));
    let query = Select {
        columns,
        from: Some((store::Source::Table(child.table().clone()), 0)),
        joins: places.joins,
        filter: Some(Expr::And(conditions)),
        group: vec![Expr::Column(0, via.column.clone())],
        ..Select::default()
    };
    let mut values = HashMap::new();
    for row in cx.rows(&query)?.iter() {
        if let Some(id) = row[0].as_int() {
            values.insert(Id(id), measured_value(cx, &child, rollup.function, measured, &row[1..]));
        }
    }
    Ok(values)
}

/// The aggregates behind one measure: sums are taken in two halves so that they cannot overflow.
pub fn measures(function: RollupFunction, measured: Option<&Field>) -> Vec<Expr> {
    let column = || {
        let field = measured?;
        let name = field.sort_column().unwrap_or_else(|| field.column.clone());
        Some(Expr::Column(0, name))
    };
    match (function, column()) {
        (RollupFunction::Count, _) | (_, None) => vec![Expr::CountRows],
        (RollupFunction::Sum, Some(column)) => halves(column),
        (RollupFunction::Min, Some(column)) => vec![Expr::Aggregate(Aggregate::Min, Box::new(column))],
        (RollupFunction::Max, Some(column)) => vec![Expr::Aggregate(Aggregate::Max, Box::new(column))],
    }
}

const HALF: i64 = 1_000_000_000;

/// `SUM(x / 10^9), SUM(x % 10^9)`, to be joined by `whole`.
pub fn halves(column: Expr) -> Vec<Expr> {
    let part = |op| {
        let half = Expr::Math(op, Box::new(column.clone()), Box::new(Expr::value(HALF)));
        Expr::Aggregate(Aggregate::Sum, Box::new(half))
    };
    vec![part(Math::Div), part(Math::Rem)]
}

/// Joins two halves; `None` when nothing was added up.
pub fn whole(cells: &[Cell]) -> Option<i128> {
    Some(i128::from(cells[0].as_int()?) * i128::from(HALF) + i128::from(cells[1].as_int()?))
}

fn measured_value(
    cx: &Cx,
    _child: &Object,
    function: RollupFunction,
    measured: Option<&Field>,
    cells: &[Cell],
) -> Value {
    let Some(field) = measured.filter(|_| function != RollupFunction::Count) else {
        return Value::Int(cells[0].as_int().unwrap_or_default());
    };
    match function {
        RollupFunction::Sum => whole(cells).map_or(Value::Empty, |sum| number(cx, field, sum)),
        _ => cells[0].as_int().map_or_else(|| field::from_cells(field, cells), |n| number(cx, field, i128::from(n))),
    }
}

/// A whole number of a field's smallest units, as a value of that field.
pub fn number(cx: &Cx, field: &Field, units: i128) -> Value {
    let decimal = |scale: u32| rust_decimal::Decimal::try_from_i128_with_scale(units, scale).ok();
    match field.result_type() {
        FieldType::Money => decimal(types::value::MONEY_SCALE).map_or(Value::Empty, |amount| {
            Value::Money(Money { amount, currency: cx.organization.currency, base: Some(amount) })
        }),
        FieldType::Decimal { scale } | FieldType::Percent { scale } => {
            decimal(*scale).map_or(Value::Empty, Value::Decimal)
        }
        FieldType::Integer => i64::try_from(units).map_or(Value::Empty, Value::Int),
        _ => i64::try_from(units).map_or(Value::Empty, |n| field::from_cells(field, &[Cell::Int(n)])),
    }
}
