//! Revalue: a rate that is new, changed or gone gives the amounts in its currency another value in the organisation's. A job in steps over every object
//! that holds money, the recycle bin too, ordered in the transaction that writes the rate; it may run again and finds nothing to do. No version, no audit,
//! no event: what somebody entered stays as it is.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use store::{Change, Compare, Direction, Expr, Select};
use types::{Currency, Id, Name, Problem, Result, Value};

use super::{day_of, in_base};
use crate::{
    access::{self, Action},
    context::Cx,
    field,
    jobs::{self, Held},
    query,
    schema::{FieldType, Object},
    write::derive,
};

/// The kind of these jobs; `app` registers `step` for it.
pub const JOB: &str = "revalue";
/// Rows that one step looks at, and those that it values at most.
const ROWS: u64 = 500;
const VALUED: usize = 100;

/// Where the next step begins.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Place {
    object: Option<Name>,
    after: Option<Id>,
}

/// Orders that every amount in this currency be valued anew.
pub fn order(cx: &mut Cx, currency: Currency) -> Result<()> {
    if currency == cx.organization.currency {
        return Ok(());
    }
    let input = json!({ "currency": currency.as_str() });
    // a table of rates that comes in or goes is one job for each currency
    if jobs::is_waiting(cx, JOB, &input)? {
        return Ok(());
    }
    jobs::enqueue(cx, JOB, &input).map(drop)
}

/// The rows behind the last one that was looked at; `None` when there are no more. As upkeep: it reaches every row.
pub fn step(cx: &mut Cx, held: &Held) -> Result<Option<(Json, Json)>> {
    let currency = held.input["currency"].as_str().and_then(Currency::parse);
    let currency = currency.ok_or_else(|| Problem::internal("amounts in no currency"))?;
    let place: Place = serde_json::from_value(held.cursor.clone()).unwrap_or_default();
    let rest = |object: &&Arc<Object>| place.object.as_ref().is_none_or(|at| object.name >= *at);
    let Some(object) =
        cx.catalog.objects.values().filter(holds_money).filter(rest).min_by_key(|o| o.name.clone()).cloned()
    else {
        return Ok(None);
    };
    let after = place.after.filter(|_| place.object.as_ref() == Some(&object.name));
    let (last, valued) = portion(cx, &object, currency, after.unwrap_or(Id(0)))?;
    let next = match last {
        Some(last) => Some(Place { object: Some(object.name.clone()), after: Some(last) }),
        None => {
            let names = cx.catalog.objects.values().filter(holds_money).map(|object| &object.name);
            let next = names.filter(|name| **name > object.name).min().cloned();
            next.map(|name| Place { object: Some(name), after: None })
        }
    };
    let Some(next) = next else { return Ok(None) };
    let done = held.progress["done"].as_u64().unwrap_or_default() + valued;
    let (cursor, progress) = (json!(next), json!({ "done": done }));
    jobs::step(cx, held, &cursor, &progress)?;
    Ok(Some((cursor, progress)))
}

fn holds_money(object: &&Arc<Object>) -> bool {
    object.living().any(|field| field.kind == FieldType::Money && field.is_stored())
}

/// The last row that was looked at, none when there are none, and how many got another value.
fn portion(cx: &mut Cx, object: &Arc<Object>, currency: Currency, after: Id) -> Result<(Option<Id>, u64)> {
    let money: Vec<usize> = (0..object.fields.len())
        .filter(|at| {
            let field = &object.fields[*at];
            !field.removed && field.kind == FieldType::Money && field.is_stored()
        })
        .collect();
    // amount, currency, value: the second column of each
    let currencies = money.iter().map(|at| object.fields[*at].columns()[1].0.clone());
    let mut columns = vec![Name::of("id"), Name::of("deleted_at")];
    columns.extend(currencies);
    let names: Vec<&str> = columns.iter().map(|name| name.as_str()).collect();
    let rows = Select::from(object.table(), &names)
        .filter(Expr::column(0, "id").compare(Compare::Gt, Expr::value(after)))
        .order(Expr::column(0, "id"), Direction::Up)
        .limit(ROWS);
    let rows = cx.rows(&rows)?;
    let scope = access::scope(cx, object, Action::View)?;
    let (mut last, mut tried, mut valued) = (None, 0, 0);
    for row in rows.iter() {
        let Some(id) = row[0].as_int().map(Id) else { continue };
        last = Some(id);
        if !row[2..].iter().any(|cell| cell.as_text() == Some(currency.as_str())) {
            continue;
        }
        let record = match row[1].is_null() {
            true => query::load(cx, &scope, id)?,
            false => query::load_deleted(cx, &scope, id)?,
        };
        valued += u64::from(value(cx, object, &money, currency, record)?);
        tried += 1;
        if tried == VALUED {
            break;
        }
    }
    Ok((last, valued))
}

/// Values one record; whether that changes it.
fn value(
    cx: &mut Cx,
    object: &Arc<Object>,
    money: &[usize],
    currency: Currency,
    before: crate::record::Record,
) -> Result<bool> {
    let day = day_of(cx, object, &before);
    let mut after = before.clone();
    for at in money {
        if let Value::Money(amount) = &mut after.values[*at]
            && amount.currency == currency
        {
            amount.base = in_base(cx, amount.amount, currency, day)?;
        }
    }
    derive::formulas(cx, object, &mut after)?;
    let mut set = Vec::new();
    for (field, (was, is)) in object.fields.iter().zip(before.values.iter().zip(&after.values)) {
        if was != is {
            let cells = field::to_cells(field, is);
            set.extend(field.columns().into_iter().zip(cells).map(|((column, _), cell)| (column, Expr::Value(cell))));
        }
    }
    if set.is_empty() {
        return Ok(false);
    }
    cx.run(&Change::Update { table: object.table().clone(), set, filter: Expr::column(0, "id").eq(before.id) })?;
    Ok(true)
}
