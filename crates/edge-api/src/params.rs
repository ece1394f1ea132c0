//! Query parameters of lists: known ones only, each once (security: WEB-12).

use records::query::{Ask, Totals};
use types::{Problem, Result};

/// Reads `filter`, `sort`, `fields`, `limit`, `cursor`, `total`, `q`, `deleted`.
pub fn ask(query: Option<&str>) -> Result<Ask> {
    let mut ask = Ask::default();
    for (name, value) in pairs(query)? {
        match name.as_str() {
            // a form that was left empty asks for nothing
            "filter" => ask.filter = Some(value).filter(|text| !text.trim().is_empty()),
            "q" => ask.search = Some(value),
            "sort" => ask.sort = sorts(&value),
            "fields" => ask.fields = words(&value),
            "limit" => {
                ask.limit = value
                    .parse()
                    .ok()
                    .filter(|n| *n > 0)
                    .ok_or_else(|| Problem::bad("limit").with("max", records::query::ask::MAX_LIMIT))?;
            }
            "cursor" => ask.cursor = Some(value),
            "total" => ask.totals = if yes(&value)? { Totals::Capped } else { Totals::None },
            "deleted" => ask.deleted = yes(&value)?,
            _ => return Err(unknown(&name)),
        }
    }
    ask.limited()?;
    Ok(ask)
}

/// Reads `fields`, which is all that one record takes; `None` = every field.
pub fn fields(query: Option<&str>) -> Result<Option<Vec<String>>> {
    let mut asked = None;
    for (name, value) in pairs(query)? {
        match name.as_str() {
            "fields" => asked = Some(words(&value)).filter(|fields| !fields.is_empty()),
            _ => return Err(unknown(&name)),
        }
    }
    Ok(asked)
}

/// Decoded pairs; a name that stands twice is refused.
pub fn pairs(query: Option<&str>) -> Result<Vec<(String, String)>> {
    let pairs: Vec<(String, String)> = serde_urlencoded_pairs(query.unwrap_or_default())?;
    for (at, (name, _)) in pairs.iter().enumerate() {
        if pairs[..at].iter().any(|(other, _)| other == name) {
            return Err(Problem::bad("parameter_twice").with("name", name));
        }
    }
    Ok(pairs)
}

fn serde_urlencoded_pairs(query: &str) -> Result<Vec<(String, String)>> {
    let uri: axum::http::Uri = format!("/?{query}").parse().map_err(|_| Problem::bad("bad_query"))?;
    let axum::extract::Query(pairs) =
        axum::extract::Query::try_from_uri(&uri).map_err(|_| Problem::bad("bad_query"))?;
    Ok(pairs)
}

pub fn unknown(name: &str) -> Problem {
    Problem::bad("unknown_parameter").with("name", name)
}

/// `-amount,name` → (amount, down), (name, up).
fn sorts(text: &str) -> Vec<(String, bool)> {
    words(text)
        .into_iter()
        .map(|word| match word.strip_prefix('-') {
            Some(rest) => (rest.to_string(), true),
            None => (word, false),
        })
        .collect()
}

pub fn words(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|w| !w.is_empty()).map(str::to_string).collect()
}

fn yes(text: &str) -> Result<bool> {
    match text {
        "true" | "1" => Ok(true),
        "false" | "0" => Ok(false),
        _ => Err(Problem::bad("not_yes_no").with("value", text)),
    }
}
