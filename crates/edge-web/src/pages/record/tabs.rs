//! The tabs of a record: its overview, what its object lists (`layout.tabs`) as tables, its history. Called by `head` and for its own route.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};
use gate::{App, Call, Refusal, Route, Who};
use maud::{Markup, html};
use records::{
    Cx,
    access::{self, Action},
    field::quoted,
    query::{self, Ask, Totals, ask::COUNT_CAP},
    schema::Object,
};
use types::{Name, Problem, Result};

use super::{Seen, head, related};
use crate::{
    desk::{self, Desk, Drawn},
    pages::{
        list::{counted, default_columns},
        rows::{self, Look, May},
    },
    place::Place,
    show,
    ui::{Button, Empty, Picture, Tab as UiTab, peek_panel},
};

pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/{object}/{id}/related/{list}", Who::Person, page)
            .asks(Action::View)
            .says("What belongs to a record, as a table"),
    ]
}

/// Which page of the record is open.
#[derive(Clone, PartialEq)]
pub enum Tab {
    Overview,
    /// records of an object that link to this one by this field
    List(Name, Name),
    History,
}

/// Rows of a table; all of them are a list away.
const ROWS: u32 = 50;

/// Records that link to one, where the caller may know so.
struct Listed {
    other: Arc<Object>,
    link: Name,
    filter: String,
}

impl Listed {
    fn of(cx: &Cx, seen: &Seen, name: &Name, link: &Name) -> Option<Listed> {
        let other = cx.catalog.object(name)?.clone();
        let scope = access::scope(cx, &other, Action::View).ok()?;
        other.position(link).filter(|at| scope.may_read(*at))?;
        let filter = format!("{link} == {}", quoted(&seen.item.id.to_string()));
        Some(Listed { other, link: link.clone(), filter })
    }

    fn label<'l>(&'l self, desk: &'l Desk) -> &'l str {
        let reverse = self.other.field(&self.link).and_then(|field| field.reverse.as_ref());
        reverse.map_or_else(|| desk.plural(&self.other), |label| label.get(desk.lang))
    }

    /// The same as a list of its own.
    fn place(&self) -> Place {
        Place::parse(&self.other.name, None).with(|place| place.filter = Some(self.filter.clone()))
    }
}

pub fn tabs(cx: &mut Cx, desk: &Desk, seen: &Seen, open: &Tab) -> Vec<UiTab> {
    let plain = |key: &str, href: String, tab: Tab| UiTab::new(desk.say(key), href).current(*open == tab);
    let mut tabs = vec![plain("record-overview", seen.href(), Tab::Overview)];
    for (name, link) in &seen.object.layout.tabs {
        let Some(listed) = Listed::of(cx, seen, name, link) else { continue };
        let ask = Ask { filter: Some(listed.filter.clone()), ..Ask::default() }.fields(&[listed.other.title.as_str()]);
        // a tab without its figure is better than none
        let total = query::count_up_to(cx, &listed.other, &ask, COUNT_CAP);
        let total = total.inspect_err(|problem| tracing::warn!(tab = %name, %problem, "the count of a tab failed"));
        let href = format!("{}/related/{name}.{link}", seen.href());
        let mut tab = UiTab::new(listed.label(desk), href).current(*open == Tab::List(name.clone(), link.clone()));
        if let Some(total) = total.ok().filter(|total| total.count > 0) {
            tab = tab.count(counted(desk, &total));
        }
        tabs.push(tab);
    }
    tabs.push(plain("history", format!("{}/history", seen.href()), Tab::History));
    tabs
}

async fn page(
    State(app): State<App>,
    call: Call,
    Path((object, id, list)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let (current, here) = (object.clone(), format!("/{object}/{id}/related/{list}"));
    desk::answer(&app, &call, &headers, &current, here, move |cx, desk| {
        let seen = Seen::of(cx, &object, &id)?;
        let tabs = &seen.object.layout.tabs;
        let (name, link) =
            tabs.iter().find(|(name, link)| format!("{name}.{link}") == list).ok_or_else(Problem::not_found)?;
        let listed = Listed::of(cx, &seen, name, link).ok_or_else(Problem::not_found)?;
        let header = head::header(cx, desk, &seen, &Tab::List(name.clone(), link.clone()), None);
        let main = html! {
            (head::top(desk, &seen, &Place::parse(&object, None), None))
            (header.html(desk.lang))
            (table(cx, desk, &seen, &listed)?)
        };
        Ok(Drawn::new(seen.name(), main))
    })
    .await
}

fn table(cx: &mut Cx, desk: &Desk, seen: &Seen, listed: &Listed) -> Result<Markup> {
    let other = &listed.other;
    let scope = access::scope(cx, other, Action::View)?;
    let mut columns = default_columns(other, &scope);
    if columns.len() > 1 {
        columns.retain(|path| *path != *listed.link);
    }
    let place = listed.place().with(|place| place.columns = columns);
    let ask = Ask { totals: Totals::Capped, limit: ROWS, ..place.ask() };
    let mut page = query::list(cx, other, &ask)?;
    query::mark_shut(cx, &mut page.items)?;
    let look = Look { may: &May::of(cx, other), hues: show::hues(cx, &page.items)?, unordered: Vec::new() };
    let sums = rows::sums(cx, desk, other, &place, &page)?;
    let mut table = rows::table(desk, other, &listed.place(), &page, &look, sums);
    table.label = listed.label(desk).to_string();
    table.selectable = false;
    // another order is a matter of the list
    for column in std::iter::once(&mut table.name).chain(&mut table.columns) {
        column.sort = None;
    }
    let new = related::new_href(cx, other, &listed.link, seen).filter(|_| other.section.is_some());
    table.empty = page.items.is_empty().then(|| html! { (Empty::new(Picture::Papers, desk.say("nothing-here"), "")) });
    Ok(html! {
        div class="row wrap pad" {
            h2 class="sr" { (listed.label(desk)) }
            span class="grow" {}
            (Button::ghost(desk.say("record-as-list")).small().trailing("arrow-right").href(listed.place().url()))
            @if let Some(href) = new { (Button::new(desk.new_thing(other)).small().icon("plus").href(href)) }
        }
        div class="rel" {
            (table.html(desk.lang))
            (peek_panel(desk.lang))
        }
    })
}
