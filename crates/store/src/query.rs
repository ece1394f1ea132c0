//! A read as plain data: what `records` hands to `Tx::rows`. Holds no SQL text; `render` turns it into the words of each database.

use types::Name;

use crate::Cell;

/// A table in a query is called by a small number, shown as `t0`, `t1` …
pub type Alias = u16;

#[derive(Clone, Debug, Default, PartialEq, Hash)]
pub struct Select {
    /// `WITH name AS (…)`; `true` = materialised: computed once, in the place it stands
    pub with: Vec<(Name, Select, bool)>,
    pub distinct: bool,
    pub columns: Vec<Expr>,
    pub from: Option<(Source, Alias)>,
    pub joins: Vec<Join>,
    pub filter: Option<Expr>,
    pub group: Vec<Expr>,
    pub having: Option<Expr>,
    pub order: Vec<(Expr, Direction)>,
    pub limit: Option<u64>,
    /// further selects of the same width behind `UNION ALL`; `order` and `limit` then belong to the whole. PostgreSQL takes a column that
    /// is a bare NULL in this select and in the first further one for a text.
    pub union_all: Vec<Select>,
    /// PostgreSQL: lock the rows and skip those another node holds. SQLite has one writer and needs none.
    pub claim: bool,
}

#[derive(Clone, Debug, PartialEq, Hash)]
pub enum Source {
    Table(Name),
    /// one of the `with` selects; its columns are `c0`, `c1` …
    With(Name),
    /// columns `c0`, `c1` …
    Select(Box<Select>),
}

#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Join {
    pub kind: JoinKind,
    pub source: Source,
    pub alias: Alias,
    pub on: Expr,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JoinKind {
    Inner,
    Left,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    Up,
    Down,
}

/// A value or a condition. Conditions must be written two-valued by the caller: no comparison may meet NULL on either side
/// unless it is `Same`, or the surrounding filter treats NULL as no.
#[derive(Clone, Debug, PartialEq, Hash)]
pub enum Expr {
    Column(Alias, Name),
    Value(Cell),
    /// empty = true
    And(Vec<Expr>),
    /// empty = false
    Or(Vec<Expr>),
    Not(Box<Expr>),
    Compare(Compare, Box<Expr>, Box<Expr>),
    /// equal, NULL equal to NULL; never NULL itself (`IS` / `IS NOT DISTINCT FROM`)
    Same(Box<Expr>, Box<Expr>),
    IsNull(Box<Expr>),
    /// empty = false. Any length: long lists travel as one array parameter.
    In(Box<Expr>, Vec<Cell>),
    InSelect(Box<Expr>, Box<Select>),
    Exists(Box<Select>),
    /// row value, for keyset comparisons
    Tuple(Vec<Expr>),
    /// integer arithmetic; division truncates towards zero and by zero is NULL on both databases
    Math(Math, Box<Expr>, Box<Expr>),
    Coalesce(Vec<Expr>),
    /// texts one after the other; NULL where one of them is
    Concat(Vec<Expr>),
    /// the first condition that holds, else the last
    Case(Vec<(Expr, Expr)>, Box<Expr>),
    Aggregate(Aggregate, Box<Expr>),
    /// `COUNT(*)`
    CountRows,
    /// plain text comparisons, bytewise
    Contains(Box<Expr>, Box<Expr>),
    StartsWith(Box<Expr>, Box<Expr>),
    EndsWith(Box<Expr>, Box<Expr>),
    /// the row whose id this is holds these tokens in the search index. Where the id is the column `id` of a source that is the search
    /// index itself, the index is walked in the order of ids and nothing is collected first: the way for frequent words.
    Search {
        search: Name,
        id: Box<Expr>,
        query: Tokens,
    },
    /// the same integer or condition, but no index may serve it: how the engine keeps the planner on the sort index. A condition stays as it is on
    /// PostgreSQL, whose planner knows how many rows it leaves
    Opaque(Box<Expr>),
    /// a select of one column and at most one row
    Scalar(Box<Select>),
    /// column `c{n}` of a `With` or `Select` source
    Nth(Alias, u16),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Compare {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Math {
    Add,
    Sub,
    Mul,
    Div,
    Rem,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Aggregate {
    Count,
    CountDistinct,
    /// of 64-bit integers; the caller keeps sums in range by summing halves
    Sum,
    Min,
    Max,
}

/// A search: all terms must hold; a term holds if any of its ways does; a way holds if all its tokens do.
#[derive(Clone, Debug, PartialEq, Default, Hash)]
pub struct Tokens {
    pub terms: Vec<Vec<Vec<Token>>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Token {
    /// characters that are safe in both indexes: ASCII letters and digits, anything from U+0080
    pub text: String,
    pub prefix: bool,
}

impl Expr {
    pub fn column(alias: Alias, name: &str) -> Expr {
        Expr::Column(alias, Name::of(name))
    }

    pub fn value(cell: impl Into<Cell>) -> Expr {
        Expr::Value(cell.into())
    }

    pub fn compare(self, op: Compare, other: Expr) -> Expr {
        Expr::Compare(op, Box::new(self), Box::new(other))
    }

    pub fn eq(self, cell: impl Into<Cell>) -> Expr {
        self.compare(Compare::Eq, Expr::Value(cell.into()))
    }

    pub fn equals(self, other: Expr) -> Expr {
        self.compare(Compare::Eq, other)
    }

    pub fn is_null(self) -> Expr {
        Expr::IsNull(Box::new(self))
    }

    pub fn not_null(self) -> Expr {
        Expr::Not(Box::new(self.is_null()))
    }

    #[allow(clippy::should_implement_trait)] // `a.not()` reads like `a.and(b)`, and asks for no import
    pub fn not(self) -> Expr {
        Expr::Not(Box::new(self))
    }

    pub fn among(self, cells: Vec<Cell>) -> Expr {
        Expr::In(Box::new(self), cells)
    }

    pub fn and(self, other: Expr) -> Expr {
        match self {
            Expr::And(mut list) => {
                list.push(other);
                Expr::And(list)
            }
            first => Expr::And(vec![first, other]),
        }
    }
}

impl Select {
    /// `SELECT columns FROM table AS t0`.
    pub fn from(table: &Name, columns: &[&str]) -> Select {
        Select {
            columns: columns.iter().map(|c| Expr::column(0, c)).collect(),
            from: Some((Source::Table(table.clone()), 0)),
            ..Select::default()
        }
    }

    /// Adds a condition to those already there.
    pub fn filter(mut self, condition: Expr) -> Select {
        self.filter = Some(match self.filter.take() {
            Some(before) => before.and(condition),
            None => condition,
        });
        self
    }

    pub fn order(mut self, by: Expr, direction: Direction) -> Select {
        self.order.push((by, direction));
        self
    }

    pub fn limit(mut self, limit: u64) -> Select {
        self.limit = Some(limit);
        self
    }

    pub fn left_join(mut self, table: &Name, alias: Alias, on: Expr) -> Select {
        self.joins.push(Join { kind: JoinKind::Left, source: Source::Table(table.clone()), alias, on });
        self
    }
}
