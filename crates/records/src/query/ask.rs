//! What a caller may ask of a list, limited before anything looks at the database.

use types::{Problem, Result};

/// Longest page.
pub const MAX_LIMIT: u32 = 200;
pub const DEFAULT_LIMIT: u32 = 50;
/// Sorting by more than this makes no sense to people.
const MAX_SORTS: usize = 3;
const MAX_FIELDS: usize = 100;
const MAX_SEARCH: usize = 200;

#[derive(Clone, Debug, Default)]
pub struct Ask {
    /// in the expression language
    pub filter: Option<String>,
    /// words to search for
    pub search: Option<String>,
    /// paths, `true` = descending; empty = the object's own order
    pub sort: Vec<(String, bool)>,
    /// paths; empty = every field of the object
    pub fields: Vec<String>,
    /// 0 = default
    pub limit: u32,
    pub cursor: Option<String>,
    pub totals: Totals,
    /// the recycle bin instead of the living
    pub deleted: bool,
    /// these records only (checked like all others)
    pub ids: Option<Vec<types::Id>>,
}

/// What to count beside the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Totals {
    #[default]
    None,
    /// only where finding the page gives it anyway: few rows, or a first page that holds all; elsewhere it can come after the page
    Free,
    /// exact up to 10,000, above it "10,000+"
    Capped,
}

/// Counting stops here.
pub const COUNT_CAP: i64 = 10_000;

impl Ask {
    /// Refuses what is too much; nothing is ever cut short silently.
    pub fn limited(&self) -> Result<()> {
        if self.limit > MAX_LIMIT {
            return Err(Problem::bad("limit").with("max", MAX_LIMIT));
        }
        if self.sort.len() > MAX_SORTS {
            return Err(Problem::bad("too_many_sorts").with("max", MAX_SORTS));
        }
        if self.fields.len() > MAX_FIELDS {
            return Err(Problem::bad("too_many_fields").with("max", MAX_FIELDS));
        }
        if self.search.as_ref().is_some_and(|s| s.chars().count() > MAX_SEARCH) {
            return Err(Problem::bad("search_too_long").with("max", MAX_SEARCH));
        }
        Ok(())
    }

    pub fn page_size(&self) -> u32 {
        if self.limit == 0 { DEFAULT_LIMIT } else { self.limit }
    }

    pub fn filter(mut self, filter: impl Into<String>) -> Ask {
        self.filter = Some(filter.into());
        self
    }

    pub fn fields(mut self, fields: &[&str]) -> Ask {
        self.fields = fields.iter().map(|f| f.to_string()).collect();
        self
    }

    pub fn sort(mut self, path: &str, down: bool) -> Ask {
        self.sort.push((path.to_string(), down));
        self
    }

    pub fn limit(mut self, limit: u32) -> Ask {
        self.limit = limit;
        self
    }
}
