//! What a filter can ask of a field, and the same said in the expression language. Called by the filter builder of the pages, which shows
//! operators and keeps expressions.

use std::borrow::Cow;

use types::{
    Date, Value,
    words::{Lang, tr},
};

use super::numbers;

/// Days from today that the language counts.
const FARTHEST: i64 = 100_000;

/// One line of the filter builder between field and operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operator {
    Is,
    IsNot,
    AnyOf,
    NoneOf,
    Contains,
    NotContains,
    StartsWith,
    EndsWith,
    Above,
    AtLeast,
    Below,
    AtMost,
    /// both ends belong to it
    Between,
    On,
    Before,
    After,
    /// today and the n days before it
    InLastDays,
    /// today and the n days after it
    InNextDays,
    IsMe,
    IsNotMe,
    HasMe,
    HasAny,
    HasAll,
    HasNone,
    IsEmpty,
    IsNotEmpty,
}

/// What stands to the right of an operator.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    Value(Value),
    /// a day that moves with the calendar: 0 is today, -7 in a week
    DaysAgo(i64),
}

/// How many operands an operator takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    Nothing,
    One,
    Two,
    /// one or more
    Several,
    /// a whole number of days
    Days,
}

impl Operator {
    pub const ALL: [Operator; 26] = {
        use Operator::*;
        [
            Is,
            IsNot,
            AnyOf,
            NoneOf,
            Contains,
            NotContains,
            StartsWith,
            EndsWith,
            Above,
            AtLeast,
            Below,
            AtMost,
            Between,
            On,
            Before,
            After,
            InLastDays,
            InNextDays,
            IsMe,
            IsNotMe,
            HasMe,
            HasAny,
            HasAll,
            HasNone,
            IsEmpty,
            IsNotEmpty,
        ]
    };

    /// Its name in URLs and forms.
    pub fn word(self) -> &'static str {
        match self {
            Operator::Is => "is",
            Operator::IsNot => "is-not",
            Operator::AnyOf => "any-of",
            Operator::NoneOf => "none-of",
            Operator::Contains => "contains",
            Operator::NotContains => "not-contains",
            Operator::StartsWith => "starts-with",
            Operator::EndsWith => "ends-with",
            Operator::Above => "above",
            Operator::AtLeast => "at-least",
            Operator::Below => "below",
            Operator::AtMost => "at-most",
            Operator::Between => "between",
            Operator::On => "on",
            Operator::Before => "before",
            Operator::After => "after",
            Operator::InLastDays => "in-last-days",
            Operator::InNextDays => "in-next-days",
            Operator::IsMe => "is-me",
            Operator::IsNotMe => "is-not-me",
            Operator::HasMe => "has-me",
            Operator::HasAny => "has-any",
            Operator::HasAll => "has-all",
            Operator::HasNone => "has-none",
            Operator::IsEmpty => "is-empty",
            Operator::IsNotEmpty => "is-not-empty",
        }
    }

    pub fn label(self, lang: Lang) -> Cow<'static, str> {
        tr(lang, &format!("operator-{}", self.word()))
    }

    pub fn parse(word: &str) -> Option<Operator> {
        Operator::ALL.into_iter().find(|operator| operator.word() == word)
    }

    pub fn takes(self) -> Takes {
        match self {
            Operator::IsMe | Operator::IsNotMe | Operator::HasMe | Operator::IsEmpty | Operator::IsNotEmpty => {
                Takes::Nothing
            }
            Operator::Between => Takes::Two,
            Operator::AnyOf | Operator::NoneOf | Operator::HasAny | Operator::HasAll | Operator::HasNone => {
                Takes::Several
            }
            Operator::InLastDays | Operator::InNextDays => Takes::Days,
            Operator::Is
            | Operator::IsNot
            | Operator::Contains
            | Operator::NotContains
            | Operator::StartsWith
            | Operator::EndsWith
            | Operator::Above
            | Operator::AtLeast
            | Operator::Below
            | Operator::AtMost
            | Operator::On
            | Operator::Before
            | Operator::After => Takes::One,
        }
    }
}

/// The condition in the expression language; it can be joined to others with `&&` and `||` as it stands. `path` names the field
/// (`amount`, `account.region`). `None` while operands are missing or of a kind that has no literal.
pub fn to_expression(path: &str, operator: Operator, operands: &[Operand]) -> Option<String> {
    let one = || operands.first().and_then(literal);
    let method = |name: &str| one().map(|text| format!("{path}.{name}({text})"));
    let compare = |sign: &str| one().map(|operand| format!("{path} {sign} {operand}"));
    let from_day = |day: Option<String>| day.map(|day| format!("{path} >= {day}"));
    let before_day = |day: Option<String>| day.map(|day| format!("{path} < {day}"));
    let both = |from: Option<String>, to: Option<String>| Some(format!("({} && {})", from?, to?));
    match operator {
        Operator::Is => compare("=="),
        Operator::IsNot => compare("!="),
        Operator::AnyOf => list(operands).map(|items| format!("{path} in {items}")),
        Operator::NoneOf => list(operands).map(|items| format!("!({path} in {items})")),
        Operator::Contains => method("contains"),
        Operator::NotContains => method("contains").map(|contains| format!("!{contains}")),
        Operator::StartsWith => method("startsWith"),
        Operator::EndsWith => method("endsWith"),
        Operator::Above => compare(">"),
        Operator::AtLeast => compare(">="),
        Operator::Below => compare("<"),
        Operator::AtMost => compare("<="),
        Operator::Between => {
            let [from, to] = operands else { return None };
            let upper = match day_after(to) {
                Some(behind) => before_day(Some(behind)),
                None => literal(to).map(|to| format!("{path} <= {to}")),
            };
            both(from_day(literal(from)), upper)
        }
        // A field with a time has many moments in a day, so days are compared by where they begin.
        Operator::On => both(from_day(one()), before_day(operands.first().and_then(day_after))),
        Operator::Before => before_day(one()),
        Operator::After => from_day(operands.first().and_then(day_after)),
        Operator::InLastDays => both(from_day(days(operands).map(days_ago)), before_day(Some(days_ago(-1)))),
        Operator::InNextDays => {
            let behind = days(operands).map(|days| days_ago(days.saturating_add(1).saturating_neg()));
            both(from_day(Some(days_ago(0))), before_day(behind))
        }
        Operator::IsMe => Some(format!("{path} == me()")),
        Operator::IsNotMe => Some(format!("{path} != me()")),
        Operator::HasMe => Some(format!("me() in {path}")),
        Operator::HasAny => any_in(path, operands),
        Operator::HasAll => list(operands).map(|items| format!("hasAll({path}, {items})")),
        Operator::HasNone => any_in(path, operands).map(|any| format!("!{any}")),
        Operator::IsEmpty => Some(format!("{path} == null")),
        Operator::IsNotEmpty => Some(format!("{path} != null")),
    }
}

fn literals(operands: &[Operand]) -> Option<Vec<String>> {
    let literals: Option<Vec<String>> = operands.iter().map(literal).collect();
    literals.filter(|literals| !literals.is_empty())
}

fn list(operands: &[Operand]) -> Option<String> {
    literals(operands).map(|items| format!("[{}]", items.join(", ")))
}

fn any_in(path: &str, operands: &[Operand]) -> Option<String> {
    let tests: Vec<String> = literals(operands)?.iter().map(|item| format!("{item} in {path}")).collect();
    Some(format!("({})", tests.join(" || ")))
}

fn days(operands: &[Operand]) -> Option<i64> {
    match operands {
        [Operand::Value(Value::Int(days)) | Operand::DaysAgo(days)] => Some(*days),
        _ => None,
    }
}

fn days_ago(days: i64) -> String {
    match days.clamp(-FARTHEST, FARTHEST) {
        0 => "today()".to_owned(),
        days @ 1.. => format!("daysAgo({days})"),
        days => format!("daysAhead({})", -days),
    }
}

/// The beginning of the day behind this one; nothing for what is no day.
fn day_after(operand: &Operand) -> Option<String> {
    match operand {
        Operand::Value(Value::Date(day)) => Some(date(day.plus(1))),
        Operand::DaysAgo(days) => Some(days_ago(days.saturating_sub(1))),
        Operand::Value(_) => None,
    }
}

fn date(day: Date) -> String {
    format!("date(\"{day}\")")
}

fn literal(operand: &Operand) -> Option<String> {
    let value = match operand {
        Operand::Value(value) => value,
        Operand::DaysAgo(days) => return Some(days_ago(*days)),
    };
    match value {
        Value::Empty => Some("null".to_owned()),
        Value::Bool(yes) => Some(yes.to_string()),
        Value::Int(number) => Some(number.to_string()),
        Value::Decimal(number) => Some(numbers::fixed(*number, number.normalize().scale())),
        // amounts are compared in the organisation's currency
        Value::Money(money) => Some(numbers::fixed(money.amount, money.amount.normalize().scale())),
        Value::Text(text) => Some(quoted(text)),
        Value::Date(day) => Some(date(*day)),
        Value::Time(at) => Some(format!("time(\"{at}\")")),
        Value::Link(link) => Some(quoted(&link.id.to_string())),
        Value::Texts(_) | Value::Links(_) | Value::Address(_) => None,
    }
}

/// A text literal: no character of it can end it.
pub fn quoted(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => literal.extend(['\\', c]),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\t' => literal.push_str("\\t"),
            c => literal.push(c),
        }
    }
    literal.push('"');
    literal
}
