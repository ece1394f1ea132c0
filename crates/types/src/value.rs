//! What a field can hold, outside the database. Parsed and rendered by `records::field`, computed with by `records::expr`, shown by the edges.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::{Date, Id, Instant, Name};

/// The value of one field. `Empty` is the only "nothing": an empty text is stored as `Empty` too.
#[derive(Clone, PartialEq, Debug, Default)]
pub enum Value {
    #[default]
    Empty,
    Bool(bool),
    Int(i64),
    /// decimal and percent (12.5 means 12.5 %)
    Decimal(Decimal),
    Money(Money),
    /// text of every kind, choice codes, e-mail, phone, URL
    Text(String),
    Date(Date),
    Time(Instant),
    Link(Linked),
    /// several choices and tags, sorted, without doubles
    Texts(Vec<String>),
    /// several users, files
    Links(Vec<Linked>),
    Address(Box<Address>),
}

impl Value {
    pub fn is_empty(&self) -> bool {
        match self {
            Value::Empty => true,
            Value::Text(text) => text.is_empty(),
            Value::Texts(list) => list.is_empty(),
            Value::Links(list) => list.is_empty(),
            _ => false,
        }
    }

    pub fn text(text: impl Into<String>) -> Value {
        Value::Text(text.into())
    }

    pub fn link(id: Id) -> Value {
        Value::Link(Linked::to(id))
    }

    pub fn as_text(&self) -> Option<&str> {
        if let Value::Text(text) = self { Some(text) } else { None }
    }

    pub fn as_id(&self) -> Option<Id> {
        if let Value::Link(link) = self { Some(link.id) } else { None }
    }

    pub fn as_int(&self) -> Option<i64> {
        if let Value::Int(number) = self { Some(*number) } else { None }
    }

    pub fn as_bool(&self) -> Option<bool> {
        if let Value::Bool(yes) = self { Some(*yes) } else { None }
    }

    pub fn as_date(&self) -> Option<Date> {
        if let Value::Date(day) = self { Some(*day) } else { None }
    }

    pub fn as_time(&self) -> Option<Instant> {
        if let Value::Time(at) = self { Some(*at) } else { None }
    }

    pub fn as_money(&self) -> Option<&Money> {
        if let Value::Money(money) = self { Some(money) } else { None }
    }
}

/// A link to a record. Written by id; read with the label the reader may see.
#[derive(Clone, Debug)]
pub struct Linked {
    /// named where the field may link to any object (or when read)
    pub object: Option<Name>,
    pub id: Id,
    /// filled on reading
    pub label: Option<String>,
    /// the target is deleted: its label is shown struck
    pub gone: bool,
    /// its reader may see the label and nothing more; filled for pages
    pub shut: bool,
}

impl Linked {
    pub fn to(id: Id) -> Linked {
        Linked { object: None, id, label: None, gone: false, shut: false }
    }

    pub fn to_any(object: Name, id: Id) -> Linked {
        Linked { object: Some(object), id, label: None, gone: false, shut: false }
    }

    /// The object whose record can be opened; none where it is deleted or not for its reader's eyes.
    pub fn opens(&self) -> Option<&Name> {
        self.object.as_ref().filter(|_| !self.gone && !self.shut)
    }
}

/// Two links are equal when they point to the same record; labels are only how it is shown.
impl PartialEq for Linked {
    fn eq(&self, other: &Linked) -> bool {
        self.id == other.id
    }
}

/// ISO 4217 code, three upper-case letters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    pub const CNY: Currency = Currency(*b"CNY");

    pub fn parse(text: &str) -> Option<Currency> {
        let bytes: [u8; 3] = text.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_uppercase).then_some(Currency(bytes))
    }

    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("a currency is three ASCII letters")
    }
}

impl std::fmt::Display for Currency {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::fmt::Debug for Currency {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An amount of money. `base` is the same in the organisation's currency at the rate of the record's date;
/// `None` when there is no rate (counted as `unconverted`).
#[derive(Clone, PartialEq, Debug)]
pub struct Money {
    pub amount: Decimal,
    pub currency: Currency,
    pub base: Option<Decimal>,
}

/// Decimal places in which money is stored.
pub const MONEY_SCALE: u32 = 4;

/// A postal address. Codes are GB/T 2260 where the country is China; names stay as typed even if a code is abolished.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Address {
    /// ISO 3166-1 alpha-2
    pub country: Option<String>,
    pub province: Option<String>,
    pub city: Option<String>,
    pub district: Option<String>,
    /// GB/T 2260 code of the smallest known division, six digits
    pub code: Option<String>,
    pub street: Option<String>,
    pub postcode: Option<String>,
}

impl Address {
    pub fn is_empty(&self) -> bool {
        *self == Address::default()
    }
}
