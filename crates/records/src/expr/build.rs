//! Builders of nodes that keep the normal form. Called by `check` and by code that needs a condition without a text: the filter builder, access rules,
//! related lists. They do not check types: a node that makes no sense is empty, or does not hold.

use store::Math;
use types::{Date, Id, Instant};

use super::{
    eval,
    node::{Constant, Extreme, Leaf, Node, Order, TextTest},
    number::Number,
    zone::Starts,
};

impl From<Leaf> for Node {
    fn from(leaf: Leaf) -> Node {
        Node::Leaf(leaf)
    }
}

impl From<Constant> for Node {
    fn from(constant: Constant) -> Node {
        Node::Constant(constant)
    }
}

impl From<bool> for Constant {
    fn from(yes: bool) -> Constant {
        Constant::Bool(yes)
    }
}

impl From<&str> for Constant {
    fn from(text: &str) -> Constant {
        Constant::text(text)
    }
}

impl From<i64> for Constant {
    fn from(number: i64) -> Constant {
        Constant::Number(Number::new(number, 0))
    }
}

impl From<Number> for Constant {
    fn from(number: Number) -> Constant {
        Constant::Number(number)
    }
}

impl From<Date> for Constant {
    fn from(day: Date) -> Constant {
        Constant::Date(day)
    }
}

impl From<Instant> for Constant {
    fn from(at: Instant) -> Constant {
        Constant::Time(at)
    }
}

impl From<Id> for Constant {
    fn from(id: Id) -> Constant {
        Constant::Link(id)
    }
}

impl Constant {
    pub fn text(text: impl Into<String>) -> Constant {
        let text = text.into();
        if text.is_empty() { Constant::Empty } else { Constant::Text(text) }
    }
}

fn yes(holds: bool) -> Node {
    Node::Constant(Constant::Bool(holds))
}

fn empty() -> Node {
    Node::Constant(Constant::Empty)
}

impl Order {
    /// `a < b` is `b > a`.
    pub(super) fn turned(self) -> Order {
        match self {
            Order::Less => Order::Greater,
            Order::LessOrEqual => Order::GreaterOrEqual,
            Order::Greater => Order::Less,
            Order::GreaterOrEqual => Order::LessOrEqual,
        }
    }
}

impl Node {
    pub fn constant(value: impl Into<Constant>) -> Node {
        Node::Constant(value.into())
    }

    pub(super) fn known(&self) -> Option<&Constant> {
        if let Node::Constant(constant) = self { Some(constant) } else { None }
    }

    fn is_empty_constant(&self) -> bool {
        self.known() == Some(&Constant::Empty)
    }

    /// Computed now if nothing in it depends on a record.
    fn folded(self) -> Node {
        let children = self.children();
        let known = !children.is_empty() && children.iter().all(|child| child.known().is_some());
        if known { Node::Constant(eval::constant(&self)) } else { self }
    }

    /// All of them hold; true for none.
    pub fn all(conditions: Vec<Node>) -> Node {
        let mut flat = Vec::with_capacity(conditions.len());
        for condition in conditions {
            match condition {
                Node::All(inner) => flat.extend(inner),
                Node::Constant(Constant::Bool(true)) => {}
                Node::Constant(_) => return yes(false),
                other => flat.push(other),
            }
        }
        match flat.len() {
            0 => yes(true),
            // alone it keeps its place only if it is a condition already: an empty yes/no field is no, not empty
            1 if flat[0].is_condition() => flat.remove(0),
            _ => Node::All(flat),
        }
    }

    /// One of them holds; false for none.
    pub fn any(conditions: Vec<Node>) -> Node {
        let mut flat = Vec::with_capacity(conditions.len());
        for condition in conditions {
            match condition {
                Node::Any(inner) => flat.extend(inner),
                Node::Constant(Constant::Bool(true)) => return yes(true),
                Node::Constant(_) => {}
                other => flat.push(other),
            }
        }
        match flat.len() {
            0 => yes(false),
            1 if flat[0].is_condition() => flat.remove(0),
            _ => Node::Any(flat),
        }
    }

    /// It does not hold (also: it is empty).
    pub fn negated(self) -> Node {
        match self {
            Node::Not(inner) if inner.is_condition() => *inner,
            Node::Constant(constant) => yes(constant != Constant::Bool(true)),
            other => Node::Not(other.into()),
        }
    }

    pub fn equal(self, other: Node) -> Node {
        let (a, b) = if self.known().is_some() { (other, self) } else { (self, other) };
        match b.known() {
            _ if a.known().is_some() => Node::Equal(a.into(), b.into()).folded(),
            Some(Constant::Empty) => a.is_empty(),
            Some(Constant::Bool(true)) if a.is_condition() => a,
            Some(Constant::Bool(false)) if a.is_condition() => a.negated(),
            _ => Node::Equal(a.into(), b.into()),
        }
    }

    pub fn unequal(self, other: Node) -> Node {
        self.equal(other).negated()
    }

    pub fn order(self, order: Order, other: Node) -> Node {
        let turn = self.known().is_some();
        let (order, a, b) = if turn { (order.turned(), other, self) } else { (order, self, other) };
        if b.is_empty_constant() {
            return yes(false);
        }
        Node::Order(order, a.into(), b.into()).folded()
    }

    /// Empty members never match.
    pub fn among(self, mut members: Vec<Constant>) -> Node {
        members.retain(|member| *member != Constant::Empty);
        if members.is_empty() || self.is_empty_constant() {
            return yes(false);
        }
        Node::Among(self.into(), members).folded()
    }

    pub fn is_empty(self) -> Node {
        match self {
            Node::Start(day, _) => day.is_empty(),
            Node::Leaf(leaf) if leaf.is_never_empty() => yes(false),
            Node::Size(_) => yes(false),
            condition if condition.is_condition() => yes(false),
            other => Node::IsEmpty(other.into()).folded(),
        }
    }

    pub fn text_test(self, test: TextTest, part: Node) -> Node {
        if self.is_empty_constant() || part.is_empty_constant() {
            return yes(false);
        }
        Node::Text(test, self.into(), part.into()).folded()
    }

    pub fn has(leaf: Leaf, value: Node) -> Node {
        if value.is_empty_constant() { yes(false) } else { Node::Has(leaf, value.into()) }
    }

    /// True for no values; an empty one is held by no record.
    pub fn has_all(leaf: Leaf, values: Vec<Constant>) -> Node {
        let mut each: Vec<Constant> = Vec::with_capacity(values.len());
        for value in values {
            match value {
                Constant::Empty => return yes(false),
                value if each.contains(&value) => {}
                value => each.push(value),
            }
        }
        if each.is_empty() { yes(true) } else { Node::HasAll(leaf, each) }
    }

    pub fn math(self, op: Math, other: Node) -> Node {
        if self.is_empty_constant() || other.is_empty_constant() {
            return empty();
        }
        Node::Math(op, self.into(), other.into()).folded()
    }

    pub fn negative(self) -> Node {
        Node::Negate(self.into()).folded()
    }

    pub fn abs(self) -> Node {
        Node::Abs(self.into()).folded()
    }

    pub fn extreme(self, extreme: Extreme, other: Node) -> Node {
        if self.is_empty_constant() || other.is_empty_constant() {
            return empty();
        }
        Node::Extreme(extreme, self.into(), other.into()).folded()
    }

    pub fn at_scale(self, scale: u32) -> Node {
        match self {
            Node::Constant(Constant::Number(number)) if number.scale == scale => self,
            other => Node::Scale(other.into(), scale).folded(),
        }
    }

    pub fn join(parts: Vec<Node>) -> Node {
        let mut flat: Vec<Node> = Vec::with_capacity(parts.len());
        let parts = parts.into_iter().flat_map(|part| match part {
            Node::Join(inner) => inner,
            part => vec![part],
        });
        for part in parts {
            match (flat.last_mut(), part) {
                (_, Node::Constant(Constant::Empty)) => {}
                (Some(Node::Constant(Constant::Text(before))), Node::Constant(Constant::Text(text))) => {
                    before.push_str(&text)
                }
                (_, part) => flat.push(part),
            }
        }
        match flat.len() {
            0 => empty(),
            1 => flat.remove(0),
            _ => Node::Join(flat),
        }
    }

    pub fn choose(self, then: Node, other: Node) -> Node {
        match self {
            Node::Constant(Constant::Bool(true)) => then,
            Node::Constant(_) => other,
            _ if then.is_empty_constant() && other.is_empty_constant() => empty(),
            condition => Node::Choose(condition.into(), then.into(), other.into()),
        }
    }

    pub fn start(self, starts: Starts) -> Node {
        Node::Start(self.into(), starts).folded()
    }
}
