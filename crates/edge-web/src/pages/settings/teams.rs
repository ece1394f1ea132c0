//! Teams as a tree: whoever reaches a subtree reaches what its teams own. Each is made and changed on a page of its own.

use std::collections::HashMap;

use axum::{
    extract::{Path, RawQuery, State},
    http::HeaderMap,
    response::Response,
};
use gate::{App, Call, Refusal, Route, Who};
use maud::{Markup, html};
use records::{
    Cx,
    access::{self, Action},
    query::{self, Ask, Grouping, Measure},
    visible::Visible,
    write,
};
use types::{Id, Problem, Result, Value, words::tr_with};

use super::{Left, Page, Section, form, is_answerable, reason};
use crate::{
    control,
    desk::{self, Desk, Posted},
    pages::few::{Few, Refused},
    place,
    ui::{self, Avatar, Button, Empty, Picture, avatar::Size, form::section, icon_s},
};

pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/settings/teams", Who::Person, page).asks(Action::View).says("The teams"),
        Route::get("/settings/teams/new", Who::Person, fresh).asks(Action::Create).says("The form of a new team"),
        Route::post("/settings/teams/new", Who::Person, create).asks(Action::Create).says("Make a team"),
        Route::get("/settings/teams/{id}", Who::Person, edit).asks(Action::Edit).says("The form of a team"),
        Route::post("/settings/teams/{id}", Who::Person, save).asks(Action::Edit).says("Change a team"),
    ]
}

const ASKED: [&str; 5] = ["name", "parent", "manager", "region", "code"];
/// Most teams that are drawn.
const MOST: usize = 1_000;

async fn page(State(app): State<App>, call: Call, headers: HeaderMap) -> Result<Response, Refusal> {
    let path = Section::Teams.path().to_string();
    super::answer(&app, &call, &headers, Section::Teams, path, Left::default(), |cx, desk, _| {
        let new = Button::primary(desk.say("settings-team-new"))
            .icon("plus")
            .href("/settings/teams/new")
            .attr("data-new", "");
        let teams = all(cx)?;
        let people = people(cx)?;
        let body = html! {
            p class="hint lead-in" { (desk.say("settings-teams-hint")) }
            @if teams.is_empty() {
                (Empty::new(Picture::Papers, desk.say("settings-teams-none"), desk.say("settings-teams-hint")))
            } @else { (branch(desk, &teams, None, &people, 0)) }
        };
        Ok(Page { acts: Some(html! { (new) }), body, ..Page::default() })
    })
    .await
}

fn all(cx: &mut Cx) -> Result<Vec<Visible>> {
    let teams = cx.catalog.find("teams")?;
    let (mut found, mut cursor) = (Vec::new(), None);
    while found.len() < MOST {
        let ask = Ask { cursor, limit: 200, ..Ask::default() };
        let page = query::list(cx, &teams, &ask.fields(&["name", "parent", "manager", "region"]).sort("name", false))?;
        found.extend(page.items);
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    Ok(found)
}

/// How many can sign in or will, by team.
fn people(cx: &mut Cx) -> Result<HashMap<Id, i64>> {
    let users = cx.catalog.find("users")?;
    let ask = Ask::default().filter("state != \"disabled\"");
    let grouped =
        query::group::group(cx, &users, &ask, &[Grouping { path: "team".into(), by: None }], &[Measure::Count])?;
    let counted = grouped.rows.iter().filter_map(|row| {
        Some((row.keys.first()?.as_id()?, row.values.first().and_then(Value::as_int).unwrap_or_default()))
    });
    Ok(counted.collect())
}

/// The teams below one; those whose parent is gone stand at the top.
fn branch(desk: &Desk, teams: &[Visible], below: Option<Id>, people: &HashMap<Id, i64>, depth: usize) -> Markup {
    let is_known = |id: Id| teams.iter().any(|team| team.id == id);
    let here: Vec<&Visible> =
        teams.iter().filter(|team| team.get("parent").as_id().filter(|id| is_known(*id)) == below).collect();
    if here.is_empty() || depth > 30 {
        return html! {};
    }
    html! {
        ul class="plain tree" { @for team in here {
            li {
                div class="line" {
                    (icon_s("sitemap"))
                    a class="w5" href={ "/settings/teams/" (team.id) } { (team.title) }
                    @if let Some(region) = team.get("region").as_text() { span class="muted f12" { (region) } }
                    span class="grow" {}
                    @if let Value::Link(manager) = team.get("manager") {
                        @let name = manager.label.clone().unwrap_or_default();
                        (Avatar::person(&name).size(Size::Xs)) span class="f13" { (name) }
                    }
                    span class="muted f12 n" { (tr_with(desk.lang, "settings-people-count", &[("count", people.get(&team.id).copied().unwrap_or_default())])) }
                    (Button::square("plus", tr_with(desk.lang, "settings-team-below", &[("name", team.title.as_str())])).small()
                        .href(format!("/settings/teams/new?parent={}", team.id)))
                }
                (branch(desk, teams, Some(team.id), people, depth + 1))
            }
        } }
    }
}

async fn fresh(
    State(app): State<App>,
    call: Call,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let given = place::pairs(raw.as_deref().unwrap_or_default());
    let parent = given.iter().find(|(name, _)| name == "parent").and_then(|(_, id)| Id::parse(id));
    asked(&app, &call, &headers, None, parent, Left::default()).await
}

async fn edit(
    State(app): State<App>,
    call: Call,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let id = Id::parse(&id).ok_or_else(|| Refusal::of(&call, Problem::not_found()))?;
    asked(&app, &call, &headers, Some(id), None, Left::default()).await
}

async fn asked(
    app: &App,
    call: &Call,
    headers: &HeaderMap,
    id: Option<Id>,
    parent: Option<Id>,
    left: Left,
) -> Result<Response, Refusal> {
    let path = id.map_or_else(|| "/settings/teams/new".to_string(), |id| format!("/settings/teams/{id}"));
    super::answer(app, call, headers, Section::Teams, path.clone(), left, move |cx, desk, left| {
        let teams = cx.catalog.find("teams")?;
        let item = id.map(|id| query::get(cx, &teams, id, None)).transpose()?;
        let scope = access::scope(cx, &teams, if id.is_some() { Action::Edit } else { Action::Create })?;
        let given: Vec<(&str, Value)> = parent.into_iter().map(|id| ("parent", Value::link(id))).collect();
        let few = Few::of(cx, scope, item.as_ref(), &given, &left.refused)?;
        let title = item.as_ref().map_or_else(|| desk.say("settings-team-new"), |item| item.title.clone());
        let body = html! {
            (reason(desk, &left.refused))
            @if let Some(item) = &item { input type="hidden" name="version" value=(item.version); }
            (ui::fields(desk.lang, &few.fields(desk, &ASKED)))
            div class="form-b" {
                span class="grow" {}
                (Button::new(desk.say("cancel")).href(Section::Teams.path()))
                (Button::primary(desk.say("save")).submit())
            }
        };
        let body = section(&title, "", form(&path, &title, body));
        Ok(Page { title: Some(title), body, ..Page::default() })
    })
    .await
}

async fn create(State(app): State<App>, call: Call, headers: HeaderMap, posted: Posted) -> Result<Response, Refusal> {
    kept(&app, &call, &headers, None, posted).await
}

async fn save(
    State(app): State<App>,
    call: Call,
    Path(id): Path<String>,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Refusal> {
    let id = Id::parse(&id).ok_or_else(|| Refusal::of(&call, Problem::not_found()))?;
    kept(&app, &call, &headers, Some(id), posted).await
}

async fn kept(
    app: &App,
    call: &Call,
    headers: &HeaderMap,
    id: Option<Id>,
    posted: Posted,
) -> Result<Response, Refusal> {
    let version = posted.get("version").and_then(|text| text.parse().ok());
    let pairs = posted.0.clone();
    let done = app
        .engine
        .write(call.caller.clone(), move |cx| {
            let teams = cx.catalog.find("teams")?;
            let scope = access::scope(cx, &teams, if id.is_some() { Action::Edit } else { Action::Create })?;
            let mut input = control::input(&teams, &scope, &pairs);
            input.entries.retain(|(name, _)| ASKED.contains(&name.as_str()));
            match id {
                Some(id) => write::update(cx, &teams, id, version, input).map(drop),
                None => write::create(cx, &teams, input).map(drop),
            }
        })
        .await;
    match done {
        Ok(()) => Ok(desk::go_saying(call, Section::Teams.path(), "saved")),
        Err(problem) if is_answerable(&problem) => {
            let left = Left::refused("team", Refused::of(posted, problem));
            asked(app, call, headers, id, None, left).await
        }
        Err(problem) => Err(Refusal::of(call, problem)),
    }
}
