//! The state of a list lives in its address: filter, search, sort, columns, view, page. Parsed once, rendered into every link of the page.

use gate::router::encode;
use records::query::{Ask, Totals};

/// `?filter=…&q=…&sort=-amount&columns=name,amount&view=…&cursor=…&limit=…`
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Place {
    pub object: String,
    pub filter: Option<String>,
    pub search: Option<String>,
    /// path, descending
    pub sort: Option<(String, bool)>,
    pub columns: Vec<String>,
    /// id of a saved view, or the word of a built-in one
    pub view: Option<String>,
    pub cursor: Option<String>,
    pub limit: u32,
    /// how many rows come before this page
    pub start: usize,
    /// the filter builder is open
    pub building: bool,
    /// the address in the browser is to become this place's own
    pub pushed: bool,
    /// nothing was said: the view this person begins with is meant
    pub begins: bool,
    /// shown as a board
    pub board: bool,
    /// the one pipeline of several that a board shows
    pub pipeline: Option<types::Id>,
    /// everything else as it came: the fields of the filter builder
    pub others: Vec<(String, String)>,
}

pub const SIZES: [u32; 3] = [50, 100, 200];

/// No list is longer; an address may say anything.
const MOST: usize = 1_000_000_000;

impl Place {
    /// Stands for a list without any state where an address says which list one came from.
    pub const WHOLE: &str = "all";

    pub fn parse(object: &str, query: Option<&str>) -> Place {
        let mut place = Place { object: object.to_string(), limit: SIZES[0], ..Place::default() };
        for (name, value) in pairs(query.unwrap_or_default()) {
            if value.is_empty() {
                continue;
            }
            match name.as_str() {
                "filter" => place.filter = Some(value),
                "q" => place.search = Some(value),
                "sort" => {
                    place.sort = Some(match value.strip_prefix('-') {
                        Some(path) => (path.to_string(), true),
                        None => (value, false),
                    });
                }
                "columns" => place.columns = value.split(',').map(str::to_string).collect(),
                "view" => place.view = Some(value),
                "cursor" => place.cursor = Some(value),
                "limit" => place.limit = value.parse().ok().filter(|n| SIZES.contains(n)).unwrap_or(SIZES[0]),
                "start" => place.start = value.parse().unwrap_or(0).min(MOST),
                "building" => place.building = true,
                "pipeline" => place.pipeline = types::Id::parse(&value),
                _ => place.others.push((name, value)),
            }
        }
        place
    }

    /// What the engine is asked.
    pub fn ask(&self) -> Ask {
        Ask {
            filter: self.filter.clone(),
            search: self.search.clone(),
            sort: self.sort.clone().into_iter().collect(),
            fields: self.columns.clone(),
            limit: self.limit,
            cursor: self.cursor.clone(),
            totals: Totals::Capped,
            ..Ask::default()
        }
    }

    /// Path and query of this state.
    pub fn url(&self) -> String {
        self.at(&self.path())
    }

    /// Where this place is shown.
    pub fn path(&self) -> String {
        if self.board { format!("/{}/board", self.object) } else { format!("/{}", self.object) }
    }

    /// The same state under another path: the board.
    pub fn at(&self, path: &str) -> String {
        let parts: Vec<String> = self.pairs().iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
        if parts.is_empty() { path.to_string() } else { format!("{path}?{}", parts.join("&")) }
    }

    /// What this state shows, all its pages, as a file: in the columns shown, after the title, which a list always shows first.
    pub fn export(&self, format: &str, title: &str) -> String {
        let columns = self.columns.iter().map(String::as_str).filter(|path| *path != title);
        let fields: Vec<&str> = std::iter::once(title).chain(columns).collect();
        let mut url = format!("/api/v1/{}/export?format={format}&fields={}", self.object, encode(&fields.join(",")));
        let shown = self.pairs().into_iter().filter(|(name, _)| matches!(*name, "filter" | "q" | "sort"));
        for (name, value) in shown {
            url.push_str(&format!("&{name}={}", encode(&value)));
        }
        url
    }

    /// What stands behind the question mark, for hidden fields of forms that keep it.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut parts: Vec<(&'static str, String)> = Vec::new();
        let mut add = |name: &'static str, value: &str| {
            if !value.is_empty() {
                parts.push((name, value.to_string()));
            }
        };
        add("view", self.view.as_deref().unwrap_or_default());
        add("q", self.search.as_deref().unwrap_or_default());
        add("filter", self.filter.as_deref().unwrap_or_default());
        if let Some((path, down)) = &self.sort {
            add("sort", &format!("{}{path}", if *down { "-" } else { "" }));
        }
        add("columns", &self.columns.join(","));
        if self.limit != SIZES[0] && self.limit != 0 {
            add("limit", &self.limit.to_string());
        }
        add("pipeline", &self.pipeline.map(|id| id.to_string()).unwrap_or_default());
        if self.building {
            add("building", "1");
        }
        add("cursor", self.cursor.as_deref().unwrap_or_default());
        if self.start > 0 {
            add("start", &self.start.to_string());
        }
        parts
    }

    /// The same list, changed; always from its first page.
    pub fn with(&self, change: impl FnOnce(&mut Place)) -> Place {
        let mut place =
            Place { cursor: None, start: 0, building: false, pushed: false, others: Vec::new(), ..self.clone() };
        change(&mut place);
        place
    }

    /// A click on a column header: up, then down, then the object's own order.
    pub fn sorted_by(&self, path: &str) -> Place {
        let next = match &self.sort {
            Some((now, false)) if now == path => Some((path.to_string(), true)),
            Some((now, true)) if now == path => None,
            _ => Some((path.to_string(), false)),
        };
        self.with(|p| p.sort = next)
    }
}

/// Decodes a query; a broken escape stays as it is.
pub fn pairs(query: &str) -> Vec<(String, String)> {
    let uri: Result<axum::http::Uri, _> = format!("/?{query}").parse();
    uri.ok()
        .and_then(|uri| axum::extract::Query::<Vec<(String, String)>>::try_from_uri(&uri).ok())
        .map_or_else(Vec::new, |pairs| pairs.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_survives_its_address() {
        let query = "filter=amount+%3E+100&q=%E5%8D%8E&sort=-amount&columns=name,amount&view=mine&limit=100&cursor=abc";
        let place = Place::parse("opportunities", Some(query));
        assert_eq!(place.filter.as_deref(), Some("amount > 100"));
        assert_eq!(place.sort, Some(("amount".into(), true)));
        let again = place.url();
        assert_eq!(Place::parse("opportunities", again.split_once('?').map(|(_, q)| q)), place);
    }

    #[test]
    fn an_address_may_say_any_number() {
        assert_eq!(Place::parse("accounts", Some("start=18446744073709551615")).start, MOST);
        assert_eq!(Place::parse("accounts", Some("start=-1")).start, 0);
    }

    #[test]
    fn an_export_is_what_the_list_shows() {
        let place = Place::parse(
            "opportunities",
            Some("q=a&sort=-amount&columns=amount,name,stage&view=mine&limit=100&cursor=abc"),
        );
        let query = "format=csv&fields=name%2Camount%2Cstage&q=a&sort=-amount";
        assert_eq!(place.export("csv", "name"), format!("/api/v1/opportunities/export?{query}"));
    }

    #[test]
    fn a_third_click_on_a_header_gives_the_own_order_back() {
        let place = Place::parse("accounts", None);
        let up = place.sorted_by("name");
        let down = up.sorted_by("name");
        assert_eq!((up.sort, down.sort.clone()), (Some(("name".into(), false)), Some(("name".into(), true))));
        assert_eq!(down.sorted_by("name").sort, None);
    }
}
