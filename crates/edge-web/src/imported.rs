//! The records that an import wrote, as a condition of their list: what was last changed while it ran, by whoever ran it. Written by the result of an
//! import; read by `pages/filter`, which says it in words.

use records::{
    Cx,
    query::{self, Ask},
};
use types::{Id, Instant, ProblemKind, Result};

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Imported {
    pub from: Instant,
    pub upto: Instant,
    pub who: Option<Id>,
}

const FROM: &str = "updated_at >= time(\"";
const UPTO: &str = "\") && updated_at <= time(\"";
const WHO: &str = " && updated_by == \"";

impl Imported {
    pub fn condition(&self) -> String {
        let who = self.who.map(|who| format!("{WHO}{who}\"")).unwrap_or_default();
        format!("{FROM}{}{UPTO}{}\"){who}", self.from, self.upto)
    }

    /// The same read back, and what else is asked.
    pub fn read(source: &str) -> Option<(Imported, &str)> {
        let (from, rest) = source.trim().strip_prefix(FROM)?.split_once(UPTO)?;
        let (upto, mut rest) = rest.split_once("\")")?;
        let mut found = Imported { from: Instant::parse(from)?, upto: Instant::parse(upto)?, who: None };
        if let Some((who, behind)) = rest.strip_prefix(WHO).and_then(|behind| behind.split_once('"')) {
            found.who = Some(Id::parse(who)?);
            rest = behind;
        }
        match rest.trim() {
            "" => Some((found, "")),
            // "and" binds closer than "or": beside one it is no longer what all of the list has to be
            behind => behind.strip_prefix("&& ").filter(|behind| !has_or(behind)).map(|behind| (found, behind)),
        }
    }

    /// What the file of that import is called, for whoever may see it. To whom imports, or their times, are hidden the list is shown all the same.
    pub fn file(&self, cx: &mut Cx) -> Result<Option<String>> {
        use ProblemKind::{BadRequest, Forbidden, NotFound};
        let Some(imports) = cx.catalog.object("imports").cloned() else { return Ok(None) };
        let this = format!("started_at == time(\"{}\") && finished_at == time(\"{}\")", self.from, self.upto);
        match query::list(cx, &imports, &Ask::default().filter(this).limit(1)) {
            Ok(page) => Ok(page.items.into_iter().next().map(|import| import.title)),
            Err(problem) if matches!(problem.kind, NotFound | Forbidden | BadRequest) => Ok(None),
            Err(problem) => Err(problem),
        }
    }
}

/// Whether an expression says "or" outside of brackets.
fn has_or(source: &str) -> bool {
    let (mut depth, mut quoted, mut escaped, mut last) = (0, false, false, ' ');
    for c in source.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            '|' if last == '|' && depth == 0 => return true,
            _ => {}
        }
        last = c;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_import_wrote_is_read_as_it_was_written() {
        let at = |text: &str| Instant::parse(text).expect("a time");
        let (from, upto) = (at("2026-11-23T00:46:31.044969Z"), at("2026-11-23T00:46:33Z"));
        for who in [None, Some(Id(7))] {
            let imported = Imported { from, upto, who };
            let condition = imported.condition();
            assert_eq!(Imported::read(&condition), Some((imported, "")));
            assert_eq!(Imported::read(&format!("{condition} && account == null")), Some((imported, "account == null")));
            assert_eq!(Imported::read(&format!("{condition} || account == null")), None);
            assert_eq!(Imported::read(&format!("{condition} && account == null || name == \"x\"")), None);
            let inside = format!("{condition} && (account == null || name == \"x\") && name != \"\\\" || (\"");
            assert!(Imported::read(&inside).is_some());
        }
        assert_eq!(Imported::read("updated_at >= time(\"2026-11-23T00:46:31Z\")"), None);
    }
}
