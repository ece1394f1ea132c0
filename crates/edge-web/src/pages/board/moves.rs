//! A card goes to another column: by drag, by keys or by its menu. Called by the board's routes.

use std::sync::Arc;

use axum::{
    extract::{Path, RawQuery, State},
    http::{HeaderMap, HeaderValue},
    response::{Html, IntoResponse, Response},
};
use gate::{App, Call, Refusal, Wants};
use maud::{Markup, html};
use records::{
    Cx,
    access::{self, Action, Scope},
    query,
    schema::Object,
    write::{self, Input},
};
use serde_json::json;
use types::{
    Id, Instant, Name, Problem, ProblemKind, Result,
    words::{tr, tr_with},
};

use super::{column, figures, key_of, lanes, pipelines, question, sums};
use crate::{
    desk::{self, Desk, Posted},
    pages::{bulk_undo, few::Refused},
    place::{Place, pairs},
    show, ui,
};

/// What became of a move.
enum Kept {
    /// when, and what its toast says
    Moved { at: Instant, desk: Box<Desk>, stage: String },
    /// it was put elsewhere in its column
    Within,
    /// its column asks for something first
    Asks,
}

/// The change itself goes through the pipeline like any other; the answer brings both columns' new figures, and the way back. Where the column asks
/// for something that is empty, the answer is the question, whose answer comes here again.
pub async fn moved(
    State(app): State<App>,
    call: Call,
    Path((object, id)): Path<(String, String)>,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Refusal> {
    let refuse = |problem| Refusal::of(&call, problem);
    let id = Id::parse(&id).ok_or_else(|| refuse(Problem::not_found()))?;
    let to = posted.get("to").unwrap_or_default().to_string();
    let answered = posted.get(question::ANSWERED).is_some();
    let (name, lang, column, given) = (object.clone(), call.lang, to.clone(), posted.clone());
    let kept = app.engine.write(call.caller.clone(), move |cx| {
        let (object, by, scope) = of(cx, &name)?;
        let mut input = Input::default();
        if answered {
            input = question::answers(cx, &object, &scope, &column, &given)?;
        } else if question::is_open(cx, &object, &scope, id, &column)? {
            return Ok(Kept::Asks);
        }
        let before = query::load(cx, &scope, id)?.version;
        if write::updated(cx, &scope, id, None, input.text(&by, column.as_str()))? == before {
            return Ok(Kept::Within);
        }
        // first: it says in which language stages are called
        let desk = Desk::bare(cx, lang);
        let item = query::get(cx, &object, id, Some(&[by.to_string()]))?;
        let stage = item.iter().next().map(|(column, value)| show::words(&desk, column.field(), value));
        Ok(Kept::Moved { at: cx.now, desk: Box::new(desk), stage: stage.unwrap_or_default() })
    });
    let said = match kept.await {
        Ok(Kept::Asks) => return question::ask(&app, &call, &headers, (object, id, to), Refused::default()).await,
        Err(problem) if answered && problem.kind == ProblemKind::Invalid => {
            return question::ask(&app, &call, &headers, (object, id, to), Refused::of(posted, problem)).await;
        }
        Err(problem) => return Err(refuse(problem)),
        Ok(Kept::Within) => Markup::default(),
        Ok(Kept::Moved { at, desk, stage }) => {
            let said = tr_with(desk.lang, "board-moved", &[("stage", stage.as_str())]);
            ui::toast(desk.lang, &said, Some(&format!("/{object}/{id}/move-undo?at={}", at.0)))
        }
    };
    let page = format!("/{object}/{id}");
    if call.wants != Wants::Part {
        return Ok(desk::go(&call, &page));
    }
    if path(&headers).is_some_and(|path| path.ends_with(&page)) {
        return Ok(desk::refreshing(Html(said.into_string()).into_response()));
    }
    let mut response = told(figures(&app, &call, object, &headers).await, said);
    if answered {
        response.headers_mut().insert("hx-trigger", HeaderValue::from_static("{\"done\":{}}"));
    }
    Ok(response)
}

/// Where the reader stands.
fn path(headers: &HeaderMap) -> Option<&str> {
    headers.get("hx-current-url").and_then(|url| url.to_str().ok()).and_then(|url| url.split('?').next())
}

/// The move is taken back as any bulk change is: with all that followed from it, if nobody has changed the record since.
pub async fn taken_back(
    State(app): State<App>,
    call: Call,
    Path((object, id)): Path<(String, String)>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let refuse = |problem| Refusal::of(&call, problem);
    let id = Id::asked(&id).map_err(refuse)?;
    let at = bulk_undo::time(&pairs(raw.as_deref().unwrap_or_default()), "at").map_err(refuse)?;
    let (name, lang) = (object.clone(), call.lang);
    let kept = app.engine.write(call.caller.clone(), move |cx| {
        let (object, by, scope) = of(cx, &name)?;
        let done = bulk_undo::given_back(cx, &scope, id, &(at..=at))??;
        let item = query::get(cx, &object, id, Some(&[by.to_string()]))?;
        let lang = cx.actor.lang.unwrap_or(lang);
        let said = tr(lang, if done { "restored" } else { "board-changed-since" });
        Ok((done, key_of(item.get(&by)), ui::toast(lang, &said, None)))
    });
    let (done, to, said) = kept.await.map_err(refuse)?;
    if !done || !path(&headers).is_some_and(|path| path.ends_with(&format!("/{object}/board"))) {
        return Ok(desk::refreshing(Html(said.into_string()).into_response()));
    }
    let mut response = told(figures(&app, &call, object, &headers).await, said);
    let back = json!({ "card-back": { "card": id, "to": to, "target": "body" } }).to_string();
    if let Ok(back) = HeaderValue::from_str(&back) {
        response.headers_mut().insert("hx-trigger", back);
    }
    Ok(response)
}

/// An object with a board, what makes its columns, and what of it the caller may change.
fn of(cx: &mut Cx, name: &str) -> Result<(Arc<Object>, Name, Scope)> {
    let object = cx.catalog.find(name)?;
    let by = object.board.as_ref().ok_or_else(Problem::not_found)?.by.clone();
    let scope = access::scope(cx, &object, Action::Edit)?;
    Ok((object, by, scope))
}

async fn figures(app: &App, call: &Call, object: String, headers: &HeaderMap) -> Result<Markup> {
    let (lang, place) = (call.lang, crate::pages::list::current(headers, &object));
    let read = app.read_sums(call, move |cx| {
        let desk = Desk::bare(cx, lang);
        let object = cx.catalog.find(&object)?;
        figures_of(cx, &desk, &object, &place)
    });
    read.await
}

/// The move is kept by now: without the figures the card must stay where it was put.
fn told(figures: Result<Markup>, said: Markup) -> Response {
    let figures = figures.unwrap_or_else(|problem| {
        tracing::warn!(code = %problem.code, "a card was moved, its board's figures failed");
        Markup::default()
    });
    Html(html! { (figures) (said) }.into_string()).into_response()
}

/// The heads of all columns and the strip above them, as a move leaves them.
fn figures_of(cx: &mut Cx, desk: &Desk, object: &Arc<Object>, place: &Place) -> Result<Markup> {
    let pipelines::Shown { place, lanes, .. } = pipelines::shown(place.with(|_| {}), lanes(cx, desk, object)?);
    let sums = sums(cx, object, &place, &lanes)?;
    let strip = figures::strip(desk, object, &place, &lanes, &sums);
    Ok(html! {
        @for (lane, sum) in lanes.iter().zip(&sums.lanes) { (column(cx, desk, object, lane, sum).header(desk.lang, true)) }
        @if let Some(strip) = strip { (strip.replacing()) }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_move_that_was_kept_is_told_although_its_figures_failed() {
        assert_eq!(
            told(Err(Problem::unavailable("the lane is full")), Markup::default()).status(),
            axum::http::StatusCode::OK
        );
    }
}
