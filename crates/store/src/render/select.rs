//! A whole `Select`, the same on both databases but for the lock at its end. Called by `connect` through `statement`.

use super::{Dialect, Sql, Statement, idle, walk};
use crate::{Alias, Direction, Expr, JoinKind, Result, Select, Source};

/// The statement for a read.
pub(crate) fn statement<D: Dialect>(select: &Select) -> Result<Statement> {
    let mut sql = Sql::<D>::new();
    sql.select(select, false);
    sql.finish()
}

impl<D: walk::Dialect> Sql<D> {
    /// `named`: the columns are called c0, c1 … for whoever reads this select from outside.
    pub(super) fn select(&mut self, select: &Select, named: bool) {
        let outer = std::mem::take(&mut self.searches);
        self.searches = search_aliases(select).chain(outer.iter().copied()).collect();
        for (place, (name, inner, materialised)) in select.with.iter().enumerate() {
            self.put(if place == 0 { "WITH " } else { ", " }).name(name);
            self.put(if *materialised { " AS MATERIALIZED " } else { " AS NOT MATERIALIZED " });
            self.nested(inner);
        }
        if !select.with.is_empty() {
            self.put(" ");
        }
        self.body(select, named);
        for arm in &select.union_all {
            self.put(" UNION ALL ");
            if arm.with.is_empty() && arm.union_all.is_empty() && arm.order.is_empty() && arm.limit.is_none() {
                let ours = std::mem::take(&mut self.searches);
                self.searches = search_aliases(arm).chain(outer.iter().copied()).collect();
                self.body(arm, named);
                self.searches = ours;
            } else {
                self.put("SELECT ");
                let places: Vec<usize> = (0..arm.columns.len()).collect();
                self.list(", ", &places, |sql, place| {
                    sql.put("u.c").number(place);
                });
                self.put(" FROM ");
                self.nested(arm);
                self.put(" AS u");
            }
        }
        self.tail(select);
        self.searches = outer;
    }

    /// SELECT … FROM … WHERE … GROUP BY … HAVING
    fn body(&mut self, select: &Select, named: bool) {
        self.put(if select.distinct { "SELECT DISTINCT " } else { "SELECT " });
        for (place, column) in select.columns.iter().enumerate() {
            if place > 0 {
                self.put(", ");
            }
            self.value(column);
            if named {
                self.put(" AS c").number(place);
            }
        }
        if let Some((source, alias)) = &select.from {
            self.put(" FROM ");
            self.source(source, *alias);
        }
        for join in idle::needed(select) {
            self.put(match join.kind {
                JoinKind::Inner => " JOIN ",
                JoinKind::Left => " LEFT JOIN ",
            });
            self.source(&join.source, join.alias);
            self.put(" ON ");
            self.condition(&join.on);
        }
        if let Some(filter) = &select.filter {
            self.put(" WHERE ");
            self.condition(filter);
        }
        if !select.group.is_empty() {
            self.put(" GROUP BY ").list(", ", &select.group, |sql, by| match place_of(select, by) {
                // by place: two parameters of equal value are not the same expression to PostgreSQL
                Some(place) => {
                    sql.number(place + 1);
                }
                None => sql.ordered(by),
            });
        }
        if let Some(having) = &select.having {
            self.put(" HAVING ");
            self.condition(having);
        }
    }

    /// ORDER BY … LIMIT … and the lock
    fn tail(&mut self, select: &Select) {
        let by_place = !select.union_all.is_empty() || !select.group.is_empty() || select.distinct;
        if !select.order.is_empty() {
            self.put(" ORDER BY ").list(", ", &select.order, |sql, (by, direction)| {
                match place_of(select, by).filter(|_| by_place) {
                    Some(place) => {
                        sql.number(place + 1);
                    }
                    None if !select.union_all.is_empty() => match by {
                        Expr::Nth(_, place) => {
                            sql.number(place + 1);
                        }
                        _ => sql.fail("a union is ordered by one of its columns"),
                    },
                    None => sql.ordered(by),
                }
                if *direction == Direction::Down {
                    sql.put(" DESC");
                }
            });
        }
        if let Some(limit) = select.limit {
            self.put(" LIMIT ").number(limit);
        }
        if let (true, Some((_, alias))) = (select.claim, &select.from) {
            D::claim(self, *alias);
        }
    }

    /// Conditions stay conditions here: that is how an index on `column IS NULL` was made.
    fn ordered(&mut self, by: &Expr) {
        if walk::is_condition(by) { self.condition(by) } else { self.value(by) }
    }

    fn source(&mut self, source: &Source, alias: Alias) {
        match source {
            Source::Table(name) | Source::With(name) => {
                self.name(name);
            }
            Source::Select(select) => self.nested(select),
        }
        self.put(" AS ").alias(alias);
    }
}

fn place_of(select: &Select, expr: &Expr) -> Option<usize> {
    select.columns.iter().position(|column| column == expr)
}

/// The sources of this select that are search indexes themselves: those a search in its filter or joins looks into by their own id.
fn search_aliases(select: &Select) -> impl Iterator<Item = Alias> {
    let sources = select.from.iter().map(|(s, a)| (s, *a)).chain(select.joins.iter().map(|j| (&j.source, j.alias)));
    let mut found = Vec::new();
    for (source, alias) in sources {
        let Source::Table(table) = source else { continue };
        let looked_into = |condition: &Expr| is_search_of(condition, table, alias);
        if select.filter.iter().chain(select.joins.iter().map(|j| &j.on)).any(looked_into) {
            found.push(alias);
        }
    }
    found.into_iter()
}

fn is_search_of(condition: &Expr, table: &types::Name, alias: Alias) -> bool {
    match condition {
        Expr::And(items) => items.iter().any(|item| is_search_of(item, table, alias)),
        Expr::Search { search, id, .. } => {
            search == table && matches!(&**id, Expr::Column(a, name) if *a == alias && name == "id")
        }
        _ => false,
    }
}
