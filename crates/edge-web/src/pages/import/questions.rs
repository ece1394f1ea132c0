//! What will happen, before it does: the counts of the check, one question for each kind of difficulty, the first rows as they will be. Answers are
//! checked again, or carried out.

use std::collections::HashMap;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
};
use gate::{App, Call, Refusal, Route, Who};
use maud::{Markup, html};
use records::{
    Cx,
    access::Action,
    import::{Checked, Unknown, check::Kind, refused::quoted},
};
use types::{
    Id, Result,
    text::fold,
    words::{Arg, tr_with},
};

use super::{
    Answer, Import, decide,
    file::column_name,
    number, opened, page, port,
    problems::{About, meant},
    targets::Targets,
};
use crate::{
    desk::{self, Desk, Posted},
    ports::Seen,
    ui::{self, Button, Stat, Tone, bars::data_table, stat, wizard, wizard_bar},
};

/// Rows and columns shown as they will be.
const ROWS: usize = 8;
const COLUMNS: usize = 12;

pub fn routes() -> Vec<Route> {
    vec![
        Route::post("/imports/{id}/decisions", Who::Person, change)
            .asks(Action::Import)
            .says("Decide about the questions of an import"),
    ]
}

pub async fn answer(app: &App, call: &Call, headers: &HeaderMap, import: Import) -> Answer {
    let seen = port(app).map_err(|problem| Refusal::of(call, problem))?.look(call.caller.clone(), import.id).await;
    let seen = seen.map_err(|problem| Refusal::of(call, problem))?;
    let step = (2, StatusCode::OK);
    page(app, call, headers, import, step, move |cx, desk, import| {
        let Some(checked) = import.outcome().checked else {
            return Ok(unchecked(desk, import));
        };
        let targets = Targets::of(cx, desk, &import.object)?;
        let corrected = corrected(cx, desk, import, &seen)?;
        let mut about = About { cx, desk, import, targets: &targets, plan: &seen.plan, checked: &checked };
        let (questions, open) = about.questions()?;
        let body = html! {
            (sums(desk, &checked))
            (unnamed(desk, &checked)) (questions) (about.refused()) (about.settled()?) (preview(desk, &seen, &checked, &corrected)) (remember(desk, import, &seen))
        };
        let tally = &checked.tally;
        let rows = number(tally.read);
        let args = [("rows", types::words::Arg::from(rows.as_str())), ("count", types::words::Arg::from(open as i64))];
        let key = if open == 0 { "wizard-checked-title" } else { "wizard-checked-title-open" };
        let writes = tally.created + tally.updated;
        let go = Button::primary(tr_with(desk.lang, "wizard-go", &[("count", number(writes))])).sends("next", "go");
        let main = html! {
            form class="wiz-p" method="post" action=(import.url("decisions")) aria-label=(desk.say("wizard-step-questions")) {
                // Enter in a field means this one, not the first button further down
                button class="sr" type="submit" name="next" value="check" tabindex="-1" aria-hidden="true" {}
                (wizard(&desk.say("wizard-step-questions"), &tr_with(desk.lang, key, &args), &desk.say("wizard-checked-text"), body))
                (wizard_bar(&desk.say("wizard-kept"), html! {
                    (Button::new(desk.say("wizard-back")).href(import.url("mapping")))
                    (Button::new(desk.say("wizard-check-again")).icon("refresh").sends("next", "check"))
                    (go.trailing("arrow-right").disabled(tally.read == 0))
                }))
            }
        };
        Ok(main)
    })
    .await
}

/// The check could not be carried out.
fn unchecked(desk: &Desk, import: &Import) -> Markup {
    let why = import.failure(desk).unwrap_or_else(|| desk.say("wizard-check-gone"));
    let body = html! { div role="alert" { (ui::note(Tone::Danger, html! { b { (desk.say("wizard-check-failed")) } " " (why) }, None)) } };
    html! {
        (wizard(&desk.say("wizard-step-questions"), &desk.say("wizard-check-failed"), "", body))
        form method="post" action=(import.url("mapping")) {
            (wizard_bar(&desk.say("wizard-kept"), html! {
                (Button::new(desk.say("wizard-back")).href(import.url("mapping")))
                (Button::new(desk.say("wizard-step-upload")).href(import.url("file")))
            }))
        }
    }
}

fn sums(desk: &Desk, checked: &Checked) -> Markup {
    let tally = &checked.tally;
    let figure = |key: &str, count: u64| Stat::new(desk.say(key), number(count));
    let refused = figure("wizard-will-refuse", tally.failed);
    let mut figures = vec![
        ("", figure("wizard-checked", tally.read)),
        ("=", figure("wizard-will-create", tally.created)),
        ("+", figure("wizard-will-update", tally.updated)),
    ];
    if tally.skipped > 0 {
        figures.push(("+", figure("wizard-will-skip", tally.skipped)));
    }
    figures.push(("+", if tally.failed > 0 { refused.late() } else { refused }));
    stat::sum(&desk.say("wizard-checked-sums"), &figures)
}

/// Files that came along and that nobody asked for: they stay outside.
fn unnamed(desk: &Desk, checked: &Checked) -> Markup {
    let unnamed = &checked.unnamed;
    if unnamed.files == 0 {
        return html! {};
    }
    let names = unnamed.first.join(&desk.say("wizard-comma"));
    let more = unnamed.files > unnamed.first.len() as u64;
    let args = [("count", Arg::from(unnamed.files as i64)), ("names", Arg::from(names.as_str()))];
    ui::note(Tone::Info, html! { (tr_with(desk.lang, "wizard-unnamed", &args)) @if more { " …" } }, None)
}

/// The first rows of the file with what will become of each.
fn preview(desk: &Desk, seen: &Seen, checked: &Checked, corrected: &Corrected) -> Markup {
    let columns: Vec<usize> = (0..seen.columns.len())
        .filter(|at| seen.plan.columns.iter().any(|column| column.at == Some(*at)))
        .take(COLUMNS)
        .collect();
    let names: Vec<String> = columns.iter().map(|at| column_name(desk, seen, *at)).collect();
    let first = [desk.say("wizard-row"), desk.say("wizard-outcome")];
    let mut head = vec![(first[0].as_str(), true), (first[1].as_str(), false)];
    head.extend(columns.iter().zip(&names).map(|(at, name)| (name.as_str(), seen.is_figures(*at))));
    let row_of = |line: u64| seen.samples.get(seen.lines.iter().position(|l| *l == line)?);
    let rows: Vec<Vec<Markup>> = checked
        .samples
        .iter()
        .filter_map(|sample| Some((sample, row_of(sample.line)?)))
        .take(ROWS)
        .map(|(sample, row)| {
            let outcome = html! { span class={ "outc " (sample.outcome) } { (desk.say(&format!("wizard-outcome-{}", sample.outcome))) } };
            let cells = columns.iter().map(|at| cell(checked, corrected, *at, row.get(*at).map_or("", String::as_str)));
            [html! { (number(sample.line)) }, outcome].into_iter().chain(cells).collect()
        })
        .collect();
    if rows.is_empty() {
        return html! {};
    }
    let title = desk.say("wizard-preview");
    html! {
        section class="card" aria-labelledby="h-pre" {
            header { h3 id="h-pre" { (title) } span class="n" { (desk.say("wizard-preview-hint")) } }
            div class="ovx" tabindex="0" role="region" aria-label=(tr_with(desk.lang, "wizard-table-of", &[("title", title.as_str())])) { (data_table(&title, &head, &rows, "dt tight raw")) }
        }
    }
}

/// What stands in the place of a value by decision: (column of the file, folded value) → as people know it, nothing where the field stays empty.
type Corrected = HashMap<(usize, String), String>;

fn corrected(cx: &mut Cx, desk: &Desk, import: &Import, seen: &Seen) -> Result<Corrected> {
    let mut corrected = Corrected::new();
    for decision in &seen.plan.decisions {
        let words = match (&decision.instead, decision.answer) {
            (Some(text), _) => meant(cx, desk, import, &decision.field, text)?,
            (None, Some(Unknown::Empty) | None) => String::new(),
            (None, Some(Unknown::Create | Unknown::Refuse)) => continue,
        };
        let columns = seen.plan.columns.iter().filter(|column| column.to == decision.field);
        for at in columns.filter_map(|column| column.at) {
            corrected.insert((at, key(&decision.value)), words.clone());
        }
    }
    Ok(corrected)
}

fn key(value: &str) -> String {
    fold(&quoted(value.trim())).into_owned()
}

/// A cell, and what is taken in its place.
fn cell(checked: &Checked, corrected: &Corrected, at: usize, text: &str) -> Markup {
    let short: String = text.chars().take(60).collect();
    let similar = checked.questions.iter().find(|question| {
        question.kind == Kind::Similar && question.column == Some(at) && fold(&question.value) == fold(text.trim())
    });
    let similar = similar.and_then(|question| question.choices.first()).map(|choice| &choice.label);
    let taken = if text.trim().is_empty() { None } else { corrected.get(&(at, key(text))).or(similar) };
    html! { @if let Some(taken) = taken { s class="muted" { (short) } " " (taken) } @else { (short) } }
}

/// Keeping the mapping and the decisions for the next file of this kind.
fn remember(desk: &Desk, import: &Import, seen: &Seen) -> Markup {
    let stem = import.file().rsplit_once('.').map_or(import.file(), |(stem, _)| stem);
    let name = seen.saved.as_deref().unwrap_or(stem);
    html! {
        section class="card remb" {
            label class="chk" { input type="checkbox" name="remember" value="1"; (desk.say("wizard-remember")) }
            input class="inp" name="name" value=(name) maxlength="100" aria-label=(desk.say("wizard-remember-name"));
        }
    }
}

async fn change(State(app): State<App>, call: Call, Path(id): Path<String>, posted: Posted) -> Answer {
    let refuse = |problem| Refusal::of(&call, problem);
    let id = Id::asked(&id).map_err(refuse)?;
    let import = opened(&app, &call, id).await?;
    let imports = port(&app).map_err(refuse)?;
    let caller = || call.caller.clone();
    let seen = imports.look(caller(), id).await.map_err(refuse)?;
    imports.plan(caller(), id, decide::decided(&seen.plan, &posted)).await.map_err(refuse)?;
    // a question that was left open is asked again rather than answered by nobody
    let go = posted.get("next") == Some("go") && !decide::is_incomplete(&posted);
    let name = posted.get("name").map(str::trim).filter(|name| !name.is_empty());
    if let (Some(_), true, Some(name)) = (posted.get("remember"), go, name) {
        imports.save(caller(), id, name.chars().take(100).collect()).await.map_err(refuse)?;
    }
    match go {
        true => imports.go(caller(), id).await,
        false => imports.check(caller(), id).await,
    }
    .map_err(refuse)?;
    Ok(desk::go(&call, &import.url("")))
}
