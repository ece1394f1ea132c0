//! From a node to an expression of the database. Called by `query`; `eval` gives the same answers in memory, which property tests hold them to.
//!
//! A comparison in SQL is NULL where a side is, and NULL counts as "no" in a filter and within AND and OR. So a condition is compiled for the answer that
//! is wanted: `yes` gives the plain form (`stage = 5`), which an index can serve; under `!` it is turned inwards, and what remains is written so that
//! it cannot be NULL.

mod arithmetic;
mod text;

use store::{Alias, Cell, Compare, Expr, Select, Source};
use types::{Date, Name, Problem, Result};

use self::arithmetic::{Measure, Measured};
use super::{
    node::{Constant, Extreme, Kept, Leaf, Node, Order, Path},
    number::{Machine, Number},
    zone::Starts,
};

/// The tables of the query that an expression is compiled for.
pub trait Places {
    /// What the table behind this chain of links is called; none = the object itself. Its columns are NULL where the reader may not see the target.
    fn alias(&mut self, hops: &[Name]) -> Result<Alias>;

    /// The value of a roll-up, through the reader's scope.
    fn rollup(&mut self, path: &Path) -> Result<Expr> {
        Err(Problem::bad("bad_filter").with("at", "1:1").with("what", "not_here").with("name", path).with("hint", "no"))
    }

    /// A condition that holds wherever the text of this field contains `part` (and perhaps elsewhere), answered by the search index.
    fn candidates(&mut self, _path: &Path, _part: &str) -> Result<Option<Expr>> {
        Ok(None)
    }
}

/// Inner tables are called by numbers from here on, out of the way of the query's own.
pub const FIRST_ALIAS: Alias = 50_000;

/// The condition: true where the node holds; NULL or false elsewhere. For filters and for AND and OR, not for NOT: negate the node instead.
pub fn condition(node: &Node, places: &mut dyn Places) -> Result<Expr> {
    Compiler { places, next: FIRST_ALIAS }.yes(node)
}

/// The value as it is stored: numbers as integers of the node's scale, yes/no as 1 and 0, NULL for empty.
pub fn value(node: &Node, places: &mut dyn Places) -> Result<Expr> {
    Compiler { places, next: FIRST_ALIAS }.value(node)
}

struct Compiler<'p> {
    places: &'p mut dyn Places,
    next: Alias,
}

fn always() -> Expr {
    Expr::And(Vec::new())
}

fn never() -> Expr {
    Expr::Or(Vec::new())
}

fn null() -> Expr {
    Expr::Value(Cell::Null)
}

/// 1 where the condition holds, 0 elsewhere.
fn truth(condition: Expr) -> Expr {
    Expr::Case(vec![(condition, Expr::value(1))], Box::new(Expr::value(0)))
}

impl Compiler<'_> {
    /// True where the node holds.
    fn yes(&mut self, node: &Node) -> Result<Expr> {
        Ok(match node {
            Node::Constant(constant) if *constant == Constant::Bool(true) => always(),
            Node::Constant(_) => never(),
            Node::Leaf(_) => self.value(node)?.eq(1),
            Node::Not(inner) => self.no(inner)?,
            Node::All(list) => Expr::And(list.iter().map(|node| self.yes(node)).collect::<Result<_>>()?),
            Node::Any(list) => Expr::Or(list.iter().map(|node| self.yes(node)).collect::<Result<_>>()?),
            Node::Equal(a, b) => match self.equal(a, b)? {
                Equal::Value(a, cell) => a.eq(cell),
                Equal::Both(a, b) => Expr::Same(a.into(), b.into()),
                Equal::Never => never(),
            },
            Node::Order(order, a, b) => self.order(*order, a, b)?,
            Node::Among(a, members) => self.among(a, members)?,
            Node::IsEmpty(a) => self.is_empty(a)?,
            Node::Text(test, text, part) => self.text(*test, text, part)?,
            Node::Has(leaf, value) => self.has(leaf, value)?,
            Node::HasAll(leaf, values) => {
                let all = values.iter().map(cell).collect::<Vec<_>>();
                let wanted = all.len() as i64;
                let (side, filter) = self.beside(leaf)?;
                let held = filter.and(Expr::column(side.1, "value").among(all));
                Expr::Scalar(counted(side, held).into()).eq(wanted)
            }
            Node::Choose(..) => self.value(node)?.eq(1),
            Node::Size(_)
            | Node::Math(..)
            | Node::Negate(_)
            | Node::Abs(_)
            | Node::Extreme(..)
            | Node::Scale(..)
            | Node::Join(_)
            | Node::Start(..) => never(),
        })
    }

    /// True where the node does not hold.
    fn no(&mut self, node: &Node) -> Result<Expr> {
        Ok(match node {
            Node::Not(inner) => self.yes(inner)?,
            Node::All(list) => Expr::Or(list.iter().map(|node| self.no(node)).collect::<Result<_>>()?),
            Node::Any(list) => Expr::And(list.iter().map(|node| self.no(node)).collect::<Result<_>>()?),
            Node::Equal(a, b) => match self.equal(a, b)? {
                Equal::Value(a, cell) => Expr::Same(a.into(), Expr::Value(cell).into()).not(),
                Equal::Both(a, b) => Expr::Same(a.into(), b.into()).not(),
                Equal::Never => always(),
            },
            Node::IsEmpty(a) => self.is_empty(a)?.not(),
            Node::Constant(constant) if *constant == Constant::Bool(true) => never(),
            Node::Constant(_) => always(),
            // `yes` may be NULL, 1 or 0 of it may not
            other => truth(self.yes(other)?).eq(0),
        })
    }

    fn value(&mut self, node: &Node) -> Result<Expr> {
        Ok(self.measured(node)?.expr)
    }

    /// The value and how it is measured: what arithmetic must know.
    fn measured(&mut self, node: &Node) -> Result<Measured> {
        Ok(match node {
            Node::Constant(constant) => {
                Measured { expr: Expr::Value(cell(constant)), measure: Measure::of_constant(constant) }
            }
            Node::Leaf(leaf) => Measured { expr: self.leaf(leaf)?, measure: Measure::of_kind(&leaf.kind) },
            Node::Size(leaf) => {
                let (side, filter) = self.beside(leaf)?;
                Measured { expr: Expr::Scalar(counted(side, filter).into()), measure: Measure::Number(0) }
            }
            Node::Math(op, a, b) => {
                let by = if let Some(Constant::Number(by)) = b.known() { Some(*by) } else { None };
                let (a, b) = (self.measured(a)?, self.measured(b)?);
                self.math(*op, a, b, by)
            }
            Node::Negate(a) => {
                let Measured { expr, measure } = self.measured(a)?;
                Measured { expr: self.math_of(store::Math::Sub, Expr::value(0), expr), measure }
            }
            Node::Abs(a) => {
                let Measured { expr, measure } = self.measured(a)?;
                Measured { expr: self.abs(expr), measure }
            }
            Node::Scale(a, scale) => {
                let number = self.measured(a)?;
                self.rescaled(number, *scale)
            }
            Node::Extreme(extreme, a, b) => {
                let (a, b) = (self.measured(a)?, self.measured(b)?);
                let measure = a.measure;
                let better = if *extreme == Extreme::Least { Compare::Le } else { Compare::Ge };
                let expr = self.bind([a.expr, b.expr], |_, [a, b]| {
                    let first = a.clone().compare(better, b.clone());
                    let second = b.clone().compare(better, a.clone());
                    Expr::Case(vec![(first, a), (second, b)], null().into())
                });
                Measured { expr, measure }
            }
            Node::Choose(condition, then, other) => {
                let condition = self.yes(condition)?;
                let (then, other) = (self.measured(then)?, self.measured(other)?);
                let measure = if then.measure == Measure::None { other.measure } else { then.measure };
                Measured { expr: Expr::Case(vec![(condition, then.expr)], other.expr.into()), measure }
            }
            Node::Start(day, starts) => {
                let day = self.value(day)?;
                Measured { expr: self.start(day, starts), measure: Measure::Time }
            }
            Node::Join(parts) => Measured { expr: self.join(parts, false)?, measure: Measure::None },
            Node::Not(_)
            | Node::All(_)
            | Node::Any(_)
            | Node::Equal(..)
            | Node::Order(..)
            | Node::Among(..)
            | Node::IsEmpty(_)
            | Node::Text(..)
            | Node::Has(..)
            | Node::HasAll(..) => Measured { expr: truth(self.yes(node)?), measure: Measure::None },
        })
    }

    fn leaf(&mut self, leaf: &Leaf) -> Result<Expr> {
        match &leaf.kept {
            Kept::Column { column, .. } => Ok(Expr::Column(self.places.alias(&leaf.path.hops)?, column.clone())),
            Kept::Rollup => self.places.rollup(&leaf.path),
            // several values and addresses are only asked about; as one value they are nothing
            Kept::Columns(_) | Kept::Beside(_) => Ok(null()),
        }
    }

    fn equal(&mut self, a: &Node, b: &Node) -> Result<Equal> {
        let a_side = self.measured(a)?;
        if let Node::Constant(constant) = b {
            return Ok(match (constant, a_side.measure) {
                (Constant::Number(number), Measure::Number(scale)) => match arithmetic::exactly(*number, scale) {
                    Some(units) => Equal::Value(a_side.expr, units.into()),
                    None => Equal::Never,
                },
                (constant, _) => Equal::Value(a_side.expr, cell(constant)),
            });
        }
        let b_side = self.measured(b)?;
        let (a, b) = self.aligned(a_side, b_side);
        Ok(Equal::Both(a, b))
    }

    fn order(&mut self, order: Order, a: &Node, b: &Node) -> Result<Expr> {
        let compare = match order {
            Order::Less => Compare::Lt,
            Order::LessOrEqual => Compare::Le,
            Order::Greater => Compare::Gt,
            Order::GreaterOrEqual => Compare::Ge,
        };
        let a_side = self.measured(a)?;
        if let (Node::Constant(Constant::Number(number)), Measure::Number(scale)) = (b, a_side.measure) {
            return Ok(arithmetic::beside(a_side.expr, compare, *number, scale));
        }
        let b_side = self.measured(b)?;
        let (a, b) = self.aligned(a_side, b_side);
        Ok(a.compare(compare, b))
    }

    fn among(&mut self, a: &Node, members: &[Constant]) -> Result<Expr> {
        let Measured { expr, measure } = self.measured(a)?;
        let cells = members.iter().filter_map(|member| match (member, measure) {
            (Constant::Number(number), Measure::Number(scale)) => arithmetic::exactly(*number, scale).map(Cell::from),
            (member, _) => Some(cell(member)),
        });
        Ok(expr.among(cells.collect()))
    }

    fn is_empty(&mut self, node: &Node) -> Result<Expr> {
        match node {
            Node::Leaf(leaf) => match &leaf.kept {
                Kept::Columns(columns) => {
                    let alias = self.places.alias(&leaf.path.hops)?;
                    Ok(Expr::And(columns.iter().map(|column| Expr::Column(alias, column.clone()).is_null()).collect()))
                }
                Kept::Beside(_) => {
                    let (side, filter) = self.beside(leaf)?;
                    Ok(Expr::Exists(from_side(side, Expr::value(1), filter).into()).not())
                }
                Kept::Column { .. } | Kept::Rollup => Ok(self.leaf(leaf)?.is_null()),
            },
            node => Ok(self.value(node)?.is_null()),
        }
    }

    fn has(&mut self, leaf: &Leaf, value: &Node) -> Result<Expr> {
        if let Node::Constant(constant) = value
            && let Kept::Beside(table) = &leaf.kept
        {
            // uncorrelated: an index on (value, record) can lead
            let id = Expr::column(self.places.alias(&leaf.path.hops)?, "id");
            let alias = self.fresh();
            let filter = Expr::column(alias, "value").eq(cell(constant));
            let records = from_side((table.clone(), alias), Expr::column(alias, "record"), filter);
            return Ok(Expr::InSelect(id.into(), records.into()));
        }
        let value = self.value(value)?;
        let (side, filter) = self.beside(leaf)?;
        let filter = filter.and(Expr::column(side.1, "value").equals(value));
        Ok(Expr::Exists(from_side(side, Expr::value(1), filter).into()))
    }

    /// The side table of a field under a name of its own, and the condition by which its rows are those of the record.
    fn beside(&mut self, leaf: &Leaf) -> Result<((Name, Alias), Expr)> {
        let Kept::Beside(table) = &leaf.kept else {
            return Err(Problem::internal(format!("{} has no side table", leaf.path)));
        };
        let owner = self.places.alias(&leaf.path.hops)?;
        let alias = self.fresh();
        Ok(((table.clone(), alias), Expr::column(alias, "record").equals(Expr::column(owner, "id"))))
    }

    /// `day × 24 h + what the zone is away from UTC`, the runs of days found by halving.
    fn start(&mut self, day: Expr, starts: &Starts) -> Expr {
        fn shift(day: &Expr, runs: &[(Date, i64)]) -> Expr {
            match runs {
                [] => Expr::value(0),
                [(_, micros)] => Expr::value(*micros),
                runs => {
                    let (before, after) = runs.split_at(runs.len() / 2);
                    let earlier = day.clone().compare(Compare::Lt, Expr::value(after[0].0));
                    Expr::Case(vec![(earlier, shift(day, before))], shift(day, after).into())
                }
            }
        }
        self.bind([day], |sql, [day]| {
            let shift = shift(&day, starts.runs());
            let midnight = sql.math_of(store::Math::Mul, day, Expr::value(types::Instant::DAY));
            sql.math_of(store::Math::Add, midnight, shift)
        })
    }

    fn fresh(&mut self) -> Alias {
        let alias = self.next;
        self.next += 1;
        alias
    }
}

enum Equal {
    /// with a value that is never empty
    Value(Expr, Cell),
    Both(Expr, Expr),
    /// no value of the left side can be the right one
    Never,
}

fn from_side((table, alias): (Name, Alias), column: Expr, filter: Expr) -> Select {
    Select {
        columns: vec![column],
        from: Some((Source::Table(table), alias)),
        filter: Some(filter),
        ..Select::default()
    }
}

fn counted(side: (Name, Alias), filter: Expr) -> Select {
    from_side(side, Expr::CountRows, filter)
}

/// A known value as it is stored.
fn cell(constant: &Constant) -> Cell {
    match constant {
        Constant::Empty | Constant::Texts(_) | Constant::Links(_) => Cell::Null,
        Constant::Bool(yes) => Cell::from(*yes),
        Constant::Number(Number { units, .. }) => Cell::from(*units),
        Constant::Text(text) => Cell::text(text),
        Constant::Date(day) => Cell::from(*day),
        Constant::Time(at) => Cell::from(*at),
        Constant::Link(id) => Cell::from(*id),
    }
}
