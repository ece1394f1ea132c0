//! The board of any object that has one: columns by a choice or by the records of a link that have a position (stages), cards that move.
//! Counts and sums come in one grouped query; each column fetches its first cards; a move is an ordinary change of the record.

use std::sync::Arc;

use axum::{
    extract::{Form as Posted, Path, RawQuery, State},
    http::HeaderMap,
    response::{Html, IntoResponse, Response},
};
use gate::{App, Call, Refusal, Route, Who, router::encode};
use maud::{Markup, html};
use modules::sales::report::joined;
use records::{
    Cx,
    access::{self, Action},
    field::quoted,
    query::{self, Ask, Grouping, Measure, group::group},
    schema::{FieldType, Object},
    visible::Visible,
    write::{self, Input},
};
use types::{Id, Problem, Result, Value, display, words::tr_with};

use crate::{
    desk::{self, Desk, Drawn},
    place::Place,
    show,
    ui::{Board, BoardColumn, Button, Card, Hue, NextStep, Segment, Top, segments},
};

pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/{object}/board", Who::Person, show).asks(Action::View).says("The board of an object"),
        Route::get("/{object}/board/{column}", Who::Person, more).asks(Action::View).says("More cards of a column"),
        Route::post("/{object}/{id}/move", Who::Person, moved).asks(Action::Edit).says("A card to another column"),
    ]
}

/// Cards a column shows at first, and adds at a time.
const CARDS: u32 = 20;

/// One column: the value of the field, how it is called, and what its records are told by.
struct Lane {
    key: String,
    label: String,
    hue: Hue,
    note: String,
    filter: String,
    closed: bool,
}

async fn show(
    State(app): State<App>,
    call: Call,
    Path(object): Path<String>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let place = Place::parse(&object, raw.as_deref());
    let here = place.at(&format!("/{object}/board"));
    desk::answer(&app, &call, &headers, &object.clone(), here, move |cx, desk| {
        let object = cx.catalog.find(&object)?;
        draw(cx, desk, &object, &place)
    })
    .await
}

fn draw(cx: &mut Cx, desk: &Desk, object: &Arc<Object>, place: &Place) -> Result<Drawn> {
    let lanes = lanes(cx, desk, object)?;
    let board = object.board.as_ref().ok_or_else(Problem::not_found)?;
    let narrowed = Ask { filter: place.filter.clone(), search: place.search.clone(), ..Ask::default() };
    let mut measures = vec![Measure::Count];
    measures.extend(board.sum.iter().map(|sum| Measure::Sum(sum.to_string())));
    let by = [Grouping { path: board.by.to_string(), by: None }];
    let grouped = group(cx, object, &narrowed, &by, &measures)?;
    let mut columns = Vec::new();
    for lane in &lanes {
        let row = grouped.rows.iter().find(|row| key_of(&row.keys[0]) == lane.key);
        let count = row.and_then(|r| r.values[0].as_int()).unwrap_or_default();
        let sum = row.and_then(|r| r.values.get(1)).map(|v| show::compact(desk, v)).unwrap_or_default();
        // what is closed is over: its figures stay, its cards are a click away
        let (cards, next) = if lane.closed { (Vec::new(), None) } else { cards(cx, desk, object, place, lane, None)? };
        columns.push(BoardColumn {
            key: lane.key.clone(),
            label: lane.label.clone(),
            hue: lane.hue,
            count: display::integer(count),
            sum,
            note: lane.note.clone(),
            add_url: None,
            more: match (lane.closed && count > 0, next) {
                (true, _) => Some((desk.say("board-show"), more_url(object, place, lane, None))),
                (false, Some(cursor)) => {
                    let rest = count - cards.len() as i64;
                    let label = tr_with(desk.lang, "board-more", &[("count", rest)]);
                    Some((label, more_url(object, place, lane, Some(&cursor))))
                }
                (false, None) => None,
            },
            cards,
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
    let acts = html! {
        (segments(&desk.say("board-kind"), &[
            view("table", "board-table", place.at(&format!("/{name}")), false),
            view("layout-kanban", "board-board", place.at(&format!("/{name}/board")), true),
        ]))
        @if may_create {
            (Button::primary(tr_with(desk.lang, "new-thing", &[("thing", desk.single(object))])).icon("plus").href(format!("/{name}/new")))
        }
    };
    let board = Board { label: title.clone(), columns };
    let main = html! { (Top::titled(title.as_str()).acts(acts).html(desk.lang)) (board.html(desk.lang)) };
    Ok(Drawn::new(title, main))
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
            closed: false,
        };
        return Ok(options.iter().filter(|o| !o.retired).map(lane).collect());
    }
    let target = cx.catalog.target(field).cloned().ok_or_else(Problem::not_found)?;
    let extra: Vec<&str> =
        ["outcome", "probability", "hue"].into_iter().filter(|name| target.field(name).is_some()).collect();
    let ask = Ask::default().sort("position", false).fields(&extra).limit(50);
    let records = query::list(cx, &target, &ask)?;
    Ok(records
        .items
        .iter()
        .map(|stage| Lane {
            key: stage.id.to_string(),
            label: stage.title.clone(),
            hue: stage.get("hue").as_int().map_or_else(|| Hue::of(&stage.title), |h| show::hue(u16::try_from(h).ok())),
            note: match stage.get("probability") {
                Value::Decimal(percent) => {
                    let percent = percent.normalize().to_string();
                    tr_with(desk.lang, "board-probability", &[("percent", percent.as_str())])
                }
                _ => String::new(),
            },
            filter: format!("{} == {}", board.by, quoted(&stage.id.to_string())),
            closed: matches!(stage.get("outcome").as_text(), Some("won" | "lost")),
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
    let wanted = ["account", "amount", "next_step", "next_activity_at", "owner", "company"];
    let mut fields: Vec<&str> = Vec::new();
    for name in wanted.into_iter().chain(object.board.iter().filter_map(|b| b.sum.as_deref())) {
        if object.position(name).is_some_and(|at| scope.may_see(at)) && !fields.contains(&name) {
            fields.push(name);
        }
    }
    let ask = Ask {
        filter: joined([place.filter.as_deref(), Some(lane.filter.as_str())]),
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
    let next = item.get("next_activity_at").as_time();
    Card {
        id: item.id.to_string(),
        title: item.title.clone(),
        href: format!("/{}/{}", item.object.name, item.id),
        account: label("account").or_else(|| label("company")),
        amount: show::compact(desk, item.get(sum)),
        next: match (lane.closed, next, label("next_step")) {
            (true, _, _) => NextStep::Unneeded,
            (false, Some(at), step) => {
                let when = display::date_time(at, &desk.zone, desk.today);
                let text = step.map_or(when.clone(), |step| format!("{when} {step}"));
                if at < desk.now { NextStep::Late(text) } else { NextStep::Planned(text) }
            }
            (false, None, Some(step)) => NextStep::Planned(step),
            (false, None, None) => NextStep::None,
        },
        owner: label("owner"),
        move_url: editable.then(|| format!("/{}/{}/move", item.object.name, item.id)),
        ..Card::default()
    }
}

async fn more(
    State(app): State<App>,
    call: Call,
    Path((object, column)): Path<(String, String)>,
    RawQuery(raw): RawQuery,
) -> Result<Response, Refusal> {
    let place = Place::parse(&object, raw.as_deref());
    desk::part(&app, &call, move |cx, desk| {
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

/// The change itself goes through the pipeline like any other; the answer brings both columns' new figures.
async fn moved(
    State(app): State<App>,
    call: Call,
    Path((object, id)): Path<(String, String)>,
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
    let headers = app
        .engine
        .read(caller, move |cx| {
            let desk = Desk::bare(cx, lang);
            let object = cx.catalog.find(&object)?;
            headers(cx, &desk, &object)
        })
        .await
        .map_err(refuse)?;
    Ok(Html(headers.into_string()).into_response())
}

fn headers(cx: &mut Cx, desk: &Desk, object: &Arc<Object>) -> Result<Markup> {
    let lanes = lanes(cx, desk, object)?;
    let board = object.board.as_ref().ok_or_else(Problem::not_found)?;
    let mut measures = vec![Measure::Count];
    measures.extend(board.sum.iter().map(|sum| Measure::Sum(sum.to_string())));
    let by = [Grouping { path: board.by.to_string(), by: None }];
    let grouped = group(cx, object, &Ask::default(), &by, &measures)?;
    let heads = lanes.iter().map(|lane| {
        let row = grouped.rows.iter().find(|row| key_of(&row.keys[0]) == lane.key);
        BoardColumn {
            key: lane.key.clone(),
            label: lane.label.clone(),
            hue: lane.hue,
            count: display::integer(row.and_then(|r| r.values[0].as_int()).unwrap_or_default()),
            sum: row.and_then(|r| r.values.get(1)).map(|v| show::compact(desk, v)).unwrap_or_default(),
            note: lane.note.clone(),
            ..BoardColumn::default()
        }
        .header(desk.lang, true)
    });
    Ok(html! { @for head in heads { (head) } })
}
