//! Money in the organisation's currency: every amount carries its value at the rate of the record's date. No rate = empty, counted as unconverted.

pub mod revalue;

use rust_decimal::Decimal;
use store::{Compare, Direction, Expr, Select};
use types::{Currency, Date, Money, Result, Value};

use crate::{
    context::Cx,
    field,
    record::Record,
    schema::{FieldType, Object},
    write::Draft,
};

/// Fills in the amount in the organisation's currency wherever money changed.
pub fn convert(cx: &mut Cx, draft: &mut Draft) -> Result<()> {
    let object = draft.object.clone();
    for (position, one) in object.fields.iter().enumerate() {
        if one.kind != FieldType::Money || one.removed {
            continue;
        }
        let Value::Money(money) = &draft.record.values[position] else { continue };
        let before = draft.before.as_ref().and_then(|b| b.values[position].as_money());
        if before.is_some_and(|b| b.amount == money.amount && b.currency == money.currency && b.base.is_some()) {
            draft.record.values[position] = Value::Money(before.cloned().expect("just seen"));
            continue;
        }
        let day = day_of(cx, &object, &draft.record);
        let (amount, currency) = (money.amount, money.currency);
        let base = in_base(cx, amount, currency, day)?;
        draft.record.values[position] = Value::Money(Money { amount, currency, base });
    }
    Ok(())
}

/// The day whose rate counts: when it was closed, is expected to close, or was made.
fn day_of(cx: &Cx, object: &Object, record: &Record) -> Date {
    let zone = &cx.organization.zone;
    let of = |value: &Value| value.as_date().or_else(|| value.as_time().map(|at| at.date_in(zone)));
    ["closed_at", "close_date", "created_at"]
        .iter()
        .find_map(|name| of(record.get(object, name)))
        .unwrap_or_else(|| cx.now.date_in(zone))
}

fn in_base(cx: &mut Cx, amount: Decimal, currency: Currency, day: Date) -> Result<Option<Decimal>> {
    if currency == cx.organization.currency {
        return Ok(Some(amount));
    }
    let rate = match cx.memo.rates.get(&(currency, day)) {
        Some(known) => *known,
        None => {
            let found = rate(cx, currency, day)?;
            cx.memo.rates.insert((currency, day), found);
            found
        }
    };
    Ok(rate.and_then(|rate| amount.checked_mul(rate)).map(|base| field::round(base, types::value::MONEY_SCALE)))
}

/// How much of the organisation's currency one unit was worth: the last rate on or before the day.
pub fn rate(cx: &mut Cx, currency: Currency, day: Date) -> Result<Option<Decimal>> {
    let Some(rates) = cx.catalog.object("exchange_rates").cloned() else { return Ok(None) };
    let query = Select::from(rates.table(), &["rate"])
        .filter(Expr::column(0, "currency").eq(currency.as_str()))
        .filter(Expr::column(0, "date").compare(Compare::Le, Expr::value(day)))
        .filter(Expr::column(0, "deleted_at").is_null())
        .order(Expr::column(0, "date"), Direction::Down)
        .limit(1);
    let found = cx.rows(&query)?;
    let field = rates.field("rate");
    Ok(found.first().zip(field).and_then(|(row, field)| match field::from_cells(field, row) {
        Value::Decimal(rate) => Some(rate),
        _ => None,
    }))
}
