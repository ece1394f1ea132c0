//! Texts in the database: searched in their folded form where there is one, put together.

use store::Expr;
use types::{Problem, Result, text::fold};

use super::{Compiler, never, null};
use crate::expr::{
    eval::folds,
    node::{Constant, Kept, Leaf, Node, TextTest},
    number::Machine,
};

impl Compiler<'_> {
    pub(super) fn text(&mut self, test: TextTest, text: &Node, part: &Node) -> Result<Expr> {
        let both = folds(text) && folds(part);
        let haystack = if both { self.folded(text)? } else { self.value(text)? };
        let needle = match part {
            Node::Constant(Constant::Text(part)) => {
                let part = if both { fold(part) } else { part.as_str().into() };
                if part.is_empty() {
                    return Ok(never());
                }
                if let (Node::Leaf(leaf), TextTest::Contains) = (text, test)
                    && let Some(candidates) = self.places.candidates(&leaf.path, &part)?
                {
                    return Ok(candidates.and(Expr::Contains(haystack.into(), Expr::value(&*part).into())));
                }
                Expr::value(&*part)
            }
            part => {
                // folding can leave nothing, and nothing is in no text
                let part = if both { self.folded(part)? } else { self.value(part)? };
                self.filled(part)
            }
        };
        let (haystack, needle) = (haystack.into(), needle.into());
        Ok(match test {
            TextTest::Contains => Expr::Contains(haystack, needle),
            TextTest::StartsWith => Expr::StartsWith(haystack, needle),
            TextTest::EndsWith => Expr::EndsWith(haystack, needle),
        })
    }

    fn folded(&mut self, node: &Node) -> Result<Expr> {
        Ok(match node {
            Node::Leaf(Leaf { path, kept: Kept::Column { column, folded: Some(folded) }, .. }) => {
                let alias = self.places.alias(&path.hops)?;
                Expr::Coalesce(vec![Expr::Column(alias, folded.clone()), Expr::Column(alias, column.clone())])
            }
            Node::Constant(Constant::Text(text)) => Expr::value(&*fold(text)),
            Node::Join(parts) => self.join(parts, true)?,
            Node::Choose(condition, then, other) => {
                Expr::Case(vec![(self.yes(condition)?, self.folded(then)?)], self.folded(other)?.into())
            }
            other => self.value(other)?,
        })
    }

    /// Texts one after the other: the store has no such expression yet.
    pub(super) fn join(&mut self, parts: &[Node], folded: bool) -> Result<Expr> {
        let _ = (parts, folded);
        Err(Problem::bad("bad_filter").with("at", "1:1").with("what", "not_here").with("name", "+").with("hint", "no"))
    }

    /// A text, NULL where it is nothing.
    fn filled(&mut self, text: Expr) -> Expr {
        self.bind([text], |_, [text]| Expr::Case(vec![(text.clone().eq(""), null())], text.into()))
    }
}
