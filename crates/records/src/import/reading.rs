//! Reading: the cells of one row become values, names of records still to be found, and problems. Pure: the same row always reads the same, so it
//! may be done on any thread before the database is asked.

use std::sync::Arc;

use serde_json::{Map, Value as Json};
use types::{FieldProblem, Value, display::parse::DateError};

use super::{
    Row,
    bind::{Bound, Slot, Target},
    plan::Unknown,
};
use crate::{
    field::{self, Hints},
    schema::{Field, FieldType, Object},
};

/// One row, as far as it can be understood without the database.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    pub place: u64,
    pub line: u64,
    /// the record's own id, where the file has it
    pub id: Option<String>,
    pub values: Vec<(usize, Value)>,
    pub names: Vec<Naming>,
    pub groups: Vec<Group>,
    /// values that nothing fits
    pub missing: Vec<Missing>,
    pub problems: Vec<CellProblem>,
    /// decisions of the plan that were used
    pub decided: Vec<usize>,
    /// dates whose day and month could be told apart by nothing but a guess: slot and text
    pub dates: Vec<(usize, String)>,
}

/// A text that names a record.
#[derive(Clone, Debug)]
pub struct Naming {
    pub slot: usize,
    pub text: String,
    pub into: Into,
    /// what happens if nothing is called so
    pub unknown: Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Into {
    One(usize),
    /// one of several people
    Many(usize),
    /// of the object that the column says
    Any(usize),
}

/// What a row says of the record behind a link.
#[derive(Clone, Debug)]
pub struct Group {
    pub link: usize,
    pub object: Arc<Object>,
    /// what it is called, where the row says so
    pub name: Option<String>,
    pub parts: Vec<Part>,
    pub unknown: Unknown,
}

#[derive(Clone, Debug)]
pub struct Part {
    pub slot: usize,
    pub position: usize,
    pub value: PartValue,
}

#[derive(Clone, Debug)]
pub enum PartValue {
    Value(Value),
    Name(String),
}

/// A value that nothing fits, and what is to happen.
#[derive(Clone, Debug, PartialEq)]
pub struct Missing {
    pub slot: usize,
    pub text: String,
    /// `unknown_choice`, `missing_link`, `ambiguous_link` …
    pub problem: FieldProblem,
    pub answer: Unknown,
}

/// A refusal, with the cell it is about.
#[derive(Clone, Debug, PartialEq)]
pub struct CellProblem {
    pub slot: Option<usize>,
    pub text: String,
    pub problem: FieldProblem,
}

impl Bound {
    pub fn read(&self, row: &Row) -> Parsed {
        let mut parsed = Parsed { place: row.place, line: row.line, ..Parsed::default() };
        if let Some(problem) = &row.refused {
            parsed.problems.push(CellProblem { slot: None, text: String::new(), problem: problem.clone() });
            return parsed;
        }
        let mut addresses: Vec<(usize, Map<String, Json>, Vec<usize>)> = Vec::new();
        let mut currencies: Vec<(usize, usize, String)> = Vec::new();
        for (at, slot) in self.slots.iter().enumerate() {
            let cell = slot.text(&row.cells);
            if cell.trim().is_empty() {
                continue;
            }
            let mut text = cell;
            let mut unknown = slot.unknown;
            if let Some((place, decision)) = slot.decision(&self.plan, cell) {
                parsed.decided.push(place);
                match (&decision.instead, decision.answer) {
                    (Some(instead), _) => text = instead,
                    (None, Some(Unknown::Create)) => unknown = Unknown::Create,
                    (None, Some(Unknown::Refuse)) => {
                        let problem = FieldProblem::new(&slot.column.to, "decided_to_refuse");
                        parsed.problems.push(CellProblem { slot: Some(at), text: cell.to_string(), problem });
                        continue;
                    }
                    (None, Some(Unknown::Empty) | None) => text = "",
                }
                if text.trim().is_empty() {
                    continue;
                }
            }
            match &slot.target {
                Target::Id => parsed.id = Some(text.trim().to_string()),
                Target::Content => self.content(&mut parsed, at, row),
                Target::Field(position) => self.field(&mut parsed, at, *position, text, unknown),
                Target::Part { position, part } => {
                    let place = addresses.iter().position(|(p, ..)| p == position).unwrap_or_else(|| {
                        addresses.push((*position, Map::new(), Vec::new()));
                        addresses.len() - 1
                    });
                    let (_, form, slots) = &mut addresses[place];
                    form.insert((*part).to_string(), text.trim().into());
                    slots.push(at);
                }
                Target::Currency(position) => currencies.push((at, *position, text.trim().to_string())),
                Target::Behind { link, object, position } => {
                    behind(&mut parsed, slot, at, *link, object, *position, text, unknown);
                }
                Target::Any { link, .. } => {
                    // the first column that says something says what it is about
                    let taken = parsed.names.iter().any(|naming| naming.into == Into::Any(*link));
                    if !taken {
                        let naming =
                            Naming { slot: at, text: text.trim().to_string(), into: Into::Any(*link), unknown };
                        parsed.names.push(naming);
                    }
                }
            }
        }
        for (position, form, slots) in addresses {
            self.address(&mut parsed, position, form, &slots);
        }
        for (slot, position, code) in currencies {
            self.currency(&mut parsed, slot, position, &code);
        }
        named_groups(&mut parsed);
        parsed
    }

    /// What is known of the file that a row names. What the row itself says (another name) comes first.
    fn content(&self, parsed: &mut Parsed, at: usize, row: &Row) {
        let slot = &self.slots[at];
        match row.content.clone().unwrap_or_else(|| Err(FieldProblem::new("", "no_archive"))) {
            Ok(known) => {
                let said = |position: usize| {
                    let mut others =
                        self.slots.iter().filter(|slot| matches!(slot.target, Target::Field(p) if p == position));
                    others.any(|slot| !slot.text(&row.cells).trim().is_empty())
                };
                let known = known.into_iter().filter_map(|(name, value)| Some((self.object.position(&name)?, value)));
                parsed.values.extend(known.filter(|(position, _)| !said(*position)));
            }
            Err(problem) => {
                let problem = FieldProblem { field: slot.column.to.clone(), ..problem };
                let text = slot.text(&row.cells).to_string();
                parsed.problems.push(CellProblem { slot: Some(at), text, problem });
            }
        }
    }

    fn field(&self, parsed: &mut Parsed, at: usize, position: usize, text: &str, unknown: Unknown) {
        let slot = &self.slots[at];
        let field = &self.object.fields[position];
        let name = |text: &str, into| Naming { slot: at, text: text.trim().to_string(), into, unknown };
        match &field.kind {
            FieldType::Link { .. } | FieldType::User => parsed.names.push(name(text, Into::One(position))),
            FieldType::Users => {
                parsed.names.extend(field::words(text).iter().map(|word| name(word, Into::Many(position))));
            }
            _ => match dated(parsed, at, field, text, slot) {
                Ok(value) => parsed.values.push((position, value)),
                Err(problem) if problem.code == "unknown_choice" => {
                    self.choice(parsed, at, position, text, unknown, problem)
                }
                Err(problem) => parsed.problems.push(CellProblem { slot: Some(at), text: text.to_string(), problem }),
            },
        }
    }

    /// Of several choices those that are known are kept.
    fn choice(
        &self,
        parsed: &mut Parsed,
        at: usize,
        position: usize,
        text: &str,
        answer: Unknown,
        problem: FieldProblem,
    ) {
        let field = &self.object.fields[position];
        let mut miss = |text: &str, problem: FieldProblem| {
            parsed.missing.push(Missing { slot: at, text: text.trim().to_string(), problem, answer });
        };
        if !matches!(field.kind, FieldType::Choices { .. }) {
            return miss(text, problem);
        }
        let mut known = Vec::new();
        for word in field::words(text) {
            match value(field, &word, &self.slots[at]) {
                Ok(Value::Texts(codes)) => known.extend(codes),
                Ok(_) => {}
                Err(problem) => miss(&word, problem),
            }
        }
        if let Ok(value @ Value::Texts(_)) = field::check(field, &Value::Texts(known)) {
            parsed.values.push((position, value));
        }
    }

    /// A part that cannot be what it should (a country that is none) is left out like any unknown value; the others stay.
    fn address(&self, parsed: &mut Parsed, position: usize, mut form: Map<String, Json>, slots: &[usize]) {
        let field = &self.object.fields[position];
        for _ in 0..=slots.len() {
            let hints = &self.slots[slots[0]].hints;
            let read = field::accept_json(field, &Json::Object(form.clone()), hints);
            let problem = match read.and_then(|value| field::check(field, &value)) {
                Ok(value) => return parsed.values.push((position, value)),
                Err(problem) => problem,
            };
            let part = problem.field.rsplit('.').next().unwrap_or_default();
            let at = slots
                .iter()
                .copied()
                .find(|at| matches!(self.slots[*at].target, Target::Part { part: p, .. } if p == part));
            let (Some(at), Some(Json::String(text))) = (at, form.remove(part)) else {
                parsed.problems.push(CellProblem { slot: slots.first().copied(), text: String::new(), problem });
                return;
            };
            parsed.missing.push(Missing { slot: at, text, problem, answer: self.slots[at].unknown });
        }
    }

    /// Gives the amount of the row its currency.
    fn currency(&self, parsed: &mut Parsed, slot: usize, position: usize, code: &str) {
        let found = types::Currency::parse(&code.to_uppercase()).filter(|c| types::display::currency(*c).is_some());
        let Some(currency) = found else {
            let problem = FieldProblem::new(&self.slots[slot].column.to, "not_a_currency");
            parsed.problems.push(CellProblem { slot: Some(slot), text: code.to_string(), problem });
            return;
        };
        for (at, value) in &mut parsed.values {
            if let (true, Value::Money(money)) = (*at == position, value) {
                money.currency = currency;
                money.base = None;
            }
        }
    }
}

fn value(field: &Field, text: &str, slot: &Slot) -> Result<Value, FieldProblem> {
    field::accept_text(field, text, &slot.hints).and_then(|value| field::check(field, &value))
}

/// The same; a date that may be two is taken for the likelier one, and noted.
fn dated(parsed: &mut Parsed, at: usize, field: &Field, text: &str, slot: &Slot) -> Result<Value, FieldProblem> {
    match (value(field, text, slot), slot.dates) {
        (Err(problem), Some(order)) if problem.code == DateError::Ambiguous.code() => {
            parsed.dates.push((at, text.trim().to_string()));
            let hints = Hints { date_order: Some(order), ..slot.hints.clone() };
            field::accept_text(field, text, &hints).and_then(|value| field::check(field, &value))
        }
        (read, _) => read,
    }
}

#[allow(clippy::too_many_arguments)] // one place takes apart what a slot holds
fn behind(
    parsed: &mut Parsed,
    slot: &Slot,
    at: usize,
    link: usize,
    object: &Arc<Object>,
    position: usize,
    text: &str,
    unknown: Unknown,
) {
    let field = &object.fields[position];
    let part = match &field.kind {
        FieldType::Link { .. } | FieldType::User => PartValue::Name(text.trim().to_string()),
        _ => match dated(parsed, at, field, text, slot) {
            Ok(value) => PartValue::Value(value),
            Err(problem) => {
                parsed.problems.push(CellProblem { slot: Some(at), text: text.to_string(), problem });
                return;
            }
        },
    };
    let place = parsed.groups.iter().position(|group| group.link == link).unwrap_or_else(|| {
        parsed.groups.push(Group { link, object: object.clone(), name: None, parts: Vec::new(), unknown });
        parsed.groups.len() - 1
    });
    let group = &mut parsed.groups[place];
    if field.name == object.title {
        group.name = Some(text.trim().to_string());
    }
    group.parts.push(Part { slot: at, position, value: part });
}

/// What names the record behind a link names the group that describes it.
fn named_groups(parsed: &mut Parsed) {
    for group in &mut parsed.groups {
        let place = parsed.names.iter().position(|naming| naming.into == Into::One(group.link));
        if let Some(place) = place {
            group.name = Some(parsed.names.remove(place).text);
        }
    }
}
