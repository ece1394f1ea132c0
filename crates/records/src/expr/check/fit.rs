//! Bringing values to the kind that is wanted: ids and days written as texts, dates beside times, numbers of different scales, choices by their codes.

use types::{Date, Id, Instant};

use super::{Checker, Typed, spend, wrong};
use crate::{
    expr::{
        mistake::{Found, Span, What, fault, nearest},
        node::{Constant, Kind, Node, Order},
        parse::{Ast, Term},
        zone::Starts,
    },
    schema::{Choice, FieldType},
};

/// Dates that become times row by row, in one expression.
const MAX_STARTS: usize = 4;

impl<'a> Checker<'a> {
    /// Both sides of a comparison.
    pub(super) fn pair(&self, a: Typed<'a>, b: Typed<'a>) -> Found<(Typed<'a>, Typed<'a>)> {
        let (a, b) = match (&a.kind, &b.kind) {
            (Kind::Date, Kind::Time) => (self.fit(a, &Kind::Time)?, b),
            (Kind::Text, Kind::Link(_) | Kind::Date | Kind::Time) => {
                let kind = b.kind.clone();
                (self.fit(a, &kind)?, b)
            }
            _ => {
                let kind = a.kind.clone();
                (a, self.fit(b, &kind)?)
            }
        };
        coded(&a, b.options)?;
        coded(&b, a.options)?;
        Ok((a, b))
    }

    /// The same for two branches, which must also have the same scale.
    pub(super) fn alike(&self, a: Typed<'a>, b: Typed<'a>) -> Found<(Typed<'a>, Typed<'a>)> {
        let (mut a, mut b) = self.pair(a, b)?;
        if let (Kind::Number { scale: x }, Kind::Number { scale: y }) = (&a.kind, &b.kind) {
            let scale = *x.max(y);
            for side in [&mut a, &mut b] {
                at_scale(side, scale);
            }
        }
        Ok((a, b))
    }

    /// The value as the wanted kind, which may widen a date to a time but never the other way round.
    fn fit(&self, value: Typed<'a>, wanted: &Kind) -> Found<Typed<'a>> {
        let Typed { node, kind, options, span } = value;
        let fitted = |node, kind| Ok(Typed { node, kind, options, span });
        match (&kind, wanted) {
            (Kind::Empty, _) | (_, Kind::Empty) => fitted(node, kind),
            (Kind::Number { .. }, Kind::Number { .. }) => fitted(node, kind),
            (Kind::Link(from), Kind::Link(to)) => match (from, to) {
                (Some(from), Some(to)) if from != to => {
                    fault(span, What::WrongType { expected: "link", found: "other_link" })
                }
                _ => fitted(node, kind),
            },
            (Kind::Date, Kind::Time) => fitted(self.first_instant(node, span)?, Kind::Time),
            // the other side of the comparison is widened by its caller
            (Kind::Time, Kind::Date) => wrong(span, wanted.word(), &kind),
            (Kind::Text, Kind::Link(_) | Kind::Date | Kind::Time) => {
                let Some(node) = self.written(&node, wanted, span)? else { return wrong(span, wanted.word(), &kind) };
                fitted(node, wanted.clone())
            }
            (a, b) if a == b => fitted(node, kind),
            _ => wrong(span, wanted.word(), &kind),
        }
    }

    /// Texts that were written as such, read as ids, dates or times; also behind `?:`. `None`: it is not a text known now.
    fn written(&self, node: &Node, wanted: &Kind, span: Span) -> Found<Option<Node>> {
        let text = match node {
            Node::Constant(Constant::Text(text)) => text,
            Node::Constant(Constant::Empty) => return Ok(Some(node.clone())),
            Node::Choose(condition, then, other) => {
                let (then, other) = (self.written(then, wanted, span)?, self.written(other, wanted, span)?);
                return Ok(then.zip(other).map(|(then, other)| Node::choose((**condition).clone(), then, other)));
            }
            _ => return Ok(None),
        };
        let name = text.clone();
        let read: Option<Constant> = match wanted {
            Kind::Link(_) => Id::parse(text).map(Constant::Link),
            Kind::Date => Date::parse(text).map(Constant::Date),
            _ => Instant::parse(text)
                .or_else(|| Date::parse(text).map(|day| day.start_in(self.zone)))
                .map(Constant::Time),
        };
        match (read, wanted) {
            (Some(read), _) => Ok(Some(read.into())),
            (None, Kind::Link(_)) => fault(span, What::BadId { name }),
            (None, Kind::Date) => fault(span, What::BadDate { name }),
            (None, _) => fault(span, What::BadTime { name }),
        }
    }

    pub(super) fn first_instant(&self, day: Node, span: Span) -> Found<Node> {
        Ok(match day {
            Node::Constant(Constant::Date(day)) => Node::constant(day.start_in(self.zone)),
            Node::Constant(_) => day,
            day => {
                spend(&self.spent.starts, MAX_STARTS, span)?;
                day.start(Starts::of(self.zone))
            }
        })
    }

    /// A date that differs from record to record beside a moment that is known now: compared as dates, so that an index on the date can serve.
    pub(super) fn day_beside(&self, a: &Typed<'a>, b: &Typed<'a>, order: Option<Order>) -> Option<Node> {
        let moment = |side: &Typed| if let Some(Constant::Time(at)) = side.node.known() { Some(*at) } else { None };
        let (day, at, order) = match (&a.kind, &b.kind) {
            (Kind::Date, Kind::Time) => (&a.node, moment(b)?, order),
            (Kind::Time, Kind::Date) => (&b.node, moment(a)?, order.map(Order::turned)),
            _ => return None,
        };
        let falls_on = at.date_in(self.zone);
        let exact = falls_on.start_in(self.zone) == at;
        let (day, on) = (day.clone(), Node::constant(falls_on));
        Some(match order {
            None if exact => day.equal(on),
            None => Node::constant(false),
            Some(Order::Less) if !exact => day.order(Order::LessOrEqual, on),
            Some(Order::GreaterOrEqual) if !exact => day.order(Order::Greater, on),
            Some(order) => day.order(order, on),
        })
    }

    /// A member of the list that `value` is looked for in.
    pub(super) fn member(&self, item: &Ast, value: &Typed<'a>) -> Found<Constant> {
        let item = self.term(item)?;
        let wanted = match (&value.kind, &item.kind) {
            (Kind::Date, Kind::Time) => Kind::Time,
            (kind, _) => kind.clone(),
        };
        let item = self.fit(item, &wanted)?;
        coded(&item, value.options)?;
        match item.node {
            Node::Constant(constant) => Ok(constant),
            _ => fault(item.span, What::NotConstant),
        }
    }

    /// A date among times is its first instant, and so are the dates it is compared with.
    pub(super) fn widened(&self, value: Typed<'a>, members: &mut [Constant]) -> Found<Typed<'a>> {
        if value.kind != Kind::Date || !members.iter().any(|member| matches!(member, Constant::Time(_))) {
            return Ok(value);
        }
        for member in members {
            if let Constant::Date(day) = member {
                *member = Constant::Time(day.start_in(self.zone));
            }
        }
        self.fit(value, &Kind::Time)
    }

    /// A value that a field of several values may hold.
    pub(super) fn element(&self, value: Typed<'a>, several: &Kind, options: &[Choice]) -> Found<Node> {
        let one = if *several == Kind::Links { Kind::Link(None) } else { Kind::Text };
        let value = self.fit(value, &one)?;
        coded(&value, options)?;
        Ok(value.node)
    }

    /// What a field of this type is to be given.
    pub(super) fn value(&self, ast: &Ast, kind: &FieldType) -> Found<Node> {
        let wanted = match kind {
            FieldType::Formula { result, .. } => return self.value(ast, result),
            FieldType::AutoNumber { .. } | FieldType::Rollup(_) | FieldType::Address => None,
            kind => Kind::of(kind, self.env.catalog),
        };
        match wanted {
            // nobody gives these a value
            None => fault(ast.span, What::NotHere { name: kind.word().to_owned() }),
            Some(several @ (Kind::Texts | Kind::Links)) => self.list(ast, &several, kind.options()),
            Some(wanted) => {
                let mut value = self.fit(self.term(ast)?, &wanted)?;
                if let FieldType::Choice { options } = kind {
                    coded(&value, options)?;
                }
                if let Kind::Number { scale } = wanted {
                    at_scale(&mut value, scale);
                }
                Ok(value.node)
            }
        }
    }

    /// `["a", "b"]`, another field of several values, or nothing.
    fn list(&self, ast: &Ast, several: &Kind, options: &[Choice]) -> Found<Node> {
        let Term::List(items) = &ast.term else {
            let value = self.term(ast)?;
            return if value.kind == *several || value.kind == Kind::Empty {
                Ok(value.node)
            } else {
                wrong(ast.span, "list", &value.kind)
            };
        };
        let (mut texts, mut links) = (Vec::new(), Vec::new());
        for item in items {
            match self.element(self.term(item)?, several, options)? {
                Node::Constant(Constant::Text(text)) => texts.push(text),
                Node::Constant(Constant::Link(id)) => links.push(id),
                Node::Constant(_) => {}
                _ => return fault(item.span, What::NotConstant),
            }
        }
        texts.sort_unstable();
        texts.dedup();
        links.sort_unstable();
        links.dedup();
        Ok(Node::Constant(match (texts.is_empty(), links.is_empty()) {
            (true, true) => Constant::Empty,
            (true, false) => Constant::Links(links),
            _ => Constant::Texts(texts),
        }))
    }
}

fn at_scale(value: &mut Typed, wanted: u32) {
    let already = value.kind == Kind::Number { scale: wanted };
    if !already && matches!(value.kind, Kind::Number { .. }) {
        let node = std::mem::replace(&mut value.node, Node::Constant(Constant::Empty));
        value.node = node.at_scale(wanted);
        value.kind = Kind::Number { scale: wanted };
    }
}

/// Every text that is known now must be one of the codes.
fn coded(value: &Typed, options: &[Choice]) -> Found<()> {
    if options.is_empty() {
        return Ok(());
    }
    let mut waiting = vec![&value.node];
    while let Some(node) = waiting.pop() {
        match node {
            Node::Constant(Constant::Text(code)) if !options.iter().any(|option| option.code == *code) => {
                let meant = options
                    .iter()
                    .find(|option| option.label.zh == *code || option.label.en.eq_ignore_ascii_case(code));
                let suggestion = match meant {
                    Some(option) => Some(option.code.clone()),
                    None => nearest(code, options.iter().map(|option| option.code.as_str())),
                };
                return fault(value.span, What::UnknownChoice { name: code.clone(), suggestion });
            }
            Node::Choose(_, then, other) => waiting.extend([&**then, &**other]),
            _ => {}
        }
    }
    Ok(())
}
