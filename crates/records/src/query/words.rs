//! Words: what was typed into a search, in the three ways in which records are found by it: as a condition on the index, as a walk of the index from
//! the newest record on, and against the words of a few records without it. The tokens of a query carry fields, so it looks only into those that its
//! caller may read unmasked. Called by `resolve`, `plan` and `run`.

use std::collections::BTreeSet;

use store::{Compare, Direction, Expr, Select, Source, Token as StoreToken, Tokens};
use types::{
    Id, Result,
    text::tokens::{self, Kind, Query, Token},
};

use super::{
    plan::{self, among},
    resolve::Resolved,
};
use crate::{access::Scope, context::Cx, field, schema::Field, search};

/// A search that has been taken apart.
pub struct Words {
    query: Query,
    /// the index holds it
    pub indexed: Expr,
    /// what the index cannot tell: that three or more Chinese characters stand side by side
    pub verified: Vec<Expr>,
    /// the fields that are looked into
    positions: Vec<usize>,
}

impl Words {
    pub fn new(scope: &Scope, words: &str) -> Words {
        let object = scope.object();
        let fields: Vec<(String, Kind, usize)> = object
            .fields
            .iter()
            .enumerate()
            .filter(|(at, f)| !f.removed && scope.may_read(*at))
            .filter_map(|(at, f)| Some((field::tag(f), field::search_kind(f)?, at)))
            .collect();
        let tags: Vec<(&str, Kind)> = fields.iter().map(|(tag, kind, _)| (tag.as_str(), *kind)).collect();
        let query = tokens::query(words, &tags);
        let position = |tag: &String| fields.iter().find(|(there, _, _)| there == tag).map(|(_, _, at)| *at);
        let ways = || query.terms.iter().flat_map(|term| &term.any);
        let positions: BTreeSet<usize> = ways().filter_map(|way| position(&way.field)).collect();
        let terms =
            query.terms.iter().map(|term| term.any.iter().map(|way| way.tokens.iter().map(token).collect()).collect());
        let terms = Tokens { terms: terms.collect() };
        let verified = query.terms.iter().filter_map(|term| {
            let wanted = term.verify.as_ref()?;
            let ways = term.any.iter().filter_map(|way| {
                let text = folded(&object.fields[position(&way.field)?]);
                Some(Expr::Contains(Box::new(text), Box::new(Expr::value(wanted.as_str()))))
            });
            Some(Expr::Or(ways.collect()))
        });
        Words {
            verified: verified.collect(),
            indexed: match query.is_empty() {
                true => Expr::Or(vec![]), // nothing but signs finds nothing
                false => {
                    Expr::Search { search: object.search_table(), id: Box::new(Expr::column(0, "id")), query: terms }
                }
            },
            positions: positions.into_iter().collect(),
            query,
        }
    }

    /// Everything a row must fulfil.
    pub fn conditions(&self) -> impl Iterator<Item = Expr> {
        std::iter::once(self.indexed.clone()).chain(self.verified.iter().cloned())
    }

    /// Living records that the index holds the words for, in any order: PostgreSQL would rather walk all ids in order than look up rare words.
    /// `verified` is still to be tested.
    pub fn ids(&self, cx: &mut Cx, scope: &Scope, limit: u64) -> Result<Vec<Id>> {
        self.ask(cx, self.index(scope).limit(limit))
    }

    /// The same from the newest below `before` on. The index is walked: frequent words cost no more than rare ones.
    fn newest(&self, cx: &mut Cx, scope: &Scope, before: Option<Id>, limit: u64) -> Result<Vec<Id>> {
        let mut query = self.index(scope);
        if let Some(before) = before {
            query = query.filter(Expr::column(0, "id").compare(Compare::Lt, Expr::value(before)));
        }
        self.ask(cx, query.order(Expr::column(0, "id"), Direction::Down).limit(limit))
    }

    fn index(&self, scope: &Scope) -> Select {
        let table = Source::Table(scope.object().search_table());
        let all = Select { columns: vec![Expr::column(0, "id")], from: Some((table, 0)), ..Select::default() };
        all.filter(self.indexed.clone())
    }

    fn ask(&self, cx: &mut Cx, query: Select) -> Result<Vec<Id>> {
        if self.query.is_empty() {
            return Ok(Vec::new());
        }
        Ok(cx.rows(&query)?.iter().filter_map(|row| row[0].as_int()).map(Id).collect())
    }

    /// Those of a few living records that hold the words; `verified` is still to be tested. Their words are made anew, which is sooner done than
    /// looking up every record of the house that holds them.
    pub fn held_by(&self, cx: &mut Cx, scope: &Scope, ids: &[Id]) -> Result<Vec<Id>> {
        let mut held = Vec::new();
        for (id, tokens) in search::of_records(cx, scope, ids, &self.positions, Some(&self.query))? {
            if tokens::matches(&self.query, &tokens) {
                held.push(id);
            }
        }
        Ok(held)
    }
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

fn token(token: &Token) -> StoreToken {
    match token {
        Token::Is(text) => StoreToken { text: text.clone(), prefix: false },
        Token::Starts(text) => StoreToken { text: text.clone(), prefix: true },
    }
}

/// Records of the index that are tested for a page, in growing portions; behind them it pays to look up all of them at once.
const PORTIONS: [u64; 3] = [200, 1_000, 5_000];

/// The newest records that hold the words, behind `after`; nothing where too few of those that hold them are the caller's.
pub fn newest(
    cx: &mut Cx,
    asked: &Resolved,
    words: &Words,
    living: &Expr,
    after: Option<Id>,
    limit: usize,
) -> Result<Option<Vec<Id>>> {
    let rest = plan::besides_words(asked, living, words);
    let (mut found, mut before) = (Vec::new(), after);
    for portion in PORTIONS {
        let ids = words.newest(cx, &asked.scope, before, portion)?;
        let mut query = Select {
            columns: vec![Expr::column(0, "id")],
            from: Some((Source::Table(asked.object.table().clone()), 0)),
            joins: asked.places.joins.clone(),
            ..Select::default()
        }
        .filter(among(0, &ids));
        for condition in &rest {
            query = query.filter(condition.clone());
        }
        let rows = cx.rows(&query.order(Expr::column(0, "id"), Direction::Down).limit((limit - found.len()) as u64))?;
        found.extend(rows.iter().filter_map(|row| row[0].as_int()).map(Id));
        if found.len() == limit || (ids.len() as u64) < portion {
            return Ok(Some(found));
        }
        before = ids.last().copied();
    }
    Ok(None)
}
