//! Taking figures: a path, its floor and an empty route turn by turn by one client; then the path alone by many. Percentiles are of all samples.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

use types::{Problem, Result};

use crate::{
    client::{Asked, Client},
    floor::Floor,
    paths::{Path, Written},
    people::Person,
    site::Site,
};

pub const HEAD: &str = "| path | statements | p50 ms | p95 ms | floor: SQL p50 | floor: empty route p50 | ratio | KB | clients: per s | p50 ms | p99 ms |\n\
|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|";
pub const WRITE_HEAD: &str = "| write | per s | p50 ms | p99 ms |\n|---|--:|--:|--:|";

/// Turns of one client at most; slow paths end with their time.
const TURNS: usize = 2_000;

pub fn at(sorted: &[Duration], part: f64) -> f64 {
    let place = ((sorted.len() as f64 * part) as usize).min(sorted.len().saturating_sub(1));
    sorted.get(place).map_or(0.0, |one| one.as_secs_f64() * 1_000.0)
}

fn empty() -> Asked {
    Asked { method: "GET", path: "/empty".into(), json: None, page: false }
}

pub fn read(
    site: &Site,
    person: &Person,
    path: &Path,
    floor: &Floor,
    each: Duration,
    clients: usize,
) -> Result<String> {
    let mut client = Client::connect(site.address, site.session(person.id)?).map_err(Problem::internal)?;
    let (mut asked, mut sql, mut nothing) = (Vec::new(), Vec::new(), Vec::new());
    let (begun, mut bytes) = (Instant::now(), 0);
    while (begun.elapsed() < each || asked.len() < 5) && asked.len() < TURNS {
        let (took, size) = timed(&mut client, path.next())?;
        bytes = size;
        asked.push(took);
        sql.push(floor.once(site)?);
        nothing.push(timed(&mut client, &empty())?.0);
    }
    for samples in [&mut asked, &mut sql, &mut nothing] {
        samples.sort_unstable();
    }
    let (here, below, bare) = (at(&asked, 0.5), at(&sql, 0.5), at(&nothing, 0.5));
    let crowd = crowd(site, person, each, clients, &|_| path.next().clone())?;
    Ok(format!(
        "| {} | {} | {here:.2} | {:.2} | {below:.2} | {bare:.2} | {:.1} | {} | {:.0} | {:.2} | {:.2} |",
        path.name,
        floor.statements.len(),
        at(&asked, 0.95),
        here / (below + bare),
        bytes / 1_000,
        crowd.per_second,
        at(&crowd.samples, 0.5),
        at(&crowd.samples, 0.99),
    ))
}

pub fn write(site: &Site, person: &Person, path: &Written, each: Duration, clients: usize) -> Result<String> {
    let crowd = crowd(site, person, each, clients, &path.make)?;
    Ok(format!(
        "| {} | {:.0} | {:.2} | {:.2} |",
        path.name,
        crowd.per_second,
        at(&crowd.samples, 0.5),
        at(&crowd.samples, 0.99)
    ))
}

/// One request; anything but success ends the run, because a refusal is fast.
pub fn timed(client: &mut Client, asked: &Asked) -> Result<(Duration, usize)> {
    let begun = Instant::now();
    let (status, body) = client.ask(asked).map_err(Problem::internal)?;
    let took = begun.elapsed();
    if !(200..300).contains(&status) {
        let said = String::from_utf8_lossy(body);
        // of a page what it says, not how it looks
        let said = said.split_once("<main").map_or(&*said, |(_, main)| main);
        let said: String = said.chars().take(800).collect();
        return Err(Problem::internal(format!("{} {}: {status} after {took:?}: {said}", asked.method, asked.path)));
    }
    Ok((took, body.len()))
}

struct Crowd {
    samples: Vec<Duration>,
    per_second: f64,
}

fn crowd(
    site: &Site,
    person: &Person,
    each: Duration,
    clients: usize,
    make: &(dyn Fn(usize) -> Asked + Sync),
) -> Result<Crowd> {
    let count = AtomicUsize::new(0);
    let connected =
        (0..clients).map(|_| Client::connect(site.address, site.session(person.id)?).map_err(Problem::internal));
    let connected: Vec<Client> = connected.collect::<Result<_>>()?;
    let begun = Instant::now();
    let samples = std::thread::scope(|scope| {
        let threads: Vec<_> = connected
            .into_iter()
            .map(|mut client| {
                let count = &count;
                scope.spawn(move || {
                    let mut samples = Vec::new();
                    while begun.elapsed() < each {
                        let asked = make(count.fetch_add(1, Ordering::Relaxed));
                        samples.push(timed(&mut client, &asked)?.0);
                    }
                    Ok::<_, Problem>(samples)
                })
            })
            .collect();
        let mut all = Vec::new();
        for thread in threads {
            all.extend(thread.join().map_err(|_| Problem::internal("a client panicked"))??);
        }
        Ok::<_, Problem>(all)
    });
    let mut samples = samples?;
    let per_second = samples.len() as f64 / begun.elapsed().as_secs_f64();
    samples.sort_unstable();
    Ok(Crowd { samples, per_second })
}

/// Resident bytes of this process, server and clients together.
pub fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|rest| rest.trim().split(' ').next()?.parse::<u64>().ok()).unwrap_or(0) * 1_024
}
