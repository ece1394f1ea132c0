//! How the form of a record is drawn: a page of sections, or a short dialog. Called by `form`, which reads and saves.

use std::sync::Arc;

use maud::{Markup, html};
use records::{
    access::Scope,
    schema::{FieldType, Object},
};
use types::{Id, Value, words::tr_with};

use crate::{
    control,
    desk::{Desk, Drawn},
    show,
    ui::{self, Attrs, Button, Crumb, Dialog, Top},
};

/// Everything a form shows.
pub struct Sheet {
    pub object: Arc<Object>,
    pub scope: Scope,
    /// the record that is changed
    pub record: Option<(Id, i64, String)>,
    /// by position
    pub values: Vec<Value>,
    pub posted: Vec<(String, String)>,
    /// field, sentence
    pub errors: Vec<(String, String)>,
    pub quick: bool,
}

fn title(desk: &Desk, sheet: &Sheet) -> String {
    match &sheet.record {
        Some((_, _, name)) => tr_with(desk.lang, "form-edit", &[("name", name.as_str())]),
        None => desk.new_thing(&sheet.object),
    }
}

fn action(sheet: &Sheet) -> String {
    match &sheet.record {
        Some((id, _, _)) => format!("/{}/{id}/edit", sheet.object.name),
        None => format!("/{}/new", sheet.object.name),
    }
}

pub fn page(desk: &Desk, sheet: &Sheet) -> Drawn {
    let title = title(desk, sheet);
    let crumb = Crumb { label: desk.plural(&sheet.object).to_string(), href: format!("/{}", sheet.object.name) };
    let top = Top { crumbs: vec![crumb], ..Top::titled(&title) };
    let main = html! {
        (top.html(desk.lang))
        div class="scroll form-page" { (form(desk, sheet)) }
    };
    Drawn::new(title, main)
}

pub fn form(desk: &Desk, sheet: &Sheet) -> Markup {
    let key = sheet.record.as_ref().map_or_else(|| "new".to_string(), |(id, _, _)| id.to_string());
    let back = match &sheet.record {
        Some((id, _, _)) => format!("/{}/{id}", sheet.object.name),
        None => format!("/{}", sheet.object.name),
    };
    let attrs = Attrs::new()
        .class("form")
        .set("id", "record-form")
        .set("aria-label", title(desk, sheet))
        .set("method", "post")
        .set("action", action(sheet))
        .set("hx-post", action(sheet))
        .set("hx-swap", "outerHTML")
        .set("data-draft", format!("{}/{key}", sheet.object.name))
        .flag("novalidate", true);
    let inner = html! {
        (hidden(sheet))
        (summary(desk, sheet))
        @for (label, positions) in sections(desk, sheet) {
            @let fields: Vec<ui::Field> = positions.iter().map(|at| field(desk, sheet, *at)).collect();
            (ui::form::section(&label, "", ui::fields(desk.lang, &fields)))
        }
        div class="form-b" {
            span class="saved" data-saved hidden { (ui::icon_s("device-floppy")) (desk.say("web-draft-kept")) }
            span class="grow" {}
            (Button::new(desk.say("cancel")).href(back))
            @if sheet.record.is_none() { (Button::new(desk.say("save-and-new")).sends("_again", "1").desktop()) }
            (Button::primary(desk.say("save")).submit())
        }
    };
    ui::el("form", &attrs, inner)
}

pub fn dialog(desk: &Desk, sheet: &Sheet) -> Markup {
    let quick: Vec<usize> = sheet.object.layout.quick.iter().filter_map(|name| writable(sheet, name)).collect();
    let positions = if quick.is_empty() { required(sheet) } else { quick };
    let fields: Vec<ui::Field> = positions.iter().map(|at| field(desk, sheet, *at)).collect();
    let action = action(sheet);
    Dialog::new("quick-create", title(desk, sheet))
        .open_now()
        .form(
            Attrs::new()
                .set("method", "post")
                .set("action", &action)
                .set("hx-post", &action)
                .set("hx-target", "closest dialog")
                .flag("novalidate", true),
        )
        .body(html! {
            input type="hidden" name="_quick" value="1";
            (hidden(sheet))
            (summary(desk, sheet))
            (ui::fields(desk.lang, &fields))
        })
        .foot(html! {
            a class="in f13" href=(action) { (desk.say("form-all-fields")) }
            span class="grow" {}
            (Button::new(desk.say("cancel")).closes())
            (Button::primary(desk.say("save")).submit())
        })
        .html(desk.lang)
}

fn writable(sheet: &Sheet, name: &str) -> Option<usize> {
    let position = sheet.object.position(name)?;
    let asked = !matches!(
        sheet.object.fields[position].kind,
        FieldType::AutoNumber { .. } | FieldType::Formula { .. } | FieldType::Rollup(_)
    );
    let told = matches!(name, "created_at" | "created_by" | "updated_at" | "updated_by");
    let later = sheet.record.is_none() && sheet.object.layout.later.iter().any(|field| *field == name);
    (asked && !told && !later && sheet.scope.may_write(position)).then_some(position)
}

fn required(sheet: &Sheet) -> Vec<usize> {
    let named = sheet.object.living().filter(|f| f.required || f.name == sheet.object.title);
    named.filter_map(|f| writable(sheet, &f.name)).collect()
}

/// The layout's sections; a required field that no section names comes first, so that nothing is asked for in vain.
fn sections(desk: &Desk, sheet: &Sheet) -> Vec<(String, Vec<usize>)> {
    let layout = &sheet.object.layout.sections;
    let named: Vec<&str> = layout.iter().flat_map(|s| s.fields.iter().map(|n| n.as_str())).collect();
    let forgotten: Vec<usize> =
        required(sheet).into_iter().filter(|at| !named.contains(&sheet.object.fields[*at].name.as_str())).collect();
    let mut made = Vec::new();
    if !forgotten.is_empty() {
        made.push((desk.single(&sheet.object).to_string(), forgotten));
    }
    for section in layout {
        let positions: Vec<usize> = section.fields.iter().filter_map(|name| writable(sheet, name)).collect();
        if !positions.is_empty() {
            made.push((section.label.get(desk.lang).to_string(), positions));
        }
    }
    made
}

fn field(desk: &Desk, sheet: &Sheet, position: usize) -> ui::Field {
    let one = &sheet.object.fields[position];
    let control = control::control(desk, &sheet.object, one, &sheet.values[position]);
    let input = if sheet.posted.is_empty() { control } else { control::typed(control, &one.name, &sheet.posted) };
    let mut field = ui::Field::new(one.name.as_str(), show::label(desk, one), input);
    field.required = one.required;
    field.hint = one.help.as_ref().map(|help| help.get(desk.lang).to_string()).filter(|h| !h.is_empty());
    field.error = sheet.errors.iter().find(|(name, _)| is_of(name, &one.name)).map(|(_, why)| why.clone());
    field
}

/// `address.code` is a problem of `address`.
fn is_of(problem: &str, field: &str) -> bool {
    problem.split('.').next() == Some(field)
}

/// The version that was seen, and an empty value before every control that says nothing when it is empty.
fn hidden(sheet: &Sheet) -> Markup {
    let silent = |at: &usize| {
        let kind = &sheet.object.fields[*at].kind;
        kind.is_many() || *kind == FieldType::YesNo
    };
    let shown: Vec<usize> = match sheet.quick {
        true => Vec::new(),
        false => sheet
            .object
            .layout
            .sections
            .iter()
            .flat_map(|s| &s.fields)
            .filter_map(|name| writable(sheet, name))
            .collect(),
    };
    html! {
        @if let Some((_, version, _)) = &sheet.record { input type="hidden" name="version" value=(version); }
        @for at in shown.iter().filter(|at| silent(at)) {
            @let one = &sheet.object.fields[*at];
            input type="hidden" name=(one.name.as_str()) value=(if one.kind == FieldType::YesNo { "false" } else { "" });
        }
    }
}

fn summary(desk: &Desk, sheet: &Sheet) -> Markup {
    let errors: Vec<(String, String, String)> = sheet
        .errors
        .iter()
        .map(|(name, why)| {
            let field = name.split('.').next().unwrap_or_default();
            let label = sheet.object.field(field).map_or_else(String::new, |f| show::label(desk, f).to_string());
            (format!("f-{field}"), label, why.clone())
        })
        .collect();
    // a refusal that concerns no field is a sentence, not a list of one
    match errors.as_slice() {
        [(_, label, why)] if label.is_empty() => html! {
            div data-errors tabindex="-1" role="alert" { (ui::note(ui::Tone::Danger, html! { (why) }, None)) }
        },
        errors => ui::form::error_summary(desk.lang, errors),
    }
}
