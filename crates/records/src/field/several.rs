//! What fields with several values share: lists in JSON and in cells of files, rows of the side table, the sorted form without doubles.
//! Used by choices, tags, users and files.

use serde_json::Value as Json;
use store::Cell;
use types::{FieldProblem, Id, Linked, Value, words::Lang};

use super::kind::{Outcome, json_text, refuse, wrong_type};
use super::{Exported, Operator, link, list};

/// What a list of words can be asked.
pub(super) const OPERATORS: &[Operator] = {
    use Operator::*;
    &[HasAny, HasAll, HasNone, IsEmpty, IsNotEmpty]
};

/// Users or files of one record.
const MOST_LINKS: usize = 200;

pub(super) fn texts(value: &Value) -> &[String] {
    if let Value::Texts(texts) = value { texts } else { &[] }
}

fn links(value: &Value) -> &[Linked] {
    if let Value::Links(links) = value { links } else { &[] }
}

fn array(json: &Json) -> Result<&Vec<Json>, FieldProblem> {
    json.as_array().ok_or_else(|| wrong_type("list"))
}

pub(super) fn json_texts(json: &Json) -> Outcome {
    let text = |item| json_text(item).map(str::to_owned);
    array(json)?.iter().map(text).collect::<Result<_, _>>().map(Value::Texts)
}

pub(super) fn json_links(json: &Json) -> Outcome {
    let linked = |item| link::json_id(item).map(Linked::to);
    array(json)?.iter().map(linked).collect::<Result<_, _>>().map(Value::Links)
}

pub(super) fn text_links(text: &str) -> Outcome {
    let linked = |word: &String| link::id(word).map(Linked::to);
    list::split(text).iter().map(linked).collect::<Result<_, _>>().map(Value::Links)
}

/// Sorted, without doubles, at most `most`.
pub(super) fn sorted_texts(value: Value, most: usize) -> Result<Vec<String>, FieldProblem> {
    let Value::Texts(mut texts) = value else { return Err(wrong_type("list")) };
    texts.sort();
    texts.dedup();
    if texts.len() > most { Err(refuse("too_many_choices").with("max", most)) } else { Ok(texts) }
}

/// Sorted by id, without doubles.
pub(super) fn sorted_links(value: Value) -> Outcome {
    let Value::Links(mut links) = value else { return Err(wrong_type("list")) };
    links.sort_by_key(|link| link.id);
    links.dedup_by_key(|link| link.id);
    if links.len() > MOST_LINKS {
        Err(refuse("too_many_choices").with("max", MOST_LINKS))
    } else {
        Ok(Value::Links(links))
    }
}

pub(super) fn text_cells(value: &Value) -> Vec<Cell> {
    texts(value).iter().map(Cell::text).collect()
}

pub(super) fn link_cells(value: &Value) -> Vec<Cell> {
    links(value).iter().map(|link| Cell::from(link.id)).collect()
}

/// Rows come in any order.
pub(super) fn texts_from(cells: &[Cell]) -> Value {
    let mut texts: Vec<String> = cells.iter().filter_map(|cell| cell.as_text().map(str::to_owned)).collect();
    texts.sort();
    Value::Texts(texts)
}

pub(super) fn links_from(cells: &[Cell]) -> Value {
    let mut links: Vec<Linked> = cells.iter().filter_map(|cell| cell.as_int().map(|id| Linked::to(Id(id)))).collect();
    links.sort_by_key(|link| link.id);
    Value::Links(links)
}

pub(super) fn links_json(value: &Value) -> Json {
    links(value).iter().map(|one| link::read_form(one, false)).collect()
}

pub(super) fn labels(value: &Value) -> Vec<String> {
    links(value).iter().map(link::shown).collect()
}

/// `华东、华南`, `East, South`.
pub(super) fn listed<'t>(words: impl Iterator<Item = &'t str>, lang: Lang) -> String {
    let words: Vec<&str> = words.collect();
    words.join(match lang {
        Lang::Zh => "、",
        Lang::En => ", ",
    })
}

pub(super) fn exported<'t>(words: impl Iterator<Item = &'t str>) -> Exported {
    Exported::text(list::join(words))
}
