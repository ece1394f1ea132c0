//! How fast the door is: point reads, list pages, saves, at one and at sixteen clients. Run by hand:
//! `cargo run --release -p store --example speed -- sqlite:///tmp/speed.db 200000 [page]` (or a postgres:// URL of an empty database);
//! the last word measures only what has it in its name.
#![allow(clippy::print_stdout, clippy::unwrap_used)] // a program for a terminal, about its own data

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use store::{
    Cell, Change, Clash, Column, Compare, Database, Direction, Expr, Index, IndexPart, Options, Result, Select, Step,
    Token, Tokens, Tx,
};
use types::Name;

const COLUMNS: usize = 40;
const ROUND: Duration = Duration::from_secs(2);

fn main() {
    let mut arguments = std::env::args().skip(1);
    let url = arguments.next().expect("a database URL");
    let rows: i64 = arguments.next().map_or(100_000, |rows| rows.parse().expect("a number of rows"));
    let only = arguments.next().unwrap_or_default();
    let db = Database::open(&Options { writers: 16, readers: 4, ..Options::new(url) }).unwrap();
    let (begun, cpu) = (Instant::now(), cpu_micros());
    fill(&db, rows);
    let (seconds, cpu) = (begun.elapsed().as_secs_f64(), (cpu_micros() - cpu) / rows as f64);
    println!(
        "{rows} rows of {COLUMNS} columns with 60 search tokens each, 200 at a time: {seconds:.1} s, CPU {cpu:.0} us each"
    );
    println!("{:<28}{:>9}{:>12}{:>10}{:>10}{:>12}", "", "clients", "per second", "p50 ms", "p99 ms", "CPU us each");
    for clients in [1, 16] {
        measure(&db, &only, "point read, 40 columns", clients, move |db, n| {
            Box::pin(async move { db.read(point(n % rows)).await })
        });
        measure(&db, &only, "page of 50", clients, move |db, n| Box::pin(async move { db.read(page(n)).await }));
        measure(&db, &only, "search, newest 50", clients, move |db, n| {
            Box::pin(async move { db.read(search(n)).await })
        });
        measure(&db, &only, "save + audit + outbox", clients, move |db, n| {
            Box::pin(async move { db.write(save(n % rows, n)).await })
        });
        measure(&db, &only, "save + search tokens", clients, move |db, n| {
            Box::pin(async move { db.write(tokens(n % rows, n)).await })
        });
    }
}

fn name(text: &str) -> Name {
    Name::of(text)
}

fn col(text: &str) -> Expr {
    Expr::column(0, text)
}

fn columns() -> Vec<String> {
    (0..COLUMNS - 5).map(|n| format!("field_{n}")).collect()
}

/// `leads`: id, version, stage, owner, label and 35 more.
fn fill(db: &Database, rows: i64) {
    db.with_deadline(Duration::from_secs(600))
        .write_now(|tx| {
            let int = |name: &str| Column::int(name).required();
            let mut all = vec![int("id"), int("version"), int("stage"), int("owner"), Column::text("label")];
            all.extend(
                columns().iter().enumerate().map(|(n, c)| if n % 2 == 0 { Column::text(c) } else { Column::int(c) }),
            );
            tx.reshape(&Step::CreateTable { table: name("leads"), columns: all, key: vec![name("id")] })?;
            tx.reshape(&Step::CreateIndex(Index {
                name: name("ix_leads_list"),
                table: name("leads"),
                columns: ["stage", "owner", "id"].map(|c| IndexPart::Column(name(c))).to_vec(),
                unique: false,
                only: None,
                include: vec![],
            }))?;
            tx.reshape(&Step::index("leads", &["owner", "id"], false))?;
            tx.reshape(&Step::index("leads", &["label", "id"], false))?;
            tx.reshape(&Step::table("audit", vec![int("id"), int("lead"), Column::text("what")], &["id"]))?;
            tx.reshape(&Step::table("outbox", vec![int("id"), int("lead"), Column::text("what")], &["id"]))?;
            tx.reshape(&Step::CreateSearch { search: name("leads_search") })
        })
        .unwrap();
    let mut first = 0;
    while first < rows {
        let some = first..(first + 200).min(rows);
        first += 200;
        db.write_now(move |tx| {
            let mut names: Vec<Name> = ["id", "version", "stage", "owner", "label"].map(name).to_vec();
            names.extend(columns().iter().map(|c| name(c)));
            let rows = some.clone().map(|id| row(id).collect()).collect();
            let mut changes = vec![Change::Insert { table: name("leads"), columns: names, rows, clash: Clash::Refuse }];
            changes.extend(some.clone().map(index));
            tx.run_all(&changes)
        })
        .unwrap();
    }
}

fn row(id: i64) -> impl Iterator<Item = Cell> {
    let head =
        [id.into(), 1i64.into(), (id % 8).into(), (id % 50).into(), format!("客户 {} {id}", id * 7919 % 10_007).into()];
    let tail = (0..COLUMNS - 5).map(move |n| match n % 4 {
        0 => format!("value {n} of {id} 上海").into(),
        1 => (id * n as i64).into(),
        2 => Cell::Null,
        _ => (id % 1_000).into(),
    });
    head.into_iter().chain(tail)
}

/// Sixty tokens, one of them on every tenth record.
fn index(id: i64) -> Change {
    let mut tokens: Vec<String> = (0..58).map(|n| format!("t{}", (id * 31 + n * n * 7) % 20_000)).collect();
    tokens.extend([format!("w{}", id % 10), "华为".into()]);
    Change::Index { search: name("leads_search"), id, tokens }
}

fn all_columns() -> Select {
    let names: Vec<String> =
        ["id", "version", "stage", "owner", "label"].map(str::to_owned).into_iter().chain(columns()).collect();
    Select::from(&name("leads"), &names.iter().map(String::as_str).collect::<Vec<_>>())
}

fn point(id: i64) -> impl FnOnce(&mut Tx) -> Result<usize> + Send {
    move |tx| Ok(tx.rows(&all_columns().filter(col("id").eq(id)))?.len())
}

fn page(n: i64) -> impl FnOnce(&mut Tx) -> Result<usize> + Send {
    move |tx| {
        let after = Expr::Tuple(vec![col("owner"), col("id")])
            .compare(Compare::Gt, Expr::Tuple(vec![Expr::value(n % 40), Expr::value(0i64)]));
        let query = all_columns()
            .filter(col("stage").eq(n % 8))
            .filter(after)
            .order(col("owner"), Direction::Up)
            .order(col("id"), Direction::Up)
            .limit(50);
        Ok(tx.rows(&query)?.len())
    }
}

fn search(n: i64) -> impl FnOnce(&mut Tx) -> Result<usize> + Send {
    move |tx| {
        let query = Tokens { terms: vec![vec![vec![Token { text: format!("w{}", n % 10), prefix: false }]]] };
        let id = || Box::new(col("id"));
        let query = Select::from(&name("leads_search"), &["id"])
            .filter(Expr::Search { search: name("leads_search"), id: id(), query })
            .order(col("id"), Direction::Down)
            .limit(50);
        Ok(tx.rows(&query)?.len())
    }
}

fn save(id: i64, n: i64) -> impl Fn(&mut Tx) -> Result<Vec<u64>> + Send {
    move |tx| {
        let version = Expr::Math(store::Math::Add, Box::new(col("version")), Box::new(Expr::value(1i64)));
        let set = vec![("version", version), ("field_1", Expr::value(n))];
        let key = n + 1_000_000_000_000;
        let log = |table: &str| {
            Change::insert(
                &name(table),
                vec![("id", key.into()), ("lead", id.into()), ("what", "field_1 changed".into())],
            )
        };
        tx.run_all(&[Change::update(&name("leads"), set, col("id").eq(id)), log("audit"), log("outbox")])
    }
}

fn tokens(id: i64, n: i64) -> impl Fn(&mut Tx) -> Result<Vec<u64>> + Send {
    move |tx| {
        let set = vec![("field_1", Expr::value(n))];
        tx.run_all(&[Change::update(&name("leads"), set, col("id").eq(id)), index(id)])
    }
}

type Answer<T> = std::pin::Pin<Box<dyn Future<Output = Result<T>> + Send>>;

fn measure<T: Send + 'static>(
    db: &Database,
    only: &str,
    what: &str,
    clients: usize,
    ask: impl Fn(Database, i64) -> Answer<T> + Send + Sync + 'static,
) {
    static COUNTER: AtomicU64 = AtomicU64::new(1);
    if !what.contains(only) {
        return;
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let ask = Arc::new(ask);
    let (begun, cpu) = (Instant::now(), cpu_micros());
    let mut times: Vec<Duration> = runtime.block_on(async {
        let tasks: Vec<_> = (0..clients)
            .map(|_| {
                let (db, ask) = (db.clone(), ask.clone());
                tokio::spawn(async move {
                    let mut times = Vec::new();
                    while begun.elapsed() < ROUND {
                        let n = COUNTER.fetch_add(1, Ordering::Relaxed) as i64 * 7_919 % 1_000_003
                            + COUNTER.load(Ordering::Relaxed) as i64 * 1_000_003;
                        let asked = Instant::now();
                        ask(db.clone(), n).await.unwrap();
                        times.push(asked.elapsed());
                    }
                    times
                })
            })
            .collect();
        let mut times = Vec::new();
        for task in tasks {
            times.extend(task.await.unwrap());
        }
        times
    });
    let seconds = begun.elapsed().as_secs_f64();
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e3;
    let cpu = (cpu_micros() - cpu) / times.len() as f64;
    println!(
        "{what:<28}{clients:>9}{:>12.0}{:>10.3}{:>10.2}{cpu:>12.1}",
        times.len() as f64 / seconds,
        at(0.5),
        at(0.99)
    );
}

/// What this process used so far, user and system together.
fn cpu_micros() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = text.rsplit_once(") ").map_or("", |(_, rest)| rest);
    let ticks: f64 = after.split(' ').skip(11).take(2).filter_map(|t| t.parse::<f64>().ok()).sum();
    ticks * 10_000.0
}
