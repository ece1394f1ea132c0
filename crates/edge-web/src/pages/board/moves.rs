//! A card goes to another column: by drag, by keys or by its menu. Called by the board's routes.

use std::sync::Arc;

use axum::{
    extract::{Form as Posted, Path, RawQuery, State},
    http::{HeaderMap, HeaderValue},
    response::{Html, IntoResponse, Response},
};
use gate::{App, Call, Refusal};
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
    Id, Instant, Name, Problem, Result,
    words::{tr, tr_with},
};

use super::{column, figures, key_of, lanes, pipelines, sums};
use crate::{
    desk::{self, Desk},
    pages::bulk_undo,
    place::{Place, pairs},
    show, ui,
};

/// A move that was kept: when, and what its toast says.
struct Moved {
    at: Instant,
    desk: Desk,
    stage: String,
}

/// The change itself goes through the pipeline like any other; the answer brings both columns' new figures, and the way back.
pub async fn moved(
    State(app): State<App>,
    call: Call,
    Path((object, id)): Path<(String, String)>,
    headers: HeaderMap,
    Posted(posted): Posted<Vec<(String, String)>>,
) -> Result<Response, Refusal> {
    let refuse = |problem| Refusal::of(&call, problem);
    let id = Id::parse(&id).ok_or_else(|| refuse(Problem::not_found()))?;
    let to = posted.into_iter().find(|(name, _)| name == "to").map(|(_, value)| value).unwrap_or_default();
    let (name, lang) = (object.clone(), call.lang);
    let kept = app.engine.write(call.caller.clone(), move |cx| {
        let (object, by, scope) = of(cx, &name)?;
        let before = query::load(cx, &scope, id)?.version;
        if write::updated(cx, &scope, id, None, Input::default().text(&by, to.as_str()))? == before {
            return Ok(None); // within its column
        }
        // first: it says in which language stages are called
        let desk = Desk::bare(cx, lang);
        let item = query::get(cx, &object, id, Some(&[by.to_string()]))?;
        let stage = item.iter().next().map(|(column, value)| show::words(&desk, column.field(), value));
        Ok(Some(Moved { at: cx.now, desk, stage: stage.unwrap_or_default() }))
    });
    let said = kept.await.map_err(refuse)?.map(|moved| {
        let said = tr_with(moved.desk.lang, "board-moved", &[("stage", moved.stage.as_str())]);
        ui::toast(moved.desk.lang, &said, Some(&format!("/{object}/{id}/move-undo?at={}", moved.at.0)))
    });
    Ok(told(figures(&app, &call, object, &headers).await, said.unwrap_or_default()))
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
    let path = headers.get("hx-current-url").and_then(|url| url.to_str().ok()).and_then(|url| url.split('?').next());
    if !done || !path.is_some_and(|path| path.ends_with(&format!("/{object}/board"))) {
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
