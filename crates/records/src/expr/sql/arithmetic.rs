//! Numbers, dates and times in the database: the machine that runs the algorithms of `number` there, and comparisons of different scales.

use store::{Compare, Expr, Math, Select, Source};

use super::{Compiler, null};
use crate::expr::{
    eval::{DAY_PLACES, days_between, moved_day, moved_time},
    node::{Constant, Kind},
    number::{Machine, Number, calculate, power, rescale},
};

/// A value, and what its integer counts.
pub(super) struct Measured {
    pub expr: Expr,
    pub measure: Measure,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    /// of this scale
    Number(u32),
    Date,
    Time,
    /// nothing to calculate with
    None,
}

impl Measure {
    pub fn of_kind(kind: &Kind) -> Measure {
        match kind {
            Kind::Number { scale } => Measure::Number(*scale),
            Kind::Date => Measure::Date,
            Kind::Time => Measure::Time,
            Kind::Empty | Kind::Bool | Kind::Text | Kind::Link(_) | Kind::Texts | Kind::Links | Kind::Address => {
                Measure::None
            }
        }
    }

    pub fn of_constant(constant: &Constant) -> Measure {
        match constant {
            Constant::Number(number) => Measure::Number(number.scale),
            Constant::Date(_) => Measure::Date,
            Constant::Time(_) => Measure::Time,
            Constant::Empty
            | Constant::Bool(_)
            | Constant::Text(_)
            | Constant::Link(_)
            | Constant::Texts(_)
            | Constant::Links(_) => Measure::None,
        }
    }
}

/// `Math` of the store is NULL beyond 64 bits and for a division by zero, on both databases.
impl Machine for Compiler<'_> {
    type N = Expr;

    fn constant(&mut self, number: i64) -> Expr {
        Expr::value(number)
    }

    fn math(&mut self, op: Math, a: Expr, b: Expr) -> Expr {
        Expr::Math(op, a.into(), b.into())
    }

    fn within(&mut self, number: Expr, from: i64, to: i64) -> Expr {
        self.bind([number], |_, [number]| {
            let after = number.clone().compare(Compare::Ge, Expr::value(from));
            let before = number.clone().compare(Compare::Le, Expr::value(to));
            Expr::Case(vec![(after.and(before), number)], null().into())
        })
    }

    /// `(SELECT body FROM (SELECT values LIMIT 1))`: without the limit PostgreSQL would put the values back into every place that uses them.
    fn bind<const K: usize>(&mut self, values: [Expr; K], body: impl FnOnce(&mut Self, [Expr; K]) -> Expr) -> Expr {
        let simple = |value: &Expr| matches!(value, Expr::Column(..) | Expr::Value(_) | Expr::Nth(..));
        if values.iter().all(simple) {
            return body(self, values);
        }
        let alias = self.fresh();
        let mut columns = Vec::with_capacity(K);
        let bound = values.map(|value| {
            if simple(&value) {
                return value;
            }
            columns.push(value);
            Expr::Nth(alias, columns.len() as u16 - 1)
        });
        let body = body(self, bound);
        let inner = Select { columns, limit: Some(1), ..Select::default() };
        let from = Some((Source::Select(inner.into()), alias));
        Expr::Scalar(Select { columns: vec![body], from, ..Select::default() }.into())
    }
}

impl Compiler<'_> {
    pub(super) fn math_of(&mut self, op: Math, a: Expr, b: Expr) -> Expr {
        Machine::math(self, op, a, b)
    }

    pub(super) fn math(&mut self, op: Math, a: Measured, b: Measured, by: Option<Number>) -> Measured {
        let (expr, measure) = match (a.measure, b.measure) {
            (Measure::Number(x), Measure::Number(y)) => {
                let (expr, scale) = calculate(self, op, (a.expr, x), (b.expr, y), by);
                (expr, Measure::Number(scale))
            }
            (Measure::Date, Measure::Date) => (self.math_of(op, a.expr, b.expr), Measure::Number(0)),
            (Measure::Time, Measure::Time) => (days_between(self, op, a.expr, b.expr), Measure::Number(DAY_PLACES)),
            (Measure::Date, Measure::Number(_)) => (moved_day(self, op, a.expr, b.expr), Measure::Date),
            (Measure::Number(_), Measure::Date) => (moved_day(self, op, b.expr, a.expr), Measure::Date),
            (Measure::Time, Measure::Number(scale)) => (moved_time(self, op, a.expr, (b.expr, scale)), Measure::Time),
            (Measure::Number(scale), Measure::Time) => (moved_time(self, op, b.expr, (a.expr, scale)), Measure::Time),
            _ => (null(), Measure::None),
        };
        Measured { expr, measure }
    }

    pub(super) fn abs(&mut self, number: Expr) -> Expr {
        self.bind([number], |sql, [number]| {
            let negative = number.clone().compare(Compare::Lt, Expr::value(0));
            let turned = sql.math_of(Math::Sub, Expr::value(0), number.clone());
            Expr::Case(vec![(negative, turned)], number.into())
        })
    }

    pub(super) fn rescaled(&mut self, number: Measured, scale: u32) -> Measured {
        let expr = match number.measure {
            Measure::Number(from) => rescale(self, number.expr, from, scale),
            Measure::Date | Measure::Time | Measure::None => null(),
        };
        Measured { expr, measure: Measure::Number(scale) }
    }

    /// Both sides at the larger scale; what does not fit there is larger than everything that does.
    pub(super) fn aligned(&mut self, a: Measured, b: Measured) -> (Expr, Expr) {
        match (a.measure, b.measure) {
            (Measure::Number(x), Measure::Number(y)) if x < y => (self.saturated(a.expr, y - x), b.expr),
            (Measure::Number(x), Measure::Number(y)) if x > y => (a.expr, self.saturated(b.expr, x - y)),
            _ => (a.expr, b.expr),
        }
    }

    fn saturated(&mut self, number: Expr, places: u32) -> Expr {
        let most = i64::MAX / power(places);
        self.bind([number], |sql, [number]| {
            let above = number.clone().compare(Compare::Gt, Expr::value(most));
            let below = number.clone().compare(Compare::Lt, Expr::value(-most));
            let lifted = sql.math_of(Math::Mul, number, Expr::value(power(places)));
            Expr::Case(vec![(above, Expr::value(i64::MAX)), (below, Expr::value(i64::MIN))], lifted.into())
        })
    }
}

/// The integer that stands for `number` at this scale; `None` if none does.
pub(super) fn exactly(number: Number, scale: u32) -> Option<i64> {
    let (floor, exact) = floor(number, scale);
    if exact { i64::try_from(floor).ok() } else { None }
}

/// `column < number`, with the number brought to the scale of the column: that is what an index can serve.
pub(super) fn beside(column: Expr, compare: Compare, number: Number, scale: u32) -> Expr {
    let (floor, exact) = floor(number, scale);
    let (compare, bound) = match compare {
        // x < 1.5 is x <= 1 for whole numbers
        Compare::Lt if !exact => (Compare::Le, floor),
        Compare::Ge if !exact => (Compare::Gt, floor),
        other => (other, floor),
    };
    let from_below = matches!(compare, Compare::Gt | Compare::Ge);
    match i64::try_from(bound) {
        Ok(bound) => column.compare(compare, Expr::value(bound)),
        // beyond all numbers: on this side every filled one is, on that side none
        Err(_) if (bound < 0) == from_below => column.not_null(),
        Err(_) => Expr::Or(Vec::new()),
    }
}

/// The greatest integer of this scale that is not above the number, and whether it is the number.
fn floor(number: Number, scale: u32) -> (i128, bool) {
    let units = i128::from(number.units);
    if scale >= number.scale {
        return (units * i128::from(power(scale - number.scale)), true);
    }
    let by = i128::from(power(number.scale - scale));
    (units.div_euclid(by), units.rem_euclid(by) == 0)
}
