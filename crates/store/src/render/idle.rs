//! Left joins that find at most one row and that nothing looks at: the answer is the same without them, and neither database has to plan them.
//! Called by `select`.

use crate::{Alias, Compare, Expr, Join, JoinKind, Select, Source};

/// The joins that are needed, in their order.
pub(super) fn needed(select: &Select) -> Vec<&Join> {
    let mut named = Vec::new();
    let order = select.order.iter().map(|(by, _)| by);
    for expr in select.columns.iter().chain(&select.filter).chain(&select.group).chain(&select.having).chain(order) {
        expression(expr, &mut named);
    }
    // a later join may stand on an earlier one
    let mut kept = Vec::new();
    for join in select.joins.iter().rev() {
        if join.kind == JoinKind::Inner || named.contains(&join.alias) || !finds_one(join) {
            expression(&join.on, &mut named);
            kept.push(join);
        }
    }
    kept.reverse();
    kept
}

/// Whether it finds one row at most: of a table, by its key.
fn finds_one(join: &Join) -> bool {
    matches!(join.source, Source::Table(_)) && by_id(&join.on, join.alias)
}

fn by_id(on: &Expr, alias: Alias) -> bool {
    let id = |e: &Expr| matches!(e, Expr::Column(a, name) if *a == alias && name == "id");
    match on {
        Expr::And(items) => items.iter().any(|item| by_id(item, alias)),
        Expr::Compare(Compare::Eq, a, b) => id(a) || id(b),
        _ => false,
    }
}

/// Every alias within, those of selects inside too: they may look out.
fn expression(expr: &Expr, named: &mut Vec<Alias>) {
    match expr {
        Expr::Column(alias, _) | Expr::Nth(alias, _) => named.push(*alias),
        Expr::Value(_) | Expr::CountRows => {}
        Expr::And(items) | Expr::Or(items) | Expr::Tuple(items) | Expr::Coalesce(items) | Expr::Concat(items) => {
            items.iter().for_each(|item| expression(item, named));
        }
        Expr::Not(x) | Expr::IsNull(x) | Expr::In(x, _) | Expr::Aggregate(_, x) | Expr::Opaque(x) => {
            expression(x, named);
        }
        Expr::Compare(_, a, b)
        | Expr::Same(a, b)
        | Expr::Math(_, a, b)
        | Expr::Contains(a, b)
        | Expr::StartsWith(a, b)
        | Expr::EndsWith(a, b) => {
            expression(a, named);
            expression(b, named);
        }
        Expr::Case(arms, other) => {
            for (when, then) in arms {
                expression(when, named);
                expression(then, named);
            }
            expression(other, named);
        }
        Expr::Search { id, .. } => expression(id, named),
        Expr::InSelect(x, inner) => {
            expression(x, named);
            within(inner, named);
        }
        Expr::Exists(inner) | Expr::Scalar(inner) => within(inner, named),
    }
}

fn within(select: &Select, named: &mut Vec<Alias>) {
    let order = select.order.iter().map(|(by, _)| by);
    let joined = select.joins.iter().map(|join| &join.on);
    let all = select.columns.iter().chain(&select.filter).chain(&select.group).chain(&select.having);
    all.chain(order).chain(joined).for_each(|expr| expression(expr, named));
    let sources = select.from.iter().map(|(source, _)| source).chain(select.joins.iter().map(|join| &join.source));
    for source in sources {
        if let crate::Source::Select(inner) = source {
            within(inner, named);
        }
    }
    select.with.iter().map(|(_, inner, _)| inner).chain(&select.union_all).for_each(|inner| within(inner, named));
}

#[cfg(test)]
mod tests {
    use types::Name;

    use super::*;

    fn by(alias: Alias, on: Expr) -> Select {
        let things = Name::of("things");
        Select::from(&things, &["id"])
            .left_join(&things, 1, Expr::column(1, "id").equals(Expr::column(0, "size")))
            .left_join(&things, 2, Expr::column(2, "id").equals(on))
            .filter(Expr::column(alias, "label").not_null())
    }

    fn left(select: &Select) -> Vec<Alias> {
        needed(select).iter().map(|join| join.alias).collect()
    }

    #[test]
    fn a_label_that_nobody_asks_for_is_not_joined() {
        assert_eq!(left(&by(0, Expr::column(0, "size"))), [] as [Alias; 0]);
        assert_eq!(left(&by(1, Expr::column(0, "size"))), [1]);
        assert_eq!(left(&by(2, Expr::column(0, "size"))), [2]);
        assert_eq!(left(&by(2, Expr::column(1, "size"))), [1, 2], "the second stands on the first");
        let inside = Expr::Exists(Box::new(by(1, Expr::column(7, "size"))));
        let outside = Select { filter: Some(inside), ..by(0, Expr::column(0, "size")) };
        assert_eq!(left(&outside), [1, 2], "a select inside may look out");
        let things = Name::of("things");
        let many = Expr::column(1, "size").equals(Expr::column(0, "id"));
        assert_eq!(left(&Select::from(&things, &["id"]).left_join(&things, 1, many)), [1], "it may multiply the rows");
    }
}
