//! Exact numbers of expressions: 64-bit integers of a known scale, and the arithmetic on them written once for both interpreters.
//! Called by `check` (scales), `eval` and `sql`.
//!
//! A result that does not fit into 64 bits at its scale is empty, on both sides, step by step: that is why the algorithms are shared.

use std::cmp::Ordering;

use rust_decimal::{Decimal, RoundingStrategy};
use store::Math;

/// Most decimal places a number may have; also the most a field may have.
pub const MOST_PLACES: u32 = 9;

/// The largest number that fields keep, as an integer of their scale, on either side of zero.
pub const LIMIT: i64 = 1_000_000_000_000_000_000;

/// What a product or a quotient keeps at least of the places it would need.
const PLACES: u32 = 6;

/// `units / 10^scale`; the scale of a number that was written is the number of places that were written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    pub units: i64,
    pub scale: u32,
}

/// 10 to the power of `places` (at most 18).
pub(super) fn power(places: u32) -> i64 {
    10_i64.pow(places.min(18))
}

impl Number {
    pub fn new(units: i64, scale: u32) -> Number {
        Number { units, scale }
    }

    /// `1234` or `0.50`; `None` beyond 64 bits or [`MOST_PLACES`].
    pub(super) fn parse(text: &str) -> Option<Number> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let units: i64 = format!("{whole}{fraction}").parse().ok()?;
        let scale = u32::try_from(fraction.len()).ok()?;
        (scale <= MOST_PLACES).then_some(Number { units, scale })
    }

    /// At `scale`, rounded half away from zero; `None` beyond [`LIMIT`].
    pub fn from_decimal(number: Decimal, scale: u32) -> Option<Number> {
        let number = number.round_dp_with_strategy(scale, RoundingStrategy::MidpointAwayFromZero).normalize();
        let missing = 10_i128.pow(scale.checked_sub(number.scale())?);
        let units = i64::try_from(number.mantissa().checked_mul(missing)?).ok()?;
        (-LIMIT..=LIMIT).contains(&units).then_some(Number { units, scale })
    }

    pub fn to_decimal(self) -> Decimal {
        Decimal::from_i128_with_scale(i128::from(self.units), self.scale)
    }

    /// At another scale; `None` when it does not fit.
    pub(super) fn at(self, scale: u32) -> Option<Number> {
        let units = rescale(&mut Memory, Some(self.units), self.scale, scale)?;
        Some(Number { units, scale })
    }

    /// Compares values; where scales differ, what is beyond 64 bits counts as the largest number.
    pub(super) fn order(self, other: Number) -> Ordering {
        let scale = self.scale.max(other.scale);
        let lifted = |n: Number| n.units.saturating_mul(power(scale - n.scale));
        lifted(self).cmp(&lifted(other))
    }

    /// `Some(2)` for a hundred: dividing by it only moves the point.
    pub(super) fn tens(self) -> Option<u32> {
        (self.scale..=18).find(|exponent| power(*exponent) == self.units).map(|exponent| exponent - self.scale)
    }
}

/// With exactly its places: `1.50`.
impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.to_decimal())
    }
}

pub(super) fn product_scale(a: u32, b: u32) -> u32 {
    (a + b).min(a.max(b).max(PLACES))
}

pub(super) fn quotient_scale(a: u32, b: u32) -> u32 {
    a.max(b).max(PLACES)
}

/// The scale of `a op b`; `by` is `b` where it is known.
pub(super) fn scale_of(op: Math, a: u32, b: u32, by: Option<Number>) -> u32 {
    match op {
        Math::Add | Math::Sub | Math::Rem => a.max(b),
        Math::Mul => product_scale(a, b),
        Math::Div => moved(a, by).unwrap_or_else(|| quotient_scale(a, b)),
    }
}

/// The scale after dividing by a power of ten, if there is room for the places.
fn moved(scale: u32, by: Option<Number>) -> Option<u32> {
    by.and_then(Number::tens).map(|tens| scale + tens).filter(|scale| *scale <= MOST_PLACES)
}

/// What can calculate with 64-bit integers: memory (`eval`) or the database (`sql`). Every result may be empty: because an operand is, because of a
/// division by zero, or because it does not fit.
pub(super) trait Machine {
    type N: Clone;
    fn constant(&mut self, number: i64) -> Self::N;
    /// division truncates towards zero
    fn math(&mut self, op: Math, a: Self::N, b: Self::N) -> Self::N;
    /// empty outside `from..=to`
    fn within(&mut self, number: Self::N, from: i64, to: i64) -> Self::N;
    /// computes `values` once, however often `body` uses them
    fn bind<const K: usize>(
        &mut self,
        values: [Self::N; K],
        body: impl FnOnce(&mut Self, [Self::N; K]) -> Self::N,
    ) -> Self::N;
}

/// `a op b`; gives the result and its scale.
pub(super) fn calculate<M: Machine>(
    m: &mut M,
    op: Math,
    (a, a_scale): (M::N, u32),
    (b, b_scale): (M::N, u32),
    by: Option<Number>,
) -> (M::N, u32) {
    let scale = scale_of(op, a_scale, b_scale, by);
    let result = match op {
        Math::Add | Math::Sub | Math::Rem => {
            let (a, b) = (lift(m, a, scale - a_scale), lift(m, b, scale - b_scale));
            m.math(op, a, b)
        }
        // the operand with more places is the one that is rarely large: rates, percentages
        Math::Mul if a_scale > b_scale => times(m, b, a, a_scale + b_scale - scale),
        Math::Mul => times(m, a, b, a_scale + b_scale - scale),
        Math::Div if moved(a_scale, by).is_some() => a,
        Math::Div => over(m, a, b, scale + b_scale - a_scale),
    };
    (result, scale)
}

pub(super) fn rescale<M: Machine>(m: &mut M, a: M::N, from: u32, to: u32) -> M::N {
    if to >= from { lift(m, a, to - from) } else { round(m, a, from - to) }
}

fn lift<M: Machine>(m: &mut M, a: M::N, places: u32) -> M::N {
    if places == 0 {
        return a;
    }
    let by = m.constant(power(places));
    m.math(Math::Mul, a, by)
}

/// `a / 10^places`, half away from zero.
pub(super) fn round<M: Machine>(m: &mut M, a: M::N, places: u32) -> M::N {
    if places == 0 { a } else { nearest(m, a, power(places)) }
}

/// `a / unit`, half away from zero, for an even unit.
pub(super) fn nearest<M: Machine>(m: &mut M, a: M::N, unit: i64) -> M::N {
    m.bind([a], |m, [a]| {
        let (whole, half) = (m.constant(unit), m.constant(unit / 2));
        let quotient = m.math(Math::Div, a.clone(), whole.clone());
        let rest = m.math(Math::Rem, a, whole);
        let up = m.math(Math::Div, rest, half);
        m.math(Math::Add, quotient, up)
    })
}

/// `a × b / 10^places`, half away from zero, without `a × b`.
fn times<M: Machine>(m: &mut M, a: M::N, b: M::N, places: u32) -> M::N {
    if places == 0 {
        return m.math(Math::Mul, a, b);
    }
    m.bind([a, b], |m, [a, b]| {
        let by = m.constant(power(places));
        let high = m.math(Math::Div, a.clone(), by.clone());
        let high = m.math(Math::Mul, high, b.clone());
        let low = m.math(Math::Rem, a, by);
        let low = m.math(Math::Mul, low, b);
        let low = round(m, low, places);
        m.math(Math::Add, high, low)
    })
}

/// `a × 10^places / b`, half away from zero: the long division of school, three digits at a time.
fn over<M: Machine>(m: &mut M, a: M::N, b: M::N, places: u32) -> M::N {
    m.bind([a, b], |m, [a, b]| {
        let quotient = m.math(Math::Div, a.clone(), b.clone());
        let rest = m.math(Math::Rem, a, b.clone());
        further(m, quotient, rest, b, places)
    })
}

fn further<M: Machine>(m: &mut M, quotient: M::N, rest: M::N, b: M::N, places: u32) -> M::N {
    if places == 0 {
        // |rest| < |b|: divided by the larger half of b it is 1 exactly when it is at least half of b
        return m.bind([rest, b], |m, [rest, b]| {
            let two = m.constant(2);
            let half = m.math(Math::Div, b.clone(), two);
            let half = m.math(Math::Sub, b, half);
            let up = m.math(Math::Div, rest, half);
            m.math(Math::Add, quotient, up)
        });
    }
    let step = places.min(3);
    let by = m.constant(power(step));
    let rest = m.math(Math::Mul, rest, by.clone());
    m.bind([rest, b], |m, [rest, b]| {
        let higher = m.math(Math::Mul, quotient, by);
        let digits = m.math(Math::Div, rest.clone(), b.clone());
        let quotient = m.math(Math::Add, higher, digits);
        let rest = m.math(Math::Rem, rest, b.clone());
        further(m, quotient, rest, b, places - step)
    })
}

/// Calculates at once.
pub(super) struct Memory;

impl Machine for Memory {
    type N = Option<i64>;

    fn constant(&mut self, number: i64) -> Option<i64> {
        Some(number)
    }

    fn math(&mut self, op: Math, a: Option<i64>, b: Option<i64>) -> Option<i64> {
        match op {
            Math::Add => a?.checked_add(b?),
            Math::Sub => a?.checked_sub(b?),
            Math::Mul => a?.checked_mul(b?),
            Math::Div => a?.checked_div(b?),
            Math::Rem => a?.checked_rem(b?),
        }
    }

    fn within(&mut self, number: Option<i64>, from: i64, to: i64) -> Option<i64> {
        number.filter(|n| (from..=to).contains(n))
    }

    fn bind<const K: usize>(
        &mut self,
        values: [Option<i64>; K],
        body: impl FnOnce(&mut Self, [Option<i64>; K]) -> Option<i64>,
    ) -> Option<i64> {
        body(self, values)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn number(text: &str) -> Number {
        let unsigned = Number::parse(text.trim_start_matches('-')).unwrap();
        if text.starts_with('-') { Number::new(-unsigned.units, unsigned.scale) } else { unsigned }
    }

    fn calculated(a: &str, op: Math, b: &str) -> Option<String> {
        let (a, b) = (number(a), number(b));
        let (units, scale) = calculate(&mut Memory, op, (Some(a.units), a.scale), (Some(b.units), b.scale), Some(b));
        units.map(|units| Number::new(units, scale).to_string())
    }

    #[test]
    fn scales_grow_only_as_far_as_they_are_useful() {
        for (a, op, b, expected) in [
            ("0.1", Math::Add, "0.25", "0.35"),
            ("0.5", Math::Mul, "0.5", "0.25"),
            ("100000000000.0000", Math::Mul, "7.123456", "712345600000.000000"),
            ("1", Math::Div, "3", "0.333333"),
            ("2", Math::Div, "3", "0.666667"),
            ("-2", Math::Div, "3", "-0.666667"),
            ("920000000000.0000", Math::Div, "910000000000.0000", "1.010989"),
            ("12.5", Math::Div, "100", "0.125"),
            ("7", Math::Rem, "-3", "1"),
            ("7.5", Math::Rem, "2", "1.5"),
        ] {
            assert_eq!(calculated(a, op, b).as_deref(), Some(expected), "{a} {op:?} {b}");
        }
    }

    #[test]
    fn what_does_not_fit_and_what_is_divided_by_zero_is_empty() {
        assert_eq!(calculated("1000000000000000000", Math::Mul, "10"), None);
        assert_eq!(calculated("1", Math::Div, "0"), None);
        assert_eq!(calculated("1", Math::Rem, "0.00"), None);
    }

    proptest! {
        #[test]
        fn products_and_quotients_are_the_exact_ones_rounded(
            a in -10_i64.pow(13)..10_i64.pow(13), b in -10_i64.pow(9)..10_i64.pow(9), sa in 0_u32..=9, sb in 0_u32..=9
        ) {
            let exact = |top: i128, bottom: i128| {
                let (quotient, rest) = (top / bottom, top % bottom);
                let up = i128::from(rest.abs() * 2 >= bottom.abs()) * (top.signum() * bottom.signum());
                i64::try_from(quotient + up).ok()
            };
            let (product, scale) = calculate(&mut Memory, Math::Mul, (Some(a), sa), (Some(b), sb), None);
            if let Some(product) = product {
                let by = 10_i128.pow(sa + sb - scale);
                prop_assert_eq!(Some(product), exact(i128::from(a) * i128::from(b), by));
            }
            let (quotient, scale) = calculate(&mut Memory, Math::Div, (Some(a), sa), (Some(b), sb), None);
            if let Some(quotient) = quotient {
                let top = i128::from(a) * 10_i128.pow(scale + sb - sa);
                prop_assert_eq!(Some(quotient), exact(top, i128::from(b)));
            }
        }
    }
}
