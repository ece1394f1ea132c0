//! The names of an object's records in memory, and which of them a text means. Called by `directory`.

use std::{
    collections::{HashMap, hash_map::DefaultHasher},
    hash::{Hash, Hasher},
};

use store::{Compare, Direction, Expr, Select};
use types::{
    Id, Result,
    text::{fold, key_fold},
};

use super::Found;
use crate::{
    access::Scope,
    context::Cx,
    query::{self, Ask},
    schema::{Field, FieldType, Object},
};

/// Up to here all names of an object are held as they are.
const HELD: usize = 50_000;
/// Names read in one query.
const PAGE: u64 = 20_000;

pub enum Names {
    Unread,
    /// by folded text
    Held(HashMap<String, Vec<Entry>>),
    /// sorted by digest of the folded name; those learned since
    Digests(Vec<(u64, Id)>, HashMap<u64, Vec<Id>>),
    Indexed,
}

pub struct Entry {
    pub id: Id,
    pub text: String,
    /// which key it is of; names that are no key come last
    pub rank: usize,
    pub within: Option<Id>,
}

/// Which of the entries with this folded text is meant: as written before folded, better keys first.
pub fn among(entries: &[Entry], text: &str) -> Option<Found> {
    let plain = fold(text.trim()).into_owned();
    type Fits<'f> = &'f dyn Fn(&&Entry) -> bool;
    let fits: [(Fits, bool); 3] = [
        (&|entry| entry.text.trim() == text.trim(), false),
        (&|entry| fold(entry.text.trim()) == plain, false),
        (&|_| true, true),
    ];
    fits.iter().find_map(|(fits, folded)| {
        let meant: Vec<&Entry> = entries.iter().filter(fits).collect();
        let best = meant.iter().map(|entry| entry.rank).min()?;
        let mut ids: Vec<(Id, Option<Id>)> =
            meant.iter().filter(|entry| entry.rank == best).map(|entry| (entry.id, entry.within)).collect();
        ids.sort_unstable();
        ids.dedup_by_key(|(id, _)| *id);
        Some(one_or_several(ids, *folded))
    })
}

pub fn one_or_several(ids: Vec<(Id, Option<Id>)>, folded: bool) -> Found {
    match ids[..] {
        [(one, _)] => Found::One(one, folded),
        _ => Found::Several(ids),
    }
}

pub fn living(scope: &Scope, columns: &[&str]) -> Select {
    Select::from(scope.object().table(), columns).filter(query::run::living(false)).filter(scope.rows().sql(0, true))
}

/// Held in memory with the names.
pub fn is_word(field: &Field) -> bool {
    matches!(field.kind, FieldType::Text { .. } | FieldType::AutoNumber { .. })
}

pub fn digest(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// The one required link of an object: what its records stand within.
pub fn stands_within(object: &Object) -> Option<&Field> {
    let mut required = object.living().filter(|f| f.required && matches!(f.kind, FieldType::Link { .. }));
    required.next().filter(|_| required.next().is_none())
}

pub fn first_within(cx: &mut Cx, object: &Object) -> Result<Option<Id>> {
    let Some(target) = stands_within(object).and_then(|field| cx.catalog.target(field)).cloned() else {
        return Ok(None);
    };
    let ask = Ask { fields: vec![target.title.to_string()], limit: 1, ..Ask::default() };
    match query::list(cx, &target, &ask) {
        Ok(page) => Ok(page.items.first().map(|item| item.id)),
        Err(problem) if problem.kind == types::ProblemKind::NotFound => Ok(None),
        Err(problem) => Err(problem),
    }
}

pub fn read_names(cx: &mut Cx, scope: &Scope) -> Result<Names> {
    let object = scope.object().clone();
    let mut words: Vec<&Field> =
        object.keys.iter().filter_map(|key| object.field(key)).filter(|f| is_word(f)).collect();
    words.extend(object.living().filter(|f| f.unique && is_word(f) && !object.keys.contains(&f.name)));
    let keys = words.len();
    if !words.iter().any(|field| field.name == object.title) {
        words.push(object.title_field());
    }
    let within = stands_within(&object);
    let mut columns = vec!["id"];
    columns.extend(words.iter().map(|field| field.column.as_str()));
    columns.extend(within.map(|field| field.column.as_str()));
    let all = living(scope, &columns).order(Expr::column(0, "id"), Direction::Up).limit(HELD as u64 + 1);
    let rows = cx.rows(&all)?;
    if rows.len() > HELD {
        return read_digests(cx, scope);
    }
    let mut names: HashMap<String, Vec<Entry>> = HashMap::new();
    for row in rows.iter() {
        let Some(id) = row[0].as_int().map(Id) else { continue };
        let within = within.and_then(|_| row[words.len() + 1].as_int()).map(Id);
        for (rank, cell) in row[1..=words.len()].iter().enumerate() {
            if let Some(text) = cell.as_text() {
                let rank = if rank < keys { rank } else { usize::MAX };
                names.entry(key_fold(text)).or_default().push(Entry { id, text: text.to_string(), rank, within });
            }
        }
    }
    Ok(Names::Held(names))
}

fn read_digests(cx: &mut Cx, scope: &Scope) -> Result<Names> {
    let title = scope.object().title_field().column.clone();
    let mut digests = Vec::new();
    let mut after = Id(0);
    loop {
        let page = living(scope, &["id", &title])
            .filter(Expr::column(0, "id").compare(Compare::Gt, Expr::value(after)))
            .order(Expr::column(0, "id"), Direction::Up)
            .limit(PAGE);
        let rows = cx.rows(&page)?;
        for row in rows.iter() {
            if let Some(id) = row[0].as_int() {
                after = Id(id);
                digests.extend(row[1].as_text().map(|text| (digest(&key_fold(text)), after)));
            }
        }
        if (rows.len() as u64) < PAGE {
            break;
        }
    }
    digests.sort_unstable();
    digests.shrink_to_fit();
    Ok(Names::Digests(digests, HashMap::new()))
}
