//! The board of any object that has one: columns by a choice or by the records of a link that have a position (stages), cards that move.
//! Counts and sums come in one grouped query; each column fetches its first cards; a move is an ordinary change of the record.

mod figures;
mod moves;
mod pipelines;
pub mod question;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::{
    extract::{Path, RawQuery, State},
    http::HeaderMap,
    response::Response,
};
use gate::{App, Call, Refusal, Route, Who, router::encode};
use maud::html;
use modules::sales::{overview, report::joined};
use records::{
    Cx,
    access::{self, Action},
    field::quoted,
    query::{self, Ask, Grouping, Measure, group::group},
    schema::{FieldType, Object},
    visible::Visible,
};
use rust_decimal::Decimal;
use types::{Linked, Problem, Result, Value, display, words::tr_with};

use crate::{
    desk::{self, Desk, Drawn},
    pages::filter,
    place::Place,
    show,
    ui::{Board, BoardColumn, Button, Card, Hue, NextStep, Segment, Tag, Top, segments},
};

pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/{object}/board", Who::Person, show).asks(Action::View).says("The board of an object"),
        Route::get("/{object}/board/{column}", Who::Person, more).asks(Action::View).says("More cards of a column"),
        Route::get("/{object}/board-attention", Who::Person, attention)
            .asks(Action::View)
            .says("How many cards of a board want attention"),
        Route::get("/{object}/{id}/move", Who::Person, question::form)
            .asks(Action::Edit)
            .says("What a column asks of a card"),
        Route::post("/{object}/{id}/move", Who::Person, moves::moved)
            .asks(Action::Edit)
            .says("A card to another column"),
        Route::post("/{object}/{id}/move-undo", Who::Person, moves::taken_back)
            .asks(Action::Edit)
            .says("A card back to where it was"),
    ]
}

/// Cards a column shows at first, and adds at a time.
const CARDS: u32 = 20;

/// Stages of all pipelines together.
const STAGES: u32 = 200;

/// One column: the value of the field, how it is called, and what its records are told by.
struct Lane {
    key: String,
    label: String,
    hue: Hue,
    note: String,
    filter: String,
    /// of a stage that is not open
    outcome: Option<Outcome>,
    /// nothing new begins here, and what is here needs no next step
    over: bool,
    /// percent
    probability: Option<Decimal>,
    /// the pipeline of a stage
    pipeline: Option<Linked>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Won,
    Lost,
}

async fn show(
    State(app): State<App>,
    call: Call,
    Path(object): Path<String>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let place = Place::parse(&object, raw.as_deref());
    let here = Place { board: true, ..place.clone() }.url();
    desk::answer_sums(&app, &call, &headers, &object.clone(), here, move |cx, desk| {
        let object = cx.catalog.find(&object)?;
        draw(cx, desk, &object, Place { board: true, ..place })
    })
    .await
}

fn draw(cx: &mut Cx, desk: &Desk, object: &Arc<Object>, mut place: Place) -> Result<Drawn> {
    let scope = access::scope(cx, object, Action::View)?;
    let tree = filter::tree(cx, &scope, &mut place);
    let pipelines::Shown { place, lanes, choice } = pipelines::shown(place, lanes(cx, desk, object)?);
    let shown = filter::Shown { tree: &tree, changed: false, total: None, before: choice, tools: html! {} };
    let bar = filter::bar(cx, desk, &scope, &place, shown)?;
    let pushed = place.pushed.then(|| place.url());
    let place = &place.with(|_| {});
    let sums = sums(cx, object, place, &lanes)?;
    let mut columns = Vec::new();
    for (lane, sum) in lanes.iter().zip(&sums.lanes) {
        let count = sum.count;
        // what is closed is over: its figures stay, its cards are a click away
        let (cards, next) = if lane.over { (Vec::new(), None) } else { cards(cx, desk, object, place, lane, None)? };
        columns.push(BoardColumn {
            more: match (lane.over && count > 0, next) {
                (true, _) => Some((desk.say("board-show"), more_url(object, place, lane, None))),
                (false, Some(cursor)) => {
                    let rest = count - cards.len() as i64;
                    let label = tr_with(desk.lang, "board-more", &[("count", rest)]);
                    Some((label, more_url(object, place, lane, Some(&cursor))))
                }
                (false, None) => None,
            },
            cards,
            folded: lane.over,
            ..column(cx, desk, object, lane, sum)
        });
    }
    let title = desk.plural(object).to_string();
    let view = |icon: &str, key: &str, href: String, current| Segment {
        label: desk.say(key),
        icon: Some(icon.into()),
        bare: true,
        href,
        current,
        ..Segment::default()
    };
    let name = &object.name;
    let may_create = access::scope(cx, object, Action::Create).is_ok();
    let filter = pipelines::filter(place);
    let table = place.with(|p| (p.board, p.pipeline, p.filter) = (false, None, filter));
    let acts = html! {
        (segments(&desk.say("board-kind"), &[
            view("table", "board-table", table.url(), false),
            view("layout-kanban", "board-board", place.url(), true),
        ]))
        @if may_create {
            (Button::primary(desk.new_thing(object)).icon("plus").href(format!("/{name}/new")))
        }
    };
    let strip = figures::strip(desk, object, place, &lanes, &sums);
    let board = Board { label: title.clone(), columns };
    let main = html! {
        (Top::titled(title.as_str()).acts(acts).html(desk.lang))
        @if let Some(strip) = strip { (strip) }
        (bar)
        (board.html(desk.lang))
    };
    Ok(Drawn { pushed, ..Drawn::new(title, main) })
}

/// What a lane adds up to.
struct Sum {
    count: i64,
    /// of what the board adds up, if anything
    amount: Option<Value>,
}

struct Sums {
    lanes: Vec<Sum>,
    /// those whose currency has no rate: in no sum
    unconverted: i64,
}

/// Counts and sums of all lanes, in their order, in one grouped query.
fn sums(cx: &mut Cx, object: &Arc<Object>, place: &Place, lanes: &[Lane]) -> Result<Sums> {
    let board = object.board.as_ref().ok_or_else(Problem::not_found)?;
    let narrowed = Ask { filter: pipelines::filter(place), search: place.search.clone(), ..Ask::default() };
    let mut measures = vec![Measure::Count];
    measures.extend(board.sum.iter().map(|sum| Measure::Sum(sum.to_string())));
    let by = [Grouping { path: board.by.to_string(), by: None }];
    let grouped = group(cx, object, &narrowed, &by, &measures)?;
    let sum = |lane: &Lane| {
        let row = grouped.rows.iter().find(|row| key_of(&row.keys[0]) == lane.key);
        Sum {
            count: row.and_then(|r| r.values[0].as_int()).unwrap_or_default(),
            amount: row.filter(|r| r.known.get(1) == Some(&true)).and_then(|r| r.values.get(1)).cloned(),
        }
    };
    Ok(Sums { lanes: lanes.iter().map(sum).collect(), unconverted: grouped.unconverted })
}

/// A column without its cards.
fn column(cx: &Cx, desk: &Desk, object: &Arc<Object>, lane: &Lane, sum: &Sum) -> BoardColumn {
    BoardColumn {
        key: lane.key.clone(),
        label: lane.label.clone(),
        hue: lane.hue,
        count: display::integer(sum.count),
        sum: sum.amount.as_ref().map(|amount| show::compact(desk, amount)).unwrap_or_default(),
        note: lane.note.clone(),
        add_url: add_url(cx, object, lane),
        ..BoardColumn::default()
    }
}

/// The form of a new record in this lane. What is over begins nowhere.
fn add_url(cx: &Cx, object: &Arc<Object>, lane: &Lane) -> Option<String> {
    let scope = access::scope(cx, object, Action::Create).ok().filter(|_| !lane.over)?;
    let by = &object.board.as_ref()?.by;
    object.position(by).filter(|at| scope.may_write(*at))?;
    let pipeline = lane.pipeline.as_ref().filter(|_| object.field("pipeline").is_some());
    let pipeline = pipeline.map(|link| format!("&pipeline={}", link.id)).unwrap_or_default();
    Some(format!("/{}/new?{by}={}{pipeline}", object.name, encode(&lane.key)))
}

/// The one figure that needs a count of its own; fetched after the page, never in its way.
async fn attention(
    State(app): State<App>,
    call: Call,
    Path(object): Path<String>,
    RawQuery(raw): RawQuery,
) -> Result<Response, Refusal> {
    let place = Place::parse(&object, raw.as_deref());
    desk::part_later(&app, &call, move |cx, desk| {
        let object = cx.catalog.find(&object)?;
        figures::attention(cx, desk, &object, &place)
    })
    .await
}

fn key_of(value: &Value) -> String {
    match value {
        Value::Link(link) => link.id.to_string(),
        Value::Text(text) => text.clone(),
        _ => String::new(),
    }
}

/// The columns in their order: options of a choice, or the records that a link may point to.
fn lanes(cx: &mut Cx, desk: &Desk, object: &Arc<Object>) -> Result<Vec<Lane>> {
    let board = object.board.as_ref().ok_or_else(Problem::not_found)?;
    let field = object.field(&board.by).ok_or_else(Problem::not_found)?;
    if let FieldType::Choice { options } = &field.kind {
        let lane = |option: &records::schema::Choice| Lane {
            key: option.code.clone(),
            label: option.label.get(desk.lang).to_string(),
            hue: show::hue(option.hue),
            note: String::new(),
            filter: format!("{} == {}", board.by, quoted(&option.code)),
            outcome: None,
            over: board.ends.contains(&option.code),
            probability: None,
            pipeline: None,
        };
        return Ok(options.iter().filter(|o| !o.retired).map(lane).collect());
    }
    let target = cx.catalog.target(field).cloned().ok_or_else(Problem::not_found)?;
    let extra: Vec<&str> =
        ["outcome", "probability", "hue", "pipeline"].into_iter().filter(|name| target.field(name).is_some()).collect();
    let ask = Ask::default().sort("position", false).fields(&extra).limit(STAGES);
    let records = query::list(cx, &target, &ask)?;
    let outcome = |stage: &Visible| match stage.get("outcome").as_text() {
        Some("won") => Some(Outcome::Won),
        Some("lost") => Some(Outcome::Lost),
        _ => None,
    };
    Ok(records
        .items
        .iter()
        .map(|stage| Lane {
            key: stage.id.to_string(),
            label: stage.title.clone(),
            hue: show::own_hue(stage),
            note: match stage.get("probability") {
                Value::Decimal(percent) => {
                    let percent = percent.normalize().to_string();
                    tr_with(desk.lang, "board-probability", &[("percent", percent.as_str())])
                }
                _ => String::new(),
            },
            filter: format!("{} == {}", board.by, quoted(&stage.id.to_string())),
            outcome: outcome(stage),
            over: outcome(stage).is_some(),
            probability: match stage.get("probability") {
                Value::Decimal(percent) => Some(*percent),
                _ => None,
            },
            pipeline: match stage.get("pipeline") {
                Value::Link(link) => Some(link.clone()),
                _ => None,
            },
        })
        .collect())
}

fn more_url(object: &Object, place: &Place, lane: &Lane, cursor: Option<&str>) -> String {
    let place = Place { cursor: cursor.map(str::to_string), ..place.clone() };
    place.at(&format!("/{}/board/{}", object.name, encode(&lane.key)))
}

/// A column's cards, those that were touched last first.
fn cards(
    cx: &mut Cx,
    desk: &Desk,
    object: &Arc<Object>,
    place: &Place,
    lane: &Lane,
    cursor: Option<String>,
) -> Result<(Vec<Card>, Option<String>)> {
    let scope = access::scope(cx, object, Action::View)?;
    let editable = access::scope(cx, object, Action::Edit).is_ok();
    let mut wanted = vec!["account", "amount", "next_step", "next_activity_at", "owner", "company"];
    wanted.extend(overview::STALLED_FIELDS);
    let mut fields: Vec<&str> = Vec::new();
    for name in wanted.into_iter().chain(object.board.iter().filter_map(|b| b.sum.as_deref())) {
        if object.position(name).is_some_and(|at| scope.may_see(at)) && !fields.contains(&name) {
            fields.push(name);
        }
    }
    let ask = Ask {
        filter: joined([pipelines::filter(place).as_deref(), Some(lane.filter.as_str())]),
        search: place.search.clone(),
        cursor,
        ..Ask::default()
    };
    let page = query::list(cx, object, &ask.fields(&fields).sort("updated_at", true).limit(CARDS))?;
    let cards = page.items.iter().map(|item| card(desk, item, lane, editable)).collect();
    Ok((cards, page.next))
}

fn card(desk: &Desk, item: &Visible, lane: &Lane, editable: bool) -> Card {
    let label = |path: &str| match item.get(path) {
        Value::Link(link) => link.label.clone(),
        Value::Text(text) => Some(text.clone()),
        _ => None,
    };
    let sum = item.object.board.as_ref().and_then(|b| b.sum.as_deref()).unwrap_or("amount");
    let account = label("account").or_else(|| label("company"));
    let short = account.as_deref().map(|account| show::beside(&item.title, account));
    let next = item.get("next_activity_at").as_time();
    let stalled = overview::stalled_days(item, desk.now).filter(|_| !lane.over);
    Card {
        id: item.id.to_string(),
        short: short.filter(|short| *short != item.title).map(str::to_string),
        title: item.title.clone(),
        href: format!("/{}/{}", item.object.name, item.id),
        account,
        amount: show::compact(desk, item.get(sum)),
        next: match (lane.over, next, label("next_step")) {
            (true, _, _) => NextStep::Unneeded,
            (false, Some(at), _) if at < desk.now => NextStep::Late(show::overdue(desk, at)),
            (false, Some(at), step) => {
                let when = display::day_or_time(desk.lang, at, &desk.zone, desk.today);
                NextStep::Planned(step.map_or(when.clone(), |step| format!("{when} {step}")))
            }
            (false, None, Some(step)) => NextStep::Planned(step),
            (false, None, None) => NextStep::None,
        },
        tags: stalled
            .map(|days| Tag::new(tr_with(desk.lang, "home-still", &[("count", days)]), Hue::Red))
            .into_iter()
            .collect(),
        owner: label("owner"),
        move_url: editable.then(|| format!("/{}/{}/move", item.object.name, item.id)),
    }
}

async fn more(
    State(app): State<App>,
    call: Call,
    Path((object, column)): Path<(String, String)>,
    RawQuery(raw): RawQuery,
) -> Result<Response, Refusal> {
    let place = Place::parse(&object, raw.as_deref());
    desk::part_list(&app, &call, move |cx, desk| {
        let object = cx.catalog.find(&object)?;
        let lane = lanes(cx, desk, &object)?.into_iter().find(|l| l.key == column).ok_or_else(Problem::not_found)?;
        let (cards, next) = cards(cx, desk, &object, &place, &lane, place.cursor.clone())?;
        Ok(html! {
            @for card in &cards { (card.html(desk.lang)) }
            @if let Some(cursor) = next {
                li { (Button::ghost(desk.say("board-show")).small().get(more_url(&object, &place, &lane, Some(&cursor))).target("closest li").swap("outerHTML")) }
            }
        })
    })
    .await
}
