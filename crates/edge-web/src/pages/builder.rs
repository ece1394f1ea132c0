//! The filter builder: a form of conditions, or of the text where there are no lines for it. It comes back with every change; from its fields
//! follow the conditions, from those the expression in the address. Called by `filter`.

use maud::{Markup, html};
use records::{
    Cx,
    access::{self, Action, Scope},
    field::{Operand, Operator, Takes, operators},
    schema::{Field, FieldType},
    visible::Total,
};
use types::{Date, Id, Result, Value, words::tr_with};

use super::{
    filter::{Tree, field_of, named},
    list::counted,
};
use crate::{
    condition::{Group, Node, One},
    desk::Desk,
    place::Place,
    show,
    ui::{self, Builder, Button, Condition, Input, filter::Choice},
};

/// A line of the builder that asks for days: before "n days ago" instead of a date.
const OLDER: &str = "older";

/// The builder's fields as conditions. `f.P` field, `o.P` operator, `v.P` operands, `g.P` how a group joins; `add`, `addgroup`, `drop` what was pressed.
pub fn lines(posted: &[(String, String)]) -> Option<Group> {
    let get = |name: &str| posted.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
    get("g.")?;
    let mut root = group(posted, "");
    for (act, nested) in [("add", false), ("addgroup", true)] {
        if let Some(path) = get(act).and_then(|v| v.strip_prefix("at")) {
            let node = if nested { Node::Group(Group { any: true, nodes: vec![empty_line()] }) } else { empty_line() };
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

/// A line that waits to be filled in.
fn empty_line() -> Node {
    Node::One(One { path: String::new(), op: Operator::Is, operands: vec![] })
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
            operands
                .extend(typed.first().and_then(|text| text.parse().ok()).map(|n: i64| Operand::Value(Value::Int(n))));
        }
        (_, Takes::Two) => {
            let ends = [get(format!("v.{path}.from")), get(format!("v.{path}.to"))];
            operands.extend(ends.into_iter().flatten().filter_map(day));
        }
        _ => operands.extend(typed.into_iter().map(|text| Operand::Value(Value::text(text)))),
    }
    One { path: field.to_string(), op, operands }
}

/// The form of conditions, or of the text where there are no lines for it.
pub fn draw(
    cx: &mut Cx,
    desk: &Desk,
    scope: &Scope,
    place: &Place,
    tree: &Tree,
    total: Option<Total>,
) -> Result<Markup> {
    let action = place.path();
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
    let fresh = group.nodes.is_empty();
    let first = [empty_line()];
    for node in if fresh { &first } else { group.nodes.as_slice() } {
        root.nodes.push(drawn(cx, desk, scope, &fields, node)?);
    }
    let builder = Builder { action, root, fresh, fields, hits, expression: String::new(), hidden };
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
    let path =
        if one.path.is_empty() { fields.first().map(|f| f.0.clone()).unwrap_or_default() } else { one.path.clone() };
    let Some((_, field)) = field_of(cx, scope, &path) else {
        return Ok(ui::Node::Condition(Condition { field: path, ..Condition::default() }));
    };
    let offered = operators(&field.kind);
    // of a name one knows a part
    let wanted = if one.path.is_empty() { Operator::Contains } else { one.op };
    let op = if offered.contains(&wanted) { wanted } else { offered.first().copied().unwrap_or(Operator::IsEmpty) };
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

fn value_input(
    cx: &mut Cx,
    desk: &Desk,
    field: &Field,
    op: Operator,
    older: bool,
    operands: &[Operand],
) -> Result<Option<Input>> {
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
            let all: Vec<Choice> =
                options.iter().map(|o| (o.code.clone(), o.label.get(desk.lang).to_string())).collect();
            Some(if several {
                Input::Choices { values: texts(), options: all }
            } else {
                Input::Choice { value: first, options: all, empty: true }
            })
        }
        (_, FieldType::YesNo) => {
            let all = vec![("true".to_string(), desk.say("yes")), ("false".to_string(), desk.say("no"))];
            Some(Input::Choice { value: first, options: all, empty: true })
        }
        (_, FieldType::Tags) => {
            Some(Input::Choices { values: texts(), options: texts().into_iter().map(|t| (t.clone(), t)).collect() })
        }
        _ if target.is_some() => {
            let mut values = Vec::new();
            for id in texts().iter().filter_map(|text| Id::parse(text)) {
                values.push((id.to_string(), named(cx, field, id)?));
            }
            let search = format!("/options/{}", target.unwrap_or_default());
            Some(Input::Users { values, search, several })
        }
        (
            _,
            FieldType::Integer
            | FieldType::Decimal { .. }
            | FieldType::Percent { .. }
            | FieldType::Money
            | FieldType::Rollup(_),
        ) => Some(Input::Decimal { value: first }),
        _ if several => {
            Some(Input::Choices { values: texts(), options: texts().into_iter().map(|t| (t.clone(), t)).collect() })
        }
        _ => Some(Input::text(first)),
    })
}
