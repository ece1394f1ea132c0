//! An import that is under way: how far it is, what it has done, how to stop it. The page fetches its figures again every second and follows the
//! import to wherever it stands next; it may be closed, the job goes on.

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
};
use gate::{App, Call, Refusal, Route, Who};
use maud::{Markup, html};
use records::access::Action;
use types::{Id, display, words::tr_with};

use super::{Answer, Import, number, page};
use crate::{
    desk::{self, Desk},
    ui::{self, Button, Progress, Stat, Tone, stat, wizard, wizard::Phase, wizard_bar},
};

pub fn routes() -> Vec<Route> {
    vec![Route::get("/imports/{id}/progress", Who::Person, progress).asks(Action::View).says("How far an import is")]
}

pub async fn answer(app: &App, call: &Call, headers: &HeaderMap, import: Import) -> Answer {
    let checking = import.only_checks();
    let step = (if checking { 2 } else { 3 }, StatusCode::OK);
    page(app, call, headers, import, step, move |_, desk, import| {
        let title = match import.state() {
            _ if checking => "wizard-checking-title",
            "undoing" => "wizard-undoing-title",
            _ => "wizard-running-title",
        };
        let title = tr_with(desk.lang, title, &[("file", import.file())]);
        let body = html! {
            (figures(desk, import))
            @if import.state() == "running" { (ui::note(Tone::Info, html! { (desk.say("wizard-stop-hint")) }, None)) }
        };
        let begun = import.record.get("created_at").as_time();
        let begun = begun.map(|at| display::day_and_time(desk.lang, at, &desk.zone, desk.today)).unwrap_or_default();
        let owner = match import.record.get("owner") {
            types::Value::Link(link) => link.label.clone().unwrap_or_default(),
            _ => String::new(),
        };
        let note = tr_with(desk.lang, "wizard-begun", &[("name", owner.as_str()), ("when", begun.as_str())]);
        let step = if checking { "wizard-step-questions" } else { "wizard-step-import" };
        Ok(html! {
            (wizard(&desk.say(step), &title, &desk.say("wizard-running-text"), body))
            (wizard_bar(&note, html! {
                @if import.state() != "undoing" {
                    form method="post" action=(import.url("stopping")) { (Button::new(desk.say("wizard-stop")).icon("x").submit()) }
                }
                (Button::new(desk.say("wizard-background")).href(format!("/{}", import.object.name)))
            }))
        })
    })
    .await
}

async fn progress(State(app): State<App>, call: Call, Path(id): Path<String>) -> Answer {
    let refuse = |problem| Refusal::of(&call, problem);
    let id = Id::asked(&id).map_err(refuse)?;
    let import = app.engine.read(call.caller.clone(), move |cx| Import::read(cx, id)).await.map_err(refuse)?;
    if !import.under_way() {
        return Ok(desk::go(&call, &import.url("")));
    }
    desk::part(&app, &call, move |_, desk| Ok(figures(desk, &import))).await
}

/// What changes every second.
fn figures(desk: &Desk, import: &Import) -> Markup {
    let told = import.progress();
    let tally = &told.tally;
    let undo = import.state() == "undoing";
    let phase = match told.phase.as_str() {
        _ if undo => 0,
        "rows" => 1,
        "later" => 2,
        _ => 0,
    };
    // the check of a run begins with the counts of nothing; of a dry run there is nothing after it
    let phases: &[&str] = match import.state() {
        "undoing" => &[],
        _ if import.only_checks() => &["wizard-phase-check"],
        _ => &["wizard-phase-check", "wizard-phase-rows", "wizard-phase-later"],
    };
    let phases = phases.iter().enumerate().map(|(at, key)| {
        let state = match at.cmp(&phase) {
            std::cmp::Ordering::Less => Phase::Done,
            std::cmp::Ordering::Equal => Phase::Running,
            std::cmp::Ordering::Greater => Phase::Waiting,
        };
        (desk.say(key), state)
    });
    // rows where it is known how many there are, else how much of the file was read
    let all = u64::try_from(import.count("read")).unwrap_or_default();
    let (done, all) = if all > 0 && tally.read <= all { (tally.read, all) } else { (told.bytes, told.size) };
    let waiting = import.job.as_ref().is_some_and(|job| job.state == records::jobs::State::Waiting);
    let progress = Progress {
        id: "progress".into(),
        label: desk.say("wizard-progress"),
        done,
        all,
        text: if waiting { desk.say("wizard-waiting") } else { speed(desk, import, tally.read, done, all) },
        phases: phases.collect(),
        refresh: None,
    };
    let figure = |key: &str, count: u64| ("", Stat::new(desk.say(key), number(count)));
    let sums = [
        figure("wizard-done-rows", tally.read),
        figure("wizard-created", tally.created),
        figure("wizard-updated", tally.updated),
        figure("wizard-refused", tally.failed),
    ];
    html! {
        div id="running" class="wiz-f" hx-get=(import.url("progress")) hx-trigger="every 1s" hx-swap="outerMorph" {
            @if undo { (undoing(desk, import)) } @else {
                (progress)
                @if phase > 0 { (stat::sum(&desk.say("wizard-so-far"), &sums)) }
            }
        }
    }
}

fn undoing(desk: &Desk, import: &Import) -> Markup {
    let undone = super::outcome::undone(import);
    let figure = |key: &str, count: u64| ("", Stat::new(desk.say(key), number(count)));
    stat::sum(
        &desk.say("wizard-so-far"),
        &[
            figure("wizard-undone-deleted", undone.deleted),
            figure("wizard-undone-restored", undone.restored),
            figure("wizard-undone-kept", undone.kept),
        ],
    )
}

/// "5,368 rows, 1,240 a second, about 3 s to go"
fn speed(desk: &Desk, import: &Import, rows: u64, done: u64, size: u64) -> String {
    let all = import.count("read").max(0) as u64;
    let rows_text = number(rows);
    let args = [("rows", rows_text.as_str()), ("all", &number(all))];
    let counted = if all >= rows && all > 0 {
        tr_with(desk.lang, "wizard-rows-of", &args)
    } else {
        tr_with(desk.lang, "wizard-rows-done", &args)
    };
    let begun = import.time("started_at").or_else(|| import.job.as_ref().map(|job| job.created_at));
    let seconds = begun.map_or(0.0, |at| (desk.now.0 - at.0) as f64 / 1e6);
    if seconds < 1.0 || rows == 0 || done == 0 {
        return counted;
    }
    let rate = number((rows as f64 / seconds) as i64);
    let left = seconds * (size.saturating_sub(done)) as f64 / done as f64;
    let left = display::duration(desk.lang, (left.ceil() as i64).max(1));
    tr_with(
        desk.lang,
        "wizard-speed",
        &[("counted", counted.as_str()), ("rate", rate.as_str()), ("left", left.as_str())],
    )
}
