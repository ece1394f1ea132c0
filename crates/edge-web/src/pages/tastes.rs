//! How one person likes one list: widths of its columns, the view it opens with, the order of its tabs. Read with the list, kept by what they do
//! there; and the counts of its tabs, fetched after the page so that they never stand in its way.

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use axum::{
    extract::{Path, State},
    response::Response,
};
use gate::{App, Call, Refusal, Route, Who};
use maud::html;
use records::{Cx, access::Action, identity::preference, query, schema::Object};
use types::{Problem, ProblemKind, Result};

use super::{list::counted, views::Views};
use crate::desk::{self, Posted};

pub fn routes() -> Vec<Route> {
    vec![
        Route::post("/{object}/widths", Who::Person, widen).asks(Action::View).says("Keep the width of a column"),
        Route::post("/{object}/views/order", Who::Person, order).asks(Action::View).says("Keep the order of views"),
        Route::post("/{object}/views/first", Who::Person, first).asks(Action::View).says("Keep the view to begin with"),
        Route::get("/{object}/views/counts", Who::Person, counts)
            .asks(Action::View)
            .says("How many records each view has"),
    ]
}

/// Columns with a width of their own.
const COLUMNS: usize = 60;
/// Views that are counted; people with more of them look at the first.
const COUNTED: usize = 12;
/// Narrowest and widest column, in pixels.
const NARROW: u32 = 64;
const WIDE: u32 = 640;

/// What is kept for a list.
#[derive(Clone, Debug, Default)]
pub struct Tastes {
    pub widths: HashMap<String, u32>,
    /// key of a view
    pub first: Option<String>,
    /// keys of views
    pub order: Vec<String>,
}

fn named(kind: &str, object: &str) -> String {
    format!("{kind}:{object}")
}

impl Tastes {
    pub fn of(cx: &mut Cx, object: &str) -> Result<Tastes> {
        let [widths, first, order] = ["widths", "view", "tabs"].map(|kind| named(kind, object));
        let kept = preference::of(cx, &[&widths, &first, &order])?;
        let list = |name: &str| kept.get(name).map_or("", String::as_str).split(',').filter(|part| !part.is_empty());
        Ok(Tastes {
            widths: list(&widths)
                .filter_map(|part| {
                    let (column, width) = part.rsplit_once('=')?;
                    Some((column.to_string(), width.parse().ok()?))
                })
                .collect(),
            first: kept.get(&first).cloned(),
            order: list(&order).map(str::to_string).collect(),
        })
    }
}

/// Found only by those who see the list.
fn listed(cx: &mut Cx, object: &str) -> Result<std::sync::Arc<Object>> {
    let object = cx.catalog.find(object)?;
    records::access::scope(cx, &object, Action::View)?;
    Ok(object)
}

async fn kept(
    app: &App,
    call: &Call,
    keep: impl Fn(&mut Cx) -> Result<()> + Send + 'static,
) -> Result<Response, Refusal> {
    app.engine.write(call.caller.clone(), keep).await.map_err(|problem| Refusal::of(call, problem))?;
    Ok(desk::sent(axum::http::StatusCode::OK, html! {}))
}

async fn widen(
    State(app): State<App>,
    call: Call,
    Path(object): Path<String>,
    posted: Posted,
) -> Result<Response, Refusal> {
    let column = posted.get("column").unwrap_or_default().to_string();
    let width: Option<u32> = posted.get("width").and_then(|text| text.parse().ok());
    kept(&app, &call, move |cx| {
        let object = listed(cx, &object)?;
        let width = width.ok_or_else(|| Problem::field("width", "required"))?.clamp(NARROW, WIDE);
        // the head of a path is a field of this object; nothing else comes into the list
        let head = column.split('.').next().unwrap_or_default();
        if column.contains([',', '=']) || object.field(head).is_none() {
            return Err(Problem::field("column", "unknown_field"));
        }
        let mut widths = Tastes::of(cx, &object.name)?.widths;
        if widths.len() >= COLUMNS && !widths.contains_key(&column) {
            widths.clear();
        }
        widths.insert(column.clone(), width);
        let mut parts: Vec<String> = widths.iter().map(|(column, width)| format!("{column}={width}")).collect();
        parts.sort();
        preference::keep(cx, &named("widths", &object.name), &parts.join(","))
    })
    .await
}

fn plain(key: &str) -> bool {
    !key.is_empty() && key.len() <= 40 && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

async fn order(
    State(app): State<App>,
    call: Call,
    Path(object): Path<String>,
    posted: Posted,
) -> Result<Response, Refusal> {
    let keys: Vec<String> = posted.all("view").filter(|key| plain(key)).take(60).map(str::to_string).collect();
    kept(&app, &call, move |cx| {
        let object = listed(cx, &object)?;
        preference::keep(cx, &named("tabs", &object.name), &keys.join(","))
    })
    .await
}

async fn first(
    State(app): State<App>,
    call: Call,
    Path(object): Path<String>,
    posted: Posted,
) -> Result<Response, Refusal> {
    let key = posted.get("view").filter(|key| plain(key)).unwrap_or_default().to_string();
    let to = format!("/{object}");
    app.engine
        .write(call.caller.clone(), move |cx| keep_first(cx, &object, &key))
        .await
        .map_err(|problem| Refusal::of(&call, problem))?;
    Ok(desk::go_saying(&call, &to, "saved"))
}

/// The view this list begins with from now on.
pub fn keep_first(cx: &mut Cx, object: &str, key: &str) -> Result<()> {
    let object = listed(cx, object)?;
    preference::keep(cx, &named("view", &object.name), if key == "all" { "" } else { key })
}

/// One number per tab, put into its place; a view that cannot be counted any more, or not without walking a large table, has none.
async fn counts(State(app): State<App>, call: Call, Path(object): Path<String>) -> Result<Response, Refusal> {
    desk::part(&app, &call, move |cx, desk| {
        let object = listed(cx, &object)?;
        let mut found = Vec::new();
        for (key, place) in Views::of(cx, desk, &object)?.places().into_iter().take(COUNTED) {
            match query::briefly(cx, |cx| query::count_up_to(cx, &object, &place.ask(), query::ask::COUNT_CAP)) {
                Ok(total) => found.extend(total.map(|total| (key, counted(desk, &total)))),
                Err(problem) if problem.kind == ProblemKind::BadRequest => {}
                Err(problem) => return Err(problem),
            }
        }
        Ok(html! { @for (key, count) in &found { span class="n" id={ "count-" (key) } hx-swap-oob="true" { (count) } } })
    })
    .await
}
