//! Suggestions: which existing records or choices a value that fits nothing most resembles. Called by the check, for values it asks about.

use strsim::normalized_damerau_levenshtein as likeness;
use types::{Id, Name, Result, text::key_fold};

use super::Directory;
use crate::{context::Cx, query, schema::Field};

/// Suggestions for one value.
const MOST: usize = 5;
/// Below this, two words have little more in common than their language.
const LEAST: f64 = 0.6;
/// From here on it is a slip of the pen rather than another word.
const SLIP: f64 = 0.8;
/// Names that are compared letter by letter; beyond, the search index is asked.
const COMPARED: usize = 5_000;

/// Records by likeness of their names, the most alike first.
pub fn records(cx: &mut Cx, directory: &Directory, object: &Name, text: &str) -> Result<Vec<(Id, String)>> {
    let wanted = key_fold(text);
    if let Some(names) = directory.names(object) {
        let names: Vec<(&str, &str, Id)> = names.take(COMPARED + 1).collect();
        if names.len() <= COMPARED {
            let alike = names.into_iter().map(|(folded, name, id)| (alike(&wanted, folded), id, name));
            let mut alike: Vec<(f64, Id, &str)> = alike.filter(|(likeness, ..)| *likeness >= LEAST).collect();
            alike.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            let mut found: Vec<(Id, String)> = Vec::new();
            for (_, id, name) in alike {
                if !found.iter().any(|(there, _)| *there == id) {
                    found.push((id, name.to_string()));
                }
            }
            found.truncate(MOST);
            return Ok(found);
        }
    }
    let Some(object) = cx.catalog.object(object).cloned() else { return Ok(Vec::new()) };
    let words: String = text.chars().take(100).collect();
    match query::find(cx, &[object], &words, MOST) {
        Ok(found) => Ok(found.into_iter().map(|record| (record.id, record.title)).collect()),
        // words that make no search suggest nothing
        Err(problem) if problem.kind == types::ProblemKind::BadRequest => Ok(Vec::new()),
        Err(problem) => Err(problem),
    }
}

/// Choices of a field, by their labels.
pub fn choices(field: &Field, lang: types::words::Lang, text: &str) -> Vec<(String, String)> {
    let wanted = key_fold(text);
    let mut found: Vec<(f64, &crate::schema::Choice)> = field
        .kind
        .options()
        .iter()
        .filter(|option| !option.retired)
        .map(|option| {
            let names = [&option.code, &option.label.zh, &option.label.en];
            let best = names.into_iter().map(|name| alike(&wanted, &key_fold(name))).fold(0.0, f64::max);
            (best, option)
        })
        .filter(|(likeness, _)| *likeness >= LEAST)
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.into_iter().take(MOST).map(|(_, option)| (option.code.clone(), option.label.get(lang).to_string())).collect()
}

/// One name within the other (GTX in GTX Pro) is nearly as good as few letters apart.
fn alike(a: &str, b: &str) -> f64 {
    let holds = a.chars().count().min(b.chars().count()) >= 2 && (a.contains(b) || b.contains(a));
    likeness(a, b).max(if holds { 0.65 } else { 0.0 })
}

/// Whether a text is a name but for a slip of the pen: `technolgy`. Other figures are another name: Hall 1 is not Hall 2.
pub fn is_slip(text: &str, name: &str) -> bool {
    let (text, name) = (key_fold(text), key_fold(name));
    let figures = |text: &str| text.chars().filter(|c| c.is_numeric()).collect::<String>();
    likeness(&text, &name) >= SLIP && figures(&text) == figures(&name)
}

/// The same for an option, by any of its names.
pub fn is_slip_of(field: &Field, code: &str, text: &str) -> bool {
    let mut options = field.kind.options().iter().filter(|option| option.code == code);
    options.any(|option| [&option.code, &option.label.zh, &option.label.en].into_iter().any(|name| is_slip(text, name)))
}
