//! From an object's metadata file (TOML) to an `Object`. Called at start for the module files, and for custom objects by `change`.
//! Every key is listed here: an unknown one is refused with its place.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use types::{
    Name,
    words::{Label, Lang},
};

use super::{
    Board, Choice, Class, Field, FieldType, Format, Layout, Object, Owned, Rollup, SearchAs, Section, Usual, Write,
    object::Descending,
};

/// What is wrong with a metadata file, with the object and field it is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Mistake(pub String);

impl std::fmt::Display for Mistake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Mistake {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ObjectFile {
    name: Name,
    label: Label,
    plural: Label,
    icon: String,
    #[serde(default)]
    hue: u16,
    owned: OwnedFile,
    title: Name,
    #[serde(default)]
    titles: HashMap<Lang, Name>,
    title_template: Option<String>,
    #[serde(default)]
    list: Vec<Name>,
    #[serde(default)]
    sort: Vec<String>,
    #[serde(default)]
    indexes: Vec<Vec<String>>,
    #[serde(default)]
    keys: Vec<Name>,
    /// by which day a record counts as begun, where that is not when it was made
    begins: Option<Name>,
    board: Option<Board>,
    section: Option<Name>,
    #[serde(default)]
    timeline: bool,
    #[serde(default = "yes")]
    searchable: bool,
    #[serde(default)]
    layout: LayoutFile,
    fields: Vec<FieldFile>,
}

fn yes() -> bool {
    true
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum OwnedFile {
    ByPerson,
    WithParent(Name),
    AboutAny(Name),
    Reference,
    System,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct LayoutFile {
    highlights: Vec<Name>,
    sections: Vec<SectionFile>,
    card: Vec<Name>,
    /// `field`, or `field + field`: the second one in small beside the first
    figures: Vec<String>,
    /// `object.link`
    tabs: Vec<String>,
    /// `object.link`
    related: Vec<String>,
    quick: Vec<Name>,
    later: Vec<Name>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SectionFile {
    label: Label,
    fields: Vec<Name>,
}

/// A field as files and the REST metadata write it: flat, the keys that its type needs.
#[derive(Serialize, Deserialize, Clone, Debug)]
#[serde(deny_unknown_fields)]
pub struct FieldFile {
    pub name: Name,
    #[serde(rename = "type")]
    pub kind: String,
    pub label: Label,
    #[serde(default)]
    pub help: Option<Label>,
    #[serde(default)]
    pub required: bool,
    #[serde(default)]
    pub unique: bool,
    #[serde(default)]
    pub default: Option<String>,
    #[serde(default)]
    pub write: WriteFile,
    #[serde(default)]
    pub class: Option<Class>,
    #[serde(default)]
    pub search: Option<SearchAs>,
    #[serde(default)]
    pub indexed: bool,
    #[serde(default)]
    pub format: Format,
    /// of a number: `{ min = 0 }`; a doubt, never a refusal
    #[serde(default)]
    pub usual: Usual,
    #[serde(default)]
    pub reverse: Option<Label>,
    #[serde(default)]
    pub aliases: Vec<String>,
    #[serde(default)]
    pub max: Option<u32>,
    #[serde(default)]
    pub scale: Option<u32>,
    #[serde(default)]
    pub options: Vec<Choice>,
    /// target of a link; one name, or several for `link_any`
    #[serde(default)]
    pub to: OneOrMany,
    #[serde(default)]
    pub prefix: Option<String>,
    #[serde(default)]
    pub digits: Option<u32>,
    #[serde(default)]
    pub formula: Option<String>,
    /// type word of a formula's result
    #[serde(default)]
    pub result: Option<String>,
    #[serde(default)]
    pub rollup: Option<Rollup>,
}

#[derive(Serialize, Deserialize, Clone, Copy, Debug, Default)]
#[serde(rename_all = "snake_case")]
pub enum WriteFile {
    #[default]
    Caller,
    OnCreate,
    Verb,
    Engine,
}

#[derive(Serialize, Deserialize, Clone, Debug)]
#[serde(untagged)]
pub enum OneOrMany {
    One(Name),
    Many(Vec<Name>),
}

impl Default for OneOrMany {
    fn default() -> Self {
        OneOrMany::Many(Vec::new())
    }
}

/// Longest single-line text that nobody has set a limit for, in characters.
const TEXT_MAX: u32 = 255;

/// Reads one object file of `module`.
pub fn object(module: &Name, source: &str) -> Result<Object, Mistake> {
    let file: ObjectFile =
        toml::from_str(source).map_err(|e| Mistake(format!("module {module}: {}", e.to_string().trim())))?;
    let place = |what: String| Mistake(format!("object {}: {what}", file.name));
    let mut fields = Vec::new();
    for raw in &file.fields {
        fields.push(field(raw).map_err(|e| place(e.0))?);
    }
    fields.extend(super::system_fields::all());
    let mut by_name = HashMap::new();
    for (at, field) in fields.iter().enumerate() {
        if by_name.insert(field.name.clone(), at).is_some() {
            return Err(place(format!("two fields are called {}", field.name)));
        }
    }
    let object = Object {
        name: file.name.clone(),
        label: file.label.clone(),
        plural: file.plural.clone(),
        icon: file.icon.clone(),
        hue: file.hue,
        module: module.clone(),
        owned: match &file.owned {
            OwnedFile::ByPerson => Owned::ByPerson,
            OwnedFile::WithParent(link) => Owned::WithParent(link.clone()),
            OwnedFile::AboutAny(link) => Owned::AboutAny(link.clone()),
            OwnedFile::Reference => Owned::Reference,
            OwnedFile::System => Owned::System,
        },
        title: file.title.clone(),
        titles: file.titles.clone(),
        title_template: file.title_template.clone(),
        list: file.list.clone(),
        sort: file.sort.iter().map(|s| sort_key(s)).collect::<Option<_>>().ok_or_else(|| place("sort".into()))?,
        layout: layout(&file.layout).map_err(|e| place(e.0))?,
        indexes: file.indexes.clone(),
        keys: file.keys.clone(),
        begins: file.begins.clone(),
        board: file.board.clone(),
        section: file.section.clone(),
        timeline: file.timeline,
        searchable: file.searchable,
        fields,
        by_name,
    };
    whole(&object)?;
    Ok(object)
}

/// `-amount` → (amount, descending).
pub fn sort_key(text: &str) -> Option<(Name, Descending)> {
    let (name, down) = text.strip_prefix('-').map_or((text, false), |rest| (rest, true));
    Name::parse(name).map(|n| (n, down))
}

/// One field from its flat form.
pub fn field(raw: &FieldFile) -> Result<Field, Mistake> {
    let place = |what: &str| Mistake(format!("field {}: {what}", raw.name));
    let one = |to: &OneOrMany| match to {
        OneOrMany::One(name) => Some(name.clone()),
        OneOrMany::Many(_) => None,
    };
    let scale = raw.scale.unwrap_or(2);
    if scale > 9 {
        return Err(place("scale is at most 9"));
    }
    let kind = match raw.kind.as_str() {
        "text" => FieldType::Text { max: raw.max.unwrap_or(TEXT_MAX) },
        "long_text" => FieldType::LongText,
        "rich_text" => FieldType::RichText,
        "integer" => FieldType::Integer,
        "decimal" => FieldType::Decimal { scale },
        "percent" => FieldType::Percent { scale },
        "money" => FieldType::Money,
        "yes_no" => FieldType::YesNo,
        "date" => FieldType::Date,
        "date_time" => FieldType::DateTime,
        "choice" => FieldType::Choice { options: raw.options.clone() },
        "choices" => FieldType::Choices { options: raw.options.clone() },
        "link" => FieldType::Link { to: one(&raw.to).ok_or_else(|| place("a link needs `to`"))? },
        "link_any" => FieldType::LinkAny {
            to: match &raw.to {
                OneOrMany::One(name) => vec![name.clone()],
                OneOrMany::Many(names) => names.clone(),
            },
        },
        "user" => FieldType::User,
        "users" => FieldType::Users,
        "email" => FieldType::Email,
        "phone" => FieldType::Phone,
        "url" => FieldType::Url,
        "address" => FieldType::Address,
        "tags" => FieldType::Tags,
        "files" => FieldType::Files,
        "auto_number" => FieldType::AutoNumber {
            prefix: raw.prefix.clone().unwrap_or_default(),
            digits: raw.digits.unwrap_or(5).min(18),
        },
        "formula" => {
            let result = raw.result.clone().ok_or_else(|| place("a formula needs `result`"))?;
            let mut inner = raw.clone();
            inner.kind = result;
            inner.formula = None;
            FieldType::Formula {
                source: raw.formula.clone().ok_or_else(|| place("a formula needs `formula`"))?,
                result: Box::new(field(&inner)?.kind),
            }
        }
        "rollup" => FieldType::Rollup(raw.rollup.clone().ok_or_else(|| place("a roll-up needs `rollup`"))?),
        other => return Err(place(&format!("unknown type {other:?}"))),
    };
    let computed = kind.is_computed();
    Ok(Field {
        name: raw.name.clone(),
        label: raw.label.clone(),
        help: raw.help.clone(),
        column: raw.name.clone(),
        required: raw.required,
        unique: raw.unique,
        default: raw.default.clone(),
        write: match raw.write {
            _ if computed => Write::Engine,
            WriteFile::Caller => Write::Caller,
            WriteFile::OnCreate => Write::OnCreate,
            WriteFile::Verb => Write::Verb,
            WriteFile::Engine => Write::Engine,
        },
        class: raw.class.unwrap_or(match kind {
            FieldType::Email | FieldType::Phone => Class::Personal,
            _ => Class::Internal,
        }),
        search: raw.search,
        indexed: raw.indexed,
        format: raw.format,
        usual: raw.usual,
        reverse: raw.reverse.clone(),
        aliases: raw.aliases.clone(),
        custom: false,
        system: false,
        removed: false,
        kind,
    })
}

fn layout(file: &LayoutFile) -> Result<Layout, Mistake> {
    let pair = |text: &str, between: char| {
        let (one, other) = text.split_once(between)?;
        Some((Name::parse(one.trim())?, Name::parse(other.trim())?))
    };
    let lists = |what: &str, texts: &[String]| {
        let list =
            |text: &String| pair(text, '.').ok_or_else(|| Mistake(format!("{what} {text:?} is not `object.link`")));
        texts.iter().map(list).collect::<Result<Vec<_>, _>>()
    };
    let figure = |text: &String| {
        let two = pair(text, '+').map(|(field, beside)| (field, Some(beside)));
        let one = || Name::parse(text).map(|field| (field, None));
        two.or_else(one).ok_or_else(|| Mistake(format!("figure {text:?} is not `field` or `field + field`")))
    };
    Ok(Layout {
        highlights: file.highlights.clone(),
        figures: file.figures.iter().map(figure).collect::<Result<_, _>>()?,
        tabs: lists("tab", &file.tabs)?,
        sections: file.sections.iter().map(|s| Section { label: s.label.clone(), fields: s.fields.clone() }).collect(),
        card: file.card.clone(),
        related: lists("related", &file.related)?,
        quick: file.quick.clone(),
        later: file.later.clone(),
    })
}

/// Every name that the file mentions must be a field of it.
fn whole(object: &Object) -> Result<(), Mistake> {
    let layout = &object.layout;
    let mentioned = object
        .list
        .iter()
        .chain(object.sort.iter().map(|(name, _)| name))
        .chain(&object.keys)
        .chain(object.titles.values())
        .chain(&object.begins)
        .chain(object.board.iter().map(|b| &b.by))
        .chain(object.board.iter().filter_map(|b| b.sum.as_ref()))
        .chain(object.board.iter().flat_map(|b| &b.asks).flat_map(|asks| asks.fields.iter().chain(&asks.required)))
        .chain(&layout.highlights)
        .chain(layout.figures.iter().flat_map(|(field, beside)| std::iter::once(field).chain(beside)))
        .chain(&layout.card)
        .chain(&layout.quick)
        .chain(layout.sections.iter().flat_map(|s| &s.fields));
    for name in mentioned {
        if object.field(name).is_none() {
            return Err(Mistake(format!("object {}: no field {name}", object.name)));
        }
    }
    if let Some((one, other)) = object.same_tag() {
        return Err(Mistake(format!("object {}: search cannot tell {one} from {other}; rename one", object.name)));
    }
    match object.field(&object.title).map(|f| &f.kind) {
        Some(FieldType::Text { .. } | FieldType::AutoNumber { .. }) => Ok(()),
        _ => Err(Mistake(format!("object {}: the title must be a text or number field", object.name))),
    }
}
