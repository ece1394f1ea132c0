//! The filter of a list: chips above it, in the reader's words; the builder behind them is in `builder`. Called by lists.

use std::sync::Arc;

use maud::{Markup, html};
use records::{
    Cx,
    access::{self, Action, Scope},
    field::{Operand, Operator, operators},
    query,
    schema::{Field, FieldType, Format, Object},
    visible::Total,
};
use types::{Date, Id, Name, Result, Value, display, words::tr_with};

use super::builder;
use crate::{
    condition::{self, Group, Node, One},
    desk::Desk,
    imported::Imported,
    place::Place,
    show,
    ui::{Chip, FilterBar, SaveView},
};

/// The conditions of a list: as lines, or as a text that has none.
pub enum Tree {
    Lines(Group),
    Text(String),
}

/// What the bar shows besides the filter.
pub struct Shown<'s> {
    pub tree: &'s Tree,
    pub changed: bool,
    pub total: Option<Total>,
    /// before the chips
    pub before: Option<Markup>,
    pub tools: Markup,
}

/// The conditions of this place. What the builder sent becomes its filter; an expression that was typed already is.
pub fn tree(cx: &mut Cx, scope: &Scope, place: &mut Place) -> Tree {
    let posted = std::mem::take(&mut place.others);
    if let Some((_, source)) = posted.iter().find(|(name, _)| name == "expression") {
        place.filter = Some(source.clone());
        place.pushed = true;
    }
    if let Some(mut group) = builder::lines(&posted) {
        typed(cx, scope, &mut group);
        place.filter = Some(group.expression()).filter(|text| !text.is_empty());
        place.view.get_or_insert_with(|| "all".into());
        place.pushed = true;
        return Tree::Lines(group);
    }
    let source = place.filter.clone().unwrap_or_default();
    let kinds = |path: &str| field_of(cx, scope, path).map(|(_, field)| field.kind);
    match condition::read(&source, &kinds) {
        Some(group) => Tree::Lines(group),
        None => Tree::Text(source),
    }
}

/// Operands as values of their fields. What cannot be read as one stays as it was typed, so that the list says what is wrong with it.
fn typed(cx: &Cx, scope: &Scope, group: &mut Group) {
    for node in &mut group.nodes {
        match node {
            Node::Group(inner) => typed(cx, scope, inner),
            Node::One(one) => {
                let Some((_, field)) = field_of(cx, scope, &one.path) else { continue };
                if !operators(&field.kind).contains(&one.op) {
                    // another field was chosen: its first operator, nothing to compare with yet
                    one.op = operators(&field.kind).first().copied().unwrap_or(Operator::IsEmpty);
                    one.operands.clear();
                }
                one.operands = std::mem::take(&mut one.operands)
                    .into_iter()
                    .filter(|operand| !matches!(operand, Operand::Value(Value::Text(text)) if text.trim().is_empty()))
                    .map(|operand| value_of(cx, &field, operand.clone()).unwrap_or(operand))
                    .collect();
            }
        }
    }
}

fn value_of(cx: &Cx, field: &Field, operand: Operand) -> Option<Operand> {
    let Operand::Value(Value::Text(text)) = &operand else { return Some(operand) };
    let value = match field.result_type() {
        FieldType::Link { .. } | FieldType::User | FieldType::Users | FieldType::LinkAny { .. } => {
            Value::link(Id::parse(text)?)
        }
        FieldType::Date | FieldType::DateTime => Value::Date(Date::parse(text)?),
        FieldType::Choices { .. } | FieldType::Tags => return Some(operand),
        FieldType::Rollup(_) => Value::Decimal(text.replace(',', "").parse().ok()?),
        FieldType::YesNo => Value::Bool(text == "true"),
        kind if kind.is_many() => return None,
        FieldType::Integer | FieldType::Decimal { .. } | FieldType::Percent { .. } | FieldType::Money => {
            let plain = Field { kind: FieldType::Decimal { scale: 4 }, ..field.clone() };
            records::field::accept_text(&plain, text, &records::write::draft::hints(cx)).ok()?
        }
        _ => return Some(operand),
    };
    Some(Operand::Value(value))
}

/// The field behind a path of at most one hop, if this person may read it.
pub fn field_of(cx: &Cx, scope: &Scope, path: &str) -> Option<(Arc<Object>, Field)> {
    let object = scope.object();
    let (first, rest) = path.split_once('.').map_or((path, None), |(a, b)| (a, Some(b)));
    let at = object.position(first).filter(|at| scope.may_read(*at))?;
    let field = &object.fields[at];
    let Some(rest) = rest else { return Some((object.clone(), field.clone())) };
    let target = cx.catalog.target(field)?;
    let there = access::scope(cx, target, Action::View).ok()?;
    let at = target.position(rest).filter(|at| there.may_read(*at))?;
    Some((target.clone(), target.fields[at].clone()))
}

/// Chips or builder, with the tools on the right.
pub fn bar(cx: &mut Cx, desk: &Desk, scope: &Scope, place: &Place, shown: Shown) -> Result<Markup> {
    let open = place.building;
    let builder_url = place.with(|p| p.building = !open).url();
    let chips = match shown.tree {
        Tree::Lines(group) => chips(cx, desk, scope, place, group, "")?,
        Tree::Text(text) => match imported(cx, desk, scope, place, text)? {
            Some(chips) => chips,
            None => vec![Chip {
                icon: Some("filter".into()),
                field: desk.say("list-expression"),
                op: String::new(),
                value: text.clone(),
                remove: place.with(|p| p.filter = None).url(),
            }],
        },
    };
    let search = place.search.as_ref().map(|words| Chip {
        icon: Some("search".into()),
        field: desk.say("search"),
        op: String::new(),
        value: words.clone(),
        remove: place.with(|p| p.search = None).url(),
    });
    let changed = shown.changed || place.search.is_some();
    let bar = FilterBar {
        chips: search.into_iter().chain(chips).collect(),
        before: shown.before,
        builder_url,
        open,
        save: (changed && !place.board).then(|| SaveView::ID.to_string()),
        revert: place.view.as_ref().filter(|_| shown.changed).map(|view| format!("/{}?view={view}", place.object)),
        tools: Some(shown.tools),
    };
    let builder = if open { Some(builder::draw(cx, desk, scope, place, shown.tree, shown.total)?) } else { None };
    Ok(html! { (bar.html(desk.lang)) @if let Some(builder) = builder { (builder) } })
}

/// What an import wrote is one chip in words, and what else is asked of it are the others; `None` for any other expression.
fn imported(cx: &mut Cx, desk: &Desk, scope: &Scope, place: &Place, text: &str) -> Result<Option<Vec<Chip>>> {
    let Some((imported, rest)) = Imported::read(text) else { return Ok(None) };
    let kinds = |path: &str| field_of(cx, scope, path).map(|(_, field)| field.kind);
    let Some(group) = condition::read(rest, &kinds) else { return Ok(None) };
    let value = match imported.file(cx)? {
        Some(file) => file,
        None => display::day_and_time(desk.lang, imported.from, &desk.zone, desk.today),
    };
    let remove = without(place, rest.to_string());
    let first =
        Chip { icon: Some("upload".into()), field: desk.say("list-imported"), op: String::new(), value, remove };
    let others = chips(cx, desk, scope, place, &group, &imported.condition())?;
    Ok(Some(std::iter::once(first).chain(others).collect()))
}

/// The place with what is left of its filter. Nothing left is "everything", not the view as it was saved.
fn without(place: &Place, rest: String) -> String {
    place
        .with(|p| {
            p.filter = Some(rest).filter(|text| !text.is_empty());
            if p.filter.is_none() && p.search.is_none() && p.sort.is_none() && p.columns.is_empty() {
                p.view = Some("all".into());
            }
        })
        .url()
}

/// `always`: what holds beside them and is said by another chip.
fn chips(cx: &mut Cx, desk: &Desk, scope: &Scope, place: &Place, group: &Group, always: &str) -> Result<Vec<Chip>> {
    // "any of" at the top is one thing: taking a part of it away would show more, not less
    let single = group.any && group.nodes.len() > 1;
    let whole = Node::Group(group.clone());
    let nodes: Vec<&Node> = if single { vec![&whole] } else { group.nodes.iter().collect() };
    let mut chips = Vec::with_capacity(nodes.len());
    for (n, node) in nodes.into_iter().enumerate() {
        let rest = if single { Group::default() } else { group.without(n) };
        let left = [always.to_string(), rest.expression()];
        let left: Vec<String> = left.into_iter().filter(|part| !part.is_empty()).collect();
        let remove = without(place, left.join(" && "));
        chips.push(match node {
            Node::One(one) => {
                let (field, op, value) = said(cx, desk, scope, one)?;
                Chip { icon: None, field, op, value, remove }
            }
            Node::Group(inner) => {
                let mut parts = Vec::new();
                for node in &inner.nodes {
                    parts.push(sentence(cx, desk, scope, node)?);
                }
                let joint = if inner.any { desk.say("or") } else { desk.say("and") };
                let field = desk.say(if inner.any { "web-any-of" } else { "web-all-of" });
                Chip { icon: None, field, op: String::new(), value: parts.join(&format!(" {joint} ")), remove }
            }
        });
    }
    Ok(chips)
}

fn sentence(cx: &mut Cx, desk: &Desk, scope: &Scope, node: &Node) -> Result<String> {
    match node {
        Node::One(one) => {
            let (field, op, value) = said(cx, desk, scope, one)?;
            Ok([field, op, value].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "))
        }
        Node::Group(inner) => {
            let parts: Result<Vec<String>> = inner.nodes.iter().map(|node| sentence(cx, desk, scope, node)).collect();
            let joint = desk.say(if inner.any { "or" } else { "and" });
            Ok(format!("({})", parts?.join(&format!(" {joint} "))))
        }
    }
}

/// Field, operator and operands in the reader's words.
fn said(cx: &mut Cx, desk: &Desk, scope: &Scope, one: &One) -> Result<(String, String, String)> {
    let Some((_, field)) = field_of(cx, scope, &one.path) else {
        return Ok((desk.say("list-choose-field"), String::new(), String::new()));
    };
    let label = show::path_label(desk, &cx.catalog, scope.object(), &one.path);
    let mut words = Vec::new();
    for operand in &one.operands {
        words.push(operand_words(cx, desk, &field, operand)?);
    }
    let value = match (one.op, words.len()) {
        (Operator::Between, 2) => format!("{} – {}", words[0], words[1]),
        (Operator::InLastDays | Operator::InNextDays, _) => {
            tr_with(desk.lang, "list-days", &[("count", words.concat())])
        }
        (_, 0..=2) => words.join(&desk.say("list-comma")),
        (_, more) => {
            let count = (more - 2).to_string();
            let named = words[..2].join(&desk.say("list-comma"));
            tr_with(desk.lang, "list-and-more", &[("named", named.as_str()), ("count", count.as_str())])
        }
    };
    Ok((label, one.op.label(desk.lang).into_owned(), value))
}

fn operand_words(cx: &mut Cx, desk: &Desk, field: &Field, operand: &Operand) -> Result<String> {
    let value = match operand {
        Operand::DaysAgo(0) => return Ok(desk.say("today")),
        Operand::DaysAgo(n) => {
            let (key, count) = if *n > 0 { ("days-ago", *n) } else { ("in-days", -*n) };
            return Ok(tr_with(desk.lang, key, &[("count", count)]));
        }
        Operand::Value(value) => value,
    };
    Ok(match (field.result_type(), value) {
        (FieldType::Choice { options } | FieldType::Choices { options }, Value::Text(code)) => options
            .iter()
            .find(|o| o.code == *code)
            .map_or_else(|| code.clone(), |o| o.label.get(desk.lang).to_string()),
        (FieldType::YesNo, Value::Bool(yes)) => desk.say(if *yes { "yes" } else { "no" }),
        (FieldType::YesNo, Value::Text(text)) => desk.say(if text == "true" { "yes" } else { "no" }),
        (_, Value::Link(link)) => named(cx, field, link.id)?,
        (kind, Value::Text(text)) if kind.target().is_some() || matches!(kind, FieldType::User | FieldType::Users) => {
            match Id::parse(text) {
                Some(id) => named(cx, field, id)?,
                None => text.clone(),
            }
        }
        (_, Value::Decimal(number)) if field.format == Format::Plain => number.normalize().to_string(),
        (_, Value::Decimal(number)) => display::decimal(*number, 0, 4),
        (_, Value::Date(day)) => display::date(*day, desk.today),
        (_, Value::Time(at)) => display::date_time(*at, &desk.zone, desk.today),
        (_, Value::Int(n)) => n.to_string(),
        (_, Value::Text(text)) => text.clone(),
        (_, value) => show::words(desk, field, value),
    })
}

/// The label of a linked record, if the reader may see it at all.
pub fn named(cx: &mut Cx, field: &Field, id: Id) -> Result<String> {
    let target = match &field.kind {
        FieldType::User | FieldType::Users => Name::of("users"),
        kind => match kind.target() {
            Some(to) => Name::of(to),
            None => return Ok(id.to_string()),
        },
    };
    let label = query::labels_for_caller(cx, &target, &[id])?.remove(&id);
    Ok(label.unwrap_or_else(|| id.to_string()))
}
