//! One value edited in place, in a list (`td`) or on a record page (`dd`): the form, the saving, and the dialog when somebody else saved meanwhile.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode},
    response::Response,
};
use gate::{App, Call, Refusal, Route, Who};
use maud::{Markup, html};
use records::{
    Cx,
    access::{self, Action},
    query,
    schema::Object,
    visible::Visible,
    write,
};
use types::{Id, Problem, ProblemKind, Result, Value, words::tr_with};

use super::{
    conflict,
    record::facts::doubt,
    rows::{self, Look, May},
};
use crate::{
    control,
    desk::{self, Desk, Posted},
    show,
    ui::{Fact, InlineEdit, toast},
};

pub fn routes() -> Vec<Route> {
    const PATH: &str = "/{object}/{id}/cells/{field}";
    vec![
        Route::get(PATH, Who::Person, form).asks(Action::Edit).says("The form of one value"),
        Route::post(PATH, Who::Person, save).asks(Action::Edit).says("Save one value"),
    ]
}

/// Where the value stands, as htmx says.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Cell,
    Fact,
    /// the dialog that settles a conflict
    Dialog,
}

fn place(headers: &HeaderMap) -> Place {
    let target = headers.get("hx-target").and_then(|v| v.to_str().ok()).unwrap_or_default();
    match target.split('#').next() {
        Some("dd") => Place::Fact,
        Some("dialog") => Place::Dialog,
        _ => Place::Cell,
    }
}

async fn form(
    State(app): State<App>,
    call: Call,
    Path((object, id, field)): Path<(String, String, String)>,
) -> Result<Response, Refusal> {
    desk::part(&app, &call, move |cx, desk| {
        let (object, item, position) = found(cx, &object, &id, &field)?;
        Ok(edit(desk, &object, &item, position, item.version, None, None).html(desk.lang))
    })
    .await
}

/// The record with this one field, which the caller may change.
fn found(cx: &mut Cx, object: &str, id: &str, field: &str) -> Result<(Arc<Object>, Visible, usize)> {
    let object = cx.catalog.find(object)?;
    let id = Id::asked(id)?;
    let scope = access::scope(cx, &object, Action::Edit)?;
    let position = object.position(field).filter(|at| scope.may_write(*at)).ok_or_else(Problem::not_found)?;
    let item = query::get(cx, &object, id, Some(&[field.to_string()]))?;
    Ok((object, item, position))
}

fn edit(
    desk: &Desk,
    object: &Object,
    item: &Visible,
    position: usize,
    version: i64,
    posted: Option<&Posted>,
    error: Option<String>,
) -> InlineEdit {
    let field = &object.fields[position];
    let control = control::control(desk, object, field, item.get(&field.name));
    InlineEdit {
        action: format!("/{}/{}/cells/{}", object.name, item.id, field.name),
        name: field.name.to_string(),
        label: show::label(desk, field).to_string(),
        input: match posted {
            Some(posted) => control::typed(control, &field.name, &posted.0),
            None => control,
        },
        version: version.to_string(),
        error,
    }
}

async fn save(
    State(app): State<App>,
    call: Call,
    Path((object, id, field)): Path<(String, String, String)>,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Refusal> {
    let refuse = |problem| Refusal::of(&call, problem);
    let record = Id::asked(&id).map_err(refuse)?;
    let version: Option<i64> = posted.get("version").and_then(|text| text.parse().ok());
    let (name, one, pairs) = (object.clone(), field.clone(), conflict::chosen(posted.0.clone()));
    let saved = app
        .engine
        .write(call.caller.clone(), move |cx| {
            let object = cx.catalog.find(&name)?;
            let scope = access::scope(cx, &object, Action::Edit)?;
            // hidden, closed and unknown are one answer
            object.position(&one).filter(|at| scope.may_write(*at)).ok_or_else(Problem::not_found)?;
            let mut input = control::input(&object, &scope, &pairs);
            input.entries.retain(|(name, _)| *name == one);
            write::update(cx, &object, record, version, input).map(drop)
        })
        .await;
    let place = place(&headers);
    match saved {
        Ok(()) if place == Place::Dialog => {
            desk::part(&app, &call, |_, desk| Ok(crate::ui::toast(desk.lang, &desk.say("saved"), None)))
                .await
                .map(desk::refreshing)
        }
        Ok(()) => desk::part(&app, &call, move |cx, desk| shown(cx, desk, &object, record, &field, place)).await,
        Err(problem) if problem.kind == ProblemKind::Stale => {
            let action = format!("/{object}/{id}/cells/{field}");
            conflict::answer(&app, &call, object, record, posted, action).await
        }
        Err(problem)
            if matches!(problem.kind, ProblemKind::Invalid | ProblemKind::Conflict | ProblemKind::Forbidden) =>
        {
            let mut response = desk::part(&app, &call, move |cx, desk| {
                let why = match problem.fields.first() {
                    Some(one) => types::words::field_sentence(desk.lang, one),
                    None => types::words::sentence(desk.lang, &problem),
                };
                let (object, item, position) = found(cx, &object, &id, &field)?;
                let seen = version.unwrap_or(item.version);
                Ok(edit(desk, &object, &item, position, seen, Some(&posted), Some(why)).html(desk.lang))
            })
            .await?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            // the form takes the place of the form, inside its cell
            response.headers_mut().insert("hx-reswap", HeaderValue::from_static("innerHTML"));
            Ok(response)
        }
        Err(problem) => Err(refuse(problem)),
    }
}

/// The value as it is now, in the form of the place it stands in.
fn shown(cx: &mut Cx, desk: &Desk, object: &str, id: Id, field: &str, place: Place) -> Result<Markup> {
    let object = cx.catalog.find(object)?;
    let position = object.position(field).ok_or_else(Problem::not_found)?;
    let mut item = query::get(cx, &object, id, Some(&[field.to_string()]))?;
    query::mark_shut(cx, [&mut item])?;
    let may = May::of(cx, &object);
    let (column, value) = item.iter().next().ok_or_else(Problem::not_found)?;
    if place == Place::Fact {
        let content = show::content(desk, &object.fields[position], value, column.masked);
        let field = &object.fields[position];
        let doubt = if column.masked { None } else { doubt(cx, desk, field, value) };
        let fact = Fact { doubt, ..Fact::new(show::label(desk, field), content) };
        return Ok(fact.edit(format!("/{}/{id}/cells/{}", object.name, field.name)).value(desk.lang));
    }
    let empty = Value::Empty;
    let value = if value.is_empty() { &empty } else { value };
    let hues = show::hues(cx, std::slice::from_ref(&item))?;
    let cell = rows::saved_cell(desk, &item, column, value, &Look { may: &may, hues, unordered: Vec::new() });
    let one = &object.fields[position];
    let doubt = if column.masked { None } else { doubt(cx, desk, one, value) };
    let said = doubt.map(|doubt| {
        let args = [("field", show::label(desk, one)), ("doubt", doubt.as_str())];
        toast(desk.lang, &tr_with(desk.lang, "list-doubt", &args), None)
    });
    Ok(html! { (cell) @if let Some(said) = said { (said) } })
}
