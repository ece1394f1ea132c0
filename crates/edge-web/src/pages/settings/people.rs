//! The people of the organisation: who they are, whether they can sign in; a colleague is invited by a link that is shown once.

use axum::{
    extract::{RawQuery, State},
    http::HeaderMap,
    response::Response,
};
use gate::{App, Call, Refusal, Route, Who, router::encode};
use maud::{Markup, html};
use modules::platform::invite_user::{self, Newcomer};
use records::{
    Cx,
    access::{self, Action},
    identity::secret,
    query::{self, Ask, Totals},
    visible::Visible,
};
use types::{Id, Result, Value, display, words::tr_with};

use super::{Left, Page, Section, foot, form, is_answerable, reason};
use crate::{
    desk::{Desk, Posted},
    pages::{
        few::{Few, Refused},
        list::counted,
    },
    place, show,
    ui::{Attrs, Avatar, Button, Field, Input, fields, filter::Choice, form::section},
};

pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/settings/people", Who::Person, page).asks(Action::View).says("The people of the organisation"),
        Route::get("/settings/people/new", Who::Person, fresh).asks(Action::Create).says("The form of an invitation"),
        Route::post("/settings/people/new", Who::Person, invite).asks(Action::Create).says("Invite a colleague"),
    ]
}

/// People per page.
const PAGE: u32 = 100;
const COLUMNS: [&str; 6] = ["name", "email", "team", "roles", "state", "last_seen_at"];

/// Where a one-time link leads.
pub(super) fn link(app: &App, word: &str, fresh: &str) -> String {
    format!("{}/{word}/{fresh}", app.config.base_url.trim_end_matches('/'))
}

/// All roles, by code, in the reader's language.
pub(super) fn roles(cx: &mut Cx) -> Result<Vec<Choice>> {
    let roles = cx.catalog.find("roles")?;
    let page = query::list(cx, &roles, &Ask::default().fields(&["name", "code"]).sort("id", false).limit(100))?;
    let named = page.items.iter().map(|role| {
        let code = role.get("code").as_text().unwrap_or_default().to_string();
        (code, role.title.clone())
    });
    Ok(named.collect())
}

pub(super) fn codes(person: &Visible) -> Vec<String> {
    match person.get("roles") {
        Value::Texts(codes) => codes.clone(),
        _ => Vec::new(),
    }
}

async fn page(
    State(app): State<App>,
    call: Call,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let given = place::pairs(raw.as_deref().unwrap_or_default());
    let get = |name: &str| given.iter().find(|(n, v)| n == name && !v.is_empty()).map(|(_, v)| v.clone());
    let (words, cursor) = (get("q"), get("cursor"));
    let path = match &words {
        Some(words) => format!("/settings/people?q={}", encode(words)),
        None => "/settings/people".to_string(),
    };
    super::answer(&app, &call, &headers, Section::People, path, Left::default(), move |cx, desk, _| {
        let acts = html! {
            form class="hide-m" method="get" action="/settings/people" role="search" {
                (Input::Search { value: words.clone().unwrap_or_default() }.draw(desk.lang, "q",
                    &Attrs::new().set("aria-label", desk.say("settings-people-search")).set("placeholder", desk.say("settings-people-search"))))
            }
            (Button::primary(desk.say("settings-invite")).icon("user-plus").href("/settings/people/new").attr("data-new", ""))
        };
        Ok(Page { acts: Some(acts), body: list(cx, desk, words, cursor)?, ..Page::default() })
    })
    .await
}

fn list(cx: &mut Cx, desk: &Desk, words: Option<String>, cursor: Option<String>) -> Result<Markup> {
    let users = cx.catalog.find("users")?;
    let named = roles(cx)?;
    let ask = Ask { search: words.clone(), cursor, totals: Totals::Capped, limit: PAGE, ..Ask::default() };
    let page = query::list(cx, &users, &ask.fields(&COLUMNS).sort("name", false))?;
    let label = |name: &str| users.field(name).map(|field| show::label(desk, field)).unwrap_or_default().to_string();
    let shown = |person: &Visible, name: &str| match users.field(name) {
        Some(field) => show::content(desk, field, person.get(name), false).draw(),
        None => html! {},
    };
    let role = |code: &String| named.iter().find(|(one, _)| one == code).map_or(code.clone(), |(_, name)| name.clone());
    let next = page.next.as_ref().map(|cursor| {
        let words = words.as_deref().map(|words| format!("&q={}", encode(words))).unwrap_or_default();
        format!("/settings/people?cursor={}{words}", encode(cursor))
    });
    Ok(html! {
        div class="ovx" {
            table class="dt cards people" {
                caption class="sr" { (desk.say("settings-people")) }
                thead { tr { @for name in COLUMNS { th scope="col" { (label(name)) } } } }
                tbody { @for person in &page.items {
                    @let roles: Vec<String> = codes(person).iter().map(role).collect();
                    tr {
                        th scope="row" { div class="row" { (Avatar::person(&person.title)) a href={ "/settings/people/" (person.id) } { (person.title) } } }
                        td { (shown(person, "email")) }
                        td { (shown(person, "team")) }
                        td { (roles.join(desk.say("settings-comma").as_str())) }
                        td { (shown(person, "state")) }
                        td class="t2" {
                            @if let Some(at) = person.get("last_seen_at").as_time() { (display::ago(desk.lang, at, desk.now, &desk.zone)) }
                        }
                    }
                } }
            }
        }
        @if page.items.is_empty() { p class="muted f13 pad" { (desk.say("nothing-found")) } }
        div class="row foot-note" {
            @if let Some(total) = page.total { span class="muted f12" { (tr_with(desk.lang, "settings-people-count", &[("count", counted(desk, &total))])) } }
            span class="grow" {}
            @if let Some(next) = next { (Button::new(desk.say("next-page")).small().href(next)) }
        }
    })
}

async fn fresh(State(app): State<App>, call: Call, headers: HeaderMap) -> Result<Response, Refusal> {
    asked(&app, &call, &headers, Left::default()).await
}

async fn asked(app: &App, call: &Call, headers: &HeaderMap, left: Left) -> Result<Response, Refusal> {
    super::answer(app, call, headers, Section::People, "/settings/people/new".into(), left, |cx, desk, left| {
        let title = desk.say("settings-invite");
        Ok(Page { body: draw(cx, desk, left)?, title: Some(title), ..Page::default() })
    })
    .await
}

fn draw(cx: &mut Cx, desk: &Desk, left: &Left) -> Result<Markup> {
    let users = cx.catalog.find("users")?;
    let scope = access::scope(cx, &users, Action::Create)?;
    let refused = &left.refused;
    let few = Few::of(cx, scope, None, &[], refused)?;
    let mut asked: Vec<Field> = few.fields(desk, &["name", "email", "team"]);
    for field in asked.iter_mut().filter(|field| field.name == "email") {
        field.required = true;
        field.hint = None;
    }
    let label = desk.say("settings-invite");
    let body = html! {
        (reason(desk, refused))
        (fields(desk.lang, &asked))
        (roles_field(cx, desk, &[], refused)?)
        (foot(Button::primary(desk.say("settings-invite-act"))))
    };
    Ok(section(&label, &desk.say("settings-invite-hint"), form("/settings/people/new", &label, body)))
}

/// Check boxes; the empty value before them says "none" when all are unchecked.
pub(super) fn roles_field(cx: &mut Cx, desk: &Desk, held: &[String], refused: &Refused) -> Result<Markup> {
    let typed: Vec<String> = refused.posted.all("roles").map(str::to_string).collect();
    let held = if typed.is_empty() { held } else { &typed[..] };
    let label = cx.catalog.find("users")?.field("roles").map(|field| show::label(desk, field).to_string());
    let known = roles(cx)?;
    Ok(html! {
        fieldset class="fld roles" {
            legend { (label.unwrap_or_default()) }
            input type="hidden" name="roles" value="";
            div class="radios" { @for (code, name) in &known {
                label class="chk" { input type="checkbox" name="roles" value=(code) checked[held.contains(code)]; (name) }
            } }
            @if let Some(why) = refused.why(desk, "roles") { p class="hint bad" { (why) } }
        }
    })
}

pub(super) fn posted_roles(posted: &Posted) -> Vec<String> {
    posted.all("roles").filter(|code| !code.is_empty()).map(str::to_string).collect()
}

async fn invite(State(app): State<App>, call: Call, headers: HeaderMap, posted: Posted) -> Result<Response, Refusal> {
    let text = |name: &str| posted.get(name).unwrap_or_default().trim().to_string();
    let who = Newcomer {
        name: text("name"),
        email: text("email"),
        team: posted.get("team").and_then(Id::parse),
        roles: posted_roles(&posted),
    };
    let refuse = |problem| Refusal::of(&call, problem);
    let secret = secret::fresh("").map_err(refuse)?;
    let (hash, name) = (secret::hash(&secret), who.name.clone());
    let made = app.engine.write(call.caller.clone(), move |cx| invite_user::invite_new(cx, &who, hash)).await;
    match made {
        Ok(user) => {
            let words = tr_with(call.lang, "settings-invite-link", &[("name", name.as_str())]);
            let left = Left::secret(words, link(&app, "welcome", &secret));
            super::person::answer(&app, &call, &headers, user, left).await
        }
        Err(problem) if is_answerable(&problem) => {
            asked(&app, &call, &headers, Left::refused("invite", Refused::of(posted, problem))).await
        }
        Err(problem) => Err(refuse(problem)),
    }
}
