//! One field of an object: its type and everything else the engine and the pages know about it.

use store::ColumnKind;
use types::{Name, words::Label};

use super::FieldType;

#[derive(Clone, Debug)]
pub struct Field {
    pub name: Name,
    pub label: Label,
    pub help: Option<Label>,
    pub kind: FieldType,
    /// the first of its columns; custom fields get generated ones (`f_…`)
    pub column: Name,
    pub required: bool,
    /// over all living rows
    pub unique: bool,
    /// an expression (`me()`, `today()`, `"new"`, `0`), evaluated on creation when nothing was given
    pub default: Option<String>,
    pub write: Write,
    pub class: Class,
    /// what search finds of it
    pub search: Option<SearchAs>,
    /// an index by which lists may be sorted and filtered at any size
    pub indexed: bool,
    pub format: Format,
    /// of a number: what it usually lies within. Beyond, a person is told to look once more
    pub usual: Usual,
    /// what the records that link here are called on the page of the one they link to, where their plural says too little
    pub reverse: Option<Label>,
    /// other names by which imports may call it
    pub aliases: Vec<String>,
    /// made in this installation, not shipped
    pub custom: bool,
    /// one of the columns every object has
    pub system: bool,
    /// removed, its column kept until maintenance
    pub removed: bool,
}

/// Who may set a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Write {
    /// whoever has the right
    Caller,
    /// only while the record is being created or imported
    OnCreate,
    /// only the verb whose business it is (password, role, conversion …)
    Verb,
    /// only the engine
    Engine,
}

/// How far a field may travel (security: PRI-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    Public,
    Internal,
    Personal,
    Sensitive,
}

/// How a value is shown to people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    #[default]
    Usual,
    /// a number that names something, as a year does: digits without separators
    Plain,
    /// a text that is the name of an object: what people call those records
    Object,
    /// the digest of stored bytes: an import fills it, and what else is known of them, from the file that a row names
    Content,
}

/// Bounds that are no rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Usual {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
}

/// Which tokens a field gives to the search index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SearchAs {
    Text,
    /// with pinyin and its initials
    Name,
    Phone,
    Email,
    Code,
}

impl Field {
    /// The physical columns, first the main one. Empty for what is kept in a table of its own or computed when read.
    pub fn columns(&self) -> Vec<(Name, ColumnKind)> {
        columns_of(&self.kind, &self.column, self.is_stored())
    }

    /// A formula that needs the clock or another row is computed when read.
    pub fn is_stored(&self) -> bool {
        match &self.kind {
            FieldType::Rollup(_) => false,
            FieldType::Formula { source, .. } => crate::expr::uses_own_row_only(source),
            kind => !kind.is_many(),
        }
    }

    /// The column by which a list is sorted: a pinyin or folded key for text, the common currency for money.
    pub fn sort_column(&self) -> Option<Name> {
        sort_column_of(self.result_type(), &self.column).filter(|_| self.is_stored())
    }

    /// What a formula gives; for all others the type itself.
    pub fn result_type(&self) -> &FieldType {
        if let FieldType::Formula { result, .. } = &self.kind { result } else { &self.kind }
    }

    /// The table of a field with several values.
    pub fn side_table(&self, object: &Name) -> Option<Name> {
        self.kind.is_many().then(|| object.with(&format!("_{}", self.column)))
    }
}

fn columns_of(kind: &FieldType, column: &Name, stored: bool) -> Vec<(Name, ColumnKind)> {
    if !stored {
        return Vec::new();
    }
    let own = column.clone();
    match kind {
        // the sort key (pinyin) and, where folding changes the text, its folded form for "contains"
        FieldType::Text { .. } => vec![
            (own, ColumnKind::Text),
            (column.with("key"), ColumnKind::Text),
            (column.with("fold"), ColumnKind::Text),
        ],
        FieldType::Email | FieldType::Phone | FieldType::Url | FieldType::LongText => {
            vec![(own, ColumnKind::Text), (column.with("fold"), ColumnKind::Text)]
        }
        FieldType::RichText | FieldType::Choice { .. } | FieldType::AutoNumber { .. } => vec![(own, ColumnKind::Text)],
        FieldType::Integer
        | FieldType::Decimal { .. }
        | FieldType::Percent { .. }
        | FieldType::YesNo
        | FieldType::Date
        | FieldType::DateTime
        | FieldType::Link { .. }
        | FieldType::User => vec![(own, ColumnKind::Int)],
        FieldType::Money => vec![
            (own, ColumnKind::Int),
            (column.with("currency"), ColumnKind::Text),
            (column.with("base"), ColumnKind::Int),
        ],
        FieldType::LinkAny { .. } => vec![(own, ColumnKind::Int), (column.with("object"), ColumnKind::Text)],
        FieldType::Address => ADDRESS_PARTS.iter().map(|part| (column.with(part), ColumnKind::Text)).collect(),
        FieldType::Formula { result, .. } => columns_of(result, column, true),
        FieldType::Choices { .. } | FieldType::Users | FieldType::Tags | FieldType::Files | FieldType::Rollup(_) => {
            Vec::new()
        }
    }
}

/// The parts of an address, in the order of its columns; each can be named in an expression (`address.province`).
pub const ADDRESS_PARTS: [&str; 7] = ["country", "province", "city", "district", "code", "street", "postcode"];

fn sort_column_of(kind: &FieldType, column: &Name) -> Option<Name> {
    match kind {
        FieldType::Text { .. } => Some(column.with("key")),
        FieldType::Money => Some(column.with("base")),
        FieldType::Integer
        | FieldType::Decimal { .. }
        | FieldType::Percent { .. }
        | FieldType::YesNo
        | FieldType::Date
        | FieldType::DateTime
        | FieldType::Choice { .. }
        | FieldType::Email
        | FieldType::Phone
        | FieldType::Url
        | FieldType::AutoNumber { .. } => Some(column.clone()),
        FieldType::Formula { result, .. } => sort_column_of(result, column),
        // links sort by the label of their target, see query/plan
        FieldType::Link { .. } | FieldType::User => None,
        FieldType::LongText
        | FieldType::RichText
        | FieldType::Choices { .. }
        | FieldType::LinkAny { .. }
        | FieldType::Users
        | FieldType::Address
        | FieldType::Tags
        | FieldType::Files
        | FieldType::Rollup(_) => None,
    }
}
