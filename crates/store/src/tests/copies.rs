//! Backups, restores, and moving from one kind of database to the other.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::fixture::*;
use crate::backup::{backup, restore};
use crate::testing::{Scratch, on_sqlite};
use crate::{Cell, Change, Column, Database, Direction, Error, Migration, Options, Select, Step, copy_all, migrate};

fn sqlite(folder: &tempfile::TempDir, file: &str) -> Options {
    Options::new(format!("sqlite://{}", folder.path().join(file).display()))
}

#[test]
fn a_backup_under_load_is_one_moment_and_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let db = Database::open(&sqlite(&folder, "a.db")).unwrap();
    migrate(&db, &[]).unwrap();
    things(&db);
    let stop = Arc::new(AtomicBool::new(false));
    let (writer, stopped) = (db.clone(), stop.clone());
    let load = std::thread::spawn(move || {
        for id in 0.. {
            if stopped.load(Ordering::Relaxed) {
                return id;
            }
            // always in twos
            let data = Cell::Bytes(vec![1; 3_000].into());
            let rows = vec![vec![Cell::Int(2 * id), data.clone()], vec![Cell::Int(2 * id + 1), data]];
            let columns = vec![name("id"), name("data")];
            let change = Change::Insert { table: name("things"), columns, rows, clash: crate::Clash::Refuse };
            writer.write_now(move |tx| tx.run(&change)).unwrap();
        }
        0
    });
    while count(&db) < 400 {
        std::thread::yield_now();
    }
    let file = folder.path().join("copy.db");
    let mut last = (0, 1);
    backup(&db, &file, |done, whole| last = (done, whole)).unwrap();
    assert_eq!(last.0, last.1);
    stop.store(true, Ordering::Relaxed);
    let written = load.join().unwrap();
    assert!(matches!(backup(&db, &file, |_, _| {}), Err(Error::Other(text)) if text.contains("already")));
    drop(db);

    let restored = folder.path().join("restored.db");
    restore(&file, &restored).unwrap();
    assert!(restore(&file, &restored).is_err());
    let db = Database::open(&sqlite(&folder, "restored.db")).unwrap();
    let there = count(&db);
    assert!(there >= 400 && there % 2 == 0 && there <= 2 * written, "{there} of {written}");
    assert_eq!(db.complaints(), Ok(vec![]));
}

#[test]
fn a_damaged_backup_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let db = Database::open(&sqlite(&folder, "a.db")).unwrap();
    things(&db);
    for id in 0..200 {
        add(&db, id, &format!("a label of some length {id}"), id).unwrap();
    }
    let file = folder.path().join("copy.db");
    backup(&db, &file, |_, _| {}).unwrap();
    let whole = std::fs::read(&file).unwrap();
    let target = folder.path().join("restored.db");
    let refused = |bytes: &[u8]| {
        std::fs::write(&file, bytes).unwrap();
        let result = restore(&file, &target);
        assert!(!target.exists());
        result.is_err()
    };
    assert!(refused(&whole[..whole.len() / 2]), "half a file");
    assert!(refused(b"not a database at all"), "no database");
    assert!(refused(b""), "an empty file");
    let mut page = whole.clone();
    page[2 * 4_096..3 * 4_096].fill(0xAA);
    assert!(refused(&page), "a page of rubbish");
    std::fs::write(&file, &whole).unwrap();
    restore(&file, &target).unwrap();
}

fn shape() -> Vec<Step> {
    vec![
        Step::table(
            "things",
            vec![Column::int("id").required(), Column::text("label"), Column::int("size"), Column::bytes("data")],
            &["id"],
        ),
        Step::index("things", &["label"], true),
        Step::table(
            "links",
            vec![Column::text("word").required(), Column::int("thing").required()],
            &["word", "thing"],
        ),
        Step::AddColumn { table: name("links"), column: Column::text("note") },
        Step::table("audit", vec![Column::int("id"), Column::text("what")], &["id"]),
        Step::Seal { table: name("audit") },
        Step::CreateSequence { sequence: name("numbers"), start: 5 },
        Step::CreateSearch { search: name("words") },
    ]
}

fn history() -> Vec<Migration> {
    vec![Migration { number: 1, name: "first", steps: shape() }]
}

fn fill(db: &Database) {
    migrate(db, &history()).unwrap();
    db.write_now(|tx| {
        for id in 0..1_234i64 {
            let label = (id % 5 > 0).then(|| format!("label {id} 华为"));
            let data = if id % 7 == 0 { Cell::Bytes(id.to_be_bytes()[..].into()) } else { Cell::Null };
            let row = vec![("id", id.into()), ("label", label.into()), ("size", (-id).into()), ("data", data)];
            tx.run(&Change::insert(&name("things"), row))?;
            let link = vec![("word", format!("w{}", id % 3).into()), ("thing", id.into()), ("note", Cell::Null)];
            tx.run(&Change::insert(&name("links"), link))?;
        }
        tx.run(&Change::insert(&name("audit"), vec![("id", 1i64.into()), ("what", "made".into())]))?;
        tx.next_number(&name("numbers"))?;
        tx.keep_ids(types::Id(1 << 50))
    })
    .unwrap();
}

fn all(db: &Database) -> Vec<Cell> {
    let mut everything = Vec::new();
    for (table, columns) in [
        ("things", &["id", "label", "size", "data"][..]),
        ("links", &["thing", "word", "note"]),
        ("audit", &["id", "what"]),
    ] {
        everything
            .extend(cells(db, Select::from(&name(table), columns).order(col(columns[0]), Direction::Up)).unwrap());
    }
    everything
}

fn moves(from: &Database, to: &Database) {
    assert_eq!(copy_all(from, to, &shape(), |_, _| {}), Ok(1_234 * 2 + 1));
    assert_eq!(all(from), all(to));
    assert_eq!(to.write_now(|tx| tx.next_number(&name("numbers"))), Ok(6));
    assert_eq!(migrate(to, &history()), Ok(vec![]));
    let erase = Change::delete(&name("audit"), crate::Expr::And(vec![]));
    assert!(to.write_now(move |tx| tx.run(&erase)).is_err());
    assert_eq!(add(to, 9_999, "label 1 华为", 1), Err(Error::Unique(name("ux_things_label"))));
    assert!(copy_all(from, to, &shape(), |_, _| {}).is_err());
}

#[test]
fn an_installation_moves_to_the_other_database_and_back() {
    on_sqlite(|first| {
        fill(&first);
        on_sqlite(|second| moves(&first, &second));
        let Ok(server) = std::env::var("ZHIKE_TEST_POSTGRES") else { return };
        let scratch = Scratch::make(&server);
        let there = Database::open(&scratch.options()).unwrap();
        assert_eq!(copy_all(&first, &there, &shape(), |_, _| {}), Ok(1_234 * 2 + 1));
        assert_eq!(all(&first), all(&there));
        on_sqlite(|back| {
            assert_eq!(copy_all(&there, &back, &shape(), |_, _| {}), Ok(1_234 * 2 + 1));
            assert_eq!(all(&there), all(&back));
            assert_eq!(back.write_now(|tx| tx.next_number(&name("numbers"))), Ok(6));
        });
    });
}
