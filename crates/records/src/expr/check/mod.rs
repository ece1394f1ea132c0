//! From the tree of a text to a typed node: every name found in the catalog and readable, every operator given what it takes, everything that does not
//! depend on a record computed. Called by lists, views, validation, formulas, defaults, sharing rules, reports.
//!
//! `mod.rs` is what an expression is made of, `names` finds fields, `calls` knows the functions, `fit` brings two sides to one kind, `clock` counts days.

mod calls;
mod clock;
mod fit;
mod names;

pub(super) use calls::depends_on_asking;

use std::{cell::Cell, rc::Rc};

use jiff::tz::TimeZone;
use store::Math;
use types::{Id, Instant, Name, Result};

use super::{
    mistake::{Found, Mistake, Span, What, fault},
    node::{Constant, Kind, Node, Order},
    number::{Number, scale_of},
    parse::{Ast, Binary, Term, tree},
};
use crate::schema::{Catalog, Choice, Field, FieldType, Object};

/// What an expression may know.
pub struct Env<'a> {
    pub catalog: &'a Catalog,
    /// whose records it is about
    pub object: &'a Object,
    /// may whoever will see the answer read this field of this object in full?
    pub readable: &'a dyn Fn(&Object, &Field) -> bool,
    pub me: Option<Id>,
    pub now: Instant,
    /// the reader's in lists and private views, the organisation's in everything stored or shared
    pub zone: &'a TimeZone,
    /// for the formulas that an expression mentions
    pub org_zone: &'a TimeZone,
    /// first month of the fiscal year, 1–12
    pub org_fiscal_start: u8,
    /// first day of the week, 1 = Monday … 7 = Sunday
    pub week_start: u8,
    /// kept for everybody and every time (stored formula, sharing rule): no `me()`, no clock, no roll-up
    pub stored: bool,
}

/// What an expression must give.
#[derive(Clone, Copy)]
pub enum Expected<'a> {
    /// yes or no: filters, validation, conditions
    Condition,
    /// the value of a field of this type: formulas, defaults
    Value(&'a FieldType),
}

/// A text, checked. The problem is `bad_filter` with the arguments `at` (`line:column`), `what` (a code of [`What`]) and those of the mistake.
pub fn check(source: &str, env: &Env, expected: Expected) -> Result<Node> {
    Ok(try_check(source, env, expected)?)
}

/// The same with the mistake itself, for callers that give it another name than `bad_filter`.
pub fn try_check(source: &str, env: &Env, expected: Expected) -> std::result::Result<Node, Mistake> {
    let checked = tree(source).and_then(|ast| Checker::new(env).whole(&ast, expected));
    checked.map_err(|fault| fault.within(source))
}

/// An expression of whatever kind it is.
#[cfg(test)]
pub(super) fn of_any_kind(source: &str, env: &Env) -> std::result::Result<(Node, Kind), Mistake> {
    let checked = tree(source).and_then(|ast| {
        let typed = Checker::new(env).term(&ast)?;
        Ok((typed.node, typed.kind))
    });
    checked.map_err(|fault| fault.within(source))
}

/// A node with what `check` knows about it.
struct Typed<'a> {
    node: Node,
    kind: Kind,
    /// of a choice field: the only texts it can be
    options: &'a [Choice],
    span: Span,
}

struct Checker<'a> {
    env: &'a Env<'a>,
    /// whose fields names are: the expression's object, or that of a formula it mentions
    object: &'a Object,
    /// how that object is reached
    hops: &'a [Name],
    zone: &'a TimeZone,
    /// formulas within formulas
    depth: usize,
    spent: Rc<Spent>,
}

/// What costs more than its length says, counted over an expression and the formulas in it.
#[derive(Default)]
struct Spent {
    formulas: Cell<usize>,
    /// dates that become times row by row: each brings the table of its zone
    starts: Cell<usize>,
}

/// One more; not beyond `most`.
fn spend(count: &Cell<usize>, most: usize, span: Span) -> Found<()> {
    count.set(count.get() + 1);
    if count.get() > most { fault(span, What::TooComplex) } else { Ok(()) }
}

impl<'a> Typed<'a> {
    fn new(node: impl Into<Node>, kind: Kind, span: Span) -> Typed<'a> {
        Typed { node: node.into(), kind, options: &[], span }
    }
}

fn wrong<T>(span: Span, expected: &'static str, found: &Kind) -> Found<T> {
    fault(span, What::WrongType { expected, found: found.word() })
}

impl<'a> Checker<'a> {
    fn new(env: &'a Env<'a>) -> Checker<'a> {
        Checker { env, object: env.object, hops: &[], zone: env.zone, depth: 0, spent: Rc::default() }
    }

    fn whole(&self, ast: &Ast, expected: Expected) -> Found<Node> {
        match expected {
            Expected::Condition => self.condition(ast),
            Expected::Value(kind) => self.value(ast, kind),
        }
    }

    fn condition(&self, ast: &Ast) -> Found<Node> {
        let typed = self.term(ast)?;
        match typed.kind {
            Kind::Bool => Ok(typed.node),
            other => wrong(ast.span, Kind::Bool.word(), &other),
        }
    }

    fn number(&self, ast: &Ast) -> Found<(Node, u32)> {
        let typed = self.term(ast)?;
        match typed.kind {
            Kind::Number { scale } => Ok((typed.node, scale)),
            other => wrong(ast.span, "number", &other),
        }
    }

    fn term(&self, ast: &Ast) -> Found<Typed<'a>> {
        let span = ast.span;
        Ok(match &ast.term {
            Term::Null => Typed::new(Constant::Empty, Kind::Empty, span),
            Term::Bool(yes) => Typed::new(Constant::Bool(*yes), Kind::Bool, span),
            Term::Number(number) => Typed::new(Constant::Number(*number), Kind::Number { scale: number.scale }, span),
            Term::Text(text) => Typed::new(Constant::text(text.as_str()), Kind::Text, span),
            Term::List(_) => return fault(span, What::WrongType { expected: "value", found: "list" }),
            Term::Path(path) => self.path(path)?,
            Term::Not(inner) => Typed::new(self.condition(inner)?.negated(), Kind::Bool, span),
            Term::Negate(inner) => {
                let (node, scale) = self.number(inner)?;
                Typed::new(node.negative(), Kind::Number { scale }, span)
            }
            Term::Choose(condition, then, other) => {
                let condition = self.condition(condition)?;
                let (then, other) = self.alike(self.term(then)?, self.term(other)?)?;
                if let Some(whole) = [&then, &other].into_iter().find(|side| side.kind.is_whole()) {
                    return wrong(whole.span, "value", &whole.kind);
                }
                let kind = if then.kind == Kind::Empty { other.kind } else { then.kind };
                let options = if then.options.is_empty() { other.options } else { then.options };
                Typed { node: condition.choose(then.node, other.node), kind, options, span }
            }
            Term::Call(name, arguments) => self.call(name, arguments, span)?,
            Term::Method(on, name, place, arguments) => self.method(on, name, *place, arguments, span)?,
            Term::Binary(operator, a, b) => self.binary(*operator, a, b, span)?,
        })
    }

    fn binary(&self, operator: Binary, a: &Ast, b: &Ast, span: Span) -> Found<Typed<'a>> {
        let node = match operator {
            Binary::Or => Node::any(vec![self.condition(a)?, self.condition(b)?]),
            Binary::And => Node::all(vec![self.condition(a)?, self.condition(b)?]),
            Binary::Equal => self.equal(a, b)?,
            Binary::Unequal => self.equal(a, b)?.negated(),
            Binary::Less => self.order(Order::Less, a, b)?,
            Binary::LessOrEqual => self.order(Order::LessOrEqual, a, b)?,
            Binary::Greater => self.order(Order::Greater, a, b)?,
            Binary::GreaterOrEqual => self.order(Order::GreaterOrEqual, a, b)?,
            Binary::In => self.within(a, b)?,
            Binary::Add => return self.math(Math::Add, a, b, span),
            Binary::Sub => return self.math(Math::Sub, a, b, span),
            Binary::Mul => return self.math(Math::Mul, a, b, span),
            Binary::Div => return self.math(Math::Div, a, b, span),
            Binary::Rem => return self.math(Math::Rem, a, b, span),
        };
        Ok(Typed::new(node, Kind::Bool, span))
    }

    fn equal(&self, a: &Ast, b: &Ast) -> Found<Node> {
        let (a, b) = (self.term(a)?, self.term(b)?);
        for (this, other) in [(&a, &b), (&b, &a)] {
            // whole lists and addresses are only asked whether they are empty
            if this.kind.is_whole() && other.kind != Kind::Empty {
                return wrong(other.span, "nothing", &other.kind);
            }
        }
        if let Some(node) = self.day_beside(&a, &b, None) {
            return Ok(node);
        }
        let (a, b) = self.pair(a, b)?;
        Ok(a.node.equal(b.node))
    }

    fn order(&self, order: Order, a: &Ast, b: &Ast) -> Found<Node> {
        let (a, b) = (self.term(a)?, self.term(b)?);
        for side in [&a, &b] {
            match side.kind {
                Kind::Number { .. } | Kind::Date | Kind::Time | Kind::Empty => {}
                Kind::Text if side.options.is_empty() => {}
                Kind::Text => {
                    return fault(side.span, What::WrongType { expected: "number_or_date", found: "choice" });
                }
                Kind::Bool | Kind::Link(_) | Kind::Texts | Kind::Links | Kind::Address => {
                    return wrong(side.span, "number_or_date", &side.kind);
                }
            }
        }
        if let Some(node) = self.day_beside(&a, &b, Some(order)) {
            return Ok(node);
        }
        let (a, b) = self.pair(a, b)?;
        Ok(a.node.order(order, b.node))
    }

    /// `x in [a, b]`, `"a" in channels`
    fn within(&self, a: &Ast, b: &Ast) -> Found<Node> {
        let value = self.term(a)?;
        if let Term::List(items) = &b.term {
            if value.kind.is_whole() {
                return wrong(value.span, "value", &value.kind);
            }
            let mut members = items.iter().map(|item| self.member(item, &value)).collect::<Found<Vec<_>>>()?;
            let value = self.widened(value, &mut members)?;
            return Ok(value.node.among(members));
        }
        let several = self.term(b)?;
        let Node::Leaf(leaf) = several.node else { return wrong(b.span, "list", &several.kind) };
        if !several.kind.is_several() {
            return wrong(b.span, "list", &several.kind);
        }
        let value = self.element(value, &several.kind, several.options)?;
        Ok(Node::has(leaf, value))
    }

    fn math(&self, op: Math, a: &Ast, b: &Ast, span: Span) -> Found<Typed<'a>> {
        let (a, b) = (self.term(a)?, self.term(b)?);
        if (&a.kind, &b.kind, op) == (&Kind::Text, &Kind::Text, Math::Add) {
            return Ok(Typed::new(Node::join(vec![a.node, b.node]), Kind::Text, span));
        }
        let (a, b) = match (&a.kind, &b.kind, op) {
            (Kind::Date, Kind::Time, Math::Sub) | (Kind::Time, Kind::Date, Math::Sub) => self.pair(a, b)?,
            _ => (a, b),
        };
        let whole = |kind: &Kind| matches!(kind, Kind::Number { scale: 0 });
        let kind = match (&a.kind, &b.kind, op) {
            (Kind::Number { scale: x }, Kind::Number { scale: y }, _) => {
                Kind::Number { scale: scale_of(op, *x, *y, known_number(&b.node)) }
            }
            (Kind::Date, Kind::Date, Math::Sub) => Kind::Number { scale: 0 },
            (Kind::Time, Kind::Time, Math::Sub) => Kind::Number { scale: super::eval::DAY_PLACES },
            (Kind::Date, n, Math::Add | Math::Sub) if whole(n) => Kind::Date,
            (n, Kind::Date, Math::Add) if whole(n) => Kind::Date,
            (Kind::Time, Kind::Number { .. }, Math::Add | Math::Sub) => Kind::Time,
            (Kind::Number { .. }, Kind::Time, Math::Add) => Kind::Time,
            // name the side that cannot be calculated with
            (Kind::Date, n @ Kind::Number { .. }, Math::Add | Math::Sub) => return wrong(b.span, "whole_number", n),
            (n @ Kind::Number { .. }, Kind::Date, Math::Add) => return wrong(a.span, "whole_number", n),
            (Kind::Number { .. } | Kind::Date | Kind::Time, other, _) => return wrong(b.span, "number", other),
            (Kind::Text, other, Math::Add) => return wrong(b.span, "text", other),
            (other, _, _) => return wrong(a.span, "number", other),
        };
        Ok(Typed::new(a.node.math(op, b.node), kind, span))
    }
}

fn known_number(node: &Node) -> Option<Number> {
    if let Some(Constant::Number(number)) = node.known() { Some(*number) } else { None }
}
