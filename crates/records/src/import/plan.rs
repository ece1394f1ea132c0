//! What shall be done with a file: which column goes where, what identifies a record, what was decided about values that do not fit. Plain data;
//! made by the edges (guessed, chosen in the wizard, read from a map file), kept in the job and in saved mappings.

use serde::{Deserialize, Serialize};
use types::display::parse;

/// Where a column goes whose cells name files that come along with the table.
pub const CONTENT: &str = "content";

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Plan {
    pub object: String,
    pub columns: Vec<Column>,
    /// field by which a row finds the record that is there already; none: every row makes one
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    pub on_duplicate: OnDuplicate,
    /// single values, each decided once for all its rows
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<Decision>,
    /// refuses every row with a value that is not known, where the plan says nothing else
    pub strict: bool,
    /// somebody is there to be asked: choices and stages are made only where told, and what is not decided stays empty. Never part of a mapping
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub asked: bool,
    /// what `external_id` is unique within: the system the file comes from
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_source: Option<String>,
    pub reading: Reading,
}

/// One column of the file, or a text that stands in every row, and the field it goes to. A column may go to several fields.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Column {
    /// place in the row, from zero; none for a text that is the same in every row
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<usize>,
    /// as the file calls it, for people
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// `amount`; a part: `address.city`, `amount.currency`; a field of the record behind a link, which is found or made by all that the row says
    /// of it: `team.region`; the object that a link to any object means: `about.accounts`; [`CONTENT`]; `id`
    pub to: String,
    /// what happens to values that nothing fits and nothing was decided about
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unknown: Option<Unknown>,
    /// where it differs from the rest of the file
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_order: Option<DateOrder>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mark: Option<Mark>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unknown {
    /// makes the record, choice or stage
    Create,
    /// leaves the field empty
    Empty,
    /// refuses the row
    Refuse,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnDuplicate {
    /// what is there stays as it is
    #[default]
    Skip,
    /// filled cells replace what is there; empty ones do not
    Update,
    /// makes another record
    Create,
}

/// What to do wherever `field` (as in `Column::to`) holds `value`, whatever its case and width.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Decision {
    pub field: String,
    pub value: String,
    /// reads another text in its place: the name or id of a record, the label of a choice, a corrected date
    #[serde(rename = "as", skip_serializing_if = "Option::is_none")]
    pub instead: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<Unknown>,
}

/// How numbers, dates and times of the file are written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Reading {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_order: Option<DateOrder>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mark: Option<Mark>,
    /// IANA name; else the zone of who imports
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// ISO 4217, of amounts that name none; else the organisation's
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// ISO 3166-1 alpha-2, of telephone numbers without a calling code
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    Ymd,
    Dmy,
    Mdy,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    Point,
    Comma,
}

impl DateOrder {
    pub(in crate::import) fn order(self) -> parse::Order {
        match self {
            DateOrder::Ymd => parse::Order::Ymd,
            DateOrder::Dmy => parse::Order::Dmy,
            DateOrder::Mdy => parse::Order::Mdy,
        }
    }
}

impl Mark {
    pub(super) fn mark(self) -> parse::Mark {
        match self {
            Mark::Point => parse::Mark::Point,
            Mark::Comma => parse::Mark::Comma,
        }
    }
}
