//! The records before and after this one in the list it was opened from: one page of that list is read again, with nothing but its titles.

use records::{
    Cx,
    access::{self, Action},
    query::{self, Ask},
};
use types::{ProblemKind, Result};

use super::Seen;
use crate::{
    desk::Desk,
    pages::{list::counted, views::Views},
    place::Place,
    ui::top::Steps,
};

/// `None` when the record is not on that page of the list any more.
pub fn of(cx: &mut Cx, desk: &Desk, seen: &Seen, from: &Place) -> Result<Option<Steps>> {
    if access::scope(cx, &seen.object, Action::View).is_err() {
        return Ok(None);
    }
    let place = Views::of(cx, desk, &seen.object)?.applied(from.clone());
    let ask = Ask { fields: vec![seen.object.title.to_string()], ..place.ask() };
    let page = match query::briefly(cx, |cx| query::list(cx, &seen.object, &ask)) {
        // a filter or a place in the list that does not hold any more
        Err(problem) if problem.kind == ProblemKind::BadRequest => return Ok(None),
        page => page?,
    };
    // a record is not kept waiting for the list it was found in
    let Some(page) = page else { return Ok(None) };
    let Some(at) = page.items.iter().position(|item| item.id == seen.item.id) else { return Ok(None) };
    let way = |id, place: &Place| {
        let url = place.url();
        let from =
            url.split_once('?').map_or_else(|| Place::WHOLE.to_string(), |(_, query)| gate::router::encode(query));
        format!("/{}/{id}?from={from}", seen.object.name)
    };
    let previous = at.checked_sub(1).map(|before| way(page.items[before].id, from));
    let next = match (page.items.get(at + 1), page.next) {
        (Some(item), _) => Some(way(item.id, from)),
        // the first of the next page
        (None, Some(cursor)) => {
            let after = Place { cursor: Some(cursor), start: from.start + page.items.len(), ..from.clone() };
            let ask = Ask { cursor: after.cursor.clone(), limit: 1, totals: query::Totals::None, ..ask };
            query::list(cx, &seen.object, &ask)?.items.first().map(|item| way(item.id, &after))
        }
        (None, None) => None,
    };
    // an address of a later page may not say how far down it begins
    let total = page.total.filter(|_| from.cursor.is_none() || from.start > 0);
    let position =
        total.map(|total| format!("{} / {}", from.start + at + 1, counted(desk, &total))).unwrap_or_default();
    Ok(Some(Steps { position, previous, next }))
}
