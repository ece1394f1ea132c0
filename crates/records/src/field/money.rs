//! An amount of money: amount and currency as given, and the amount in the organisation's currency by which it is compared and added up.

use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use serde_json::{Value as Json, json};
use store::Cell;
use types::{
    Currency, FieldProblem, Money as Amount, Value, display,
    display::parse::{parse_money, parse_number},
    value::MONEY_SCALE,
    words::Lang,
};

use super::kind::{Kind, Outcome, json_text, refuse, wrong_type};
use super::{Exported, Hints, Operator, number, numbers};

pub(super) struct Money;

/// In the organisation's own currency the base is the amount; for others `write` finds the rate of the record's date.
fn amount(amount: Decimal, currency: Currency, home: Currency) -> Value {
    Value::Money(Amount { amount, currency, base: (currency == home).then_some(amount) })
}

/// Plain digits, with the decimal places of the currency and further ones that are not zero.
pub(super) fn digits(money: &Amount) -> String {
    let places = display::currency(money.currency).map_or(2, |info| info.places);
    numbers::fixed(money.amount, money.amount.normalize().scale().max(places).min(MONEY_SCALE))
}

/// A currency in small letters: only one that there is, else every word would be one.
fn known(code: &str) -> Option<Currency> {
    Currency::parse(&code.to_ascii_uppercase()).filter(|code| display::currency(*code).is_some())
}

fn currency(code: &str) -> Result<Currency, FieldProblem> {
    Currency::parse(&code.trim().to_ascii_uppercase()).ok_or_else(|| refuse("not_a_currency"))
}

impl Kind for Money {
    fn width(&self) -> usize {
        3
    }

    /// `{"amount":"1234.50","currency":"CNY"}`; without a currency it is the organisation's.
    fn accept_json(&self, json: &Json, hints: &Hints) -> Outcome {
        let parts = json.as_object().ok_or_else(|| wrong_type("money"))?;
        if let Some(other) = parts.keys().find(|key| *key != "amount" && *key != "currency") {
            return Err(FieldProblem::new(other.as_str(), "unknown_field"));
        }
        let given = parts.get("amount").ok_or_else(|| FieldProblem::new("amount", "required"))?;
        let code = match parts.get("currency") {
            None | Some(Json::Null) => hints.currency,
            Some(code) => currency(json_text(code)?)?,
        };
        Ok(amount(numbers::from_json(given)?, code, hints.currency))
    }

    /// `1,234.50`, `¥350万`, `US$ 5M`, `100 EUR`; without a currency it is the organisation's.
    fn accept_text(&self, text: &str, hints: &Hints) -> Outcome {
        // A code behind the number counts even if it is not, or no longer, in our table of currencies.
        if let Some((given, code)) = text.trim().rsplit_once(' ')
            && let Some(code) = Currency::parse(code).or_else(|| known(code))
            && let Ok(number) = parse_number(given, hints.mark)
        {
            return Ok(amount(number, code, hints.currency));
        }
        let read = parse_money(text, hints.mark, hints.currency).map_err(|error| number::refused(&error))?;
        Ok(amount(read.0, read.1.unwrap_or(hints.currency), hints.currency))
    }

    fn check(&self, value: Value) -> Outcome {
        let Value::Money(money) = value else { return Err(wrong_type("money")) };
        let fit = |number| numbers::fit(number, MONEY_SCALE).map(|stored| numbers::unscaled(stored, MONEY_SCALE));
        // A converted amount is a product of many digits, not an input.
        let base = money.base.map(|base| fit(numbers::round(base, MONEY_SCALE))).transpose()?;
        Ok(Value::Money(Amount { amount: fit(money.amount)?, base, ..money }))
    }

    fn to_cells(&self, value: &Value) -> Vec<Cell> {
        let Value::Money(money) = value else { return vec![Cell::Null; 3] };
        let base = money.base.and_then(|base| numbers::scaled(base, MONEY_SCALE));
        vec![numbers::scaled(money.amount, MONEY_SCALE).into(), money.currency.as_str().into(), base.into()]
    }

    fn read_cells(&self, cells: &[Cell]) -> Value {
        let [Cell::Int(amount), Cell::Text(code), base] = cells else { return Value::Empty };
        let number = |stored| numbers::unscaled(stored, MONEY_SCALE);
        let Some(currency) = Currency::parse(code) else { return Value::Empty };
        Value::Money(Amount { amount: number(*amount), currency, base: base.as_int().map(number) })
    }

    fn to_json(&self, value: &Value) -> Json {
        let Value::Money(money) = value else { return Json::Null };
        json!({ "amount": digits(money), "currency": money.currency.as_str() })
    }

    fn to_text(&self, value: &Value, _: Lang, _: &TimeZone) -> String {
        value.as_money().map(|money| display::money(money.amount, money.currency)).unwrap_or_default()
    }

    fn to_export(&self, value: &Value, _: Lang, _: &TimeZone) -> Exported {
        value.as_money().map_or(Exported::Empty, |money| Exported::Money(money.clone()))
    }

    fn operators(&self) -> &'static [Operator] {
        number::OPERATORS
    }
}
