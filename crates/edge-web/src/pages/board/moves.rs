//! A card goes to another column: by drag, by keys or by its menu. Called by the board's routes.

use std::sync::Arc;

use axum::{
    extract::{Form as Posted, Path, State},
    http::HeaderMap,
    response::{Html, IntoResponse, Response},
};
use gate::{App, Call, Refusal};
use maud::{Markup, html};
use records::{
    Cx,
    schema::Object,
    write::{self, Input},
};
use types::{Id, Problem, Result};

use super::{column, figures, lanes, pipelines, sums};
use crate::{desk::Desk, place::Place};

/// The change itself goes through the pipeline like any other; the answer brings both columns' new figures.
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
    let name = object.clone();
    app.engine
        .write(call.caller.clone(), move |cx| {
            let object = cx.catalog.find(&name)?;
            let board = object.board.clone().ok_or_else(Problem::not_found)?;
            write::update(cx, &object, id, None, Input::default().text(&board.by, to.as_str())).map(drop)
        })
        .await
        .map_err(refuse)?;
    let (lang, caller) = (call.lang, call.caller.clone());
    let place = crate::pages::list::current(&headers, &object);
    let figures = app
        .engine
        .read_heavy(caller, move |cx| {
            let desk = Desk::bare(cx, lang);
            let object = cx.catalog.find(&object)?;
            figures_of(cx, &desk, &object, &place)
        })
        .await;
    Ok(told(figures))
}

/// The move is kept by now: without the figures the card must stay where it was put.
fn told(figures: Result<Markup>) -> Response {
    let figures = figures.unwrap_or_else(|problem| {
        tracing::warn!(code = %problem.code, "a card was moved, its board's figures failed");
        Markup::default()
    });
    Html(figures.into_string()).into_response()
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
        assert_eq!(told(Err(Problem::unavailable("the lane is full"))).status(), axum::http::StatusCode::OK);
    }
}
