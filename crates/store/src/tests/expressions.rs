//! Every expression gives the same answer on both databases.

use super::fixture::*;
use crate::testing::each_database;
use crate::{Aggregate, Cell, Compare, Direction, Expr, Math, Select, Source};

fn int(n: i64) -> Expr {
    Expr::value(n)
}
fn text(t: &str) -> Expr {
    Expr::value(t)
}
fn null() -> Expr {
    Expr::Value(Cell::Null)
}
fn b(e: Expr) -> Box<Expr> {
    Box::new(e)
}

/// What one expression without a table is worth.
fn worth(db: &crate::Database, expr: Expr) -> Cell {
    one(db, Select { columns: vec![expr], ..Select::default() })
}

#[test]
fn expressions_without_a_table() {
    use Compare::*;
    let yes = || int(1).compare(Eq, int(1));
    let no = || int(1).compare(Eq, int(2));
    let cases: Vec<(Expr, Cell)> = vec![
        (int(i64::MAX), i64::MAX.into()),
        (int(i64::MIN), i64::MIN.into()),
        (text("华为 '\"\\ %_"), "华为 '\"\\ %_".into()),
        (Expr::value(Cell::Bytes([0u8, 255, 7][..].into())), Cell::Bytes([0u8, 255, 7][..].into())),
        (null(), Cell::Null),
        (Expr::And(vec![]), 1i64.into()),
        (Expr::Or(vec![]), 0i64.into()),
        (Expr::And(vec![yes(), no()]), 0i64.into()),
        (Expr::Or(vec![yes(), no()]), 1i64.into()),
        (Expr::And(vec![yes(), null()]), Cell::Null),
        (Expr::And(vec![no(), null()]), 0i64.into()),
        (Expr::And(vec![int(1), int(5)]), 1i64.into()),
        (Expr::Or(vec![Expr::Math(Math::Sub, b(int(3)), b(int(3))), no()]), 0i64.into()),
        (yes().not(), 0i64.into()),
        (null().not(), Cell::Null),
        (int(1).compare(Ne, int(2)), 1i64.into()),
        (int(1).compare(Lt, int(2)), 1i64.into()),
        (int(2).compare(Le, int(2)), 1i64.into()),
        (int(1).compare(Gt, int(2)), 0i64.into()),
        (int(1).compare(Ge, int(2)), 0i64.into()),
        (text("a").compare(Lt, text("B")), 0i64.into()),
        (text("Z").compare(Lt, text("a")), 1i64.into()),
        (text("z").compare(Lt, text("é")), 1i64.into()),
        (text("\u{FFFD}").compare(Lt, text("\u{1F600}")), 1i64.into()),
        (int(1).compare(Eq, null()), Cell::Null),
        (int(1).is_null().compare(Eq, int(0)), 1i64.into()),
        (null().is_null().compare(Eq, int(1).not_null()), 1i64.into()),
        (Expr::Same(b(null()), b(null())), 1i64.into()),
        (Expr::Same(b(int(1)), b(null())), 0i64.into()),
        (Expr::Same(b(null()), b(text("a"))), 0i64.into()),
        (Expr::Same(b(text("a")), b(text("a"))), 1i64.into()),
        (Expr::Same(b(Expr::Coalesce(vec![null(), int(4)])), b(int(4))), 1i64.into()),
        (int(3).among(vec![]), 0i64.into()),
        (int(3).among((1..=3).map(Cell::Int).collect()), 1i64.into()),
        (int(9).among((1..=7).map(Cell::Int).collect()), 0i64.into()),
        (int(3).among((1..=500).map(Cell::Int).collect()), 1i64.into()),
        (int(600).among((1..=500).map(Cell::Int).collect()), 0i64.into()),
        (text("b").among(vec!["a".into(), "b".into()]), 1i64.into()),
        (
            text("x,'\"").among((0..20).map(|n| Cell::from(format!("{n}"))).chain(["x,'\"".into()]).collect()),
            1i64.into(),
        ),
        (null().among(vec![1i64.into()]), Cell::Null),
        (int(2).among(vec![1i64.into(), Cell::Null]), Cell::Null),
        (Expr::Tuple(vec![int(1), int(2)]).compare(Gt, Expr::Tuple(vec![int(1), int(1)])), 1i64.into()),
        (
            Expr::Tuple(vec![int(1).is_null(), text("b"), int(1)])
                .compare(Gt, Expr::Tuple(vec![int(0), text("a"), int(9)])),
            1i64.into(),
        ),
        (Expr::Math(Math::Add, b(int(2)), b(int(3))), 5i64.into()),
        (Expr::Math(Math::Sub, b(int(2)), b(int(3))), (-1i64).into()),
        (Expr::Math(Math::Mul, b(int(-2)), b(int(3))), (-6i64).into()),
        (Expr::Math(Math::Div, b(int(-7)), b(int(2))), (-3i64).into()),
        (Expr::Math(Math::Rem, b(int(-7)), b(int(2))), (-1i64).into()),
        (Expr::Math(Math::Div, b(int(7)), b(int(0))), Cell::Null),
        (Expr::Math(Math::Rem, b(int(7)), b(int(0))), Cell::Null),
        (Expr::Math(Math::Div, b(int(i64::MIN)), b(int(-1))), Cell::Null),
        (Expr::Math(Math::Add, b(int(i64::MAX)), b(int(1))), Cell::Null),
        (Expr::Math(Math::Mul, b(int(i64::MAX)), b(int(2))), Cell::Null),
        (Expr::Math(Math::Div, b(Expr::Math(Math::Mul, b(int(i64::MAX)), b(int(4)))), b(int(8))), Cell::Null),
        (Expr::Math(Math::Add, b(int(1)), b(null())), Cell::Null),
        (Expr::Math(Math::Add, b(yes()), b(yes())), 2i64.into()),
        (Expr::Coalesce(vec![]), Cell::Null),
        (Expr::Coalesce(vec![text("a")]), "a".into()),
        (Expr::Coalesce(vec![null(), int(2), int(3)]), 2i64.into()),
        (Expr::Coalesce(vec![int(1).compare(Eq, null()), int(0)]), 0i64.into()),
        (Expr::And(vec![Expr::Coalesce(vec![int(1).compare(Eq, null()), int(1)])]), 1i64.into()),
        (Expr::Case(vec![(no(), int(1)), (yes(), int(2))], b(int(3))), 2i64.into()),
        (Expr::Case(vec![(null(), int(1))], b(int(3))), 3i64.into()),
        (Expr::Case(vec![(no(), text("a"))], b(null())), Cell::Null),
        (Expr::Case(vec![], b(int(3))), 3i64.into()),
        (Expr::Case(vec![(yes(), no())], b(yes())).not(), 1i64.into()),
        (Expr::Contains(b(text("北京华为")), b(text("华为"))), 1i64.into()),
        (Expr::Contains(b(text("北京华为")), b(text("京为"))), 0i64.into()),
        (Expr::Contains(b(text("50%_x")), b(text("%_"))), 1i64.into()),
        (Expr::Contains(b(text("abc")), b(text(""))), 1i64.into()),
        (Expr::Contains(b(text("Abc")), b(text("abc"))), 0i64.into()),
        (Expr::Contains(b(null()), b(text("a"))), Cell::Null),
        (Expr::StartsWith(b(text("华为技术")), b(text("华为"))), 1i64.into()),
        (Expr::StartsWith(b(text("华")), b(text("华为"))), 0i64.into()),
        (Expr::StartsWith(b(text("a")), b(text(""))), 1i64.into()),
        (Expr::EndsWith(b(text("华为技术")), b(text("技术"))), 1i64.into()),
        (Expr::EndsWith(b(text("术")), b(text("技术"))), 0i64.into()),
        (Expr::EndsWith(b(text("")), b(text("a"))), 0i64.into()),
        (Expr::EndsWith(b(text("a")), b(text(""))), 1i64.into()),
        (Expr::EndsWith(b(text("")), b(text(""))), 1i64.into()),
        (Expr::EndsWith(b(null()), b(text(""))), Cell::Null),
        (Expr::Opaque(b(int(7))), 7i64.into()),
        (Expr::Scalar(Box::new(Select { columns: vec![int(4)], ..Select::default() })), 4i64.into()),
        (Expr::Exists(Box::new(Select { columns: vec![int(4)], ..Select::default() })), 1i64.into()),
        (Expr::InSelect(b(int(4)), Box::new(Select { columns: vec![int(4)], ..Select::default() })), 1i64.into()),
    ];
    each_database(|db| {
        for (expr, expected) in &cases {
            assert_eq!(worth(&db, expr.clone()), *expected, "{expr:?}");
        }
    });
}

fn filled(db: &crate::Database) {
    things(db);
    db.write_now(|tx| {
        for (id, label, size) in [
            (1, Cell::text("alpha"), Cell::Int(10)),
            (2, "beta".into(), 20i64.into()),
            (3, "alps".into(), Cell::Null),
            (4, "华为".into(), 20i64.into()),
            (5, Cell::Null, 5i64.into()),
        ] {
            tx.run(&thing(id, label, size))?;
        }
        Ok::<_, crate::Error>(())
    })
    .unwrap();
}

fn ids(db: &crate::Database, query: Select) -> Vec<i64> {
    cells(db, query).unwrap().iter().filter_map(Cell::as_int).collect()
}

fn where_(condition: Expr) -> Select {
    Select::from(&name("things"), &["id"]).filter(condition).order(col("id"), Direction::Up)
}

#[test]
fn filters_find_the_same_rows() {
    each_database(|db| {
        filled(&db);
        let find = |condition| ids(&db, where_(condition));
        assert_eq!(find(Expr::StartsWith(b(col("label")), b(text("al")))), [1, 3]);
        assert_eq!(find(Expr::StartsWith(b(col("label")), b(text("")))), [1, 2, 3, 4]);
        assert_eq!(find(Expr::StartsWith(b(col("label")), b(text("华")))), [4]);
        assert_eq!(find(Expr::EndsWith(b(col("label")), b(text("a")))), [1, 2]);
        assert_eq!(find(col("size").is_null()), [3]);
        // what no index may be used for means the same
        let twenty = || col("size").eq(20i64);
        let either = Expr::Opaque(b(Expr::Or(vec![twenty(), col("label").is_null()])));
        assert_eq!(find(Expr::Opaque(b(twenty()))), [2, 4]);
        assert_eq!(find(Expr::Opaque(b(twenty())).not()), [1, 5]);
        assert_eq!(find(Expr::And(vec![either, col("id").compare(Compare::Gt, int(2))])), [4, 5]);
        assert_eq!(find(Expr::Same(b(col("size")), b(null()))), [3]);
        assert_eq!(find(Expr::Same(b(col("size")), b(int(20)))), [2, 4]);
        assert_eq!(find(Expr::Same(b(col("size")), b(int(20))).not()), [1, 3, 5]);
        assert_eq!(find(Expr::Same(b(int(20)), b(col("size"))).not()), [1, 3, 5]);
        assert_eq!(find(col("id").among((2..40).map(Cell::Int).collect())), [2, 3, 4, 5]);
        assert_eq!(find(col("label").among(vec!["beta".into(), "华为".into(), "x".into()])), [2, 4]);
        let big = Select::from(&name("things"), &["id"]).filter(col("size").compare(Compare::Ge, int(20)));
        assert_eq!(find(Expr::InSelect(b(col("id")), Box::new(big))), [2, 4]);
        let mut twin = Select::from(&name("things"), &[]);
        twin.from = Some((Source::Table(name("things")), 7));
        twin.columns = vec![int(1)];
        let twin = twin
            .filter(Expr::column(7, "size").equals(col("size")))
            .filter(Expr::column(7, "id").compare(Compare::Ne, col("id")));
        assert_eq!(find(Expr::Exists(Box::new(twin))), [2, 4]);
        let after = Expr::Tuple(vec![col("size").is_null(), col("size"), col("id")])
            .compare(Compare::Gt, Expr::Tuple(vec![int(0), int(10), int(1)]));
        assert_eq!(find(after), [2, 3, 4]);
    });
}

#[test]
fn empty_comes_last_in_both_directions() {
    each_database(|db| {
        filled(&db);
        let sorted = |direction| {
            Select::from(&name("things"), &["id"])
                .order(col("size").is_null(), Direction::Up)
                .order(col("size"), direction)
                .order(col("id"), direction)
        };
        assert_eq!(ids(&db, sorted(Direction::Up)), [5, 1, 2, 4, 3]);
        assert_eq!(ids(&db, sorted(Direction::Down)), [4, 2, 1, 5, 3]);
    });
}

#[test]
fn rows_are_counted_summed_and_grouped() {
    each_database(|db| {
        filled(&db);
        let all = Select {
            columns: vec![
                Expr::CountRows,
                Expr::Aggregate(Aggregate::Count, b(col("size"))),
                Expr::Aggregate(Aggregate::CountDistinct, b(col("size"))),
                Expr::Aggregate(Aggregate::Sum, b(col("size"))),
                Expr::Aggregate(Aggregate::Min, b(col("label"))),
                Expr::Aggregate(Aggregate::Max, b(col("label"))),
                Expr::Aggregate(Aggregate::Sum, b(col("size").compare(Compare::Ge, int(20)))),
            ],
            ..Select::from(&name("things"), &[])
        };
        let expected: Vec<Cell> =
            vec![5i64.into(), 4i64.into(), 3i64.into(), 55i64.into(), "alpha".into(), "华为".into(), 2i64.into()];
        assert_eq!(cells(&db, all.clone()).unwrap(), expected);
        let none = all.filter(col("id").eq(99i64));
        assert_eq!(cells(&db, none).unwrap()[3], Cell::Null);

        // a bucket with parameters inside, grouped and sorted by it
        let bucket = Expr::Case(
            vec![
                (col("size").compare(Compare::Lt, int(10)), int(0)),
                (col("size").compare(Compare::Lt, int(20)), int(1)),
            ],
            b(int(2)),
        );
        let grouped = Select {
            columns: vec![bucket.clone(), Expr::CountRows],
            group: vec![bucket.clone()],
            having: Some(Expr::CountRows.compare(Compare::Ge, int(1))),
            order: vec![(Expr::CountRows, Direction::Down), (bucket, Direction::Down)],
            ..Select::from(&name("things"), &[])
        };
        assert_eq!(ids(&db, grouped), [2, 3, 1, 1, 0, 1]);
    });
}

#[test]
fn selects_nest_join_and_unite() {
    each_database(|db| {
        filled(&db);
        let things = name("things");
        // WITH … materialised, read by place
        let hits = Select::from(&things, &["id", "size"]).filter(col("size").not_null());
        let query = Select {
            with: vec![(name("hits"), hits.clone(), true)],
            columns: vec![Expr::Nth(0, 0)],
            from: Some((Source::With(name("hits")), 0)),
            ..Select::default()
        }
        .filter(Expr::Nth(0, 1).compare(Compare::Ge, int(10)))
        .order(Expr::Nth(0, 0), Direction::Down)
        .limit(2);
        assert_eq!(ids(&db, query), [4, 2]);
        // a count with a cap
        let capped = Select {
            columns: vec![Expr::CountRows],
            from: Some((Source::Select(Box::new(hits.clone().limit(3))), 0)),
            ..Select::default()
        };
        assert_eq!(ids(&db, capped), [3]);
        // a label through a join
        let joined = Select { columns: vec![col("id"), Expr::column(1, "label")], ..Select::from(&things, &[]) }
            .left_join(&things, 1, Expr::column(1, "id").equals(col("size")))
            .order(col("id"), Direction::Up);
        assert_eq!(cells(&db, joined).unwrap().len(), 10);
        // arms with their own order and limit
        let arm = |direction| Select::from(&things, &["id", "size"]).order(col("id"), direction).limit(2);
        let united = Select {
            columns: vec![col("id"), col("size")],
            filter: Some(col("id").eq(3i64)),
            union_all: vec![arm(Direction::Up), arm(Direction::Down), hits],
            order: vec![(col("id"), Direction::Up)],
            limit: Some(20),
            ..Select::from(&things, &[])
        };
        let found: Vec<Cell> = cells(&db, united).unwrap().into_iter().step_by(2).collect();
        assert_eq!(found, [1, 1, 2, 2, 3, 4, 4, 5, 5].map(Cell::Int));
        let distinct = Select { distinct: true, ..Select::from(&things, &["size"]) }
            .filter(col("size").not_null())
            .order(col("size"), Direction::Up);
        assert_eq!(ids(&db, distinct), [5, 10, 20]);
        let claimed = Select { claim: true, ..Select::from(&things, &["id"]).limit(1) };
        assert_eq!(db.write_now(move |tx| Ok::<_, crate::Error>(tx.rows(&claimed)?.len())), Ok(1));
    });
}
