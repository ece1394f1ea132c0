//! The parts of the dialog of a bulk act: which fields and values, whom it concerns, what will happen. Called by `bulk`.

use std::sync::Arc;

use maud::{Markup, html};
use records::{
    Cx,
    access::{self, Action, Scope},
    schema::{FieldType, Object},
};
use serde_json::json;
use types::{Result, Value, words::tr_with};

use super::bulk::{Chosen, Outlook, What, ticked};
use crate::{
    control,
    desk::Desk,
    show,
    ui::{self, Button, filter::select},
};

/// What the next step needs to know again; the value itself stands in its control.
pub fn kept(given: &[(String, String)], chosen: &Chosen, fields: &[String], ready: bool) -> Markup {
    html! {
        @if chosen.all { input type="hidden" name="all" value="1"; }
        @else { @for id in ticked(given) { input type="hidden" name="id" value=(id.to_string()); } }
        @for (name, value) in given.iter().filter(|(n, _)| n == "filter" || n == "q") { input type="hidden" name=(name) value=(value); }
        @if ready { @for field in fields { input type="hidden" name="previewed" value=(field); } }
    }
}

/// Instead of the rows that were ticked: everything the filter leaves.
pub fn offer_all(desk: &Desk, given: &[(String, String)]) -> Markup {
    let filtered = given.iter().any(|(n, v)| (n == "filter" || n == "q") && !v.is_empty());
    let key = if filtered { "bulk-all-matching" } else { "bulk-all" };
    html! { label class="chk" { input type="checkbox" name="all" value="1"; span { (desk.say(key)) } } }
}

/// Fields that make sense for many at once: not the title, not what must differ.
pub fn editable(desk: &Desk, object: &Object, scope: &Scope, what: What) -> Vec<(String, String)> {
    let fields = object.fields.iter().enumerate().filter(|(at, f)| !f.removed && scope.may_write(*at));
    let fields = fields.filter(|(_, f)| match what {
        What::Assign => f.name == "owner",
        _ => !f.unique && f.name != object.title && !matches!(f.kind, FieldType::Files | FieldType::RichText),
    });
    fields.map(|(_, f)| (f.name.to_string(), show::label(desk, f).to_string())).collect()
}

/// The fields that are changed, each once, in the order of the form; with one more or one less where that was asked for.
pub fn chosen_fields(given: &[(String, String)], offered: &[(String, String)]) -> Vec<String> {
    let said = |wanted: &str| given.iter().find(|(name, _)| name == wanted).map(|(_, value)| value);
    let dropped = said("drop");
    let mut fields: Vec<String> = Vec::new();
    let named = super::bulk::named(given).into_iter().filter(|name| Some(name) != dropped);
    for name in named.filter(|name| offered.iter().any(|(key, _)| key == name)) {
        if !fields.contains(&name) {
            fields.push(name);
        }
    }
    if fields.is_empty() || said("add").is_some() {
        fields.extend(offered.iter().map(|(key, _)| key).find(|key| !fields.contains(key)).cloned());
    }
    fields
}

/// A line for each field, and the way to one more.
pub fn lines(
    cx: &mut Cx,
    desk: &Desk,
    object: &Arc<Object>,
    action: &str,
    offered: &[(String, String)],
    fields: &[String],
    given: &[(String, String)],
) -> Result<Markup> {
    let again = |button: Button, vals: &str| button.post(action).target("closest dialog").attr("hx-vals", vals);
    let mut drawn = Vec::new();
    for name in fields {
        // each field once
        let others = offered.iter().filter(|(key, _)| key == name || !fields.contains(key)).cloned();
        let line = Line { action, name, choices: &others.collect::<Vec<_>>() };
        let drop = (fields.len() > 1).then(|| {
            let label = offered.iter().find(|(key, _)| key == name).map_or(name.as_str(), |(_, label)| label);
            let button = Button::square("x", tr_with(desk.lang, "bulk-drop", &[("field", label)])).small();
            again(button, &json!({ "drop": name }).to_string())
        });
        drawn.push(html! { div class="fr" { (value_line(cx, desk, object, &line, given)?) @if let Some(drop) = drop { (drop) } } });
    }
    Ok(html! {
        div class="fg" {
            @for line in drawn { (line) }
            @if fields.len() < offered.len() {
                div { (again(Button::ghost(desk.say("bulk-add")).small().icon("plus"), &json!({ "add": "1" }).to_string())) }
            }
        }
    })
}

struct Line<'l> {
    action: &'l str,
    name: &'l str,
    /// what it may be about instead
    choices: &'l [(String, String)],
}

fn value_line(
    cx: &mut Cx,
    desk: &Desk,
    object: &Arc<Object>,
    line: &Line,
    given: &[(String, String)],
) -> Result<Markup> {
    let name = line.name;
    let Some(one) = object.field(name) else { return Ok(html! {}) };
    let posted: Vec<(String, String)> =
        given.iter().filter(|(n, _)| n == name || n.starts_with(&format!("{name}."))).cloned().collect();
    let scope = access::scope(cx, object, Action::Edit)?;
    let value = super::conflict::values(cx, object, &scope, &posted).into_iter().next().map(|(_, value)| value);
    let value = super::conflict::labelled(cx, one, value.unwrap_or(Value::Empty), &Value::Empty)?;
    let control = control::typed(control::control(desk, object, one, &value), name, &posted);
    let label = show::label(desk, one);
    Ok(html! {
        @if line.choices.len() > 1 {
            // another field has another control: the dialog is asked for again
            div class="f" hx-get=(line.action) hx-trigger="change" hx-target="closest dialog" hx-include="closest form" {
                (select("field", &desk.say("web-field"), line.choices, name))
            }
        } @else {
            input type="hidden" name="field" value=(name);
            div class="f" { (label) }
        }
        div class="vl" { (control.control(desk.lang, name, label)) }
    })
}

pub fn figures(desk: &Desk, all: usize, outlook: &Outlook) -> Markup {
    let figure = |key: &str, number: usize, warn: bool| {
        html! { div { dt { (desk.say(key)) } dd class=[(warn && number > 0).then_some("warnc")] { (types::display::integer(number as i64)) } } }
    };
    html! {
        div role="status" {
            dl class="sumb four" {
                (figure("bulk-chosen", all, false))
                (figure("bulk-changes", outlook.changes, false))
                (figure("bulk-same", outlook.same, false))
                (figure("bulk-refused", outlook.refused, true))
            }
        }
        @if let Some(problem) = &outlook.reason {
            @let why = problem.fields.first().map_or_else(|| types::words::sentence(desk.lang, problem), |one| types::words::field_sentence(desk.lang, one));
            (ui::note(ui::Tone::Warn, html! { (desk.say("bulk-why")) " " (why) }, None))
        }
    }
}
