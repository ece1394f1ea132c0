//! The filter of a list: chips above it, the builder behind them, and the text of the expression for everything the builder cannot show.
//! The builder's form comes back with every change; from its fields follow the conditions, from those the expression in the address.

use std::sync::Arc;

use maud::{Markup, html};
use records::{
    Cx,
    access::{self, Action, Scope},
    field::{Operand, Operator, Takes, operators},
    query,
    schema::{Field, FieldType, Object},
    visible::Total,
};
use types::{Date, Id, Name, Result, Value, display, words::tr_with};

use super::list::counted;
use crate::{
    condition::{self, Group, Node, One},
    desk::Desk,
    place::Place,
    show,
    ui::{self, Builder, Button, Chip, Condition, FilterBar, Input, SaveView, filter::Choice},
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
    pub tools: Markup,
}

/// A line of the builder that asks for days: before "n days ago" instead of a date.
const OLDER: &str = "older";

/// The conditions of this place. What the builder sent becomes its filter; an expression that was typed already is.
pub fn tree(cx: &mut Cx, scope: &Scope, place: &mut Place) -> Tree {
    let posted = std::mem::take(&mut place.others);
    if let Some((_, source)) = posted.iter().find(|(name, _)| name == "expression") {
        place.filter = Some(source.clone());
        place.pushed = true;
    }
    if let Some(mut group) = lines(&posted) {
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

/// Operands as values of their fields; what cannot be read as one is taken as not yet given.
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
                one.operands = std::mem::take(&mut one.operands).into_iter().filter_map(|operand| value_of(cx, &field, operand)).collect();
            }
        }
    }
}

fn value_of(cx: &Cx, field: &Field, operand: Operand) -> Option<Operand> {
    let Operand::Value(Value::Text(text)) = &operand else { return Some(operand) };
    let value = match field.result_type() {
        FieldType::Link { .. } | FieldType::User | FieldType::Users | FieldType::LinkAny { .. } => Value::link(Id::parse(text)?),
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
fn field_of(cx: &Cx, scope: &Scope, path: &str) -> Option<(Arc<Object>, Field)> {
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

/// The builder's fields as conditions. `f.P` field, `o.P` operator, `v.P` operands, `g.P` how a group joins; `add`, `addgroup`, `drop` what was pressed.
fn lines(posted: &[(String, String)]) -> Option<Group> {
    let get = |name: &str| posted.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
    get("g.")?;
    let mut root = group(posted, "");
    for (act, nested) in [("add", false), ("addgroup", true)] {
        if let Some(path) = get(act).and_then(|v| v.strip_prefix("at")) {
            let fresh = Node::One(One { path: String::new(), op: Operator::Is, operands: vec![] });
            let node = if nested { Node::Group(Group { any: true, nodes: vec![fresh] }) } else { fresh };
            if let Some(place) = at(&mut root, path) {
                place.nodes.push(node);
            }
        }
    }
    if let Some(path) = get("drop") {
        let (parent, last) = path.rsplit_once('.').unwrap_or(("", path));
        if let (Some(parent), Ok(n)) = (at(&mut root, parent), last.parse::<usize>())
            && n < parent.nodes.len()
        {
            parent.nodes.remove(n);
        }
    }
    Some(root)
}

fn group(posted: &[(String, String)], path: &str) -> Group {
    let get = |name: String| posted.iter().find(|(n, _)| *n == name).map(|(_, v)| v.as_str());
    let mut made = Group { any: get(format!("g.{path}")) == Some("any"), nodes: vec![] };
    for n in 0..50 {
        let here = if path.is_empty() { n.to_string() } else { format!("{path}.{n}") };
        if get(format!("g.{here}")).is_some() {
            made.nodes.push(Node::Group(group(posted, &here)));
        } else if let Some(field) = get(format!("f.{here}")) {
            made.nodes.push(Node::One(line(posted, &here, field)));
        } else {
            break;
        }
    }
    made
}

fn at<'g>(root: &'g mut Group, path: &str) -> Option<&'g mut Group> {
    if path.is_empty() {
        return Some(root);
    }
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    match root.nodes.get_mut(first.parse::<usize>().ok()?)? {
        Node::Group(inner) => at(inner, rest),
        Node::One(_) => None,
    }
}

fn line(posted: &[(String, String)], path: &str, field: &str) -> One {
    let get = |name: String| posted.iter().find(|(n, _)| *n == name).map(|(_, v)| v.trim()).filter(|v| !v.is_empty());
    let values = |name: String| -> Vec<&str> {
        posted.iter().filter(|(n, _)| *n == name).map(|(_, v)| v.trim()).filter(|v| !v.is_empty()).collect()
    };
    let word = get(format!("o.{path}")).unwrap_or_default();
    let mut op = Operator::parse(word).unwrap_or(Operator::Is);
    let mut operands: Vec<Operand> = Vec::new();
    let typed = values(format!("v.{path}"));
    let day = |text: &str| Date::parse(text).map(|day| Operand::Value(Value::Date(day)));
    match (word, op.takes()) {
        (OLDER, _) => {
            op = Operator::Before;
            operands.extend(typed.first().and_then(|text| text.parse().ok()).map(Operand::DaysAgo));
        }
        (_, Takes::Nothing) => {}
        (_, Takes::Days) => {
            operands.extend(typed.first().and_then(|text| text.parse().ok()).map(|n: i64| Operand::Value(Value::Int(n))));
        }
        (_, Takes::Two) => {
            let ends = [get(format!("v.{path}.from")), get(format!("v.{path}.to"))];
            operands.extend(ends.into_iter().flatten().filter_map(day));
        }
        _ => operands.extend(typed.into_iter().map(|text| Operand::Value(Value::text(text)))),
    }
    One { path: field.to_string(), op, operands }
}

/// Chips or builder, with the tools on the right.
pub fn bar(cx: &mut Cx, desk: &Desk, scope: &Scope, place: &Place, shown: Shown) -> Result<Markup> {
    let open = place.building;
    let builder_url = place.with(|p| p.building = !open).url();
    let chips = match shown.tree {
        Tree::Lines(group) => chips(cx, desk, scope, place, group)?,
        Tree::Text(text) => vec![Chip {
            icon: Some("filter".into()),
            field: desk.say("list-expression"),
            op: String::new(),
            value: text.clone(),
            remove: place.with(|p| p.filter = None).url(),
        }],
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
        before: None,
        builder_url,
        open,
        save: changed.then(|| SaveView::ID.to_string()),
        revert: place.view.as_ref().filter(|_| shown.changed).map(|view| format!("/{}?view={view}", place.object)),
        tools: Some(shown.tools),
    };
    let builder = if open { Some(builder(cx, desk, scope, place, shown.tree, shown.total)?) } else { None };
    Ok(html! { (bar.html(desk.lang)) @if let Some(builder) = builder { (builder) } })
}

fn chips(cx: &mut Cx, desk: &Desk, scope: &Scope, place: &Place, group: &Group) -> Result<Vec<Chip>> {
    // "any of" at the top is one thing: taking a part of it away would show more, not less
    let single = group.any && group.nodes.len() > 1;
    let whole = Node::Group(group.clone());
    let nodes: Vec<&Node> = if single { vec![&whole] } else { group.nodes.iter().collect() };
    let mut chips = Vec::with_capacity(nodes.len());
    for (n, node) in nodes.into_iter().enumerate() {
        let rest = if single { Group::default() } else { group.without(n) };
        let remove = place
            .with(|p| {
                p.filter = Some(rest.expression()).filter(|text| !text.is_empty());
                // nothing left is "everything", not the view as it was saved
                if p.filter.is_none() && p.search.is_none() && p.sort.is_none() && p.columns.is_empty() {
                    p.view = Some("all".into());
                }
            })
            .url();
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
        (Operator::InLastDays | Operator::InNextDays, _) => tr_with(desk.lang, "list-days", &[("count", words.concat())]),
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
        (FieldType::Choice { options } | FieldType::Choices { options }, Value::Text(code)) => {
            options.iter().find(|o| o.code == *code).map_or_else(|| code.clone(), |o| o.label.get(desk.lang).to_string())
        }
        (FieldType::YesNo, Value::Bool(yes)) => desk.say(if *yes { "yes" } else { "no" }),
        (FieldType::YesNo, Value::Text(text)) => desk.say(if text == "true" { "yes" } else { "no" }),
        (_, Value::Link(link)) => named(cx, field, link.id)?,
        (kind, Value::Text(text)) if kind.target().is_some() || matches!(kind, FieldType::User | FieldType::Users) => {
            match Id::parse(text) {
                Some(id) => named(cx, field, id)?,
                None => text.clone(),
            }
        }
        (_, Value::Decimal(number)) => display::decimal(*number, 0, 4),
        (_, Value::Date(day)) => display::date(*day, desk.today),
        (_, Value::Time(at)) => display::date_time(*at, &desk.zone, desk.today),
        (_, Value::Int(n)) => n.to_string(),
        (_, Value::Text(text)) => text.clone(),
        (_, value) => show::words(desk, field, value),
    })
}

/// The label of a linked record, if the reader may see it at all.
fn named(cx: &mut Cx, field: &Field, id: Id) -> Result<String> {
    let target = match &field.kind {
        FieldType::User | FieldType::Users => Name::of("users"),
        kind => match kind.target() {
            Some(to) => Name::of(to),
            None => return Ok(id.to_string()),
        },
    };
    let Some(object) = cx.catalog.object(&target).cloned() else { return Ok(id.to_string()) };
    let visible = match access::scope(cx, &object, Action::View) {
        Ok(scope) => query::is_visible(cx, &scope, id)?,
        Err(_) => false,
    };
    if !visible {
        return Ok(id.to_string());
    }
    let labels = query::labels(cx, &target, &[id])?;
    Ok(labels.into_values().next().map_or_else(|| id.to_string(), |(label, _)| label))
}

/// The form of conditions, or of the text where there are no lines for it.
fn builder(cx: &mut Cx, desk: &Desk, scope: &Scope, place: &Place, tree: &Tree, total: Option<Total>) -> Result<Markup> {
    let action = format!("/{}", place.object);
    let kept = place.with(|p| p.filter = None);
    let mut hidden: Vec<(String, String)> = kept.pairs().into_iter().map(|(n, v)| (n.to_string(), v)).collect();
    hidden.push(("building".into(), "1".into()));
    let number = total.map(|total| counted(desk, &total)).unwrap_or_default();
    let hits = tr_with(desk.lang, "list-hits", &[("count", number.as_str())]);
    let source = place.filter.clone().unwrap_or_default();
    let text = html! {
        form class="fb-text" method="get" action=(action) {
            @for (name, value) in &hidden { input type="hidden" name=(name) value=(value); }
            (Input::Text { value: source.clone(), max: Some(4096), placeholder: "amount >= 500000 && owner == me()".into(), autocomplete: "off".into() }
                .control(desk.lang, "expression", &desk.say("list-expression")))
            (Button::new(desk.say("apply")).small().submit())
        }
    };
    let Tree::Lines(group) = tree else {
        return Ok(html! { div class="fb" id="builder" { p class="hint" { (desk.say("list-only-text")) } (text) } });
    };
    let fields = choices(cx, desk, scope);
    let mut root = ui::Group { any: group.any, nodes: Vec::new() };
    for node in &group.nodes {
        root.nodes.push(drawn(cx, desk, scope, &fields, node)?);
    }
    let builder = Builder { action, root, fields, hits, expression: String::new(), hidden };
    Ok(html! {
        (builder.html(desk.lang))
        details class="fb-more" open[false] { summary { (desk.say("list-as-text")) } (text) }
    })
}

/// Every field that may be filtered by, then those one link away.
fn choices(cx: &Cx, desk: &Desk, scope: &Scope) -> Vec<Choice> {
    let object = scope.object();
    let mut own = Vec::new();
    let mut behind = Vec::new();
    for (at, field) in object.fields.iter().enumerate().filter(|(at, f)| !f.removed && scope.may_read(*at)) {
        if !operators(&field.kind).is_empty() {
            own.push((field.name.to_string(), show::label(desk, field).to_string()));
        }
        let target = cx.catalog.target(field).filter(|t| t.section.is_some() || !object.fields[at].system);
        let Some(target) = target.filter(|t| t.name != "users") else { continue };
        let Ok(there) = access::scope(cx, target, Action::View) else { continue };
        for name in &target.list {
            if target.position(name).is_some_and(|at| there.may_read(at)) {
                let path = format!("{}.{name}", field.name);
                let label = show::path_label(desk, &cx.catalog, object, &path);
                behind.push((path, label));
            }
        }
    }
    own.extend(behind);
    own
}

fn drawn(cx: &mut Cx, desk: &Desk, scope: &Scope, fields: &[Choice], node: &Node) -> Result<ui::Node> {
    let one = match node {
        Node::Group(group) => {
            let mut made = ui::Group { any: group.any, nodes: Vec::new() };
            for node in &group.nodes {
                made.nodes.push(drawn(cx, desk, scope, fields, node)?);
            }
            return Ok(ui::Node::Group(made));
        }
        Node::One(one) => one,
    };
    // a new line begins with the first field
    let path = if one.path.is_empty() { fields.first().map(|f| f.0.clone()).unwrap_or_default() } else { one.path.clone() };
    let Some((_, field)) = field_of(cx, scope, &path) else {
        return Ok(ui::Node::Condition(Condition { field: path, ..Condition::default() }));
    };
    let offered = operators(&field.kind);
    let op = if offered.contains(&one.op) { one.op } else { offered.first().copied().unwrap_or(Operator::IsEmpty) };
    let days = matches!(field.result_type(), FieldType::Date | FieldType::DateTime);
    let older = days && op == Operator::Before && matches!(one.operands.first(), Some(Operand::DaysAgo(_)));
    let mut ops: Vec<Choice> = Vec::new();
    for known in offered {
        // two ends only where one control asks for both
        if *known == Operator::Between && !days {
            continue;
        }
        ops.push((known.word().to_string(), known.label(desk.lang).into_owned()));
        if *known == Operator::Before && days {
            ops.push((OLDER.to_string(), desk.say("list-older")));
        }
    }
    let value = value_input(cx, desk, &field, op, older, &one.operands)?;
    let word = if older { OLDER.to_string() } else { op.word().to_string() };
    let note = if older || op.takes() == Takes::Days { desk.say("list-day-unit") } else { String::new() };
    Ok(ui::Node::Condition(Condition { field: path, op: word, ops, value, note }))
}

fn value_input(cx: &mut Cx, desk: &Desk, field: &Field, op: Operator, older: bool, operands: &[Operand]) -> Result<Option<Input>> {
    let text = |operand: Option<&Operand>| match operand {
        Some(Operand::Value(Value::Text(text))) => text.clone(),
        Some(Operand::Value(Value::Decimal(number))) => number.normalize().to_string(),
        Some(Operand::Value(Value::Int(n)) | Operand::DaysAgo(n)) => n.to_string(),
        Some(Operand::Value(Value::Bool(yes))) => yes.to_string(),
        Some(Operand::Value(Value::Link(link))) => link.id.to_string(),
        _ => String::new(),
    };
    let first = text(operands.first());
    if older || op.takes() == Takes::Days {
        return Ok(Some(Input::Integer { value: first, min: Some(0), max: None }));
    }
    let several = op.takes() == Takes::Several;
    let texts = || operands.iter().map(|operand| text(Some(operand))).collect::<Vec<_>>();
    let day = |n: usize| match operands.get(n) {
        Some(Operand::Value(Value::Date(day))) => day.to_string(),
        Some(Operand::Value(Value::Text(text))) => text.clone(),
        Some(Operand::DaysAgo(ago)) => desk.today.plus(-(*ago as i32)).to_string(),
        _ => String::new(),
    };
    let target = match &field.kind {
        FieldType::User | FieldType::Users => Some("users".to_string()),
        kind => kind.target().map(str::to_string),
    };
    Ok(match (op.takes(), field.result_type()) {
        (Takes::Nothing, _) => None,
        (Takes::Two, _) => Some(Input::DateRange { from: day(0), to: day(1) }),
        (_, FieldType::Date | FieldType::DateTime) => Some(Input::Date { value: day(0) }),
        (_, FieldType::Choice { options } | FieldType::Choices { options }) => {
            let all: Vec<Choice> = options.iter().map(|o| (o.code.clone(), o.label.get(desk.lang).to_string())).collect();
            Some(if several { Input::Choices { values: texts(), options: all } } else { Input::Choice { value: first, options: all, empty: true } })
        }
        (_, FieldType::YesNo) => {
            let all = vec![("true".to_string(), desk.say("yes")), ("false".to_string(), desk.say("no"))];
            Some(Input::Choice { value: first, options: all, empty: true })
        }
        (_, FieldType::Tags) => Some(Input::Choices { values: texts(), options: texts().into_iter().map(|t| (t.clone(), t)).collect() }),
        _ if target.is_some() => {
            let mut values = Vec::new();
            for id in texts().iter().filter_map(|text| Id::parse(text)) {
                values.push((id.to_string(), named(cx, field, id)?));
            }
            let search = format!("/options/{}", target.unwrap_or_default());
            Some(Input::Users { values, search, several })
        }
        (_, FieldType::Integer | FieldType::Decimal { .. } | FieldType::Percent { .. } | FieldType::Money | FieldType::Rollup(_)) => {
            Some(Input::Decimal { value: first })
        }
        _ if several => Some(Input::Choices { values: texts(), options: texts().into_iter().map(|t| (t.clone(), t)).collect() }),
        _ => Some(Input::text(first)),
    })
}
