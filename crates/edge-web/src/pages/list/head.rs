//! The bar above a list: its name, search, import, what else can be done, and on phones what a wide window shows around the table.

use maud::{Markup, html};
use records::schema::Object;
use types::words::tr_with;

use crate::{
    desk::Desk,
    pages::rows::May,
    place::{Place, SIZES},
    ui::{self, Attrs, Button, Input, MenuItem, Table, Top},
};

/// The view of activities behind "tasks".
pub const MY_TASKS: &str = "my-tasks";

fn search_form(desk: &Desk, place: &Place, class: &str) -> Markup {
    let label = desk.say("list-search");
    html! {
        form class=(class) method="get" action=(place.path()) role="search" aria-label=(label) {
            @for (key, value) in place.with(|p| p.search = None).pairs() { input type="hidden" name=(key) value=(value); }
            (Input::Search { value: place.search.clone().unwrap_or_default() }.draw(desk.lang, "q",
                &Attrs::new().set("aria-label", &label).set("placeholder", &label)))
        }
    }
}

/// What a wide window shows around the table: search, selection, sort.
fn on_phone(desk: &Desk, place: &Place, table: &Table) -> Markup {
    let columns = std::iter::once(&table.name).chain(&table.columns);
    html! {
        div class="only-m" {
            (search_form(desk, place, ""))
            @if table.selectable && !table.rows.is_empty() {
                button type="button" data-picking { (ui::icon("list-check")) (desk.say("web-select-rows")) }
            }
            p class="mh" { (desk.say("web-sort-by")) }
            @for (column, url) in columns.filter_map(|column| Some((column, column.sort.as_ref()?))) {
                a href=(url) aria-current=[column.sorted.map(|_| "true")] {
                    (ui::icon(match column.sorted {
                        Some(ui::Direction::Up) => "chevron-up",
                        Some(ui::Direction::Down) => "chevron-down",
                        None => "arrows-sort",
                    }))
                    (column.label)
                }
            }
            hr;
        }
    }
}

pub fn top(desk: &Desk, object: &Object, place: &Place, may: &May, table: &Table) -> Markup {
    let name = &object.name;
    let mut items = vec![];
    if may.import {
        items.push(MenuItem::link(desk.say("import"), "upload", format!("/{name}/import")));
    }
    if may.export {
        let title = object.title.as_str();
        items.push(MenuItem::link(desk.say("list-export-csv"), "download", place.export("csv", title)));
        items.push(MenuItem::link(desk.say("list-export-xlsx"), "table", place.export("xlsx", title)));
    }
    for size in SIZES.into_iter().filter(|size| *size != place.limit) {
        let label = tr_with(desk.lang, "list-rows-per-page", &[("count", i64::from(size))]);
        items.push(MenuItem::link(label, "table", place.with(|p| p.limit = size).url()));
    }
    items.push(MenuItem::link(desk.say("nav-trash"), "trash", format!("/trash?object={name}")));
    let new = desk.new_thing(object);
    // the way here was called tasks
    let title =
        if place.view.as_deref() == Some(MY_TASKS) { desk.say("nav-tasks") } else { desk.plural(object).to_string() };
    Top::titled(title)
        .acts(html! {
            (search_form(desk, place, "hide-m"))
            @if may.import { (Button::ghost(desk.say("import")).icon("upload").href(format!("/{name}/import")).desktop()) }
            (Button::square("dots", desk.say("more")).menu("list-more"))
            (ui::menu::menu_under("list-more", on_phone(desk, place, table), &items))
            @if may.create { (Button::primary(new).icon("plus").href(format!("/{name}/new")).attr("data-new", "")) }
        })
        .html(desk.lang)
}
