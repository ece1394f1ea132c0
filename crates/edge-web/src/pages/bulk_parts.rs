//! The parts of the dialog of a bulk act: which field and value, whom it concerns, what will happen. Called by `bulk`.

use std::sync::Arc;

use maud::{Markup, html};
use records::{
    Cx,
    access::{self, Action, Scope},
    schema::{FieldType, Object},
};
use types::{Result, Value};

use super::bulk::{Chosen, Outlook, What, ticked};
use crate::{
    control,
    desk::Desk,
    show,
    ui::{self, filter::select},
};

/// What the next step needs to know again; the value itself stands in its control.
pub fn kept(given: &[(String, String)], chosen: &Chosen, field: &Option<String>, ready: bool) -> Markup {
    html! {
        @if chosen.all { input type="hidden" name="all" value="1"; }
        @else { @for id in ticked(given) { input type="hidden" name="id" value=(id.to_string()); } }
        @for (name, value) in given.iter().filter(|(n, _)| n == "filter" || n == "q") { input type="hidden" name=(name) value=(value); }
        @if let (true, Some(field)) = (ready, field) { input type="hidden" name="previewed" value=(field); }
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

pub fn value_line(
    cx: &mut Cx,
    desk: &Desk,
    object: &Arc<Object>,
    action: &str,
    fields: &[(String, String)],
    name: &str,
    given: &[(String, String)],
) -> Result<Markup> {
    let Some(one) = object.field(name) else { return Ok(html! {}) };
    let posted: Vec<(String, String)> =
        given.iter().filter(|(n, _)| n == name || n.starts_with(&format!("{name}."))).cloned().collect();
    let scope = access::scope(cx, object, Action::Edit)?;
    let value = super::conflict::values(cx, object, &scope, &posted).into_iter().next().map(|(_, value)| value);
    let value = super::conflict::labelled(cx, one, value.unwrap_or(Value::Empty), &Value::Empty)?;
    let control = control::typed(control::control(desk, object, one, &value), name, &posted);
    let label = show::label(desk, one);
    Ok(html! {
        div class="fr" {
            @if fields.len() > 1 {
                // another field has another control: the dialog is asked for again
                div class="f" hx-get=(action) hx-trigger="change" hx-target="closest dialog" hx-include="closest form" { (select("field", &desk.say("web-field"), fields, name)) }
            } @else {
                input type="hidden" name="field" value=(name);
                div class="f" { (label) }
            }
            div class="vl" { (control.control(desk.lang, name, label)) }
        }
    })
}

pub fn figures(desk: &Desk, all: usize, outlook: &Outlook) -> Markup {
    let figure = |key: &str, number: usize, warn: bool| {
        html! { div { dt { (desk.say(key)) } dd class=[(warn && number > 0).then_some("warnc")] { (types::display::integer(number as i64)) } } }
    };
    html! {
        dl class="sumb four" role="status" {
            (figure("bulk-chosen", all, false))
            (figure("bulk-changes", outlook.changes, false))
            (figure("bulk-same", outlook.same, false))
            (figure("bulk-refused", outlook.refused, true))
        }
        @if let Some(problem) = &outlook.reason {
            @let why = problem.fields.first().map_or_else(|| types::words::sentence(desk.lang, problem), |one| types::words::field_sentence(desk.lang, one));
            (ui::note(ui::Tone::Warn, html! { (desk.say("bulk-why")) " " (why) }, None))
        }
    }
}
