//! Settle: what becomes of each value once the directory has been asked: a link, a record to be made, an empty field, a refused row. The same for
//! the check and for the run, so that a run does what its check promised.

use std::sync::Arc;

use types::{FieldProblem, Id, Linked, Name, Value};

use super::{
    bind::{Bound, Target},
    directory::{Directory, Found, stands_within},
    plan::Unknown,
    reading::{CellProblem, Group, Into, Missing, Naming, Parsed, PartValue},
};
use crate::schema::{FieldType, Object};

/// A row that is ready to be written, or refused.
#[derive(Clone, Debug, Default)]
pub struct Ready {
    pub place: u64,
    pub line: u64,
    /// the record's own id, where the file has it
    pub id: Option<String>,
    pub values: Vec<(usize, Value)>,
    /// records to be made first
    pub make: Vec<Make>,
    /// links to records of the same object that may come in a later row
    pub later: Vec<Later>,
    pub problems: Vec<CellProblem>,
    /// values that nothing fits, and what happens to each
    pub missing: Vec<Missing>,
    /// names that fitted without blanks and punctuation only
    pub similar: Vec<(usize, String, Id)>,
    pub decided: Vec<usize>,
    /// dates that were read by a guess: slot and text
    pub dates: Vec<(usize, String)>,
}

/// A record that a row names and nobody has made yet.
#[derive(Clone, Debug)]
pub struct Make {
    pub into: Into,
    pub object: Arc<Object>,
    pub what: What,
}

#[derive(Clone, Debug)]
pub enum What {
    Named(String),
    Group(Group),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Later {
    pub slot: usize,
    pub text: String,
    pub unknown: Unknown,
}

impl Ready {
    /// Whether a value that nothing fits makes a record or an option, and so does not stay empty.
    pub fn makes(&self, missing: &Missing) -> bool {
        missing.answer == Unknown::Create && missing.problem.code == "missing_link"
    }
}

/// The texts of a row that name records.
pub fn wanted<'a>(bound: &'a Bound, parsed: &'a Parsed) -> impl Iterator<Item = (&'a Arc<Object>, &'a str)> {
    let of = |slot: usize| bound.slots[slot].of.as_ref();
    let names = parsed.names.iter().filter_map(move |n| Some((of(n.slot)?, n.text.as_str())));
    let groups = parsed.groups.iter().filter_map(|g| Some((&g.object, g.name.as_deref()?)));
    let parts = parsed.groups.iter().flat_map(|g| &g.parts).filter_map(move |part| match &part.value {
        PartValue::Name(text) => Some((of(part.slot)?, text.as_str())),
        PartValue::Value(_) => None,
    });
    names.chain(groups).chain(parts)
}

impl Bound {
    pub fn settle(&self, parsed: Parsed, directory: &Directory) -> Ready {
        let Parsed { place, line, id, values, names, groups, missing, problems, decided, dates } = parsed;
        let mut ready = Ready { place, line, id, values, problems, decided, dates, ..Ready::default() };
        for missing in missing {
            self.answer(&mut ready, missing);
        }
        // pipelines before stages: a name that several records have is looked for within what the row names
        let (outer, inner): (Vec<Naming>, Vec<Naming>) = names
            .into_iter()
            .partition(|naming| self.slots[naming.slot].of.as_ref().is_none_or(|of| stands_within(of).is_none()));
        for naming in outer.into_iter().chain(inner) {
            self.name(&mut ready, naming, directory);
        }
        for group in groups {
            self.group(&mut ready, group, directory);
        }
        ready
    }

    fn name(&self, ready: &mut Ready, naming: Naming, directory: &Directory) {
        let slot = &self.slots[naming.slot];
        let Some(of) = slot.of.clone() else { return };
        let several = match directory.find(&of.name, &naming.text) {
            Found::One(id, folded) => {
                if *folded {
                    ready.similar.push((naming.slot, naming.text.clone(), *id));
                }
                return self.link(ready, naming.into, &of.name, *id);
            }
            Found::Several(ids) => self.within(ready, &of, ids, directory).map_or(Some(true), |id| {
                self.link(ready, naming.into, &of.name, id);
                None
            }),
            Found::Nobody => Some(false),
        };
        let Some(several) = several else { return };
        let Naming { slot: at, text, into, unknown } = naming;
        if several {
            // which of them is meant cannot be made up
            let answer = if unknown == Unknown::Create { Unknown::Empty } else { unknown };
            let problem = FieldProblem::new(&slot.column.to, "ambiguous_link").with("value", &text);
            return self.answer(ready, Missing { slot: at, text, problem, answer });
        }
        if of.name == self.object.name && matches!(into, Into::One(_)) {
            return ready.later.push(Later { slot: at, text, unknown });
        }
        if unknown == Unknown::Create {
            ready.make.push(Make { into, object: of, what: What::Named(text.clone()) });
        }
        let problem = FieldProblem::new(&slot.column.to, "missing_link").with("value", &text);
        self.answer(ready, Missing { slot: at, text, problem, answer: unknown });
    }

    fn group(&self, ready: &mut Ready, group: Group, directory: &Directory) {
        let into = Into::One(group.link);
        let found = group.name.as_deref().map(|name| directory.find(&group.object.name, name));
        match (found, group.unknown) {
            (Some(Found::One(id, _)), _) => self.link(ready, into, &group.object.name.clone(), *id),
            // by what it is called or by all that is said of it: looked for when it is written
            (None | Some(Found::Nobody), Unknown::Create) => {
                ready.make.push(Make { into, object: group.object.clone(), what: What::Group(group) });
            }
            (found, answer) => {
                let code = if matches!(found, Some(Found::Several(_))) { "ambiguous_link" } else { "missing_link" };
                let slot = group.parts.first().map_or(0, |part| part.slot);
                let text = group.name.unwrap_or_default();
                let problem = FieldProblem::new(&self.slots[slot].column.to, code).with("value", &text);
                self.answer(ready, Missing { slot, text, problem, answer });
            }
        }
    }

    /// Of several records with one name the one within what the row names, or within the first there is.
    fn within(&self, ready: &Ready, of: &Object, ids: &[(Id, Option<Id>)], directory: &Directory) -> Option<Id> {
        let target = stands_within(of)?.kind.target()?;
        let here = self.object.fields.iter().position(|f| !f.removed && f.kind.target() == Some(target))?;
        let named = ready.values.iter().find(|(at, _)| *at == here).and_then(|(_, value)| value.as_id());
        let within = named.or_else(|| directory.first_within(&of.name))?;
        let mut inside = ids.iter().filter(|(_, outer)| *outer == Some(within)).map(|(id, _)| *id);
        inside.next().filter(|_| inside.next().is_none())
    }

    fn link(&self, ready: &mut Ready, into: Into, object: &Name, id: Id) {
        link(&mut ready.values, into, object, id);
    }

    fn answer(&self, ready: &mut Ready, missing: Missing) {
        if missing.answer == Unknown::Refuse {
            let (slot, text) = (Some(missing.slot), missing.text.clone());
            ready.problems.push(CellProblem { slot, text, problem: missing.problem.clone() });
        }
        ready.missing.push(missing);
    }

    /// Whether the column's values are links to records of the object that is being imported.
    pub fn links_to_itself(&self) -> bool {
        self.slots.iter().any(|slot| {
            let itself = slot.of.as_ref().is_some_and(|of| of.name == self.object.name);
            itself && matches!(slot.target, Target::Field(at) if matches!(self.object.fields[at].kind, FieldType::Link { .. } | FieldType::User))
        })
    }
}

/// Puts a link among the values of a row.
pub(super) fn link(values: &mut Vec<(usize, Value)>, into: Into, object: &Name, id: Id) {
    match into {
        Into::One(position) => values.push((position, Value::link(id))),
        Into::Any(position) => values.push((position, Value::Link(Linked::to_any(object.clone(), id)))),
        Into::Many(position) => match values.iter_mut().find(|(at, _)| *at == position) {
            Some((_, Value::Links(links))) => {
                if !links.iter().any(|link| link.id == id) {
                    links.push(Linked::to(id));
                }
            }
            _ => values.push((position, Value::Links(vec![Linked::to(id)]))),
        },
    }
}
