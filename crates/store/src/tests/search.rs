//! Both search indexes find the same records: those a plain look at the tokens finds.

use std::collections::BTreeSet;

use super::fixture::*;
use crate::testing::each_database;
use crate::{Cell, Change, Database, Direction, Expr, Select, Source, Step, Token, Tokens};

/// Small and repeatable.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }
}

const LETTERS: &[&str] = &["a", "b", "st", "z9", "华", "为", "京", "é", "\u{E000}", "13", "8", "𠮷"];

fn token(dice: &mut Dice) -> String {
    (0..=dice.below(3)).map(|_| LETTERS[dice.below(LETTERS.len())]).collect()
}

fn indexed(db: &Database, documents: Vec<BTreeSet<String>>) {
    things(db);
    db.write_now(move |tx| {
        tx.reshape(&Step::CreateSearch { search: name("words") })?;
        for (id, words) in documents.iter().enumerate() {
            let id = id as i64;
            tx.run(&thing(id, Cell::Null, id % 7))?;
            tx.run(&Change::Index { search: name("words"), id, tokens: words.iter().cloned().collect() })?;
        }
        Ok::<_, crate::Error>(())
    })
    .unwrap();
}

fn search(id: Expr, query: Tokens) -> Expr {
    Expr::Search { search: name("words"), id: Box::new(id), query }
}

fn found(db: &Database, query: Select) -> Vec<i64> {
    cells(db, query).unwrap().iter().filter_map(Cell::as_int).collect()
}

fn through_records(query: Tokens) -> Select {
    Select::from(&name("things"), &["id"]).filter(search(col("id"), query)).order(col("id"), Direction::Up)
}

/// The index itself as the source: walks it from the newest id without collecting all hits.
fn through_index(query: Tokens) -> Select {
    let id = || Expr::column(3, "id");
    Select { columns: vec![id()], from: Some((Source::Table(name("words")), 3)), ..Select::default() }
        .filter(search(id(), query))
        .order(id(), Direction::Down)
        .limit(1_000)
}

fn word(text: &str, prefix: bool) -> Token {
    Token { text: text.into(), prefix }
}

fn holds(words: &BTreeSet<String>, query: &Tokens) -> bool {
    let has = |t: &Token| words.iter().any(|w| if t.prefix { w.starts_with(&t.text) } else { *w == t.text });
    query.terms.iter().all(|ways| ways.iter().any(|way| way.iter().all(has)))
}

#[test]
fn random_queries_find_what_a_plain_look_finds() {
    let mut dice = Dice(42);
    let documents: Vec<BTreeSet<String>> =
        (0..300).map(|_| (0..dice.below(12)).map(|_| token(&mut dice)).collect()).collect();
    let queries: Vec<Tokens> = (0..300)
        .map(|_| {
            let mut way = || {
                (0..=dice.below(2))
                    .map(|_| {
                        let text = token(&mut dice);
                        word(&text, dice.below(2) == 0)
                    })
                    .collect::<Vec<_>>()
            };
            let terms = match (way(), way(), way()) {
                (a, b, c) if c.len() == 1 => vec![vec![a, b], vec![c]],
                (a, ..) => vec![vec![a]],
            };
            Tokens { terms }
        })
        .collect();
    each_database(|db| {
        indexed(&db, documents.clone());
        let mut hits = 0;
        for query in &queries {
            let expected: Vec<i64> =
                (0..documents.len()).filter(|id| holds(&documents[*id], query)).map(|id| id as i64).collect();
            hits += expected.len();
            assert_eq!(found(&db, through_records(query.clone())), expected, "{query:?}");
            let mut newest = found(&db, through_index(query.clone()));
            newest.reverse();
            assert_eq!(newest, expected, "{query:?}");
        }
        assert!(hits > 1_000, "the queries find something: {hits}");
    });
}

#[test]
fn a_search_joins_its_records_from_the_index() {
    each_database(|db| {
        let words = |list: &[&str]| list.iter().map(|w| (*w).to_owned()).collect();
        indexed(&db, vec![words(&["a"]), words(&["a", "b"]), words(&["a"]), words(&["b"])]);
        let query = Select {
            columns: vec![Expr::column(0, "id"), Expr::column(1, "size")],
            from: Some((Source::Table(name("words")), 0)),
            ..Select::default()
        }
        .left_join(&name("things"), 1, Expr::column(1, "id").equals(Expr::column(0, "id")))
        .filter(search(Expr::column(0, "id"), Tokens { terms: vec![vec![vec![word("a", false)]]] }))
        .filter(Expr::column(1, "size").compare(crate::Compare::Gt, Expr::value(0i64)))
        .order(Expr::column(0, "id"), Direction::Down);
        assert_eq!(found(&db, query), [2, 2, 1, 1]);
    });
}

#[test]
fn tokens_are_replaced_and_taken_away() {
    each_database(|db| {
        let words = |list: &[&str]| list.iter().map(|w| (*w).to_owned()).collect();
        indexed(&db, vec![words(&["old"])]);
        let find = |text: &str| found(&db, through_records(Tokens { terms: vec![vec![vec![word(text, false)]]] }));
        assert_eq!(find("old"), [0]);
        let change = Change::Index { search: name("words"), id: 0, tokens: vec!["new".into()] };
        assert_eq!(db.write_now(move |tx| tx.run(&change)), Ok(1));
        assert_eq!((find("old"), find("new")), (vec![], vec![0]));
        let change = Change::Unindex { search: name("words"), id: 0 };
        assert_eq!(db.write_now(move |tx| tx.run(&change)), Ok(1));
        assert_eq!(find("new"), Vec::<i64>::new());
    });
}

#[test]
fn no_token_is_a_word_of_the_query_language() {
    each_database(|db| {
        let nasty = ["O'Brien", "a\"b", "AND", "NEAR(x)", "a:*", "x\\y", "--", "\u{0}", "ж|&!<->", &"长".repeat(300)];
        indexed(&db, vec![nasty.iter().map(|w| (*w).to_owned()).collect()]);
        for text in nasty {
            for prefix in [false, true] {
                let query = Tokens { terms: vec![vec![vec![word(text, prefix)]]] };
                assert_eq!(found(&db, through_records(query)), [0], "{text:?}");
            }
        }
        let none = Tokens { terms: vec![vec![]] };
        assert_eq!(found(&db, through_records(none)), Vec::<i64>::new());
        assert_eq!(found(&db, through_records(Tokens::default())), [0]);
        let not = Select::from(&name("things"), &["id"])
            .filter(search(col("id"), Tokens { terms: vec![vec![vec![word("zzz", false)]]] }).not());
        assert_eq!(found(&db, not), [0]);
    });
}
