//! One step of the run: at most 300 rows, in one transaction with the place where the next step begins. Rows that are refused leave nothing
//! behind; a failure of the work as a whole (or of the database) refuses the step, and the caller tries it again in smaller ones.

use std::collections::HashMap;

use store::{Cell, Expr, Select};
use types::{FieldProblem, Id, Name, Problem, Result, text::sort_key};

use super::{
    Bound, Tally,
    bind::Target,
    journal, later,
    make::Made,
    plan::OnDuplicate,
    refused::{self, Reason, Refusal},
    settle::Ready,
};
use crate::{
    access::{self, Action, Scope},
    context::Cx,
    field, query,
    schema::Write,
    write::{Input, bulk},
};

/// Rows of one step at most.
pub const ROWS: usize = 300;

/// What a step did, once it is kept.
#[derive(Clone, Debug, Default)]
pub struct Stepped {
    pub tally: Tally,
    /// (object, what it is called, id) of records that later rows may name
    pub learned: Vec<(Name, String, Id)>,
}

/// Writes the rows and counts on from `before`. Runs with the rights that the caller has now; `bound` must be of the catalog as it is now.
pub fn step(cx: &mut Cx, bound: &Bound, import: Id, rows: &[Ready], before: &Tally) -> Result<Stepped> {
    if bound.catalog != cx.catalog.version {
        return Err(Problem::unavailable("the catalog changed meanwhile"));
    }
    journal::act_for(cx, import);
    let scope = bound.writing(cx)?;
    let mut work = Work {
        bound,
        import,
        edit: access::scope(cx, &bound.object, Action::Edit).ok(),
        scope,
        tally: before.clone(),
        refused: Vec::new(),
        made: Made::new(import, bound.plan.external_source.as_deref()),
        learned: Vec::new(),
        pending: Vec::new(),
        keys: HashMap::new(),
        later: Vec::new(),
    };
    work.rows(cx, rows)?;
    refused::keep(cx, import, &work.refused)?;
    later::keep(cx, import, bound, &work.later)?;
    for (object, count) in &work.made.counts {
        *work.tally.made.entry(object.to_string()).or_default() += count;
    }
    let mut learned = work.made.learned;
    learned.extend(work.learned);
    Ok(Stepped { tally: work.tally, learned })
}

struct Work<'b> {
    bound: &'b Bound,
    import: Id,
    scope: Scope,
    /// of those who may also edit
    edit: Option<Scope>,
    tally: Tally,
    refused: Vec<Refusal>,
    made: Made,
    learned: Vec<(Name, String, Id)>,
    /// new rows waiting to be kept together
    pending: Vec<(Ready, Input)>,
    /// keys of rows of this step: waiting, or kept under an id
    keys: HashMap<Cell, Option<Id>>,
    /// (place, record, field, text) of links to rows that may still come
    later: Vec<later::Pending>,
}

impl Work<'_> {
    fn rows(&mut self, cx: &mut Cx, rows: &[Ready]) -> Result<()> {
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Ok(()) };
        let early = refused::among(cx, self.import, first.place, last.place)?;
        let there = existing(cx, self.bound, rows)?;
        for ready in rows {
            self.tally.read += 1;
            self.tally.used(&ready.decided);
            if early.contains(&ready.place) {
                self.tally.failed += 1;
            } else if !ready.problems.is_empty() {
                let reasons = ready.problems.iter().map(|problem| Reason::of_cell(self.bound, problem)).collect();
                self.refuse(ready, reasons);
            } else {
                self.row(cx, ready.clone(), &there)?;
            }
        }
        self.flush(cx)
    }

    fn row(&mut self, cx: &mut Cx, mut ready: Ready, there: &Existing) -> Result<()> {
        if let Err(problem) = self.made.all(cx, self.bound, &mut ready)? {
            let reasons = Reason::of_problem(self.bound, &problem);
            self.refuse(&ready, reasons);
            return Ok(());
        }
        let key = key_of(self.bound, &ready);
        let duplicate = self.bound.plan.on_duplicate;
        let known = match &key {
            Some(key) if duplicate != OnDuplicate::Create => match (there.get(key), self.keys.get(key)) {
                (Some(Found::One(id)), _) => Some(*id),
                (Some(Found::Several), _) => {
                    let problem = Problem::invalid(vec![FieldProblem::new(self.key_field(), "several_match")]);
                    let reasons = Reason::of_problem(self.bound, &problem);
                    self.refuse(&ready, reasons);
                    return Ok(());
                }
                // the same key stands above in this very step: that row first
                (None, Some(None)) => {
                    self.flush(cx)?;
                    self.keys.get(key).copied().flatten()
                }
                (None, Some(Some(id))) => Some(*id),
                (None, None) => None,
            },
            _ => None,
        };
        if matches!(self.key_target(), Some(Target::Id)) && known.is_none() && key.is_some() {
            let problem = Problem::invalid(vec![FieldProblem::new("id", "missing_link")]);
            let reasons = Reason::of_problem(self.bound, &problem);
            self.refuse(&ready, reasons);
            return Ok(());
        }
        match known {
            Some(_) if duplicate == OnDuplicate::Skip => self.tally.skipped += 1,
            Some(id) => self.update(cx, ready, id)?,
            None => {
                let input = self.input(&ready);
                if let Some(key) = key {
                    self.keys.insert(key, None);
                }
                self.pending.push((ready, input));
            }
        }
        Ok(())
    }

    fn input(&self, ready: &Ready) -> Input {
        let object = &self.bound.object;
        let mut input = Input { import: Some(self.import), ..Input::default() };
        for (position, value) in &ready.values {
            input = input.set(&object.fields[*position].name, value.clone());
        }
        external_source(self.bound, input)
    }

    fn update(&mut self, cx: &mut Cx, ready: Ready, id: Id) -> Result<()> {
        let object = &self.bound.object;
        let Some(edit) = self.edit.clone() else {
            let problem = Problem::forbidden("no_right").with("action", "edit").with("object", &object.name);
            let reasons = Reason::of_problem(self.bound, &problem);
            self.refuse(&ready, reasons);
            return Ok(());
        };
        // what only a new record takes (its dates, its origin) stays as it is; so does the key
        let mut input = Input::default();
        for (position, value) in &ready.values {
            let field = &object.fields[*position];
            if field.write == Write::Caller {
                input = input.set(&field.name, value.clone());
            }
        }
        match bulk::changed(cx, &edit, id, input)? {
            Ok(Some(written)) => {
                journal::keep(cx, self.import, &written)?;
                self.tally.updated += 1;
                self.kept(&ready, id);
            }
            Ok(None) => {
                self.tally.skipped += 1;
                self.kept(&ready, id);
            }
            Err(problem) => {
                let reasons = Reason::of_problem(self.bound, &problem);
                self.refuse(&ready, reasons);
            }
        }
        Ok(())
    }

    /// Keeps the new rows that wait.
    fn flush(&mut self, cx: &mut Cx) -> Result<()> {
        let (rows, inputs): (Vec<Ready>, Vec<Input>) = std::mem::take(&mut self.pending).into_iter().unzip();
        if rows.is_empty() {
            return Ok(());
        }
        let answers = bulk::created_all(cx, &self.scope, inputs)?;
        for (ready, answer) in rows.into_iter().zip(answers) {
            let key = key_of(self.bound, &ready);
            match answer {
                Ok(id) => {
                    self.tally.created += 1;
                    self.keys.extend(key.map(|key| (key, Some(id))));
                    self.kept(&ready, id);
                }
                Err(problem) => {
                    if let Some(key) = key {
                        self.keys.remove(&key);
                    }
                    let reasons = Reason::of_problem(self.bound, &problem);
                    self.refuse(&ready, reasons);
                }
            }
        }
        Ok(())
    }

    /// What is remembered of a row that was written.
    fn kept(&mut self, ready: &Ready, id: Id) {
        let object = &self.bound.object;
        for missing in &ready.missing {
            if !ready.makes(missing) {
                self.tally.left_empty(&self.bound.slots[missing.slot].column.to);
            }
        }
        for later in &ready.later {
            let field = self.bound.slots[later.slot].column.to.clone();
            self.later.push(later::Pending { place: ready.place, record: id, field, text: later.text.clone() });
        }
        if self.bound.links_to_itself() {
            let title = object.position(&object.title);
            let name = ready.values.iter().find(|(at, _)| Some(*at) == title).and_then(|(_, value)| value.as_text());
            self.learned.extend(name.map(|name| (object.name.clone(), name.to_string(), id)));
        }
    }

    fn refuse(&mut self, ready: &Ready, reasons: Vec<Reason>) {
        self.tally.failed += 1;
        self.refused.push(Refusal { place: ready.place, line: ready.line, reasons });
    }

    fn key_target(&self) -> Option<&Target> {
        self.bound.key.map(|at| &self.bound.slots[at].target)
    }

    fn key_field(&self) -> String {
        self.bound.key.map(|at| self.bound.slots[at].column.to.clone()).unwrap_or_default()
    }
}

/// `external_id` needs to know what it is unique within.
pub(super) fn external_source(bound: &Bound, input: Input) -> Input {
    let has = |name: &str| input.entries.iter().any(|(field, _)| field == name);
    match &bound.plan.external_source {
        Some(source) if has("external_id") && !has("external_source") => input.text("external_source", source),
        _ => input,
    }
}

pub(super) enum Found {
    One(Id),
    Several,
}

/// Records that are there already, by the value of the key.
pub(super) type Existing = HashMap<Cell, Found>;

/// The value by which a row finds the record that is there: text by its sorting key (case and width do not matter), the rest as stored.
pub(super) fn key_of(bound: &Bound, ready: &Ready) -> Option<Cell> {
    match bound.slots[bound.key?].target {
        Target::Id => ready.id.as_deref().and_then(Id::parse).map(Cell::from),
        Target::Field(position) => {
            let field = &bound.object.fields[position];
            let (_, value) = ready.values.iter().find(|(at, _)| *at == position)?;
            match value.as_text() {
                Some(text) if field.name == bound.object.title => Some(Cell::from(sort_key(text))),
                _ => field::to_cells(field, value).into_iter().next().filter(|cell| !cell.is_null()),
            }
        }
        _ => None,
    }
}

/// Looks for all rows at once, among what the caller may see.
pub(super) fn existing(cx: &mut Cx, bound: &Bound, rows: &[Ready]) -> Result<Existing> {
    let mut found = Existing::new();
    let Some(slot) = bound.key.map(|at| &bound.slots[at]) else { return Ok(found) };
    let mut keys: Vec<Cell> = rows.iter().filter_map(|ready| key_of(bound, ready)).collect();
    keys.sort_unstable();
    keys.dedup();
    if keys.is_empty() {
        return Ok(found);
    }
    let object = &bound.object;
    let column = match slot.target {
        Target::Field(at) => {
            let field = &object.fields[at];
            let title = field.name == object.title;
            field.sort_column().filter(|_| title).unwrap_or_else(|| field.column.clone())
        }
        _ => Name::of("id"),
    };
    let view = access::scope(cx, object, Action::View)?;
    let mut query = Select::from(object.table(), &["id", &column])
        .filter(query::run::living(false))
        .filter(Expr::Column(0, column.clone()).among(keys))
        .filter(view.rows().sql(0, true));
    if slot.column.to == "external_id" {
        query = query.filter(match &bound.plan.external_source {
            Some(source) => Expr::column(0, "external_source").eq(source.as_str()),
            None => Expr::column(0, "external_source").is_null(),
        });
    }
    for row in cx.rows(&query)?.iter() {
        let Some(id) = row[0].as_int().map(Id) else { continue };
        found.entry(row[1].clone()).and_modify(|there| *there = Found::Several).or_insert(Found::One(id));
    }
    Ok(found)
}
