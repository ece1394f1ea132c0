//! What a column asks of a card that comes into it (why it was lost, for how much it was won): one small question, as the metadata of the board says.
//! Called by the moves of the board and by winning on a record's page.

use std::sync::Arc;

use axum::{
    extract::{Path, RawQuery, State},
    http::HeaderMap,
    response::Response,
};
use gate::{App, Call, Refusal, Wants};
use maud::{Markup, html};
use records::{
    Cx,
    access::{self, Action, Scope},
    query,
    schema::{Asks, FieldType, Object},
    write::Input,
};
use types::{Id, Problem, Result, Value, words::tr_with};

use super::{key_of, lanes, pipelines};
use crate::{
    control,
    desk::{Desk, Posted},
    pages::{
        ask::{self, Question},
        few::{Few, Refused},
    },
    place::{Place, pairs},
};

/// Stands in a form that answers the question.
pub const ANSWERED: &str = "answered";

/// What this column asks for, if anything.
fn asked(cx: &mut Cx, object: &Arc<Object>, to: &str) -> Result<Option<Asks>> {
    let Some(board) = object.board.as_ref().filter(|board| !board.asks.is_empty()) else { return Ok(None) };
    let at = match object.field(&board.by).and_then(|field| cx.catalog.target(field)).cloned() {
        None => to.to_string(),
        // what leads nowhere is refused by name when the record is written
        Some(target) => match Id::parse(to) {
            Some(id) => {
                let stage = query::get(cx, &target, id, Some(&["outcome".to_string()]))?;
                stage.get("outcome").as_text().unwrap_or_default().to_string()
            }
            None => return Ok(None),
        },
    };
    Ok(board.asks.iter().find(|asks| asks.at == at).cloned())
}

/// Whether the move has to wait for an answer: something that the column asks for is empty, and this person may say it.
///
/// # Errors
/// As `query::get`.
pub fn is_open(cx: &mut Cx, object: &Arc<Object>, scope: &Scope, id: Id, to: &str) -> Result<bool> {
    let Some(asks) = asked(cx, object, to)? else { return Ok(false) };
    let by = object.board.as_ref().map(|board| &board.by);
    // what is hidden from this person is not theirs to say, and must not stand in the way
    let by = by.filter(|by| object.position(by).is_some_and(|at| scope.may_read(at)));
    let own = asks.fields.iter().filter(|name| object.position(name).is_some_and(|at| scope.may_write(at)));
    let own: Vec<String> = own.map(ToString::to_string).collect();
    let names: Vec<String> = own.iter().cloned().chain(by.map(ToString::to_string)).collect();
    let item = query::get(cx, object, id, Some(&names))?;
    let stays = by.is_some_and(|by| key_of(item.get(by)) == to);
    Ok(!stays && own.iter().any(|name| item.get(name).is_empty()))
}

/// What was answered, and nothing else of the form.
///
/// # Errors
/// `required` at what must be answered.
pub fn answers(cx: &mut Cx, object: &Arc<Object>, scope: &Scope, to: &str, posted: &Posted) -> Result<Input> {
    let Some(asks) = asked(cx, object, to)? else { return Ok(Input::default()) };
    let silent = |name: &str| posted.get(name).is_none_or(|text| text.trim().is_empty());
    let writes = |name: &str| object.position(name).is_some_and(|at| scope.may_write(at));
    if let Some(name) = asks.required.iter().find(|name| writes(name) && silent(name)) {
        return Err(Problem::field(name.as_str(), "required"));
    }
    let mut input = control::input(object, scope, &posted.0);
    input.entries.retain(|(name, _)| asks.fields.iter().any(|field| *name == **field));
    Ok(input)
}

/// `GET /{object}/{id}/move`: where to, for those without script; with `?to=` what that column asks for.
pub async fn form(
    State(app): State<App>,
    call: Call,
    Path((object, id)): Path<(String, String)>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let id = Id::asked(&id).map_err(|problem| Refusal::of(&call, problem))?;
    let to = pairs(raw.as_deref().unwrap_or_default()).into_iter().find(|(name, _)| name == "to");
    if let Some((_, to)) = to {
        return ask(&app, &call, &headers, (object, id, to), Refused::default()).await;
    }
    let place = (object.clone(), format!("/{object}/{id}/move"));
    ask::answer(&app, &call, &headers, (&place.0, place.1), false, move |cx, desk| {
        let object = cx.catalog.find(&object)?;
        let by = object.board.as_ref().ok_or_else(Problem::not_found)?.by.clone();
        access::scope(cx, &object, Action::Edit)?;
        let item = query::get(cx, &object, id, Some(&[by.to_string(), object.title.to_string()]))?;
        let here = key_of(item.get(&by));
        let all = lanes(cx, desk, &object)?;
        let pipeline = all.iter().find(|lane| lane.key == here).and_then(|lane| lane.pipeline.as_ref()).map(|of| of.id);
        let lanes = pipelines::shown(Place { pipeline, ..Place::parse(&object.name, None) }, all).lanes;
        Ok(Question {
            id: "move-card-to",
            title: desk.say("web-move-to"),
            note: item.title,
            action: format!("/{}/{id}/move", object.name),
            body: html! {
                div class="fld" {
                    label for="f-to" { (object.field(&by).map(|field| field.label.get(desk.lang)).unwrap_or_default()) }
                    select id="f-to" name="to" class="in" {
                        @for lane in &lanes { option value=(lane.key) selected[lane.key == here] { (lane.label) } }
                    }
                }
            },
            submit: desk.say("save"),
            wide: false,
        })
    })
    .await
}

/// The question of a column, with what was refused of an earlier answer.
pub async fn ask(
    app: &App,
    call: &Call,
    headers: &HeaderMap,
    (object, id, to): (String, Id, String),
    refused: Refused,
) -> Result<Response, Refusal> {
    let place = (object.clone(), format!("/{object}/{id}/move?to={}", gate::router::encode(&to)));
    let again = refused.problem.is_some();
    let mut response = ask::answer(app, call, headers, (&place.0, place.1), again, move |cx, desk| {
        question(cx, desk, &object, id, &to, &refused)
    })
    .await?;
    if call.wants == Wants::Part {
        ask::into_dialogs(&mut response);
    }
    Ok(response)
}

fn question(cx: &mut Cx, desk: &Desk, object: &str, id: Id, to: &str, refused: &Refused) -> Result<Question> {
    let object = cx.catalog.find(object)?;
    let scope = access::scope(cx, &object, Action::Edit)?;
    let asks = asked(cx, &object, to)?.ok_or_else(Problem::not_found)?;
    let item = query::get(cx, &object, id, None)?;
    // what ends ends today, whatever day was expected
    let today: Vec<(&str, Value)> = asks
        .fields
        .iter()
        .filter(|name| object.field(name).is_some_and(|field| matches!(field.kind, FieldType::Date)))
        .map(|name| (name.as_str(), Value::Date(desk.today)))
        .collect();
    let names: Vec<&str> = asks.fields.iter().map(|name| name.as_str()).collect();
    let mut fields = Few::of(cx, scope, Some(&item), &today, refused)?.fields(desk, &names);
    let first = fields.iter().position(|field| item.get(&field.name).is_empty()).unwrap_or_default();
    for (at, field) in fields.iter_mut().enumerate() {
        field.required |= asks.required.iter().any(|name| **name == *field.name);
        field.autofocus = at == first;
    }
    let stage = lanes(cx, desk, &object)?.into_iter().find(|lane| lane.key == to);
    let stage = stage.map(|lane| lane.label).unwrap_or_default();
    let body: Markup = html! {
        input type="hidden" name="to" value=(to);
        input type="hidden" name=(ANSWERED) value="1";
        @if let Some(reason) = refused.reason(desk) { p class="hint bad" role="alert" { (reason) } }
        @for field in &fields { (field.html(desk.lang)) }
    };
    Ok(Question {
        id: "move-question",
        title: tr_with(desk.lang, "board-move-to", &[("stage", stage.as_str())]),
        note: item.title,
        action: format!("/{}/{id}/move", object.name),
        body,
        submit: desk.say("save"),
        wide: false,
    })
}
