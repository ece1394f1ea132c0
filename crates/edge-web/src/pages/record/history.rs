//! The history of a record: who changed which field from what to what, as far as its reader may see the fields.

use std::sync::Arc;

use axum::{
    extract::{Path, RawQuery, State},
    http::HeaderMap,
    response::Response,
};
use gate::{App, Call, Refusal, Route, Wants, Who};
use maud::{Markup, html};
use records::{
    Cx,
    access::Action,
    audit::history::{self, Difference, Imported, Step},
    field, query,
    schema::{FieldType, Object, Owned, Write},
    write::draft,
};
use serde_json::Value as Json;
use types::{
    Id, Name, Problem, Result, Value, display,
    words::{tr, tr_with},
};

use super::{Seen, head, tabs::Tab};
use crate::{
    desk::{self, Desk, Drawn},
    pages::timeline::day_label,
    place::{Place, pairs},
    show,
    ui::{self, Content, Day, Entry, Fact, Hue, Timeline},
};

pub fn routes() -> Vec<Route> {
    vec![Route::get("/{object}/{id}/history", Who::Person, page).asks(Action::View).says("The history of a record")]
}

/// Changes per page.
const PAGE: usize = 50;

async fn page(
    State(app): State<App>,
    call: Call,
    Path((object, id)): Path<(String, String)>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let before =
        pairs(raw.as_deref().unwrap_or_default()).into_iter().find(|(name, _)| name == "before").map(|(_, text)| text);
    let before = match before {
        Some(text) => Some(Id::parse(&text).ok_or_else(|| Refusal::of(&call, Problem::bad("bad_cursor")))?),
        None => None,
    };
    if before.is_some() && call.wants == Wants::Part {
        return desk::part(&app, &call, move |cx, desk| {
            let seen = Seen::of(cx, &object, &id)?;
            steps(cx, desk, &seen, before)
        })
        .await;
    }
    let (current, here) = (object.clone(), format!("/{object}/{id}/history"));
    desk::answer(&app, &call, &headers, &current, here, move |cx, desk| {
        let seen = Seen::of(cx, &object, &id)?;
        let header = head::header(cx, desk, &seen, &Tab::History, None);
        let main = html! {
            (head::top(desk, &seen, &Place::parse(&object, None), None))
            (header.html(desk.lang))
            div class="scroll pk" tabindex="0" role="region" aria-label=(desk.say("history")) { h2 class="sr" { (desk.say("history")) } (steps(cx, desk, &seen, before)?) }
        };
        Ok(Drawn::new(seen.name(), main))
    })
    .await
}

/// A page of changes by day.
pub fn steps(cx: &mut Cx, desk: &Desk, seen: &Seen, before: Option<Id>) -> Result<Markup> {
    let found = history::page(cx, &seen.object, seen.item.id, before, PAGE)?;
    let more =
        found.last().filter(|_| found.len() == PAGE).map(|last| format!("{}/history?before={}", seen.href(), last.id));
    let mut days: Vec<Day> = Vec::new();
    for (step, times) in gathered(desk, &seen.object, found) {
        let label = day_label(desk, step.at);
        if days.last().is_none_or(|day| day.label != label) {
            days.push(Day { label, entries: Vec::new() });
        }
        let entry = entry(cx, desk, &seen.object, &step, times)?;
        days.last_mut().expect("a day was just pushed").entries.push(entry);
    }
    Ok(Timeline { days, more }.html(desk.lang))
}

/// What the engine set by itself (the first sale of an account with thirty deals) is one step of a day, from what was before to what came of it.
fn gathered(desk: &Desk, object: &Object, found: Vec<Step>) -> Vec<(Step, usize)> {
    let mut kept: Vec<(Step, usize)> = Vec::new();
    for step in found {
        match kept.last_mut() {
            Some((newer, times))
                if is_automatic(object, newer)
                    && is_automatic(object, &step)
                    && step.at.date_in(&desk.zone) == newer.at.date_in(&desk.zone) =>
            {
                for older in step.fields {
                    match newer.fields.iter_mut().find(|newer| newer.position == older.position) {
                        Some(newer) => newer.before = older.before,
                        None => newer.fields.push(older),
                    }
                }
                if newer.import != step.import {
                    newer.import = None;
                }
                *times += 1;
            }
            _ => kept.push((step, 1)),
        }
    }
    kept
}

/// It changed nothing that anybody types: it followed from something else. Of people and teams it is what somebody did to them.
fn is_automatic(object: &Object, step: &Step) -> bool {
    let follows = |change: &Difference| matches!(object.fields[change.position].write, Write::Engine | Write::Verb);
    let owned = matches!(object.owned, Owned::ByPerson);
    owned && step.action == "update" && !step.fields.is_empty() && step.fields.iter().all(follows)
}

fn entry(cx: &mut Cx, desk: &Desk, object: &Arc<Object>, step: &Step, times: usize) -> Result<Entry> {
    let automatic = times > 1;
    let (key, icon, hue) = match step.action.as_str() {
        "update" if automatic => ("record-step-automatic", "refresh", Hue::Grey),
        "create" => ("record-step-create", "plus", Hue::Green),
        "update" => ("record-step-update", "pencil", Hue::Blue),
        "delete" => ("record-step-delete", "trash", Hue::Red),
        "restore" => ("record-step-restore", "arrow-back-up", Hue::Green),
        _ => ("record-step-other", "history", Hue::Grey),
    };
    let mut changed = Vec::new();
    for difference in &step.fields {
        changed.push(fact(cx, desk, object, difference)?);
    }
    Ok(Entry {
        icon: icon.into(),
        hue,
        head: Some(html! {
            @if automatic { b { (desk.say("record-by-system")) } " " (tr_with(desk.lang, key, &[("count", times)])) }
            @else if step.followed {
                b { (desk.say("record-automatically")) } " " (desk.say(key)) " "
                span class="muted" { (tr_with(desk.lang, "record-following", &[("name", who(desk, step))])) }
            } @else { b { (who(desk, step)) } " " (desk.say(key)) }
            (by_import(desk, step.import.as_ref()))
        }),
        time: display::time(step.at, &desk.zone),
        datetime: step.at.to_string(),
        body: (!changed.is_empty()).then(|| ui::facts(desk.lang, &changed)),
        meta: None,
    })
}

/// Which import did it, with the way to it for whoever may see it.
pub fn by_import(desk: &Desk, import: Option<&Imported>) -> Markup {
    html! {
        @if let Some(import) = import {
            " " span class="muted" {
                (desk.say("record-by-import"))
                @if let (Some(id), Some(file)) = (import.id, &import.file) { " " a class="in" href={ "/imports/" (id) } { (file) } }
            }
        }
    }
}

/// A person's name, or in words what acted without one.
fn who(desk: &Desk, step: &Step) -> String {
    match step.name.as_str() {
        "setup" | "command" | "upkeep" | "sign_in" if step.who.is_none() => desk.say("record-by-system"),
        name => name.to_string(),
    }
}

fn fact(cx: &mut Cx, desk: &Desk, object: &Object, difference: &Difference) -> Result<Fact> {
    let one = &object.fields[difference.position];
    let old = shown(cx, desk, one, &difference.before)?;
    let new = shown(cx, desk, one, &difference.after)?
        .unwrap_or_else(|| html! { span class="muted" { (tr(desk.lang, "empty")) } });
    Ok(Fact::new(show::label(desk, one), Content::Markup(ui::tag::change(old, new))))
}

/// A value as it was kept; what can no longer be read as its type stands there as it is.
fn shown(cx: &mut Cx, desk: &Desk, one: &records::schema::Field, json: &Json) -> Result<Option<Markup>> {
    if json.is_null() {
        return Ok(None);
    }
    let value = match field::accept_json(one, json, &draft::hints(cx)) {
        Ok(value) => named(cx, one, value)?,
        Err(_) => Value::Text(json.as_str().map_or_else(|| json.to_string(), str::to_string)),
    };
    Ok(Some(show::content(desk, one, &value, false).draw()))
}

/// What a link of the past was called: it stood in this record, so whoever reads its history has seen it, or may.
fn named(cx: &mut Cx, one: &records::schema::Field, value: Value) -> Result<Value> {
    Ok(match value {
        Value::Link(mut link) if link.label.is_none() => {
            link.label = query::label(cx, one, &link)?;
            Value::Link(link)
        }
        Value::Links(mut list) => {
            let object = Name::of(if matches!(one.kind, FieldType::Files) { "files" } else { "users" });
            let mut labels = query::labels(cx, &object, &list.iter().map(|link| link.id).collect::<Vec<_>>())?;
            for link in &mut list {
                link.label = labels.remove(&link.id).map(|(label, _)| label);
            }
            Value::Links(list)
        }
        value => value,
    })
}
