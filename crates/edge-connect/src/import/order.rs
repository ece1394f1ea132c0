//! Ordering: a check, a run, an undo become jobs in the caller's name, and tell how far they are. Called by the routes, the command and the wizard.

use std::sync::Arc;

use records::{
    Caller, Cx,
    access::{Reason, acting},
    import::{Checked, Checker, Directory, Plan, Progress, Tally, bind, check, journal, journal::State, undo},
    jobs::{self, Job},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use types::{Id, Name, Problem, ProblemKind, Result};

use super::{
    Imports, JOB, MapFile, Source, UNDO_JOB, batches,
    content::{Contents, Keep},
    files::blocking,
    undo::OrderedUndo,
};

/// What a job of an import is given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ordered {
    pub import: Id,
    pub source: Source,
    pub plan: Plan,
    /// only the check
    #[serde(default)]
    pub dry_run: bool,
}

/// A record among `imports`, and the job that works on it. Of a run both have the same id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Started {
    pub import: Id,
    pub job: Id,
}

/// Orders an import in the transaction of the caller.
///
/// # Errors
/// What is wrong with the plan, field by field; no right to import the object.
pub fn order(cx: &mut Cx, source: &Source, plan: &Plan, dry_run: bool) -> Result<Started> {
    bind::bind(cx, &Arc::new(plan.clone()))?;
    let object = Name::parse(&plan.object).ok_or_else(Problem::not_found)?;
    let map = MapFile::of_plan(plan, &source.shape).to_json();
    let import = journal::begin(cx, &object, &source.file(), &map, State::Checking)?;
    enqueue(cx, Ordered { import, source: source.clone(), plan: plan.clone(), dry_run })
}

/// The job of a run has the id of the import; a check may be made again, so its job has one of its own.
pub(super) fn enqueue(cx: &mut Cx, ordered: Ordered) -> Result<Started> {
    let input = serde_json::to_value(&ordered).map_err(Problem::internal)?;
    let import = ordered.import;
    let job = match ordered.dry_run {
        true => jobs::enqueue(cx, JOB, &input)?,
        false => {
            jobs::enqueue_as(cx, import, JOB, &input)?;
            import
        }
    };
    journal::worked_on_by(cx, import, job)?;
    Ok(Started { import, job })
}

impl Imports {
    /// Orders an import: checked as a whole, then written unless it is a dry run.
    pub async fn start(&self, caller: Caller, source: Source, plan: Plan, dry_run: bool) -> Result<Started> {
        self.engine.write(caller, move |cx| order(cx, &source, &plan, dry_run)).await
    }

    /// Tries a file now and waits for the answer: for the command and for files of a few thousand rows; longer ones are for a dry run.
    pub async fn check(&self, caller: Caller, source: Source, plan: Plan) -> Result<Checked> {
        let here = self.clone();
        blocking(move || here.check_now(&caller, &source, &Arc::new(plan), |_, _| Ok(()))).await
    }

    /// Blocks. `told` hears after each batch how many rows and bytes were read.
    pub(super) fn check_now(
        &self,
        caller: &Caller,
        source: &Source,
        plan: &Arc<Plan>,
        mut told: impl FnMut(u64, u64) -> Result<()>,
    ) -> Result<Checked> {
        let mut state = Some((Checker::default(), Directory::new(plan.external_source.as_deref())));
        let mut rows = 0;
        let mut contents = Contents::of(self, source, plan, Keep::Nothing)?;
        batches::each(self, source, contents.as_mut(), 0, check::ROWS, |batch| {
            let (mut checker, mut directory) =
                state.take().ok_or_else(|| Problem::internal("a check goes on after it ended"))?;
            let plan = plan.clone();
            rows += batch.rows.len() as u64;
            let after = self.engine.read_now(caller.clone(), move |cx| {
                let bound = bind::bind(cx, &plan)?;
                checker.rows(cx, &bound, &mut directory, &batch.rows)?;
                Ok((checker, directory))
            })?;
            state = Some(after);
            told(rows, batch.bytes)?;
            Ok(true)
        })?;
        let (checker, mut directory) = state.ok_or_else(|| Problem::internal("a check lost its count"))?;
        let plan = plan.clone();
        let unnamed = contents.map(|contents| contents.unnamed()).unwrap_or_default();
        let checked = self.engine.read_now(caller.clone(), move |cx| {
            let bound = bind::bind(cx, &plan)?;
            checker.finish(cx, &bound, &mut directory)
        })?;
        Ok(Checked { unnamed, ..checked })
    }

    /// A job of the caller's own.
    pub async fn progress(&self, caller: Caller, job: Id) -> Result<Job> {
        self.engine.read(caller, move |cx| jobs::get(cx, job)).await
    }

    /// Stops a job; what its steps have written stays and can be undone.
    pub async fn cancel(&self, caller: Caller, job: Id) -> Result<()> {
        self.engine
            .write(caller, move |cx| {
                let there = jobs::get(cx, job)?;
                jobs::cancel(cx, job)?;
                // it follows from the stop, also for whoever may no longer edit imports
                let user = cx.actor.user;
                acting(cx, user, Reason::Upkeep, |cx| stopped(cx, there))
            })
            .await
    }

    /// Orders that an import be taken back; gives the job.
    pub async fn undo(&self, caller: Caller, import: Id) -> Result<Id> {
        self.engine.write(caller, move |cx| order_undo(cx, import)).await
    }
}

/// Says on the import that its job was stopped.
fn stopped(cx: &mut Cx, job: Job) -> Result<()> {
    match job.kind.as_str() {
        UNDO_JOB => match serde_json::from_value::<OrderedUndo>(job.input) {
            Ok(ordered) => ordered.stopped(cx),
            Err(_) => Ok(()),
        },
        JOB => {
            let Ok(ordered) = serde_json::from_value::<Ordered>(job.input) else { return Ok(()) };
            // who stops a check goes on choosing
            if ordered.dry_run {
                return journal::note(cx, ordered.import, State::Draft, None);
            }
            let progress: Progress = serde_json::from_value(job.progress).unwrap_or_default();
            let written = progress.phase != "check" && !progress.phase.is_empty();
            let tally = if written { progress.tally } else { Tally::default() };
            journal::note(cx, ordered.import, State::Cancelled, Some(&tally))
        }
        _ => Ok(()),
    }
}

/// The same in the transaction of the caller. Goes on where an undo before it was stopped; tries again what one that came to its end has left.
pub fn order_undo(cx: &mut Cx, import: Id) -> Result<Id> {
    given_up(cx, import)?;
    let object = undo::may(cx, import)?;
    let record = journal::get(cx, import)?;
    let mut ordered = OrderedUndo {
        import,
        object: object.name.clone(),
        was: record.get("state").as_text().unwrap_or_default().to_string(),
        place: undo::Place::default(),
        undone: undo::Undone::default(),
    };
    let last = record.get("job").as_text().and_then(Id::parse);
    let last = last.map(|job| jobs::left_at(cx, job)).transpose()?.flatten();
    if let Some(last) = last.filter(|job| job.kind == UNDO_JOB)
        && let Ok(before) = serde_json::from_value::<OrderedUndo>(last.input)
    {
        // one that was given up without a last word
        if ordered.was == State::Undoing.word() {
            ordered.was = before.was;
        }
        ordered.place = serde_json::from_value(last.cursor).unwrap_or(before.place);
        ordered.undone = serde_json::from_value(last.progress).unwrap_or(before.undone);
        // it came to its end, and what stayed is tried again
        if ordered.place.over {
            ordered.place = undo::Place::default();
        }
    }
    journal::note(cx, import, State::Undoing, None)?;
    let job = jobs::enqueue(cx, UNDO_JOB, &serde_json::to_value(&ordered).map_err(Problem::internal)?)?;
    journal::worked_on_by(cx, import, job)?;
    Ok(job)
}

/// An import whose job was given up says so, so that what it has written can be taken back: a job that ends in that way has no last word.
fn given_up(cx: &mut Cx, import: Id) -> Result<()> {
    let state = journal::get(cx, import)?.get("state").as_text().and_then(State::parse);
    if state != Some(State::Running) {
        return Ok(());
    }
    match jobs::get(cx, import) {
        Ok(job) if job.state == jobs::State::Failed => {
            let progress: Progress = serde_json::from_value(job.progress).unwrap_or_default();
            journal::note(cx, import, State::Failed, Some(&progress.tally))
        }
        Err(problem) if problem.kind != ProblemKind::NotFound => Err(problem),
        _ => Ok(()),
    }
}

/// A job as programs see it.
pub fn job_json(job: &Job) -> Json {
    let time = |at: types::Instant| json!(at.to_string());
    json!({
        "id": job.id,
        "kind": job.kind,
        "state": job.state.word(),
        "progress": job.progress,
        "outcome": job.outcome,
        "import": job.input.get("import").cloned().unwrap_or_default(),
        "created_at": time(job.created_at),
        "finished_at": job.finished_at.map_or(Json::Null, time),
    })
}
