//! The job of an import: the whole file is checked; options it brings are added; its rows are written in steps, each with the place where the next
//! begins; links to later rows are set. It goes on from its place after a restart, in this process or another one.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use records::{
    Caller, Cx,
    access::Reason,
    engine::system,
    import::{
        Assumed, Bound, Checked, Directory, Progress, Tally, bind, journal, later, options,
        refused::{self, Refusal},
        settle::Ready,
        step,
    },
    jobs::{self, Ended, Held},
    write::{
        bulk,
        pace::{Pace, concerns_records},
    },
};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use tokio::sync::mpsc;
use types::{Problem, Result};

use super::{
    Imports,
    ahead::{Understood, lock, settle},
    batches,
    content::{Contents, Keep},
    files::blocking,
    order::Ordered,
};

/// Batches read ahead of the one that is written.
const AHEAD: usize = 2;
/// Between two signs of a check.
const TOLD: Duration = Duration::from_millis(500);

/// Where the next step begins.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Cursor {
    phase: Phase,
    /// the next row, from zero
    place: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Phase {
    #[default]
    Check,
    Rows,
    Later,
}

struct Run<'r> {
    imports: &'r Imports,
    held: &'r Held,
    ordered: Ordered,
    caller: Caller,
    directory: Arc<Mutex<Directory>>,
    tally: Tally,
    bytes: u64,
    assumed: Vec<Assumed>,
    pace: Pace,
}

impl Imports {
    /// Carries out a job of the kind [`super::JOB`]. Registered by `app`.
    pub async fn run(self, held: Held) -> Result<Ended> {
        let ordered: Ordered = serde_json::from_value(held.input.clone()).map_err(Problem::internal)?;
        let import = ordered.import;
        let dry_run = ordered.dry_run;
        let progress: Progress = serde_json::from_value(held.progress.clone()).unwrap_or_default();
        let external_source = ordered.plan.external_source.clone();
        let run = Run {
            imports: &self,
            held: &held,
            caller: held.caller(),
            ordered,
            directory: Arc::new(Mutex::new(Directory::new(external_source.as_deref()))),
            tally: progress.tally,
            bytes: progress.bytes,
            assumed: progress.assumed,
            pace: Pace::new(step::ROWS),
        };
        let ended = run.work().await;
        if let Err(problem) = &ended
            && bulk::concerns_a_row(problem)
            && problem.code != "job_lost"
        {
            // it will not be tried again: what it has written stays, and can be undone
            let state = if dry_run { journal::State::Checked } else { journal::State::Failed };
            let job = held.id;
            let noted = move |cx: &mut Cx| {
                let told = jobs::get(cx, job)?.progress;
                let told: Progress = serde_json::from_value(told).unwrap_or_default();
                let tally = if told.phase == "check" { Tally::default() } else { told.tally };
                journal::note(cx, import, state, (!dry_run).then_some(&tally))
            };
            let _ = self
                .engine
                .write(system(Reason::Upkeep), noted)
                .await
                .inspect_err(|problem| tracing::warn!(%import, %problem, "the import's end could not be noted"));
        }
        ended
    }
}

impl Run<'_> {
    async fn work(mut self) -> Result<Ended> {
        let mut cursor: Cursor = serde_json::from_value(self.held.cursor.clone()).unwrap_or_default();
        if cursor.phase == Phase::Check {
            let checked = self.check().await?;
            if self.ordered.dry_run {
                return self.end_of_check(checked).await;
            }
            cursor = self.lay(checked).await?;
        }
        if cursor.phase == Phase::Rows && !self.rows(cursor.place).await? {
            return Ok(Ended::Stopped);
        }
        if !self.later().await? {
            return Ok(Ended::Stopped);
        }
        self.end().await
    }

    fn stopping(&self) -> bool {
        self.held.stop.is_asked()
    }

    fn progress(&self, phase: &str, tally: &Tally) -> Json {
        let size = self.ordered.source.size;
        let assumed = self.assumed.clone();
        json!(Progress { phase: phase.into(), tally: tally.clone(), bytes: self.bytes, size, assumed })
    }

    /// The whole file, before anything is written. Begins anew after a restart: it leaves nothing behind.
    async fn check(&self) -> Result<Checked> {
        let (here, caller, held) = (self.imports.clone(), self.caller.clone(), self.held.clone());
        let (source, plan) = (self.ordered.source.clone(), Arc::new(self.ordered.plan.clone()));
        let upkeep = self.imports.engine.clone();
        blocking(move || {
            let mut last = Instant::now();
            here.check_now(&caller, &source, &plan, |rows, bytes| {
                if last.elapsed() < TOLD {
                    return Ok(());
                }
                last = Instant::now();
                let tally = Tally { read: rows, ..Tally::default() };
                let size = source.size;
                let told = json!(Progress { phase: "check".into(), tally, bytes, size, ..Progress::default() });
                let hand = held.clone();
                upkeep.write_now(system(Reason::Upkeep), move |cx| jobs::step(cx, &hand, &Json::Null, &told))
            })
        })
        .await
    }

    async fn end_of_check(&self, checked: Checked) -> Result<Ended> {
        let (held, import) = (self.held.clone(), self.ordered.import);
        let outcome = json!({ "checked": checked });
        self.write(move |cx| {
            journal::note(cx, import, journal::State::Checked, Some(&checked.tally))?;
            jobs::finish(cx, &held, &outcome)
        })
        .await?;
        Ok(Ended::Done)
    }

    /// What must be there before the first row: options, and the refusals that only the whole file could tell.
    async fn lay(&mut self, checked: Checked) -> Result<Cursor> {
        let cursor = Cursor { phase: Phase::Rows, place: 0 };
        self.tally = Tally::default();
        self.bytes = 0;
        self.assumed = Assumed::of(&checked);
        let (held, import, object) = (self.held.clone(), self.ordered.import, self.ordered.plan.object.clone());
        let (place, progress) = (json!(cursor), self.progress("rows", &self.tally));
        self.write(move |cx| {
            for (field, texts) in &checked.options {
                let object = cx.catalog.find(&object)?;
                options::add(cx, &object, field, texts)?;
            }
            refused::keep(cx, import, &checked.early)?;
            journal::note(cx, import, journal::State::Running, None)?;
            jobs::step(cx, &held, &place, &progress)
        })
        .await?;
        Ok(cursor)
    }

    /// Every row from `first` on. `false`: stopped on the way.
    async fn rows(&mut self, first: u64) -> Result<bool> {
        let plan = Arc::new(self.ordered.plan.clone());
        let bound = self.imports.engine.read(self.caller.clone(), move |cx| bind::bind(cx, &plan)).await?;
        let bound = Arc::new(bound);
        let (sender, mut batches) = mpsc::channel(AHEAD);
        let reader = {
            let (here, source, bound) = (self.imports.clone(), self.ordered.source.clone(), bound.clone());
            tokio::task::spawn_blocking(move || {
                let mut contents = Contents::of(&here, &source, &bound.plan, Keep::Everything)?;
                batches::each(&here, &source, contents.as_mut(), first, step::ROWS, |batch| {
                    let parsed = batch.rows.iter().map(|row| bound.read(row)).collect();
                    Ok(sender.blocking_send(Understood { parsed, bytes: batch.bytes }).is_ok())
                })
            })
        };
        let mut ready = self.settled(&bound, batches.recv().await).await?;
        while let Some((rows, bytes)) = ready {
            if self.stopping() {
                return Ok(false);
            }
            // while these are written the next ones are looked up
            let (imports, caller, directory) = (self.imports.clone(), self.caller.clone(), self.directory.clone());
            let next_bound = bound.clone();
            let next = async { settle(&imports, caller, directory, &next_bound, batches.recv().await).await };
            let (written, next) = tokio::join!(self.steps(&bound, rows, bytes), next);
            if !written? {
                return Ok(false);
            }
            ready = next?;
        }
        reader.await.map_err(Problem::internal)??;
        let (held, place) = (self.held.clone(), json!(Cursor { phase: Phase::Later, place: 0 }));
        self.bytes = self.ordered.source.size;
        let progress = self.progress("later", &self.tally);
        self.write(move |cx| jobs::step(cx, &held, &place, &progress)).await?;
        Ok(true)
    }

    async fn settled(&self, bound: &Arc<Bound>, batch: Option<Understood>) -> Result<Option<(Vec<Ready>, u64)>> {
        settle(self.imports, self.caller.clone(), self.directory.clone(), bound, batch).await
    }

    /// Writes the rows of a batch in steps of the pace that keeps closures short. A step that fails as a whole is tried in halves, down to the row
    /// that cannot be written, which is refused.
    async fn steps(&mut self, bound: &Arc<Bound>, rows: Vec<Ready>, bytes: u64) -> Result<bool> {
        let rows = Arc::new(rows);
        let mut at = 0;
        while at < rows.len() {
            if self.stopping() {
                return Ok(false);
            }
            let end = rows.len().min(at + self.pace.next());
            if end == rows.len() {
                self.bytes = bytes;
            }
            match self.step(bound, &rows, at, end).await {
                Ok(took) => {
                    at = end;
                    self.pace.kept(took);
                }
                Err(problem) if !concerns_records(&problem) => return Err(problem),
                Err(problem) => {
                    if !self.pace.failed(end - at) {
                        self.refuse(&rows[at], bound, &problem).await?;
                        at = end;
                    }
                }
            }
        }
        Ok(true)
    }

    async fn step(&mut self, bound: &Arc<Bound>, rows: &Arc<Vec<Ready>>, at: usize, end: usize) -> Result<Duration> {
        let import = self.ordered.import;
        let (held, bound, rows, before) = (self.held.clone(), bound.clone(), rows.clone(), self.tally.clone());
        let place = json!(Cursor { phase: Phase::Rows, place: rows[end - 1].place + 1 });
        let (bytes, size, assumed) = (self.bytes, self.ordered.source.size, self.assumed.clone());
        let (stepped, took) = self
            .write(move |cx| {
                let begun = Instant::now();
                let stepped = step(cx, &bound, import, &rows[at..end], &before)?;
                let (tally, assumed) = (stepped.tally.clone(), assumed.clone());
                let progress = Progress { phase: "rows".into(), tally, bytes, size, assumed };
                jobs::step(cx, &held, &place, &json!(progress))?;
                Ok((stepped, begun.elapsed()))
            })
            .await?;
        self.tally = stepped.tally;
        let mut directory = lock(&self.directory);
        for (object, text, id) in &stepped.learned {
            directory.learn(object, text, *id);
        }
        Ok(took)
    }

    /// A row that only keeping could tell is wrong.
    async fn refuse(&mut self, row: &Ready, bound: &Bound, problem: &Problem) -> Result<()> {
        self.tally.read += 1;
        self.tally.failed += 1;
        let reasons = refused::Reason::of_problem(bound, problem);
        let refusal = Refusal { place: row.place, line: row.line, reasons };
        let (held, import) = (self.held.clone(), self.ordered.import);
        let place = json!(Cursor { phase: Phase::Rows, place: row.place + 1 });
        let progress = self.progress("rows", &self.tally);
        self.write(move |cx| {
            refused::keep(cx, import, std::slice::from_ref(&refusal))?;
            jobs::step(cx, &held, &place, &progress)
        })
        .await
    }

    /// Links to records that a later row brought. `false`: stopped on the way.
    async fn later(&mut self) -> Result<bool> {
        let import = self.ordered.import;
        loop {
            if self.stopping() {
                return Ok(false);
            }
            let (plan, directory) = (Arc::new(self.ordered.plan.clone()), self.directory.clone());
            let (bound, pending) = self
                .imports
                .engine
                .read_behind(self.caller.clone(), move |cx| {
                    let bound = bind::bind(cx, &plan)?;
                    let pending = later::next(cx, import, step::ROWS as u64 / 2)?;
                    later::look_up(cx, &bound, &mut lock(&directory), &pending)?;
                    Ok((bound, pending))
                })
                .await?;
            if pending.is_empty() {
                return Ok(true);
            }
            let (held, directory, before) = (self.held.clone(), self.directory.clone(), self.tally.clone());
            let (bytes, size, assumed) = (self.bytes, self.ordered.source.size, self.assumed.clone());
            let place = json!(Cursor { phase: Phase::Later, place: 0 });
            let stepped = self
                .write(move |cx| {
                    let stepped = later::step(cx, &bound, import, &pending, &lock(&directory), &before)?;
                    let (tally, assumed) = (stepped.tally.clone(), assumed.clone());
                    let progress = Progress { phase: "later".into(), tally, bytes, size, assumed };
                    jobs::step(cx, &held, &place, &json!(progress))?;
                    Ok(stepped)
                })
                .await?;
            self.tally = stepped.tally;
        }
    }

    async fn end(&self) -> Result<Ended> {
        let (held, import, tally) = (self.held.clone(), self.ordered.import, self.tally.clone());
        let assumed = self.assumed.clone();
        self.write(move |cx| {
            journal::note(cx, import, journal::State::Done, Some(&tally))?;
            let begun = jobs::get(cx, import).map(|job| job.created_at).unwrap_or(cx.now);
            let took = (cx.now.0 - begun.0) / 1_000;
            jobs::finish(cx, &held, &json!({ "tally": tally, "milliseconds": took, "assumed": assumed }))
        })
        .await?;
        Ok(Ended::Done)
    }

    async fn write<T: Send + 'static>(&self, f: impl Fn(&mut Cx) -> Result<T> + Send + 'static) -> Result<T> {
        self.imports.engine.write_background(self.caller.clone(), f).await
    }
}
