//! Business verbs as programs call them: nouns under a record, `POST /api/v1/leads/{id}/conversion`. Each module registers those of its objects, with what
//! they take; the REST edge serves and describes the table and knows none of them.

use serde_json::{Map, Value as Json};
use types::{FieldProblem, Id, Instant, Problem, Result};

use crate::{context::Cx, visible::Visible};

/// One verb of an object's records.
pub struct Verb {
    /// `leads`
    pub object: &'static str,
    /// `conversion`
    pub noun: &'static str,
    /// one line for the document
    pub says: &'static str,
    pub takes: Vec<Take>,
    /// it makes a way in: the first part of the address under which its secret is used. Who calls it draws the secret and shows it once
    pub link: Option<&'static str>,
    pub run: Run,
}

/// Does it, with the caller's rights.
pub type Run = fn(&mut Cx, &Asked) -> Result<Told>;

impl Verb {
    /// A verb that takes nothing.
    pub const fn new(object: &'static str, noun: &'static str, says: &'static str, run: Run) -> Verb {
        Verb { object, noun, says, takes: Vec::new(), link: None, run }
    }

    pub fn takes(mut self, takes: impl Into<Vec<Take>>) -> Verb {
        self.takes = takes.into();
        self
    }

    pub const fn makes_link(mut self, under: &'static str) -> Verb {
        self.link = Some(under);
        self
    }
}

/// Something that a verb is told.
pub struct Take {
    pub name: &'static str,
    pub kind: Kind,
    pub required: bool,
    pub says: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Texts,
    YesNo,
    Time,
    /// the id of a record
    Link,
    /// fields of a record that the verb makes, as in a create
    Fields,
}

impl Take {
    pub const fn required(name: &'static str, kind: Kind, says: &'static str) -> Take {
        Take { name, kind, required: true, says }
    }

    pub const fn optional(name: &'static str, kind: Kind, says: &'static str) -> Take {
        Take { name, kind, required: false, says }
    }
}

/// What a caller wants.
#[derive(Clone, Debug)]
pub struct Asked {
    pub id: Id,
    /// another one now is stale
    pub version: Option<i64>,
    pub body: Map<String, Json>,
    /// digest of the secret that was drawn for a verb that makes a link
    pub secret: [u8; 32],
}

/// What became of it.
pub enum Told {
    /// the record as it now is
    Changed(Box<Visible>),
    /// records that were made or taken, by what they are to the verb
    Made(Vec<(&'static str, Option<Id>)>),
    Done,
}

/// Does it, if the caller said what it takes and nothing else.
///
/// # Errors
/// `unknown_field`, `required`, `wrong_type` by name, all at once; and those of the verb.
pub fn run(cx: &mut Cx, verb: &Verb, asked: &Asked) -> Result<Told> {
    let given = |take: &Take| asked.body.get(take.name).filter(|value| !value.is_null());
    let mut refused: Vec<FieldProblem> = Vec::new();
    for name in asked.body.keys().filter(|name| !verb.takes.iter().any(|take| take.name == name.as_str())) {
        refused.push(FieldProblem::new(name, "unknown_field"));
    }
    for take in &verb.takes {
        match given(take) {
            None if take.required => refused.push(FieldProblem::new(take.name, "required")),
            Some(value) if !take.kind.fits(value) => refused.push(FieldProblem::new(take.name, "wrong_type")),
            _ => {}
        }
    }
    if refused.is_empty() { (verb.run)(cx, asked) } else { Err(Problem::invalid(refused)) }
}

impl Kind {
    fn fits(self, value: &Json) -> bool {
        match self {
            Kind::Text => value.is_string(),
            Kind::Texts => value.as_array().is_some_and(|list| list.iter().all(Json::is_string)),
            Kind::YesNo => value.is_boolean(),
            Kind::Time => value.as_str().is_some_and(|text| Instant::parse(text).is_some()),
            Kind::Link => value.as_str().is_some_and(|text| Id::parse(text).is_some()),
            Kind::Fields => value.is_object(),
        }
    }
}

impl Asked {
    pub fn text(&self, name: &str) -> Option<&str> {
        self.body.get(name).and_then(Json::as_str)
    }

    pub fn texts(&self, name: &str) -> Vec<String> {
        let list = self.body.get(name).and_then(Json::as_array);
        list.into_iter().flatten().filter_map(Json::as_str).map(str::to_string).collect()
    }

    pub fn yes(&self, name: &str) -> bool {
        self.body.get(name).and_then(Json::as_bool).unwrap_or_default()
    }

    pub fn time(&self, name: &str) -> Option<Instant> {
        self.text(name).and_then(Instant::parse)
    }

    pub fn link(&self, name: &str) -> Option<Id> {
        self.text(name).and_then(Id::parse)
    }

    pub fn fields(&self, name: &str) -> Option<&Map<String, Json>> {
        self.body.get(name).and_then(Json::as_object)
    }
}
