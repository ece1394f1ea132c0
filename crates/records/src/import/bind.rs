//! Bind: every name in a plan becomes a field that this actor may import, or the plan is refused by name. Done anew for every step, under the
//! catalog and the rights of its transaction.

use std::{collections::HashMap, sync::Arc};

use jiff::tz::TimeZone;
use types::{Currency, FieldProblem, Name, Problem, Result, display::parse::Order, text::fold};

use super::{
    plan::{CONTENT, Column, Decision, OnDuplicate, Plan, Unknown},
    refused::quoted,
};
use crate::{
    access::{self, Action, Scope},
    context::Cx,
    field::Hints,
    schema::{ADDRESS_PARTS, Field, FieldType, Object},
    write::draft,
};

/// A plan whose every name has been found.
#[derive(Clone, Debug)]
pub struct Bound {
    pub plan: Arc<Plan>,
    pub object: Arc<Object>,
    /// the right to import; rows are confined by it
    pub scope: Scope,
    pub slots: Vec<Slot>,
    /// position in `slots` of the column that is the key
    pub key: Option<usize>,
    /// of the catalog that the names were found in
    pub catalog: i64,
}

/// One column and where it goes.
#[derive(Clone, Debug)]
pub struct Slot {
    pub column: Column,
    pub target: Target,
    /// whose records its values name, where they name records
    pub of: Option<Arc<Object>>,
    pub hints: Hints,
    /// of dates whose order nobody has told: how they are read until somebody is asked
    pub dates: Option<Order>,
    pub unknown: Unknown,
    /// by folded value: position in the plan's decisions
    decided: HashMap<String, usize>,
}

#[derive(Clone, Debug)]
pub enum Target {
    /// the record itself, by its id
    Id,
    /// the bytes that the record stands for
    Content,
    /// a field, by position
    Field(usize),
    /// a part of an address
    Part { position: usize, part: &'static str },
    /// the currency of an amount
    Currency(usize),
    /// a field of the record behind a link
    Behind { link: usize, object: Arc<Object>, position: usize },
    /// the record of this object that a link to any object means
    Any { link: usize, object: Arc<Object> },
}

pub fn bind(cx: &mut Cx, plan: &Arc<Plan>) -> Result<Bound> {
    let object = cx.catalog.find(&plan.object)?;
    let scope = access::scope(cx, &object, Action::Import)?;
    let mut refused = Vec::new();
    let mut slots = Vec::with_capacity(plan.columns.len());
    for column in &plan.columns {
        match slot(cx, plan, &object, &scope, column) {
            Ok(slot) => slots.push(slot),
            Err(problem) => refused.push(FieldProblem { field: column.to.clone(), ..problem }),
        }
    }
    let key = match &plan.key {
        None => None,
        Some(key) => {
            let at = slots.iter().position(|slot| slot.column.to == *key && slot.is_key(&object));
            if at.is_none() {
                refused.push(FieldProblem::new(key, "not_a_key"));
            }
            at
        }
    };
    let content = slots.iter().any(|slot| matches!(slot.target, Target::Content));
    if content && plan.on_duplicate == OnDuplicate::Update {
        // what was attached stays what it was; another version is another file
        refused.push(FieldProblem::new(CONTENT, "content_stays"));
    }
    if let Some(currency) = plan.reading.currency.as_deref().filter(|code| Currency::parse(code).is_none()) {
        refused.push(FieldProblem::new("currency", "not_a_currency").with("value", currency));
    }
    if let Some(zone) = plan.reading.zone.as_deref().filter(|name| TimeZone::get(name).is_err()) {
        refused.push(FieldProblem::new("zone", "unknown_time_zone").with("value", zone));
    }
    if slots.is_empty() && refused.is_empty() {
        return Err(Problem::bad("nothing_mapped"));
    }
    if !refused.is_empty() {
        return Err(Problem::invalid(refused));
    }
    Ok(Bound { plan: plan.clone(), object, scope, slots, key, catalog: cx.catalog.version })
}

fn slot(cx: &Cx, plan: &Plan, object: &Arc<Object>, scope: &Scope, column: &Column) -> Result<Slot, FieldProblem> {
    let target = target(cx, object, scope, &column.to)?;
    let of = named_by(cx, object, &target).cloned();
    let by_kind = match (&target, plan.strict) {
        (_, true) => Unknown::Refuse,
        // without what it belongs to the record would have no place
        (Target::Field(at) | Target::Any { link: at, .. } | Target::Behind { link: at, .. }, false)
            if object.place() == Some(&object.fields[*at].name) =>
        {
            Unknown::Refuse
        }
        (Target::Field(_), false) if plan.asked => Unknown::Empty,
        (Target::Field(at), false) => by_kind(object, &object.fields[*at]),
        // what a row says of a record is enough to make it
        (Target::Behind { .. }, false) => Unknown::Create,
        (_, false) => Unknown::Empty,
    };
    let mut unknown = column.unknown.unwrap_or(by_kind);
    if unknown == Unknown::Create && !may_create(cx, object, &target, of.as_ref()) {
        match column.unknown {
            Some(_) => return Err(FieldProblem::new("", "no_right_to_create")),
            None => unknown = Unknown::Empty,
        }
    }
    let decided = plan.decisions.iter().enumerate().filter(|(_, d)| d.field == column.to);
    let hints = hints(cx, plan, column);
    Ok(Slot {
        target,
        of,
        dates: (plan.asked && hints.date_order.is_none()).then(|| likely(cx)),
        hints,
        unknown,
        decided: decided.map(|(at, d)| (key(&d.value), at)).collect(),
        column: column.clone(),
    })
}

/// Texts that are decided about alike.
fn key(text: &str) -> String {
    fold(&quoted(text.trim())).into_owned()
}

/// Options belong to who may customise, records to who may make them.
fn may_create(cx: &Cx, object: &Arc<Object>, target: &Target, of: Option<&Arc<Object>>) -> bool {
    let may = |object: &Arc<Object>, action| access::scope(cx, object, action).is_ok();
    match target {
        Target::Behind { object, .. } => may(object, Action::Create) && of.is_none_or(|of| may(of, Action::Create)),
        _ => of.map_or_else(|| may(object, Action::Customise), |of| may(of, Action::Create)),
    }
}

/// What nobody decides: choices and stages are made, links stay empty (contract, "Without --map").
fn by_kind(object: &Object, field: &Field) -> Unknown {
    let stage = object.board.as_ref().is_some_and(|board| board.by == field.name);
    match field.kind {
        FieldType::Choice { .. } | FieldType::Choices { .. } => Unknown::Create,
        FieldType::Link { .. } if stage => Unknown::Create,
        _ => Unknown::Empty,
    }
}

fn hints(cx: &Cx, plan: &Plan, column: &Column) -> Hints {
    let own = draft::hints(cx);
    let reading = &plan.reading;
    Hints {
        zone: reading.zone.as_deref().and_then(|name| TimeZone::get(name).ok()).unwrap_or(own.zone.clone()),
        date_order: column.date_order.or(reading.date_order).map(|order| order.order()),
        mark: column.mark.or(reading.mark).map(|mark| mark.mark()).unwrap_or_default(),
        currency: reading.currency.as_deref().and_then(Currency::parse).unwrap_or(own.currency),
        country: reading.country.clone().unwrap_or(own.country.clone()),
        ..own
    }
}

/// What `5/6/2024` most likely means here: by the country of the organisation's money.
fn likely(cx: &Cx) -> Order {
    Order::of_country(cx.organization.currency.as_str().get(..2).unwrap_or_default())
}

fn target(cx: &Cx, object: &Arc<Object>, scope: &Scope, path: &str) -> Result<Target, FieldProblem> {
    let refuse = |code: &'static str| FieldProblem::new("", code);
    if path == "id" {
        return Ok(Target::Id);
    }
    if path == CONTENT && object.content().is_some_and(|at| scope.clone().for_verb().may_write(at)) {
        return Ok(Target::Content);
    }
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let position = object.position(name).filter(|at| scope.may_see(*at)).ok_or_else(|| refuse("unknown_field"))?;
    let field = &object.fields[position];
    if !scope.may_write(position) {
        return Err(refuse("read_only"));
    }
    let Some(rest) = rest else { return Ok(Target::Field(position)) };
    match &field.kind {
        FieldType::Address => {
            let part = ADDRESS_PARTS.into_iter().find(|part| *part == rest).ok_or_else(|| refuse("unknown_field"))?;
            Ok(Target::Part { position, part })
        }
        FieldType::Money if rest == "currency" => Ok(Target::Currency(position)),
        FieldType::Link { .. } | FieldType::User => {
            let behind = cx.catalog.target(field).ok_or_else(|| refuse("unknown_field"))?;
            let create = access::scope(cx, behind, Action::Create).map_err(|_| refuse("read_only"))?;
            let at = behind.position(rest).filter(|at| create.may_see(*at)).ok_or_else(|| refuse("unknown_field"))?;
            if !create.may_write(at) {
                return Err(refuse("read_only"));
            }
            Ok(Target::Behind { link: position, object: behind.clone(), position: at })
        }
        FieldType::LinkAny { to } => {
            let named = Name::parse(rest).filter(|name| to.is_empty() || to.contains(name));
            let object = named.and_then(|name| cx.catalog.object(&name)).ok_or_else(|| refuse("unknown_field"))?;
            access::scope(cx, object, Action::View).map_err(|_| refuse("unknown_field"))?;
            Ok(Target::Any { link: position, object: object.clone() })
        }
        _ => Err(refuse("unknown_field")),
    }
}

impl Bound {
    /// The scope that rows are written with. What is known of bytes is told by who stored them, never by a cell; so with a file goes what only a verb
    /// sets. No other column goes there: [`bind`] refuses it.
    pub fn writing(&self, cx: &Cx) -> Result<Scope> {
        let scope = access::scope(cx, &self.object, Action::Import)?;
        let content = self.slots.iter().any(|slot| matches!(slot.target, Target::Content));
        Ok(if content { scope.for_verb() } else { scope })
    }
}

impl Slot {
    /// What was decided about this value, with the place of the decision.
    pub fn decision<'p>(&self, plan: &'p Plan, text: &str) -> Option<(usize, &'p Decision)> {
        if self.decided.is_empty() {
            return None;
        }
        let at = *self.decided.get(&key(text))?;
        Some((at, &plan.decisions[at]))
    }

    /// Whether an import may find records by this column: what the object names as its keys, what is unique, the name.
    fn is_key(&self, object: &Object) -> bool {
        match self.target {
            Target::Id => true,
            Target::Field(at) => {
                let field = &object.fields[at];
                let plain = field.is_stored() && field.kind.target().is_none();
                plain
                    && (field.unique
                        || object.keys.contains(&field.name)
                        || field.name == object.title
                        || field.name == "external_id")
            }
            _ => false,
        }
    }

    /// The cell, or the text that is the same in every row.
    pub fn text<'r>(&'r self, cells: &'r [String]) -> &'r str {
        match (self.column.at, &self.column.text) {
            (Some(at), _) => cells.get(at).map_or("", String::as_str),
            (None, Some(text)) => text,
            (None, None) => "",
        }
    }
}

/// The object whose records the values of a column name.
fn named_by<'c>(cx: &'c Cx, object: &Object, target: &'c Target) -> Option<&'c Arc<Object>> {
    match target {
        Target::Field(at) => linked(cx, &object.fields[*at]),
        Target::Behind { object, position, .. } => linked(cx, &object.fields[*position]),
        Target::Any { object, .. } => Some(object),
        Target::Id | Target::Content | Target::Part { .. } | Target::Currency(_) => None,
    }
}

/// The object a link field points to, also one with several people.
fn linked<'c>(cx: &'c Cx, field: &Field) -> Option<&'c Arc<Object>> {
    match field.kind {
        FieldType::Users => cx.catalog.object("users"),
        _ => cx.catalog.target(field),
    }
}
