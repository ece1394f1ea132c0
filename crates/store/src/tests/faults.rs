//! Full disks and killed processes, for real.

use std::io::{BufRead, BufReader, Write};
use std::time::Duration;

use super::child;
use super::fixture::*;
use crate::testing::{Scratch, each_database};
use crate::{Cell, Change, Database, Error, Options, Select};

fn open(url: &str) -> Database {
    Database::open(&Options { writers: 4, ..Options::new(url) }).unwrap()
}

/// Two rows that belong together.
fn pair(db: &Database, id: i64) -> crate::Result<u64> {
    let first = thing(2 * id, Cell::Null, id);
    let second = Change::insert(
        &name("things"),
        vec![("id", (2 * id + 1).into()), ("size", id.into()), ("data", Cell::Bytes(vec![7; 2_000].into()))],
    );
    db.write_now(move |tx| Ok(tx.run(&first)? + tx.run(&second)?))
}

#[test]
fn a_full_disk_is_said_clearly_and_forgotten_when_there_is_room() {
    const NAME: &str = "tests::faults::a_full_disk_is_said_clearly_and_forgotten_when_there_is_room";
    if let Some(task) = child::task() {
        let (how, folder) = task.split_once(' ').unwrap();
        let me = std::process::id().to_string();
        let (room, arguments) = match how {
            "limit" => ("prlimit", vec!["--pid", &me, "--fsize=unlimited:"]),
            _ => ("mount", vec!["-o", "remount,size=64m", folder]),
        };
        return fills_up_and_recovers(folder, || {
            assert!(std::process::Command::new(room).args(&arguments).status().unwrap().success());
        });
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().display();
    let mut commands = vec![child::limited(NAME, &format!("limit {path}"), 4_000)];
    if child::may_mount() {
        commands.push(child::on_small_disk(NAME, &format!("disk {path}"), folder.path(), "8m"));
    }
    for mut command in commands {
        let output = command.output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && text.contains("recovered"), "{text}");
    }
}

/// Writes until there is no more room, reads all the same, then goes on when `make_room` made some.
fn fills_up_and_recovers(folder: &str, make_room: impl FnOnce()) {
    let db = open(&format!("sqlite://{folder}/a.db"));
    things(&db);
    let mut kept = 0;
    let error = loop {
        // several at once, so that groups meet it too
        let threads: Vec<_> = (kept..kept + 4)
            .map(|id| {
                let db = db.clone();
                std::thread::spawn(move || pair(&db, 1_000_000 + id))
            })
            .collect();
        let results: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
        kept += results.iter().filter(|result| result.is_ok()).count() as i64;
        if let Some(error) = results.into_iter().find_map(Result::err) {
            break error;
        }
        assert!(kept < 100_000, "the limit was never met");
    };
    assert_eq!(error, Error::Full);
    assert_eq!(count(&db), 2 * kept);
    // folding the log back into the file may have made a little room: what fits is kept, and then it is full again
    let mut again = 2_000_000;
    while pair(&db, again).map_err(|error| assert_eq!(error, Error::Full)).is_ok() {
        (again, kept) = (again + 1, kept + 1);
        assert!(again < 2_100_000, "the limit was never met again");
    }
    assert_eq!(count(&db), 2 * kept, "a refused write leaves nothing");
    make_room();
    assert_eq!(pair(&db, 2), Ok(2));
    assert_eq!(count(&db), 2 * kept + 2);
    assert_eq!(db.complaints(), Ok(vec![]));
    drop(db);
    assert_eq!(count(&open(&format!("sqlite://{folder}/a.db"))), 2 * kept + 2);
    println!("recovered after {kept} pairs");
}

#[test]
fn a_kill_loses_nothing_that_was_acknowledged() {
    const NAME: &str = "tests::faults::a_kill_loses_nothing_that_was_acknowledged";
    if let Some(task) = child::task() {
        return write_until_killed(&task);
    }
    each_place(|url| {
        things(&open(url));
        let mut acknowledged: Vec<i64> = Vec::new();
        for round in 0..6u64 {
            let mut child = child::of(NAME, &format!("{round} {url}")).spawn().unwrap();
            let lines = BufReader::new(child.stdout.take().unwrap()).lines();
            let killer = std::thread::spawn(move || {
                std::thread::sleep(Duration::from_millis(400 + 70 * round));
                child.kill().unwrap();
                child.wait().unwrap();
            });
            let lines = lines.map_while(Result::ok);
            acknowledged.extend(lines.filter_map(|line| line.strip_prefix("kept ")?.parse::<i64>().ok()));
            killer.join().unwrap();
            let db = open(url);
            let there = cells(&db, Select::from(&name("things"), &["id"])).unwrap();
            let there: std::collections::BTreeSet<i64> = there.iter().filter_map(Cell::as_int).collect();
            for id in &acknowledged {
                assert!(there.contains(&(2 * id)), "round {round}: {id} was acknowledged and is gone");
            }
            assert!(there.iter().all(|id| there.contains(&(id ^ 1))), "round {round}: half a transaction");
            assert_eq!(db.complaints(), Ok(vec![]));
        }
        assert!(acknowledged.len() > 50, "there was load: {}", acknowledged.len());
    });
}

fn each_place(test: impl Fn(&str)) {
    let folder = tempfile::tempdir().unwrap();
    test(&format!("sqlite://{}", folder.path().join("a.db").display()));
    if let Ok(server) = std::env::var("ZHIKE_TEST_POSTGRES") {
        test(&Scratch::make(&server).url());
    }
}

fn write_until_killed(task: &str) {
    let (round, url) = task.split_once(' ').unwrap();
    let (round, db): (i64, Database) = (round.parse().unwrap(), open(url));
    let threads: Vec<_> = (0..8)
        .map(|writer| {
            let db = db.clone();
            std::thread::spawn(move || {
                for n in 0..100_000 {
                    let id = (round * 8 + writer) * 100_000 + n;
                    if pair(&db, id).is_ok() {
                        // one write call, so that a line is whole or not there
                        std::io::stdout().write_all(format!("\nkept {id}\n").as_bytes()).unwrap();
                    }
                }
            })
        })
        .collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
}

#[test]
fn a_second_process_is_refused() {
    const NAME: &str = "tests::faults::a_second_process_is_refused";
    if let Some(url) = child::task() {
        println!("answer: {:?}", Database::open(&Options::new(url)).err());
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("a.db").display());
    let db = open(&url);
    things(&db);
    let answer = |url: &str| String::from_utf8(child::of(NAME, url).output().unwrap().stdout).unwrap();
    assert!(answer(&url).contains("InUse"));
    add(&db, 1, "a", 1).unwrap();
    drop(db);
    assert!(answer(&url).contains("answer: None"));
}

#[test]
fn a_text_with_nothing_to_escape_and_one_with_everything_come_back_alike() {
    each_database(|db| {
        things(&db);
        let texts = [
            "",
            " ",
            "'",
            "\"",
            "\\",
            "%_",
            "\u{1}",
            "\u{FEFF}",
            "a\r\nb",
            "🦀",
            "\u{10FFFF}",
            "e\u{301}",
            "'; DROP TABLE things; --",
        ];
        for (id, text) in texts.iter().enumerate() {
            add(&db, id as i64, text, 0).unwrap();
        }
        let all = Select::from(&name("things"), &["label"]).order(col("id"), crate::Direction::Up);
        assert_eq!(cells(&db, all), Ok(texts.iter().map(Cell::text).collect()));
    });
}
