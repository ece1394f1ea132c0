//! One object (accounts, opportunities, a custom one …): its fields, whose its records are, and how pages show it.

use std::collections::HashMap;

use serde::Deserialize;
use store::{Alias, Expr};
use types::{
    Name,
    words::{Label, Lang},
};

use super::{Field, FieldType, Format};

/// Immutable; shared by everyone who works under the same catalog.
#[derive(Clone, Debug)]
pub struct Object {
    /// plural, as in URLs and the API: `accounts`; also the name of its table
    pub name: Name,
    pub label: Label,
    pub plural: Label,
    /// name in the icon sprite
    pub icon: String,
    pub hue: u16,
    /// the module that ships it, or `custom`
    pub module: Name,
    pub owned: Owned,
    /// the text field by which people know a record
    pub title: Name,
    /// fields that hold the title as readers of a language read it, where it is filled in
    pub titles: HashMap<Lang, Name>,
    /// the title when nobody gives one, e.g. `{account} – {product}`
    pub title_template: Option<String>,
    pub fields: Vec<Field>,
    pub by_name: HashMap<Name, usize>,
    /// columns of a list nobody has configured
    pub list: Vec<Name>,
    /// order of such a list
    pub sort: Vec<(Name, Descending)>,
    pub layout: Layout,
    /// further indexes: columns by field name; behind them, with a `+`, those that are only carried along so that sums need not visit the table
    pub indexes: Vec<Vec<String>>,
    /// fields by which an import finds existing records, best first
    pub keys: Vec<Name>,
    /// the day on which what a record stands for began, where that is not when it was made
    pub begins: Option<Name>,
    /// choice or stage field whose values are the columns of a board
    pub board: Option<Board>,
    /// shown in the sidebar and the quick-create menu, in this section
    pub section: Option<Name>,
    /// entries of activities and changes are collected per record
    pub timeline: bool,
    /// part of the global search
    pub searchable: bool,
}

pub type Descending = bool;

/// Whose a record is: what `access` starts from. Every object says one; there is no default.
#[derive(Clone, Debug, PartialEq)]
pub enum Owned {
    /// by a person and a team: the reach of roles applies
    ByPerson,
    /// follows the record in this link field
    WithParent(Name),
    /// follows the record in this link-to-any field, and its owner and people see it too (activities)
    AboutAny(Name),
    /// everyone who is signed in may see it; changing it is a right (stages, products, currencies)
    Reference,
    /// machinery: seen and changed only as its own rights say (users, roles, imports)
    System,
}

#[derive(Clone, Debug, Default)]
pub struct Layout {
    /// shown in the head of the record page
    pub highlights: Vec<Name>,
    pub sections: Vec<Section>,
    /// shown under a card's title on the board
    pub card: Vec<Name>,
    /// figures of the head: a field, and perhaps another one in small beside it; none: its amounts, shares and roll-ups
    pub figures: Vec<(Name, Option<Name>)>,
    /// pages of the record that list what links to it: (object, link field there)
    pub tabs: Vec<(Name, Name)>,
    /// related lists: (object, link field there)
    pub related: Vec<(Name, Name)>,
    /// fields of the quick-create form
    pub quick: Vec<Name>,
    /// fields that a new record is not asked for: they come with time
    pub later: Vec<Name>,
}

#[derive(Clone, Debug)]
pub struct Section {
    pub label: Label,
    pub fields: Vec<Name>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Board {
    /// a choice field, or a link to an object whose records have a position (stages)
    pub by: Name,
    /// the money or number field that is added up per column
    pub sum: Option<Name>,
    /// codes of a choice with which a record is over: nothing new begins there
    #[serde(default)]
    pub ends: Vec<String>,
    /// what is asked of a card that comes into a column
    #[serde(default)]
    pub asks: Vec<Asks>,
}

/// What a person is asked who puts a record into a column, where it is still empty.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asks {
    /// the code of the choice, or the `outcome` of the linked record
    pub at: String,
    pub fields: Vec<Name>,
    /// those of them that must be answered
    #[serde(default)]
    pub required: Vec<Name>,
}

impl Object {
    /// The parts of the title template (`{account}`, or words), and what stands between them: a dash, or an arrow where one leads to the next.
    pub fn title_parts(&self) -> Option<(Vec<&str>, &'static str)> {
        let template = self.title_template.as_deref()?;
        let between = if template.contains(" → ") { " → " } else { " – " };
        Some((template.split(between).collect(), between))
    }

    pub fn field(&self, name: &str) -> Option<&Field> {
        self.by_name.get(name).map(|at| &self.fields[*at]).filter(|f| !f.removed)
    }

    pub fn position(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied().filter(|at| !self.fields[*at].removed)
    }

    /// The field that says which stored bytes a record stands for, where records of this object stand for any.
    pub fn content(&self) -> Option<usize> {
        self.fields.iter().position(|field| !field.removed && field.format == Format::Content)
    }

    /// The link without which a record has no place at all: a part without its whole, bytes that belong to nothing.
    pub fn place(&self) -> Option<&Name> {
        match &self.owned {
            Owned::WithParent(link) => Some(link),
            Owned::AboutAny(link) => self.content().map(|_| link),
            Owned::ByPerson | Owned::Reference | Owned::System => None,
        }
    }

    /// Fields that were not removed, in order.
    pub fn living(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|f| !f.removed)
    }

    pub fn title_field(&self) -> &Field {
        self.field(&self.title).expect("ship checks that the title is a living field")
    }

    /// The fields that one of `indexes` is ordered by.
    pub fn index_key<'i>(&self, index: &'i [String]) -> impl Iterator<Item = &'i str> {
        index.iter().map(String::as_str).take_while(|part| !part.starts_with('+'))
    }

    /// The title as readers of this language read it, of the row at this place of a query.
    pub fn titled(&self, at: Alias, lang: Lang) -> Expr {
        let title = Expr::Column(at, self.title_field().column.clone());
        match self.titles.get(&lang).and_then(|name| self.field(name)) {
            Some(theirs) => Expr::Coalesce(vec![Expr::Column(at, theirs.column.clone()), title]),
            None => title,
        }
    }

    pub fn table(&self) -> &Name {
        &self.name
    }

    /// The full-text index beside the table.
    pub fn search_table(&self) -> Name {
        Name::of(&format!("search_{}", self.name))
    }

    /// Fields that link to one record, with the name of the object they point to.
    pub fn links(&self) -> impl Iterator<Item = (&Field, &str)> {
        self.living().filter_map(|f| f.kind.target().map(|to| (f, to)))
    }

    /// The fields kept in tables of their own.
    pub fn many(&self) -> impl Iterator<Item = &Field> {
        self.living().filter(|f| f.kind.is_many())
    }

    pub fn has(&self, kind: fn(&FieldType) -> bool) -> bool {
        self.living().any(|f| kind(&f.kind))
    }

    /// Search tokens carry a short tag of their field. Two fields with one tag would let a search look into a field that its caller may not read.
    pub fn same_tag(&self) -> Option<(Name, Name)> {
        let searched: Vec<&Field> = self.living().filter(|f| f.search.is_some()).collect();
        searched.iter().enumerate().find_map(|(at, one)| {
            let other = searched[..at].iter().find(|other| crate::field::tag(other) == crate::field::tag(one))?;
            Some((other.name.clone(), one.name.clone()))
        })
    }
}
