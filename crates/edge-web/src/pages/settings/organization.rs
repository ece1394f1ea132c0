//! The organisation: its name, currency, language, time zone, week and fiscal year. One record, changed like any other.

use axum::{extract::State, http::HeaderMap, response::Response};
use gate::{App, Call, Refusal, Route, Who};
use maud::{Markup, html};
use records::{
    Cx,
    access::{self, Action},
    query::{self, Ask},
    visible::Visible,
    write,
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
    ui::{self, Button, Input, filter::Choice, form::section},
};

pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/settings/organization", Who::Person, page).asks(Action::View).says("The organisation's settings"),
        Route::post("/settings/organization", Who::Person, save)
            .asks(Action::Edit)
            .says("Change the organisation's settings"),
    ]
}

const ASKED: [&str; 6] = ["name", "currency", "locale", "time_zone", "week_start", "fiscal_start"];

async fn page(State(app): State<App>, call: Call, headers: HeaderMap) -> Result<Response, Refusal> {
    answer(&app, &call, &headers, Left::default()).await
}

async fn answer(app: &App, call: &Call, headers: &HeaderMap, left: Left) -> Result<Response, Refusal> {
    let path = Section::Organization.path().to_string();
    super::answer(app, call, headers, Section::Organization, path, left, |cx, desk, left| {
        Ok(Page { body: draw(cx, desk, &left.refused)?, ..Page::default() })
    })
    .await
}

fn stored(cx: &mut Cx) -> Result<Visible> {
    let settings = cx.catalog.find("settings")?;
    let fields = ASKED;
    let page = query::list(cx, &settings, &Ask::default().fields(&fields).limit(1))?;
    page.items.into_iter().next().ok_or_else(Problem::not_found)
}

fn draw(cx: &mut Cx, desk: &Desk, refused: &Refused) -> Result<Markup> {
    let item = stored(cx)?;
    let scope = access::scope(cx, &item.object, Action::Edit)?;
    let few = Few::of(cx, scope, Some(&item), &[], refused)?;
    let mut fields = few.fields(desk, &ASKED);
    for field in &mut fields {
        // what has few right answers is chosen
        let options = match field.name.as_str() {
            "currency" => choices::currencies(desk.lang),
            "time_zone" => choices::zones(desk.lang, desk.now),
            "week_start" => choices::weekdays(desk.lang),
            "fiscal_start" => choices::months(desk.lang),
            _ => continue,
        };
        let kept = match item.get(&field.name) {
            Value::Int(number) => number.to_string(),
            value => value.as_text().unwrap_or_default().to_string(),
        };
        let value = refused.posted.get(&field.name).map_or(kept, str::to_string);
        if field.name != "currency" {
            field.hint = None;
        }
        field.input = Input::Choice { options: with(options, &value), value, empty: false };
    }
    let label = desk.say("settings-organization");
    let body = html! {
        (reason(desk, refused))
        input type="hidden" name="version" value=(item.version);
        (ui::fields(desk.lang, &fields))
        (foot(Button::primary(desk.say("save"))))
    };
    Ok(section(&label, &desk.say("settings-organization-hint"), form("/settings/organization", &label, body)))
}

/// What is kept stays a choice, even an unusual one.
fn with(mut options: Vec<Choice>, value: &str) -> Vec<Choice> {
    if !value.is_empty() && options.iter().all(|(code, _)| code != value) {
        options.push((value.to_string(), value.to_string()));
    }
    options
}

async fn save(State(app): State<App>, call: Call, headers: HeaderMap, posted: Posted) -> Result<Response, Refusal> {
    let version = posted.get("version").and_then(|text| text.parse().ok());
    let pairs = posted.0.clone();
    let kept = app
        .engine
        .write(call.caller.clone(), move |cx| {
            let item = stored(cx)?;
            let scope = access::scope(cx, &item.object, Action::Edit)?;
            let mut input = control::input(&item.object, &scope, &pairs);
            input.entries.retain(|(name, _)| ASKED.contains(&name.as_str()));
            write::update(cx, &item.object, item.id, version, input).map(drop)
        })
        .await;
    match kept {
        Ok(()) => Ok(desk::go_saying(&call, Section::Organization.path(), "saved")),
        Err(problem) if is_answerable(&problem) => {
            answer(&app, &call, &headers, Left::refused("organization", Refused::of(posted, problem))).await
        }
        Err(problem) => Err(Refusal::of(&call, problem)),
    }
}
