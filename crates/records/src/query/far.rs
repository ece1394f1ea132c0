//! Far: what somebody may see can all lie far behind the beginning of the index that a list is walked by; whoever imports a million accounts puts them
//! before everybody else's. So of the walk of a person who does not see everything only a window is looked at; where that does not fill the page,
//! the ids of what they see are fetched and put in order in memory. Called by `run`.

use store::{Aggregate, Compare, Direction, Expr, Select};
use types::Result;

use super::{
    brief,
    cursor::Place,
    many,
    plan::{self, Few},
    reach,
    resolve::{Resolved, SortKey},
    run::{self, Row, SORTED},
};
use crate::{access::Predicate, context::Cx};

/// Rows of the walk that are looked at.
const WINDOW: u64 = if cfg!(test) { 20 } else { 5_000 };

/// The next rows of the list; `None` where the walk itself is the way.
pub(super) fn rows(
    cx: &mut Cx,
    asked: &Resolved,
    living: &Expr,
    after: Option<&Place>,
    limit: usize,
) -> Result<Option<Vec<Row>>> {
    let [key] = &asked.sort[..] else { return Ok(None) };
    if *asked.scope.rows() == Predicate::Everything
        || asked.search.is_some()
        || !key.own
        || *living != run::living(false)
    {
        return Ok(None);
    }
    let this = ("far", cx.actor.user, asked.scope.action().word(), key.expr.clone(), key.down);
    if many::recall(cx, asked, living, &this) != Some(true) {
        match near(cx, asked, living, key, after, limit)? {
            Near::Enough(rows) => return Ok(Some(rows)),
            Near::All => return Ok(None),
            Near::Far => many::remember(cx, asked, living, &this, true),
        }
    }
    match reach::few(cx, asked.object.table(), living, asked.scope.rows(), SORTED as u64)? {
        Some(ids) => {
            let few = Few::of_scope(cx, asked, ids.into_iter().collect());
            let (rows, _) = run::small(cx, asked, living, &few, after, limit - 1)?;
            Ok(Some(rows))
        }
        None if cx.brief => Err(brief::long_walk()),
        None => Ok(None),
    }
}

enum Near {
    Enough(Vec<Row>),
    /// the table ends before the window does
    All,
    Far,
}

/// What the window holds.
fn near(
    cx: &mut Cx,
    asked: &Resolved,
    living: &Expr,
    key: &SortKey,
    after: Option<&Place>,
    limit: usize,
) -> Result<Near> {
    if after.is_some_and(|place| place.values[0].is_null()) {
        return Ok(Near::Far);
    }
    let id = || Expr::column(0, "id");
    let (direction, end, within) = match key.down {
        true => (Direction::Down, Aggregate::Min, Compare::Ge),
        false => (Direction::Up, Aggregate::Max, Compare::Le),
    };
    let mut window = Select {
        columns: vec![key.expr.clone()],
        from: Some((store::Source::Table(asked.object.table().clone()), 0)),
        ..Select::default()
    }
    .filter(living.clone());
    if key.nullable {
        window = window.filter(key.expr.clone().not_null());
    }
    if let Some(place) = after {
        window = window.filter(run::behind(key, place));
    }
    window = window.order(key.expr.clone(), direction);
    if key.expr != id() {
        window = window.order(id(), direction);
    }
    let ends = Select {
        columns: vec![Expr::CountRows, Expr::Aggregate(end, Box::new(Expr::column(1, "c0")))],
        from: Some((store::Source::Select(Box::new(window.limit(WINDOW))), 1)),
        ..Select::default()
    };
    let found = cx.rows(&ends)?;
    let Some([count, last]) = found.first() else { return Ok(Near::All) };
    if count.as_int().is_none_or(|count| (count as u64) < WINDOW) {
        return Ok(Near::All);
    }
    let mut conditions = plan::for_walk(cx, asked, living, &key.expr)?;
    conditions.push(key.expr.clone().compare(within, Expr::Value(last.clone())));
    let rows = run::one_key(cx, asked, &SortKey { nullable: false, ..key.clone() }, conditions, after, limit)?;
    Ok(if rows.len() >= limit { Near::Enough(rows) } else { Near::Far })
}
