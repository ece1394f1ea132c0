//! The closed list of field types, with what each needs to know. Matched without `_` everywhere, so that a new type is a compile error in
//! every layer that must learn it. What a type does lives in `field/`, one file per type.

use serde::{Deserialize, Serialize};
use types::{Name, words::Label};

#[derive(Clone, Debug, PartialEq)]
pub enum FieldType {
    /// one line
    Text {
        max: u32,
    },
    /// several lines, untouched to the byte
    LongText,
    /// HTML, sanitised on output
    RichText,
    Integer,
    /// exact, with a fixed number of decimal places (≤ 9)
    Decimal {
        scale: u32,
    },
    /// 12.5 means 12.5 %
    Percent {
        scale: u32,
    },
    /// amount, currency, and the amount in the organisation's currency
    Money,
    YesNo,
    Date,
    DateTime,
    /// one of a list, stored as its code
    Choice {
        options: Vec<Choice>,
    },
    /// several of a list
    Choices {
        options: Vec<Choice>,
    },
    /// to a record of one object
    Link {
        to: Name,
    },
    /// to a record of any of these objects (empty = any object that has a timeline)
    LinkAny {
        to: Vec<Name>,
    },
    /// to a user: a link with its own picker and `me()`
    User,
    /// several users
    Users,
    Email,
    Phone,
    Url,
    Address,
    /// free words
    Tags,
    /// links to rows of `files`
    Files,
    /// `prefix` and a number of at least `digits` digits, given on creation; gaps are allowed
    AutoNumber {
        prefix: String,
        digits: u32,
    },
    /// computed from other fields; stored when it uses only its own row and no clock
    Formula {
        source: String,
        result: Box<FieldType>,
    },
    /// computed from the records of `object` whose link field `via` points here
    Rollup(Rollup),
}

/// One option of a choice field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "ChoiceFile", into = "ChoiceFile")]
pub struct Choice {
    pub code: String,
    pub label: Label,
    /// 0–359, for its tag; none = neutral
    pub hue: Option<u16>,
    /// no longer offered, still readable
    pub retired: bool,
}

/// An option as files write it: `{ code = "a", zh = "…", en = "…", hue = 210 }`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ChoiceFile {
    code: String,
    zh: String,
    en: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hue: Option<u16>,
    #[serde(default)]
    retired: bool,
}

impl From<ChoiceFile> for Choice {
    fn from(file: ChoiceFile) -> Choice {
        Choice { code: file.code, label: Label::new(file.zh, file.en), hue: file.hue, retired: file.retired }
    }
}

impl From<Choice> for ChoiceFile {
    fn from(choice: Choice) -> ChoiceFile {
        let Label { zh, en } = choice.label;
        ChoiceFile { code: choice.code, zh, en, hue: choice.hue, retired: choice.retired }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rollup {
    pub object: Name,
    pub via: Name,
    pub function: RollupFunction,
    /// what is added up or compared; not for `count`
    #[serde(default)]
    pub field: Option<Name>,
    /// which of them, in the expression language
    #[serde(default)]
    pub filter: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RollupFunction {
    Count,
    Sum,
    Min,
    Max,
}

impl FieldType {
    /// The word used in metadata files, REST metadata and documents.
    pub fn word(&self) -> &'static str {
        match self {
            FieldType::Text { .. } => "text",
            FieldType::LongText => "long_text",
            FieldType::RichText => "rich_text",
            FieldType::Integer => "integer",
            FieldType::Decimal { .. } => "decimal",
            FieldType::Percent { .. } => "percent",
            FieldType::Money => "money",
            FieldType::YesNo => "yes_no",
            FieldType::Date => "date",
            FieldType::DateTime => "date_time",
            FieldType::Choice { .. } => "choice",
            FieldType::Choices { .. } => "choices",
            FieldType::Link { .. } => "link",
            FieldType::LinkAny { .. } => "link_any",
            FieldType::User => "user",
            FieldType::Users => "users",
            FieldType::Email => "email",
            FieldType::Phone => "phone",
            FieldType::Url => "url",
            FieldType::Address => "address",
            FieldType::Tags => "tags",
            FieldType::Files => "files",
            FieldType::AutoNumber { .. } => "auto_number",
            FieldType::Formula { .. } => "formula",
            FieldType::Rollup(_) => "rollup",
        }
    }

    /// The object a single link of this type points to, if it is always the same.
    pub fn target(&self) -> Option<&str> {
        match self {
            FieldType::Link { to } => Some(to),
            FieldType::User => Some("users"),
            _ => None,
        }
    }

    pub fn options(&self) -> &[Choice] {
        match self {
            FieldType::Choice { options } | FieldType::Choices { options } => options,
            _ => &[],
        }
    }

    /// Kept in a table of its own: (record, value).
    pub fn is_many(&self) -> bool {
        matches!(self, FieldType::Choices { .. } | FieldType::Users | FieldType::Tags | FieldType::Files)
    }

    /// Never written by a caller.
    pub fn is_computed(&self) -> bool {
        matches!(self, FieldType::AutoNumber { .. } | FieldType::Formula { .. } | FieldType::Rollup(_))
    }
}
