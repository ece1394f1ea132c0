//! Runs a node on one record in memory: derived fields and validation while writing, defaults, live events. `sql` gives the same answers.

use rust_decimal::Decimal;
use store::Math;
use types::{Date, Instant, Linked, Value, text::fold};

use super::{
    node::{Constant, Extreme, Kept, Kind, Leaf, Node, Order, Path, TextTest},
    number::{self, Machine, Memory, Number},
};
use crate::schema::FieldType;

/// Values of a record and of those it links to.
pub trait Row {
    /// The whole value of the field; whoever reads it takes the part. Empty behind a link that is empty or leads to what may not be seen.
    fn value(&self, path: &Path) -> Value;
}

/// The value. Numbers without places come as `Int`, others (money too, in the organisation's currency) as `Decimal`.
pub fn eval(node: &Node, row: &dyn Row) -> Value {
    match run(node, row) {
        Constant::Empty => Value::Empty,
        Constant::Bool(yes) => Value::Bool(yes),
        Constant::Number(Number { units, scale: 0 }) => Value::Int(units),
        Constant::Number(number) => Value::Decimal(number.to_decimal()),
        Constant::Text(text) => Value::Text(text),
        Constant::Date(day) => Value::Date(day),
        Constant::Time(at) => Value::Time(at),
        Constant::Link(id) => Value::link(id),
        Constant::Texts(list) => Value::Texts(list),
        Constant::Links(list) => Value::Links(list.into_iter().map(Linked::to).collect()),
    }
}

/// The value as a field of this type holds it, for a node checked for that type. Money comes as `Decimal`: its currency is the organisation's.
pub fn eval_as(node: &Node, kind: &FieldType, row: &dyn Row) -> Value {
    match (eval(node, row), kind) {
        (Value::Int(number), FieldType::Decimal { .. } | FieldType::Percent { .. } | FieldType::Money) => {
            Value::Decimal(Decimal::from(number))
        }
        (value, _) => value,
    }
}

/// Whether the condition holds; an empty one does not.
pub fn holds(node: &Node, row: &dyn Row) -> bool {
    run(node, row) == Constant::Bool(true)
}

/// The value of a node in which nothing depends on a record.
pub(super) fn constant(node: &Node) -> Constant {
    struct Nothing;
    impl Row for Nothing {
        fn value(&self, _: &Path) -> Value {
            Value::Empty
        }
    }
    run(node, &Nothing)
}

pub(super) fn run(node: &Node, row: &dyn Row) -> Constant {
    let truth = |node: &Node| run(node, row) == Constant::Bool(true);
    match node {
        Node::Constant(constant) => constant.clone(),
        Node::Leaf(leaf) => read(leaf, row),
        Node::Not(a) => Constant::Bool(!truth(a)),
        Node::All(list) => Constant::Bool(list.iter().all(truth)),
        Node::Any(list) => Constant::Bool(list.iter().any(truth)),
        Node::Equal(a, b) => Constant::Bool(same(&run(a, row), &run(b, row))),
        Node::Order(order, a, b) => Constant::Bool(ordered(*order, &run(a, row), &run(b, row))),
        Node::Among(a, members) => {
            let a = run(a, row);
            Constant::Bool(a != Constant::Empty && members.iter().any(|member| same(&a, member)))
        }
        Node::IsEmpty(a) => Constant::Bool(run(a, row) == Constant::Empty),
        Node::Text(test, text, part) => Constant::Bool(tested(*test, text, part, row)),
        Node::Has(leaf, value) => Constant::Bool(holds_value(&read(leaf, row), &run(value, row))),
        Node::HasAll(leaf, values) => {
            let held = read(leaf, row);
            Constant::Bool(values.iter().all(|value| holds_value(&held, value)))
        }
        Node::Size(leaf) => Constant::Number(Number::new(count(&read(leaf, row)), 0)),
        Node::Math(op, a, b) => {
            let by = if let Some(Constant::Number(by)) = b.known() { Some(*by) } else { None };
            math(*op, run(a, row), run(b, row), by)
        }
        Node::Negate(a) => match run(a, row) {
            Constant::Number(Number { units, scale }) => number(Memory.math(Math::Sub, Some(0), Some(units)), scale),
            _ => Constant::Empty,
        },
        Node::Abs(a) => match run(a, row) {
            Constant::Number(Number { units, scale }) => number(units.checked_abs(), scale),
            _ => Constant::Empty,
        },
        Node::Extreme(extreme, a, b) => {
            let (a, b) = (run(a, row), run(b, row));
            let order = if *extreme == Extreme::Least { Order::LessOrEqual } else { Order::GreaterOrEqual };
            match (&a, &b) {
                (Constant::Empty, _) | (_, Constant::Empty) => Constant::Empty,
                _ if ordered(order, &a, &b) => a,
                _ => b,
            }
        }
        Node::Scale(a, scale) => match run(a, row) {
            Constant::Number(number) => number.at(*scale).map_or(Constant::Empty, Constant::Number),
            _ => Constant::Empty,
        },
        Node::Join(parts) => Constant::text(parts.iter().map(|part| text_of(run(part, row))).collect::<String>()),
        Node::Choose(condition, then, other) => run(if truth(condition) { then } else { other }, row),
        Node::Start(a, starts) => match run(a, row) {
            Constant::Date(day) => Constant::Time(starts.of_day(day)),
            _ => Constant::Empty,
        },
    }
}

fn text_of(value: Constant) -> String {
    if let Constant::Text(text) = value { text } else { String::new() }
}

fn number(units: Option<i64>, scale: u32) -> Constant {
    units.map_or(Constant::Empty, |units| Constant::Number(Number { units, scale }))
}

/// The value of a field as its kind says; what does not fit is empty.
fn read(leaf: &Leaf, row: &dyn Row) -> Constant {
    let value = row.value(&leaf.path);
    let text = |text: Option<&str>| text.map_or(Constant::Empty, Constant::text);
    if let Some(part) = &leaf.path.part {
        return match value {
            Value::Address(address) => text(match part.as_str() {
                "country" => address.country.as_deref(),
                "province" => address.province.as_deref(),
                "city" => address.city.as_deref(),
                "district" => address.district.as_deref(),
                "code" => address.code.as_deref(),
                "street" => address.street.as_deref(),
                "postcode" => address.postcode.as_deref(),
                _ => None,
            }),
            Value::Money(money) => text(Some(money.currency.as_str())),
            Value::Link(link) => text(link.object.as_deref()),
            _ => Constant::Empty,
        };
    }
    let decimal = |number: Option<Decimal>, scale| {
        number.and_then(|number| Number::from_decimal(number, scale)).map_or(Constant::Empty, Constant::Number)
    };
    match (&leaf.kind, value) {
        (Kind::Bool, Value::Bool(yes)) => Constant::Bool(yes),
        (Kind::Number { scale }, Value::Int(number)) => decimal(Some(Decimal::from(number)), *scale),
        (Kind::Number { scale }, Value::Decimal(number)) => decimal(Some(number), *scale),
        (Kind::Number { scale }, Value::Money(money)) => decimal(money.base, *scale),
        (Kind::Text, Value::Text(text)) => Constant::text(text),
        (Kind::Date, Value::Date(day)) => Constant::Date(day),
        (Kind::Time, Value::Time(at)) => Constant::Time(at),
        (Kind::Link(_), Value::Link(link)) => Constant::Link(link.id),
        (Kind::Texts, Value::Texts(list)) if !list.is_empty() => Constant::Texts(list),
        (Kind::Links, Value::Links(list)) if !list.is_empty() => {
            Constant::Links(list.iter().map(|link| link.id).collect())
        }
        // whole addresses are only asked whether they are empty
        (Kind::Address, Value::Address(address)) if !address.is_empty() => Constant::Bool(true),
        _ => Constant::Empty,
    }
}

fn same(a: &Constant, b: &Constant) -> bool {
    match (a, b) {
        (Constant::Number(a), Constant::Number(b)) => a.order(*b).is_eq(),
        _ => a == b,
    }
}

fn ordered(order: Order, a: &Constant, b: &Constant) -> bool {
    let found = match (a, b) {
        (Constant::Number(a), Constant::Number(b)) => a.order(*b),
        (Constant::Text(a), Constant::Text(b)) => a.cmp(b),
        (Constant::Date(a), Constant::Date(b)) => a.cmp(b),
        (Constant::Time(a), Constant::Time(b)) => a.cmp(b),
        _ => return false,
    };
    match order {
        Order::Less => found.is_lt(),
        Order::LessOrEqual => found.is_le(),
        Order::Greater => found.is_gt(),
        Order::GreaterOrEqual => found.is_ge(),
    }
}

fn holds_value(held: &Constant, value: &Constant) -> bool {
    match (held, value) {
        (Constant::Texts(list), Constant::Text(text)) => list.contains(text),
        (Constant::Links(list), Constant::Link(id)) => list.contains(id),
        _ => false,
    }
}

fn count(held: &Constant) -> i64 {
    let count = match held {
        Constant::Texts(list) => list.len(),
        Constant::Links(list) => list.len(),
        _ => 0,
    };
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn tested(test: TextTest, text: &Node, part: &Node, row: &dyn Row) -> bool {
    let both = folds(text) && folds(part);
    let of = |node: &Node| if both { folded(node, row) } else { text_of(run(node, row)) };
    let (text, part) = (of(text), of(part));
    let filled = !text.is_empty() && !part.is_empty();
    filled
        && match test {
            TextTest::Contains => text.contains(&part),
            TextTest::StartsWith => text.starts_with(&part),
            TextTest::EndsWith => text.ends_with(&part),
        }
}

/// Whether a folded form of this text can be had in the database.
pub(super) fn folds(node: &Node) -> bool {
    match node {
        Node::Leaf(leaf) => matches!(&leaf.kept, Kept::Column { folded: Some(_), .. }),
        Node::Join(parts) => parts.iter().all(folds),
        Node::Choose(_, then, other) => folds(then) && folds(other),
        _ => true,
    }
}

/// The folded text. Texts are folded where they lie and joined then, because the database has no more than the folded fields.
fn folded(node: &Node, row: &dyn Row) -> String {
    match node {
        Node::Join(parts) => parts.iter().map(|part| folded(part, row)).collect(),
        Node::Choose(condition, then, other) => folded(if holds(condition, row) { then } else { other }, row),
        other => fold(&text_of(run(other, row))).into_owned(),
    }
}

/// First and last day that can be written: the years 1 to 9999.
pub(super) const DAYS: (i64, i64) = (-719_162, 2_932_896);
/// First and last moment: the last one that every zone can write.
pub(super) const MOMENTS: (i64, i64) = (DAYS.0 * Instant::DAY, 253_402_207_200_999_999);

fn math(op: Math, a: Constant, b: Constant, by: Option<Number>) -> Constant {
    let m = &mut Memory;
    let day = |units: Option<i64>| units.map_or(Constant::Empty, |day| Constant::Date(Date(day as i32)));
    let time = |units: Option<i64>| units.map_or(Constant::Empty, |at| Constant::Time(Instant(at)));
    match (a, b) {
        (Constant::Number(a), Constant::Number(b)) => {
            let (units, scale) = number::calculate(m, op, (Some(a.units), a.scale), (Some(b.units), b.scale), by);
            number(units, scale)
        }
        (Constant::Date(a), Constant::Date(b)) => number(m.math(op, Some(i64::from(a.0)), Some(i64::from(b.0))), 0),
        (Constant::Time(a), Constant::Time(b)) => number(days_between(m, op, Some(a.0), Some(b.0)), DAY_PLACES),
        (Constant::Date(a), Constant::Number(n)) => day(moved_day(m, op, Some(i64::from(a.0)), Some(n.units))),
        (Constant::Number(n), Constant::Date(a)) => day(moved_day(m, op, Some(i64::from(a.0)), Some(n.units))),
        (Constant::Time(a), Constant::Number(n)) => time(moved_time(m, op, Some(a.0), (Some(n.units), n.scale))),
        (Constant::Number(n), Constant::Time(a)) => time(moved_time(m, op, Some(a.0), (Some(n.units), n.scale))),
        _ => Constant::Empty,
    }
}

/// Places of the days between two moments: less than ten seconds.
pub(super) const DAY_PLACES: u32 = 4;

/// Days between two moments, rounded.
pub(super) fn days_between<M: Machine>(m: &mut M, op: Math, a: M::N, b: M::N) -> M::N {
    let micros = m.math(op, a, b);
    number::nearest(m, micros, Instant::DAY / number::power(DAY_PLACES))
}

pub(super) fn moved_day<M: Machine>(m: &mut M, op: Math, day: M::N, days: M::N) -> M::N {
    let moved = m.math(op, day, days);
    m.within(moved, DAYS.0, DAYS.1)
}

/// A day is 24 hours here, whatever the clocks do.
pub(super) fn moved_time<M: Machine>(m: &mut M, op: Math, at: M::N, (days, scale): (M::N, u32)) -> M::N {
    // a day has 864 × 10^8 microseconds: eight places are exact
    let exact = scale.min(8);
    let unit = m.constant(Instant::DAY / number::power(exact));
    let micros = m.math(Math::Mul, days, unit);
    let micros = number::round(m, micros, scale - exact);
    let moved = m.math(op, at, micros);
    m.within(moved, MOMENTS.0, MOMENTS.1)
}
