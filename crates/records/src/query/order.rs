//! Order: by several keys, in SQL and here, and what lies behind a place in it. Empty values come last in both directions, on both databases. Called
//! by `run` and `stream`.

use std::cmp::Ordering;

use store::{Cell, Compare, Direction, Expr, Select};

use super::{cursor::Place, resolve::SortKey};

/// Empty last in both directions; ties by id in the direction of the first key.
pub fn in_memory(sort: &[SortKey], a: &[Cell], b: &[Cell]) -> Ordering {
    for (at, key) in sort.iter().enumerate() {
        let (x, y) = (&a[at], &b[at]);
        let ordering = match (x.is_null(), y.is_null()) {
            (true, true) => Ordering::Equal,
            (true, false) => Ordering::Greater,
            (false, true) => Ordering::Less,
            (false, false) if key.down => y.cmp(x),
            (false, false) => x.cmp(y),
        };
        if ordering != Ordering::Equal {
            return ordering;
        }
    }
    let ids = a[sort.len()].cmp(&b[sort.len()]);
    if sort.first().is_some_and(|key| key.down) { ids.reverse() } else { ids }
}

/// Empty values last, ties by id.
pub fn ordered(mut query: Select, keys: &[SortKey]) -> Select {
    for key in keys {
        if key.nullable {
            let empty = Expr::Case(vec![(key.expr.clone().is_null(), Expr::value(1))], Box::new(Expr::value(0)));
            query = query.order(empty, Direction::Up);
        }
        query = query.order(key.expr.clone(), if key.down { Direction::Down } else { Direction::Up });
    }
    query.order(Expr::column(0, "id"), last_direction(keys))
}

pub fn last_direction(keys: &[SortKey]) -> Direction {
    if keys.first().is_some_and(|k| k.down) { Direction::Down } else { Direction::Up }
}

/// Rows behind the place: (k1 beyond) or (k1 same and k2 beyond) or … or (all same and id beyond).
pub fn beyond(keys: &[SortKey], place: &Place, last: Direction) -> Expr {
    let mut ways = Vec::new();
    let mut same: Vec<Expr> = Vec::new();
    for (key, value) in keys.iter().zip(&place.values) {
        let op = if key.down { Compare::Lt } else { Compare::Gt };
        let mut behind = Vec::new();
        if !value.is_null() {
            behind.push(key.expr.clone().not_null().and(key.expr.clone().compare(op, Expr::Value(value.clone()))));
            if key.nullable {
                behind.push(key.expr.clone().is_null());
            }
        }
        let mut way = same.clone();
        way.push(Expr::Or(behind));
        ways.push(Expr::And(way));
        same.push(Expr::Same(Box::new(key.expr.clone()), Box::new(Expr::Value(value.clone()))));
    }
    let op = if last == Direction::Down { Compare::Lt } else { Compare::Gt };
    same.push(Expr::column(0, "id").compare(op, Expr::value(place.id)));
    ways.push(Expr::And(same));
    Expr::Or(ways)
}
