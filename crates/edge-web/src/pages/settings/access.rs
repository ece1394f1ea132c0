//! How one signs in: another password, and the browsers one is signed in with.

use axum::{
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};
use gate::{App, Call, Refusal, Route, Who, limits::Purpose, passwords};
use maud::{Markup, html};
use modules::{platform::own_access, set_up};
use records::{Cx, access::Action, identity::session};
use types::{Id, Problem, Result, display};

use super::{Left, Page, Section, act, foot, form, is_answerable, reason};
use crate::{
    desk::{self, Desk, Posted},
    pages::few::Refused,
    ui::{Button, Field, Hue, Input, Tag, form::section},
};

pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/settings/access", Who::Person, page).says("My password and sessions"),
        Route::post("/settings/password", Who::Person, change).asks(Action::Edit).says("Change my password"),
        Route::post("/settings/sessions/others/end", Who::Person, end_others).says("Sign me out everywhere else"),
        Route::post("/settings/sessions/{id}/end", Who::Person, end).says("End one of my sessions"),
    ]
}

async fn page(State(app): State<App>, call: Call, headers: HeaderMap) -> Result<Response, Refusal> {
    answer(&app, &call, &headers, Left::default()).await
}

async fn answer(app: &App, call: &Call, headers: &HeaderMap, left: Left) -> Result<Response, Refusal> {
    let path = Section::Access.path().to_string();
    super::answer(app, call, headers, Section::Access, path, left, |cx, desk, left| {
        let body = html! { (password(desk, left)) (sessions(cx, desk)?) };
        Ok(Page { body, ..Page::default() })
    })
    .await
}

fn password(desk: &Desk, left: &Left) -> Markup {
    let none = Refused::default();
    let refused = left.of("password", &none);
    let ask = |name: &str, key: &str, fresh: bool| {
        Field::new(name, desk.say(key), Input::Password { fresh }).required().error(refused.why(desk, name))
    };
    let label = desk.say("settings-password");
    let body = html! {
        (reason(desk, refused))
        div class="stack narrow" {
            (ask("current", "settings-password-now", false).html(desk.lang))
            (ask("password", "settings-password-new", true).hint(desk.say("enter-password-hint")).html(desk.lang))
        }
        (foot(Button::primary(desk.say("settings-password-change"))))
    };
    section(&label, &desk.say("settings-password-text"), form("/settings/password", &label, body))
}

fn sessions(cx: &mut Cx, desk: &Desk) -> Result<Markup> {
    let found = session::mine(cx)?;
    let here = cx.actor.via;
    let label = desk.say("settings-sessions");
    let body = html! {
        ul class="plain lines" {
            @for one in &found {
                li {
                    div class="grow" {
                        b class="w5" { (agent(desk, one.agent.as_deref())) }
                        @if here == Some(one.id) { " " (Tag::new(desk.say("settings-session-here"), Hue::Green)) }
                        p class="muted f12" {
                            @if let Some(address) = &one.address { (address) " · " }
                            (desk.say("settings-session-since")) " " (display::day_and_time(desk.lang, one.created_at, &desk.zone, desk.today)) " · "
                            (desk.say("settings-session-seen")) " " (display::ago(desk.lang, one.seen_at, desk.now, &desk.zone))
                        }
                    }
                    @if here != Some(one.id) { (act(&format!("/settings/sessions/{}/end", one.id), Button::new(desk.say("sign-out")).small())) }
                }
            }
        }
        @if found.len() > 1 { (act("/settings/sessions/others/end", Button::new(desk.say("settings-sessions-end")).icon("logout"))) }
    };
    Ok(section(&label, &desk.say("settings-sessions-hint"), body))
}

/// "Chrome · Windows", from what the browser says of itself.
fn agent(desk: &Desk, agent: Option<&str>) -> String {
    let Some(text) = agent else { return desk.say("settings-session-unknown") };
    let first =
        |known: &[(&str, &'static str)]| known.iter().find(|(mark, _)| text.contains(mark)).map(|(_, name)| *name);
    // each of these names those after it as well
    let browser = first(&[
        ("MicroMessenger", "WeChat"),
        ("Edg", "Edge"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ]);
    let system = first(&[
        ("Windows", "Windows"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]);
    let known: Vec<&str> = [browser, system].into_iter().flatten().collect();
    if known.is_empty() { text.chars().take(40).collect() } else { known.join(" · ") }
}

async fn change(State(app): State<App>, call: Call, headers: HeaderMap, posted: Posted) -> Result<Response, Refusal> {
    match changed(&app, &call, &posted).await {
        Ok(()) => Ok(desk::go_saying(&call, Section::Access.path(), "settings-password-changed")),
        Err(problem) if is_answerable(&problem) => {
            // a password is typed again, never sent back
            let refused = Refused { problem: Some(problem), ..Refused::default() };
            answer(&app, &call, &headers, Left::refused("password", refused)).await
        }
        Err(problem) => Err(Refusal::of(&call, problem)),
    }
}

async fn changed(app: &App, call: &Call, posted: &Posted) -> Result<()> {
    let text = |name: &str| posted.get(name).unwrap_or_default().to_string();
    let (current, fresh) = (text("current"), text("password"));
    if current.is_empty() {
        return Err(Problem::field("current", "required"));
    }
    let (kept, names) = app
        .engine
        .read(call.caller.clone(), |cx| {
            let mine = own_access::kept(cx)?;
            let users = cx.catalog.find("users")?;
            let me = cx.actor.user.ok_or_else(Problem::unauthorized)?;
            let person = records::query::get(cx, &users, me, Some(&["name".to_string(), "email".to_string()]))?;
            let email = person.get("email").as_text().unwrap_or_default().to_string();
            Ok((mine, (cx.organization.name.clone(), person.title, email, me)))
        })
        .await?;
    app.limits.count(Purpose::SignInAttempt, &format!("own {}", names.3))?;
    if !passwords::verify(current, kept.clone()).await? {
        return Err(Problem::field("current", "wrong_current_password"));
    }
    set_up::check_password(&fresh, &names.0, &names.1, &names.2)?;
    let (checked, fresh) = (kept.unwrap_or_default(), passwords::hash(fresh).await?);
    app.engine.write(call.caller.clone(), move |cx| own_access::change_password(cx, &checked, &fresh)).await
}

async fn end(State(app): State<App>, call: Call, Path(id): Path<String>) -> Result<Response, Refusal> {
    let refuse = |problem| Refusal::of(&call, problem);
    let id = Id::asked(&id).map_err(refuse)?;
    app.engine.write(call.caller.clone(), move |cx| own_access::end_session(cx, id)).await.map_err(refuse)?;
    Ok(desk::go_saying(&call, Section::Access.path(), "settings-session-ended"))
}

async fn end_others(State(app): State<App>, call: Call) -> Result<Response, Refusal> {
    let done = app.engine.write(call.caller.clone(), own_access::end_other_sessions).await;
    done.map_err(|problem| Refusal::of(&call, problem))?;
    Ok(desk::go_saying(&call, Section::Access.path(), "settings-session-ended"))
}
