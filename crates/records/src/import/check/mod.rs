//! Check: the whole file is tried before the first write, in constant memory: what would be made, changed, skipped, refused, and one question for
//! each value that fits nothing, whatever the number of its rows. Reads only; the run repeats the same steps and keeps them.

mod found;
mod question;

use std::collections::{BTreeMap, HashMap, HashSet};

use types::{Problem, Result, text::key_fold};

pub use found::{Checked, Existing, Repeated, Sample, Unnamed};
pub use question::{Choice, Kind, Question};

use super::{
    Bound, Directory, Row, Tally,
    bind::Target,
    plan::{OnDuplicate, Unknown},
    reading::{Into, Missing},
    refused::{Reason, Refusal},
    settle::{Ready, wanted},
    step::{self, Found},
};
use crate::{
    access::{self, Action, Scope},
    context::Cx,
    import::options,
    query,
    write::{Input, bulk},
};
use found::digest;
use question::Questions;

/// Rows tried in one piece of work.
pub const ROWS: usize = 500;
/// Refused rows shown; beyond, they are counted by reason.
const SHOWN: usize = 200;
/// Rows shown as they will be.
const SAMPLES: usize = 20;

/// Tries a file row by row.
#[derive(Default)]
pub struct Checker {
    tally: Tally,
    questions: Questions,
    refused: Vec<Refusal>,
    /// (code, field) → rows
    reasons: BTreeMap<(String, String), u64>,
    samples: Vec<Sample>,
    existing: Existing,
    repeated: Repeated,
    /// digests of keys, to find the row that comes twice
    keys: HashSet<u64>,
    /// digests of the names that the file itself brings, where rows may name each other
    names: HashSet<u64>,
    /// links to records of the same object that are not there yet
    later: HashMap<(usize, String), Later>,
    /// texts that will become options, by slot
    options: BTreeMap<usize, Vec<String>>,
}

struct Later {
    rows: u64,
    unknown: Unknown,
    first: Vec<u64>,
    /// (place, line) of rows that are refused if it stays unknown
    places: Vec<(u64, u64)>,
}

impl Checker {
    /// Tries the next rows. `row` 1 of the sample is the first of the file.
    pub fn rows(&mut self, cx: &mut Cx, bound: &Bound, directory: &mut Directory, rows: &[Row]) -> Result<()> {
        let parsed: Vec<_> = rows.iter().map(|row| bound.read(row)).collect();
        directory.look_up(cx, parsed.iter().flat_map(|parsed| wanted(bound, parsed)))?;
        let ready: Vec<Ready> = parsed.into_iter().map(|parsed| bound.settle(parsed, directory)).collect();
        let there = step::existing(cx, bound, &ready)?;
        let scope = bound.writing(cx)?;
        let edit = access::scope(cx, &bound.object, Action::Edit).ok();
        for (row, ready) in rows.iter().zip(&ready) {
            self.tally.read += 1;
            self.tally.used(&ready.decided);
            self.questions_of(bound, ready);
            if !ready.problems.is_empty() {
                let reasons = ready.problems.iter().map(|problem| Reason::of_cell(bound, problem)).collect();
                self.refuse(ready, reasons);
                self.sample(row.line, "refuse");
                continue;
            }
            let outcome = self.outcome(cx, bound, &scope, edit.as_ref(), ready, &there)?;
            self.sample(row.line, outcome);
        }
        Ok(())
    }

    fn sample(&mut self, line: u64, outcome: &str) {
        if self.samples.len() < SAMPLES {
            self.samples.push(Sample { line, outcome: outcome.to_string() });
        }
    }

    fn outcome(
        &mut self,
        cx: &mut Cx,
        bound: &Bound,
        scope: &Scope,
        edit: Option<&Scope>,
        ready: &Ready,
        there: &step::Existing,
    ) -> Result<&'static str> {
        let duplicate = bound.plan.on_duplicate;
        let key = step::key_of(bound, ready);
        let again = key.as_ref().is_some_and(|key| !self.keys.insert(digest(&format!("{key:?}"))));
        let refused = match key.as_ref().and_then(|key| there.get(key)) {
            Some(Found::Several) => {
                let field = bound.key.map(|at| bound.slots[at].column.to.clone()).unwrap_or_default();
                Err(Problem::field(field, "several_match"))
            }
            Some(Found::One(id)) if duplicate != OnDuplicate::Create => {
                self.existing.rows += 1;
                if self.existing.first.is_none() {
                    self.existing.first = Some((ready.line, *id));
                }
                match duplicate {
                    OnDuplicate::Skip => {
                        self.tally.skipped += 1;
                        return Ok("skip");
                    }
                    OnDuplicate::Update | OnDuplicate::Create => match edit {
                        Some(edit) => bulk::tried_change(cx, edit, *id, update_input(bound, ready)).map(Some),
                        None => Err(Problem::forbidden("no_right")
                            .with("action", "edit")
                            .with("object", &bound.object.name)),
                    },
                }
            }
            _ if again && duplicate != OnDuplicate::Create => {
                self.repeated.rows += 1;
                self.repeated.first.get_or_insert(ready.line);
                let word = if duplicate == OnDuplicate::Skip { "skip" } else { "update" };
                match duplicate {
                    OnDuplicate::Skip => self.tally.skipped += 1,
                    OnDuplicate::Update | OnDuplicate::Create => self.tally.updated += 1,
                }
                return Ok(word);
            }
            _ if bound.key.is_some_and(|at| matches!(bound.slots[at].target, Target::Id)) && key.is_some() => {
                Err(Problem::field("id", "missing_link"))
            }
            _ => self.create(cx, bound, scope, ready).map(|()| None),
        };
        match refused {
            Ok(None) => {
                self.tally.created += 1;
                self.wait(bound, ready);
                self.left_empty(bound, ready);
                Ok("create")
            }
            Ok(Some(true)) => {
                self.tally.updated += 1;
                self.wait(bound, ready);
                self.left_empty(bound, ready);
                Ok("update")
            }
            Ok(Some(false)) => {
                self.tally.skipped += 1;
                Ok("skip")
            }
            Err(problem) if bulk::concerns_a_row(&problem) => {
                self.refuse(ready, Reason::of_problem(bound, &problem));
                Ok("refuse")
            }
            Err(problem) => Err(problem),
        }
    }

    /// A row that makes other records first is not tried as a whole: what it links to is not there yet.
    fn create(&mut self, cx: &mut Cx, bound: &Bound, scope: &Scope, ready: &Ready) -> Result<()> {
        let object = &bound.object;
        for (position, value) in &ready.values {
            if Some(*position) == object.position(&object.title)
                && let (Some(name), true) = (value.as_text(), bound.links_to_itself())
            {
                self.names.insert(digest(&key_fold(name)));
            }
        }
        if ready.make.is_empty() && ready.later.is_empty() {
            let mut input = Input::default();
            for (position, value) in &ready.values {
                input = input.set(&object.fields[*position].name, value.clone());
            }
            return bulk::tried(cx, scope, step::external_source(bound, input));
        }
        let given = |at: usize| {
            ready.values.iter().any(|(position, _)| *position == at)
                || ready
                    .make
                    .iter()
                    .any(|make| matches!(make.into, Into::One(p) | Into::Any(p) | Into::Many(p) if p == at))
        };
        let made = |at: usize| object.fields[at].name == object.title && object.title_template.is_some();
        let missing = object.fields.iter().enumerate().filter(|(at, field)| {
            !field.removed && field.required && field.default.is_none() && !given(*at) && !made(*at)
        });
        match missing.map(|(_, field)| field).next() {
            Some(field) if cx.behaviours.derives(&object.name).is_empty() => {
                Err(Problem::field(&*field.name, "required"))
            }
            _ => Ok(()),
        }
    }

    fn wait(&mut self, bound: &Bound, ready: &Ready) {
        for later in &ready.later {
            let waits = self.later.entry((later.slot, later.text.clone())).or_insert_with(|| Later {
                rows: 0,
                unknown: later.unknown,
                first: Vec::new(),
                places: Vec::new(),
            });
            waits.rows += 1;
            if waits.first.len() < question::LINES {
                waits.first.push(ready.line);
            }
            if later.unknown == Unknown::Refuse {
                waits.places.push((ready.place, ready.line));
            }
        }
        debug_assert!(ready.later.is_empty() || bound.links_to_itself());
    }

    fn left_empty(&mut self, bound: &Bound, ready: &Ready) {
        for missing in &ready.missing {
            if !ready.makes(missing) && !self.will_be_option(bound, missing) {
                self.tally.left_empty(&bound.slots[missing.slot].column.to);
            }
        }
    }

    fn will_be_option(&self, bound: &Bound, missing: &Missing) -> bool {
        let texts = self.options.get(&missing.slot);
        let known = texts.is_some_and(|texts| texts.iter().any(|text| same(text, &missing.text)));
        known && bound.slots[missing.slot].of.is_none()
    }

    fn questions_of(&mut self, bound: &Bound, ready: &Ready) {
        for missing in &ready.missing {
            let kind = match &*missing.problem.code {
                "unknown_choice" => Kind::Choice,
                "ambiguous_link" => Kind::Ambiguous,
                "missing_link" => Kind::Link,
                _ => Kind::Value,
            };
            if kind == Kind::Choice && missing.answer == Unknown::Create {
                let texts = self.options.entry(missing.slot).or_default();
                if texts.len() < options::MOST && !texts.iter().any(|text| same(text, &missing.text)) {
                    texts.push(missing.text.clone());
                }
            }
            self.questions.ask(missing.slot, &missing.text, kind, missing.answer, ready.line, None);
        }
        for (slot, text) in &ready.dates {
            self.questions.ask_dates(*slot, text, ready.line);
        }
        for (slot, text, id) in &ready.similar {
            self.questions.ask(*slot, text, Kind::Similar, bound.slots[*slot].unknown, ready.line, Some(*id));
        }
    }

    fn refuse(&mut self, ready: &Ready, reasons: Vec<Reason>) {
        self.tally.failed += 1;
        self.refused_row(Refusal { place: ready.place, line: ready.line, reasons });
    }

    fn refused_row(&mut self, refusal: Refusal) {
        for reason in &refusal.reasons {
            *self.reasons.entry((reason.code.clone(), reason.field.clone())).or_default() += 1;
        }
        if self.refused.len() < SHOWN {
            self.refused.push(refusal);
        }
    }

    /// The result, once every row was tried. Adds suggestions, so it reads once more.
    pub fn finish(mut self, cx: &mut Cx, bound: &Bound, directory: &mut Directory) -> Result<Checked> {
        let early = self.names_of_the_file(bound);
        let options = std::mem::take(&mut self.options);
        let options = options
            .into_iter()
            .filter_map(|(slot, texts)| match bound.slots[slot].target {
                Target::Field(at) => Some((bound.object.fields[at].name.clone(), texts)),
                _ => None,
            })
            .collect();
        let questions = self.questions.answered(cx, bound, directory)?;
        let existing = match self.existing.first {
            Some((_, id)) => {
                let label = query::labels_for_caller(cx, &bound.object.name, &[id])?.remove(&id);
                Existing { label, ..self.existing }
            }
            None => self.existing,
        };
        Ok(Checked {
            tally: self.tally,
            questions: questions.0,
            more_questions: questions.1,
            refused: self.refused,
            reasons: self
                .reasons
                .into_iter()
                .map(|((code, field), rows)| found::Counted { code, field, rows })
                .collect(),
            existing,
            repeated: self.repeated,
            samples: self.samples,
            options,
            // the reader of the file knows what came along
            unnamed: Unnamed::default(),
            early,
        })
    }

    /// Of the links that wait for a later row, those that no row of the file brings are as unknown as any other.
    fn names_of_the_file(&mut self, bound: &Bound) -> Vec<Refusal> {
        let mut early: BTreeMap<u64, Refusal> = BTreeMap::new();
        let names = std::mem::take(&mut self.names);
        for ((slot, text), later) in std::mem::take(&mut self.later) {
            if names.contains(&digest(&key_fold(&text))) {
                continue;
            }
            self.questions.ask_many(slot, &text, Kind::Link, later.unknown, &later.first, later.rows);
            let field = bound.slots[slot].column.to.clone();
            match later.unknown {
                Unknown::Empty => (0..later.rows).for_each(|_| self.tally.left_empty(&field)),
                Unknown::Create => {}
                Unknown::Refuse => {
                    for (place, line) in later.places {
                        let problem = types::FieldProblem::new(&field, "missing_link").with("value", &text);
                        let cell = super::reading::CellProblem { slot: Some(slot), text: text.clone(), problem };
                        let refusal =
                            early.entry(place).or_insert_with(|| Refusal { place, line, reasons: Vec::new() });
                        refusal.reasons.push(Reason::of_cell(bound, &cell));
                    }
                }
            }
        }
        let early: Vec<Refusal> = early.into_values().collect();
        for refusal in &early {
            // it was counted as one that will be made, which is what it would have been
            self.tally.created = self.tally.created.saturating_sub(1);
            self.tally.failed += 1;
            self.refused_row(refusal.clone());
        }
        early
    }
}

fn update_input(bound: &Bound, ready: &Ready) -> Input {
    let fields = ready.values.iter().map(|(position, value)| (&bound.object.fields[*position], value));
    let writable = fields.filter(|(field, _)| field.write == crate::schema::Write::Caller);
    writable.fold(Input::default(), |input, (field, value)| input.set(&field.name, value.clone()))
}

fn same(a: &str, b: &str) -> bool {
    types::text::fold(a.trim()) == types::text::fold(b.trim())
}
