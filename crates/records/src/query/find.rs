//! Find: words to records. The tokens of a query carry fields, so it looks only into fields that its caller may read unmasked.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use store::{Direction, Expr, Select, Token as StoreToken, Tokens};
use types::{
    Id, Result,
    text::{
        sort_key,
        tokens::{self, Kind, Token},
    },
};

use super::{Ask, list};
use crate::{
    access::Scope,
    context::Cx,
    field,
    schema::{Field, Object, SearchAs},
    visible::Visible,
};

/// Candidates of one object that are ranked; recency decides which.
const CANDIDATES: u32 = 50;
/// Beside them, those whose title begins with the words.
const NAMED: u64 = 10;

/// The condition that a search adds to a list.
pub fn condition(scope: &Scope, words: &str) -> Expr {
    let object = scope.object();
    let fields: Vec<(String, Kind, usize)> = object
        .fields
        .iter()
        .enumerate()
        .filter(|(at, f)| !f.removed && scope.may_read(*at))
        .filter_map(|(at, f)| f.search.map(|search| (field::tag(f), kind(search), at)))
        .collect();
    let tags: Vec<(&str, Kind)> = fields.iter().map(|(tag, kind, _)| (tag.as_str(), *kind)).collect();
    let query = tokens::query(words, &tags);
    if query.is_empty() {
        return Expr::Or(vec![]); // nothing but signs finds nothing
    }
    let terms =
        query.terms.iter().map(|term| term.any.iter().map(|way| way.tokens.iter().map(token).collect()).collect());
    let search = Expr::Search {
        search: object.search_table(),
        id: Box::new(Expr::column(0, "id")),
        query: Tokens { terms: terms.collect() },
    };
    let verified = query.terms.iter().filter_map(|term| {
        let wanted = term.verify.as_ref()?;
        let ways = term.any.iter().filter_map(|way| {
            let (_, _, at) = fields.iter().find(|(tag, _, _)| *tag == way.field)?;
            let text = folded(&object.fields[*at]);
            Some(Expr::Contains(Box::new(text), Box::new(Expr::value(wanted.as_str()))))
        });
        Some(Expr::Or(ways.collect()))
    });
    let mut all = vec![search];
    all.extend(verified);
    if all.len() == 1 { all.remove(0) } else { Expr::And(all) }
}

/// The folded text of a field: kept apart only where folding changes it.
fn folded(field: &Field) -> Expr {
    let columns = field.columns();
    let fold = columns.iter().find(|(name, _)| *name == field.column.with("fold"));
    let own = Expr::Column(0, field.column.clone());
    match fold {
        Some((fold, _)) => Expr::Coalesce(vec![Expr::Column(0, fold.clone()), own, Expr::value("")]),
        None => Expr::Coalesce(vec![own, Expr::value("")]),
    }
}

fn kind(search: SearchAs) -> Kind {
    match search {
        SearchAs::Text => Kind::Text,
        SearchAs::Name => Kind::Name,
        SearchAs::Phone => Kind::Phone,
        SearchAs::Email => Kind::Email,
        SearchAs::Code => Kind::Code,
    }
}

fn token(token: &Token) -> StoreToken {
    match token {
        Token::Is(text) => StoreToken { text: text.clone(), prefix: false },
        Token::Starts(text) => StoreToken { text: text.clone(), prefix: true },
    }
}

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
                let known: HashSet<Id> = page.items.iter().map(|item| item.id).collect();
                let named = named.into_iter().filter(|item| !known.contains(&item.id));
                hits.extend(page.items.into_iter().chain(named).map(|item| (rank(&item.title, &folded), place, item)));
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
        _ if title == words => 0,
        _ if title.starts_with(words) => 1,
        _ if title.contains(words) => 2,
        _ => 3,
    }
}
