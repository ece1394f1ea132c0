//! Accept: from what a caller sent to a draft. Unknown and forbidden fields are refused by name, all at once.

use std::sync::Arc;

use types::{FieldProblem, Id, Name, Problem, Result, Value};

use crate::{
    access::{Action, Scope, scope},
    context::Cx,
    field::{self, Hints},
    record::Record,
    schema::{Field, Object},
};

/// What a caller sends: fields with values in one of three forms.
#[derive(Clone, Debug, Default)]
pub struct Input {
    pub entries: Vec<(String, Raw)>,
    /// the import that this belongs to
    pub import: Option<Id>,
}

#[derive(Clone, Debug)]
pub enum Raw {
    /// as the REST interface writes it
    Json(serde_json::Value),
    /// as a person types it into a form or a file holds it
    Text(String),
    /// already typed: rules and verbs
    Value(Value),
}

impl Input {
    pub fn set(mut self, field: &str, value: Value) -> Input {
        self.entries.push((field.to_string(), Raw::Value(value)));
        self
    }

    pub fn text(mut self, field: &str, text: impl Into<String>) -> Input {
        self.entries.push((field.to_string(), Raw::Text(text.into())));
        self
    }

    /// From a JSON object; `account_id` is read as `account`, the form in which links are written.
    pub fn json(body: serde_json::Map<String, serde_json::Value>) -> Input {
        Input { entries: body.into_iter().map(|(name, value)| (name, Raw::Json(value))).collect(), import: None }
    }
}

/// A record as it shall become, not yet checked.
#[derive(Clone, Debug)]
pub struct Draft {
    pub object: Arc<Object>,
    pub before: Option<Record>,
    pub record: Record,
    /// by position: set by the caller (even to what it was)
    pub given: Vec<bool>,
    pub action: Action,
    /// the caller gives the record to somebody else, and may
    pub assigns: bool,
    pub import: Option<Id>,
}

impl Draft {
    pub fn get(&self, field: &str) -> &Value {
        self.record.get(&self.object, field)
    }

    /// Sets a field, as rules do.
    pub fn set(&mut self, field: &str, value: Value) {
        self.record.set(&self.object.clone(), field, value);
    }

    pub fn was(&self, field: &str) -> &Value {
        static EMPTY: Value = Value::Empty;
        self.before.as_ref().map_or(&EMPTY, |before| before.get(&self.object, field))
    }

    pub fn is_new(&self) -> bool {
        self.before.is_none()
    }

    /// Set by the caller.
    pub fn given(&self, field: &str) -> bool {
        self.object.position(field).is_some_and(|at| self.given[at])
    }

    pub fn changed(&self, field: &str) -> bool {
        self.get(field) != self.was(field)
    }

    pub fn changes_nothing(&self) -> bool {
        self.before.as_ref().is_some_and(|before| before.values == self.record.values)
    }
}

/// How values of this caller are to be read.
pub fn hints(cx: &Cx) -> Hints {
    Hints {
        lang: cx.actor.lang.unwrap_or(cx.organization.lang),
        zone: cx.zone().clone(),
        currency: cx.organization.currency,
        ..Hints::default()
    }
}

pub fn accept(cx: &mut Cx, scope: &Scope, before: Option<Record>, input: Input) -> Result<Draft> {
    let object = scope.object().clone();
    let hints = hints(cx);
    let mut record = match &before {
        Some(before) => before.clone(),
        None => Record::blank(&object, cx.id()?),
    };
    let mut given = vec![false; object.fields.len()];
    let mut refused = Vec::new();
    for (name, raw) in input.entries {
        let Some(position) = position(&object, &name).filter(|at| scope.may_see(*at)) else {
            refused.push(FieldProblem::new(name, "unknown_field"));
            continue;
        };
        let field = &object.fields[position];
        match read(field, raw, &hints) {
            // sending back what is already there is not a change, so a form may carry fields it may not write; of what is masked the answer
            // would tell whether a guess is right
            Ok(value) if before.is_some() && scope.may_read(position) && same(&value, &record.values[position]) => {
                given[position] = true;
            }
            Ok(_) if !scope.may_write(position) => refused.push(FieldProblem::new(name, "read_only")),
            Ok(value) => {
                record.values[position] = value;
                given[position] = true;
            }
            Err(problem) => refused.push(problem),
        }
    }
    if !refused.is_empty() {
        return Err(Problem::invalid(refused));
    }
    let assigns = assigns(cx, scope, before.as_ref(), &mut record, &given)?;
    Ok(Draft { object, before, record, given, action: scope.action(), assigns, import: input.import })
}

/// Equal as a caller means it: the amount in the organisation's currency is not theirs to send.
fn same(sent: &Value, there: &Value) -> bool {
    match (sent, there) {
        (Value::Money(sent), Value::Money(there)) => sent.amount == there.amount && sent.currency == there.currency,
        _ => sent == there,
    }
}

fn position(object: &Object, name: &str) -> Option<usize> {
    let plain = object.position(name);
    plain.or_else(|| {
        name.strip_suffix("_id").and_then(|link| object.position(link)).filter(|at| is_link(&object.fields[*at]))
    })
}

fn is_link(field: &Field) -> bool {
    field.kind.target().is_some()
}

fn read(field: &Field, raw: Raw, hints: &Hints) -> Result<Value, FieldProblem> {
    let value = match raw {
        Raw::Json(json) => field::accept_json(field, &json, hints)?,
        Raw::Text(text) => field::accept_text(field, &text, hints)?,
        Raw::Value(value) => value,
    };
    field::check(field, &value)
}

/// Giving a record to another person or team needs the right to assign it. A new owner brings their team.
fn assigns(cx: &mut Cx, scope: &Scope, before: Option<&Record>, record: &mut Record, given: &[bool]) -> Result<bool> {
    let object = scope.object();
    let (Some(owner), Some(team)) = (object.position("owner"), object.position("owning_team")) else {
        return Ok(false);
    };
    let same = |at: usize, other: &Value| &record.values[at] == other;
    let me = cx.actor.user.map_or(Value::Empty, Value::link);
    let home = cx.actor.home_team.map_or(Value::Empty, Value::link);
    let (old_owner, old_team) = match before {
        Some(before) => (&before.values[owner], &before.values[team]),
        None => (&me, &home),
    };
    // of a new record an empty team says nothing
    let team_said = given[team] && (before.is_some() || !record.values[team].is_empty());
    let owner_moves = given[owner] && !same(owner, old_owner);
    let team_moves = team_said && !same(team, old_team);
    if !owner_moves && !team_moves {
        return Ok(false);
    }
    if owner_moves && !team_said {
        let home = match record.values[owner].as_id() {
            Some(user) => home_team(cx, user)?,
            None => None,
        };
        if home.is_some() {
            record.values[team] = home.map_or(Value::Empty, Value::link);
        }
    }
    if cx.actor.is_system() {
        return Ok(true);
    }
    // a new record is the caller's own until they give it away, so any reach of "assign" is enough
    let assign = scope_of(cx, object, Action::Assign)?;
    if let Some(before) = before
        && !assign.rows().clone().holds(cx, object, before)?
    {
        return Err(Problem::forbidden("no_right").with("action", "assign").with("object", &object.name));
    }
    Ok(true)
}

fn scope_of(cx: &Cx, object: &Arc<Object>, action: Action) -> Result<Scope> {
    scope(cx, object, action)
}

/// The home team of a user.
pub fn home_team(cx: &mut Cx, user: Id) -> Result<Option<Id>> {
    if let Some(known) = cx.memo.home(user) {
        return Ok(known);
    }
    let query = store::Select::from(&Name::of("users"), &["team"]).filter(store::Expr::column(0, "id").eq(user));
    let team = cx.rows(&query)?.first().and_then(|row| row[0].as_int()).map(Id);
    cx.memo.lives(user, team);
    Ok(team)
}
