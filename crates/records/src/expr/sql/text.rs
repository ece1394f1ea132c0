//! Texts in the database: searched in their folded form where there is one, put together.

use store::Expr;
use types::{Result, text::fold};

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

    /// Texts one after the other; an empty one adds nothing, and nothing at all is empty.
    pub(super) fn join(&mut self, parts: &[Node], folded: bool) -> Result<Expr> {
        let mut texts = Vec::with_capacity(parts.len());
        for part in parts {
            let text = if folded { self.folded(part)? } else { self.value(part)? };
            let known = part.known().is_some();
            texts.push(if known { text } else { Expr::Coalesce(vec![text, Expr::value("")]) });
        }
        let whole = Expr::Concat(texts);
        // a known part is never empty
        Ok(if parts.iter().any(|part| part.known().is_some()) { whole } else { self.filled(whole) })
    }

    /// A text, NULL where it is nothing.
    fn filled(&mut self, text: Expr) -> Expr {
        self.bind([text], |_, [text]| Expr::Case(vec![(text.clone().eq(""), null())], text.into()))
    }
}
