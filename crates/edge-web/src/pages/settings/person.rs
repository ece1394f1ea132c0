//! One person of the organisation as administrators see them: details and roles, and how they come in: invite, reset, disable, enable.

use axum::{
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};
use gate::{App, Call, Refusal, Route, Who};
use maud::{Markup, html};
use modules::platform::{disable_user, invite_user, set_roles};
use records::{
    Cx,
    access::{self, Action},
    identity::secret,
    query,
    visible::Visible,
    write,
};
use types::{Id, Problem, Result, words::tr_with};

use super::{
    Left, Page, Section, act, foot, form, form_id, is_answerable,
    people::{codes, link, posted_roles, roles_field},
    reason,
};
use crate::{
    control,
    desk::{self, Desk, Posted},
    pages::few::{Few, Refused},
    show,
    ui::{self, Button, Tone, form::section, note},
};

pub fn routes() -> Vec<Route> {
    const PERSON: &str = "/settings/people/{id}";
    vec![
        Route::get(PERSON, Who::Person, page).asks(Action::View).says("One person of the organisation"),
        Route::post(PERSON, Who::Person, save)
            .asks(Action::Edit)
            .says("Change a person and their roles, and invite them"),
        Route::post("/settings/people/{id}/reset", Who::Person, reset)
            .asks(Action::Edit)
            .says("A link by which a person chooses a new password"),
        Route::post("/settings/people/{id}/disabling", Who::Person, disable)
            .asks(Action::Edit)
            .says("Let a person sign in no more"),
        Route::post("/settings/people/{id}/enabling", Who::Person, enable)
            .asks(Action::Edit)
            .says("Let a person sign in again"),
    ]
}

const ASKED: [&str; 6] = ["name", "email", "team", "manager", "job_title", "phone"];

fn path(id: Id) -> String {
    format!("/settings/people/{id}")
}

async fn page(
    State(app): State<App>,
    call: Call,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let id = Id::asked(&id).map_err(|problem| Refusal::of(&call, problem))?;
    answer(&app, &call, &headers, id, Left::default()).await
}

pub(super) async fn answer(
    app: &App,
    call: &Call,
    headers: &HeaderMap,
    id: Id,
    left: Left,
) -> Result<Response, Refusal> {
    super::answer(app, call, headers, Section::People, path(id), left, move |cx, desk, left| {
        let users = cx.catalog.find("users")?;
        let item = query::get(cx, &users, id, None)?;
        let body = html! { (details(cx, desk, &item, left)?) (way_in(cx, desk, &item, left)) };
        Ok(Page { title: Some(item.title.clone()), body, ..Page::default() })
    })
    .await
}

fn details(cx: &mut Cx, desk: &Desk, item: &Visible, left: &Left) -> Result<Markup> {
    let none = Refused::default();
    let refused = left.of("person", &none);
    let scope = access::scope(cx, &item.object, Action::Edit)?;
    let few = Few::of(cx, scope, Some(item), &[], refused)?;
    let label = desk.say("settings-person");
    let body = html! {
        (reason(desk, refused))
        input type="hidden" name="version" value=(item.version);
        (ui::fields(desk.lang, &few.fields(desk, &ASKED)))
        (roles_field(cx, desk, &codes(item), refused)?)
        p class="hint" { (desk.say("settings-roles-hint")) }
        (foot(Button::primary(desk.say("save"))))
    };
    Ok(section(&label, "", form(&path(item.id), &label, body)))
}

/// Only what can be done in the state the account is in.
fn way_in(cx: &Cx, desk: &Desk, item: &Visible, left: &Left) -> Markup {
    let none = Refused::default();
    let refused = left.of("access", &none);
    let state = item.get("state").as_text().unwrap_or_default();
    let shown = item.object.field("state").map(|field| show::content(desk, field, item.get("state"), false).draw());
    let to = |verb: &str| format!("{}/{verb}", path(item.id));
    let myself = cx.actor.user == Some(item.id);
    // sends the details too: what was typed there is kept first
    let invite = |key: &str| {
        Button::new(desk.say(key)).icon("link").sends("next", "invite").attr("form", form_id(&path(item.id)))
    };
    let body = html! {
        (reason(desk, refused))
        @if let Some(problem) = refused.problem.as_ref().and_then(|problem| problem.fields.first()) {
            (note(Tone::Danger, html! { (types::words::field_sentence(desk.lang, problem)) }, None))
        }
        p class="row" { (shown.unwrap_or_default()) span class="muted f13" { (desk.say(&format!("settings-state-{state}"))) } }
        div class="row wrap acts" {
            @match state {
                "imported" => (invite("settings-invite-act")),
                "invited" => (invite("settings-invite-again")),
                "active" => (act(&to("reset"), Button::new(desk.say("settings-reset")).icon("key"))),
                _ => (act(&to("enabling"), Button::new(desk.say("settings-enable")).icon("user-check"))),
            }
            @if state != "disabled" && !myself { (act(&to("disabling"), Button::danger(desk.say("settings-disable")).icon("ban"))) }
        }
    };
    section(&desk.say("settings-way-in"), "", body)
}

async fn save(
    State(app): State<App>,
    call: Call,
    Path(id): Path<String>,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Refusal> {
    let id = Id::asked(&id).map_err(|problem| Refusal::of(&call, problem))?;
    let version = posted.get("version").and_then(|text| text.parse().ok());
    let (pairs, roles) = (posted.0.clone(), posted_roles(&posted));
    let link = match posted.get("next") {
        Some("invite") => Some(secret::fresh("").map_err(|problem| Refusal::of(&call, problem))?),
        _ => None,
    };
    let hash = link.as_deref().map(secret::hash);
    let kept = app
        .engine
        .write(call.caller.clone(), move |cx| {
            let users = cx.catalog.find("users")?;
            let scope = access::scope(cx, &users, Action::Edit)?;
            let mut input = control::input(&users, &scope, &pairs);
            input.entries.retain(|(name, _)| ASKED.contains(&name.as_str()));
            write::update(cx, &users, id, version, input)?;
            let person = set_roles::set_roles(cx, id, None, &roles)?;
            hash.map_or(Ok(person), |hash| invite_user::invite(cx, id, hash)).map(|person| person.title)
        })
        .await;
    match (kept, link) {
        (Ok(name), Some(fresh)) => {
            let words = tr_with(call.lang, "settings-invite-link", &[("name", name.as_str())]);
            answer(&app, &call, &headers, id, Left::secret(words, self::link(&app, "welcome", &fresh))).await
        }
        (Ok(_), None) => Ok(desk::go_saying(&call, &path(id), "saved")),
        (Err(problem), _) if is_answerable(&problem) => {
            answer(&app, &call, &headers, id, Left::refused("person", Refused::of(posted, problem))).await
        }
        (Err(problem), _) => Err(Refusal::of(&call, problem)),
    }
}

/// Makes a link by a verb and shows it once.
async fn linked(
    app: &App,
    call: &Call,
    headers: &HeaderMap,
    id: &str,
    (word, key): (&str, &str),
    verb: impl Fn(&mut Cx, Id, [u8; 32]) -> Result<String> + Send + 'static,
) -> Result<Response, Refusal> {
    let id = Id::asked(id).map_err(|problem| Refusal::of(call, problem))?;
    let fresh = secret::fresh("").map_err(|problem| Refusal::of(call, problem))?;
    let hash = secret::hash(&fresh);
    match app.engine.write(call.caller.clone(), move |cx| verb(cx, id, hash)).await {
        Ok(name) => {
            let words = tr_with(call.lang, key, &[("name", name.as_str())]);
            answer(app, call, headers, id, Left::secret(words, link(app, word, &fresh))).await
        }
        Err(problem) => refused(app, call, headers, id, problem).await,
    }
}

async fn refused(app: &App, call: &Call, headers: &HeaderMap, id: Id, problem: Problem) -> Result<Response, Refusal> {
    if !is_answerable(&problem) {
        return Err(Refusal::of(call, problem));
    }
    let refused = Refused { problem: Some(problem), ..Refused::default() };
    answer(app, call, headers, id, Left::refused("access", refused)).await
}

async fn reset(
    State(app): State<App>,
    call: Call,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let verb = |cx: &mut Cx, id, hash| {
        invite_user::reset(cx, id, hash)?;
        let users = cx.catalog.find("users")?;
        query::get(cx, &users, id, Some(&["name".to_string()])).map(|person| person.title)
    };
    linked(&app, &call, &headers, &id, ("password", "settings-reset-link"), verb).await
}

async fn disable(
    State(app): State<App>,
    call: Call,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    done(&app, &call, &headers, &id, "settings-disabled", disable_user::disable).await
}

async fn enable(
    State(app): State<App>,
    call: Call,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    done(&app, &call, &headers, &id, "settings-enabled", disable_user::enable).await
}

/// Carries out a verb and says so on the page of the person.
async fn done(
    app: &App,
    call: &Call,
    headers: &HeaderMap,
    id: &str,
    said: &'static str,
    verb: impl Fn(&mut Cx, Id, Option<i64>) -> Result<Visible> + Send + 'static,
) -> Result<Response, Refusal> {
    let id = Id::asked(id).map_err(|problem| Refusal::of(call, problem))?;
    match app.engine.write(call.caller.clone(), move |cx| verb(cx, id, None).map(drop)).await {
        Ok(()) => Ok(desk::go_saying(call, &path(id), said)),
        Err(problem) => refused(app, call, headers, id, problem).await,
    }
}
