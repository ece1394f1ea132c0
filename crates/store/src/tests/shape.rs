//! Tables, columns, indexes and rows that come while the database is in use.

use super::fixture::*;
use crate::testing::{Scratch, each_database};
use crate::{
    Cell, Change, Clash, Column, Compare, Database, Direction, Error, Expr, Index, IndexPart, Migration, Options,
    Select, Step, migrate,
};

fn insert(rows: Vec<Vec<Cell>>, clash: Clash) -> Change {
    let columns = ["id", "label", "size"].map(name).to_vec();
    Change::Insert { table: name("things"), columns, rows, clash }
}

fn row(id: i64, label: &str, size: Option<i64>) -> Vec<Cell> {
    vec![id.into(), label.into(), size.into()]
}

#[test]
fn many_rows_come_in_at_once() {
    each_database(|db| {
        things(&db);
        let rows = (0..3_000).map(|n| row(n, &format!("label {n}"), (n % 3 > 0).then_some(n))).collect();
        let change = insert(rows, Clash::Refuse);
        assert_eq!(db.write_now(move |tx| tx.run(&change)), Ok(3_000));
        let empty = insert(vec![], Clash::Refuse);
        assert_eq!(db.write_now(move |tx| tx.run(&empty)), Ok(0));
        let nulls = vec![vec![3_000i64.into(), Cell::Null, Cell::Null], vec![3_001i64.into(), Cell::Null, Cell::Null]];
        let nulls = insert(nulls, Clash::Refuse);
        assert_eq!(db.write_now(move |tx| tx.run(&nulls)), Ok(2));
        assert_eq!(count(&db), 3_002);
        let some = Select::from(&name("things"), &["size"]).filter(col("id").among(vec![3i64.into(), 4i64.into()]));
        let some = some.order(col("id"), Direction::Up);
        assert_eq!(cells(&db, some), Ok(vec![Cell::Null, 4i64.into()]));
    });
}

#[test]
fn a_row_that_is_there_stays_or_takes_the_new_values() {
    each_database(|db| {
        things(&db);
        add(&db, 1, "a", 1).unwrap();
        let key = || vec![name("label")];
        let keep =
            insert(vec![row(2, "a", Some(2)), row(3, "b", Some(3)), row(4, "b", Some(4))], Clash::Keep { key: key() });
        assert_eq!(db.write_now(move |tx| tx.run(&keep)), Ok(1));
        let set = vec![name("size")];
        let replace = insert(vec![row(5, "a", Some(5)), row(6, "a", Some(6))], Clash::Replace { key: key(), set });
        assert_eq!(db.write_now(move |tx| tx.run(&replace)), Ok(2));
        let all = Select::from(&name("things"), &["id", "size"]).order(col("id"), Direction::Up);
        assert_eq!(cells(&db, all), Ok([1, 6, 3, 3].map(Cell::Int).to_vec()));
        // any key at all
        let any = insert(vec![row(1, "z", None)], Clash::Keep { key: vec![] });
        assert_eq!(db.write_now(move |tx| tx.run(&any)), Ok(0));
    });
}

#[test]
fn a_row_takes_values_reckoned_from_itself_and_from_others() {
    each_database(|db| {
        things(&db);
        for (id, label, size) in [(1, "a", 10), (2, "b", 20), (3, "c", 30)] {
            add(&db, id, label, size).unwrap();
        }
        let one = |set: Vec<(&str, Expr)>, filter: Expr| {
            let change = Change::update(&name("things"), set, filter);
            db.write_now(move |tx| tx.run(&change)).unwrap()
        };
        let double = Expr::Math(crate::Math::Mul, Box::new(col("size")), Box::new(Expr::value(2i64)));
        assert_eq!(one(vec![("size", double)], col("id").among(vec![1i64.into(), 2i64.into()])), 2);
        let most = Select {
            columns: vec![Expr::Aggregate(crate::Aggregate::Max, Box::new(Expr::column(5, "size")))],
            from: Some((crate::Source::Table(name("things")), 5)),
            ..Select::default()
        };
        assert_eq!(one(vec![("size", Expr::Scalar(Box::new(most)))], col("id").eq(3i64)), 1);
        let empty =
            vec![("label", Expr::Value(Cell::Null)), ("size", col("size").compare(Compare::Gt, Expr::value(30i64)))];
        assert_eq!(one(empty, col("label").eq("c")), 1);
        let data = Expr::Value(Cell::Bytes([1u8, 2][..].into()));
        assert_eq!(one(vec![("data", data.clone())], col("label").is_null()), 1);
        let all = Select::from(&name("things"), &["size"]).order(col("id"), Direction::Up);
        assert_eq!(cells(&db, all), Ok([20, 40, 1].map(Cell::Int).to_vec()));
        let found = Select::from(&name("things"), &["id"]).filter(col("data").equals(data));
        assert_eq!(cells(&db, found), Ok(vec![3i64.into()]));
    });
}

#[test]
fn names_may_be_words_of_sql() {
    each_database(|db| {
        let table = name("order");
        db.write_now(|tx| {
            tx.reshape(&Step::table("order", vec![Column::int("select"), Column::text("group")], &["select"]))?;
            tx.reshape(&Step::index("order", &["group"], false))?;
            tx.run(&Change::insert(&name("order"), vec![("select", 1i64.into()), ("group", "a".into())]))
        })
        .unwrap();
        let query = Select::from(&table, &["group"]).filter(col("select").eq(1i64)).order(col("group"), Direction::Up);
        assert_eq!(cells(&db, query), Ok(vec!["a".into()]));
    });
}

#[test]
fn a_column_is_added_under_traffic() {
    each_database(|db| {
        things(&db);
        add(&db, 1, "a", 1).unwrap();
        let old = Select::from(&name("things"), &["id", "label"]);
        cells(&db, old.clone()).unwrap();
        db.write_now(|tx| {
            tx.reshape(&Step::AddColumn { table: name("things"), column: Column::text("colour") })?;
            tx.reshape(&Step::AddColumn { table: name("things"), column: Column::int("weight").required() })?;
            tx.reshape(&Step::AddColumn { table: name("things"), column: Column::bytes("raw").required() })
        })
        .unwrap();
        cells(&db, old).unwrap();
        let new = Select::from(&name("things"), &["colour", "weight", "raw"]);
        assert_eq!(cells(&db, new), Ok(vec![Cell::Null, 0i64.into(), Cell::Bytes([][..].into())]));
    });
}

#[test]
fn a_unique_index_may_count_living_rows_only() {
    each_database(|db| {
        things(&db);
        let index = Index {
            name: name("ux_living"),
            table: name("things"),
            columns: vec![IndexPart::Column(name("size"))],
            unique: true,
            only: Some(Expr::And(vec![
                col("label").is_null(),
                col("size").compare(Compare::Ne, Expr::value(7i64)),
                col("size").among(vec![5i64.into(), 6i64.into(), 7i64.into()]),
            ])),
            include: vec![name("label")],
        };
        db.write_now(move |tx| tx.reshape(&Step::CreateIndex(index.clone()))).unwrap();
        let bare = |id: i64, size: i64| {
            let change = thing(id, Cell::Null, size);
            db.write_now(move |tx| tx.run(&change))
        };
        assert_eq!(bare(1, 5), Ok(1));
        assert_eq!(bare(2, 5), Err(Error::Unique(name("ux_living"))));
        assert_eq!(bare(3, 7), Ok(1));
        assert_eq!(bare(4, 7), Ok(1));
        assert_eq!(add(&db, 5, "named", 5), Ok(1));
    });
}

#[test]
fn an_index_on_emptiness_names_itself_when_it_refuses() {
    each_database(|db| {
        things(&db);
        let index = Index {
            name: name("ux_empty"),
            table: name("things"),
            columns: vec![IndexPart::Empty(name("label")), IndexPart::Column(name("size"))],
            unique: true,
            only: None,
            include: vec![],
        };
        db.build_index(&index).unwrap();
        add(&db, 1, "a", 5).unwrap();
        assert_eq!(add(&db, 2, "b", 5), Err(Error::Unique(name("ux_empty"))));
        assert_eq!(db.complaints(), Ok(vec![]));
    });
}

#[test]
fn an_index_that_cannot_be_built_leaves_nothing_behind() {
    each_database(|db| {
        things(&db);
        add(&db, 1, "a", 5).unwrap();
        add(&db, 2, "b", 5).unwrap();
        let Step::CreateIndex(index) = Step::index("things", &["size"], true) else { unreachable!() };
        assert!(db.build_index(&index).is_err());
        assert_eq!(db.complaints(), Ok(vec![]));
        add(&db, 3, "c", 5).unwrap();
    });
}

#[test]
fn a_sealed_table_takes_rows_and_gives_none_up() {
    each_database(|db| {
        things(&db);
        add(&db, 1, "a", 1).unwrap();
        db.write_now(|tx| tx.reshape(&Step::Seal { table: name("things") })).unwrap();
        add(&db, 2, "b", 2).unwrap();
        let delete = Change::delete(&name("things"), col("id").eq(1i64));
        assert!(matches!(db.write_now(move |tx| tx.run(&delete)), Err(Error::Other(text)) if text.contains("sealed")));
        let update = Change::update(&name("things"), vec![("size", Expr::value(3i64))], Expr::And(vec![]));
        assert!(db.write_now(move |tx| tx.run(&update)).is_err());
        assert_eq!(count(&db), 2);
    });
}

#[test]
fn sequences_count_on() {
    each_database(|db| {
        db.write_now(|tx| tx.reshape(&Step::CreateSequence { sequence: name("numbers"), start: 1_000 })).unwrap();
        let next = || db.write_now(|tx| tx.next_number(&name("numbers")));
        assert_eq!((next(), next()), (Ok(1_000), Ok(1_001)));
        assert!(db.write_now(|tx| tx.next_number(&name("missing"))).is_err());
    });
}

#[test]
fn a_change_of_shape_is_undone_with_its_transaction() {
    each_database(|db| {
        let failed: Result<(), Error> = db.write_now(|tx| {
            tx.reshape(&Step::table("half", vec![Column::int("id")], &["id"]))?;
            tx.reshape(&Step::CreateSearch { search: name("half_search") })?;
            Err(Error::Other("no".into()))
        });
        assert!(failed.is_err());
        things(&db);
        assert!(cells(&db, Select::from(&name("half"), &["id"])).is_err());
        db.write_now(|tx| tx.reshape(&Step::CreateSearch { search: name("half_search") })).unwrap();
        db.write_now(|tx| tx.reshape(&Step::DropSearch { search: name("half_search") })).unwrap();
        db.write_now(|tx| tx.reshape(&Step::DropIndex { index: name("ux_things_label") })).unwrap();
        db.write_now(|tx| tx.reshape(&Step::DropTable { table: name("things") })).unwrap();
    });
}

fn history() -> Vec<Migration> {
    let table = Step::table("things", vec![Column::int("id"), Column::text("label"), Column::int("size")], &["id"]);
    vec![
        Migration { number: 1, name: "things", steps: vec![table] },
        Migration { number: 2, name: "labels", steps: vec![Step::index("things", &["label"], true)] },
    ]
}

#[test]
fn migrations_run_once_and_in_order() {
    each_database(|db| {
        assert_eq!(migrate(&db, &history()[..1]), Ok(vec![1]));
        assert_eq!(migrate(&db, &history()), Ok(vec![2]));
        assert_eq!(migrate(&db, &history()), Ok(vec![]));
        add(&db, 1, "a", 1).unwrap();
    });
}

#[test]
fn a_database_from_the_future_or_another_program_is_refused() {
    each_database(|db| {
        migrate(&db, &history()).unwrap();
        let older = migrate(&db, &history()[..1]);
        assert!(matches!(&older, Err(Error::Other(text)) if text.contains("newer version")), "{older:?}");
        let mut other = history();
        other[0].name = "stuff";
        assert!(matches!(migrate(&db, &other), Err(Error::Other(text)) if text.contains("another program")));
    });
}

#[test]
fn a_migration_that_fails_leaves_the_shape_as_it_was() {
    each_database(|db| {
        let mut broken = history();
        broken[1].steps.push(Step::index("missing", &["label"], false));
        assert!(migrate(&db, &broken).is_err());
        assert_eq!(migrate(&db, &history()), Ok(vec![2]));
    });
}

#[test]
fn nodes_that_start_together_migrate_once() {
    let Ok(server) = std::env::var("ZHIKE_TEST_POSTGRES") else { return };
    let scratch = Scratch::make(&server);
    let runs: Vec<_> = (0..4)
        .map(|_| {
            let options: Options = scratch.options();
            std::thread::spawn(move || {
                let db = Database::open(&options).unwrap();
                (db.node(), migrate(&db, &history()).unwrap().len(), db)
            })
        })
        .collect();
    let done: Vec<_> = runs.into_iter().map(|run| run.join().unwrap()).collect();
    assert_eq!(done.iter().map(|(_, run, _)| run).sum::<usize>(), 2);
    let mut numbers: Vec<u16> = done.iter().map(|(node, ..)| *node).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, [1, 2, 3, 4]);
}
