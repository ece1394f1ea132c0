//! One's own profile: name, language, time zone, and how this browser shows the product.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::Response,
};
use gate::{App, Call, Refusal, Route, Who};
use maud::{Markup, html};
use records::{
    Cx,
    access::{self, Action},
    query,
    write::{self, Input as Written},
};
use types::{Problem, Result, Value};

use super::{Left, Page, Section, foot, form, is_answerable, reason};
use crate::{
    control,
    desk::{self, Desk, Posted},
    pages::{
        choices,
        few::{Few, Refused},
    },
    show,
    ui::{self, Button, Fact, Field, Input, form::section, head::Theme},
};

pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/settings/profile", Who::Person, page).says("My profile"),
        Route::post("/settings/profile", Who::Person, save).asks(Action::Edit).says("Change my profile"),
        Route::post("/settings/look", Who::Person, look).says("How this browser shows the product"),
    ]
}

/// What people say of themselves, as far as they may.
const OWN: [&str; 5] = ["name", "phone", "job_title", "locale", "time_zone"];
/// What others say of them.
const GIVEN: [&str; 5] = ["email", "team", "manager", "job_title", "phone"];

async fn page(State(app): State<App>, call: Call, headers: HeaderMap) -> Result<Response, Refusal> {
    answer(&app, &call, &headers, Left::default()).await
}

async fn answer(app: &App, call: &Call, headers: &HeaderMap, left: Left) -> Result<Response, Refusal> {
    let look = desk::look(headers);
    let path = Section::Profile.path().to_string();
    super::answer(app, call, headers, Section::Profile, path, left, move |cx, desk, left| {
        let body = html! { (person(cx, desk, left)?) (device(desk, look)) };
        Ok(Page { body, ..Page::default() })
    })
    .await
}

fn person(cx: &mut Cx, desk: &Desk, left: &Left) -> Result<Markup> {
    let users = cx.catalog.find("users")?;
    let me = cx.actor.user.ok_or_else(Problem::unauthorized)?;
    let item = query::get(cx, &users, me, None)?;
    let none = Refused::default();
    let refused = left.of("profile", &none);
    let few = match access::scope(cx, &users, Action::Edit) {
        Ok(scope) if query::is_visible(cx, &scope, me)? => Some(Few::of(cx, scope, Some(&item), &[], refused)?),
        _ => None,
    };
    let mut asked: Vec<Field> = few.as_ref().map(|few| few.fields(desk, &OWN)).unwrap_or_default();
    for field in &mut asked {
        // a name of a place on earth is chosen, not typed
        if field.name == "time_zone" {
            let now = refused.posted.get("time_zone").or(item.get("time_zone").as_text()).unwrap_or_default();
            field.input =
                Input::Choice { value: now.to_string(), options: choices::zones(desk.lang, desk.now), empty: true };
            field.hint = Some(desk.say("settings-zone-hint"));
        }
    }
    let facts: Vec<Fact> = item
        .iter()
        .filter(|(column, value)| {
            let name = column.path.as_str();
            (name == "name" || GIVEN.contains(&name))
                && !value.is_empty()
                && asked.iter().all(|field| field.name != name)
        })
        .map(|(column, value)| {
            Fact::new(show::label(desk, column.field()), show::content(desk, column.field(), value, column.masked))
        })
        .collect();
    let body = html! {
        (reason(desk, refused))
        @if !facts.is_empty() { (ui::facts(desk.lang, &facts)) }
        @if !asked.is_empty() { (ui::fields(desk.lang, &asked)) (foot(Button::primary(desk.say("save")))) }
    };
    let label = desk.say("settings-profile");
    Ok(section(&label, &desk.say("settings-profile-hint"), form("/settings/profile", &label, body)))
}

fn device(desk: &Desk, look: ui::head::Look) -> Markup {
    let options = |keys: &[&str]| {
        keys.iter().map(|key| (key.to_string(), desk.say(&format!("settings-look-{key}")))).collect::<Vec<_>>()
    };
    let radio = |value: &str, keys: &[&str]| Input::Radio { value: value.to_string(), options: options(keys) };
    let theme = match look.theme {
        Theme::System => "system",
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    let fields = [
        Field::new("theme", desk.say("settings-theme"), radio(theme, &["system", "light", "dark"])),
        Field::new(
            "density",
            desk.say("settings-density"),
            radio(if look.compact { "compact" } else { "normal" }, &["normal", "compact"]),
        ),
        Field::new(
            "keys",
            desk.say("settings-keys"),
            radio(if look.no_keys { "nokeys" } else { "keys" }, &["keys", "nokeys"]),
        )
        .hint(desk.say("settings-keys-hint")),
    ];
    let label = desk.say("settings-device");
    let body = html! {
        div class="stack" { @for field in &fields { (field.html(desk.lang)) } }
        (foot(Button::new(desk.say("save"))))
    };
    section(&label, &desk.say("settings-device-hint"), form("/settings/look", &label, body))
}

async fn save(State(app): State<App>, call: Call, headers: HeaderMap, posted: Posted) -> Result<Response, Refusal> {
    let pairs = posted.0.clone();
    let kept = app
        .engine
        .write(call.caller.clone(), move |cx| {
            let users = cx.catalog.find("users")?;
            let me = cx.actor.user.ok_or_else(Problem::unauthorized)?;
            let scope = access::scope(cx, &users, Action::Edit)?;
            let mut input: Written = control::input(&users, &scope, &pairs);
            input.entries.retain(|(name, _)| OWN.contains(&name.as_str()));
            write::update(cx, &users, me, None, input)
        })
        .await;
    match kept {
        Ok(me) => {
            let mut response = desk::go_saying(&call, Section::Profile.path(), "saved");
            // the pages before sign-in speak it too
            let lang = me.get("locale");
            if let Value::Text(tag) = lang {
                cookie(&mut response, &format!("lang={tag}"));
            }
            Ok(response)
        }
        Err(problem) if is_answerable(&problem) => {
            answer(&app, &call, &headers, Left::refused("profile", Refused::of(posted, problem))).await
        }
        Err(problem) => Err(Refusal::of(&call, problem)),
    }
}

/// Of this browser, not of the person: a telephone wants another density than a desk.
async fn look(call: Call, posted: Posted) -> Response {
    let words: Vec<&str> = ["theme", "density", "keys"]
        .into_iter()
        .filter_map(|name| posted.get(name))
        .filter(|word| ["dark", "light", "compact", "nokeys"].contains(word))
        .collect();
    let mut response = desk::go_saying(&call, Section::Profile.path(), "saved");
    cookie(&mut response, &format!("look={}", words.join(".")));
    response
}

fn cookie(response: &mut Response, pair: &str) {
    if let Ok(cookie) = HeaderValue::from_str(&format!("{pair}; Path=/; Max-Age=31536000; SameSite=Lax")) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}
