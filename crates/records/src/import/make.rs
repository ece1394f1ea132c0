//! Make: records that rows name and nobody has made yet, in the transaction of the rows that name them. Each is looked for once more first, so that
//! an import that goes on after a crash, or beside another one, makes it once.

use std::collections::{BTreeMap, HashMap};

use store::{Cell, Expr, Select};
use types::{Id, Name, Problem, Result, Value};

use super::{
    Bound, Directory,
    directory::Found,
    reading::{Group, PartValue},
    settle::{What, link},
};
use crate::{
    access::{self, Action},
    context::Cx,
    field,
    import::settle::Ready,
    query,
    schema::Object,
    write::{Input, bulk},
};

/// What was made in this piece of work, and what turned out to be there.
pub(super) struct Made {
    import: Id,
    directory: Directory,
    groups: HashMap<String, Id>,
    refused: HashMap<(Name, String), Problem>,
    /// (object, what it was called, id): for the directory of the run, once this is kept
    pub learned: Vec<(Name, String, Id)>,
    pub counts: BTreeMap<Name, u64>,
}

impl Made {
    pub fn new(import: Id, external_source: Option<&str>) -> Made {
        Made {
            import,
            directory: Directory::direct(external_source),
            groups: HashMap::new(),
            refused: HashMap::new(),
            learned: Vec::new(),
            counts: BTreeMap::new(),
        }
    }

    /// Makes what the row names and links it. `Err` inside: the row is refused for what it names.
    pub fn all(&mut self, cx: &mut Cx, bound: &Bound, ready: &mut Ready) -> Result<Result<()>> {
        for make in std::mem::take(&mut ready.make) {
            let made = match &make.what {
                What::Named(text) => self.named(cx, &make.object, text)?,
                What::Group(group) => self.group(cx, bound, group)?,
            };
            match made {
                Ok(id) => link(&mut ready.values, make.into, &make.object.name, id),
                Err(problem) => return Ok(Err(problem)),
            }
        }
        Ok(Ok(()))
    }

    /// The record with this name, made if there is none.
    pub fn named(&mut self, cx: &mut Cx, object: &std::sync::Arc<Object>, text: &str) -> Result<Result<Id>> {
        let key = (object.name.clone(), text.to_string());
        if let Some(problem) = self.refused.get(&key) {
            return Ok(Err(problem.clone()));
        }
        self.directory.look_up(cx, [(object, text)])?;
        match self.directory.find(&object.name, text) {
            Found::One(id, _) => return Ok(Ok(*id)),
            Found::Several(_) => {
                let problem =
                    Problem::invalid(vec![types::FieldProblem::new("", "ambiguous_link").with("value", text)]);
                return Ok(Err(problem));
            }
            Found::Nobody => {}
        }
        let input = Input::default().text(&object.title, text);
        let made = self.create(cx, object, input)?;
        match &made {
            Ok(id) => self.learn(&object.name, text, *id),
            Err(problem) => {
                self.refused.insert(key, problem.clone());
            }
        }
        Ok(made)
    }

    /// The record that a row describes: by its name, else by all that is said of it.
    fn group(&mut self, cx: &mut Cx, bound: &Bound, group: &Group) -> Result<Result<Id>> {
        let object = &group.object;
        let mut values: Vec<(usize, Value)> = Vec::new();
        let mut words: Vec<String> = Vec::new();
        for part in &group.parts {
            let one = &object.fields[part.position];
            match &part.value {
                PartValue::Value(value) => {
                    words.push(field::to_text(one, value, cx.organization.lang, &cx.organization.zone));
                    values.push((part.position, value.clone()));
                }
                PartValue::Name(text) => {
                    let Some(of) = bound.slots[part.slot].of.clone() else { continue };
                    words.push(text.clone());
                    match self.named(cx, &of, text)? {
                        Ok(id) => values.push((part.position, Value::link(id))),
                        Err(problem) => return Ok(Err(problem)),
                    }
                }
            }
        }
        let name = group.name.clone().unwrap_or_else(|| words.join(" – "));
        let key = format!("{}|{name}|{words:?}", object.name);
        if let Some(id) = self.groups.get(&key) {
            return Ok(Ok(*id));
        }
        let there = match &group.name {
            Some(name) => {
                self.directory.look_up(cx, [(object, name.as_str())])?;
                match self.directory.find(&object.name, name) {
                    Found::One(id, _) => Some(*id),
                    Found::Several(_) | Found::Nobody => None,
                }
            }
            None => described(cx, object, &values)?,
        };
        let id = match there {
            Some(id) => id,
            None => {
                let given = object.position(&object.title).is_some_and(|at| values.iter().any(|(p, _)| *p == at));
                let mut input = Input::default();
                if !given {
                    input = input.text(&object.title, &name);
                }
                for (position, value) in &values {
                    input = input.set(&object.fields[*position].name, value.clone());
                }
                match self.create(cx, object, input)? {
                    Ok(id) => id,
                    Err(problem) => return Ok(Err(problem)),
                }
            }
        };
        self.groups.insert(key, id);
        if let Some(name) = &group.name {
            self.learn(&object.name, name, id);
        }
        self.back(cx, bound, group, &values, id)?;
        Ok(Ok(id))
    }

    /// Who is named in the description of a record, and is of the kind that is being imported, belongs to that record too unless they belong
    /// somewhere already: the manager of a team is in that team. Only people (or records) that this import has made.
    fn back(&mut self, cx: &mut Cx, bound: &Bound, group: &Group, values: &[(usize, Value)], id: Id) -> Result<()> {
        let link = &bound.object.fields[group.link];
        for (position, value) in values {
            let same = group.object.fields[*position].kind.target() == Some(&*bound.object.name);
            let (true, Some(named)) = (same, value.as_id()) else { continue };
            let query = Select::from(bound.object.table(), &["id"])
                .filter(Expr::column(0, "id").eq(named))
                .filter(Expr::column(0, "import").eq(self.import))
                .filter(Expr::Column(0, link.column.clone()).is_null());
            if cx.rows(&query)?.is_empty() {
                continue;
            }
            let scope = access::scope(cx, &bound.object, Action::Import)?;
            // whoever may not be put there stays without
            let _ = bulk::changed(cx, &scope, named, Input::default().set(&link.name, Value::link(id)))?;
        }
        Ok(())
    }

    fn create(&mut self, cx: &mut Cx, object: &std::sync::Arc<Object>, input: Input) -> Result<Result<Id>> {
        let scope = match access::scope(cx, object, Action::Create) {
            Ok(scope) => scope,
            Err(problem) => return Ok(Err(problem)),
        };
        let input = Input { import: Some(self.import), ..input };
        let mut made = bulk::created_all(cx, &scope, vec![input])?;
        let made = made.pop().ok_or_else(|| Problem::internal("one answer for one input"))?;
        if made.is_ok() {
            *self.counts.entry(object.name.clone()).or_default() += 1;
        }
        Ok(made)
    }

    fn learn(&mut self, object: &Name, text: &str, id: Id) {
        self.directory.learn(object, text, id);
        self.learned.push((object.clone(), text.to_string(), id));
    }
}

/// A living record with all of these values, if there is exactly one that the caller may see.
fn described(cx: &mut Cx, object: &std::sync::Arc<Object>, values: &[(usize, Value)]) -> Result<Option<Id>> {
    let scope = access::scope(cx, object, Action::View)?;
    let mut query = Select::from(object.table(), &["id"])
        .filter(query::run::living(false))
        .filter(scope.rows().sql(0, true))
        .limit(2);
    for (position, value) in values {
        let one = &object.fields[*position];
        let cell = field::to_cells(one, value).into_iter().next().filter(|cell: &Cell| !cell.is_null());
        let Some(cell) = cell else { return Ok(None) };
        query = query.filter(Expr::Column(0, one.column.clone()).eq(cell));
    }
    let rows = cx.rows(&query)?;
    Ok(rows.first().filter(|_| rows.len() == 1).and_then(|row| row[0].as_int()).map(Id))
}
