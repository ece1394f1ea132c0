//! What becomes of closures that are committed together.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};
use std::time::Duration;

use super::fixture::*;
use crate::testing::each_database;
use crate::{Cell, Change, Error, Event, Result, Select};

type Closure = Box<dyn Fn(&mut crate::Tx) -> Result<u64> + Send>;

/// Holds the writer until everything behind it has come in, so that the rest is one group.
fn together(db: &crate::Database, jobs: Vec<Closure>) -> Vec<Result<u64>> {
    let barrier = Arc::new(Barrier::new(2));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let gate = barrier.clone();
    runtime.block_on(async {
        let held = db.clone();
        let first = tokio::task::spawn_blocking(move || {
            held.write_now(move |_| {
                gate.wait();
                gate.wait();
                Ok::<_, Error>(0)
            })
        });
        barrier.wait();
        let waiting: Vec<_> = jobs
            .into_iter()
            .map(|job| {
                let db = db.clone();
                tokio::spawn(async move { db.write(job).await })
            })
            .collect();
        while db.waiting()[3] < waiting.len() {
            tokio::task::yield_now().await;
        }
        barrier.wait();
        first.await.unwrap().unwrap();
        let mut results = Vec::new();
        for job in waiting {
            results.push(job.await.unwrap());
        }
        results
    })
}

#[test]
fn one_closure_that_fails_or_panics_leaves_the_others() {
    crate::testing::on_sqlite(|db| {
        things(&db);
        let results = together(
            &db,
            vec![
                Box::new(|tx| tx.run(&thing(1, "a", 1))),
                Box::new(|tx| {
                    tx.run(&thing(2, "b", 1))?;
                    Err(Error::Other("no".into()))
                }),
                Box::new(|tx| {
                    tx.run(&thing(3, "c", 1))?;
                    panic!("a mistake")
                }),
                Box::new(|tx| tx.run(&thing(4, "a", 1))),
                Box::new(|tx| tx.run(&thing(5, "e", 1))),
            ],
        );
        assert_eq!(results[0], Ok(1));
        assert_eq!(results[1], Err(Error::Other("no".into())));
        assert!(matches!(&results[2], Err(Error::Other(text)) if text.contains("a mistake")), "{:?}", results[2]);
        assert_eq!(results[3], Err(Error::Unique(name("ux_things_label"))));
        assert_eq!(results[4], Ok(1));
        assert_eq!(count(&db), 2);
    });
}

#[test]
fn a_group_runs_again_only_for_one_that_fails_after_a_change() {
    crate::testing::on_sqlite(|db| {
        things(&db);
        let runs = Arc::new(AtomicUsize::new(0));
        let good = |id: i64| -> Closure {
            let runs = runs.clone();
            Box::new(move |tx| {
                runs.fetch_add(1, Ordering::SeqCst);
                tx.run(&thing(id, format!("good {id}").as_str(), 1))
            })
        };
        let early: Closure = Box::new(|tx| {
            tx.rows(&Select::from(&name("things"), &["id"]))?;
            Err(Error::Other("refused".into()))
        });
        let results = together(&db, vec![good(1), early, good(2)]);
        assert_eq!(results, [Ok(1), Err(Error::Other("refused".into())), Ok(1)]);
        assert_eq!((count(&db), runs.swap(0, Ordering::SeqCst)), (2, 2));
        let late: Closure = Box::new(|tx| {
            tx.run(&thing(8, "late", 1))?;
            Err(Error::Other("no".into()))
        });
        let results = together(&db, vec![good(3), late, good(4)]);
        assert_eq!(results, [Ok(1), Err(Error::Other("no".into())), Ok(1)]);
        assert_eq!((count(&db), runs.load(Ordering::SeqCst)), (4, 3), "the one before it ran twice");
    });
}

#[test]
fn the_first_error_ends_the_transaction_even_if_the_closure_goes_on() {
    each_database(|db| {
        things(&db);
        add(&db, 1, "a", 1).unwrap();
        let swallowed = db.write_now(|tx| {
            let _ = tx.run(&thing(2, "a", 1));
            let _ = tx.run(&thing(3, "c", 1));
            Ok::<_, Error>(())
        });
        assert_eq!(swallowed, Err(Error::Unique(name("ux_things_label"))));
        assert_eq!(count(&db), 1);
    });
}

#[test]
fn a_taken_key_is_refused_by_name() {
    each_database(|db| {
        things(&db);
        add(&db, 1, "a", 1).unwrap();
        assert_eq!(add(&db, 1, "b", 1), Err(Error::Unique(name("pk_things"))));
        assert_eq!(add(&db, 2, "a", 1), Err(Error::Unique(name("ux_things_label"))));
    });
}

#[test]
fn events_come_after_the_commit_and_only_then() {
    each_database(|db| {
        things(&db);
        let mut events = db.subscribe();
        let event = |id| Event { topic: name("records"), object: name("things"), id, version: 1 };
        db.write_now(move |tx| {
            tx.after_commit(event(1));
            tx.run(&thing(1, "a", 1))
        })
        .unwrap();
        let refused = db.write_now(move |tx| {
            tx.after_commit(event(2));
            tx.run(&thing(2, "a", 1))
        });
        assert!(refused.is_err());
        db.write_now(move |tx| {
            tx.after_commit(event(3));
            Ok::<_, Error>(())
        })
        .unwrap();
        assert_eq!(events.try_recv(), Ok(event(1)));
        assert_eq!(events.try_recv(), Ok(event(3)));
    });
}

#[test]
fn background_work_goes_on_under_interactive_load() {
    each_database(|db| {
        things(&db);
        let stop = Arc::new(AtomicBool::new(false));
        let load: Vec<_> = (0..4i64)
            .map(|client| {
                let (db, stop) = (db.clone(), stop.clone());
                std::thread::spawn(move || {
                    for n in 0.. {
                        if stop.load(Ordering::Relaxed) {
                            return n;
                        }
                        add(&db, client * 1_000_000 + n, &format!("{client} {n}"), n).unwrap();
                    }
                    0
                })
            })
            .collect();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            for id in 0..5 {
                let change = thing(-1 - id, Cell::Null, id);
                assert_eq!(db.write_background(move |tx| tx.run(&change)).await, Ok(1));
            }
        });
        stop.store(true, Ordering::Relaxed);
        let interactive: i64 = load.into_iter().map(|thread| thread.join().unwrap()).sum();
        assert_eq!(count(&db), 5 + interactive);
    });
}

#[test]
fn a_full_queue_refuses_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut options = crate::Options::new(format!("sqlite://{}", folder.path().join("a.db").display()));
    options.queue = 1;
    let db = crate::Database::open(&options).unwrap();
    let barrier = Arc::new(Barrier::new(2));
    let (held, gate) = (db.clone(), barrier.clone());
    let first = std::thread::spawn(move || {
        held.write_now(move |_| {
            gate.wait();
            gate.wait();
            Ok::<_, Error>(())
        })
    });
    barrier.wait();
    let waiting = db.clone();
    let second = std::thread::spawn(move || waiting.write_now(|_| Ok::<_, Error>(())));
    while db.waiting()[3] == 0 {
        std::thread::yield_now();
    }
    assert_eq!(db.write_now(|_| Ok::<_, Error>(())), Err(Error::Busy));
    barrier.wait();
    first.join().unwrap().unwrap();
    second.join().unwrap().unwrap();
}

#[test]
fn a_deadline_is_kept_between_the_statements_of_a_write() {
    each_database(|db| {
        things(&db);
        let brief = db.with_deadline(Duration::from_millis(30));
        let late: Result<u64> = brief.write_now(|tx| {
            tx.run(&thing(1, "a", 1))?;
            std::thread::sleep(Duration::from_millis(60));
            tx.run(&thing(2, "b", 1))
        });
        assert_eq!(late, Err(Error::Deadline));
        assert_eq!(count(&db), 0);
    });
}

#[test]
fn a_second_database_on_the_same_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let options = crate::Options::new(format!("sqlite://{}", folder.path().join("a.db").display()));
    let first = crate::Database::open(&options).unwrap();
    assert!(matches!(crate::Database::open(&options), Err(Error::InUse(_))));
    drop(first);
    crate::Database::open(&options).unwrap();
}

#[test]
fn counts_come_back_for_each_change() {
    each_database(|db| {
        things(&db);
        let changes = vec![
            thing(1, "a", 1),
            thing(2, "b", 2),
            Change::update(&name("things"), vec![("size", crate::Expr::value(9i64))], col("id").eq(2i64)),
            Change::update(&name("things"), vec![("size", crate::Expr::value(9i64))], col("id").eq(7i64)),
            Change::delete(&name("things"), crate::Expr::And(vec![])),
        ];
        assert_eq!(db.write_now(move |tx| tx.run_all(&changes)), Ok(vec![1, 1, 1, 0, 2]));
    });
}
