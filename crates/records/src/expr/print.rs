//! A node as text again, in one canonical form: `parse` and `check` make the same node of it. Shown by the filter builder, stored in saved views.

use std::fmt::{Display, Formatter, Result, Write};

use super::{
    node::{Constant, Extreme, Leaf, Math, Node, Order, Path, TextTest},
    number::Number,
};

/// How tightly a node holds together; one that stands where something tighter is wanted gets brackets.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Level {
    Choose,
    Any,
    All,
    Compare,
    Add,
    Multiply,
    Sign,
    Atom,
}

impl Display for Node {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write(f, self, Level::Choose)
    }
}

/// `account.address.province`
impl Display for Path {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        for hop in &self.hops {
            write!(f, "{hop}.")?;
        }
        f.write_str(&self.field)?;
        self.part.as_ref().map_or(Ok(()), |part| write!(f, ".{part}"))
    }
}

fn level(node: &Node) -> Level {
    match node {
        Node::Constant(Constant::Number(Number { units, .. })) if *units < 0 => Level::Sign,
        Node::Constant(_)
        | Node::Leaf(_)
        | Node::Text(..)
        | Node::HasAll(..)
        | Node::Size(_)
        | Node::Abs(_)
        | Node::Extreme(..)
        | Node::Scale(..)
        | Node::Start(..) => Level::Atom,
        Node::Not(inner) if matches!(**inner, Node::Equal(..) | Node::IsEmpty(_)) => Level::Compare,
        Node::Not(_) | Node::Negate(_) => Level::Sign,
        Node::All(_) => Level::All,
        Node::Any(_) => Level::Any,
        Node::Equal(..) | Node::Order(..) | Node::Among(..) | Node::IsEmpty(_) | Node::Has(..) => Level::Compare,
        Node::Math(Math::Add | Math::Sub, ..) | Node::Join(_) => Level::Add,
        Node::Math(Math::Mul | Math::Div | Math::Rem, ..) => Level::Multiply,
        Node::Choose(..) => Level::Choose,
    }
}

fn write(f: &mut Formatter<'_>, node: &Node, least: Level) -> Result {
    if level(node) < least {
        f.write_char('(')?;
        plain(f, node)?;
        f.write_char(')')
    } else {
        plain(f, node)
    }
}

fn plain(f: &mut Formatter<'_>, node: &Node) -> Result {
    match node {
        Node::Constant(constant) => write!(f, "{constant}"),
        Node::Leaf(Leaf { path, .. }) => write!(f, "{path}"),
        Node::Not(inner) => match &**inner {
            Node::Equal(a, b) => between(f, a, "!=", b, Level::Add, Level::Add),
            Node::IsEmpty(a) => {
                write(f, a, Level::Add)?;
                f.write_str(" != null")
            }
            inner => {
                f.write_char('!')?;
                write(f, inner, Level::Sign)
            }
        },
        Node::All(list) => all(f, list, " && ", Level::Compare, "true"),
        Node::Any(list) => all(f, list, " || ", Level::All, "false"),
        Node::Equal(a, b) => between(f, a, "==", b, Level::Add, Level::Add),
        Node::Order(order, a, b) => {
            let sign = match order {
                Order::Less => "<",
                Order::LessOrEqual => "<=",
                Order::Greater => ">",
                Order::GreaterOrEqual => ">=",
            };
            between(f, a, sign, b, Level::Add, Level::Add)
        }
        Node::Among(a, members) => {
            write(f, a, Level::Add)?;
            f.write_str(" in ")?;
            list(f, members)
        }
        Node::IsEmpty(a) => {
            write(f, a, Level::Add)?;
            f.write_str(" == null")
        }
        Node::Text(test, text, part) => {
            write(f, text, Level::Atom)?;
            f.write_str(match test {
                TextTest::Contains => ".contains(",
                TextTest::StartsWith => ".startsWith(",
                TextTest::EndsWith => ".endsWith(",
            })?;
            write!(f, "{part})")
        }
        Node::Has(leaf, value) => {
            write(f, value, Level::Add)?;
            write!(f, " in {}", leaf.path)
        }
        Node::HasAll(leaf, values) => {
            write!(f, "hasAll({}, ", leaf.path)?;
            list(f, values)?;
            f.write_char(')')
        }
        Node::Size(leaf) => write!(f, "size({})", leaf.path),
        Node::Math(op, a, b) => match op {
            Math::Add => between(f, a, "+", b, Level::Add, Level::Multiply),
            Math::Sub => between(f, a, "-", b, Level::Add, Level::Multiply),
            Math::Mul => between(f, a, "*", b, Level::Multiply, Level::Sign),
            Math::Div => between(f, a, "/", b, Level::Multiply, Level::Sign),
            Math::Rem => between(f, a, "%", b, Level::Multiply, Level::Sign),
        },
        Node::Negate(a) => {
            f.write_char('-')?;
            write(f, a, Level::Sign)
        }
        Node::Abs(a) => write!(f, "abs({a})"),
        Node::Extreme(Extreme::Least, a, b) => write!(f, "min({a}, {b})"),
        Node::Extreme(Extreme::Greatest, a, b) => write!(f, "max({a}, {b})"),
        Node::Scale(a, scale) => write!(f, "round({a}, {scale})"),
        Node::Join(parts) => all(f, parts, " + ", Level::Multiply, "null"),
        Node::Choose(condition, then, other) => {
            write(f, condition, Level::Any)?;
            write!(f, " ? {then} : {other}")
        }
        Node::Start(day, _) => write!(f, "startOfDay({day})"),
    }
}

fn between(f: &mut Formatter<'_>, a: &Node, sign: &str, b: &Node, left: Level, right: Level) -> Result {
    write(f, a, left)?;
    write!(f, " {sign} ")?;
    write(f, b, right)
}

/// One alone is written with what changes nothing, so that it stays one of a list.
fn all(f: &mut Formatter<'_>, list: &[Node], sign: &str, least: Level, neutral: &str) -> Result {
    for (place, node) in list.iter().enumerate() {
        if place > 0 {
            f.write_str(sign)?;
        }
        write(f, node, least)?;
    }
    match list.len() {
        0 => f.write_str(neutral),
        1 => write!(f, "{sign}{neutral}"),
        _ => Ok(()),
    }
}

fn list<T: Display>(f: &mut Formatter<'_>, items: &[T]) -> Result {
    f.write_char('[')?;
    for (place, item) in items.iter().enumerate() {
        write!(f, "{}{item}", if place > 0 { ", " } else { "" })?;
    }
    f.write_char(']')
}

impl Display for Constant {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Constant::Empty => f.write_str("null"),
            Constant::Bool(yes) => write!(f, "{yes}"),
            Constant::Number(number) => write!(f, "{number}"),
            Constant::Text(text) => quoted(f, text),
            Constant::Date(day) => write!(f, "date(\"{day}\")"),
            Constant::Time(at) => write!(f, "time(\"{at}\")"),
            Constant::Link(id) => write!(f, "\"{id}\""),
            Constant::Texts(texts) => {
                f.write_char('[')?;
                for (place, text) in texts.iter().enumerate() {
                    f.write_str(if place > 0 { ", " } else { "" })?;
                    quoted(f, text)?;
                }
                f.write_char(']')
            }
            Constant::Links(ids) => {
                let ids: Vec<String> = ids.iter().map(|id| format!("\"{id}\"")).collect();
                list(f, &ids)
            }
        }
    }
}

fn quoted(f: &mut Formatter<'_>, text: &str) -> Result {
    f.write_char('"')?;
    for c in text.chars() {
        match c {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            '\n' => f.write_str("\\n")?,
            '\r' => f.write_str("\\r")?,
            '\t' => f.write_str("\\t")?,
            c if c.is_control() => write!(f, "\\u{:04x}", u32::from(c))?,
            c => f.write_char(c)?,
        }
    }
    f.write_char('"')
}
