//! What conditions look like in the database: plain where an index can serve them, never NULL where they are negated.

use store::{Alias, Compare, Expr};
use types::{Name, Problem, Result};

use super::world::{Tables, world};
use crate::expr::{Expected, Path, check, sql, sql::Places};

fn shape(source: &str) -> Expr {
    let node = check(source, &world().env("deals"), Expected::Condition).unwrap();
    sql::condition(&node, &mut Tables::new(world())).unwrap()
}

fn column(name: &str) -> Expr {
    Expr::column(0, name)
}

#[test]
fn comparisons_with_a_known_value_stay_plain_so_that_an_index_can_serve_them() {
    let compare = |name: &str, op, value: i64| column(name).compare(op, Expr::value(value));
    for (source, expected) in [
        ("quantity == 5", compare("quantity", Compare::Eq, 5)),
        ("5 == quantity", compare("quantity", Compare::Eq, 5)),
        ("!(quantity != 5)", compare("quantity", Compare::Eq, 5)),
        // money is compared by its base, at four places
        ("amount > 10000", compare("amount_base", Compare::Gt, 100_000_000)),
        // numbers of more places than the column has are brought to its places
        ("quantity < 1.5", compare("quantity", Compare::Le, 1)),
        ("quantity >= 1.5", compare("quantity", Compare::Gt, 1)),
        ("quantity > -1.5", compare("quantity", Compare::Gt, -2)),
        ("quantity == 1.5", Expr::Or(vec![])),
        ("quantity != 1.5", Expr::And(vec![])),
        ("fine < 1000000000000000000", column("fine").not_null()),
        ("fine > 1000000000000000000", Expr::Or(vec![])),
        ("owner == me()", compare("owner", Compare::Eq, 1)),
        ("id == \"0000000000007\"", compare("id", Compare::Eq, 7)),
        ("stage == \"won\"", column("stage").eq("won")),
        ("stage in [\"won\", \"lost\"]", column("stage").among(vec!["won".into(), "lost".into()])),
        ("won", compare("won", Compare::Eq, 1)),
        ("name == null", column("name").is_null()),
        ("name != null", column("name").is_null().not()),
        (
            "quantity > 1 && stage == \"won\"",
            Expr::And(vec![compare("quantity", Compare::Gt, 1), column("stage").eq("won")]),
        ),
    ] {
        assert_eq!(shape(source), expected, "{source}");
    }
}

#[test]
fn what_is_negated_cannot_be_null() {
    let one_or_nothing = |condition| Expr::Case(vec![(condition, Expr::value(1))], Expr::value(0).into()).eq(0);
    for (source, expected) in [
        ("quantity != 5", Expr::Same(column("quantity").into(), Expr::value(5).into()).not()),
        ("!(quantity < 5)", one_or_nothing(column("quantity").compare(Compare::Lt, Expr::value(5)))),
        ("!won", one_or_nothing(column("won").eq(1))),
        // turned inwards: no NOT over AND
        (
            "!(name == null && stage == \"won\")",
            Expr::Or(vec![
                column("name").is_null().not(),
                Expr::Same(column("stage").into(), Expr::value("won").into()).not(),
            ]),
        ),
    ] {
        assert_eq!(shape(source), expected, "{source}");
    }
}

#[test]
fn a_value_among_several_is_looked_up_by_its_own_index() {
    let Expr::InSelect(id, records) = shape("\"vip\" in tags") else { panic!("not a lookup") };
    assert_eq!(*id, column("id"));
    assert_eq!(records.filter, Some(Expr::column(sql::FIRST_ALIAS, "value").eq("vip")));
}

#[test]
fn text_is_searched_in_its_folded_form() {
    let folded = Expr::Coalesce(vec![column("name_fold"), column("name")]);
    let expected = Expr::Contains(folded.into(), Expr::value("huawei").into());
    assert_eq!(shape("name.contains(\"ＨＵＡＷＥＩ\")"), expected);
    // a code has no folded form
    assert_eq!(shape("code.startsWith(\"OP-\")"), Expr::StartsWith(column("code").into(), Expr::value("OP-").into()));
}

/// An index that knows where a text may be found.
struct Indexed;

impl Places for Indexed {
    fn alias(&mut self, _: &[Name]) -> Result<Alias> {
        Ok(0)
    }

    fn candidates(&mut self, path: &Path, part: &str) -> Result<Option<Expr>> {
        assert_eq!((path.to_string().as_str(), part), ("name", "华为"));
        Ok(Some(column("found").eq(1)))
    }
}

#[test]
fn candidates_of_the_search_index_are_verified() {
    let node = check("name.contains(\"华为\")", &world().env("deals"), Expected::Condition).unwrap();
    let Expr::And(parts) = sql::condition(&node, &mut Indexed).unwrap() else { panic!("not two conditions") };
    assert_eq!(parts[0], column("found").eq(1));
    assert!(matches!(parts[1], Expr::Contains(..)));
}

/// A table whose owner may not be seen at all.
struct Closed;

impl Places for Closed {
    fn alias(&mut self, hops: &[Name]) -> Result<Alias> {
        if hops.is_empty() { Ok(0) } else { Err(Problem::not_found()) }
    }
}

#[test]
fn a_refusal_of_the_query_is_passed_on() {
    let node = check("account.size > 1 || won", &world().env("deals"), Expected::Condition).unwrap();
    assert_eq!(sql::condition(&node, &mut Closed), Err(Problem::not_found()));
    let node = check("children > 1", &world().env("deals"), Expected::Condition).unwrap();
    assert_eq!(sql::condition(&node, &mut Closed).unwrap_err().code, "bad_filter");
}

#[test]
fn nothing_grows_with_the_depth_of_an_expression() {
    let mut source = "quantity".to_owned();
    for _ in 0..9 {
        source = format!("abs(!({source} < 1.5) ? 2 : quantity / rate)");
    }
    let shape = format!("{:?}", shape(&format!("!({source} > 1)")));
    assert!(shape.len() < 200_000, "{} characters", shape.len());
}
