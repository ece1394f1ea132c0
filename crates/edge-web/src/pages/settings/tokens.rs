//! One's own API tokens: made and shown once, ended.

use axum::{
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};
use gate::{App, Call, Refusal, Route, Who};
use maud::{Markup, html};
use records::{
    Cx,
    access::Action,
    identity::{
        secret,
        token::{self, Scope},
    },
};
use types::{
    Id, Instant, Problem, Result, display,
    words::{tr, tr_with},
};

use super::{Left, Page, Section, act, foot, form, is_answerable, reason};
use crate::{
    desk::{self, Desk, Posted},
    pages::few::Refused,
    ui::{Button, Field, Hue, Input, Tag, form::section},
};

pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/settings/tokens", Who::Person, page).says("My API tokens"),
        Route::post("/settings/tokens", Who::Person, create).asks(Action::Create).says("Make an API token"),
        Route::post("/settings/tokens/all/revocation", Who::Person, revoke_all).says("End all of my API tokens"),
        Route::post("/settings/tokens/{id}/revocation", Who::Person, revoke).says("End one of my API tokens"),
    ]
}

/// Days a token may live.
const LIVES: [i64; 3] = [30, 90, 365];

async fn page(State(app): State<App>, call: Call, headers: HeaderMap) -> Result<Response, Refusal> {
    answer(&app, &call, &headers, Left::default()).await
}

async fn answer(app: &App, call: &Call, headers: &HeaderMap, left: Left) -> Result<Response, Refusal> {
    let path = Section::Tokens.path().to_string();
    super::answer(app, call, headers, Section::Tokens, path, left, |cx, desk, left| {
        let body = html! { (list(cx, desk)?) (new(desk, left)) };
        Ok(Page { body, ..Page::default() })
    })
    .await
}

fn scope_name(desk: &Desk, scope: Scope) -> String {
    desk.say(match scope {
        Scope::Read => "settings-token-read",
        Scope::Write => "settings-token-write",
        Scope::Admin => "settings-token-admin",
    })
}

fn list(cx: &mut Cx, desk: &Desk) -> Result<Markup> {
    let me = cx.actor.user.ok_or_else(Problem::unauthorized)?;
    let found = token::of(cx, me)?;
    let body = html! {
        @if found.is_empty() { p class="muted f13" { (desk.say("settings-token-none")) } }
        ul class="plain lines" {
            @for one in &found {
                li {
                    div class="grow" {
                        b class="w5" { (one.name) } " " (Tag::new(scope_name(desk, one.scope), Hue::Blue))
                        p class="muted f12" {
                            (desk.say("created")) " " (display::day_and_time(desk.lang, one.created_at, &desk.zone, desk.today))
                            @if let Some(until) = one.expires_at { " · " (until_words(desk, until)) }
                            " · "
                            @match one.seen_at {
                                Some(at) => { (desk.say("settings-session-seen")) " " (display::ago(desk.lang, at, desk.now, &desk.zone)) },
                                None => (desk.say("settings-token-unused")),
                            }
                        }
                    }
                    (act(&format!("/settings/tokens/{}/revocation", one.id), Button::danger(desk.say("settings-token-revoke")).small()))
                }
            }
        }
        @if found.len() > 1 { (act("/settings/tokens/all/revocation", Button::danger(desk.say("settings-token-revoke-all")))) }
    };
    Ok(section(&desk.say("settings-tokens"), &desk.say("settings-tokens-hint"), body))
}

fn until_words(desk: &Desk, until: Instant) -> String {
    let day = display::date_prose(desk.lang, until.date_in(&desk.zone), desk.today);
    let key = if until < desk.now { "settings-token-over" } else { "settings-token-until" };
    tr_with(desk.lang, key, &[("day", day.as_str())])
}

fn new(desk: &Desk, left: &Left) -> Markup {
    let none = Refused::default();
    let refused = left.of("token", &none);
    let typed = |name: &str, otherwise: &str| refused.posted.get(name).unwrap_or(otherwise).to_string();
    let scopes = [Scope::Read, Scope::Write, Scope::Admin].into_iter();
    let scopes = scopes.filter(|scope| desk.administrator || *scope != Scope::Admin);
    let scopes = scopes.map(|scope| (scope.word().to_string(), scope_name(desk, scope))).collect();
    let lives = LIVES.map(|days| (days.to_string(), tr_with(desk.lang, "settings-token-days", &[("count", days)])));
    let fields = [
        Field::new("name", desk.say("name"), Input::text(typed("name", "")))
            .required()
            .hint(desk.say("settings-token-name-hint"))
            .error(refused.why(desk, "name")),
        Field::new("scope", desk.say("settings-token-scope"), Input::choice(typed("scope", "read"), scopes))
            .error(refused.why(desk, "scope")),
        Field::new("days", desk.say("settings-token-life"), Input::choice(typed("days", "90"), lives.to_vec()))
            .error(refused.why(desk, "expires")),
    ];
    let label = desk.say("settings-token-new");
    let body = html! {
        (reason(desk, refused))
        (crate::ui::fields(desk.lang, &fields))
        (foot(Button::primary(desk.say("settings-token-make"))))
    };
    section(&label, "", form("/settings/tokens", &label, body))
}

async fn create(State(app): State<App>, call: Call, headers: HeaderMap, posted: Posted) -> Result<Response, Refusal> {
    match created(&app, &call, &posted).await {
        Ok((fresh, lang)) => {
            let words = tr(lang, "settings-token-made").into_owned();
            answer(&app, &call, &headers, Left::secret(words, fresh)).await
        }
        Err(problem) if is_answerable(&problem) => {
            answer(&app, &call, &headers, Left::refused("token", Refused::of(posted, problem))).await
        }
        Err(problem) => Err(Refusal::of(&call, problem)),
    }
}

async fn created(app: &App, call: &Call, posted: &Posted) -> Result<(String, types::words::Lang)> {
    let name = posted.get("name").unwrap_or_default().trim().to_string();
    if name.is_empty() {
        return Err(Problem::field("name", "required"));
    }
    let scope = posted.get("scope").and_then(Scope::parse).ok_or_else(|| Problem::field("scope", "unknown_choice"))?;
    let days: i64 =
        posted.get("days").and_then(|text| text.parse().ok()).filter(|days| LIVES.contains(days)).unwrap_or(90);
    let fresh = secret::fresh(token::PREFIX)?;
    let hash = secret::hash(&fresh);
    let fallback = call.lang;
    let lang = app
        .engine
        .write(call.caller.clone(), move |cx| {
            let me = cx.actor.user.ok_or_else(Problem::unauthorized)?;
            let until = cx.now.plus(days * Instant::DAY);
            token::create(cx, me, hash, &name, scope, Some(until))?;
            Ok(cx.actor.lang.unwrap_or(fallback))
        })
        .await?;
    Ok((fresh, lang))
}

async fn revoke(State(app): State<App>, call: Call, Path(id): Path<String>) -> Result<Response, Refusal> {
    let refuse = |problem| Refusal::of(&call, problem);
    let id = Id::asked(&id).map_err(refuse)?;
    app.engine.write(call.caller.clone(), move |cx| token::revoke(cx, id)).await.map_err(refuse)?;
    Ok(desk::go_saying(&call, Section::Tokens.path(), "settings-token-ended"))
}

async fn revoke_all(State(app): State<App>, call: Call) -> Result<Response, Refusal> {
    app.engine.write(call.caller.clone(), token::revoke_all).await.map_err(|problem| Refusal::of(&call, problem))?;
    Ok(desk::go_saying(&call, Section::Tokens.path(), "settings-token-ended"))
}
