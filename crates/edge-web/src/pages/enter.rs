//! The ways in and out: set-up, sign-in, invitation, password reset, sign-out. The only pages for people who are not signed in.

use axum::{
    extract::{Form as Posted, Path, RawQuery, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use gate::{App, Call, Refusal, Route, Who, passwords, router::encode, sign_in};
use maud::{Markup, html};
use modules::{
    platform::invite_user,
    set_up::{self, SetUp},
};
use records::{
    Caller,
    access::Reason,
    identity::{
        one_time::{self, Purpose},
        secret,
    },
};
use types::{
    Id, Problem, Result,
    words::{Lang, field_sentence, sentence, tr, tr_with},
};

use crate::{
    place::pairs,
    ui::{
        Button, Field, Input, Pick, Tone, fields,
        form::{error_summary, section},
        gate::{self as frame, Gate, Setup},
        picks,
        state::note,
    },
};

pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/signin", Who::Anyone, show).says("Sign in"),
        Route::post("/signin", Who::Anyone, enter).says("Sign in"),
        Route::post("/signout", Who::Person, leave).says("Sign out"),
        Route::get("/setup", Who::Setup, set_up_page).says("First set-up"),
        Route::post("/setup", Who::Setup, set_up_done).says("First set-up"),
        Route::get("/welcome/{link}", Who::Anyone, invited).says("Accept an invitation"),
        Route::post("/welcome/{link}", Who::Anyone, accepted).says("Accept an invitation"),
        Route::get("/password/{link}", Who::Anyone, forgot).says("Choose a new password"),
        Route::post("/password/{link}", Who::Anyone, renewed).says("Choose a new password"),
    ]
}

type Answer = Result<Response, Refusal>;
type Fields = Posted<Vec<(String, String)>>;

fn say(lang: Lang, key: &str) -> String {
    tr(lang, key).into_owned()
}

fn get<'f>(posted: &'f [(String, String)], name: &str) -> &'f str {
    posted.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.trim())
}

/// `?lang=` wins over the browser's wish: the two links at the top of these pages.
fn language(call: &Call, query: Option<&str>) -> Lang {
    let chosen = pairs(query.unwrap_or_default()).into_iter().find(|(name, _)| name == "lang");
    chosen.and_then(|(_, value)| Lang::parse(&value)).unwrap_or(call.lang)
}

fn parameter(query: Option<&str>, name: &str) -> String {
    pairs(query.unwrap_or_default()).into_iter().find(|(n, _)| n == name).map(|(_, v)| v).unwrap_or_default()
}

/// A page of this family: the gate around it, and the language remembered for the next one.
fn framed(lang: Lang, headers: &HeaderMap, organisation: &str, path: &str) -> Gate {
    let joint = if path.contains('?') { '&' } else { '?' };
    Gate {
        look: crate::desk::look(headers),
        organisation: if organisation.is_empty() { say(lang, "web-product") } else { organisation.to_string() },
        zh_url: format!("{path}{joint}lang=zh-CN"),
        en_url: format!("{path}{joint}lang=en"),
        ..Gate::default()
    }
}

fn sent(status: StatusCode, lang: Lang, page: Markup) -> Response {
    let remember = format!("lang={}; Path=/; SameSite=Lax; Max-Age=31536000", lang.tag());
    (status, [(header::SET_COOKIE, remember)], Html(page.into_string())).into_response()
}

// ---- signing in and out

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
        let form = html! {
            @if let Some(problem) = &self.problem { (note(Tone::Danger, html! { (sentence(lang, problem)) }, None)) }
            form class="stack" method="post" action="/signin" aria-label=(say(lang, "sign-in")) {
                input type="hidden" name="to" value=(self.to);
                (Field::new("email", say(lang, "enter-email"), Input::Email { value: self.email.clone() }).autofocus().html(lang))
                (Field::new("password", say(lang, "enter-password"), Input::Password { fresh: false }).html(lang))
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
        Ok(session) => Ok(signed_in(&app, &session, own_path(get(&posted, "to")))),
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

fn signed_in(app: &App, session: &str, to: &str) -> Response {
    let cookie = app.config.set_session(Some(session));
    (StatusCode::SEE_OTHER, [(header::LOCATION, to.to_string()), (header::SET_COOKIE, cookie)]).into_response()
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

// ---- first set-up

/// The digest of a set-up link that is still good, while nobody administers; otherwise 404 for every method.
async fn may_set_up(app: &App, token: &str) -> Result<[u8; 32]> {
    let hash = secret::hash(token);
    app.engine
        .read(Caller::System(Reason::Setup), move |cx| {
            if set_up::is_done(cx)? {
                return Err(Problem::not_found());
            }
            one_time::look(cx, Purpose::Setup, &hash).map(|_| hash)
        })
        .await
}

async fn set_up_page(State(app): State<App>, call: Call, RawQuery(query): RawQuery, headers: HeaderMap) -> Answer {
    let token = parameter(query.as_deref(), "token");
    may_set_up(&app, &token).await.map_err(|problem| Refusal::of(&call, problem))?;
    let lang = language(&call, query.as_deref());
    Ok(sent(StatusCode::OK, lang, set_up_form(lang, &headers, &token, &[], None)))
}

const CURRENCIES: [&str; 10] = ["CNY", "HKD", "TWD", "USD", "EUR", "GBP", "JPY", "SGD", "AUD", "CAD"];
const ZONES: [&str; 12] = [
    "Asia/Shanghai", "Asia/Hong_Kong", "Asia/Taipei", "Asia/Singapore", "Asia/Tokyo", "Asia/Kolkata", "Europe/Berlin",
    "Europe/London", "America/New_York", "America/Chicago", "America/Los_Angeles", "UTC",
];

fn set_up_form(lang: Lang, headers: &HeaderMap, token: &str, posted: &[(String, String)], refused: Option<&Problem>) -> Markup {
    let value = |name: &str, otherwise: &str| {
        let given = get(posted, name);
        if given.is_empty() { otherwise.to_string() } else { given.to_string() }
    };
    let error = |name: &str| {
        let field = refused?.fields.iter().find(|f| f.field == name)?;
        Some(field_sentence(lang, field))
    };
    let same = |codes: &[&str]| codes.iter().map(|c| (c.to_string(), c.to_string())).collect::<Vec<_>>();
    let choice = |name: &str, otherwise: &str, options: Vec<(String, String)>| Input::choice(value(name, otherwise), options);
    let label = |key: &str| say(lang, &format!("enter-{key}"));
    let zone = if lang == Lang::Zh { "Asia/Shanghai" } else { "UTC" };
    let currencies = CURRENCIES.iter().map(|c| (c.to_string(), currency_name(lang, c))).collect();
    let languages = Lang::ALL.iter().map(|l| (l.tag().to_string(), l.own_name().to_string())).collect();
    let months = (1..=12).map(|m| (m.to_string(), month(lang, m))).collect();
    let organisation = html! {
        div class="stack" id="s1" {
            (Field::new("organization", label("organization"), Input::text(value("organization", ""))).required().autofocus().error(error("organization")).html(lang))
            (fields(lang, &[
                Field::new("locale", label("language"), choice("locale", lang.tag(), languages)).hint(label("language-hint")),
                Field::new("time_zone", label("time-zone"), choice("time_zone", zone, same(&ZONES))).error(error("time_zone")),
                Field::new("currency", label("currency"), choice("currency", "CNY", currencies)).error(error("currency")).hint(label("currency-hint")),
                Field::new("fiscal_start", label("fiscal"), choice("fiscal_start", "1", months)),
            ]))
        }
    };
    let administrator = html! {
        div class="stack" id="s2" {
            (fields(lang, &[
                Field::new("name", label("name"), Input::text(value("name", ""))).required().error(error("name")),
                Field::new("email", label("email"), Input::Email { value: value("email", "") }).required().error(error("email")),
            ]))
            (Field::new("password", label("password"), Input::Password { fresh: true }).required().hint(label("password-hint")).error(error("password")).html(lang))
        }
    };
    let pick = |key: &str| Pick::new(key, label(&format!("start-{key}")), label(&format!("start-{key}-note")));
    let start = picks("start", &value("start", "sample"), &[pick("sample"), pick("empty"), pick("import")]);
    let sections = html! {
        @if let Some(problem) = refused.filter(|p| p.fields.is_empty()) {
            (note(Tone::Danger, html! { (sentence(lang, problem)) }, None))
        } @else if let Some(problem) = refused {
            (error_summary(lang, &problem.fields.iter().map(|f| (format!("f-{}", f.field), label(&f.field.replace('_', "-")), field_sentence(lang, f))).collect::<Vec<_>>()))
        }
        input type="hidden" name="token" value=(token);
        (section(&label("part-organization"), &label("part-organization-hint"), organisation))
        (section(&label("part-administrator"), &label("part-administrator-hint"), administrator))
        (section(&label("part-start"), &label("part-start-hint"), html! { div id="s3" { (start) } }))
    };
    let preview = html! {
        h2 { (label("will-be-made")) }
        (frame::ticks(&[label("makes-administrator"), label("makes-roles"), label("makes-pipeline")]))
    };
    let bar = html! {
        span class="hide-m" { (label("closes-for-good")) } span class="grow" {}
        (Button::primary(label("create")).large().trailing("arrow-right").submit())
    };
    let main = Setup {
        label: label("set-up"),
        action: "/setup".into(),
        title: label("set-up-title"),
        lead: label("set-up-lead"),
        sections,
        bar,
        preview_label: label("preview"),
        preview,
    };
    let path = format!("/setup?token={}", encode(token));
    let mut gate = framed(lang, headers, "", &path);
    gate.steps = [("part-organization", "#s1"), ("part-administrator", "#s2"), ("part-start", "#s3")]
        .map(|(key, anchor)| (label(key), anchor.to_string(), false))
        .to_vec();
    gate.steps_title = label("set-up");
    gate.page(lang, &label("set-up"), html! { (main) })
}

fn month(lang: Lang, number: i8) -> String {
    match lang {
        Lang::Zh => format!("{number} 月"),
        Lang::En => jiff::civil::date(2026, number, 1).strftime("%B").to_string(),
    }
}

fn currency_name(lang: Lang, code: &str) -> String {
    let info = types::Currency::parse(code).and_then(types::display::currency);
    info.map_or_else(|| code.to_string(), |i| format!("{} {code}", i.name(lang)))
}

async fn set_up_done(State(app): State<App>, call: Call, headers: HeaderMap, Posted(posted): Fields) -> Answer {
    let token = get(&posted, "token").to_string();
    let hash = may_set_up(&app, &token).await.map_err(|problem| Refusal::of(&call, problem))?;
    let lang = Lang::parse(get(&posted, "locale")).unwrap_or(call.lang);
    match set_up_now(&app, lang, hash, &posted).await {
        Ok(user) => {
            let agent = headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).map(str::to_string);
            let address = call.address.map(|a| a.to_string());
            let session = sign_in::open(&app, user, address, agent).await.map_err(|p| Refusal::of(&call, p))?;
            let to = match get(&posted, "start") {
                "import" => "/imports/new",
                "sample" => "/?sample=1",
                _ => "/",
            };
            Ok(signed_in(&app, &session, to))
        }
        Err(problem) => {
            let status = StatusCode::from_u16(problem.kind.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
            Ok(sent(status, lang, set_up_form(lang, &headers, &token, &posted, Some(&problem))))
        }
    }
}

async fn set_up_now(app: &App, lang: Lang, link: [u8; 32], posted: &[(String, String)]) -> Result<Id> {
    let password = posted.iter().find(|(n, _)| n == "password").map(|(_, v)| v.clone()).unwrap_or_default();
    let text = |name: &str| get(posted, name).to_string();
    let missing: Vec<_> = ["organization", "name", "email"]
        .into_iter()
        .filter(|name| get(posted, name).is_empty())
        .map(|name| types::FieldProblem::new(name, "required"))
        .collect();
    if !missing.is_empty() {
        return Err(Problem::invalid(missing));
    }
    set_up::check_password(&password, &text("organization"), &text("name"), &text("email"))?;
    let what = SetUp {
        organization: text("organization"),
        currency: text("currency"),
        lang,
        time_zone: text("time_zone"),
        fiscal_start: get(posted, "fiscal_start").parse().ok().filter(|m| (1..=12).contains(m)).unwrap_or(1),
        name: text("name"),
        email: text("email"),
        password_hash: passwords::hash(password).await?,
    };
    app.engine
        .write(set_up::caller(), move |cx| {
            let user = set_up::set_up(cx, &what)?;
            // the link dies with its purpose, in the same transaction
            one_time::take(cx, Purpose::Setup, &link)?;
            Ok(user)
        })
        .await
}

// ---- one-time links

async fn invited(State(app): State<App>, call: Call, Path(link): Path<String>, RawQuery(query): RawQuery, headers: HeaderMap) -> Answer {
    let lang = language(&call, query.as_deref());
    Link::Invitation.look(&app, &call, &link).await?;
    Ok(sent(StatusCode::OK, lang, Link::Invitation.page(&app, lang, &headers, &link, None)))
}

async fn accepted(State(app): State<App>, call: Call, Path(link): Path<String>, headers: HeaderMap, Posted(posted): Fields) -> Answer {
    Link::Invitation.used(&app, &call, &link, &headers, &posted).await
}

async fn forgot(State(app): State<App>, call: Call, Path(link): Path<String>, RawQuery(query): RawQuery, headers: HeaderMap) -> Answer {
    let lang = language(&call, query.as_deref());
    Link::Reset.look(&app, &call, &link).await?;
    Ok(sent(StatusCode::OK, lang, Link::Reset.page(&app, lang, &headers, &link, None)))
}

async fn renewed(State(app): State<App>, call: Call, Path(link): Path<String>, headers: HeaderMap, Posted(posted): Fields) -> Answer {
    Link::Reset.used(&app, &call, &link, &headers, &posted).await
}

/// The two links by which a person chooses a password.
#[derive(Clone, Copy, PartialEq)]
enum Link {
    Invitation,
    Reset,
}

impl Link {
    fn purpose(self) -> Purpose {
        match self {
            Link::Invitation => Purpose::Invitation,
            Link::Reset => Purpose::Reset,
        }
    }

    fn path(self, link: &str) -> String {
        let word = if self == Link::Invitation { "welcome" } else { "password" };
        format!("/{word}/{}", encode(link))
    }

    async fn look(self, app: &App, call: &Call, link: &str) -> Result<(), Refusal> {
        let (hash, purpose) = (secret::hash(link), self.purpose());
        app.engine
            .read(Caller::System(Reason::SignIn), move |cx| one_time::look(cx, purpose, &hash).map(drop))
            .await
            .map_err(|problem| Refusal::of(call, problem))
    }

    fn page(self, app: &App, lang: Lang, headers: &HeaderMap, link: &str, problem: Option<&Problem>) -> Markup {
        let organisation = app.engine.shared().organization.name.clone();
        let word = if self == Link::Invitation { "welcome" } else { "renew" };
        let error = problem.and_then(|p| p.fields.first()).map(|f| field_sentence(lang, f));
        let form = html! {
            @if let Some(problem) = problem.filter(|p| p.fields.is_empty()) { (note(Tone::Danger, html! { (sentence(lang, problem)) }, None)) }
            form class="stack" method="post" action=(self.path(link)) aria-label=(say(lang, "enter-password")) {
                (Field::new("password", say(lang, "enter-password"), Input::Password { fresh: true }).required().autofocus().hint(say(lang, "enter-password-hint")).error(error).html(lang))
                (Button::primary(say(lang, &format!("enter-{word}-act"))).large().submit())
            }
        };
        let title = tr_with(lang, &format!("enter-{word}-title"), &[("name", organisation.as_str())]);
        let main = frame::sign(&title, &title, &say(lang, &format!("enter-{word}-lead")), form, html! { span { (say(lang, "web-product")) } });
        framed(lang, headers, &organisation, &self.path(link)).page(lang, &title, main)
    }

    /// A good password uses the link up and opens a session; a bad one shows the form again and leaves the link alive.
    async fn used(self, app: &App, call: &Call, link: &str, headers: &HeaderMap, posted: &[(String, String)]) -> Answer {
        self.look(app, call, link).await?;
        let password = posted.iter().find(|(n, _)| n == "password").map(|(_, v)| v.clone()).unwrap_or_default();
        match self.chosen(app, link, password).await {
            Ok(user) => {
                let agent = headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).map(str::to_string);
                let address = call.address.map(|a| a.to_string());
                let session = sign_in::open(app, user, address, agent).await.map_err(|p| Refusal::of(call, p))?;
                Ok(signed_in(app, &session, "/"))
            }
            Err(problem) => {
                let status = StatusCode::from_u16(problem.kind.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
                Ok(sent(status, call.lang, self.page(app, call.lang, headers, link, Some(&problem))))
            }
        }
    }

    async fn chosen(self, app: &App, link: &str, password: String) -> Result<Id> {
        let organisation = app.engine.shared().organization.name.clone();
        set_up::check_password(&password, &organisation, "", "")?;
        let kept = passwords::hash(password).await?;
        let hash = secret::hash(link);
        app.engine
            .write(Caller::System(Reason::SignIn), move |cx| match self {
                Link::Invitation => invite_user::accept(cx, &hash, &kept),
                Link::Reset => invite_user::accept_reset(cx, &hash, &kept),
            })
            .await
    }
}
