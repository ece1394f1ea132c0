//! Conditions between an expression and the filter builder: what fits chips and lines (`field · operator · operands`, in groups of "all" and "any")
//! is read from the expression's tree and written back. What does not fit stays text. Used by `pages/filter`.

use records::{
    expr::{Ast, Binary, Term, parse},
    field::{Operand, Operator, operators, to_expression},
    schema::FieldType,
};
use types::{Date, Id, Instant, Value};

/// A group of conditions, all or any of which must hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Group {
    pub any: bool,
    pub nodes: Vec<Node>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    One(One),
    Group(Group),
}

#[derive(Clone, Debug, PartialEq)]
pub struct One {
    pub path: String,
    pub op: Operator,
    pub operands: Vec<Operand>,
}

/// How a path's type is found; `None` for what the reader does not see.
pub type Kinds<'k> = &'k dyn Fn(&str) -> Option<FieldType>;

impl Group {
    /// The expression; unfinished conditions are left out.
    pub fn expression(&self) -> String {
        let parts: Vec<String> = self
            .nodes
            .iter()
            .filter_map(|node| match node {
                Node::One(one) => to_expression(&one.path, one.op, &one.operands),
                Node::Group(group) => match (group.expression(), group.any && group.nodes.len() > 1) {
                    (inner, _) if inner.is_empty() => None,
                    (inner, true) => Some(format!("({inner})")),
                    (inner, false) => {
                        Some(if self.any && group.nodes.len() > 1 { format!("({inner})") } else { inner })
                    }
                },
            })
            .collect();
        parts.join(if self.any { " || " } else { " && " })
    }

    /// Without the n-th node: the address of a chip's ×.
    pub fn without(&self, n: usize) -> Group {
        let mut rest = self.clone();
        rest.nodes.remove(n);
        rest
    }
}

/// The conditions of an expression; `None` where they do not fit the builder.
pub fn read(source: &str, kinds: Kinds) -> Option<Group> {
    if source.trim().is_empty() {
        return Some(Group::default());
    }
    let ast = parse(source).ok()?;
    Some(match node(&ast, kinds)? {
        Node::Group(group) => group,
        one => Group { any: false, nodes: vec![one] },
    })
}

fn node(ast: &Ast, kinds: Kinds) -> Option<Node> {
    match &ast.term {
        Term::Binary(Binary::And, ..) => {
            let mut nodes = Vec::new();
            let parts = flat(ast, Binary::And);
            let mut at = 0;
            while at < parts.len() {
                let pair = parts.get(at + 1).and_then(|next| range(parts[at], next, kinds));
                at += if pair.is_some() { 2 } else { 1 };
                nodes.push(match pair {
                    Some(one) => Node::One(one),
                    None => node(parts[at - 1], kinds)?,
                });
            }
            match nodes.len() {
                1 => nodes.pop(),
                _ => Some(Node::Group(Group { any: false, nodes })),
            }
        }
        Term::Binary(Binary::Or, ..) => {
            let parts = flat(ast, Binary::Or);
            if let Some(one) = has_any(&parts, kinds) {
                return Some(Node::One(one));
            }
            let nodes: Option<Vec<Node>> = parts.into_iter().map(|part| node(part, kinds)).collect();
            Some(Node::Group(Group { any: true, nodes: nodes? }))
        }
        Term::Not(inner) => {
            let Node::One(one) = node(inner, kinds)? else { return None };
            let op = match one.op {
                Operator::AnyOf => Operator::NoneOf,
                Operator::Contains => Operator::NotContains,
                Operator::HasAny => Operator::HasNone,
                _ => return None,
            };
            fits(One { op, ..one }, kinds).map(Node::One)
        }
        _ => fits(one(ast, kinds)?, kinds).map(Node::One),
    }
}

/// `a && b && c` as a list.
fn flat(ast: &Ast, sign: Binary) -> Vec<&Ast> {
    match &ast.term {
        Term::Binary(here, left, right) if *here == sign => {
            let mut parts = flat(left, sign);
            parts.extend(flat(right, sign));
            parts
        }
        _ => vec![ast],
    }
}

/// Only operators that the builder offers for this field.
fn fits(one: One, kinds: Kinds) -> Option<One> {
    operators(&kinds(&one.path)?).contains(&one.op).then_some(one)
}

fn is_day(kind: &FieldType) -> bool {
    let kind = if let FieldType::Formula { result, .. } = kind { result } else { kind };
    matches!(kind, FieldType::Date | FieldType::DateTime)
}

fn one(ast: &Ast, kinds: Kinds) -> Option<One> {
    let made = |path: String, op: Operator, operands: Vec<Operand>| Some(One { path, op, operands });
    match &ast.term {
        Term::Binary(Binary::In, left, right) => {
            if let (Some(path), Term::List(items)) = (path(left), &right.term) {
                let kind = kinds(&path)?;
                let items: Option<Vec<Operand>> = items.iter().map(|item| literal(item, &kind)).collect();
                return made(path, Operator::AnyOf, items?);
            }
            let path = path(right)?;
            if is_me(left) {
                return made(path, Operator::HasMe, vec![]);
            }
            let value = literal(left, &kinds(&path)?)?;
            made(path, Operator::HasAny, vec![value])
        }
        Term::Binary(sign, left, right) => {
            let path = path(left)?;
            let kind = kinds(&path)?;
            match (sign, &right.term) {
                (Binary::Equal, Term::Null) => return made(path, Operator::IsEmpty, vec![]),
                (Binary::Unequal, Term::Null) => return made(path, Operator::IsNotEmpty, vec![]),
                (Binary::Equal, _) if is_me(right) => return made(path, Operator::IsMe, vec![]),
                (Binary::Unequal, _) if is_me(right) => return made(path, Operator::IsNotMe, vec![]),
                _ => {}
            }
            let operand = literal(right, &kind)?;
            match (sign, is_day(&kind)) {
                (Binary::Equal, true) => made(path, Operator::On, vec![operand]),
                (Binary::Less, true) => made(path, Operator::Before, vec![operand]),
                (Binary::GreaterOrEqual, true) => made(path, Operator::After, vec![day_before(&operand)?]),
                (Binary::Equal, false) => made(path, Operator::Is, vec![operand]),
                (Binary::Unequal, false) => made(path, Operator::IsNot, vec![operand]),
                (Binary::Less, false) => made(path, Operator::Below, vec![operand]),
                (Binary::LessOrEqual, false) => made(path, Operator::AtMost, vec![operand]),
                (Binary::Greater, false) => made(path, Operator::Above, vec![operand]),
                (Binary::GreaterOrEqual, false) => made(path, Operator::AtLeast, vec![operand]),
                _ => None,
            }
        }
        Term::Method(on, name, _, arguments) => {
            let path = path(on)?;
            let op = match name.as_str() {
                "contains" => Operator::Contains,
                "startsWith" => Operator::StartsWith,
                "endsWith" => Operator::EndsWith,
                _ => return None,
            };
            let [argument] = arguments.as_slice() else { return None };
            let operand = literal(argument, &kinds(&path)?)?;
            made(path, op, vec![operand])
        }
        Term::Call(name, arguments) if name == "hasAll" => {
            let [on, list] = arguments.as_slice() else { return None };
            let (path, Term::List(items)) = (path(on)?, &list.term) else { return None };
            let kind = kinds(&path)?;
            let items: Option<Vec<Operand>> = items.iter().map(|item| literal(item, &kind)).collect();
            made(path, Operator::HasAll, items?)
        }
        _ => None,
    }
}

/// `a in path || b in path`.
fn has_any(parts: &[&Ast], kinds: Kinds) -> Option<One> {
    let ones: Option<Vec<One>> = parts.iter().map(|part| one(part, kinds)).collect();
    let ones = ones?;
    let first = ones.first()?.path.clone();
    let same = ones.iter().all(|one| one.op == Operator::HasAny && one.path == first);
    same.then(|| One {
        path: first,
        op: Operator::HasAny,
        operands: ones.into_iter().flat_map(|o| o.operands).collect(),
    })
}

/// Two ends of one field: on a day, between days or numbers, in the last or next days.
fn range(from: &Ast, to: &Ast, kinds: Kinds) -> Option<One> {
    let (Term::Binary(Binary::GreaterOrEqual, left, low), Term::Binary(sign, right, high)) = (&from.term, &to.term)
    else {
        return None;
    };
    let here = path(left)?;
    if path(right)? != here {
        return None;
    }
    let kind = kinds(&here)?;
    let (low, high) = (literal(low, &kind)?, literal(high, &kind)?);
    let made = |op: Operator, operands: Vec<Operand>| Some(One { path: here.clone(), op, operands });
    let days = |n: i64| vec![Operand::Value(Value::Int(n))];
    match (sign, &low, &high) {
        (Binary::LessOrEqual, _, _) if !is_day(&kind) => made(Operator::Between, vec![low, high]),
        (Binary::Less, Operand::DaysAgo(a), Operand::DaysAgo(b)) => match (*a, *b) {
            (a, b) if b == a - 1 => made(Operator::On, vec![low]),
            (a, -1) if a > 0 => made(Operator::InLastDays, days(a)),
            (0, b) if b < -1 => made(Operator::InNextDays, days(-b - 1)),
            _ => made(Operator::Between, vec![Operand::DaysAgo(*a), Operand::DaysAgo(b + 1)]),
        },
        (Binary::Less, Operand::Value(Value::Date(a)), Operand::Value(Value::Date(b))) => match a.plus(1) == *b {
            true => made(Operator::On, vec![low]),
            false => {
                made(Operator::Between, vec![Operand::Value(Value::Date(*a)), Operand::Value(Value::Date(b.plus(-1)))])
            }
        },
        (Binary::Less, Operand::Value(Value::Date(_)), Operand::DaysAgo(_))
        | (Binary::Less, Operand::DaysAgo(_), Operand::Value(Value::Date(_))) => {
            let last = day_before(&high)?;
            made(Operator::Between, vec![low, last])
        }
        _ => None,
    }
}

fn day_before(operand: &Operand) -> Option<Operand> {
    match operand {
        Operand::DaysAgo(days) => Some(Operand::DaysAgo(days + 1)),
        Operand::Value(Value::Date(day)) => Some(Operand::Value(Value::Date(day.plus(-1)))),
        Operand::Value(_) => None,
    }
}

fn path(ast: &Ast) -> Option<String> {
    let Term::Path(names) = &ast.term else { return None };
    Some(names.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join("."))
}

fn is_me(ast: &Ast) -> bool {
    matches!(&ast.term, Term::Call(name, arguments) if name == "me" && arguments.is_empty())
}

fn literal(ast: &Ast, kind: &FieldType) -> Option<Operand> {
    let value = match &ast.term {
        Term::Bool(yes) => Value::Bool(*yes),
        Term::Number(number) => Value::Decimal(number.to_decimal()),
        Term::Negate(inner) => match literal(inner, kind)? {
            Operand::Value(Value::Decimal(number)) => Value::Decimal(-number),
            _ => return None,
        },
        Term::Text(text) => match kind {
            FieldType::Link { .. } | FieldType::User | FieldType::Users | FieldType::LinkAny { .. } => {
                Value::link(Id::parse(text)?)
            }
            _ => Value::text(text),
        },
        Term::Call(name, arguments) => return moment(name, arguments),
        _ => return None,
    };
    Some(Operand::Value(value))
}

fn moment(name: &str, arguments: &[Ast]) -> Option<Operand> {
    let text = || match arguments {
        [Ast { term: Term::Text(text), .. }] => Some(text.as_str()),
        _ => None,
    };
    let days = || match arguments {
        [Ast { term: Term::Number(number), .. }] if number.scale == 0 => Some(number.units),
        _ => None,
    };
    match name {
        "today" if arguments.is_empty() => Some(Operand::DaysAgo(0)),
        "daysAgo" => days().map(Operand::DaysAgo),
        "daysAhead" => days().map(|n| Operand::DaysAgo(-n)),
        "date" => Date::parse(text()?).map(|day| Operand::Value(Value::Date(day))),
        "time" => Instant::parse(text()?).map(|at| Operand::Value(Value::Time(at))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(path: &str) -> Option<FieldType> {
        Some(match path {
            "name" => FieldType::Text { max: 100 },
            "amount" => FieldType::Money,
            "due" => FieldType::Date,
            "seen" => FieldType::DateTime,
            "owner" => FieldType::User,
            "tags" => FieldType::Tags,
            "stage.name" => FieldType::Text { max: 100 },
            _ => return None,
        })
    }

    #[test]
    fn what_the_builder_writes_it_reads_again() {
        for source in [
            "name.contains(\"a\")",
            "amount >= 500000 && due < daysAgo(14)",
            "(amount >= 1 && amount <= 9) && !name.contains(\"x\")",
            "(due >= daysAgo(7) && due < daysAhead(1))",
            "(seen >= date(\"2026-11-01\") && seen < date(\"2026-12-01\"))",
            "owner == me() && (name == \"a\" || tags == null)",
            "(\"x\" in tags || \"y\" in tags)",
            "!(name in [\"a\", \"b\"])",
            "stage.name == \"Won\"",
            "due >= date(\"2026-11-02\")",
        ] {
            let group = read(source, &kinds).unwrap_or_else(|| panic!("{source} fits"));
            let again = read(&group.expression(), &kinds);
            assert_eq!(again.as_ref(), Some(&group), "{source} became {}", group.expression());
        }
    }

    #[test]
    fn days_are_told_apart_by_their_ends() {
        let op = |source: &str| match &read(source, &kinds).unwrap().nodes[0] {
            Node::One(one) => (one.op, one.operands.clone()),
            Node::Group(_) => panic!("one condition"),
        };
        assert_eq!(
            op("due >= daysAgo(7) && due < daysAhead(1)"),
            (Operator::InLastDays, vec![Operand::Value(Value::Int(7))])
        );
        assert_eq!(
            op("due >= today() && due < daysAhead(8)"),
            (Operator::InNextDays, vec![Operand::Value(Value::Int(7))])
        );
        assert_eq!(op("due >= today() && due < daysAhead(1)").0, Operator::On);
        assert_eq!(op("seen < daysAgo(14)"), (Operator::Before, vec![Operand::DaysAgo(14)]));
    }

    #[test]
    fn what_does_not_fit_stays_text() {
        for source in ["amount * 2 > 10", "hidden == 1", "name == ", "size(tags) > 2"] {
            assert_eq!(read(source, &kinds), None, "{source}");
        }
    }
}
