//! Several processes, clashes, lost connections, ids after a restart.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use types::Id;

use super::fixture::*;
use crate::testing::{Scratch, each_database, on_postgres};
use crate::{Change, Database, Error, Event, Expr, Math, Options, Select};

fn plus_one(tx: &mut crate::Tx) -> crate::Result<u64> {
    let size = tx.rows(&Select::from(&name("things"), &["size"]).filter(col("id").eq(1i64)))?.number().unwrap_or(0);
    let set = vec![("size", Expr::value(size + 1))];
    tx.run(&Change::update(&name("things"), set, col("id").eq(1i64)))
}

fn size(db: &Database) -> i64 {
    one(db, Select::from(&name("things"), &["size"]).filter(col("id").eq(1i64))).as_int().unwrap()
}

#[test]
fn no_update_is_lost() {
    each_database(|db| {
        things(&db);
        add(&db, 1, "a", 0).unwrap();
        let threads: Vec<_> = (0..6)
            .map(|_| {
                let db = db.clone();
                std::thread::spawn(move || (0..20).filter(|_| db.write_now(plus_one).is_ok()).count())
            })
            .collect();
        let kept: usize = threads.into_iter().map(|thread| thread.join().unwrap()).sum();
        assert_eq!(size(&db), kept as i64);
        assert!(kept > 60, "most were kept: {kept}");
    });
}

#[test]
fn a_closure_that_met_another_transaction_runs_again() {
    on_postgres(|db| {
        things(&db);
        add(&db, 1, "a", 0).unwrap();
        let (read, has_read) = mpsc::channel();
        let (go, may_go) = mpsc::channel::<()>();
        let attempts = Arc::new(AtomicUsize::new(0));
        let (counted, other, may_go) = (attempts.clone(), db.clone(), std::sync::Mutex::new(may_go));
        let slow = std::thread::spawn(move || {
            other.write_now(move |tx| {
                let first = counted.fetch_add(1, Ordering::Relaxed) == 0;
                tx.rows(&Select::from(&name("things"), &["size"]))?;
                if first {
                    read.send(()).unwrap();
                    may_go.lock().unwrap().recv().unwrap();
                }
                plus_one(tx)
            })
        });
        has_read.recv().unwrap();
        db.write_now(plus_one).unwrap();
        go.send(()).unwrap();
        assert_eq!(slow.join().unwrap(), Ok(1));
        assert_eq!(attempts.load(Ordering::Relaxed), 2);
        assert_eq!(size(&db), 2);
    });
}

#[test]
fn a_read_is_cut_off_at_its_deadline_and_the_next_one_works() {
    each_database(|db| {
        things(&db);
        let rows = (0..400).map(|id| vec![id.into(), crate::Cell::Null, id.into()]).collect();
        let columns = ["id", "label", "size"].map(name).to_vec();
        let change = Change::Insert { table: name("things"), columns, rows, clash: crate::Clash::Refuse };
        db.write_now(move |tx| tx.run(&change)).unwrap();
        let mut endless = Select { columns: vec![Expr::CountRows], ..Select::from(&name("things"), &[]) };
        for alias in 1..5 {
            let sum = Expr::Math(Math::Add, Box::new(Expr::column(alias, "size")), Box::new(col("size")));
            endless = endless.left_join(&name("things"), alias, sum.compare(crate::Compare::Gt, Expr::value(-1i64)));
        }
        let begun = Instant::now();
        let brief = db.with_deadline(Duration::from_millis(150));
        assert_eq!(cells(&brief, endless), Err(Error::Deadline));
        assert!(begun.elapsed() < Duration::from_secs(4), "{:?}", begun.elapsed());
        assert_eq!(count(&db), 400);
    });
}

#[test]
fn lost_connections_are_made_anew() {
    let Ok(server) = std::env::var("ZHIKE_TEST_POSTGRES") else { return };
    let scratch = Scratch::make(&server);
    let db = Database::open(&scratch.options()).unwrap();
    things(&db);
    for round in 0..5 {
        add(&db, round, &format!("label {round}"), 1).unwrap();
        let all = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
        crate::connect::postgres::command(&scratch.url(), all).unwrap();
        assert_eq!(count(&db), round + 1);
        add(&db, 100 + round, &format!("again {round}"), 1).unwrap();
        let delete = Change::delete(&name("things"), col("id").eq(100 + round));
        db.write_now(move |tx| tx.run(&delete)).unwrap();
    }
}

#[test]
fn an_event_reaches_the_other_nodes() {
    let Ok(server) = std::env::var("ZHIKE_TEST_POSTGRES") else { return };
    let scratch = Scratch::make(&server);
    let (here, there) = (Database::open(&scratch.options()).unwrap(), Database::open(&scratch.options()).unwrap());
    assert_eq!((here.node(), there.node()), (1, 2));
    let (mut near, mut far) = (here.subscribe(), there.subscribe());
    let event = |id| Event { topic: name("records"), object: name("things"), id, version: 4 };
    let begun = Instant::now();
    // the other node may not listen yet
    for id in 0.. {
        here.write_now(move |tx| {
            tx.after_commit(event(id));
            Ok::<_, Error>(())
        })
        .unwrap();
        assert_eq!(near.try_recv(), Ok(event(id)));
        std::thread::sleep(Duration::from_millis(50));
        if let Ok(heard) = far.try_recv() {
            assert_eq!(heard.object, name("things"));
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(10), "nothing was heard");
    }
    // and its own never comes twice
    std::thread::sleep(Duration::from_millis(100));
    assert!(near.try_recv().is_err());
}

#[test]
fn ids_go_on_behind_the_last_one_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let sqlite = Options::new(format!("sqlite://{}", folder.path().join("a.db").display()));
    let scratch = std::env::var("ZHIKE_TEST_POSTGRES").ok().map(|server| Scratch::make(&server));
    for options in std::iter::once(sqlite).chain(scratch.as_ref().map(Scratch::options)) {
        let now = Id::first_at(types::Instant(1_800_000_000_000_000));
        let db = Database::open(&options).unwrap();
        assert!(db.floor_id() < now);
        let refused: Result<(), Error> = db.write_now(move |tx| {
            tx.keep_ids(now)?;
            Err(Error::Other("no".into()))
        });
        assert!(refused.is_err() && db.floor_id() < now);
        db.write_now(move |tx| tx.keep_ids(now)).unwrap();
        let floor = db.floor_id();
        assert!(floor >= now);
        // covered ids cost nothing
        db.write_now(move |tx| tx.keep_ids(Id(now.0 + 1))).unwrap();
        assert_eq!(db.floor_id(), floor);
        let node = db.node();
        drop(db);
        let again = Database::open(&options).unwrap();
        assert_eq!((again.node(), again.floor_id()), (node, floor));
    }
}

#[test]
fn work_that_waits_is_done_before_the_database_closes() {
    each_database(|db| {
        things(&db);
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let waiting: Vec<_> = runtime.block_on(async {
            let tasks: Vec<_> = (0..50)
                .map(|id| {
                    let (db, change) = (db.clone(), thing(id, crate::Cell::Null, id));
                    tokio::spawn(async move { db.write(move |tx| tx.run(&change)).await })
                })
                .collect();
            let mut results = Vec::new();
            for task in tasks {
                results.push(task.await.unwrap());
            }
            results
        });
        assert!(waiting.iter().all(|result| *result == Ok(1)));
        assert_eq!(count(&db), 50);
    });
}
