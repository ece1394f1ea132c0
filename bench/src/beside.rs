//! Pages and writes of people who go on working while a large import runs: `--import ROWS`. Each of them asks ten times a second, as a person who works
//! fast does at most; the import goes through the same job as everybody's, check included. Called by `main`.

use std::{
    io::Write as _,
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

use edge_connect::import::{Imports, JOB, Progress};
use records::{
    Caller,
    jobs::{self, State},
};
use types::{Id, Problem, Result};

use crate::{
    client::{Asked, Client},
    measure::{at, memory, timed},
    paths,
    people::Person,
    site::Site,
};

/// Between two requests of one person.
const THINKS: Duration = Duration::from_millis(100);
/// Between two looks at the job.
const LOOK: Duration = Duration::from_millis(200);

/// The longest of them, and what it was.
type Slowest = (Duration, String);

const HEAD: &str = "| what | requests | p50 ms | p95 ms | p99 ms | most ms |\n|---|--:|--:|--:|--:|--:|";

/// Orders the import and asks beside it until it is over; as Markdown.
pub fn import(site: &Site, people: &[Person], rows: u64) -> Result<String> {
    let boss = people.first().ok_or_else(|| Problem::internal("an installation without people"))?.id;
    let imports = Imports { engine: site.engine.clone(), blobs: site.blobs.clone() };
    let worker = imports.clone();
    let handlers = edge_jobs::Handlers::default().job(JOB, move |held| worker.clone().run(held));
    let running = site.runtime.block_on(edge_jobs::start(site.engine.clone(), handlers, edge_jobs::Options::default()));
    let file = imports.take_in(
        "accounts.csv",
        std::fs::File::open(table(rows)?.path()).map_err(Problem::internal)?,
        u64::MAX,
    )?;
    let caller = Caller::Person(boss);
    let begun = Instant::now();
    let job = site.runtime.block_on(async {
        let seen = imports.inspect(caller.clone(), "accounts", file, None).await?;
        Ok::<_, Problem>(imports.start(caller, seen.source, seen.plan, false).await?.job)
    })?;
    let (over, mut peak, mut checked) = (AtomicBool::new(false), 0, None);
    let samples = std::thread::scope(|scope| {
        let over = &over;
        let mut asking = Vec::new();
        for person in people {
            for path in paths::reads(site, person)? {
                if ["list page", "record page"].iter().any(|page| path.name.starts_with(page)) {
                    let cookie = site.session(person.id)?;
                    let name = format!("{}, {}", path.name, person.title);
                    asking.push((
                        "pages",
                        name,
                        scope.spawn(move || ask(site, cookie, over, &|_| path.next().clone())),
                    ));
                }
            }
        }
        for person in people.iter().take(3) {
            for path in paths::writes(person) {
                let cookie = site.session(person.id)?;
                asking.push(("writes", path.name.clone(), scope.spawn(move || ask(site, cookie, over, &path.make))));
            }
        }
        let ended = loop {
            std::thread::sleep(LOOK);
            peak = peak.max(memory());
            match stands(site, boss, job) {
                Ok((State::Done, _)) => break Ok(()),
                Ok((state, _)) if state.is_over() => {
                    break Err(Problem::internal("the import did not come to its end"));
                }
                Ok((_, phase)) if phase != "check" && !phase.is_empty() => _ = checked.get_or_insert(begun.elapsed()),
                Ok(_) => {}
                Err(problem) => break Err(problem),
            }
        };
        over.store(true, Ordering::Relaxed);
        let mut samples: [(&str, Vec<Duration>, Slowest); 2] =
            ["pages", "writes"].map(|kind| (kind, Vec::new(), Slowest::default()));
        for (kind, name, thread) in asking {
            let taken = thread.join().map_err(|_| Problem::internal("a client panicked"))?;
            let taken: Vec<Duration> = taken.map_err(|problem| Problem::internal(format!("{name}: {problem}")))?;
            for (_, all, slowest) in samples.iter_mut().filter(|(of, ..)| *of == kind) {
                let most = taken.iter().max().copied().unwrap_or_default();
                if most > slowest.0 {
                    *slowest = (most, name.clone());
                }
                all.extend(&taken);
            }
        }
        ended.map(|()| samples)
    })?;
    let took = begun.elapsed();
    site.runtime.block_on(running.stop(Duration::from_secs(10)));
    let mut told = format!(
        "{rows} accounts in {:.0} s, the check in {:.0} of them: {:.0} rows/s; the process held {} MiB at most\n\n{HEAD}",
        took.as_secs_f64(),
        checked.unwrap_or_default().as_secs_f64(),
        rows as f64 / took.as_secs_f64(),
        peak / (1 << 20),
    );
    for (what, mut all, (most, name)) in samples {
        all.sort_unstable();
        told.push_str(&format!(
            "\n| {what} | {} | {:.2} | {:.2} | {:.2} | {:.1} ({name}) |",
            all.len(),
            at(&all, 0.5),
            at(&all, 0.95),
            at(&all, 0.99),
            most.as_secs_f64() * 1_000.0,
        ));
    }
    Ok(told)
}

/// One person's requests until it is over.
fn ask(
    site: &Site,
    cookie: String,
    over: &AtomicBool,
    make: &(dyn Fn(usize) -> Asked + Sync),
) -> Result<Vec<Duration>> {
    let mut client = Client::connect(site.address, cookie).map_err(Problem::internal)?;
    let mut samples = Vec::new();
    while !over.load(Ordering::Relaxed) {
        let begun = Instant::now();
        samples.push(timed(&mut client, &make(samples.len()))?.0);
        std::thread::sleep(THINKS.saturating_sub(begun.elapsed()));
    }
    Ok(samples)
}

/// How the job stands, and what it is at.
fn stands(site: &Site, who: Id, job: Id) -> Result<(State, String)> {
    let job = site.engine.read_now(Caller::Person(who), move |cx| jobs::get(cx, job))?;
    let progress: Progress = serde_json::from_value(job.progress).unwrap_or_default();
    Ok((job.state, progress.phase))
}

/// Accounts as another system gives them out: eight columns, one of them a choice that is not there yet. No run repeats another's.
fn table(rows: u64) -> Result<tempfile::NamedTempFile> {
    const PLACES: [&str; 6] = ["深圳", "苏州", "上海", "成都", "武汉", "沈阳"];
    const TRADES: [&str; 5] = ["纺织", "机械", "物流", "医药", "食品"];
    const REGIONS: [&str; 4] = ["华东", "华南", "西南", "东北"];
    let mut file = tempfile::NamedTempFile::new().map_err(Problem::internal)?;
    let mut text = std::io::BufWriter::new(file.as_file_mut());
    let mut write = |line: String| writeln!(text, "{line}").map_err(Problem::internal);
    write("客户名称,电话,行业,地区,网站,年营业额,备注,客户编号".into())?;
    let run = std::time::SystemTime::UNIX_EPOCH.elapsed().map_or(0, |passed| passed.as_secs());
    for n in 0..rows as usize {
        let (place, trade, region) = (PLACES[n % 6], TRADES[n % 5], REGIONS[n % 4]);
        write(format!(
            "{place}{run}{n:07}{trade}有限公司,0512-{:08},新兴{trade},{region},https://b{n}.example.com,{},首次联系于展会，编号 {n},{run}-{n:07}",
            20_000_000 + n,
            1_000_000 + n * 37 % 90_000_000,
        ))?;
    }
    text.flush().map_err(Problem::internal)?;
    drop(text);
    Ok(file)
}
