//! Create and edit: sections and fields from the object's layout, defaults filled in, refused with every error in its place and nothing lost.
//! The same form as a short dialog (quick create) when htmx asks for one.

use std::sync::Arc;

use axum::{
    extract::{Path, RawQuery, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use gate::{App, Call, Refusal, Route, Wants, Who};
use maud::{Markup, html};
use records::{
    Cx,
    access::{self, Action, Scope},
    language, query,
    schema::{FieldType, Object},
    write,
};
use types::{Id, Problem, ProblemKind, Result, Value, words::tr_with};

use super::conflict;
use crate::{
    control,
    desk::{self, Desk, Drawn, Posted},
    place::pairs,
    show,
    ui::{self, Attrs, Button, Crumb, Dialog, Top},
};

pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/{object}/new", Who::Person, fresh).asks(Action::Create).says("The form of a new record"),
        Route::post("/{object}/new", Who::Person, create).asks(Action::Create).says("Create a record"),
        Route::get("/{object}/{id}/edit", Who::Person, edit).asks(Action::Edit).says("The form of a record"),
        Route::post("/{object}/{id}/edit", Who::Person, change).asks(Action::Edit).says("Change a record"),
    ]
}

/// Everything a form shows.
struct Sheet {
    object: Arc<Object>,
    scope: Scope,
    /// the record that is changed
    record: Option<(Id, i64, String)>,
    /// by position
    values: Vec<Value>,
    posted: Vec<(String, String)>,
    /// field, sentence
    errors: Vec<(String, String)>,
    quick: bool,
}

/// A dialog is asked for by what is to receive it.
fn is_quick(headers: &HeaderMap) -> bool {
    headers.get("hx-target").and_then(|v| v.to_str().ok()).is_some_and(|target| target.ends_with("#dialogs") || target.starts_with("dialog"))
}

async fn fresh(
    State(app): State<App>,
    call: Call,
    Path(object): Path<String>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let given = pairs(raw.as_deref().unwrap_or_default());
    let quick = is_quick(&headers);
    let name = object.clone();
    let sheet = move |cx: &mut Cx| {
        let object = cx.catalog.find(&name)?;
        let scope = access::scope(cx, &object, Action::Create)?;
        let mut values = defaults(cx, &object, &scope);
        for (position, value) in conflict::values(cx, &object, &scope, &given) {
            values[position] = conflict::labelled(cx, &object.fields[position], value)?;
        }
        Ok(Sheet { object, scope, record: None, values, posted: Vec::new(), errors: Vec::new(), quick })
    };
    answer(&app, &call, &headers, &object, quick, StatusCode::OK, sheet).await
}

async fn edit(
    State(app): State<App>,
    call: Call,
    Path((object, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let (name, quick) = (object.clone(), is_quick(&headers));
    let sheet = move |cx: &mut Cx| stored(cx, &name, &id, quick);
    answer(&app, &call, &headers, &object, quick, StatusCode::OK, sheet).await
}

fn stored(cx: &mut Cx, object: &str, id: &str, quick: bool) -> Result<Sheet> {
    let object = cx.catalog.find(object)?;
    let id = Id::parse(id).ok_or_else(Problem::not_found)?;
    let scope = access::scope(cx, &object, Action::Edit)?;
    let item = query::get(cx, &object, id, None)?;
    let values = object.fields.iter().map(|field| item.get(&field.name).clone()).collect();
    Ok(Sheet { record: Some((id, item.version, item.title)), object, scope, values, posted: Vec::new(), errors: Vec::new(), quick })
}

/// What the engine would fill in, shown before it does.
fn defaults(cx: &mut Cx, object: &Arc<Object>, scope: &Scope) -> Vec<Value> {
    let mut values = vec![Value::Empty; object.fields.len()];
    for (position, field) in object.fields.iter().enumerate().filter(|(at, f)| !f.removed && scope.may_write(*at)) {
        let Some(source) = &field.default else { continue };
        if let Ok(value) = language::constant(cx, object, field, source)
            && let Ok(value) = conflict::labelled(cx, field, value)
        {
            values[position] = value;
        }
    }
    values
}

async fn answer(
    app: &App,
    call: &Call,
    headers: &HeaderMap,
    object: &str,
    quick: bool,
    status: StatusCode,
    sheet: impl FnOnce(&mut Cx) -> Result<Sheet> + Send + 'static,
) -> Result<Response, Refusal> {
    let mut response = if quick {
        desk::part(app, call, move |cx, desk| Ok(dialog(desk, &sheet(cx)?))).await?
    } else {
        let here = format!("/{object}");
        desk::answer(app, call, headers, object, here, move |cx, desk| Ok(page(desk, &sheet(cx)?))).await?
    };
    *response.status_mut() = status;
    Ok(response)
}

async fn create(
    State(app): State<App>,
    call: Call,
    Path(object): Path<String>,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Refusal> {
    let (name, pairs) = (object.clone(), posted.0.clone());
    let made = app
        .engine
        .write(call.caller.clone(), move |cx| {
            let object = cx.catalog.find(&name)?;
            let scope = access::scope(cx, &object, Action::Create)?;
            write::create(cx, &object, control::input(&object, &scope, &pairs)).map(|item| item.id)
        })
        .await;
    match made {
        Ok(_) if posted.get("_again").is_some() => Ok(desk::go(&call, &format!("/{object}/new"))),
        Ok(id) => Ok(desk::go(&call, &format!("/{object}/{id}"))),
        Err(problem) => {
            let quick = is_quick(&headers) && posted.get("_quick").is_some();
            let name = object.clone();
            refused(&app, &call, &headers, &object, quick, problem, posted, move |cx| {
                let object = cx.catalog.find(&name)?;
                let scope = access::scope(cx, &object, Action::Create)?;
                let values = vec![Value::Empty; object.fields.len()];
                Ok(Sheet { object, scope, record: None, values, posted: Vec::new(), errors: Vec::new(), quick })
            })
            .await
        }
    }
}

async fn change(
    State(app): State<App>,
    call: Call,
    Path((object, id)): Path<(String, String)>,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Refusal> {
    let refuse = |problem| Refusal::of(&call, problem);
    let record = Id::parse(&id).ok_or_else(Problem::not_found).map_err(refuse)?;
    let version: Option<i64> = posted.get("version").and_then(|text| text.parse().ok());
    let (name, pairs) = (object.clone(), conflict::chosen(posted.0.clone()));
    let saved = app
        .engine
        .write(call.caller.clone(), move |cx| {
            let object = cx.catalog.find(&name)?;
            let scope = access::scope(cx, &object, Action::Edit)?;
            write::update(cx, &object, record, version, control::input(&object, &scope, &pairs)).map(drop)
        })
        .await;
    match saved {
        Ok(()) => Ok(desk::go(&call, &format!("/{object}/{id}"))),
        Err(problem) if problem.kind == ProblemKind::Stale => {
            let action = format!("/{object}/{id}/edit");
            conflict::answer(&app, &call, object, record, posted, action).await
        }
        Err(problem) => {
            let (name, id) = (object.clone(), id.clone());
            refused(&app, &call, &headers, &object, false, problem, posted, move |cx| stored(cx, &name, &id, false)).await
        }
    }
}

/// The form again, with what was typed and why it was refused; other problems stay what they are.
#[allow(clippy::too_many_arguments, reason = "all of one request; a struct for it would be used once")]
async fn refused(
    app: &App,
    call: &Call,
    headers: &HeaderMap,
    object: &str,
    quick: bool,
    problem: Problem,
    posted: Posted,
    sheet: impl FnOnce(&mut Cx) -> Result<Sheet> + Send + 'static,
) -> Result<Response, Refusal> {
    if !matches!(problem.kind, ProblemKind::Invalid | ProblemKind::Conflict | ProblemKind::Forbidden) {
        return Err(Refusal::of(call, problem));
    }
    let lang = call.lang;
    let whole = call.wants == Wants::Page || quick;
    let again = move |cx: &mut Cx| {
        let mut sheet = sheet(cx)?;
        let lang = cx.actor.lang.unwrap_or(lang);
        for (position, value) in conflict::values(cx, &sheet.object, &sheet.scope, &posted.0) {
            sheet.values[position] = conflict::labelled(cx, &sheet.object.fields[position], value)?;
        }
        if let (Some(record), Some(seen)) = (&mut sheet.record, posted.get("version").and_then(|text| text.parse().ok())) {
            record.1 = seen;
        }
        sheet.posted = posted.0;
        sheet.errors = problem.fields.iter().map(|one| (one.field.clone(), types::words::field_sentence(lang, one))).collect();
        if sheet.errors.is_empty() {
            sheet.errors.push((String::new(), types::words::sentence(lang, &problem)));
        }
        Ok(sheet)
    };
    if whole {
        return answer(app, call, headers, object, quick, StatusCode::UNPROCESSABLE_ENTITY, again).await;
    }
    // htmx swaps the form alone
    let html = app
        .engine
        .read(call.caller.clone(), move |cx| {
            let sheet = again(cx)?;
            Ok(form(&Desk::bare(cx, lang), &sheet))
        })
        .await
        .map_err(|problem| Refusal::of(call, problem))?;
    Ok(desk::sent(StatusCode::UNPROCESSABLE_ENTITY, html).into_response())
}

fn title(desk: &Desk, sheet: &Sheet) -> String {
    match &sheet.record {
        Some((_, _, name)) => tr_with(desk.lang, "form-edit", &[("name", name.as_str())]),
        None => tr_with(desk.lang, "new-thing", &[("thing", desk.single(&sheet.object))]),
    }
}

fn action(sheet: &Sheet) -> String {
    match &sheet.record {
        Some((id, _, _)) => format!("/{}/{id}/edit", sheet.object.name),
        None => format!("/{}/new", sheet.object.name),
    }
}

fn page(desk: &Desk, sheet: &Sheet) -> Drawn {
    let title = title(desk, sheet);
    let crumb = Crumb { label: desk.plural(&sheet.object).to_string(), href: format!("/{}", sheet.object.name) };
    let top = Top { crumbs: vec![crumb], ..Top::titled(&title) };
    let main = html! {
        (top.html(desk.lang))
        div class="scroll" { (form(desk, sheet)) }
    };
    Drawn::new(title, main)
}

fn form(desk: &Desk, sheet: &Sheet) -> Markup {
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

fn dialog(desk: &Desk, sheet: &Sheet) -> Markup {
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
    (asked && sheet.scope.may_write(position)).then_some(position)
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
        false => sheet.object.layout.sections.iter().flat_map(|s| &s.fields).filter_map(|name| writable(sheet, name)).collect(),
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
