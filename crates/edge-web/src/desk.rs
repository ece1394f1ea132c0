//! The desk: what every page of a signed-in person needs, read in the page's own snapshot: language, zone, today, the frame around it.
//! Pages are functions `(&mut Cx, &Desk) -> Result<Drawn>`; `answer` runs them and decides between a whole page and a part.

mod frame;

use std::sync::Arc;

use axum::{
    extract::{Form, FromRequest, Request},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use gate::{App, Call, Refusal, Wants};
use jiff::tz::TimeZone;
use maud::{Markup, html};
use records::{
    Cx,
    schema::{Catalog, Object},
};
use types::{
    Currency, Date, Instant, Result,
    words::{tr, tr_with},
};

pub use frame::{look, rank};

use crate::ui::{self, Lang, Shell, page};

/// Who sits here, and how they read.
pub struct Desk {
    pub lang: Lang,
    pub zone: TimeZone,
    pub now: Instant,
    pub today: Date,
    pub currency: Currency,
    pub shell: Shell,
    pub administrator: bool,
    pub catalog: Arc<Catalog>,
    /// path and query of this request, to come back to
    pub here: String,
}

/// A page, before the frame is put around it.
pub struct Drawn {
    pub title: String,
    pub main: Markup,
    /// dialogs and popovers
    pub overlays: Markup,
    pub status: StatusCode,
    /// the address that the browser shall show instead of the one that was asked
    pub pushed: Option<String>,
}

impl Drawn {
    pub fn new(title: impl Into<String>, main: Markup) -> Drawn {
        Drawn { title: title.into(), main, overlays: html! {}, status: StatusCode::OK, pushed: None }
    }

    pub fn overlays(mut self, overlays: Markup) -> Drawn {
        self.overlays = overlays;
        self
    }
}

impl Desk {
    /// `current`: the object or page that the sidebar marks.
    pub fn of(cx: &mut Cx, call: &Call, headers: &HeaderMap, current: &str, here: &str) -> Result<Desk> {
        let lang = cx.actor.lang.unwrap_or(call.lang);
        cx.lang = lang;
        let zone = cx.zone().clone();
        let shell = frame::shell(cx, lang, headers, current)?;
        Ok(Desk {
            lang,
            today: cx.now.date_in(&zone),
            zone,
            now: cx.now,
            currency: cx.organization.currency,
            shell,
            administrator: cx.actor.administrator,
            catalog: cx.catalog.clone(),
            here: here.to_string(),
        })
    }

    pub fn say(&self, key: &str) -> String {
        tr(self.lang, key).into_owned()
    }

    /// The plural or singular name of an object.
    pub fn plural<'o>(&self, object: &'o Object) -> &'o str {
        object.plural.get(self.lang)
    }

    pub fn single<'o>(&self, object: &'o Object) -> &'o str {
        object.label.get(self.lang)
    }

    /// `新建客户`, `New account`.
    pub fn new_thing(&self, object: &Object) -> String {
        tr_with(self.lang, "new-thing", &[("thing", self.within(self.single(object)))])
    }

    /// A name as it is written within a sentence: small in English, except for what is written in capitals (`API token`).
    pub fn within(&self, name: &str) -> String {
        if self.lang != Lang::En {
            return name.to_string();
        }
        let small = |word: &str| match word.chars().skip(1).any(char::is_uppercase) {
            true => word.to_string(),
            false => word.to_lowercase(),
        };
        name.split(' ').map(small).collect::<Vec<_>>().join(" ")
    }
}

/// Reads a page in one snapshot and sends it: whole, or the white panel alone for a boosted request.
pub async fn answer(
    app: &App,
    call: &Call,
    headers: &HeaderMap,
    current: &str,
    here: String,
    draw: impl FnOnce(&mut Cx, &Desk) -> Result<Drawn> + Send + 'static,
) -> Result<Response, Refusal> {
    let read = whole(call, headers, current, here, draw);
    ready(call, headers, app.engine.read(call.caller.clone(), read).await)
}

/// The same for pages that add up many records: in the lane of reports, so that no other page waits for them.
pub async fn answer_later(
    app: &App,
    call: &Call,
    headers: &HeaderMap,
    current: &str,
    here: String,
    draw: impl FnOnce(&mut Cx, &Desk) -> Result<Drawn> + Send + 'static,
) -> Result<Response, Refusal> {
    let read = whole(call, headers, current, here, draw);
    ready(call, headers, app.engine.read_heavy(call.caller.clone(), read).await)
}

/// The same for what adds up what a reader's own filter leaves: in turn where that is a long walk.
pub async fn answer_sums(
    app: &App,
    call: &Call,
    headers: &HeaderMap,
    current: &str,
    here: String,
    draw: impl FnOnce(&mut Cx, &Desk) -> Result<Drawn> + Clone + Send + 'static,
) -> Result<Response, Refusal> {
    ready(call, headers, app.read_sums(call, again(call, headers, current, here, draw)).await)
}

/// The same for lists, whose filters are their readers' own: among the pages, or in turn where that is a long walk.
pub async fn answer_list(
    app: &App,
    call: &Call,
    headers: &HeaderMap,
    current: &str,
    here: String,
    draw: impl FnOnce(&mut Cx, &Desk) -> Result<Drawn> + Clone + Send + 'static,
) -> Result<Response, Refusal> {
    ready(call, headers, app.read_list(call, again(call, headers, current, here, draw)).await)
}

/// A page that may have to be drawn a second time, in turn.
fn again(
    call: &Call,
    headers: &HeaderMap,
    current: &str,
    here: String,
    draw: impl FnOnce(&mut Cx, &Desk) -> Result<Drawn> + Clone + Send + 'static,
) -> impl FnOnce(&mut Cx) -> Result<Whole> + Clone + Send + 'static {
    let (asked, sent, current) = (call.clone(), headers.clone(), current.to_string());
    move |cx: &mut Cx| whole(&asked, &sent, &current, here, draw)(cx)
}

/// A page in its frame.
struct Whole {
    status: StatusCode,
    html: Markup,
    pushed: Option<String>,
    /// of the reader, where the request spoke another
    lang: Option<Lang>,
}

fn whole(
    call: &Call,
    headers: &HeaderMap,
    current: &str,
    here: String,
    draw: impl FnOnce(&mut Cx, &Desk) -> Result<Drawn> + Send + 'static,
) -> impl FnOnce(&mut Cx) -> Result<Whole> + Send + 'static {
    let (call, headers, current) = (call.clone(), headers.clone(), current.to_string());
    move |cx| {
        let desk = Desk::of(cx, &call, &headers, &current, &here)?;
        let drawn = draw(cx, &desk)?;
        let main = html! { (drawn.main) (refresher(&desk.here)) };
        let overlays = html! { (drawn.overlays) div id="dialogs" {} (flash(&desk, &headers)) };
        Ok(Whole {
            status: drawn.status,
            html: page(desk.lang, &desk.shell, &drawn.title, main, overlays),
            pushed: drawn.pushed,
            lang: Some(desk.lang).filter(|lang| *lang != call.lang),
        })
    }
}

#[allow(clippy::result_large_err, reason = "as every handler's answer")]
fn ready(call: &Call, headers: &HeaderMap, read: Result<Whole>) -> Result<Response, Refusal> {
    let whole = read.map_err(|problem| Refusal::of(call, problem))?;
    let mut response = sent(whole.status, whole.html);
    let add = |response: &mut Response, name: HeaderName, value: Option<HeaderValue>| {
        if let Some(value) = value {
            response.headers_mut().append(name, value);
        }
    };
    let pushed = whole.pushed.filter(|_| call.wants == Wants::Part);
    add(&mut response, HeaderName::from_static("hx-push-url"), pushed.and_then(|url| HeaderValue::from_str(&url).ok()));
    // a device that does not know yet how its person reads: refusals are said before anybody asks the database who it is
    let cookie = whole.lang.and_then(|lang| HeaderValue::from_str(&language_cookie(lang)).ok());
    add(&mut response, header::SET_COOKIE, cookie);
    let said = gate::call::cookie(headers, FLASH).is_some();
    let over = HeaderValue::from_static("flash=; Path=/; Max-Age=0; SameSite=Lax");
    add(&mut response, header::SET_COOKIE, said.then_some(over));
    Ok(response)
}

/// By which a browser says in which language its person reads.
pub fn language_cookie(lang: Lang) -> String {
    format!("lang={}; Path=/; Max-Age=31536000; SameSite=Lax", lang.tag())
}

/// Markup as an answer, under the policy that our own scripts need.
pub fn sent(status: StatusCode, html: Markup) -> Response {
    let mut response = (status, Html(html.into_string())).into_response();
    if let Ok(policy) = HeaderValue::from_str(&crate::assets::content_security_policy()) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// Fetches the white panel again when an act elsewhere on the page says `refresh` ([`refreshing`]).
fn refresher(here: &str) -> Markup {
    html! {
        @if !here.is_empty() {
            div hidden hx-get=(here) hx-trigger="refresh from:document" hx-select="#main" hx-target="#main" hx-swap="outerHTML" {}
        }
    }
}

/// After an act that leaves one on the page: the answer (usually a toast) and the panel fetched again.
pub fn refreshing(mut response: Response) -> Response {
    // an answer of nothing but a toast leaves the dialog that asked where it is: `done` closes it; the body outlives it
    let said = HeaderValue::from_static("{\"done\":{},\"refresh\":{\"target\":\"body\"}}");
    response.headers_mut().insert("hx-trigger", said);
    response
}

/// The cookie that carries "it is deleted, undo?" to the next page.
const FLASH: &str = "flash";

/// Goes to a page that will say that this record lies in the recycle bin, with an undo.
pub fn go_deleted(call: &Call, to: &str, object: &str, id: types::Id) -> Response {
    let mut response = go(call, to);
    if let Ok(cookie) = HeaderValue::from_str(&format!("{FLASH}={object}.{id}; Path=/; Max-Age=30; SameSite=Lax")) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Goes to a page that will say this: the key of a sentence.
pub fn go_saying(call: &Call, to: &str, key: &'static str) -> Response {
    let mut response = go(call, to);
    if let Ok(cookie) = HeaderValue::from_str(&format!("{FLASH}={SAID}.{key}; Path=/; Max-Age=30; SameSite=Lax")) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Stands before the key of a sentence in the cookie, where else an object stands.
const SAID: &str = "say";

fn flash(desk: &Desk, headers: &HeaderMap) -> Markup {
    let carried = gate::call::cookie(headers, FLASH).and_then(|text| text.split_once('.'));
    if let Some((SAID, key)) = carried
        && key.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
    {
        return ui::toast::shown(desk.lang, &desk.say(key), None);
    }
    let Some((object, id)) =
        carried.filter(|(object, id)| types::Name::parse(object).is_some() && types::Id::parse(id).is_some())
    else {
        return html! {};
    };
    ui::toast::shown(desk.lang, &desk.say("deleted"), Some(&format!("/trash/{object}/{id}/restoration")))
}

/// A posted form: names and values in their order, several under one name as they came.
#[derive(Clone, Debug, Default)]
pub struct Posted(pub Vec<(String, String)>);

impl Posted {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    pub fn all<'p>(&'p self, name: &'p str) -> impl Iterator<Item = &'p str> {
        self.0.iter().filter(move |(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

impl FromRequest<App> for Posted {
    type Rejection = Refusal;

    async fn from_request(request: Request, app: &App) -> Result<Posted, Refusal> {
        let (parts, body) = request.into_parts();
        let call = gate::call::of(&parts, app);
        let typed = parts.headers.contains_key(header::CONTENT_TYPE);
        if !typed {
            return Ok(Posted(Vec::new())); // a button without fields
        }
        let form = Form::<Vec<(String, String)>>::from_request(Request::from_parts(parts, body), app).await;
        form.map(|Form(pairs)| Posted(pairs)).map_err(|rejection| {
            let problem = match rejection.into_response().status() {
                StatusCode::PAYLOAD_TOO_LARGE => types::Problem::new(types::ProblemKind::TooLarge, "too_large"),
                _ => types::Problem::bad("bad_query"),
            };
            Refusal::of(&call, problem)
        })
    }
}

/// Reads a part of a page (a dialog, a panel, a cell): no frame, so no frame is read.
pub async fn part(
    app: &App,
    call: &Call,
    draw: impl FnOnce(&mut Cx, &Desk) -> Result<Markup> + Send + 'static,
) -> Result<Response, Refusal> {
    let read = app.engine.read(call.caller.clone(), bare(call.lang, draw));
    read.await.map(|html| sent(StatusCode::OK, html)).map_err(|problem| Refusal::of(call, problem))
}

/// The same for what a reader's own filter leaves: among the pages, or in turn where that is a long walk.
pub async fn part_list(
    app: &App,
    call: &Call,
    draw: impl FnOnce(&mut Cx, &Desk) -> Result<Markup> + Clone + Send + 'static,
) -> Result<Response, Refusal> {
    let lang = call.lang;
    let read = app.read_list(call, move |cx| bare(lang, draw)(cx));
    read.await.map(|html| sent(StatusCode::OK, html)).map_err(|problem| Refusal::of(call, problem))
}

/// A part that comes after its page because it may take long (counts, sums): read in the lane of reports, in turn where that is a long walk.
pub async fn part_later(
    app: &App,
    call: &Call,
    draw: impl FnOnce(&mut Cx, &Desk) -> Result<Markup> + Clone + Send + 'static,
) -> Result<Response, Refusal> {
    let lang = call.lang;
    let read = app.read_sums(call, move |cx| bare(lang, draw)(cx));
    read.await.map(|html| sent(StatusCode::OK, html)).map_err(|problem| Refusal::of(call, problem))
}

fn bare<T>(lang: Lang, draw: impl FnOnce(&mut Cx, &Desk) -> Result<T>) -> impl FnOnce(&mut Cx) -> Result<T> {
    move |cx| {
        let desk = Desk::bare(cx, lang);
        draw(cx, &desk)
    }
}

impl Desk {
    /// Without the frame.
    pub fn bare(cx: &mut Cx, lang: Lang) -> Desk {
        cx.lang = cx.actor.lang.unwrap_or(lang);
        let zone = cx.zone().clone();
        Desk {
            lang: cx.lang,
            today: cx.now.date_in(&zone),
            zone,
            now: cx.now,
            currency: cx.organization.currency,
            shell: Shell::default(),
            administrator: cx.actor.administrator,
            catalog: cx.catalog.clone(),
            here: String::new(),
        }
    }
}

/// After a change: htmx goes to the place, a plain form is sent there.
pub fn go(call: &Call, to: &str) -> Response {
    match call.wants {
        Wants::Part => (StatusCode::OK, [("hx-redirect", to.to_string())]).into_response(),
        _ => (StatusCode::SEE_OTHER, [(header::LOCATION, to.to_string())]).into_response(),
    }
}
