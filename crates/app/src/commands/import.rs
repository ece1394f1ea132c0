//! `zhike import`: a file becomes records, as a job that this command orders and carries out itself. Decides what nobody has decided, and says so.

mod summary;

use std::time::{Duration, Instant};

use edge_connect::import::{Imports, MapFile, Progress, Started, order};
use records::{
    import::{OnDuplicate, Plan},
    jobs::{self, Ended, Held},
};
use types::{Problem, ProblemKind, Result};

use super::Files;
use crate::{
    args::{Duplicate, Import},
    house::{House, caller},
    say::{Answer, Say, app},
};

/// How often progress is told.
const EVERY: Duration = Duration::from_millis(200);
/// Beginnings anew after something passing: another node, a field added meanwhile.
const TRIES: usize = 5;

pub fn run(what: &Import, files: &Files, house: &House, say: &mut dyn Say) -> Result<Answer> {
    let begun = Instant::now();
    let imports = house.imports();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().map_err(Problem::internal)?;
    let input = files.input.as_ref().ok_or_else(|| Problem::internal("an import comes from a file"))?;
    let name = what.file.file_name().unwrap_or_default().to_string_lossy();
    super::known_object(house, &what.object)?;
    let file = imports.take_in(&name, input, u64::MAX)?;
    let map = files.mapping.as_deref().map(MapFile::parse).transpose()?;
    let shape = map.as_ref().and_then(|map| map.file.clone());
    let seen = runtime.block_on(imports.inspect(caller(), &what.object, file, shape))?;
    let plan = match map {
        Some(map) => map.plan(&what.object, &seen.columns)?,
        None => seen.plan,
    };
    let plan = wished(what, plan);
    mapping(&plan, &seen.columns, say);
    let (source, dry_run) = (seen.source, what.dry_run);
    // taken where it is ordered, so that no worker of the server comes first
    let (started, held) = house.write(move |cx| {
        let started = order(cx, &source, &plan, dry_run)?;
        Ok((started, jobs::take(cx, started.job)?))
    })?;
    carry_out(&runtime, house, &imports, started, held, say)?;
    if let Some(output) = &files.output {
        let mut refused = runtime.block_on(imports.refused(caller(), started.job, say.lang()))?;
        std::io::copy(&mut refused, &mut &*output).map_err(Problem::internal)?;
    }
    let job = runtime.block_on(imports.progress(caller(), started.job))?;
    summary::of(what, &job, started, begun.elapsed().as_secs_f64(), say.lang())
}

/// The flags come before the mapping.
fn wished(what: &Import, plan: Plan) -> Plan {
    let on_duplicate = match what.on_duplicate {
        Some(Duplicate::Skip) => OnDuplicate::Skip,
        Some(Duplicate::Update) => OnDuplicate::Update,
        Some(Duplicate::Create) => OnDuplicate::Create,
        None => plan.on_duplicate,
    };
    Plan { key: what.key.clone().or(plan.key), on_duplicate, strict: plan.strict || what.strict, ..plan }
}

/// Says which column goes where.
fn mapping(plan: &Plan, header: &[String], say: &mut dyn Say) {
    let lang = say.lang();
    for (at, column) in header.iter().enumerate() {
        let to: Vec<&str> = plan.columns.iter().filter(|c| c.at == Some(at)).map(|c| c.to.as_str()).collect();
        let name = if column.is_empty() { format!("#{}", at + 1) } else { column.clone() };
        say.note(&match to.is_empty() {
            true => app(lang, "import-left-out", &[("column", name.into())]),
            false => app(lang, "import-column", &[("column", name.into()), ("field", to.join(", ").into())]),
        });
    }
}

/// Carries the job out and tells how far it is, until it is done or nobody listens any more.
fn carry_out(
    runtime: &tokio::runtime::Runtime,
    house: &House,
    imports: &Imports,
    started: Started,
    mut held: Option<Held>,
    say: &mut dyn Say,
) -> Result<()> {
    let id = started.job;
    for _ in 0..TRIES {
        let Some(hand) = held.take() else { return Err(Problem::conflict("job_lost")) };
        match runtime.block_on(work(imports, hand.clone(), say)) {
            Ok(Ended::Done) => return Ok(()),
            Ok(Ended::With(outcome)) => return house.write(move |cx| jobs::finish(cx, &hand, &outcome)),
            // the server closes: a worker goes on at the next start
            Ok(Ended::Stopped) => {
                house.write(move |cx| jobs::release(cx, &hand))?;
                return Err(gate::router::closing());
            }
            Err(problem) if problem.code == "cancelled" => {
                runtime.block_on(imports.cancel(caller(), id))?;
                return Err(problem);
            }
            Err(problem) if problem.kind == ProblemKind::Unavailable => {
                tracing::warn!(%problem, "the import begins anew from its last step");
                std::thread::sleep(EVERY);
                held = house.write(move |cx| {
                    jobs::release(cx, &hand)?;
                    jobs::take(cx, id)
                })?;
            }
            Err(problem) => {
                let reason = problem.clone();
                house.write(move |cx| jobs::fail(cx, &hand, &reason).map(drop))?;
                return Err(problem);
            }
        }
    }
    Err(Problem::unavailable("the import did not get on"))
}

async fn work(imports: &Imports, held: Held, say: &mut dyn Say) -> Result<Ended> {
    let mut tick = tokio::time::interval(EVERY);
    let mut working = std::pin::pin!(imports.clone().run(held.clone()));
    loop {
        tokio::select! {
            ended = &mut working => return ended,
            _ = tick.tick() => if let Err(problem) = tell(imports, &held, say).await {
                // the step that is under way is finished first
                held.stop.ask();
                let ended = working.await;
                return if problem.code == "cancelled" { Err(problem) } else { ended };
            }
        }
    }
}

/// Says how far the job is.
async fn tell(imports: &Imports, held: &Held, say: &mut dyn Say) -> Result<()> {
    let job = imports.progress(caller(), held.id).await?;
    let progress: Progress = serde_json::from_value(job.progress).unwrap_or_default();
    let key = match progress.phase.as_str() {
        "rows" => "import-rows",
        "later" => "import-later",
        _ => "import-check",
    };
    // how many rows there will be, by the part of the file that is read
    let rows = progress.tally.read;
    let total = (u128::from(rows) * u128::from(progress.size)).checked_div(u128::from(progress.bytes)).unwrap_or(0);
    let what = app(say.lang(), key, &[]);
    say.progress(&what, rows, total as u64)
}
