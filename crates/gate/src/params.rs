//! Query parameters of lists: known ones only, each once (security: WEB-12). Read by the edges that programs use.

use records::query::{Ask, Totals};
use types::{Problem, Result};

/// Reads `limit`, `cursor`, `total`, `deleted` and what `view` reads.
pub fn ask(query: Option<&str>) -> Result<Ask> {
    let mut ask = Ask::default();
    for (name, value) in pairs(query)? {
        match name.as_str() {
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
            _ => view(&mut ask, &name, value)?,
        }
    }
    ask.limited()?;
    Ok(ask)
}

/// Takes one of the parameters that say which records are shown and how: `filter`, `q`, `sort`, `fields`.
///
/// # Errors
/// `unknown_parameter` for any other.
pub fn view(ask: &mut Ask, name: &str, value: String) -> Result<()> {
    match name {
        // a form that was left empty asks for nothing
        "filter" => ask.filter = Some(value).filter(|text| !text.trim().is_empty()),
        "q" => ask.search = Some(value),
        "sort" => ask.sort = sorts(&value),
        "fields" => ask.fields = words(&value),
        _ => return Err(unknown(name)),
    }
    Ok(())
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
    let uri: axum::http::Uri =
        format!("/?{}", query.unwrap_or_default()).parse().map_err(|_| Problem::bad("bad_query"))?;
    let pairs = axum::extract::Query::<Vec<(String, String)>>::try_from_uri(&uri);
    let pairs = pairs.map_err(|_| Problem::bad("bad_query"))?.0;
    for (at, (name, _)) in pairs.iter().enumerate() {
        if pairs[..at].iter().any(|(other, _)| other == name) {
            return Err(Problem::bad("parameter_twice").with("name", name));
        }
    }
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
