//! Search tokens as both indexes understand them. Called by the two dialects, so that what one finds the other finds too.

use crate::{Token, Tokens};

/// PostgreSQL keeps at most 2046 bytes of a lexeme; nobody types that much.
const LONGEST: usize = 200;

/// The token as it lies in both indexes: ASCII letters (lower case) and digits, anything from U+0080; `None` when nothing is left.
pub(crate) fn clean(token: &str) -> Option<String> {
    let mut out = String::with_capacity(token.len().min(LONGEST));
    for c in token.chars().filter(|c| c.is_ascii_alphanumeric() || !c.is_ascii()) {
        if out.len() + c.len_utf8() > LONGEST {
            break;
        }
        out.push(c.to_ascii_lowercase());
    }
    (!out.is_empty()).then_some(out)
}

/// The tokens of a record: each once, in order.
pub(crate) fn of_record(tokens: &[String]) -> Vec<String> {
    let mut all: Vec<String> = tokens.iter().filter_map(|token| clean(token)).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The answer of a search that needs no index: no terms = everything, a term without ways = nothing.
pub(crate) fn plain(query: &Tokens) -> Option<bool> {
    if query.terms.iter().any(Vec::is_empty) {
        return Some(false);
    }
    // a way without tokens makes its term hold for every row
    query.terms.iter().all(|ways| ways.iter().any(|way| words(way).is_empty())).then_some(true)
}

/// The query in words: `term` joins the terms, `token` writes one token, already clean.
pub(crate) fn query(query: &Tokens, and: &str, or: &str, token: fn(&str, bool) -> String) -> String {
    let mut terms = Vec::new();
    for ways in &query.terms {
        let ways: Vec<Vec<(String, bool)>> = ways.iter().map(|way| words(way)).collect();
        if ways.iter().any(Vec::is_empty) {
            continue;
        }
        let ways: Vec<String> = ways
            .iter()
            .map(|way| {
                let words: Vec<String> = way.iter().map(|(text, prefix)| token(text, *prefix)).collect();
                if words.len() == 1 { words.concat() } else { format!("({})", words.join(and)) }
            })
            .collect();
        terms.push(if ways.len() == 1 { ways.concat() } else { format!("({})", ways.join(or)) });
    }
    terms.join(and)
}

fn words(way: &[Token]) -> Vec<(String, bool)> {
    way.iter().filter_map(|token| Some((clean(&token.text)?, token.prefix))).collect()
}
