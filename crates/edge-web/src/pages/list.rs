//! The list of any object: views, filter chips, table with inline edit, totals, pages. Everything comes from metadata and the address.

mod head;

use std::sync::Arc;

use axum::{
    extract::{Path, RawQuery, State},
    http::{HeaderMap, HeaderValue},
    response::Response,
};
use gate::{App, Call, Refusal, Route, Who};
use maud::{Markup, html};
use records::{
    Cx,
    access::{self, Action, Scope},
    query::{self, Ask, Totals},
    schema::{Object, Write},
    visible::{Page, Total},
};
use types::{Problem, ProblemKind, Result, words::tr_with};

use super::{
    filter,
    rows::{self, Look, May},
    views::Views,
};
use crate::{
    desk::{self, Desk, Drawn, Posted},
    place::{Place, pairs},
    show::{self, Hues},
    ui::{self, Button, ColumnChooser, Empty, Pager, Picture, Segment, Tone, bulk_bar, peek_panel, segments},
};

pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/{object}", Who::Person, list).asks(Action::View).says("The list of an object"),
        Route::get("/{object}/totals", Who::Person, totals).asks(Action::View).says("Count and sums of a list"),
        Route::post("/{object}/columns", Who::Person, columns).asks(Action::View).says("Other columns for a list"),
    ]
}

pub(super) async fn list(
    State(app): State<App>,
    call: Call,
    Path(object): Path<String>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let mut place = Place::parse(&object, raw.as_deref());
    // an address without anything means the view one begins with
    place.begins = raw.as_deref().unwrap_or_default().is_empty();
    let here = place.url();
    answer(&app, &call, &headers, place, here).await
}

async fn answer(app: &App, call: &Call, headers: &HeaderMap, place: Place, here: String) -> Result<Response, Refusal> {
    let current = match place.view.as_deref() {
        Some(head::MY_TASKS) => "tasks".to_string(),
        _ => place.object.clone(),
    };
    desk::answer_list(app, call, headers, &current, here, move |cx, desk| {
        let object = cx.catalog.find(&place.object)?;
        draw(cx, desk, &object, place)
    })
    .await
}

/// Says that the columns shall be the list's own again.
const RESET: &str = "reset";

/// The chooser posts all columns in order; the list answers with them, under the address that keeps them.
async fn columns(
    State(app): State<App>,
    call: Call,
    Path(object): Path<String>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Refusal> {
    let mut place = current(&headers, &object).with(|_| {});
    let reset = pairs(raw.as_deref().unwrap_or_default()).iter().any(|(name, _)| name == RESET);
    if !reset {
        place.columns = posted.all("column").map(str::to_string).collect();
    } else {
        place.columns.clear();
    }
    let url = place.url();
    // the chooser itself is to show them as well
    if reset || !headers.contains_key("hx-request") {
        return Ok(desk::go(&call, &url));
    }
    let mut response = answer(&app, &call, &headers, place, url.clone()).await?;
    for (name, value) in
        [("hx-retarget", "#main"), ("hx-reselect", "#main"), ("hx-reswap", "outerHTML"), ("hx-push-url", url.as_str())]
    {
        if let Ok(value) = HeaderValue::from_str(value) {
            response.headers_mut().insert(name, value);
        }
    }
    Ok(response)
}

/// The list this request was made from; popovers and dialogs outlive a change of the address.
pub fn current(headers: &HeaderMap, object: &str) -> Place {
    let address = headers.get("hx-current-url").or_else(|| headers.get("referer")).and_then(|v| v.to_str().ok());
    let query = address.and_then(|url| url.split_once('?')).map(|(_, query)| query);
    let place = Place::parse(object, query);
    // a record's page says in its address from which list one came
    match place.others.iter().find(|(name, _)| name == "from") {
        Some((_, from)) => Place::parse(object, Some(from)),
        None => place,
    }
}

fn draw(cx: &mut Cx, desk: &Desk, object: &Arc<Object>, place: Place) -> Result<Drawn> {
    let scope = access::scope(cx, object, Action::View)?;
    let views = Views::of(cx, desk, object)?;
    let place = match place.begins {
        true => Place { view: views.first(), begins: false, ..place },
        false => place,
    };
    let mut place = views.applied(place);
    let tree = filter::tree(cx, &scope, &mut place);
    if place.columns.is_empty() {
        place.columns = default_columns(object, &scope);
    }
    let mut ask = asked(object, &place);
    let mut found = query::list(cx, object, &ask);
    // too many for this order: the same records in the list's own, which every link of the page then says
    let unsorted = match found {
        Err(problem) if problem.code == "too_many_to_sort" && place.sort.is_some() => {
            place.sort = object.sort.first().map(|(name, down)| (name.to_string(), *down));
            (place.cursor, place.start) = (None, 0);
            ask = asked(object, &place);
            found = query::list(cx, object, &ask);
            Some(problem)
        }
        _ => None,
    };
    // a filter that does not hold (a field that is gone or hidden) must not lock anybody out of the list, nor rows answer what was not asked
    let (mut page, broken) = match found {
        Ok(page) => (page, None),
        Err(problem) if problem.kind == ProblemKind::BadRequest => {
            let fields = default_columns(object, &scope);
            let plain = Ask { filter: None, cursor: None, sort: Vec::new(), ids: Some(Vec::new()), fields, ..ask };
            place.columns = plain.fields.clone();
            ask = plain;
            (query::list(cx, object, &ask)?, Some(problem))
        }
        Err(problem) => return Err(problem),
    };
    query::mark_shut(cx, &mut page.items)?;
    if broken.is_some() {
        page.total = None; // of nothing that was asked
    }
    let may = May::of(cx, object);
    let sums = if broken.is_some() { Vec::new() } else { rows::sums(cx, desk, object, &place, &page)? };
    let paths: Vec<&str> = std::iter::once(&*object.title).chain(place.columns.iter().map(String::as_str)).collect();
    let orders = query::orders(cx, object, &ask, &paths)?;
    let unordered = paths.iter().zip(orders).filter(|(_, served)| !served).map(|(path, _)| path.to_string()).collect();
    let look = Look { may: &may, hues: show::hues(cx, &page.items)?, unordered };
    let mut table = rows::table(desk, object, &place, &page, &look, sums);
    let resize = format!("/{}/widths", object.name);
    for column in std::iter::once(&mut table.name).chain(&mut table.columns) {
        column.width = views.widths().get(&column.key).copied();
        column.resize = Some(resize.clone());
    }
    table.footer_name = page.total.filter(|total| total.count > 0).map(|total| totalled(desk, &total));
    table.footer_later = (page.total.is_none() && broken.is_none()).then(|| later(object, &place, page.items.len()));
    table.empty = match &broken {
        Some(_) => Some(unread(desk, &place)),
        None => page.items.is_empty().then(|| empty(desk, object, &place, &may)),
    };
    let chooser = chooser(desk, cx, object, &scope, &place);
    let bar = filter::bar(
        cx,
        desk,
        &scope,
        &place,
        filter::Shown {
            tree: &tree,
            changed: views.is_changed(&place),
            total: page.total,
            before: None,
            tools: tools(desk, object, &place, &chooser, views.button(&place)),
        },
    )?;
    let main = html! {
        (head::top(desk, object, &place, &may, &table))
        (views.tabs(desk, &place, page.total))
        div class="rel" {
            (bar)
            @if let Some(problem) = &broken { (explained(desk, problem)) }
            @if let Some(problem) = &unsorted { (ui::note(Tone::Info, html! { (types::words::sentence(desk.lang, problem)) }, None)) }
            (table.html(desk.lang))
            (bulk(desk, object, &place, &may, &page))
            (pager(desk, &place, &page))
            (peek_panel(desk.lang))
        }
    };
    let overlays = html! { (chooser.html(desk.lang)) (views.save_dialog(desk, &place)) };
    let pushed = place.pushed.then(|| place.url());
    Ok(Drawn { pushed, ..Drawn::new(desk.plural(object), main).overlays(overlays) })
}

/// The object's own list columns that this person may see, without its title, which is always first.
pub fn default_columns(object: &Object, scope: &Scope) -> Vec<String> {
    let seen = object.list.iter().filter(|name| object.position(name).is_some_and(|at| scope.may_see(at)));
    let columns: Vec<String> = seen.filter(|name| **name != object.title).map(|name| name.to_string()).collect();
    // the engine takes no columns for all of them
    if columns.is_empty() { vec!["created_at".into()] } else { columns }
}

/// The count goes with the page where it costs nothing; the others are fetched after it.
fn asked(object: &Object, place: &Place) -> Ask {
    let totals = if place.building { Totals::Capped } else { Totals::Free };
    let mut ask = Ask { totals, ..place.ask() };
    ask.fields.retain(|path| *path != *object.title);
    ask
}

fn tools(desk: &Desk, object: &Object, place: &Place, chooser: &ColumnChooser, view_acts: Option<Button>) -> Markup {
    let view = |icon: &str, key: &str, href: String, current| Segment {
        label: desk.say(key),
        icon: Some(icon.into()),
        bare: true,
        href,
        current,
        lang: None,
    };
    html! {
        @if let Some(button) = view_acts { (button) }
        (chooser.button(desk.lang))
        @if object.board.is_some() {
            div class="hide-m" { (segments(&desk.say("list-kinds"), &[
                view("table", "list-kind-table", place.url(), true),
                view("layout-kanban", "list-kind-board", place.with(|p| p.columns = Vec::new()).at(&format!("/{}/board", object.name)), false),
            ])) }
        }
    }
}

/// What the list left free: how many there are, and the sums of its columns. In the lane of reports, so that no page waits for it.
async fn totals(
    State(app): State<App>,
    call: Call,
    Path(object): Path<String>,
    RawQuery(raw): RawQuery,
) -> Result<Response, Refusal> {
    let mut place = Place::parse(&object, raw.as_deref());
    let rows = place.others.iter().find(|(name, _)| name == ROWS).and_then(|(_, rows)| rows.parse().ok()).unwrap_or(0);
    place.others.clear();
    desk::part_later(&app, &call, move |cx, desk| {
        let object = cx.catalog.find(&place.object)?;
        let scope = access::scope(cx, &object, Action::View)?;
        let mut place = Views::of(cx, desk, &object)?.applied(place);
        if place.columns.is_empty() {
            place.columns = default_columns(&object, &scope);
        }
        let ask = Ask { sort: Vec::new(), ..asked(&object, &place) };
        let total = query::count_up_to(cx, &object, &ask, query::ask::COUNT_CAP)?;
        if !total.exact {
            query::measure_length(cx, &object, &ask)?; // for the heads of the next page
        }
        // the columns without rows
        let mut page = query::list(cx, &object, &Ask { ids: Some(Vec::new()), cursor: None, ..ask })?;
        page.total = Some(total);
        let sums = rows::sums(cx, desk, &object, &place, &page)?;
        let look = Look { may: &May::of(cx, &object), hues: Hues::new(), unordered: Vec::new() };
        let mut table = rows::table(desk, &object, &place, &page, &look, sums);
        table.footer_name = Some(totalled(desk, &total));
        Ok(html! { (table.foot(true)) (summary(desk, place.start, rows, Some(total)).summary(true)) })
    })
    .await
}

/// Where the totals of this page with its `rows` are fetched.
fn later(object: &Object, place: &Place, rows: usize) -> String {
    let at = place.with(|p| p.start = place.start).at(&format!("/{}/totals", object.name));
    format!("{at}{}{ROWS}={rows}", if at.contains('?') { '&' } else { '?' })
}

/// Says how many rows the page shows.
const ROWS: &str = "rows";

fn totalled(desk: &Desk, total: &Total) -> ui::Total {
    ui::Total { before: desk.say("list-all"), value: counted(desk, total), after: desk.say("list-things") }
}

/// A count as people read it: exact, or "10,000+".
pub fn counted(desk: &Desk, total: &Total) -> String {
    let number = types::display::integer(total.count);
    if total.exact { number } else { tr_with(desk.lang, "list-at-least", &[("count", number.as_str())]) }
}

fn explained(desk: &Desk, problem: &Problem) -> Markup {
    let text = html! { b { (desk.say("list-broken")) } " " (types::words::sentence(desk.lang, problem)) };
    ui::note(Tone::Warn, text, None)
}

/// In the place of rows that nobody asked for.
fn unread(desk: &Desk, place: &Place) -> Markup {
    let state = Empty::new(Picture::Search, desk.say("list-unread-title"), desk.say("list-unread-text"));
    html! { (state.act(Button::new(desk.say("list-without-filter")).href(plain(place).url()))) }
}

/// The list without what a view or an address put upon it.
fn plain(place: &Place) -> Place {
    place.with(|p| (p.filter, p.sort, p.columns, p.view) = (None, None, Vec::new(), Some("all".into())))
}

/// "51–100 of 218", or "51–100" while the count is on its way.
fn shown(desk: &Desk, start: usize, rows: usize, total: Option<Total>) -> String {
    let number = |n: usize| types::display::integer(n as i64);
    let (from, to) = (number(start + rows.min(1)), number(start + rows));
    match total {
        Some(total) => {
            let total = counted(desk, &total);
            tr_with(desk.lang, "list-shown", &[("from", from.as_str()), ("to", to.as_str()), ("total", total.as_str())])
        }
        None => tr_with(desk.lang, "list-shown-here", &[("from", from.as_str()), ("to", to.as_str())]),
    }
}

/// Where one is, without the ways on.
fn summary(desk: &Desk, start: usize, rows: usize, total: Option<Total>) -> Pager {
    let all = total.map(|total| counted(desk, &total));
    Pager { summary: shown(desk, start, rows, total), start, total: all, ..Pager::default() }
}

fn pager(desk: &Desk, place: &Place, page: &Page) -> Markup {
    let rows = page.items.len();
    let next = page
        .next
        .as_ref()
        .map(|cursor| place.with(|p| (p.cursor, p.start) = (Some(cursor.clone()), place.start + rows)).url());
    let previous = place.cursor.as_ref().map(|_| place.with(|_| {}).url());
    Pager { previous, next, hints: true, ..summary(desk, place.start, rows, page.total) }.html(desk.lang)
}

fn bulk(desk: &Desk, object: &Object, place: &Place, may: &May, page: &Page) -> Markup {
    let mut acts = Vec::new();
    let url = |what: &str| place.with(|_| {}).at(&format!("/{}/bulk/{what}", object.name));
    let act = |button: Button, what: &str| button.get(url(what)).target("#dialogs").swap("innerHTML");
    if may.assign && may.bulk {
        acts.push(act(Button::ghost(desk.say("bulk-assign")).icon("user"), "assign"));
    }
    if may.bulk {
        acts.push(act(Button::ghost(desk.say("bulk-edit")).icon("edit"), "edit"));
    }
    if may.delete {
        acts.push(act(Button::ghost(desk.say("delete")).icon("trash"), "delete"));
    }
    if acts.is_empty() || page.items.is_empty() {
        html! {}
    } else {
        bulk_bar(desk.lang, &acts)
    }
}

fn chooser(desk: &Desk, cx: &Cx, object: &Arc<Object>, scope: &Scope, place: &Place) -> ColumnChooser {
    let shown = place.columns.iter().filter(|path| **path != *object.title);
    let shown = shown.map(|path| (path.clone(), show::path_label(desk, &cx.catalog, object, path)));
    let hidden = object
        .fields
        .iter()
        .enumerate()
        .filter(|(at, f)| !f.removed && scope.may_see(*at) && f.name != object.title)
        .filter(|(_, f)| !place.columns.contains(&f.name.to_string()))
        .map(|(_, f)| (f.name.to_string(), show::label(desk, f).to_string()));
    ColumnChooser {
        action: format!("/{}/columns", object.name),
        shown: shown.collect(),
        hidden: hidden.collect(),
        fixed: show::label(desk, object.title_field()).to_string(),
        reset_url: Some(format!("/{}/columns?{RESET}=1", object.name)),
    }
}

fn empty(desk: &Desk, object: &Object, place: &Place, may: &May) -> Markup {
    if place.filter.is_some() || place.search.is_some() {
        let all = place.with(|p| (p.filter, p.search, p.view) = (None, None, Some("all".into()))).url();
        let state = Empty::new(Picture::Search, desk.say("list-none-title"), desk.say("list-none-text"));
        return html! { (state.act(Button::new(desk.say("list-none-act")).href(all))) };
    }
    let title = tr_with(desk.lang, "list-empty-title", &[("things", desk.within(desk.plural(object)))]);
    let by_hand = matches!(object.title_field().write, Write::Caller | Write::OnCreate);
    let text = desk.say(if by_hand { "list-empty-text" } else { "list-empty-made" });
    let mut state = Empty::new(Picture::Papers, title, text);
    if may.create {
        let new = desk.new_thing(object);
        state = state.act(Button::new(new).icon("plus").href(format!("/{}/new", object.name)));
    }
    if may.import {
        state = state.act(Button::ghost(desk.say("import")).icon("upload").href(format!("/{}/import", object.name)));
    }
    html! { (state) }
}
