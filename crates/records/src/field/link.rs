//! Links to one record: of one object, of any of several, or a user. Written as ids, read with the label that the reader may see. Names
//! are resolved by the import, not here.

use jiff::tz::TimeZone;
use serde_json::{Map, Value as Json};
use store::Cell;
use types::{FieldProblem, Id, Linked, Name, Value, words::Lang};

use super::kind::{Kind, Outcome, int_of, json_text, refuse, wrong_type};
use super::{Exported, Hints, Operator};

/// To a record of one object; `person`: to a user, who may be oneself.
pub(super) struct Link {
    pub person: bool,
}

/// To a record of these objects; none named: of any.
pub(super) struct LinkAny<'n> {
    pub to: &'n [Name],
}

/// An id that nobody could have is answered like one that is not there.
pub(super) fn id(text: &str) -> Result<Id, FieldProblem> {
    Id::parse(text.trim()).ok_or_else(|| refuse("missing_link"))
}

/// An id, or the form in which links are read.
pub(super) fn json_id(json: &Json) -> Result<Id, FieldProblem> {
    id(json_text(json.get("id").unwrap_or(json))?)
}

/// `{"id","label"}`, with `"object"` in front where it may be any.
pub(super) fn read_form(link: &Linked, with_object: bool) -> Json {
    let mut form = Map::new();
    if with_object {
        form.insert("object".into(), link.object.as_deref().into());
    }
    form.insert("id".into(), link.id.to_string().into());
    form.insert("label".into(), link.label.as_deref().into());
    Json::Object(form)
}

/// The label, the id where none was read.
pub(super) fn shown(link: &Linked) -> String {
    link.label.clone().unwrap_or_else(|| link.id.to_string())
}

fn link_of(value: &Value) -> Option<&Linked> {
    if let Value::Link(link) = value { Some(link) } else { None }
}

impl Kind for Link {
    fn accept_json(&self, json: &Json, _: &Hints) -> Outcome {
        json_id(json).map(Value::link)
    }

    fn accept_text(&self, text: &str, _: &Hints) -> Outcome {
        id(text).map(Value::link)
    }

    fn check(&self, value: Value) -> Outcome {
        link_of(&value).ok_or_else(|| wrong_type("id"))?;
        Ok(value)
    }

    fn to_cells(&self, value: &Value) -> Vec<Cell> {
        vec![value.as_id().into()]
    }

    fn read_cells(&self, cells: &[Cell]) -> Value {
        int_of(cells, |id| Value::link(Id(id)))
    }

    fn to_json(&self, value: &Value) -> Json {
        link_of(value).map_or(Json::Null, |link| read_form(link, false))
    }

    fn to_text(&self, value: &Value, _: Lang, _: &TimeZone) -> String {
        link_of(value).map(shown).unwrap_or_default()
    }

    fn operators(&self) -> &'static [Operator] {
        use Operator::*;
        const RECORD: &[Operator] = &[Is, IsNot, AnyOf, NoneOf, IsEmpty, IsNotEmpty];
        const PERSON: &[Operator] = &[IsMe, IsNotMe, Is, IsNot, AnyOf, NoneOf, IsEmpty, IsNotEmpty];
        if self.person { PERSON } else { RECORD }
    }
}

impl LinkAny<'_> {
    fn object(&self, name: Option<&str>) -> Result<Name, FieldProblem> {
        let object = match (name, self.to) {
            (Some(name), _) => Name::parse(name),
            (None, [only]) => Some(only.clone()),
            (None, _) => None,
        };
        object.filter(|object| self.to.is_empty() || self.to.contains(object)).ok_or_else(|| {
            let names: Vec<&str> = self.to.iter().map(Name::as_str).collect();
            let expected = if names.is_empty() { "object/id".to_owned() } else { names.join(", ") };
            refuse("wrong_object").with("expected", expected)
        })
    }
}

impl Kind for LinkAny<'_> {
    fn width(&self) -> usize {
        2
    }

    /// `{"object":"accounts","id":"…"}`; the id alone where only one object may be meant.
    fn accept_json(&self, json: &Json, _: &Hints) -> Outcome {
        let object = self.object(json.get("object").and_then(Json::as_str))?;
        Ok(Value::Link(Linked::to_any(object, json_id(json)?)))
    }

    /// `accounts/0J4K…`.
    fn accept_text(&self, text: &str, _: &Hints) -> Outcome {
        let (object, behind) = text.trim().split_once('/').map_or((None, text), |(object, id)| (Some(object), id));
        Ok(Value::Link(Linked::to_any(self.object(object)?, id(behind)?)))
    }

    fn check(&self, value: Value) -> Outcome {
        let link = link_of(&value).ok_or_else(|| wrong_type("id"))?;
        let object = self.object(link.object.as_deref())?;
        Ok(Value::Link(Linked { object: Some(object), ..link.clone() }))
    }

    fn to_cells(&self, value: &Value) -> Vec<Cell> {
        vec![value.as_id().into(), link_of(value).and_then(|link| link.object.as_ref()).into()]
    }

    fn read_cells(&self, cells: &[Cell]) -> Value {
        let object = cells.get(1).and_then(Cell::as_text).and_then(Name::parse);
        int_of(cells, |id| Value::Link(Linked { object, ..Linked::to(Id(id)) }))
    }

    fn to_json(&self, value: &Value) -> Json {
        link_of(value).map_or(Json::Null, |link| read_form(link, true))
    }

    fn to_text(&self, value: &Value, _: Lang, _: &TimeZone) -> String {
        link_of(value).map(shown).unwrap_or_default()
    }

    fn to_export(&self, value: &Value, _: Lang, _: &TimeZone) -> Exported {
        match link_of(value) {
            Some(Linked { label: None, object: Some(object), id, .. }) => Exported::text(format!("{object}/{id}")),
            Some(link) => Exported::text(shown(link)),
            None => Exported::Empty,
        }
    }

    fn operators(&self) -> &'static [Operator] {
        use Operator::*;
        &[Is, IsNot, AnyOf, NoneOf, IsEmpty, IsNotEmpty]
    }
}
