//! The records that an import wrote, as a condition of their list: what was last changed while it ran, by whoever ran it. Written by the result of an
//! import; read by `pages/filter`, which says it in words.

use records::{
    Cx,
    query::{self, Ask},
};
use types::{Id, Instant, Result};

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
            behind => behind.strip_prefix("&& ").map(|behind| (found, behind)),
        }
    }

    /// What the file of that import is called, for whoever may see it.
    pub fn file(&self, cx: &mut Cx) -> Result<Option<String>> {
        let Some(imports) = cx.catalog.object("imports").cloned() else { return Ok(None) };
        let this = format!("started_at == time(\"{}\") && finished_at == time(\"{}\")", self.from, self.upto);
        match query::list(cx, &imports, &Ask::default().filter(this).limit(1)) {
            Ok(page) => Ok(page.items.into_iter().next().map(|import| import.title)),
            Err(problem) if problem.kind == types::ProblemKind::Forbidden => Ok(None),
            Err(problem) => Err(problem),
        }
    }
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
        }
        assert_eq!(Imported::read("updated_at >= time(\"2026-11-23T00:46:31Z\")"), None);
    }
}
