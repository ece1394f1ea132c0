//! Delete and the recycle bin: what was deleted, by kind, and the way back. Every delete offers its undo at once.

use axum::{
    extract::{Path, RawQuery, State},
    http::HeaderMap,
    response::Response,
};
use gate::{App, Call, Refusal, Route, Wants, Who};
use maud::{Markup, html};
use records::{
    Cx,
    access::{self, Action},
    field::quoted,
    query::{self, Ask, Totals},
    schema::Owned,
    write::trash,
};
use types::{Id, Problem, ProblemKind, Result, words::tr_with};

use super::{bulk::MOST, bulk_steps};
use crate::{
    desk::{self, Desk, Drawn, Posted},
    place::{self, Place},
    ui::{self, Button, Empty, Picture, Tab, Top},
};

pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/trash", Who::Person, bin).asks(Action::Delete).says("The recycle bin"),
        Route::post("/trash/{object}/restoration", Who::Person, restore_chosen)
            .asks(Action::Delete)
            .says("Restore several records"),
        Route::post("/trash/{object}/{id}/restoration", Who::Person, restore)
            .asks(Action::Delete)
            .says("Restore a record"),
        Route::post("/{object}/{id}/deletion", Who::Person, delete).asks(Action::Delete).says("Delete a record"),
    ]
}

async fn bin(
    State(app): State<App>,
    call: Call,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let given = place::pairs(raw.as_deref().unwrap_or_default());
    let get = |name: &str| given.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone());
    let (wanted, cursor) = (get("object"), get("cursor"));
    let named = get("q").map(|name| name.trim().chars().take(200).collect::<String>()).filter(|name| !name.is_empty());
    let here = wanted
        .as_ref()
        .map_or_else(|| "/trash".to_string(), |object| format!("/trash?object={}", gate::router::encode(object)));
    desk::answer_list(&app, &call, &headers, "trash", here, move |cx, desk| draw(cx, desk, wanted, cursor, named)).await
}

/// `named`: what the title holds.
fn draw(
    cx: &mut Cx,
    desk: &Desk,
    wanted: Option<String>,
    cursor: Option<String>,
    named: Option<String>,
) -> Result<Drawn> {
    let title = desk.say("recycle-bin");
    let mut objects: Vec<_> = cx
        .catalog
        .objects
        .values()
        .filter(|o| {
            let meant = o.section.is_some() || o.content().is_some() || wanted.as_deref() == Some(o.name.as_str());
            o.owned != Owned::System && meant
        })
        .filter(|o| access::scope(cx, o, Action::Delete).is_ok())
        .cloned()
        .collect();
    objects.sort_by_key(|o| desk::rank(&o.name));
    let Some(object) = wanted.and_then(|name| objects.iter().find(|o| o.name == *name)).or(objects.first()).cloned()
    else {
        let empty = Empty::new(Picture::Lock, desk.say("trash-none-title"), desk.say("trash-none-text"));
        return Ok(Drawn::new(&title, html! { (Top::titled(&title).html(desk.lang)) (empty) }));
    };
    let tabs: Vec<Tab> = objects
        .iter()
        .map(|o| Tab::new(desk.plural(o), format!("/trash?object={}", o.name)).current(o.name == object.name))
        .collect();
    let ask = Ask {
        deleted: true,
        filter: named.as_ref().map(|name| format!("{}.contains({})", object.title, quoted(name))),
        sort: vec![("id".into(), true)],
        fields: vec![object.title.to_string()],
        totals: Totals::Capped,
        limit: 100,
        cursor: cursor.clone(),
        ..Ask::default()
    };
    let page = query::list(cx, &object, &ask)?;
    let q = named.as_ref().map(|name| format!("&q={}", gate::router::encode(name))).unwrap_or_default();
    let next = page
        .next
        .as_ref()
        .map(|cursor| format!("/trash?object={}{q}&cursor={}", object.name, gate::router::encode(cursor)));
    let who = trash::deleters(cx, &object, &page.items.iter().map(|item| item.id).collect::<Vec<_>>())?;
    let main = html! {
        (Top::titled(&title).html(desk.lang))
        (ui::view_tabs(desk.lang, &tabs, None, None))
        div class="scroll" tabindex="0" role="region" aria-label=(title) {
            (tools(desk, &object.name, named.as_deref(), page.items.is_empty()))
            @if page.items.is_empty() && named.is_some() {
                (Empty::new(Picture::Search, desk.say("trash-no-match"), ""))
            } @else if page.items.is_empty() {
                (Empty::new(Picture::Done, tr_with(desk.lang, "trash-empty-title", &[("things", desk.within(desk.plural(&object)))]), desk.say("trash-empty-text")))
            } @else {
                table class="tbl" data-table {
                    thead { tr {
                        th class="ck" scope="col" { input type="checkbox" data-all aria-label=(desk.say("web-select-page")); }
                        th class="nm" scope="col" { (desk.single(&object)) }
                        th scope="col" { (desk.say("trash-when")) }
                        th scope="col" { (desk.say("trash-who")) }
                        th class="num" scope="col" { span class="sr" { (desk.say("restore")) } }
                    } }
                    tbody { @for item in &page.items {
                        tr data-id=(item.id) {
                            td class="ck" { input type="checkbox" name="id" value=(item.id) form=(CHOSEN) aria-label=(tr_with(desk.lang, "web-select-row", &[("name", item.title.as_str())])); }
                            td class="nm" { (item.title) }
                            td class="t2 m2" { @if let Some(at) = item.deleted_at { (types::display::ago(desk.lang, at, desk.now, &desk.zone)) } }
                            td class="m3" { @if let Some(name) = who.get(&item.id) { (ui::cell::person(name)) } }
                            td class="num m1" { (restore_form(desk, &object.name, item.id)) }
                        }
                    } }
                }
            }
        }
        @if let Some(next) = next { div class="pager" { span class="grow" {} (Button::new(desk.say("next-page")).small().href(next)) } }
    };
    Ok(Drawn::new(title, main))
}

/// The form that the check boxes of the rows belong to.
const CHOSEN: &str = "restore-chosen";

/// Finding by name, and restoring what is chosen.
fn tools(desk: &Desk, object: &str, named: Option<&str>, nothing: bool) -> Markup {
    let action = format!("/trash/{object}/restoration");
    html! {
        div class="row wrap pad" {
            form class="row" method="get" action="/trash" role="search" {
                input type="hidden" name="object" value=(object);
                input class="inp" type="search" name="q" value=[named] aria-label=(desk.say("trash-find")) placeholder=(desk.say("trash-find"));
                (Button::new(desk.say("trash-find-now")).icon("search").submit())
            }
            span class="grow" {}
            @if !nothing {
                // on phones the boxes stand there once they are wanted
                span class="only-m" { (Button::ghost(desk.say("web-select-rows")).icon("list-check").attr("data-picking", "")) }
                form id=(CHOSEN) method="post" action=(action) hx-post=(action) hx-swap="none" {
                    (Button::new(desk.say("trash-restore-chosen")).icon("arrow-back-up").submit())
                }
            }
        }
    }
}

/// What the address of a deleted record offers to whoever may bring it back.
pub fn offer(cx: &mut Cx, desk: &Desk, path: &str) -> Option<(String, Empty)> {
    let mut parts = path.trim_matches('/').split('/');
    let object = cx.catalog.objects.get(parts.next()?)?.clone();
    let id = Id::parse(parts.next()?)?;
    let scope = access::scope(cx, &object, Action::Delete).ok()?;
    query::load_deleted(cx, &scope, id).ok()?;
    let title = desk.say("trash-deleted-title");
    // and then to it
    let form = restore_by(desk, format!("/trash/{}/{id}/restoration?open=1", object.name));
    Some((title.clone(), Empty::new(Picture::Papers, title, desk.say("trash-deleted-text")).hint(form)))
}

fn restore_form(desk: &Desk, object: &str, id: Id) -> Markup {
    restore_by(desk, format!("/trash/{object}/{id}/restoration"))
}

fn restore_by(desk: &Desk, action: String) -> Markup {
    html! {
        form method="post" action=(action) hx-post=(action) hx-swap="none" {
            (Button::new(desk.say("restore")).small().icon("arrow-back-up").submit())
        }
    }
}

/// One record, or several (`id` repeated in the address): what a bulk delete is undone by.
async fn restore(
    State(app): State<App>,
    call: Call,
    Path((object, id)): Path<(String, String)>,
    RawQuery(raw): RawQuery,
) -> Result<Response, Refusal> {
    let refuse = |problem| Refusal::of(&call, problem);
    let more = place::pairs(raw.as_deref().unwrap_or_default());
    let texts = std::iter::once(id.as_str()).chain(more.iter().filter(|(n, _)| n == "id").map(|(_, v)| v.as_str()));
    let ids: Option<Vec<Id>> = texts.map(Id::parse).collect();
    let ids = ids.ok_or_else(Problem::not_found).map_err(refuse)?;
    let open = more.iter().any(|(name, _)| name == "open").then(|| format!("/{object}/{id}"));
    restore_all(app, call, object, ids, open).await
}

/// The records that are ticked.
async fn restore_chosen(
    State(app): State<App>,
    call: Call,
    Path(object): Path<String>,
    posted: Posted,
) -> Result<Response, Refusal> {
    let ids: Option<Vec<Id>> = posted.all("id").map(Id::parse).collect();
    match ids.ok_or_else(Problem::not_found).map_err(|problem| Refusal::of(&call, problem))? {
        none if none.is_empty() => {
            desk::part(&app, &call, move |cx, desk| {
                access::scope(cx, &cx.catalog.find(&object)?, Action::Delete)?;
                Ok(ui::toast(desk.lang, &desk.say("trash-none-chosen"), None))
            })
            .await
        }
        ids => restore_all(app, call, object, ids, None).await,
    }
}

/// `open`: where to go when it is done.
async fn restore_all(
    app: App,
    call: Call,
    object: String,
    ids: Vec<Id>,
    open: Option<String>,
) -> Result<Response, Refusal> {
    let refuse = |problem| Refusal::of(&call, problem);
    if ids.len() > MOST {
        return Err(refuse(Problem::bad("limit").with("max", MOST)));
    }
    let name = object.clone();
    let step = move |cx: &mut Cx, ids: &[Id]| {
        let object = cx.catalog.find(&name)?;
        ids.iter().try_for_each(|id| trash::restore(cx, &object, *id))
    };
    let done = bulk_steps::each(&app.engine, &call.caller, ids, step).await.map_err(refuse)?;
    if let (None, Some(open)) = (&done.reason, open) {
        return Ok(desk::go_saying(&call, &open, "restored"));
    }
    let text = match done.reason.map_or(Ok(()), Err) {
        Ok(()) if call.wants == Wants::Page => return Ok(desk::go(&call, &format!("/trash?object={object}"))),
        Ok(()) => None,
        // the name of one was given to another one meanwhile: say so and leave both as they are
        Err(problem)
            if matches!(problem.kind, ProblemKind::Invalid | ProblemKind::Conflict) && call.wants == Wants::Part =>
        {
            Some(problem)
        }
        Err(problem) => return Err(refuse(problem)),
    };
    let response = desk::part(&app, &call, move |cx, desk| {
        let said = match &text {
            None => desk.say("restored"),
            Some(problem) => clash(cx, desk, &object, problem),
        };
        Ok(ui::toast(desk.lang, &said, None))
    })
    .await?;
    Ok(desk::refreshing(response))
}

fn clash(cx: &Cx, desk: &Desk, object: &str, problem: &Problem) -> String {
    let taken = problem.fields.iter().find(|one| one.code == "not_unique");
    let label =
        taken.and_then(|one| cx.catalog.object(object)?.field(&one.field).map(|f| f.label.get(desk.lang).to_string()));
    match label {
        Some(label) => tr_with(desk.lang, "trash-clash", &[("field", label.as_str())]),
        None => types::words::sentence(desk.lang, problem),
    }
}

async fn delete(
    State(app): State<App>,
    call: Call,
    Path((object, id)): Path<(String, String)>,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Refusal> {
    let refuse = |problem| Refusal::of(&call, problem);
    let record = Id::asked(&id).map_err(refuse)?;
    let version: Option<i64> = posted.get("version").and_then(|text| text.parse().ok());
    let name = object.clone();
    app.engine
        .write(call.caller.clone(), move |cx| {
            let object = cx.catalog.find(&name)?;
            trash::delete(cx, &object, record, version)
        })
        .await
        .map_err(refuse)?;
    // back to the list one came from, if it was this one
    let from = super::list::current(&headers, &object);
    let list = Place { others: Vec::new(), cursor: None, ..from };
    Ok(desk::go_deleted(&call, &list.url(), &object, record))
}
