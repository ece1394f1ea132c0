//! Drafts: an import between its upload and its run is a record too, so whoever began it may close the page and go on some other time. The file, its
//! shape, the mapping and the decisions stand in the record (`mapping`, a [`MapFile`]); what the check found stands in its job. For the wizard.

use std::sync::Arc;

use records::{
    Caller, Cx,
    import::{Checked, Plan, Tally, bind, journal, journal::State, plan::DateOrder},
    jobs::{self, Job},
    visible::Visible,
};
use types::{Id, Name, Problem, ProblemKind, Result};

use super::{
    Imports, Incoming, Inspected, MapFile, Source, Started,
    files::blocking,
    order::{Ordered, enqueue},
    problems,
};
use crate::formats::{
    ReadError, Shape,
    guess::{self, Guessed, date, date_time},
};

/// Bytes of a file whose rows are counted at once.
const COUNTED: u64 = 32 * 1024 * 1024;

/// An import as it stands: what whoever began it needs to go on.
#[derive(Clone, Debug)]
pub struct Standing {
    /// with the counts and the times
    pub record: Visible,
    pub object: Name,
    pub state: State,
    pub map: MapFile,
    /// the job that works or worked on it last: a check, the run, the undo
    pub job: Option<Job>,
    /// what the check found, until the mapping is changed
    pub checked: Option<Checked>,
}

impl Imports {
    /// Begins an import of a file that was taken in: looks at it and keeps the mapping that is proposed.
    ///
    /// # Errors
    /// What is wrong with the file; no right to import the object.
    pub async fn draft(&self, caller: Caller, object: &str, file: Incoming) -> Result<(Id, Inspected)> {
        let (seen, rows) = self.proposed(self.inspect(caller.clone(), object, file, None).await?).await?;
        let kept = seen.clone();
        Ok((self.engine.write(caller, move |cx| begin(cx, &kept, &rows)).await?, seen))
    }

    /// Where an import stands. Reads no file.
    pub async fn standing(&self, caller: Caller, import: Id) -> Result<Standing> {
        self.engine.read(caller, move |cx| standing(cx, import)).await
    }

    /// The file of an import under the mapping that is kept, with its first rows.
    ///
    /// # Errors
    /// `file_gone`; what is wrong with the file under this shape.
    pub async fn look(&self, caller: Caller, import: Id) -> Result<Inspected> {
        let Standing { record, object, map, .. } = self.standing(caller.clone(), import).await?;
        let seen = self.inspect(caller, &object, self.incoming(&record)?, map.file.clone()).await?;
        Ok(asked(Inspected { plan: map.plan(&object, &seen.columns)?, ..seen }))
    }

    /// Reads the file of a draft in another way (sheet, encoding, delimiter …) and proposes a mapping for what is in it now.
    pub async fn reshape(&self, caller: Caller, import: Id, shape: Shape) -> Result<Inspected> {
        let Standing { record, object, .. } = self.standing(caller.clone(), import).await?;
        let seen = self.inspect(caller.clone(), &object, self.incoming(&record)?, Some(shape)).await?;
        let (seen, rows) = self.proposed(seen).await?;
        let map = seen.map_file();
        let keep = move |cx: &mut Cx| {
            remap(cx, import, &map)?;
            journal::note(cx, import, State::Draft, Some(&rows))
        };
        self.engine.write(caller, keep).await?;
        Ok(seen)
    }

    /// The same file as a draft of another object, in the place of this one; gives the new one.
    pub async fn becomes(&self, caller: Caller, import: Id, object: &str) -> Result<Id> {
        let standing = self.standing(caller.clone(), import).await?;
        changeable(&standing)?;
        let file = self.incoming(&standing.record)?;
        let (seen, rows) = self.proposed(self.inspect(caller.clone(), object, file, None).await?).await?;
        let become_it = move |cx: &mut Cx| {
            changeable(&self::standing(cx, import)?)?;
            let made = begin(cx, &seen, &rows)?;
            let imports = cx.catalog.find("imports")?;
            records::write::trash::delete(cx, &imports, import, None)?;
            Ok(made)
        };
        self.engine.write(caller, become_it).await
    }

    /// Takes a saved mapping for a draft.
    ///
    /// # Errors
    /// A column of the mapping that the file does not have, by its name.
    pub async fn apply(&self, caller: Caller, import: Id, saved: Id) -> Result<()> {
        let seen = self.look(caller.clone(), import).await?;
        let object = seen.plan.object.clone();
        let all = self.saved(caller.clone(), &object).await?;
        let map = all.into_iter().find(|one| one.id == saved).ok_or_else(Problem::not_found)?.map;
        let plan = map.plan(&object, &seen.columns)?;
        self.remap(caller, import, plan).await
    }

    /// What is proposed to whoever will be asked, and how many rows there are, as far as that is quickly told: of a large file nothing is said before
    /// the check. Dates that are ambiguous in the first rows may be told by any row below; else their order is left open, to be asked about.
    async fn proposed(&self, seen: Inspected) -> Result<(Inspected, Tally)> {
        let mut seen = asked(seen);
        let mut open: Vec<Votes> = Vec::new();
        for column in seen.plan.columns.iter_mut().filter(|_| seen.saved.is_none()) {
            let kind = column.at.and_then(|at| seen.kinds.get(at));
            if let (Some(at), Some(Guessed::Date { ambiguous: true, .. } | Guessed::DateTime { ambiguous: true, .. })) =
                (column.at, kind)
            {
                column.date_order = None;
                open.push(Votes { at, ..Votes::default() });
            }
        }
        let (here, source) = (self.clone(), seen.source.clone());
        let counted = blocking(move || {
            let mut tally = Tally::default();
            if source.size <= COUNTED {
                let mut file = here.read(&source)?;
                let rows = file.rows().map_err(|problem| problems::of_file(&problem))?;
                // a file that breaks off further down is refused by its check, with the place
                for row in rows.take_while(|row| !matches!(row, Err(ReadError::File(_)))) {
                    tally.read += 1;
                    let cells = row.map(|row| row.cells).unwrap_or_default();
                    open.iter_mut().for_each(|votes| votes.hear(&cells));
                }
            }
            Ok((tally, open))
        });
        let (tally, votes) = counted.await?;
        for votes in votes {
            let columns = seen.plan.columns.iter_mut().filter(|column| column.at == Some(votes.at));
            columns.for_each(|column| column.date_order = column.date_order.or(votes.order()));
        }
        Ok((seen, tally))
    }

    /// Keeps another mapping, or other decisions, for a draft.
    ///
    /// # Errors
    /// What is wrong with the plan, field by field; `import_not_checked` when it is no draft any more.
    pub async fn remap(&self, caller: Caller, import: Id, plan: Plan) -> Result<()> {
        self.engine
            .write(caller, move |cx| {
                let Standing { map, .. } = standing(cx, import)?;
                bind::bind(cx, &Arc::new(plan.clone()))?;
                remap(cx, import, &MapFile::of_plan(&plan, &map.file.unwrap_or_default()))
            })
            .await
    }

    /// Orders that a draft be tried: the whole file, nothing written. The outcome is found by [`Imports::standing`].
    pub async fn try_out(&self, caller: Caller, import: Id) -> Result<Started> {
        self.order_draft(caller, import, true).await
    }

    /// Orders that a draft be checked and written.
    pub async fn go(&self, caller: Caller, import: Id) -> Result<Started> {
        self.order_draft(caller, import, false).await
    }

    async fn order_draft(&self, caller: Caller, import: Id, dry_run: bool) -> Result<Started> {
        let Inspected { source, plan, .. } = self.look(caller.clone(), import).await?;
        self.engine
            .write(caller, move |cx| {
                changeable(&standing(cx, import)?)?;
                bind::bind(cx, &Arc::new(plan.clone()))?;
                journal::note(cx, import, State::Checking, None)?;
                enqueue(cx, Ordered { import, source: source.clone(), plan: plan.clone(), dry_run })
            })
            .await
    }

    /// The file of an import as it was taken in.
    fn incoming(&self, record: &Visible) -> Result<Incoming> {
        let text = |field: &str| record.get(field).as_text().unwrap_or_default().to_string();
        let sha256 = text("file_sha256");
        let size = self.open(&sha256)?.metadata().map_err(crate::storage::storage)?.len();
        Ok(Incoming { name: text("file_name"), sha256, size })
    }
}

/// What the dates of a column say about their order: those that are one under one order alone.
#[derive(Clone, Copy, Default)]
struct Votes {
    at: usize,
    day_first: u64,
    month_first: u64,
}

impl Votes {
    fn hear(&mut self, cells: &[String]) {
        let Some(cell) = cells.get(self.at) else { return };
        let is = |order| date(cell, order).is_some() || date_time(cell, order).is_some();
        match (is(guess::DateOrder::DayMonthYear), is(guess::DateOrder::MonthDayYear)) {
            (true, false) => self.day_first += 1,
            (false, true) => self.month_first += 1,
            _ => {}
        }
    }

    fn order(&self) -> Option<DateOrder> {
        match (self.day_first, self.month_first) {
            (1.., 0) => Some(DateOrder::Dmy),
            (0, 1..) => Some(DateOrder::Mdy),
            // none says it, or they contradict each other
            _ => None,
        }
    }
}

impl Inspected {
    /// The mapping in the form that is kept and edited.
    pub fn map_file(&self) -> MapFile {
        MapFile::of_plan(&self.plan, &self.source.shape)
    }
}

impl Source {
    pub(super) fn file(&self) -> journal::File {
        journal::File { name: self.name.clone(), sha256: self.sha256.clone() }
    }
}

/// Whoever works on a draft is asked about what is not known, so nothing is made that nobody wanted.
fn asked(seen: Inspected) -> Inspected {
    Inspected { plan: Plan { asked: true, ..seen.plan }, ..seen }
}

fn begin(cx: &mut Cx, seen: &Inspected, rows: &Tally) -> Result<Id> {
    let object = Name::parse(&seen.plan.object).ok_or_else(Problem::not_found)?;
    let import = journal::begin(cx, &object, &seen.source.file(), &seen.map_file().to_json(), State::Draft)?;
    journal::note(cx, import, State::Draft, Some(rows))?;
    Ok(import)
}

fn standing(cx: &mut Cx, import: Id) -> Result<Standing> {
    let record = journal::get(cx, import)?;
    let text = |field: &str| record.get(field).as_text().unwrap_or_default();
    let state = State::parse(text("state")).ok_or_else(|| Problem::internal("an import in no state"))?;
    let object = Name::parse(text("object")).ok_or_else(Problem::not_found)?;
    let map = MapFile::parse(text("mapping"))?;
    let job = match Id::parse(text("job")) {
        Some(job) => match jobs::get(cx, job) {
            // forgotten after some months, or another person's
            Err(problem) if problem.kind == ProblemKind::NotFound => None,
            job => Some(job?),
        },
        None => None,
    };
    let checked = job.as_ref().filter(|_| state == State::Checked).and_then(|job| job.outcome.get("checked"));
    let checked = checked.and_then(|checked| serde_json::from_value(checked.clone()).ok());
    Ok(Standing { record, object, state, map, job, checked })
}

fn remap(cx: &mut Cx, import: Id, map: &MapFile) -> Result<()> {
    changeable(&standing(cx, import)?)?;
    journal::remap(cx, import, &map.to_json())
}

fn changeable(standing: &Standing) -> Result<()> {
    match standing.state {
        State::Draft | State::Checked => Ok(()),
        State::Checking
        | State::Running
        | State::Done
        | State::Failed
        | State::Cancelled
        | State::Undoing
        | State::Undone => Err(Problem::conflict("import_not_checked")),
    }
}
