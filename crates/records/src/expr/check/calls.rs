//! The functions and methods of the language; `docs/reference/expressions.md` lists them for people.

use types::{Date, Instant};

use super::{
    Checker, Typed,
    clock::{Period, months_later, start_of},
    wrong,
};
use crate::expr::{
    mistake::{Found, Span, What, fault, nearest},
    node::{Constant, Extreme, Kind, Node, TextTest, users},
    number::MOST_PLACES,
    parse::{Ast, Term},
};

#[derive(Clone, Copy)]
enum Function {
    Me,
    Today,
    Now,
    /// days or months from today; −1 counts back
    Days(i64),
    Months(i64),
    StartOfDay,
    StartOf(Period),
    Date,
    Time,
    IsEmpty,
    Size,
    HasAll,
    Abs,
    Round,
    Extreme(Extreme),
}

/// Name, what it is, how many arguments it takes.
const FUNCTIONS: [(&str, Function, std::ops::RangeInclusive<usize>); 23] = [
    ("me", Function::Me, 0..=0),
    ("today", Function::Today, 0..=0),
    ("now", Function::Now, 0..=0),
    ("daysAgo", Function::Days(-1), 1..=1),
    ("daysAhead", Function::Days(1), 1..=1),
    ("monthsAgo", Function::Months(-1), 1..=1),
    ("monthsAhead", Function::Months(1), 1..=1),
    ("startOfDay", Function::StartOfDay, 0..=1),
    ("startOfWeek", Function::StartOf(Period::Week), 0..=1),
    ("startOfMonth", Function::StartOf(Period::Month), 0..=1),
    ("startOfQuarter", Function::StartOf(Period::Quarter), 0..=1),
    ("startOfYear", Function::StartOf(Period::Year), 0..=1),
    ("startOfFiscalQuarter", Function::StartOf(Period::FiscalQuarter), 0..=1),
    ("startOfFiscalYear", Function::StartOf(Period::FiscalYear), 0..=1),
    ("date", Function::Date, 1..=1),
    ("time", Function::Time, 1..=1),
    ("isEmpty", Function::IsEmpty, 1..=1),
    ("size", Function::Size, 1..=1),
    ("hasAll", Function::HasAll, 2..=2),
    ("abs", Function::Abs, 1..=1),
    ("round", Function::Round, 1..=2),
    ("min", Function::Extreme(Extreme::Least), 2..=8),
    ("max", Function::Extreme(Extreme::Greatest), 2..=8),
];

const METHODS: [(&str, TextTest); 3] =
    [("contains", TextTest::Contains), ("startsWith", TextTest::StartsWith), ("endsWith", TextTest::EndsWith)];

/// Whether the answer depends on who asks or when: stored formulas and sharing rules have no such calls.
pub(in crate::expr) fn depends_on_asking(call: &str, arguments: usize) -> bool {
    let found = FUNCTIONS.iter().find(|(name, ..)| *name == call);
    found.is_some_and(|(_, function, _)| match function {
        Function::Me
        | Function::Today
        | Function::Now
        | Function::Days(_)
        | Function::Months(_)
        | Function::StartOf(_) => true,
        // the first instant of a given day asks no clock
        Function::StartOfDay => arguments == 0,
        Function::Date
        | Function::Time
        | Function::IsEmpty
        | Function::Size
        | Function::HasAll
        | Function::Abs
        | Function::Round
        | Function::Extreme(_) => false,
    })
}

impl<'a> Checker<'a> {
    pub(super) fn call(&self, name: &str, arguments: &[Ast], span: Span) -> Found<Typed<'a>> {
        let Some((name, function, counts)) = FUNCTIONS.iter().find(|(known, ..)| *known == name) else {
            let suggestion = nearest(name, FUNCTIONS.iter().map(|(name, ..)| *name));
            return fault(span, What::UnknownFunction { name: name.to_owned(), suggestion });
        };
        if !counts.contains(&arguments.len()) {
            let count = match (*counts.start(), *counts.end()) {
                (0, 0) => "0",
                (1, 1) => "1",
                (2, 2) => "2",
                (0, 1) => "0–1",
                (1, 2) => "1–2",
                _ => "2–8",
            };
            return fault(span, What::Arguments { name, count });
        }
        if self.env.stored && depends_on_asking(name, arguments.len()) {
            return fault(span, What::NotHere { name: format!("{name}()") });
        }
        let number = |scale| Kind::Number { scale };
        let (node, kind) = match (function, arguments) {
            (Function::Me, _) => match self.env.me {
                Some(me) => (Node::constant(me), Kind::Link(Some(users()))),
                None => return fault(span, What::Nobody),
            },
            (Function::Today, _) => (Node::constant(self.today()), Kind::Date),
            (Function::Now, _) => (Node::constant(self.env.now), Kind::Time),
            (Function::Days(sign), [n]) => {
                let days = sign * self.count(n, 100_000)?;
                (Node::constant(Date(self.today().0 + days as i32)), Kind::Date)
            }
            (Function::Months(sign), [n]) => {
                let months = sign * self.count(n, 1_200)?;
                match months_later(self.today(), months) {
                    Some(day) => (Node::constant(day), Kind::Date),
                    None => return fault(n.span, What::OutOfRange { name: months.to_string() }),
                }
            }
            (Function::StartOfDay, [day]) => {
                let typed = self.term(day)?;
                match typed.kind {
                    Kind::Date => (self.first_instant(typed.node, span)?, Kind::Time),
                    other => return wrong(day.span, Kind::Date.word(), &other),
                }
            }
            (Function::StartOfDay, _) => (Node::constant(self.today().start_in(self.zone)), Kind::Time),
            (Function::StartOf(period), further) => {
                let count = further.first().map_or(Ok(0), |n| self.count(n, 1_000))?;
                match start_of(*period, self.today(), count, self.env.org_fiscal_start, self.env.week_start) {
                    Some(day) => (Node::constant(day), Kind::Date),
                    None => return fault(span, What::OutOfRange { name: count.to_string() }),
                }
            }
            (Function::Date, [text]) => {
                let name = self.literal(text)?;
                match Date::parse(name) {
                    Some(day) => (Node::constant(day), Kind::Date),
                    None => return fault(text.span, What::BadDate { name: name.to_owned() }),
                }
            }
            (Function::Time, [text]) => {
                let name = self.literal(text)?;
                match Instant::parse(name) {
                    Some(at) => (Node::constant(at), Kind::Time),
                    None => return fault(text.span, What::BadTime { name: name.to_owned() }),
                }
            }
            (Function::IsEmpty, [value]) => (self.term(value)?.node.is_empty(), Kind::Bool),
            (Function::Size, [several]) => match self.term(several)? {
                Typed { node: Node::Leaf(leaf), kind, .. } if kind.is_several() => (Node::Size(leaf), number(0)),
                other => return wrong(several.span, "several", &other.kind),
            },
            (Function::HasAll, [several, list]) => (self.has_all(several, list)?, Kind::Bool),
            (Function::Abs, [value]) => {
                let (node, scale) = self.number(value)?;
                (node.abs(), number(scale))
            }
            (Function::Round, [value, places @ ..]) => {
                let places = places.first().map_or(Ok(0), |n| self.count(n, i64::from(MOST_PLACES)))?;
                let Ok(scale) = u32::try_from(places) else {
                    return fault(span, What::OutOfRange { name: places.to_string() });
                };
                (self.number(value)?.0.at_scale(scale), number(scale))
            }
            (Function::Extreme(extreme), [first, rest @ ..]) => return self.extreme(*extreme, first, rest, span),
            _ => unreachable!("the number of arguments was compared with the table"),
        };
        Ok(Typed::new(node, kind, span))
    }

    /// `text.contains(part)`
    pub(super) fn method(&self, on: &Ast, name: &str, place: Span, arguments: &[Ast], span: Span) -> Found<Typed<'a>> {
        let Some((name, test)) = METHODS.iter().find(|(known, _)| *known == name) else {
            let suggestion = nearest(name, METHODS.iter().map(|(name, _)| *name));
            return fault(place, What::UnknownFunction { name: name.to_owned(), suggestion });
        };
        let [part] = arguments else { return fault(place, What::Arguments { name, count: "1" }) };
        let text = |ast: &Ast| {
            let typed = self.term(ast)?;
            match typed.kind {
                // codes of a choice are compared whole
                Kind::Text if !typed.options.is_empty() => {
                    fault(ast.span, What::WrongType { expected: "text", found: "choice" })
                }
                Kind::Text | Kind::Empty => Ok(typed.node),
                other => wrong(ast.span, "text", &other),
            }
        };
        Ok(Typed::new(text(on)?.text_test(*test, text(part)?), Kind::Bool, span))
    }

    fn has_all(&self, several: &Ast, list: &Ast) -> Found<Node> {
        let typed = self.term(several)?;
        let leaf = match typed.node {
            Node::Leaf(leaf) if typed.kind.is_several() => leaf,
            _ => return wrong(several.span, "several", &typed.kind),
        };
        let Term::List(items) = &list.term else { return wrong(list.span, "list", &self.term(list)?.kind) };
        let values = items.iter().map(|item| match self.element(self.term(item)?, &typed.kind, typed.options)? {
            Node::Constant(constant) => Ok(constant),
            _ => fault(item.span, What::NotConstant),
        });
        Ok(Node::has_all(leaf, values.collect::<Found<_>>()?))
    }

    /// The least or greatest of numbers, dates or times; empty if one is empty.
    fn extreme(&self, extreme: Extreme, first: &Ast, rest: &[Ast], span: Span) -> Found<Typed<'a>> {
        let measured = |ast: &Ast| {
            let typed = self.term(ast)?;
            match typed.kind {
                Kind::Number { .. } | Kind::Date | Kind::Time => Ok(typed),
                other => wrong(ast.span, "number_or_date", &other),
            }
        };
        let mut best = measured(first)?;
        for next in rest {
            let (a, b) = self.alike(best, measured(next)?)?;
            best = Typed::new(a.node.extreme(extreme, b.node), a.kind, span);
        }
        Ok(best)
    }

    fn today(&self) -> Date {
        self.env.now.date_in(self.zone)
    }

    /// A whole number that is known now.
    fn count(&self, ast: &Ast, most: i64) -> Found<i64> {
        let (node, scale) = self.number(ast)?;
        match node {
            Node::Constant(Constant::Number(number)) if scale == 0 && number.units.abs() <= most => Ok(number.units),
            Node::Constant(constant) => fault(ast.span, What::OutOfRange { name: constant.to_string() }),
            _ => fault(ast.span, What::NotConstant),
        }
    }

    /// A text written as such.
    fn literal<'t>(&self, ast: &'t Ast) -> Found<&'t str> {
        match &ast.term {
            Term::Text(text) => Ok(text),
            _ => wrong(ast.span, "text", &self.term(ast)?.kind),
        }
    }
}
