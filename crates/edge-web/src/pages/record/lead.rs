//! What becomes of a lead: converted into account, contact and opportunity in one act, with those proposed that are there already; put aside with
//! a reason; taken up again. The verbs are those of `modules`.

use axum::{
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};
use gate::{App, Call, Refusal, Route, Who};
use maud::{Markup, html};
use modules::customers::{
    convert_lead::{self, Conversion, Deal, Person},
    lead_matches, lead_status,
};
use records::{
    Cx,
    access::{self, Action},
    visible::Visible,
    write::{self, Input},
};
use types::{Id, Linked, Problem, ProblemKind, Result, Value, words::tr_with};

use super::Seen;
use crate::{
    control,
    desk::{self, Desk, Posted},
    pages::{
        ask::{self, Question},
        few::{Few, Refused},
    },
    show,
    ui::{self, Button, Field, Input as Control, Pick, Tone, note, picks},
};

pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/leads/{id}/conversion", Who::Person, into_what)
            .asks(Action::Edit)
            .says("Ask into what a lead is converted"),
        Route::post("/leads/{id}/conversion", Who::Person, convert).asks(Action::Edit).says("Convert a lead"),
        Route::get("/leads/{id}/disqualification", Who::Person, why)
            .asks(Action::Edit)
            .says("Ask why a lead is put aside"),
        Route::post("/leads/{id}/disqualification", Who::Person, disqualify)
            .asks(Action::Edit)
            .says("Put a lead aside"),
        Route::post("/leads/{id}/reopening", Who::Person, reopen).asks(Action::Edit).says("Take a lead up again"),
    ]
}

/// Asked of the new opportunity.
const DEAL: [&str; 4] = ["name", "amount", "close_date", "product"];

fn status(seen: &Seen) -> &str {
    seen.item.get("status").as_text().unwrap_or_default()
}

/// What can be done with it now.
pub fn acts(desk: &Desk, seen: &Seen) -> Option<Markup> {
    if seen.object.name != "leads" || !seen.may_write("status") || status(seen) == "converted" {
        return None;
    }
    let at = |verb: &str| format!("{}/{verb}", seen.href());
    let ask = |button: Button, verb: &str| button.href(at(verb)).get(at(verb)).target("#dialogs").swap("innerHTML");
    Some(html! {
        @if status(seen) == "disqualified" {
            form method="post" action=(at("reopening")) hx-post=(at("reopening")) hx-swap="none" {
                (Button::new(desk.say("record-reopen")).icon("arrow-back-up").submit())
            }
        } @else {
            (ask(Button::new(desk.say("lead-disqualify")).icon("ban"), "disqualification"))
            (ask(Button::primary(desk.say("lead-convert")).icon("arrows-exchange"), "conversion"))
        }
    })
}

/// What became of it, above its timeline.
pub fn outcome(desk: &Desk, seen: &Seen) -> Markup {
    let at = match seen.column("converted_at") {
        Some((_, Value::Time(at), false)) => *at,
        _ => return html! {},
    };
    let links: Vec<&Linked> = ["converted_account", "converted_contact", "converted_opportunity"]
        .into_iter()
        .filter_map(|name| match seen.column(name)? {
            (_, Value::Link(link), false) => Some(link),
            _ => None,
        })
        .collect();
    let when = types::display::day_and_time(desk.lang, at, &desk.zone, desk.today);
    let words = html! {
        (tr_with(desk.lang, "lead-converted-at", &[("when", when.as_str())]))
        @for (n, link) in links.iter().enumerate() {
            @if n > 0 { (desk.say("settings-comma")) }
            @let label = link.label.as_deref().unwrap_or_default();
            @match link.opens() {
                Some(object) => a class="in" href={ "/" (object) "/" (link.id) } { (label) },
                None => span class="muted" { (label) },
            }
        }
    };
    note(Tone::Ok, words, None)
}

async fn into_what(
    State(app): State<App>,
    call: Call,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    asked(&app, &call, &headers, id, Refused::default()).await
}

async fn asked(app: &App, call: &Call, headers: &HeaderMap, id: String, refused: Refused) -> Result<Response, Refusal> {
    let place = ("leads", format!("/leads/{id}/conversion"));
    let again = refused.problem.is_some();
    ask::answer(app, call, headers, place, again, move |cx, desk| {
        let seen = Seen::of(cx, "leads", &id)?;
        if !seen.may_write("status") {
            return Err(Problem::forbidden("no_right"));
        }
        Ok(Question {
            id: "conversion",
            title: desk.say("lead-convert"),
            note: seen.name(),
            action: format!("{}/conversion", seen.href()),
            body: body(cx, desk, &seen, &refused)?,
            submit: desk.say("lead-convert"),
            wide: true,
        })
    })
    .await
}

fn body(cx: &mut Cx, desk: &Desk, seen: &Seen, refused: &Refused) -> Result<Markup> {
    let matches = lead_matches::find(cx, &seen.item)?;
    let text = |field: &str| seen.item.get(field).as_text().unwrap_or_default().to_string();
    let company = if text("company").is_empty() { text("name") } else { text("company") };
    let typed = |name: &str, otherwise: String| refused.posted.get(name).map_or(otherwise, str::to_string);
    let first = |found: &[Visible]| found.first().map_or_else(|| "new".to_string(), |item| item.id.to_string());
    let same = matches.accounts.first().filter(|account| lead_matches::is_same(&seen.item, account));
    let account = typed("account", same.map_or_else(|| "new".to_string(), |account| account.id.to_string()));
    let contact = typed("contact", first(&matches.contacts));
    let mut accounts: Vec<Pick> = matches.accounts.iter().map(|item| pick(desk, item)).collect();
    accounts.push(Pick::new("new", desk.say("lead-new-account"), ""));
    let mut contacts: Vec<Pick> = matches.contacts.iter().map(|item| pick(desk, item)).collect();
    contacts.push(Pick::new("new", desk.say("lead-new-contact"), ""));
    contacts.push(Pick::new("nobody", desk.say("lead-no-contact"), ""));
    let named = |name: &str, key: &str, value: String| {
        Field::new(name, desk.say(key), Control::text(typed(name, value)))
            .error(refused.why(desk, name))
            .html(desk.lang)
    };
    let deals = cx.catalog.find("opportunities")?;
    let deal = match access::scope(cx, &deals, Action::Create) {
        Ok(scope) => {
            let amount = seen.item.get("expected_amount").clone();
            let given = [("name", Value::text(&company)), ("amount", amount)];
            Some(Few::of(cx, scope, None, &given, refused)?.fields(desk, &DEAL))
        }
        Err(_) => None,
    };
    let label =
        |object: &str| cx.catalog.object(object).map(|object| desk.single(object).to_string()).unwrap_or_default();
    let with_deal = refused.problem.is_none() || refused.posted.get("deal").is_some();
    Ok(html! {
        @if let Some(reason) = summary(desk, refused) { (note(Tone::Danger, html! { (reason) }, None)) }
        input type="hidden" name="version" value=(seen.item.version);
        fieldset class="fld" {
            legend { (label("accounts")) }
            (picks("account", &account, &accounts))
            @if let Some(why) = refused.why(desk, "account") { p class="hint bad" { (why) } }
        }
        (named("account_name", "lead-account-name", company.clone()))
        fieldset class="fld" {
            legend { (label("contacts")) }
            (picks("contact", &contact, &contacts))
            @if let Some(why) = refused.why(desk, "contact") { p class="hint bad" { (why) } }
        }
        (named("contact_name", "lead-contact-name", text("name")))
        @if let Some(fields) = deal {
            fieldset class="fld" {
                legend { (label("opportunities")) }
                label class="chk" { input type="checkbox" name="deal" value="1" checked[with_deal]; (desk.say("lead-new-deal")) }
            }
            (ui::fields(desk.lang, &fields))
        }
    })
}

/// What was refused and stands at no control of the dialog.
fn summary(desk: &Desk, refused: &Refused) -> Option<String> {
    const SHOWN: [&str; 4] = ["account", "contact", "account_name", "contact_name"];
    let one = refused
        .problem
        .as_ref()?
        .fields
        .iter()
        .find(|one| !SHOWN.contains(&one.field.as_str()) && !DEAL.contains(&one.field.as_str()));
    match one {
        Some(one) => {
            Some(format!("{}{}{}", one.field, desk.say("web-colon"), types::words::field_sentence(desk.lang, one)))
        }
        None => refused.reason(desk),
    }
}

/// A record that is there, with one fact that tells it apart.
fn pick(desk: &Desk, item: &Visible) -> Pick {
    let fact =
        item.iter().find(|(column, value)| *column.path != *item.object.title && !column.masked && !value.is_empty());
    let fact = fact.map(|(column, value)| show::words(desk, column.field(), value)).unwrap_or_default();
    Pick::new(item.id.to_string(), item.title.clone(), fact)
}

async fn convert(
    State(app): State<App>,
    call: Call,
    Path(id): Path<String>,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Refusal> {
    let refuse = |problem| Refusal::of(&call, problem);
    let lead = Id::asked(&id).map_err(refuse)?;
    let version = posted.get("version").and_then(|text| text.parse().ok());
    let wish = posted.clone();
    let done = app
        .engine
        .write(call.caller.clone(), move |cx| {
            let wish = wished(cx, &wish)?;
            convert_lead::convert(cx, lead, version, &wish)
        })
        .await;
    match done {
        Ok(_) => Ok(desk::go_saying(&call, &format!("/leads/{id}"), "lead-converted")),
        Err(problem) if matches!(problem.kind, ProblemKind::Invalid | ProblemKind::Conflict | ProblemKind::Stale) => {
            asked(&app, &call, &headers, id, Refused::of(posted, problem)).await
        }
        Err(problem) => Err(refuse(problem)),
    }
}

fn wished(cx: &mut Cx, posted: &Posted) -> Result<Conversion> {
    let text = |name: &str| posted.get(name).unwrap_or_default().trim();
    let existing = |name: &str| Id::parse(text(name)).ok_or_else(|| Problem::field(name, "missing_link"));
    let opportunity = match posted.get("deal") {
        Some(_) => {
            let deals = cx.catalog.find("opportunities")?;
            let scope = access::scope(cx, &deals, Action::Create)?;
            let mut input = control::input(&deals, &scope, &posted.0);
            input.entries.retain(|(name, _)| DEAL.contains(&name.as_str()));
            Some(Deal { input })
        }
        None => None,
    };
    Ok(Conversion {
        account: if text("account") == "new" { None } else { Some(existing("account")?) },
        account_name: Some(text("account_name").to_string()),
        contact: match text("contact") {
            "new" => Person::New,
            "nobody" => Person::Nobody,
            _ => Person::Existing(existing("contact")?),
        },
        contact_name: Some(text("contact_name").to_string()),
        opportunity,
    })
}

async fn why(
    State(app): State<App>,
    call: Call,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    reason(&app, &call, &headers, id, Refused::default()).await
}

async fn reason(
    app: &App,
    call: &Call,
    headers: &HeaderMap,
    id: String,
    refused: Refused,
) -> Result<Response, Refusal> {
    let place = ("leads", format!("/leads/{id}/disqualification"));
    let again = refused.problem.is_some();
    ask::answer(app, call, headers, place, again, move |cx, desk| {
        let seen = Seen::of(cx, "leads", &id)?;
        let edit = seen.edit.clone().filter(|_| seen.may_write("status"));
        let edit = edit.ok_or_else(|| Problem::forbidden("no_right"))?;
        let mut fields =
            Few::of(cx, edit, Some(&seen.item), &[], &refused)?.fields(desk, &["disqualify_reason", "disqualify_note"]);
        for field in fields.iter_mut().filter(|field| field.name == "disqualify_reason") {
            (field.required, field.autofocus) = (true, true);
        }
        Ok(Question {
            id: "disqualification",
            title: desk.say("lead-disqualify"),
            note: seen.name(),
            action: format!("{}/disqualification", seen.href()),
            body: html! {
                @if let Some(reason) = refused.reason(desk) { (note(Tone::Danger, html! { (reason) }, None)) }
                @for field in &fields { (field.html(desk.lang)) }
            },
            submit: desk.say("lead-disqualify"),
            wide: false,
        })
    })
    .await
}

async fn disqualify(
    State(app): State<App>,
    call: Call,
    Path(id): Path<String>,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Refusal> {
    let refuse = |problem| Refusal::of(&call, problem);
    let lead = Id::asked(&id).map_err(refuse)?;
    let text = |name: &str| posted.get(name).unwrap_or_default().trim().to_string();
    let (reasoned, said) = (text("disqualify_reason"), text("disqualify_note"));
    let done = app
        .engine
        .write(call.caller.clone(), move |cx| {
            let said = Some(said.as_str()).filter(|said| !said.is_empty());
            lead_status::disqualify(cx, lead, None, &reasoned, said).map(drop)
        })
        .await;
    match done {
        Ok(()) => Ok(desk::go_saying(&call, &format!("/leads/{id}"), "saved")),
        Err(problem) if matches!(problem.kind, ProblemKind::Invalid | ProblemKind::Conflict) => {
            reason(&app, &call, &headers, id, Refused::of(posted, problem)).await
        }
        Err(problem) => Err(refuse(problem)),
    }
}

async fn reopen(State(app): State<App>, call: Call, Path(id): Path<String>) -> Result<Response, Refusal> {
    let refuse = |problem| Refusal::of(&call, problem);
    let lead = Id::asked(&id).map_err(refuse)?;
    app.engine
        .write(call.caller.clone(), move |cx| {
            let leads = cx.catalog.find("leads")?;
            write::update(cx, &leads, lead, None, Input::default().text("status", "working")).map(drop)
        })
        .await
        .map_err(refuse)?;
    Ok(desk::go_saying(&call, &format!("/leads/{id}"), "saved"))
}
