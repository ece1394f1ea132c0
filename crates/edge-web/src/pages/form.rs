//! Create and edit: sections and fields from the object's layout, defaults filled in, refused with every error in its place and nothing lost.
//! The same form as a short dialog (quick create) when htmx asks for one.

use std::sync::Arc;

use axum::{
    extract::{Path, RawQuery, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use gate::{App, Call, Refusal, Route, Wants, Who};
use records::{
    Cx,
    access::{self, Action, Scope},
    query,
    schema::Object,
    write,
};
use types::{Id, Problem, ProblemKind, Result, Value};

use super::{
    conflict,
    sheet::{self, Sheet},
};
use crate::{
    control,
    desk::{self, Desk, Posted},
    place::pairs,
};

pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/{object}/new", Who::Person, fresh).asks(Action::Create).says("The form of a new record"),
        Route::post("/{object}/new", Who::Person, create).asks(Action::Create).says("Create a record"),
        Route::get("/{object}/{id}/edit", Who::Person, edit).asks(Action::Edit).says("The form of a record"),
        Route::post("/{object}/{id}/edit", Who::Person, change).asks(Action::Edit).says("Change a record"),
    ]
}

/// A dialog is asked for by what is to receive it.
fn is_quick(headers: &HeaderMap) -> bool {
    headers
        .get("hx-target")
        .and_then(|v| v.to_str().ok())
        .is_some_and(|target| target.ends_with("#dialogs") || target.starts_with("dialog"))
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
            values[position] = conflict::labelled(cx, &object.fields[position], value, &Value::Empty)?;
        }
        begins(cx, &object, &scope, &mut values)?;
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
    let id = Id::asked(id)?;
    let scope = access::scope(cx, &object, Action::Edit)?;
    let item = query::get(cx, &object, id, None)?;
    let values = object.fields.iter().map(|field| item.get(&field.name).clone()).collect();
    Ok(Sheet {
        record: Some((id, item.version, item.title)),
        object,
        scope,
        values,
        posted: Vec::new(),
        errors: Vec::new(),
        quick,
    })
}

/// What the engine would fill in, shown before it does.
fn defaults(cx: &mut Cx, object: &Arc<Object>, scope: &Scope) -> Vec<Value> {
    let mut values = vec![Value::Empty; object.fields.len()];
    for (position, field) in object.fields.iter().enumerate().filter(|(at, f)| !f.removed && scope.may_write(*at)) {
        if let Ok(value) = write::default::of(cx, object, position)
            && let Ok(value) = conflict::labelled(cx, field, value, &Value::Empty)
        {
            values[position] = value;
        }
    }
    values
}

/// What follows for a new record from what it begins with.
fn begins(cx: &mut Cx, object: &Object, scope: &Scope, values: &mut [Value]) -> Result<()> {
    for (at, value) in write::default::begins(cx, object, values)? {
        if scope.may_write(at) {
            values[at] = conflict::labelled(cx, &object.fields[at], value, &Value::Empty)?;
        }
    }
    Ok(())
}

async fn answer(
    app: &App,
    call: &Call,
    headers: &HeaderMap,
    object: &str,
    quick: bool,
    status: StatusCode,
    made: impl FnOnce(&mut Cx) -> Result<Sheet> + Send + 'static,
) -> Result<Response, Refusal> {
    let mut response = if quick {
        desk::part(app, call, move |cx, desk| Ok(sheet::dialog(desk, &made(cx)?))).await?
    } else {
        let here = format!("/{object}");
        desk::answer(app, call, headers, object, here, move |cx, desk| Ok(sheet::page(desk, &made(cx)?))).await?
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
    let record = Id::asked(&id).map_err(refuse)?;
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
            refused(&app, &call, &headers, &object, false, problem, posted, move |cx| stored(cx, &name, &id, false))
                .await
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
            sheet.values[position] =
                conflict::labelled(cx, &sheet.object.fields[position], value, &sheet.values[position])?;
        }
        if let (Some(record), Some(seen)) =
            (&mut sheet.record, posted.get("version").and_then(|text| text.parse().ok()))
        {
            record.1 = seen;
        }
        sheet.posted = posted.0;
        sheet.errors =
            problem.fields.iter().map(|one| (one.field.clone(), types::words::field_sentence(lang, one))).collect();
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
            Ok(sheet::form(&Desk::bare(cx, lang), &sheet))
        })
        .await
        .map_err(|problem| Refusal::of(call, problem))?;
    Ok(desk::sent(StatusCode::UNPROCESSABLE_ENTITY, html).into_response())
}
