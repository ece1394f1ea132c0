//! How fast the product answers: `cargo run --release -p bench -- --rows 1000000`. Fills an installation once (and keeps it in `--data`), serves it
//! in this process, asks like a browser would over loopback, and prints Markdown for docs/benchmarks.md. Beside every figure stands its floor, taken
//! turn by turn in the same run: the same statements without pages, rights or HTTP, and an empty route. Run by hand; see docs/benchmarks.md.

#![allow(clippy::print_stdout, reason = "a program that prints its results")]

mod beside;
mod client;
mod floor;
mod measure;
mod paths;
mod people;
mod site;

use std::{path::PathBuf, time::Duration};

use clap::Parser;
use types::Result;

/// that of the product
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Parser, Clone)]
#[command(about = "Speed of pages, REST, searches, reports and writes beside their floors")]
struct Args {
    /// accounts; each brings a deal, a contact and activities
    #[arg(long, default_value_t = 10_000)]
    rows: u64,
    /// where the filled installation is kept between runs
    #[arg(long, default_value = "target/bench")]
    data: PathBuf,
    /// PostgreSQL instead of SQLite: postgres://user@host/database, empty or filled by an earlier run
    #[arg(long)]
    database: Option<String>,
    /// seconds for each figure
    #[arg(long, default_value_t = 3.0)]
    seconds: f64,
    /// only the paths whose name has this in it
    #[arg(long)]
    only: Option<String>,
    /// only those of the person whose title begins with this
    #[arg(long)]
    person: Option<String>,
    /// instead of figures, the statements of each path with their times and plans
    #[arg(long)]
    explain: bool,
    /// clients for the figures under load
    #[arg(long, default_value_t = 16)]
    clients: usize,
    /// instead of all that, an import of so many accounts, and pages and writes beside it
    #[arg(long)]
    import: Option<u64>,
}

fn main() {
    let args = Args::parse();
    if let Err(problem) = run(&args) {
        eprintln!("{problem}");
        std::process::exit(1);
    }
}

fn run(args: &Args) -> Result<()> {
    let folder = args.data.join(format!("{}", args.rows));
    let url = match &args.database {
        Some(url) => url.clone(),
        None => format!("sqlite://{}", folder.join("zhike.db").display()),
    };
    let site = site::Site::open(&folder, &url)?;
    site.fill(args.rows)?;
    let people = people::choose(&site, &folder)?;
    println!("{}", heading(args, &site));
    if let Some(rows) = args.import {
        println!("\n### Beside an import\n\n{}", beside::import(&site, &people, rows)?);
        return Ok(());
    }
    let each = Duration::from_secs_f64(args.seconds);
    let wanted = |name: &str| args.only.as_deref().is_none_or(|only| name.contains(only));
    let meant = |person: &&people::Person| args.person.as_deref().is_none_or(|who| person.title.starts_with(who));
    for person in people.iter().filter(meant) {
        println!("\n### {}\n\n{}", person.title, measure::HEAD);
        for path in paths::reads(&site, person)?.into_iter().filter(|path| wanted(&path.name)) {
            let floor = floor::of(&site, person, &path)?;
            if args.explain {
                println!("\n{}\n{}", path.name, floor.explained(&site)?);
                continue;
            }
            println!("{}", measure::read(&site, person, &path, &floor, each, args.clients)?);
        }
    }
    if args.explain {
        return Ok(());
    }
    println!("\n### Writes, {} clients, each durable before its answer\n\n{}", args.clients, measure::WRITE_HEAD);
    for person in people.iter().take(3).filter(meant) {
        for path in paths::writes(person).into_iter().filter(|path| wanted(&path.name)) {
            println!("{}", measure::write(&site, person, &path, each, args.clients)?);
        }
    }
    println!("\nmemory of the process after the run: {} MiB", measure::memory() / (1 << 20));
    Ok(())
}

fn heading(args: &Args, site: &site::Site) -> String {
    let kind = if args.database.is_some() { "PostgreSQL" } else { "SQLite, synchronous=FULL" };
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    format!(
        "## {} accounts, {} opportunities, {} activities · {kind} · {cores} cores with the load generator",
        site.count("accounts").unwrap_or_default(),
        site.count("opportunities").unwrap_or_default(),
        site.count("activities").unwrap_or_default(),
    )
}
