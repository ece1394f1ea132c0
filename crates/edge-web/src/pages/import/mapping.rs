//! The mapping of an import: each column and the field it goes to, how sure that is, how records are recognised. Changes are kept as they are made.

use axum::{
    extract::{Path, RawQuery, State},
    http::{HeaderMap, StatusCode},
};
use gate::{App, Call, Refusal, Route, Wants, Who};
use maud::html;
use records::{
    access::Action,
    import::{
        Column, OnDuplicate, Plan, Unknown,
        plan::{DateOrder, Mark},
    },
};
use types::{Id, Problem, ProblemKind};

use super::{Answer, Import, mapping_parts as parts, number, opened, page, port, targets::Targets};
use crate::{
    desk::{self, Posted},
    place::pairs,
    ports::Seen,
    ui::{Button, wizard, wizard_bar},
};

/// Fields that one column may go to.
const FIELDS: usize = 5;

pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/imports/{id}/mapping", Who::Person, show).asks(Action::View).says("The mapping of an import"),
        Route::post("/imports/{id}/mapping", Who::Person, change)
            .asks(Action::Import)
            .says("Change the mapping of an import"),
    ]
}

async fn show(
    State(app): State<App>,
    call: Call,
    Path(id): Path<String>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Answer {
    let id = Id::asked(&id).map_err(|problem| Refusal::of(&call, problem))?;
    let import = opened(&app, &call, id).await?;
    let from = pairs(raw.as_deref().unwrap_or_default()).into_iter().find(|(name, _)| name == "from");
    let from = from.and_then(|(_, text)| text.parse().ok()).unwrap_or_default();
    answer(&app, &call, &headers, import, None, from).await
}

async fn answer(
    app: &App,
    call: &Call,
    headers: &HeaderMap,
    import: Import,
    refused: Option<Problem>,
    from: usize,
) -> Answer {
    let refuse = |problem| Refusal::of(call, problem);
    let imports = port(app).map_err(refuse)?;
    let seen = imports.look(call.caller.clone(), import.id).await.map_err(refuse)?;
    let saved = imports.saved(call.caller.clone(), import.object.name.to_string()).await.map_err(refuse)?;
    let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let from = shown(&seen, from).start;
    page(app, call, headers, import, (1, status), move |cx, desk, import| {
        let targets = Targets::of(cx, desk, &import.object)?;
        let about = parts::About { cx, desk, import, seen: &seen, targets: &targets };
        let (title, text) = about.title();
        let body = html! {
            (about.told(refused.as_ref()))
            (about.saved(&saved))
            form id="mapping" method="post" action=(import.url("mapping")) hx-post=(import.url("mapping")) hx-trigger="change"
                hx-select="#main" hx-target="#main" hx-swap="outerMorph" class="wiz-f" aria-label=(desk.say("wizard-step-mapping")) {
                (about.table(from))
                (about.recognising())
            }
        };
        let rows = import.count("read");
        let label = match rows {
            0 => desk.say("wizard-to-check"),
            _ => types::words::tr_with(desk.lang, "wizard-to-check-rows", &[("count", number(rows))]),
        };
        Ok(html! {
            (wizard(&desk.say("wizard-step-mapping"), &title, &text, body))
            (wizard_bar(&desk.say("wizard-kept"), html! {
                (Button::new(desk.say("wizard-back")).href(import.url("file")))
                (Button::primary(label).trailing("arrow-right").sends("next", "check").attr("form", "mapping"))
            }))
        })
    })
    .await
}

async fn change(
    State(app): State<App>,
    call: Call,
    Path(id): Path<String>,
    headers: HeaderMap,
    posted: Posted,
) -> Answer {
    let refuse = |problem| Refusal::of(&call, problem);
    let id = Id::asked(&id).map_err(refuse)?;
    let import = opened(&app, &call, id).await?;
    let imports = port(&app).map_err(refuse)?;
    let caller = || call.caller.clone();
    let from = posted.get("page").or(posted.get("from")).and_then(|text| text.parse().ok()).unwrap_or_default();
    let kept = match posted.get("saved").and_then(Id::parse) {
        Some(saved) => imports.apply(caller(), id, saved).await,
        None => {
            let seen = imports.look(caller(), id).await.map_err(refuse)?;
            imports.plan(caller(), id, planned(&seen, &posted)).await
        }
    };
    let done = match kept {
        Ok(()) if posted.get("next").is_some() => imports.check(caller(), id).await,
        kept => kept,
    };
    match done {
        Ok(()) if posted.get("next").is_some() => Ok(desk::go(&call, &import.url(""))),
        Ok(()) if call.wants != Wants::Part => Ok(desk::go(&call, &format!("{}?from={from}", import.url("mapping")))),
        Ok(()) => answer(&app, &call, &headers, opened(&app, &call, id).await?, None, from).await,
        Err(problem) if matches!(problem.kind, ProblemKind::Invalid | ProblemKind::BadRequest) => {
            answer(&app, &call, &headers, opened(&app, &call, id).await?, Some(problem), from).await
        }
        Err(problem) => Err(refuse(problem)),
    }
}

/// The columns of a page of the form: those from this one on.
fn shown(seen: &Seen, from: usize) -> std::ops::Range<usize> {
    let all = seen.columns.len();
    let from = from.min(all.saturating_sub(1)) / parts::PAGE * parts::PAGE;
    from..all.min(from + parts::PAGE)
}

/// The plan as the form says it. Columns on other pages of it stay; what the form does not show (texts that every row gets, how numbers are written) stays.
pub fn planned(seen: &Seen, posted: &Posted) -> Plan {
    let before = |at: usize, to: &str| seen.plan.columns.iter().find(|column| column.at == Some(at) && column.to == to);
    let mut columns: Vec<Column> = Vec::new();
    let from = posted.get("from").and_then(|text| text.parse().ok()).unwrap_or_default();
    let shown = shown(seen, from);
    for (at, name) in seen.columns.iter().enumerate() {
        if !shown.contains(&at) {
            columns.extend(seen.plan.columns.iter().filter(|column| column.at == Some(at)).cloned());
            continue;
        }
        let mut taken: Vec<&str> = Vec::new();
        for to in posted.all(&format!("to.{at}")).filter(|to| !to.is_empty()).take(FIELDS) {
            if taken.contains(&to) {
                continue;
            }
            taken.push(to);
            let mut column = before(at, to).cloned().unwrap_or_else(|| Column {
                at: Some(at),
                name: name.clone(),
                to: to.to_string(),
                ..Column::default()
            });
            let chosen = |what: &str| posted.get(&format!("{what}.{at}"));
            if let Some(word) = chosen("unknown") {
                column.unknown = unknown(word);
            }
            if let Some(word) = chosen("dates") {
                column.date_order = date_order(word);
            }
            if let Some(word) = chosen("mark") {
                column.mark = mark(word);
            }
            columns.push(column);
        }
    }
    columns.extend(seen.plan.columns.iter().filter(|column| column.at.is_none()).cloned());
    let known = |field: &str| columns.iter().any(|column| column.to == field);
    let decisions = seen.plan.decisions.iter().filter(|decision| known(&decision.field)).cloned().collect();
    let key = posted.get("key").filter(|key| known(key)).map(str::to_string);
    let on_duplicate = posted.get("duplicates").and_then(duplicates).unwrap_or(seen.plan.on_duplicate);
    // an identifier of another system is unique within that system
    let external_source = match known("external_id") {
        true => seen.plan.external_source.clone().or_else(|| Some("import".into())),
        false => seen.plan.external_source.clone(),
    };
    Plan { columns, decisions, key, on_duplicate, external_source, ..seen.plan.clone() }
}

pub fn unknown(word: &str) -> Option<Unknown> {
    match word {
        "create" => Some(Unknown::Create),
        "empty" => Some(Unknown::Empty),
        "refuse" => Some(Unknown::Refuse),
        _ => None,
    }
}

pub fn duplicates(word: &str) -> Option<OnDuplicate> {
    match word {
        "skip" => Some(OnDuplicate::Skip),
        "update" => Some(OnDuplicate::Update),
        "create" => Some(OnDuplicate::Create),
        _ => None,
    }
}

fn date_order(word: &str) -> Option<DateOrder> {
    match word {
        "ymd" => Some(DateOrder::Ymd),
        "dmy" => Some(DateOrder::Dmy),
        "mdy" => Some(DateOrder::Mdy),
        _ => None,
    }
}

fn mark(word: &str) -> Option<Mark> {
    match word {
        "point" => Some(Mark::Point),
        "comma" => Some(Mark::Comma),
        _ => None,
    }
}
