//! Somebody saved meanwhile: what both changed is put side by side, everything else is merged, and nothing that was typed is lost.
//! Called by cells and forms when a save is stale.

use std::{collections::HashMap, sync::Arc};

use axum::{
    http::{HeaderValue, StatusCode},
    response::Response,
};
use gate::{App, Call, Refusal};
use records::{
    Cx,
    access::{self, Action},
    audit::history,
    field, query,
    schema::{Field, FieldType, Object},
    write::Raw,
};
use types::{Id, Linked, Name, Result, Value};

use crate::{
    control,
    desk::{self, Desk, Posted},
    show,
    ui::{Conflict, Difference},
};

/// Before the name of a field: whose value is kept.
const KEEP: &str = "_keep.";
/// Changes that are looked through for who changed what.
const STEPS: i64 = 50;

/// The posted form without the fields for which the other side was chosen.
pub fn chosen(posted: Vec<(String, String)>) -> Vec<(String, String)> {
    let theirs: Vec<String> = posted
        .iter()
        .filter(|(_, value)| value == "theirs")
        .filter_map(|(name, _)| name.strip_prefix(KEEP).map(str::to_string))
        .collect();
    let of = |name: &str, field: &String| {
        name == field || name.strip_prefix(field.as_str()).is_some_and(|rest| rest.starts_with('.'))
    };
    posted.into_iter().filter(|(name, _)| !theirs.iter().any(|field| of(name, field))).collect()
}

/// The dialog, as an answer to the form that was refused.
pub async fn answer(
    app: &App,
    call: &Call,
    object: String,
    id: Id,
    posted: Posted,
    action: String,
) -> Result<Response, Refusal> {
    let mut response = desk::part(app, call, move |cx, desk| {
        let object = cx.catalog.find(&object)?;
        Ok(dialog(cx, desk, &object, id, posted, action)?.html(desk.lang))
    })
    .await?;
    *response.status_mut() = StatusCode::CONFLICT;
    let headers = response.headers_mut();
    headers.insert("hx-retarget", HeaderValue::from_static("#dialogs"));
    headers.insert("hx-reswap", HeaderValue::from_static("innerHTML"));
    Ok(response)
}

fn dialog(cx: &mut Cx, desk: &Desk, object: &Arc<Object>, id: Id, posted: Posted, action: String) -> Result<Conflict> {
    let seen: i64 = posted.get("version").and_then(|text| text.parse().ok()).unwrap_or_default();
    let posted = chosen(posted.0);
    let scope = access::scope(cx, object, Action::Edit)?;
    let now = query::get(cx, object, id, None)?;
    let steps = history::page(cx, object, id, None, (now.version - seen).clamp(1, STEPS) as usize)?;
    // what each field was before the first of the changes this person has not seen
    let mut before: HashMap<usize, serde_json::Value> = HashMap::new();
    for difference in steps.iter().flat_map(|step| &step.fields) {
        before.insert(difference.position, difference.before.clone());
    }
    let mine = values(cx, object, &scope, &posted);
    let mut fields = Vec::new();
    let mut dropped = Vec::new();
    let mut merged = Vec::new();
    for (position, value) in mine {
        let one = &object.fields[position];
        let theirs = now.get(&one.name);
        if value == *theirs {
            continue;
        }
        match before.get(&position) {
            // only this person changed it
            None => merged.push(show::label(desk, one).to_string()),
            // only the other one did
            Some(was) if *was == field::to_json(one, &value) => dropped.push(one.name.to_string()),
            Some(_) => fields.push(Difference {
                name: format!("{KEEP}{}", one.name),
                label: show::label(desk, one).to_string(),
                theirs: show::content(desk, one, theirs, false).draw(),
                theirs_value: "theirs".into(),
                mine: show::content(desk, one, &labelled(cx, one, value, theirs)?, false).draw(),
                mine_value: "mine".into(),
            }),
        }
    }
    let last = steps.first();
    let hidden = posted.into_iter().filter(|(name, _)| name != "version" && !dropped.contains(name)).collect();
    Ok(Conflict {
        title: types::words::tr_with(desk.lang, "form-conflict", &[("name", now.title.as_str())]),
        action,
        version: now.version.to_string(),
        other: last.map(|step| step.name.clone()).unwrap_or_default(),
        other_note: last.map(|step| types::display::ago(desk.lang, step.at, desk.now, &desk.zone)).unwrap_or_default(),
        me: cx.actor.name.clone(),
        fields,
        merged: merged.join(&desk.say("list-comma")),
        hidden,
    })
}

/// What the form says, as far as it can be read.
pub fn values(cx: &Cx, object: &Object, scope: &access::Scope, posted: &[(String, String)]) -> Vec<(usize, Value)> {
    let hints = records::write::draft::hints(cx);
    let input = control::input(object, scope, posted);
    let read = |name: &str, raw: Raw| {
        let position = object.position(name)?;
        let one = &object.fields[position];
        let value = match raw {
            Raw::Json(json) => field::accept_json(one, &json, &hints),
            Raw::Text(text) => field::accept_text(one, &text, &hints),
            Raw::Value(value) => Ok(value),
        };
        Some((position, field::check(one, &value.ok()?).ok()?))
    };
    input.entries.into_iter().filter_map(|(name, raw)| read(&name, raw)).collect()
}

/// A link that was posted has no label yet. What stands in the record already is shown as it is there; of any other record this person reads
/// the title only if they may see it.
pub fn labelled(cx: &mut Cx, one: &Field, value: Value, stored: &Value) -> Result<Value> {
    let stood = match stored {
        Value::Link(link) => std::slice::from_ref(link),
        Value::Links(list) => list,
        _ => &[],
    };
    let known = |link: &Linked| stood.iter().find(|old| old.id == link.id && old.label.is_some());
    Ok(match value {
        Value::Link(mut link) if link.label.is_none() => {
            link.label = match (known(&link), query::load::target(cx, one, &link)) {
                (Some(old), _) => old.label.clone(),
                (None, Some(object)) => query::labels_for_caller(cx, &object.name, &[link.id])?.remove(&link.id),
                (None, None) => None,
            };
            Value::Link(link)
        }
        Value::Links(mut list) => {
            let object = Name::of(if matches!(one.kind, FieldType::Files) { "files" } else { "users" });
            let fresh: Vec<Id> = list.iter().filter(|link| known(link).is_none()).map(|link| link.id).collect();
            let mut labels = query::labels_for_caller(cx, &object, &fresh)?;
            for link in &mut list {
                link.label = known(link).and_then(|old| old.label.clone()).or_else(|| labels.remove(&link.id));
            }
            Value::Links(list)
        }
        value => value,
    })
}
