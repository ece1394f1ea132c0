//! The walk over an expression, shared by both databases. Called by `select` and by the changes and steps of each dialect.
//!
//! An expression stands either where a value is wanted or where a condition is wanted. SQLite knows no difference; PostgreSQL does.

use types::Name;

use super::Sql;
use crate::{Aggregate, Alias, Cell, Compare, Expr, Math, Select, Tokens};

/// What the two databases say differently.
pub(crate) trait Dialect: Sized {
    const TRUE: &'static str;
    const FALSE: &'static str;
    /// conditions and values are different things
    const BOOLEANS: bool;

    fn parameter(sql: &mut Sql<Self>, cell: &Cell);
    /// a condition where a value is wanted: 1, 0 or NULL
    fn truth(sql: &mut Sql<Self>, condition: &Expr);
    /// a value where a condition is wanted
    fn holds(sql: &mut Sql<Self>, value: &Expr);
    fn same(sql: &mut Sql<Self>, a: &Expr, b: &Expr);
    /// `cells` is not empty
    fn among(sql: &mut Sql<Self>, x: &Expr, cells: &[Cell]);
    fn math(sql: &mut Sql<Self>, op: Math, a: &Expr, b: &Expr);
    fn sum(sql: &mut Sql<Self>, x: &Expr);
    fn contains(sql: &mut Sql<Self>, text: &Expr, part: &Expr);
    fn starts_with(sql: &mut Sql<Self>, text: &Expr, part: &Expr);
    fn ends_with(sql: &mut Sql<Self>, text: &Expr, part: &Expr);
    /// the row of a record table whose id this is
    fn search(sql: &mut Sql<Self>, search: &Name, id: &Expr, query: &Tokens);
    /// the row of the search index itself, standing in the query as `alias`
    fn search_here(sql: &mut Sql<Self>, search: &Name, alias: Alias, query: &Tokens);
    /// the id of a row of a search index
    const SEARCH_ID: &'static str;
    fn opaque(sql: &mut Sql<Self>, x: &Expr);
    fn opaque_condition(sql: &mut Sql<Self>, x: &Expr);
    fn claim(sql: &mut Sql<Self>, alias: Alias);
}

impl<D: Dialect> Sql<D> {
    pub fn value(&mut self, expr: &Expr) {
        match expr {
            Expr::Column(alias, name) => self.column(*alias, name),
            Expr::Nth(alias, place) => {
                self.alias(*alias).put(".c").number(place);
            }
            Expr::Value(cell) if self.definition => self.literal(cell),
            Expr::Value(cell) => D::parameter(self, cell),
            Expr::Tuple(items) => {
                self.put("(").list(", ", items, Self::value).put(")");
            }
            Expr::Math(..) if self.definition => self.fail("arithmetic in the definition of an index"),
            Expr::Math(op, a, b) => D::math(self, *op, a, b),
            Expr::Coalesce(items) => self.coalesce(items, Self::value),
            Expr::Concat(items) if items.is_empty() => D::parameter(self, &Cell::text("")),
            Expr::Concat(items) => {
                self.put("(").list(" || ", items, Self::value).put(")");
            }
            Expr::Case(arms, other) => self.case(arms, other, Self::value),
            Expr::Aggregate(Aggregate::Sum, x) => D::sum(self, x),
            Expr::Aggregate(kind, x) => {
                self.put(match kind {
                    Aggregate::Count => "COUNT(",
                    Aggregate::CountDistinct => "COUNT(DISTINCT ",
                    Aggregate::Min => "MIN(",
                    Aggregate::Max => "MAX(",
                    Aggregate::Sum => "SUM(",
                });
                self.value(x);
                self.put(")");
            }
            Expr::CountRows => {
                self.put("COUNT(*)");
            }
            Expr::Opaque(x) => D::opaque(self, x),
            Expr::Scalar(select) => self.nested(select),
            condition => D::truth(self, condition),
        }
    }

    pub fn condition(&mut self, expr: &Expr) {
        match expr {
            Expr::And(items) => self.all(items, " AND ", D::TRUE),
            Expr::Or(items) => self.all(items, " OR ", D::FALSE),
            Expr::Not(inner) => match &**inner {
                Expr::IsNull(x) => {
                    self.put("(");
                    self.value(x);
                    self.put(" IS NOT NULL)");
                }
                inner => {
                    self.put("(NOT ");
                    self.condition(inner);
                    self.put(")");
                }
            },
            Expr::Opaque(x) => D::opaque_condition(self, x),
            Expr::Compare(op, a, b) => self.compare(*op, a, b),
            Expr::Same(a, b) => D::same(self, a, b),
            Expr::IsNull(x) => {
                self.put("(");
                self.value(x);
                self.put(" IS NULL)");
            }
            Expr::In(_, cells) if cells.is_empty() => {
                self.put(D::FALSE);
            }
            Expr::In(x, cells) if self.definition => {
                self.put("(");
                self.value(x);
                self.put(" IN (").list(", ", cells, Self::literal).put("))");
            }
            Expr::In(x, cells) => D::among(self, x, cells),
            Expr::InSelect(x, select) => {
                self.put("(");
                self.value(x);
                self.put(" IN ");
                self.nested(select);
                self.put(")");
            }
            Expr::Exists(select) => {
                self.put("EXISTS ");
                self.nested(select);
            }
            Expr::Contains(text, part) => D::contains(self, text, part),
            Expr::StartsWith(text, part) => D::starts_with(self, text, part),
            Expr::EndsWith(text, part) => D::ends_with(self, text, part),
            Expr::Search { search, id, query } => self.search(search, id, query),
            Expr::Value(Cell::Int(number)) => {
                self.put(if *number == 0 { D::FALSE } else { D::TRUE });
            }
            value => D::holds(self, value),
        }
    }

    fn column(&mut self, alias: Alias, name: &Name) {
        if self.definition {
            self.name(name);
        } else if self.searches.contains(&alias) && name == "id" {
            self.alias(alias).put(".").put(D::SEARCH_ID);
        } else {
            self.alias(alias).put(".").name(name);
        }
    }

    /// A value written out, for the condition of a partial index.
    fn literal(&mut self, cell: &Cell) {
        match cell {
            Cell::Null => {
                self.put("NULL");
            }
            Cell::Int(number) => {
                self.number(number);
            }
            Cell::Text(text) => {
                let doubled = text.replace('\'', "''");
                self.put("'").put(&doubled).put("'");
            }
            Cell::Bytes(_) => self.fail("bytes in the definition of an index"),
        }
    }

    fn all(&mut self, items: &[Expr], between: &str, empty: &str) {
        match items {
            [] => {
                self.put(empty);
            }
            [one] => self.condition(one),
            many => {
                self.put("(").list(between, many, Self::condition).put(")");
            }
        }
    }

    /// Both sides of a comparison are of one kind: a condition beside 0 or 1 makes a condition of that too.
    fn compare(&mut self, op: Compare, a: &Expr, b: &Expr) {
        let sign = match op {
            Compare::Eq => " = ",
            Compare::Ne => " <> ",
            Compare::Lt => " < ",
            Compare::Le => " <= ",
            Compare::Gt => " > ",
            Compare::Ge => " >= ",
        };
        self.put("(");
        match (a, b) {
            (Expr::Tuple(left), Expr::Tuple(right)) if left.len() == right.len() => {
                let pairs: Vec<(&Expr, &Expr)> = left.iter().zip(right).collect();
                self.put("(").list(", ", &pairs, |sql, (a, b)| sql.side(a, b)).put(")").put(sign);
                self.put("(").list(", ", &pairs, |sql, (a, b)| sql.side(b, a)).put(")");
            }
            _ => {
                self.side(a, b);
                self.put(sign);
                self.side(b, a);
            }
        }
        self.put(")");
    }

    fn side(&mut self, this: &Expr, other: &Expr) {
        let fits = |e: &Expr| is_condition(e) || matches!(e, Expr::Value(Cell::Int(0 | 1) | Cell::Null));
        if D::BOOLEANS && (is_condition(this) || is_condition(other)) && fits(this) && fits(other) {
            self.condition(this);
        } else {
            self.value(this);
        }
    }

    pub fn coalesce(&mut self, items: &[Expr], each: fn(&mut Self, &Expr)) {
        match items {
            [] => {
                self.put("NULL");
            }
            [one] => each(self, one),
            many => {
                self.put("COALESCE(").list(", ", many, each).put(")");
            }
        }
    }

    pub fn case(&mut self, arms: &[(Expr, Expr)], other: &Expr, each: fn(&mut Self, &Expr)) {
        if arms.is_empty() {
            return each(self, other);
        }
        self.put("CASE");
        for (when, then) in arms {
            self.put(" WHEN ");
            self.condition(when);
            self.put(" THEN ");
            each(self, then);
        }
        self.put(" ELSE ");
        each(self, other);
        self.put(" END");
    }

    fn search(&mut self, search: &Name, id: &Expr, query: &Tokens) {
        match (super::tokens::plain(query), id) {
            (Some(answer), _) => {
                self.put(if answer { D::TRUE } else { D::FALSE });
            }
            (None, Expr::Column(alias, _)) if self.searches.contains(alias) => {
                D::search_here(self, search, *alias, query);
            }
            (None, id) => D::search(self, search, id, query),
        }
    }

    pub fn nested(&mut self, select: &Select) {
        self.put("(");
        self.select(select, true);
        self.put(")");
    }
}

/// Whether this is a condition by nature, not a value used as one.
pub(super) fn is_condition(expr: &Expr) -> bool {
    matches!(
        expr,
        Expr::And(_)
            | Expr::Or(_)
            | Expr::Not(_)
            | Expr::Compare(..)
            | Expr::Same(..)
            | Expr::IsNull(_)
            | Expr::In(..)
            | Expr::InSelect(..)
            | Expr::Exists(_)
            | Expr::Contains(..)
            | Expr::StartsWith(..)
            | Expr::EndsWith(..)
            | Expr::Search { .. }
    )
}
