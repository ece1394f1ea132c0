//! The file of an import: what it is, how it is read (encoding, delimiter, header, dates), its first rows. Every change is tried at once.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
};
use gate::{App, Call, Refusal, Route, Wants, Who};
use maud::{Markup, html};
use records::{Cx, access::Action, import::plan::DateOrder, schema::Object};
use types::{
    Id, Problem, display,
    words::{field_sentence, tr_with},
};

use super::{Answer, Import, number, opened, page, port, told};
use crate::{
    desk::{self, Desk, Posted},
    ports::{ENCODINGS, Seen},
    ui::{
        self, Button, DropZone, Tone,
        bars::data_table,
        filter::{Choice, select},
        icon_l, wizard,
        wizard::{Sure, sureness},
        wizard_bar,
    },
};

/// Rows and columns shown; a wider file scrolls, but not without end.
const ROWS: usize = 5;
const COLUMNS: usize = 100;
/// Lines above the table that may be skipped by choice.
const SKIPPED: u64 = 9;

const DELIMITERS: [(char, &str); 4] = [(',', "comma"), ('\t', "tab"), (';', "semicolon"), ('|', "bar")];
const DATES: [(&str, Option<DateOrder>); 4] =
    [("found", None), ("ymd", Some(DateOrder::Ymd)), ("dmy", Some(DateOrder::Dmy)), ("mdy", Some(DateOrder::Mdy))];

pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/imports/{id}/file", Who::Person, show).asks(Action::View).says("The file of an import"),
        Route::post("/imports/{id}/file", Who::Person, change)
            .asks(Action::Import)
            .says("Read the file in another way"),
        Route::post("/imports/{id}/object", Who::Person, become_other)
            .asks(Action::Import)
            .says("Import the file into another object"),
    ]
}

async fn show(State(app): State<App>, call: Call, Path(id): Path<String>, headers: HeaderMap) -> Answer {
    let id = Id::asked(&id).map_err(|problem| Refusal::of(&call, problem))?;
    let import = opened(&app, &call, id).await?;
    answer(&app, &call, &headers, import, None).await
}

/// `refused`: why the file could not be read as it was last asked.
pub async fn answer(app: &App, call: &Call, headers: &HeaderMap, import: Import, refused: Option<Problem>) -> Answer {
    let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let seen = port(app).map_err(|problem| Refusal::of(call, problem))?.look(call.caller.clone(), import.id).await;
    let limit = app.config.upload_limit;
    page(app, call, headers, import, (0, status), move |cx, desk, import| {
        let why = refused.as_ref().or(seen.as_ref().err());
        let said = why.map(|problem| told(desk.lang, problem));
        let body = match &seen {
            Ok(seen) => html! { (zone(desk, import, limit)) (alert(said)) (attachments(cx, desk, import, seen)) (card(desk, import, seen)) (first_rows(desk, seen)) },
            Err(_) => html! { (zone(desk, import, limit)) (alert(said)) },
        };
        let next = Button::primary(desk.say("wizard-to-mapping")).trailing("arrow-right").href(import.url("mapping"));
        Ok(html! {
            (wizard(&desk.say("wizard-step-upload"), &desk.say("wizard-upload-title"), &desk.say("wizard-upload-text"), body))
            (wizard_bar(&desk.say("wizard-kept"), html! {
                (Button::ghost(desk.say("cancel")).href(format!("/{}", import.object.name)))
                @if seen.is_ok() { (next) } @else { (next.disabled(true)) }
            }))
        })
    })
    .await
}

fn alert(said: Option<String>) -> Markup {
    html! { @if let Some(said) = said { div role="alert" { (ui::note(Tone::Danger, html! { (said) }, None)) } } }
}

/// Files came along with a table that names them, and what its rows are to become takes no files: what does is proposed.
fn attachments(cx: &Cx, desk: &Desk, import: &Import, seen: &Seen) -> Markup {
    let takes = |object: &&Arc<Object>| object.content().is_some();
    let other = super::begin::importable(cx).into_iter().find(|object| takes(&object));
    let (Some(other), true, None) = (other, seen.brings_files, import.object.content()) else { return html! {} };
    let args = [("things", desk.plural(&other)), ("here", desk.plural(&import.object))];
    let go = html! {
        form method="post" action=(import.url("object")) {
            input type="hidden" name="object" value=(other.name);
            (Button::new(tr_with(desk.lang, "wizard-as-files", &args)).small().submit())
        }
    };
    ui::note(Tone::Info, html! { (tr_with(desk.lang, "wizard-brings-files", &args)) }, Some(go))
}

async fn become_other(State(app): State<App>, call: Call, Path(id): Path<String>, posted: Posted) -> Answer {
    let refuse = |problem| Refusal::of(&call, problem);
    let id = Id::asked(&id).map_err(refuse)?;
    let object = posted.get("object").unwrap_or_default().to_string();
    let made = port(&app).map_err(refuse)?.becomes(call.caller.clone(), id, object).await.map_err(refuse)?;
    Ok(desk::go(&call, &format!("/imports/{made}")))
}

fn zone(desk: &Desk, import: &Import, limit: u64) -> Markup {
    let most = display::file_size(limit);
    let zone = DropZone {
        name: "file".into(),
        title: desk.say("wizard-drop"),
        text: tr_with(desk.lang, "wizard-drop-text", &[("limit", most.as_str())]),
        button: desk.say("wizard-other-file"),
        accept: super::begin::ACCEPTED.into(),
        at_once: true,
        limit: Some((limit, tr_with(desk.lang, "wizard-too-large", &[("limit", most.as_str())]))),
        ..DropZone::default()
    };
    html! {
        form method="post" action="/imports/new" enctype="multipart/form-data" aria-label=(desk.say("wizard-choose-file")) {
            input type="hidden" name="object" value=(import.object.name);
            (zone.html(desk.lang))
        }
    }
}

fn card(desk: &Desk, import: &Import, seen: &Seen) -> Markup {
    let shape = &seen.shape;
    let when = import.record.get("created_at").as_time();
    let when = when.map(|at| display::day_and_time(desk.lang, at, &desk.zone, desk.today)).unwrap_or_default();
    let size = display::file_size(seen.size);
    let about = tr_with(desk.lang, "wizard-file-about", &[("size", size.as_str()), ("when", when.as_str())]);
    let pick = |name: &str, key: &str, choices: &[Choice], value: &str| {
        let label = desk.say(key);
        html! { div { p class="lbl" { (label) } (select(name, &label, choices, value)) } }
    };
    let text = shape.kind != "xlsx";
    let encodings: Vec<Choice> =
        ENCODINGS.iter().map(|(code, name)| ((*code).to_string(), (*name).to_string())).collect();
    let mut delimiters: Vec<Choice> =
        DELIMITERS.iter().map(|(c, key)| (c.to_string(), desk.say(&format!("wizard-delimiter-{key}")))).collect();
    if shape.kind == "csv" && !delimiters.iter().any(|(c, _)| *c == shape.delimiter.to_string()) {
        delimiters.push((shape.delimiter.to_string(), shape.delimiter.to_string()));
    }
    let mut header: Vec<Choice> = (0..=SKIPPED.max(shape.skip_lines))
        .map(|line| (line.to_string(), tr_with(desk.lang, "wizard-header-in", &[("line", line + 1)])))
        .collect();
    header.push(("none".into(), desk.say("wizard-header-none")));
    let header_now = if shape.header { shape.skip_lines.to_string() } else { "none".into() };
    let dates: Vec<Choice> =
        DATES.iter().map(|(code, _)| ((*code).to_string(), desk.say(&format!("wizard-dates-{code}")))).collect();
    let order = seen.plan.reading.date_order;
    let dates_now = DATES.iter().find(|(_, o)| *o == order).map_or("found", |(code, _)| *code);
    let sheets: Vec<Choice> = seen.sheets.iter().map(|name| (name.clone(), name.clone())).collect();
    let icon = if text { "file-type-csv" } else { "file-type-xls" };
    let rows = import.count("read");
    html! {
        section class="card" aria-labelledby="h-f" {
            div class="filec" {
                span class="pic" { (icon_l(icon)) }
                div class="grow" { h3 id="h-f" { (import.file()) } p { (about) } }
                @if seen.bad.is_empty() && !seen.columns.is_empty() { (sureness(Sure::Yes, &desk.say("wizard-understood"), "")) }
                form method="post" action=(import.url("discarding")) { (Button::square("trash", desk.say("wizard-discard")).small().submit()) }
            }
            form class="det" method="post" action=(import.url("file")) hx-post=(import.url("file")) hx-trigger="change"
                hx-select="#main" hx-target="#main" hx-swap="outerMorph" aria-label=(desk.say("wizard-reading")) {
                div { p class="lbl" { (desk.say("wizard-rows")) } p class="fx" { @if rows > 0 { (number(rows)) } @else { "–" } } }
                @if text { (pick("encoding", "wizard-encoding", &encodings, &shape.encoding)) }
                @if shape.kind == "csv" { (pick("delimiter", "wizard-delimiter", &delimiters, &shape.delimiter.to_string())) }
                @if sheets.len() > 1 { (pick("sheet", "wizard-sheet", &sheets, shape.sheet.as_deref().unwrap_or_default())) }
                @if shape.kind != "v_card" { (pick("header", "wizard-header", &header, &header_now)) }
                (pick("dates", "wizard-dates", &dates, dates_now))
                noscript { (Button::new(desk.say("wizard-read-again")).submit()) }
            }
        }
    }
}

fn first_rows(desk: &Desk, seen: &Seen) -> Markup {
    let shown = seen.samples.len().min(ROWS);
    let title = tr_with(desk.lang, "wizard-first-rows", &[("count", shown)]);
    let columns: Vec<String> = (0..seen.columns.len().min(COLUMNS)).map(|at| column_name(desk, seen, at)).collect();
    let mut head = vec![(desk.say("wizard-row"), true)];
    head.extend(columns.into_iter().enumerate().map(|(at, name)| (name, seen.is_figures(at))));
    let head: Vec<(&str, bool)> = head.iter().map(|(name, number)| (name.as_str(), *number)).collect();
    let cell = |text: &String| {
        let short: String = text.chars().take(80).collect();
        html! { @if text.trim().is_empty() { span class="muted" { (desk.say("wizard-blank")) } } @else { (short) @if short.len() < text.len() { "…" } } }
    };
    let rows: Vec<Vec<Markup>> = seen.samples[..shown]
        .iter()
        .zip(&seen.lines)
        .map(|(row, line)| {
            std::iter::once(html! { (number(*line as i64)) }).chain(row.iter().take(COLUMNS).map(cell)).collect()
        })
        .collect();
    html! {
        section class="card" aria-labelledby="h-v" {
            header { h3 id="h-v" { (title) } span class="n" { (desk.say("wizard-first-rows-hint")) } }
            @if let Some((line, problem)) = seen.bad.first() {
                div class="pad" { (ui::note(Tone::Warn, html! {
                    b { (tr_with(desk.lang, "wizard-line-bad", &[("line", *line)])) } " " (field_sentence(desk.lang, problem))
                }, None)) }
            }
            div class="ovx" tabindex="0" role="region" aria-label=(tr_with(desk.lang, "wizard-table-of", &[("title", title.as_str())])) { (data_table(&title, &head, &rows, "dt tight raw")) }
        }
    }
}

/// A column's own name, or its number where the file gives it none.
pub fn column_name(desk: &Desk, seen: &Seen, at: usize) -> String {
    match seen.columns.get(at).map(|name| name.trim()) {
        Some(name) if !name.is_empty() => name.to_string(),
        _ => tr_with(desk.lang, "wizard-column-number", &[("number", at + 1)]),
    }
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
    let mut shape = imports.look(call.caller.clone(), id).await.map_err(refuse)?.shape;
    if let Some(encoding) = posted.get("encoding").filter(|code| ENCODINGS.iter().any(|(known, _)| known == code)) {
        shape.encoding = encoding.to_string();
    }
    if let Some(delimiter) = posted.get("delimiter").and_then(|text| text.chars().next()).filter(char::is_ascii) {
        shape.delimiter = delimiter;
    }
    match posted.get("header") {
        Some("none") => shape.header = false,
        Some(line) => {
            shape.header = true;
            shape.skip_lines =
                line.parse().ok().filter(|line| *line < 1_000).ok_or_else(|| refuse(Problem::bad("bad_query")))?;
        }
        None => {}
    }
    if let Some(sheet) = posted.get("sheet") {
        shape.sheet = Some(sheet.to_string());
    }
    let dates = posted
        .get("dates")
        .and_then(|code| DATES.iter().find(|(known, _)| *known == code))
        .and_then(|(_, order)| *order);
    match imports.reshape(call.caller.clone(), id, shape, dates).await {
        Ok(()) if call.wants != Wants::Part => Ok(desk::go(&call, &import.url("file"))),
        Ok(()) => answer(&app, &call, &headers, opened(&app, &call, id).await?, None).await,
        Err(problem) if super::begin::in_place(problem.kind) => {
            answer(&app, &call, &headers, import, Some(problem)).await
        }
        Err(problem) => Err(refuse(problem)),
    }
}
