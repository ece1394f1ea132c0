//! A bulk act on more than one transaction holds: a job in steps, under the rights of whoever ordered it, with
//! a dialog that tells how far it is. Ordered by `bulk`; `app` registers `run` for `JOB`.

#[cfg(test)]
mod tests;

use std::time::Instant;

use axum::{
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};
use gate::{App, Call, Refusal, Route, Wants, Who};
use maud::{Markup, html};
use records::{
    Cx, Engine,
    access::{self, Action},
    jobs::{self, Ended, Held, Job, State as JobState},
    query::{self, Measure},
    write::pace::{Pace, concerns_records},
};
use serde_json::{Value as Json, json};
use types::{Id, Problem, Result, words::tr_with};

use super::{
    bulk::{self, MOST, What},
    bulk_steps,
};
use crate::{
    desk::{self, Desk, Drawn},
    ui::{Button, Dialog, Empty, Picture, Progress, Top, form::section},
};

/// The kind of these jobs.
pub const JOB: &str = "bulk";
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/bulk/{job}", Who::Person, progress).asks(Action::BulkEdit).says("How far a bulk act is"),
        Route::get("/bulk", Who::Person, all).says("One's own large bulk acts"),
        Route::post("/bulk/{job}/stop", Who::Person, stop).asks(Action::BulkEdit).says("Stop a bulk act where it is"),
    ]
}

type Pairs = Vec<(String, String)>;

/// How many records it concerns, when they are more than one transaction holds.
pub async fn larger(app: &App, call: &Call, object: &str, what: What, given: &Pairs) -> Result<Option<i64>, Refusal> {
    if !bulk::everything(given) {
        return Ok(Some(bulk::ticked(given).len()).filter(|count| *count > MOST).map(|count| count as i64));
    }
    let (object, given) = (object.to_string(), given.clone());
    let count = app.read_sums(call, move |cx| {
        let object = cx.catalog.find(&object)?;
        access::scope(cx, &object, what.action())?;
        let counted = query::group::group(cx, &object, &bulk::asked(&object, &given), &[], &[Measure::Count])?;
        let count = counted.rows.first().and_then(|row| row.values.first()).and_then(|value| value.as_int());
        Ok(count.unwrap_or_default())
    });
    let count = count.await.map_err(|problem| Refusal::of(call, problem))?;
    Ok(Some(count).filter(|count| *count > MOST as i64))
}

/// Orders the job and shows how far it is.
pub async fn order(
    app: &App,
    call: &Call,
    object: String,
    what: What,
    given: Pairs,
    total: i64,
) -> Result<Response, Refusal> {
    let job = app.engine.write(call.caller.clone(), move |cx| {
        let found = cx.catalog.find(&object)?;
        access::scope(cx, &found, what.action())?;
        // what is entered from now on was never meant
        let until = Id::first_at(cx.now);
        let input = json!({ "object": object, "what": what.word(), "given": given, "until": until, "total": total });
        jobs::enqueue(cx, JOB, &input)
    });
    let job = job.await.map_err(|problem| Refusal::of(call, problem))?;
    desk::part(app, call, move |cx, desk| {
        let job = jobs::get(cx, job)?;
        let title = desk.say(&format!("bulk-running-{}", job.input["what"].as_str().unwrap_or("edit")));
        Ok(Dialog::new("bulk", title)
            .note(desk.say("bulk-running-note"))
            .open_now()
            .body(html! { (shown(desk, &job)) p class="f13" { a class="in" href="/bulk" { (desk.say("bulk-found-again")) } } })
            .foot(html! { span class="grow" {} (Button::new(desk.say("close")).closes()) })
            .html(desk.lang))
    })
    .await
}

/// Jobs listed; the engine forgets those that are long over.
const LISTED: usize = 100;

/// Where one finds them again when the dialog is closed.
async fn all(State(app): State<App>, call: Call, headers: HeaderMap) -> Result<Response, Refusal> {
    desk::answer(&app, &call, &headers, "bulk", "/bulk".into(), |cx, desk| {
        let mine = cx.actor.user;
        let jobs: Vec<Job> = jobs::list(cx, LISTED)?.into_iter().filter(|job| job.kind == JOB && job.user == mine).collect();
        let title = desk.say("nav-bulk");
        let main = html! {
            (Top::titled(title.as_str()).html(desk.lang))
            div class="scroll form-page settings" tabindex="0" role="region" aria-label=(title) {
                @if jobs.is_empty() { (Empty::new(Picture::Done, desk.say("bulk-none-title"), desk.say("bulk-none-text"))) }
                @for job in &jobs { (listed(desk, job)) }
            }
        };
        Ok(Drawn::new(title.clone(), main))
    })
    .await
}

fn listed(desk: &Desk, job: &Job) -> Markup {
    let word = |name: &str| job.input[name].as_str().unwrap_or_default();
    let things = desk.catalog.objects.get(word("object")).map_or_else(String::new, |o| desk.plural(o).to_string());
    let count = types::display::integer(job.input["total"].as_i64().unwrap_or_default());
    let what = What::parse(word("what")).map_or("edit", What::word);
    let args = [("count", count.as_str()), ("things", things.as_str())];
    let when = types::display::day_and_time(desk.lang, job.created_at, &desk.zone, desk.today);
    section(&tr_with(desk.lang, &format!("bulk-title-{what}"), &args), &when, shown(desk, job))
}

async fn progress(State(app): State<App>, call: Call, Path(id): Path<String>) -> Result<Response, Refusal> {
    let job = found(&app, &call, &id).await?;
    if call.wants == Wants::Page {
        return Ok(desk::go(&call, "/bulk"));
    }
    let over = job.state.is_over();
    let drawn = desk::part(&app, &call, move |_, desk| Ok(shown(desk, &job))).await?;
    Ok(if over { desk::refreshing(drawn) } else { drawn })
}

async fn stop(State(app): State<App>, call: Call, Path(id): Path<String>) -> Result<Response, Refusal> {
    let refuse = |problem| Refusal::of(&call, problem);
    let job = found(&app, &call, &id).await?.id;
    app.engine.write(call.caller.clone(), move |cx| jobs::cancel(cx, job)).await.map_err(refuse)?;
    progress(State(app), call, Path(id)).await
}

/// One of the caller's own jobs of this kind.
async fn found(app: &App, call: &Call, id: &str) -> Result<Job, Refusal> {
    let refuse = |problem| Refusal::of(call, problem);
    let id = Id::parse(id).ok_or_else(|| refuse(Problem::not_found()))?;
    let job = app.engine.read(call.caller.clone(), move |cx| jobs::get(cx, id)).await.map_err(refuse)?;
    if job.kind == JOB { Ok(job) } else { Err(refuse(Problem::not_found())) }
}

/// Asks again each second until it is over.
fn shown(desk: &Desk, job: &Job) -> Markup {
    let so_far = Tally::of(&job.progress);
    let total = job.input["total"].as_i64().unwrap_or_default().max(0) as u64;
    let number = |count: u64| types::display::integer(count as i64);
    let figures = [
        ("done", number(so_far.all())),
        ("total", number(total)),
        ("changed", number(so_far.changed)),
        ("refused", number(so_far.refused)),
    ];
    let figures = figures.each_ref().map(|(name, text)| (*name, text.as_str()));
    let over = job.state.is_over();
    let key = match job.state {
        JobState::Done => "bulk-over",
        JobState::Failed => "bulk-failed",
        JobState::Cancelled => "bulk-stopped",
        JobState::Waiting | JobState::Running => "bulk-so-far",
    };
    // of what another person changed meanwhile, some may match no longer
    let all = if job.state == JobState::Done { so_far.all() } else { total };
    let progress = Progress {
        id: format!("bulk-figures-{}", job.id),
        label: desk.say("bulk-progress"),
        done: so_far.all().min(all),
        all,
        text: tr_with(desk.lang, key, &figures),
        phases: Vec::new(),
        refresh: None,
    };
    let url = format!("/bulk/{}", job.id);
    let place = format!("bulk-{}", job.id);
    html! {
        div id=(place) hx-get=[(!over).then_some(&url)] hx-trigger=[(!over).then_some("every 1s")] hx-swap="outerHTML" {
            (progress)
            @if !over {
                (Button::ghost(desk.say("bulk-stop")).post(format!("{url}/stop")).target(&format!("#{place}")).swap("outerHTML"))
            }
        }
    }
}

/// What its steps have done.
#[derive(Clone, Copy, Default)]
struct Tally {
    changed: u64,
    same: u64,
    refused: u64,
}

impl Tally {
    fn of(json: &Json) -> Tally {
        let get = |name: &str| json[name].as_u64().unwrap_or_default();
        Tally { changed: get("changed"), same: get("same"), refused: get("refused") }
    }

    fn json(self) -> Json {
        json!({ "changed": self.changed, "same": self.same, "refused": self.refused })
    }

    fn all(self) -> u64 {
        self.changed + self.same + self.refused
    }
}

/// Carries out one job: each step is kept together with its place, so that none is done twice. A step that fails as a whole is tried in halves,
/// down to the record that cannot be written, which counts as refused.
pub async fn run(engine: Engine, mut held: Held) -> Result<Ended> {
    let mut pace = Pace::new(bulk_steps::STEP);
    let mut leave = false;
    loop {
        if held.stop.is_asked() {
            return Ok(Ended::Stopped);
        }
        let (hand, rows) = (held.clone(), pace.next());
        let stepped = engine.write_background(held.caller(), move |cx| {
            let begun = Instant::now();
            Ok(step(cx, &hand, rows, leave)?.map(|place| (place, begun.elapsed())))
        });
        match stepped.await {
            Ok(Some(((cursor, progress), took))) => {
                (held.cursor, held.progress) = (cursor, progress);
                pace.kept(took);
                leave = false;
            }
            Ok(None) => return Ok(Ended::With(held.progress)),
            // passing over needs the same rights: who has lost them goes no further
            Err(problem) if leave || !concerns_records(&problem) => return Err(problem),
            Err(_) => leave = !pace.failed(rows),
        }
    }
}

/// The records behind the last one that was done, so many at most; none when there are no more. `leave`: the next one cannot be written.
fn step(cx: &mut Cx, held: &Held, rows: usize, leave: bool) -> Result<Option<(Json, Json)>> {
    let id = |json: &Json| json.as_str().and_then(Id::parse);
    let word = |name: &str| held.input[name].as_str().unwrap_or_default();
    let given: Pairs = serde_json::from_value(held.input["given"].clone()).map_err(Problem::internal)?;
    let object = cx.catalog.find(word("object"))?;
    let what = What::parse(word("what"))?;
    let scope = access::scope(cx, &object, what.action())?;
    let after = id(&held.cursor);
    let rows = if leave { 1 } else { rows };
    let mut ids = if bulk::everything(&given) {
        let resolved = query::resolve::resolve(cx, &object, &bulk::asked(&object, &given))?;
        query::ids(cx, &resolved, after, rows as u64)?
    } else {
        let left = bulk::ticked(&given).into_iter().filter(|id| after.is_none_or(|after| *id > after));
        left.take(rows).collect()
    };
    let until = id(&held.input["until"]);
    ids.retain(|id| until.is_none_or(|until| *id < until));
    let Some(last) = ids.last().copied() else { return Ok(None) };
    let input = bulk::input_of(&object, &scope, &bulk::named(&given), &given);
    let done = match leave {
        true => bulk::Done { refused: ids.len() as u64, ..bulk::Done::default() },
        false => bulk::done(cx, &scope, what, &ids, &input)?,
    };
    let mut tally = Tally::of(&held.progress);
    tally.changed += done.changed.len() as u64;
    tally.same += done.same;
    tally.refused += done.refused;
    let (cursor, progress) = (json!(last), tally.json());
    jobs::step(cx, held, &cursor, &progress)?;
    Ok(Some((cursor, progress)))
}
