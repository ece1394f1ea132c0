//! The list of any object: views, filter chips, table with inline edit, totals, pages. Everything comes from metadata and the address.

use std::sync::Arc;

use axum::{
    extract::{Path, RawQuery, State},
    http::HeaderMap,
    response::Response,
};
use gate::{App, Call, Refusal};
use maud::{Markup, html};
use records::{
    Cx,
    access::{self, Action, Scope},
    query::{self, Ask},
    schema::{FieldType, Object},
    visible::{Page, Visible},
};
use types::{Result, Value, words::tr_with};

use super::{filter, views};
use crate::{
    desk::{self, Desk, Drawn},
    place::Place,
    show,
    ui::{self, *},
};

pub async fn list(
    State(app): State<App>,
    call: Call,
    Path(object): Path<String>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let place = Place::parse(&object, raw.as_deref());
    let here = place.url();
    desk::answer(&app, &call, &headers, &object.clone(), here, move |cx, desk| {
        let object = cx.catalog.find(&object)?;
        draw(cx, desk, &object, place, raw.as_deref())
    })
    .await
}

fn draw(cx: &mut Cx, desk: &Desk, object: &Arc<Object>, place: Place, raw: Option<&str>) -> Result<Drawn> {
    let scope = access::scope(cx, object, Action::View)?;
    let views = views::of(cx, desk, object)?;
    let mut place = views.applied(place);
    if place.columns.is_empty() {
        place.columns = default_columns(object, &scope);
    }
    let ask = asked(object, &place);
    // a filter that does not hold (a field that is gone or hidden) must not lock anybody out of the list
    let (page, broken) = match query::list(cx, object, &ask) {
        Ok(page) => (page, None),
        Err(problem) if problem.kind == types::ProblemKind::BadRequest => {
            let plain = Ask { filter: None, cursor: None, sort: Vec::new(), fields: default_columns(object, &scope), ..ask };
            place.columns = plain.fields.clone();
            (query::list(cx, object, &plain)?, Some(problem))
        }
        Err(problem) => return Err(problem),
    };
    let may = May::of(cx, object);
    let sums = footer(cx, object, &place, &page, broken.is_some())?;
    let table = table(desk, object, &place, &page, &may, sums);
    let bar = filter::bar(cx, desk, object, &scope, &place, views.is_changed(&place), raw)?;
    let chooser = chooser(desk, cx, object, &scope, &place);
    let total = page.total.map(|t| show_total(desk, object, &t)).unwrap_or_default();
    let main = html! {
        (top(desk, object, &place, &may))
        (views.tabs(desk, &place, page.total))
        @if let Some(problem) = &broken {
            (ui::state::note(Tone::Warn, html! { (types::words::sentence(desk.lang, problem)) }, None))
        }
        (bar.html)
        div class="split" {
            div class="list" id="list" {
                (table.html(desk.lang))
                (pager(desk, &place, &page, total))
            }
            (peek_panel(desk.lang))
        }
        (bulk(desk, object, &may))
    };
    let overlays = html! { (chooser.html(desk.lang)) (bar.overlays) (views.save_dialog(desk, object, &place)) };
    Ok(Drawn::new(desk.plural(object), main).overlays(overlays))
}

/// What this person may do here at all: buttons they could not use are not shown.
pub struct May {
    pub create: bool,
    pub edit: Option<Scope>,
    pub delete: bool,
    pub assign: bool,
    pub import: bool,
    pub export: bool,
}

impl May {
    pub fn of(cx: &Cx, object: &Arc<Object>) -> May {
        let may = |action| access::scope(cx, object, action).ok();
        May {
            create: may(Action::Create).is_some(),
            edit: may(Action::Edit),
            delete: may(Action::Delete).is_some(),
            assign: may(Action::Assign).is_some(),
            import: may(Action::Import).is_some(),
            export: may(Action::Export).is_some(),
        }
    }
}

/// The object's own list columns that this person may see, without its title, which is always first.
pub fn default_columns(object: &Object, scope: &Scope) -> Vec<String> {
    let seen = object.list.iter().filter(|name| object.position(name).is_some_and(|at| scope.may_see(at)));
    seen.filter(|name| **name != object.title).map(|name| name.to_string()).collect()
}

fn asked(object: &Object, place: &Place) -> Ask {
    let mut ask = place.ask();
    ask.fields.retain(|path| *path != *object.title);
    ask
}

fn top(desk: &Desk, object: &Object, place: &Place, may: &May) -> Markup {
    let name = &object.name;
    let mut menu_items = vec![];
    if may.export {
        menu_items.push(MenuItem::link(desk.say("list-export-csv"), "download", place.at(&format!("/{name}/export.csv"))));
        menu_items.push(MenuItem::link(desk.say("list-export-xlsx"), "table", place.at(&format!("/{name}/export.xlsx"))));
    }
    menu_items.push(MenuItem::link(desk.say("nav-trash"), "trash", format!("/trash?object={name}")));
    let new = tr_with(desk.lang, "list-new", &[("thing", desk.single(object))]);
    Top::titled(desk.plural(object))
        .acts(html! {
            @if may.import {
                (Button::ghost(desk.say("import")).icon("upload").href(format!("/imports/new?object={name}")).desktop())
            }
            (Button::square("dots", desk.say("more")).menu("list-more"))
            (ui::menu::menu("list-more", &menu_items))
            @if may.create {
                (Button::primary(new).icon("plus").href(format!("/{name}/new")).attr("data-new", ""))
            }
        })
        .html(desk.lang)
}

fn table(desk: &Desk, object: &Object, place: &Place, page: &Page, may: &May, sums: Vec<Option<Total>>) -> Table {
    let direction = |path: &str| {
        let own = object.sort.first().map(|(name, down)| (name.to_string(), *down));
        let now = place.sort.clone().or(own);
        now.filter(|(sorted, _)| sorted == path).map(|(_, down)| if down { Direction::Down } else { Direction::Up })
    };
    let sortable = |path: &str, field: &records::schema::Field| {
        let can = field.sort_column().is_some() || field.kind.target().is_some();
        can.then(|| place.sorted_by(path).url())
    };
    let title = object.title_field();
    let phones = [Phone::Under, Phone::Figure, Phone::Aside];
    let mut used = 0;
    let columns = page
        .columns
        .iter()
        .map(|column| {
            let field = column.field();
            let number = matches!(
                field.result_type(),
                FieldType::Integer | FieldType::Decimal { .. } | FieldType::Percent { .. } | FieldType::Money
            );
            // two-line rows on phones: the first figure, the first date, the first other column
            let wanted = if number { 1 } else if matches!(field.kind, FieldType::Date | FieldType::DateTime) { 2 } else { 0 };
            let phone = if used & (1 << wanted) == 0 { phones[wanted].clone() } else { Phone::Hidden };
            used |= 1 << wanted;
            Column {
                key: column.path.clone(),
                label: header(desk, column),
                number,
                sort: sortable(&column.path, field),
                sorted: direction(&column.path),
                phone,
                ..Column::default()
            }
        })
        .collect();
    Table {
        label: desk.plural(object).to_string(),
        name: Column {
            key: title.name.to_string(),
            label: show::label(desk, title).to_string(),
            sort: sortable(&title.name, title),
            sorted: direction(&title.name),
            ..Column::default()
        },
        columns,
        rows: page.items.iter().map(|item| row(desk, item, place, may)).collect(),
        footer: sums,
        footer_name: page.total.as_ref().map(|total| Total {
            before: desk.say("list-total"),
            value: show_total(desk, object, total),
            after: String::new(),
        }),
        selectable: may.edit.is_some() || may.delete,
        empty: page.items.is_empty().then(|| empty(desk, object, place, may)),
    }
}

/// A column behind a link says where it comes from.
fn header(desk: &Desk, column: &records::visible::Column) -> String {
    let own = show::label(desk, column.field());
    match column.path.split_once('.') {
        Some(_) => format!("{} · {own}", column.object.label.get(desk.lang)),
        None => own.to_string(),
    }
}

fn row(desk: &Desk, item: &Visible, place: &Place, may: &May) -> Row {
    let object = &item.object;
    let name = if item.title.is_empty() { item.id.to_string() } else { item.title.clone() };
    let cells = item.iter().map(|(column, value)| cell(desk, item, column, value, may)).collect();
    let back = place.url();
    let from = back.split_once('?').map(|(_, query)| format!("?from={}", gate::router::encode(query))).unwrap_or_default();
    Row {
        id: item.id.to_string(),
        label: name.clone(),
        href: format!("/{}/{}{from}", object.name, item.id),
        avatar: object.section.is_some().then(|| Avatar::record(&name)),
        peek: object.section.is_some().then(|| format!("/{}/{}/peek", object.name, item.id)),
        cells,
    }
}

/// A cell, with the address of its editor if this person may change it.
pub fn cell(desk: &Desk, item: &Visible, column: &records::visible::Column, value: &Value, may: &May) -> ui::Cell {
    let content = show::content(desk, column.field(), value, column.masked);
    let own = !column.path.contains('.') && !column.masked;
    let editable = own && may.edit.as_ref().is_some_and(|scope| scope.may_write(column.position));
    if editable {
        ui::Cell::editable(content, format!("/{}/{}/cells/{}", item.object.name, item.id, column.path))
    } else {
        content.into()
    }
}

/// Sums of money and number columns over everything the filter leaves, while that is few enough to be quick.
fn footer(cx: &mut Cx, object: &Arc<Object>, place: &Place, page: &Page, broken: bool) -> Result<Vec<Option<Total>>> {
    let summed = |field: &records::schema::Field| matches!(field.result_type(), FieldType::Money | FieldType::Integer);
    let few = page.total.is_some_and(|t| t.exact);
    let paths: Vec<String> = page
        .columns
        .iter()
        .filter(|c| !c.path.contains('.') && !c.masked && summed(c.field()) && c.field().is_stored())
        .filter(|c| matches!(c.field().result_type(), FieldType::Money))
        .map(|c| c.path.clone())
        .collect();
    if paths.is_empty() || !few || broken || page.items.is_empty() {
        return Ok(Vec::new());
    }
    let ask = Ask { filter: place.filter.clone(), search: place.search.clone(), ..Ask::default() };
    let measures: Vec<query::Measure> = paths.iter().map(|p| query::Measure::Sum(p.clone())).collect();
    let grouped = query::group::group(cx, object, &ask, &[], &measures)?;
    let desk = Desk::bare(cx, cx.actor.lang.unwrap_or(cx.organization.lang));
    let values = grouped.rows.first().map(|row| row.values.clone()).unwrap_or_default();
    Ok(page
        .columns
        .iter()
        .map(|column| {
            let at = paths.iter().position(|p| *p == column.path)?;
            Some(Total { before: desk.say("list-sum"), value: show::compact(&desk, values.get(at)?), after: String::new() })
        })
        .collect())
}

pub fn show_total(desk: &Desk, _object: &Object, total: &records::visible::Total) -> String {
    let number = types::display::integer(total.count);
    if total.exact { number } else { tr_with(desk.lang, "list-at-least", &[("count", number.as_str())]) }
}

fn pager(desk: &Desk, place: &Place, page: &Page, total: String) -> Markup {
    let shown = page.items.len().to_string();
    let summary = tr_with(desk.lang, "list-shown", &[("shown", shown.as_str()), ("total", total.as_str())]);
    let next = page.next.as_ref().map(|cursor| Place { cursor: Some(cursor.clone()), ..place.clone() }.url());
    let previous = place.cursor.as_ref().map(|_| place.with(|_| {}).url());
    Pager { summary, previous, next, hints: true }.html(desk.lang)
}

fn bulk(desk: &Desk, object: &Object, may: &May) -> Markup {
    let mut acts = Vec::new();
    let url = |what: &str| format!("/{}/bulk/{what}", object.name);
    if may.edit.is_some() {
        acts.push(Button::ghost(desk.say("bulk-edit")).icon("edit").get(url("edit")).target("#dialogs").swap("innerHTML"));
    }
    if may.assign {
        acts.push(Button::ghost(desk.say("bulk-assign")).icon("user").get(url("assign")).target("#dialogs").swap("innerHTML"));
    }
    if may.delete {
        acts.push(Button::danger(desk.say("delete")).icon("trash").get(url("delete")).target("#dialogs").swap("innerHTML"));
    }
    if acts.is_empty() { html! {} } else { bulk_bar(desk.lang, &acts) }
}

fn chooser(desk: &Desk, cx: &Cx, object: &Arc<Object>, scope: &Scope, place: &Place) -> ColumnChooser {
    let shown = place
        .columns
        .iter()
        .filter(|path| **path != *object.title)
        .map(|path| (path.clone(), show::path_label(desk, &cx.catalog, object, path)))
        .collect();
    let hidden = object
        .fields
        .iter()
        .enumerate()
        .filter(|(at, f)| !f.removed && scope.may_see(*at) && f.name != object.title)
        .filter(|(_, f)| !place.columns.contains(&f.name.to_string()))
        .map(|(_, f)| (f.name.to_string(), show::label(desk, f).to_string()))
        .collect();
    ColumnChooser {
        action: format!("/{}/columns?back={}", object.name, gate::router::encode(&place.url())),
        shown,
        hidden,
        fixed: show::label(desk, object.title_field()).to_string(),
        reset_url: Some(place.with(|p| p.columns = Vec::new()).url()),
    }
}

fn empty(desk: &Desk, object: &Object, place: &Place, may: &May) -> Markup {
    let narrowed = place.filter.is_some() || place.search.is_some();
    let things = desk.plural(object);
    if narrowed {
        let all = place.with(|p| (p.filter, p.search) = (None, None)).url();
        return Empty::new(Picture::Filter, desk.say("empty-filter-title"), desk.say("empty-filter-text"))
            .act(Button::ghost(desk.say("empty-filter-act")).href(all))
            .html(desk.lang);
    }
    let title = tr_with(desk.lang, "empty-list-title", &[("things", things)]);
    let mut state = Empty::new(Picture::List, title, desk.say("empty-list-text"));
    if may.create {
        let new = tr_with(desk.lang, "list-new", &[("thing", desk.single(object))]);
        state = state.act(Button::primary(new).icon("plus").href(format!("/{}/new", object.name)));
    }
    if may.import {
        state = state.act(Button::ghost(desk.say("import")).icon("upload").href(format!("/imports/new?object={}", object.name)));
    }
    state.html(desk.lang)
}
