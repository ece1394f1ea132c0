//! Find: the best records of several objects for a search box. Called by the edges' search; the search of one list is in `words`.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use store::{Direction, Expr, Select};
use types::{Id, Result, text::sort_key};

use super::{Ask, list};
use crate::{context::Cx, schema::Object, visible::Visible};

/// Candidates of one object that are ranked; recency decides which.
const CANDIDATES: u32 = 50;
/// Beside them, those whose title begins with the words.
const NAMED: u64 = 10;
/// What a record is called in the system it came from.
const NUMBER: &str = "external_id";
/// The rank of what is exactly what was typed.
const EXACT: u8 = 0;

/// The best records of several objects for a search box: titles that are, begin with, or hold the words first, then by the order of
/// the objects, then the newest.
pub fn find(cx: &mut Cx, objects: &[Arc<Object>], words: &str, limit: usize) -> Result<Vec<Visible>> {
    let folded = types::text::fold(words.trim()).into_owned();
    let mut hits: Vec<(u8, usize, Visible)> = Vec::new();
    for (place, object) in objects.iter().enumerate() {
        let shown: Vec<String> = object.layout.card.iter().chain(&object.list).take(4).map(|n| n.to_string()).collect();
        let ask = Ask {
            search: Some(words.to_string()),
            sort: vec![("id".into(), true)],
            fields: readable(cx, object, shown),
            limit: CANDIDATES,
            ..Ask::default()
        };
        match list(cx, object, &ask) {
            Ok(page) => {
                let named = if page.next.is_some() { named(cx, object, words, &ask)? } else { Vec::new() };
                let numbered = numbered(cx, object, words.trim(), &ask)?;
                let mut known: HashSet<Id> = numbered.iter().map(|item| item.id).collect();
                hits.extend(numbered.into_iter().map(|item| (EXACT, place, item)));
                let others = page.items.into_iter().chain(named).filter(|item| known.insert(item.id));
                hits.extend(others.map(|item| (rank(&item.title, &folded), place, item)));
            }
            // an object that this person may not see finds nothing
            Err(problem) if problem.kind == types::ProblemKind::NotFound => {}
            Err(problem) => return Err(problem),
        }
    }
    hits.sort_by(|(a, p, x), (b, q, y)| (a, p).cmp(&(b, q)).then(y.id.cmp(&x.id)));
    Ok(mixed(hits, limit))
}

/// The best in their order, but no object takes the places of all others: an account is found though eight of its deals carry its name.
fn mixed(hits: Vec<(u8, usize, Visible)>, limit: usize) -> Vec<Visible> {
    let places = hits.iter().map(|(_, place, _)| place).collect::<HashSet<_>>().len().max(1);
    let share = limit.div_ceil(places).max(3);
    let mut taken: HashMap<usize, usize> = HashMap::new();
    let (mut first, mut rest) = (Vec::new(), Vec::new());
    for (at, (_, place, item)) in hits.into_iter().enumerate() {
        let taken = taken.entry(place).or_default();
        *taken += 1;
        if *taken <= share { &mut first } else { &mut rest }.push((at, item));
    }
    let room = limit.saturating_sub(first.len());
    first.truncate(limit);
    first.extend(rest.into_iter().take(room));
    first.sort_by_key(|(at, _)| *at);
    first.into_iter().map(|(_, item)| item).collect()
}

/// Records whose title begins with the words, the shortest first: where more hold the words than are ranked, these must not be missed.
fn named(cx: &mut Cx, object: &Arc<Object>, words: &str, ask: &Ask) -> Result<Vec<Visible>> {
    let scope = crate::access::scope(cx, object, crate::access::Action::View)?;
    let title = object.position(&object.title).filter(|at| scope.may_read(*at));
    let Some(column) = title.and_then(|at| object.fields[at].sort_column()) else { return Ok(Vec::new()) };
    let key = sort_key(words.trim());
    // what stands behind U+0001 tells equal keys apart
    let begins = key.split('\u{1}').next().unwrap_or_default();
    let column = Expr::Column(0, column);
    let query = Select::from(object.table(), &["id"])
        .filter(Expr::column(0, "deleted_at").is_null())
        .filter(Expr::StartsWith(Box::new(column.clone()), Box::new(Expr::value(begins))))
        .filter(scope.rows().sql(0, true))
        .order(column, Direction::Up)
        .limit(NAMED);
    let ids: Vec<Id> = cx.rows(&query)?.iter().filter_map(|row| row[0].as_int()).map(Id).collect();
    Ok(list(cx, object, &Ask { search: None, ids: Some(ids), ..ask.clone() })?.items)
}

/// Records that have exactly this number in the system they came from, written as there or in capitals: the index of these numbers finds them.
fn numbered(cx: &mut Cx, object: &Arc<Object>, number: &str, ask: &Ask) -> Result<Vec<Visible>> {
    let scope = crate::access::scope(cx, object, crate::access::Action::View)?;
    let readable = object.position(NUMBER).is_some_and(|at| scope.may_read(at));
    if !readable || number.is_empty() || number.contains(char::is_whitespace) {
        return Ok(Vec::new());
    }
    let mut spellings = vec![number.to_owned(), number.to_uppercase()];
    spellings.dedup();
    let query = Select::from(object.table(), &["id"])
        .filter(Expr::column(0, NUMBER).among(spellings.into_iter().map(Into::into).collect()))
        .filter(Expr::column(0, "deleted_at").is_null())
        .filter(scope.rows().sql(0, true))
        .limit(NAMED);
    let ids: Vec<Id> = cx.rows(&query)?.iter().filter_map(|row| row[0].as_int()).map(Id).collect();
    match ids.is_empty() {
        true => Ok(Vec::new()),
        false => Ok(list(cx, object, &Ask { search: None, ids: Some(ids), ..ask.clone() })?.items),
    }
}

/// Of these fields, those that the caller may see, without doubles.
fn readable(cx: &Cx, object: &Arc<Object>, wanted: Vec<String>) -> Vec<String> {
    let Ok(scope) = crate::access::scope(cx, object, crate::access::Action::View) else { return Vec::new() };
    let mut seen: Vec<String> = vec![object.title.to_string()];
    for name in wanted {
        if object.position(&name).is_some_and(|at| scope.may_see(at)) && !seen.contains(&name) {
            seen.push(name);
        }
    }
    seen.retain(|name| object.position(name).is_some_and(|at| scope.may_see(at)));
    seen
}

fn rank(title: &str, words: &str) -> u8 {
    let title = types::text::fold(title);
    match () {
        _ if title == words => EXACT,
        _ if title.starts_with(words) => 1,
        _ if title.contains(words) => 2,
        _ => 3,
    }
}
