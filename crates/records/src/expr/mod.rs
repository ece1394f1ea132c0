//! One language for list filters, saved views, validation, formulas, defaults, sharing rules, automation and reports: a subset of CEL
//! (`docs/reference/expressions.md`).
//!
//! text → `parse` → tree with places → `check` → typed [`Node`] → `sql` (a condition or value of the database) or `eval` (one record in memory). Both
//! give the same answers; property tests hold them to it. `build` makes nodes without a text, `print` makes text of nodes.

mod build;
mod check;
pub mod eval;
mod lex;
mod mistake;
mod node;
mod number;
mod parse;
mod print;
pub mod sql;
#[cfg(test)]
mod tests;
mod zone;

pub use check::{Env, Expected, check, try_check};
pub use eval::{Row, eval, eval_as, holds};
pub use mistake::{MAX_BYTES, MAX_HOPS, MAX_LIST, MAX_NODES, Mistake, Span, What};
pub use node::{Constant, Extreme, Kept, Kind, Leaf, Math, Node, Order, Path, TextTest, paths};
pub use number::{MOST_PLACES, Number};
pub use parse::{Ast, Binary, Term, parse};
pub use zone::Starts;

/// Whether the formula can be stored: no links, no `me()`, no clock. A path with a point in it counts as a link even where it is a part of an
/// address, because the text alone does not tell. What cannot be read cannot be stored.
pub fn uses_own_row_only(source: &str) -> bool {
    parse(source).is_ok_and(|ast| asks_nobody(&ast))
}

fn asks_nobody(ast: &Ast) -> bool {
    let all = |list: &[Ast]| list.iter().all(asks_nobody);
    match &ast.term {
        Term::Null | Term::Bool(_) | Term::Number(_) | Term::Text(_) => true,
        Term::Path(path) => path.len() == 1,
        Term::List(items) => all(items),
        Term::Not(a) | Term::Negate(a) => asks_nobody(a),
        Term::Binary(_, a, b) => asks_nobody(a) && asks_nobody(b),
        Term::Choose(a, b, c) => asks_nobody(a) && asks_nobody(b) && asks_nobody(c),
        Term::Call(name, arguments) => !check::depends_on_asking(name, arguments.len()) && all(arguments),
        Term::Method(on, _, _, arguments) => asks_nobody(on) && all(arguments),
    }
}
