//! Views: saved addresses of a list, and those every list has. Tabs above the list, the dialog that keeps one, rename and delete.

use std::{collections::HashMap, sync::Arc};

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
    query::{self, Ask},
    schema::Object,
    visible::Total,
    write::{self, Input, trash},
};
use types::{Id, ProblemKind, Result, Value};

use super::{
    list::{counted, current},
    tastes::{self, Tastes},
};
use crate::{
    desk::{self, Desk, Posted},
    place::Place,
    ui::{self, Attrs, Button, MenuItem, Pick, SaveView, Tab, view_tabs},
};

pub fn routes() -> Vec<Route> {
    vec![
        Route::post("/{object}/views", Who::Person, save).asks(Action::Create).says("Keep a view"),
        Route::post("/{object}/views/{id}", Who::Person, keep).asks(Action::Edit).says("Change a view"),
        Route::post("/{object}/views/{id}/deletion", Who::Person, drop_view).asks(Action::Delete).says("Delete a view"),
    ]
}

/// One tab.
struct View {
    /// id of the record, or the word of a built-in one
    key: String,
    name: String,
    place: Place,
    mine: bool,
}

/// The views of one list that this person sees.
pub struct Views {
    object: String,
    views: Vec<View>,
    tastes: Tastes,
    may_save: bool,
    may_share: bool,
}

/// Words of built-in views, their filters; a filter that names a field this object lacks is left out.
const BUILT_IN: [(&str, &str, &str, &str); 4] = [
    ("all", "view-all", "", ""),
    ("mine", "view-mine", "owner == me()", "owner"),
    ("recent", "view-recent", "created_at >= daysAgo(7)", "created_at"),
    ("my-tasks", "view-my-tasks", "kind == \"task\" && status == \"open\" && owner == me()", "due_at"),
];

impl Views {
    pub fn of(cx: &mut Cx, desk: &Desk, object: &Arc<Object>) -> Result<Views> {
        let tastes = Tastes::of(cx, &object.name)?;
        let mut views = Vec::new();
        for (word, key, filter, field) in BUILT_IN {
            if !field.is_empty() && object.field(field).is_none_or(|f| f.removed) {
                continue;
            }
            let mut place = Place { view: Some(word.into()), ..Place::parse(&object.name, None) };
            place.filter = Some(filter.to_string()).filter(|f| !f.is_empty());
            place.sort = (word == "my-tasks").then(|| ("due_at".to_string(), false));
            views.push(View { key: word.into(), name: desk.say(key), place, mine: false });
        }
        let Some(saved) = cx.catalog.object("views").cloned() else {
            return Ok(Views { object: object.name.to_string(), views, tastes, may_save: false, may_share: false });
        };
        let may = |cx: &Cx, action| access::scope(cx, &saved, action).is_ok();
        if may(cx, Action::View) && cx.actor.user.is_some() {
            let mut ask = Ask::default()
                .filter(format!("object == {} && kind == \"list\"", records::field::quoted(&object.name)))
                .fields(&["query", "owner", "position"])
                .sort("position", false)
                .limit(50);
            ask.sort.push(("id".into(), false));
            for item in query::list(cx, &saved, &ask)?.items {
                let query = item.get("query").as_text().unwrap_or_default();
                let place = Place { view: Some(item.id.to_string()), ..Place::parse(&object.name, Some(query)) };
                let mine = item.get("owner").as_id() == cx.actor.user;
                views.push(View { key: item.id.to_string(), name: item.title, place, mine });
            }
        }
        let (may_save, may_share) = (may(cx, Action::Create), may(cx, Action::Share));
        // one's own order; what is new comes last
        let rank = |view: &View| tastes.order.iter().position(|key| *key == view.key).unwrap_or(usize::MAX);
        views.sort_by_key(rank);
        Ok(Views { object: object.name.to_string(), views, tastes, may_save, may_share })
    }

    /// Key and place of every view, in order.
    pub fn places(&self) -> Vec<(String, Place)> {
        self.views.iter().map(|view| (view.key.clone(), view.place.clone())).collect()
    }

    pub fn widths(&self) -> &HashMap<String, u32> {
        &self.tastes.widths
    }

    /// The view this person begins with, where it is still there.
    pub fn first(&self) -> Option<String> {
        self.tastes.first.clone().filter(|key| self.views.iter().any(|view| view.key == *key))
    }

    fn chosen(&self, place: &Place) -> Option<&View> {
        let key = place.view.as_deref().unwrap_or("all");
        self.views.iter().find(|view| view.key == key)
    }

    /// An address that names a view and nothing else means the view as it was saved.
    pub fn applied(&self, place: Place) -> Place {
        let bare = place.filter.is_none() && place.search.is_none() && place.sort.is_none() && place.columns.is_empty();
        match self.chosen(&place) {
            Some(view) if bare && place.others.is_empty() && !place.building => Place {
                cursor: place.cursor,
                start: place.start,
                limit: place.limit.max(view.place.limit),
                ..view.place.clone()
            },
            _ => place,
        }
    }

    /// Whether the list differs from the view it came from.
    pub fn is_changed(&self, place: &Place) -> bool {
        let same = |a: &Place, b: &Place| {
            a.filter == b.filter
                && a.sort == b.sort
                && a.search == b.search
                && (a.columns.is_empty() || a.columns == b.columns)
        };
        match self.chosen(place) {
            Some(view) => !same(&view.place, place),
            None => place.filter.is_some(),
        }
    }

    pub fn tabs(&self, desk: &Desk, place: &Place, total: Option<Total>) -> Markup {
        let here = self.chosen(place).map(|view| view.key.clone());
        let changed = self.is_changed(place);
        let tab = |view: &View| {
            let current = here.as_deref() == Some(&*view.key);
            Tab {
                edited: current && changed,
                key: Some(view.key.clone()),
                count: total.filter(|_| current).map(|total| counted(desk, &total)),
                ..Tab::new(&view.name, view.place.url()).current(current)
            }
        };
        let tabs: Vec<Tab> = self.views.iter().map(tab).collect();
        let own = self.chosen(place).filter(|view| view.mine);
        html! {
            (view_tabs(desk.lang, &tabs, self.may_save.then_some(SaveView::ID), Some(&format!("/{}/views", self.object))))
            @if let Some(view) = own { (self.acts(desk, view)) }
        }
    }

    /// Opens what its owner can do with the view one is in.
    pub fn button(&self, place: &Place) -> Option<Button> {
        let own = self.chosen(place).filter(|view| view.mine)?;
        Some(Button::ghost(&own.name).small().icon("table").menu("view-acts").desktop())
    }

    /// What its owner can do with the view one is in; opened from the filter bar.
    fn acts(&self, desk: &Desk, view: &View) -> Markup {
        let at = format!("/{}/views/{}", self.object, view.key);
        ui::menu::menu(
            "view-acts",
            &[
                MenuItem::act(
                    desk.say("view-update"),
                    "device-floppy",
                    Attrs::new().set("hx-post", &at).set("hx-swap", "none"),
                ),
                MenuItem::act(
                    desk.say("web-make-default"),
                    "star",
                    Attrs::new()
                        .set("hx-post", format!("/{}/views/first", self.object))
                        .set("hx-vals", format!("{{\"view\":\"{}\"}}", view.key))
                        .set("hx-swap", "none"),
                ),
                MenuItem::act(desk.say("rename"), "pencil", Attrs::new().set("data-open", "rename-view")),
                MenuItem::danger(
                    desk.say("view-delete"),
                    "trash",
                    Attrs::new().set("hx-post", format!("{at}/deletion")).set("hx-swap", "none"),
                ),
            ],
        )
    }

    /// The dialogs that keep and rename views.
    pub fn save_dialog(&self, desk: &Desk, place: &Place) -> Markup {
        if !self.may_save {
            return html! {};
        }
        let own = self.chosen(place).filter(|view| view.mine);
        html! {
            (save_form(desk, &self.object, "", "private", self.may_share, None).html(desk.lang))
            @if let Some(view) = own { (rename(desk, &self.object, view)) }
        }
    }
}

fn save_form(
    desk: &Desk,
    object: &str,
    name: &str,
    audience: &str,
    may_share: bool,
    error: Option<String>,
) -> SaveView {
    let mut audiences = vec![Pick::new("private", desk.say("view-private"), desk.say("view-private-note"))];
    if may_share {
        audiences.push(Pick::new("team", desk.say("view-team"), desk.say("view-team-note")));
        audiences.push(Pick::new("company", desk.say("view-company"), desk.say("view-company-note")));
    }
    SaveView {
        action: format!("/{object}/views"),
        name: name.to_string(),
        audiences,
        audience: audience.to_string(),
        summary: String::new(),
        hidden: Vec::new(),
        error,
    }
}

fn rename(desk: &Desk, object: &str, view: &View) -> Markup {
    let action = format!("/{object}/views/{}", view.key);
    let name = ui::Field::new("name", desk.say("name"), ui::Input::text(&view.name)).required().autofocus();
    ui::Dialog::new("rename-view", desk.say("rename"))
        .form(Attrs::new().set("method", "post").set("action", &action).set("hx-post", &action).set("hx-swap", "none"))
        .body(name.html(desk.lang))
        .foot(html! {
            span class="grow" {}
            (Button::new(desk.say("cancel")).closes())
            (Button::primary(desk.say("save")).submit())
        })
        .html(desk.lang)
}

async fn save(
    State(app): State<App>,
    call: Call,
    Path(object): Path<String>,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Refusal> {
    let place = current(&headers, &object);
    let name = posted.get("name").unwrap_or_default().trim().to_string();
    let audience = posted.get("audience").unwrap_or("private").to_string();
    let query = kept(&place);
    let begins = posted.get("default").is_some();
    let (for_write, called, seen) = (object.clone(), name.clone(), audience.clone());
    let made = app
        .engine
        .write(call.caller.clone(), move |cx| {
            cx.catalog.find(&for_write)?;
            let views = cx.catalog.find("views")?;
            let input = Input::default()
                .text("name", &called)
                .set("object", Value::text(&for_write))
                .set("kind", Value::text("list"))
                .set("visibility", Value::text(&seen))
                .set("query", Value::text(&query));
            let made = write::create(cx, &views, input)?.id;
            if begins {
                tastes::keep_first(cx, &for_write, &made.to_string())?;
            }
            Ok(made)
        })
        .await;
    match made {
        Ok(id) => {
            let url = Place { view: Some(id.to_string()), ..place.with(|_| {}) }.url();
            Ok(desk::go(&call, &url))
        }
        Err(problem) if matches!(problem.kind, ProblemKind::Invalid | ProblemKind::Forbidden) => {
            let why = move |desk: &Desk| match problem.fields.first() {
                Some(field) => types::words::field_sentence(desk.lang, field),
                None => types::words::sentence(desk.lang, &problem),
            };
            let mut response = desk::part(&app, &call, move |cx, desk| {
                let may_share =
                    cx.catalog.find("views").is_ok_and(|views| access::scope(cx, &views, Action::Share).is_ok());
                Ok(save_form(desk, &object, &name, &audience, may_share, Some(why(desk))).html(desk.lang))
            })
            .await?;
            *response.status_mut() = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
        Err(problem) => Err(Refusal::of(&call, problem)),
    }
}

/// What a view keeps of an address: not the page, not the view it came from.
fn kept(place: &Place) -> String {
    let plain = place.with(|p| p.view = None).url();
    plain.split_once('?').map(|(_, query)| query.to_string()).unwrap_or_default()
}

/// Another name, or what the list shows now.
async fn keep(
    State(app): State<App>,
    call: Call,
    Path((object, id)): Path<(String, String)>,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Refusal> {
    let refuse = |problem| Refusal::of(&call, problem);
    let id = Id::asked(&id).map_err(refuse)?;
    let place = Place { view: Some(id.to_string()), ..current(&headers, &object).with(|_| {}) };
    let input = match posted.get("name") {
        Some(name) => Input::default().text("name", name.trim()),
        None => Input::default().set("query", Value::text(kept(&place))),
    };
    app.engine
        .write(call.caller.clone(), move |cx| {
            let views = cx.catalog.find("views")?;
            write::update(cx, &views, id, None, input.clone()).map(drop)
        })
        .await
        .map_err(refuse)?;
    Ok(desk::go(&call, &place.url()))
}

async fn drop_view(
    State(app): State<App>,
    call: Call,
    Path((object, id)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let refuse = |problem| Refusal::of(&call, problem);
    let id = Id::asked(&id).map_err(refuse)?;
    app.engine
        .write(call.caller.clone(), move |cx| {
            let views = cx.catalog.find("views")?;
            trash::delete(cx, &views, id, None)
        })
        .await
        .map_err(refuse)?;
    Ok(desk::go_deleted(&call, &format!("/{object}?view=all"), "views", id))
}
