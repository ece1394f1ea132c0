//! The ways in and out: set-up, sign-in, invitation, password reset, sign-out. The only pages for people who are not signed in.
//! `mod.rs` is sign-in and what the others share.

mod link;
mod proposal;
mod set_up;

use axum::{
    extract::{Form as Posted, RawQuery, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use gate::{App, Call, Refusal, Route, Who, sign_in};
use maud::{Markup, html};
use types::{
    Problem, Result,
    words::{Lang, sentence, tr, tr_with},
};

use crate::{
    place::pairs,
    ui::{
        Button, Field, Input, Tone,
        gate::{self as frame, Gate},
        state::note,
    },
};

pub fn routes() -> Vec<Route> {
    let here = [
        Route::get("/signin", Who::Anyone, show).says("Sign in"),
        Route::post("/signin", Who::Anyone, enter).says("Sign in"),
        Route::post("/signout", Who::Person, leave).says("Sign out"),
        Route::get("/setup", Who::Setup, set_up::page).says("First set-up"),
        Route::post("/setup", Who::Setup, set_up::done).says("First set-up"),
    ];
    here.into_iter().chain(link::routes()).collect()
}

pub(super) type Answer = Result<Response, Refusal>;
pub(super) type Fields = Posted<Vec<(String, String)>>;

pub(super) fn say(lang: Lang, key: &str) -> String {
    tr(lang, key).into_owned()
}

pub(super) fn get<'f>(posted: &'f [(String, String)], name: &str) -> &'f str {
    posted.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.trim())
}

/// `?lang=` wins over the browser's wish: the two links at the top of these pages.
pub(super) fn language(call: &Call, query: Option<&str>) -> Lang {
    let chosen = pairs(query.unwrap_or_default()).into_iter().find(|(name, _)| name == "lang");
    chosen.and_then(|(_, value)| Lang::parse(&value)).unwrap_or(call.lang)
}

pub(super) fn parameter(query: Option<&str>, name: &str) -> String {
    pairs(query.unwrap_or_default()).into_iter().find(|(n, _)| n == name).map(|(_, v)| v).unwrap_or_default()
}

/// A page of this family: the gate around it, and the language remembered for the next one.
pub(super) fn framed(lang: Lang, headers: &HeaderMap, organisation: &str, path: &str) -> Gate {
    let joint = if path.contains('?') { '&' } else { '?' };
    Gate {
        look: crate::desk::look(headers),
        organisation: if organisation.is_empty() { say(lang, "web-product") } else { organisation.to_string() },
        zh_url: format!("{path}{joint}lang=zh-CN"),
        en_url: format!("{path}{joint}lang=en"),
        ..Gate::default()
    }
}

pub(super) fn sent(status: StatusCode, lang: Lang, page: Markup) -> Response {
    let remember = crate::desk::language_cookie(lang);
    (status, [(header::SET_COOKIE, remember)], Html(page.into_string())).into_response()
}

async fn show(State(app): State<App>, call: Call, RawQuery(query): RawQuery, headers: HeaderMap) -> Answer {
    let lang = language(&call, query.as_deref());
    let form = SignIn { email: String::new(), to: parameter(query.as_deref(), "to"), problem: None };
    Ok(form.page(&app, lang, &headers, StatusCode::OK))
}

struct SignIn {
    email: String,
    to: String,
    problem: Option<Problem>,
}

impl SignIn {
    fn page(&self, app: &App, lang: Lang, headers: &HeaderMap, status: StatusCode) -> Response {
        let organisation = app.engine.shared().organization.name.clone();
        let email = Field::new("email", say(lang, "enter-email"), Input::Email { value: self.email.clone() });
        let password = Field::new("password", say(lang, "enter-password"), Input::Password { fresh: false });
        // who is refused has mostly mistyped the password
        let (email, password) =
            if self.email.is_empty() { (email.autofocus(), password) } else { (email, password.autofocus()) };
        let form = html! {
            @if let Some(problem) = &self.problem { (note(Tone::Danger, html! { (sentence(lang, problem)) }, None)) }
            form class="stack" method="post" action="/signin" aria-label=(say(lang, "sign-in")) {
                input type="hidden" name="to" value=(self.to);
                (email.html(lang))
                (password.html(lang))
                (Button::primary(say(lang, "sign-in")).large().submit())
            }
        };
        let foot = html! { span { (say(lang, "enter-forgotten")) } span { (say(lang, "web-product")) } };
        let title = tr_with(lang, "enter-sign-in-to", &[("name", organisation.as_str())]);
        let main = frame::sign(&say(lang, "sign-in"), &title, &say(lang, "enter-lead"), form, foot);
        let gate = framed(lang, headers, &organisation, "/signin");
        sent(status, lang, gate.page(lang, &say(lang, "sign-in"), main))
    }
}

async fn enter(State(app): State<App>, call: Call, headers: HeaderMap, Posted(posted): Fields) -> Answer {
    let email = get(&posted, "email").to_string();
    let password = posted.iter().find(|(n, _)| n == "password").map(|(_, v)| v.clone()).unwrap_or_default();
    let agent = headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).map(str::to_string);
    match sign_in::sign_in(&app, &call, &email, password, agent).await {
        Ok(session) => Ok(signed_in(&app, &call, &session, own_path(get(&posted, "to")))),
        Err(problem) => {
            let status = StatusCode::from_u16(problem.kind.status()).unwrap_or(StatusCode::UNAUTHORIZED);
            let form = SignIn { email, to: get(&posted, "to").to_string(), problem: Some(problem) };
            Ok(form.page(&app, call.lang, &headers, status))
        }
    }
}

/// Only a path of our own: never another host.
fn own_path(to: &str) -> &str {
    let own = to.starts_with('/') && !to.starts_with("//") && !to.contains('\\') && !to.chars().any(char::is_control);
    if own { to } else { "/" }
}

/// Another page with another frame: never a part of the one that asked.
pub(super) fn signed_in(app: &App, call: &Call, session: &str, to: &str) -> Response {
    let mut response = crate::desk::go(call, to);
    if let Ok(cookie) = HeaderValue::from_str(&app.config.set_session(Some(session))) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

async fn leave(State(app): State<App>, call: Call) -> Answer {
    sign_in::sign_out(&app, &call).await.map_err(|problem| Refusal::of(&call, problem))?;
    let mut response = crate::desk::go(&call, "/signin");
    let headers = response.headers_mut();
    if let Ok(cookie) = HeaderValue::from_str(&app.config.set_session(None)) {
        headers.insert(header::SET_COOKIE, cookie);
    }
    headers.insert("clear-site-data", HeaderValue::from_static("\"cache\", \"storage\""));
    Ok(response)
}
