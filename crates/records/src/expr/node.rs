//! The typed tree: what `check` makes of a text and what code builds without one (the filter builder, access rules). Run by `eval`, compiled by `sql`,
//! printed by `print`.
//!
//! The enums are closed and matched without `_`. Build nodes with the functions of `build`: they keep the normal form (constants folded, constants on the
//! right, no `And` within `And`) by which `parse(print(node)) == node`.

use std::collections::BTreeSet;

pub use store::Math;
use types::{Date, Id, Instant, Name};

use super::{number::Number, zone::Starts};
use crate::schema::{Catalog, Field, FieldType, Rollup, RollupFunction};

#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    Constant(Constant),
    Leaf(Leaf),
    Not(Box<Node>),
    All(Vec<Node>),
    Any(Vec<Node>),
    /// empty is equal to empty and to nothing else
    Equal(Box<Node>, Box<Node>),
    /// false when a side is empty
    Order(Order, Box<Node>, Box<Node>),
    /// is one of these; false when empty
    Among(Box<Node>, Vec<Constant>),
    IsEmpty(Box<Node>),
    /// on folded text; false when a side is empty
    Text(TextTest, Box<Node>, Box<Node>),
    /// this field of several values holds the value
    Has(Leaf, Box<Node>),
    /// this field of several values holds all of these
    HasAll(Leaf, Vec<Constant>),
    /// how many values this field holds
    Size(Leaf),
    /// numbers; date ± days, time ± days, date − date, time − time
    Math(Math, Box<Node>, Box<Node>),
    Negate(Box<Node>),
    Abs(Box<Node>),
    Extreme(Extreme, Box<Node>, Box<Node>),
    /// a number at this scale
    Scale(Box<Node>, u32),
    /// texts one after the other; an empty one adds nothing
    Join(Vec<Node>),
    /// condition, then, else
    Choose(Box<Node>, Box<Node>, Box<Node>),
    /// the first instant of a date
    Start(Box<Node>, Starts),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextTest {
    Contains,
    StartsWith,
    EndsWith,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extreme {
    Least,
    Greatest,
}

/// A value that is known. An empty text is `Empty`.
#[derive(Clone, Debug, PartialEq)]
pub enum Constant {
    Empty,
    Bool(bool),
    Number(Number),
    Text(String),
    Date(Date),
    Time(Instant),
    Link(Id),
    Texts(Vec<String>),
    Links(Vec<Id>),
}

/// What kind of value an expression has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `null`, which fits everywhere
    Empty,
    Bool,
    Number {
        scale: u32,
    },
    Text,
    Date,
    Time,
    /// the object it points to, where that is known
    Link(Option<Name>),
    Texts,
    Links,
    Address,
}

/// Which field, seen from the record the expression is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path {
    /// link fields to go through, first the record's own
    pub hops: Vec<Name>,
    /// the object whose field it is
    pub object: Name,
    /// a field, or `id` or `version`
    pub field: Name,
    /// `province` … of an address, `currency` of money, `object` of a link to any object
    pub part: Option<Name>,
}

/// A field in an expression, with all that is needed to read it.
#[derive(Clone, Debug, PartialEq)]
pub struct Leaf {
    pub path: Path,
    pub kind: Kind,
    pub kept: Kept,
}

/// Where the value lies.
#[derive(Clone, Debug, PartialEq)]
pub enum Kept {
    /// the folded form stands beside it, NULL where folding changes nothing
    Column { column: Name, folded: Option<Name> },
    /// several columns that are empty together
    Columns(Vec<Name>),
    /// a table of (record, value)
    Beside(Name),
    /// nowhere: computed by the query
    Rollup,
}

impl Kind {
    /// `None` for a roll-up of something that is not there.
    pub fn of(kind: &FieldType, catalog: &Catalog) -> Option<Kind> {
        Some(match kind {
            FieldType::Text { .. }
            | FieldType::LongText
            | FieldType::RichText
            | FieldType::Choice { .. }
            | FieldType::Email
            | FieldType::Phone
            | FieldType::Url
            | FieldType::AutoNumber { .. } => Kind::Text,
            FieldType::Integer => Kind::Number { scale: 0 },
            FieldType::Decimal { scale } | FieldType::Percent { scale } => Kind::Number { scale: *scale },
            FieldType::Money => Kind::Number { scale: types::value::MONEY_SCALE },
            FieldType::YesNo => Kind::Bool,
            FieldType::Date => Kind::Date,
            FieldType::DateTime => Kind::Time,
            FieldType::Link { to } => Kind::Link(Some(to.clone())),
            FieldType::User => Kind::Link(Some(users())),
            FieldType::LinkAny { .. } => Kind::Link(None),
            FieldType::Choices { .. } | FieldType::Tags => Kind::Texts,
            FieldType::Users | FieldType::Files => Kind::Links,
            FieldType::Address => Kind::Address,
            FieldType::Formula { result, .. } => Kind::of(result, catalog)?,
            FieldType::Rollup(Rollup { function: RollupFunction::Count, .. }) => Kind::Number { scale: 0 },
            FieldType::Rollup(rollup) => {
                let field = catalog.object(&rollup.object)?.field(rollup.field.as_ref()?)?;
                // a roll-up of a roll-up could go round in circles
                match &field.kind {
                    FieldType::Rollup(_) => return None,
                    kind => Kind::of(kind, catalog)?,
                }
            }
        })
    }

    /// Its name in mistakes.
    pub fn word(&self) -> &'static str {
        match self {
            Kind::Empty => "nothing",
            Kind::Bool => "condition",
            Kind::Number { .. } => "number",
            Kind::Text => "text",
            Kind::Date => "date",
            Kind::Time => "time",
            Kind::Link(_) => "link",
            Kind::Texts | Kind::Links => "several",
            Kind::Address => "address",
        }
    }

    pub fn is_several(&self) -> bool {
        matches!(self, Kind::Texts | Kind::Links)
    }

    /// Of more than one piece: it is only asked whether it is empty and what is in it.
    pub(super) fn is_whole(&self) -> bool {
        self.is_several() || *self == Kind::Address
    }
}

/// The object of people.
pub(super) fn users() -> Name {
    Name::of("users")
}

impl Leaf {
    /// A field of `object` behind `hops`, whole. `None` for a roll-up of something that is not there.
    pub fn field(catalog: &Catalog, hops: &[Name], object: &Name, field: &Field) -> Option<Leaf> {
        let path = Path { hops: hops.to_vec(), object: object.clone(), field: field.name.clone(), part: None };
        let columns = field.columns();
        let has = |column: &Name| columns.iter().any(|(name, _)| name == column);
        let kept = match (field.side_table(object), field.result_type()) {
            _ if matches!(field.kind, FieldType::Rollup(_)) => Kept::Rollup,
            (Some(table), _) => Kept::Beside(table),
            (None, FieldType::Address) => Kept::Columns(columns.iter().map(|(name, _)| name.clone()).collect()),
            (None, FieldType::Money) => Kept::Column { column: field.column.with("base"), folded: None },
            (None, _) => {
                let folded = Some(field.column.with("fold")).filter(has);
                Kept::Column { column: field.column.clone(), folded }
            }
        };
        Some(Leaf { path, kind: Kind::of(&field.kind, catalog)?, kept })
    }

    /// A part of a field: `address.province`, `amount.currency`, `about.object`. `None` where the field has no such part.
    pub fn part(hops: &[Name], object: &Name, field: &Field, part: &str) -> Option<Leaf> {
        let fits = match field.result_type() {
            FieldType::Address => crate::schema::ADDRESS_PARTS.contains(&part),
            FieldType::Money => part == "currency",
            FieldType::LinkAny { .. } => part == "object",
            _ => false,
        };
        let part = Name::parse(part).filter(|_| fits)?;
        let kept = Kept::Column { column: field.column.with(&part), folded: None };
        let path = Path { hops: hops.to_vec(), object: object.clone(), field: field.name.clone(), part: Some(part) };
        Some(Leaf { path, kind: Kind::Text, kept })
    }

    /// What every record has beside its fields: `id` and `version`.
    pub fn attribute(hops: &[Name], object: &Name, name: &str) -> Option<Leaf> {
        let kind = match name {
            "id" => Kind::Link(Some(object.clone())),
            "version" => Kind::Number { scale: 0 },
            _ => return None,
        };
        let field = Name::of(name);
        let kept = Kept::Column { column: field.clone(), folded: None };
        Some(Leaf { path: Path { hops: hops.to_vec(), object: object.clone(), field, part: None }, kind, kept })
    }

    /// The record itself always has it.
    pub(super) fn is_never_empty(&self) -> bool {
        self.path.hops.is_empty() && matches!(self.path.field.as_str(), "id" | "version")
    }
}

impl Node {
    /// The nodes directly below; the leaves of `Has`, `HasAll` and `Size` are not nodes.
    pub fn children(&self) -> Vec<&Node> {
        match self {
            Node::Constant(_) | Node::Leaf(_) | Node::HasAll(..) | Node::Size(_) => Vec::new(),
            Node::Not(a)
            | Node::IsEmpty(a)
            | Node::Negate(a)
            | Node::Abs(a)
            | Node::Scale(a, _)
            | Node::Start(a, _)
            | Node::Among(a, _)
            | Node::Has(_, a) => vec![a],
            Node::Equal(a, b)
            | Node::Order(_, a, b)
            | Node::Text(_, a, b)
            | Node::Math(_, a, b)
            | Node::Extreme(_, a, b) => vec![a, b],
            Node::All(list) | Node::Any(list) | Node::Join(list) => list.iter().collect(),
            Node::Choose(a, b, c) => vec![a, b, c],
        }
    }

    fn leaf(&self) -> Option<&Leaf> {
        match self {
            Node::Leaf(leaf) | Node::Has(leaf, _) | Node::HasAll(leaf, _) | Node::Size(leaf) => Some(leaf),
            Node::Constant(_)
            | Node::Not(_)
            | Node::All(_)
            | Node::Any(_)
            | Node::Equal(..)
            | Node::Order(..)
            | Node::Among(..)
            | Node::IsEmpty(_)
            | Node::Text(..)
            | Node::Math(..)
            | Node::Negate(_)
            | Node::Abs(_)
            | Node::Extreme(..)
            | Node::Scale(..)
            | Node::Join(_)
            | Node::Choose(..)
            | Node::Start(..) => None,
        }
    }

    /// Holds or does not hold; never empty.
    pub(super) fn is_condition(&self) -> bool {
        match self {
            Node::Not(_)
            | Node::All(_)
            | Node::Any(_)
            | Node::Equal(..)
            | Node::Order(..)
            | Node::Among(..)
            | Node::IsEmpty(_)
            | Node::Text(..)
            | Node::Has(..)
            | Node::HasAll(..)
            | Node::Constant(Constant::Bool(_)) => true,
            Node::Constant(_)
            | Node::Leaf(_)
            | Node::Size(_)
            | Node::Math(..)
            | Node::Negate(_)
            | Node::Abs(_)
            | Node::Extreme(..)
            | Node::Scale(..)
            | Node::Join(_)
            | Node::Choose(..)
            | Node::Start(..) => false,
        }
    }
}

/// Every path used, each once, in order.
pub fn paths(node: &Node) -> BTreeSet<&Path> {
    let mut found = BTreeSet::new();
    let mut waiting = vec![node];
    while let Some(node) = waiting.pop() {
        found.extend(node.leaf().map(|leaf| &leaf.path));
        waiting.extend(node.children());
    }
    found
}
