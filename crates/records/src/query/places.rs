//! The tables of one query: the object itself as alias 0, and one LEFT JOIN per chain of links. A hop counts only if its target is visible to
//! the reader (else its columns are NULL = empty); a label join needs no more than the link.

use std::sync::Arc;

use store::{Alias, Expr, Join, JoinKind, Source};
use types::{Name, Problem, Result};

use crate::{
    access::{self, Action, Scope},
    context::Cx,
    expr::sql::Places as Hops,
    schema::Object,
};

pub struct Places {
    /// chains of link fields that were joined with the target's visibility, and their scopes
    hops: Vec<(Vec<Name>, Alias, Scope)>,
    /// link columns joined for their labels only
    labels: Vec<((Alias, Name), Alias)>,
    pub joins: Vec<Join>,
    next: Alias,
    object: Arc<Object>,
}

/// Links behind links.
const MAX_HOPS: usize = 2;

impl Places {
    pub fn new(object: &Arc<Object>) -> Places {
        Places { hops: Vec::new(), labels: Vec::new(), joins: Vec::new(), next: 1, object: object.clone() }
    }

    /// Joins the chain if it is not there yet; gives its alias.
    pub fn hop(&mut self, cx: &Cx, hops: &[Name]) -> Result<Alias> {
        self.hop_scope(cx, hops).map(|(alias, _)| alias)
    }

    /// The alias behind a chain of links and the reader's scope there.
    pub fn hop_scope(&mut self, cx: &Cx, hops: &[Name]) -> Result<(Alias, Option<Scope>)> {
        if hops.is_empty() {
            return Ok((0, None));
        }
        if let Some((_, alias, scope)) = self.hops.iter().find(|(chain, _, _)| chain == hops) {
            return Ok((*alias, Some(scope.clone())));
        }
        if hops.len() > MAX_HOPS {
            return Err(Problem::bad("bad_filter").with("what", "too_many_hops"));
        }
        let (link, before) = hops.split_last().expect("not empty");
        let (from, scope) = self.hop_scope(cx, before)?;
        let source = scope.as_ref().map_or(&self.object, |s| s.object()).clone();
        let readable = |at: usize| scope.as_ref().is_none_or(|s| s.may_read(at));
        let field = source.position(link).filter(|at| readable(*at)).map(|at| &source.fields[at]);
        let target = field.and_then(|f| cx.catalog.target(f)).ok_or_else(|| unknown(link))?;
        // an object that this actor may not see at all is as unknown as a field that is not there
        let seen = access::scope(cx, target, Action::View).map_err(|_| unknown(link))?;
        let alias = self.fresh();
        let column = field.map(|f| f.column.clone()).expect("just found");
        let on = Expr::column(alias, "id")
            .equals(Expr::Column(from, column))
            .and(Expr::column(alias, "deleted_at").is_null())
            .and(seen.rows().sql(alias, true));
        self.joins.push(Join { kind: JoinKind::Left, source: Source::Table(target.table().clone()), alias, on });
        self.hops.push((hops.to_vec(), alias, seen.clone()));
        Ok((alias, Some(seen)))
    }

    /// Joins the target of a link for its label (and whether it is deleted): whoever sees a record sees that.
    pub fn label(&mut self, from: Alias, link: &Name, target: &Object) -> Alias {
        let key = (from, link.clone());
        if let Some((_, alias)) = self.labels.iter().find(|(k, _)| *k == key) {
            return *alias;
        }
        let alias = self.fresh();
        let on = Expr::column(alias, "id").equals(Expr::Column(from, link.clone()));
        self.joins.push(Join { kind: JoinKind::Left, source: Source::Table(target.table().clone()), alias, on });
        self.labels.push((key, alias));
        alias
    }

    fn fresh(&mut self) -> Alias {
        let alias = self.next;
        self.next += 1;
        alias
    }
}

pub fn unknown(name: &str) -> Problem {
    Problem::bad("unknown_field").with("name", name)
}

/// The expression language asks for tables through this.
pub struct Joining<'p, 'x, 'c> {
    pub places: &'p mut Places,
    pub cx: &'x Cx<'c>,
}

impl Hops for Joining<'_, '_, '_> {
    fn alias(&mut self, hops: &[Name]) -> Result<Alias> {
        self.places.hop(self.cx, hops)
    }
}
