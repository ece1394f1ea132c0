//! The way of a record through its stages, when its board is made of linked stages: the path one clicks along; for opportunities winning,
//! losing with a reason, and taking up again. The verbs are those of `modules`.

use axum::{
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
};
use gate::{App, Call, Refusal, Route, Wants, Who};
use maud::{Markup, html};
use modules::sales::{
    close_opportunity::{self, Loss},
    stage,
};
use records::{
    Cx,
    access::{self, Action},
    field::quoted,
    query::{self, Ask},
    write::{self, Input},
};
use types::{Id, Problem, ProblemKind, Result, Value};

use super::Seen;
use crate::{
    desk::{self, Desk, Posted},
    pages::{
        ask::{self, Question},
        board::question,
        few::{Few, Refused},
    },
    ui::{self, Button, Tag, icon_s},
};

pub fn routes() -> Vec<Route> {
    vec![
        Route::post("/{object}/{id}/stage", Who::Person, choose)
            .asks(Action::Edit)
            .says("Move a record to another stage"),
        Route::post("/opportunities/{id}/win", Who::Person, win).asks(Action::Edit).says("Win an opportunity"),
        Route::get("/opportunities/{id}/loss", Who::Person, why)
            .asks(Action::Edit)
            .says("Ask why an opportunity was lost"),
        Route::post("/opportunities/{id}/loss", Who::Person, lose).asks(Action::Edit).says("Lose an opportunity"),
        Route::post("/opportunities/{id}/reopening", Who::Person, reopen)
            .asks(Action::Edit)
            .says("Take an opportunity up again"),
    ]
}

/// Most stages of a path.
const STAGES: u32 = 30;

struct Stage {
    id: Id,
    name: String,
    outcome: Option<String>,
}

/// The stages of a record's path, and where it stands.
pub struct Stages {
    stages: Vec<Stage>,
    now: Option<Id>,
}

/// `None`: this kind of record has no path.
pub fn of(cx: &mut Cx, seen: &Seen) -> Result<Option<Stages>> {
    let Some((by, value, false)) = seen.object.board.as_ref().and_then(|board| seen.column(&board.by)) else {
        return Ok(None);
    };
    let Some(target) = cx.catalog.target(by).cloned() else { return Ok(None) };
    if target.field("position").is_none() {
        return Ok(None);
    }
    let has = |name: &str| target.field(name).is_some();
    let fields: Vec<&str> = ["outcome"].into_iter().filter(|name| has(name)).chain(["position"]).collect();
    let mut ask = Ask::default().fields(&fields).sort("position", false).limit(STAGES);
    if has("pipeline")
        && let Some(pipeline) = seen.item.get("pipeline").as_id()
    {
        ask = ask.filter(format!("pipeline == {}", quoted(&pipeline.to_string())));
    }
    let page = match query::list(cx, &target, &ask) {
        Err(problem) if problem.kind == ProblemKind::NotFound => return Ok(None),
        page => page?,
    };
    let stages = page.items.iter().map(|item| {
        let outcome = item.get("outcome").as_text().map(str::to_string);
        Stage { id: item.id, name: item.title.clone(), outcome }
    });
    Ok(Some(Stages { stages: stages.collect(), now: value.as_id() }))
}

impl Stages {
    fn here(&self) -> Option<&Stage> {
        self.stages.iter().find(|stage| Some(stage.id) == self.now)
    }

    fn is_open(stage: &Stage) -> bool {
        stage.outcome.as_deref().is_none_or(|outcome| outcome == "open")
    }

    /// The open stages in a row; where it is closed, how.
    pub fn path(&self, desk: &Desk, seen: &Seen) -> Markup {
        let action = format!("{}/stage", seen.href());
        let by = seen.object.board.as_ref().map(|board| &board.by);
        let may = by.is_some_and(|by| seen.may_write(by));
        let here = self.here();
        let at = here
            .filter(|stage| Self::is_open(stage))
            .and_then(|now| self.stages.iter().position(|stage| stage.id == now.id));
        html! {
            form class="stage-path" method="post" action=(action) hx-post=(action) hx-swap="none" aria-label=(desk.say("record-stages")) {
                div class="seg" role="group" {
                    @for (n, stage) in self.stages.iter().enumerate().filter(|(_, stage)| Self::is_open(stage)) {
                        @let done = at.is_some_and(|at| n < at);
                        button type="submit" name="stage" value=(stage.id) disabled[!may] class=[done.then_some("done")] title=[done.then_some(&stage.name)]
                            aria-current=[(at == Some(n)).then_some("step")] {
                            @if done { (icon_s("check")) }
                            span { (stage.name) }
                        }
                    }
                }
                @if let Some(closed) = here.filter(|stage| !Self::is_open(stage)) {
                    (Tag::new(&closed.name, if closed.outcome.as_deref() == Some("won") { ui::Hue::Green } else { ui::Hue::Red }))
                }
            }
        }
    }

    /// Win and lose, or take up again.
    pub fn acts(&self, desk: &Desk, seen: &Seen) -> Markup {
        let may = seen.object.name == "opportunities" && seen.may_write("stage");
        let Some(here) = self.here().filter(|_| may) else { return html! {} };
        let post = |verb: &str, button: Button| {
            let action = format!("{}/{verb}", seen.href());
            html! { form method="post" action=(action) hx-post=(action) hx-swap="none" { (button.submit()) } }
        };
        html! {
            @if Self::is_open(here) {
                (Button::new(desk.say("record-lose")).icon("circle-x").href(format!("{}/loss", seen.href()))
                    .get(format!("{}/loss", seen.href())).target("#dialogs").swap("innerHTML"))
                (post("win", Button::primary(desk.say("record-win")).icon("circle-check")))
            } @else {
                (post("reopening", Button::new(desk.say("record-reopen")).icon("arrow-back-up")))
            }
        }
    }
}

/// Stays on the page: its panel is fetched again; a plain form goes back to it.
async fn stay(app: &App, call: &Call, to: &str, key: &'static str) -> Result<Response, Refusal> {
    if call.wants != Wants::Part {
        return Ok(desk::go(call, to));
    }
    let response = desk::part(app, call, move |_, desk| Ok(ui::toast(desk.lang, &desk.say(key), None))).await?;
    Ok(desk::refreshing(response))
}

async fn choose(
    State(app): State<App>,
    call: Call,
    Path((object, id)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Refusal> {
    let to = format!("/{object}/{id}");
    let stage = posted.get("stage").and_then(Id::parse);
    app.engine
        .write(call.caller.clone(), move |cx| {
            let object = cx.catalog.find(&object)?;
            let record = Id::asked(&id)?;
            let by = object.board.as_ref().map(|board| board.by.clone()).ok_or_else(Problem::not_found)?;
            let stage = stage.ok_or_else(|| Problem::field(by.as_str(), "required"))?;
            write::update(cx, &object, record, None, Input::default().set(&by, Value::link(stage))).map(drop)
        })
        .await
        .map_err(|problem| Refusal::of(&call, problem))?;
    stay(&app, &call, &to, "saved").await
}

/// Runs a verb on an opportunity.
async fn verb(
    app: &App,
    call: &Call,
    id: &str,
    act: impl Fn(&mut Cx, Id) -> Result<()> + Send + 'static,
) -> std::result::Result<(), Problem> {
    let id = Id::asked(id)?;
    app.engine.write(call.caller.clone(), move |cx| act(cx, id)).await
}

async fn win(
    State(app): State<App>,
    call: Call,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let refuse = |problem| Refusal::of(&call, problem);
    let deal = Id::asked(&id).map_err(refuse)?;
    let done = app.engine.write(call.caller.clone(), move |cx| won(cx, deal)).await.map_err(refuse)?;
    match done {
        // the stage asks for something first
        Some(stage) => {
            let to = ("opportunities".to_string(), deal, stage.to_string());
            question::ask(&app, &call, &headers, to, Refused::default()).await
        }
        None => stay(&app, &call, &format!("/opportunities/{id}"), "record-won").await,
    }
}

/// Wins it, or gives the stage that has a question first.
fn won(cx: &mut Cx, id: Id) -> Result<Option<Id>> {
    let deals = cx.catalog.find("opportunities")?;
    let scope = access::scope(cx, &deals, Action::Edit)?;
    // asked for by no name: it may be hidden from this person
    let deal = query::get(cx, &deals, id, None)?;
    if let Some(pipeline) = deal.get("pipeline").as_id()
        && let Some(stage) = stage::first_of(cx, pipeline, "won")?
        && question::is_open(cx, &deals, &scope, id, &stage.to_string())?
    {
        return Ok(Some(stage));
    }
    close_opportunity::win(cx, id, None, None).map(|_| None)
}

async fn reopen(State(app): State<App>, call: Call, Path(id): Path<String>) -> Result<Response, Refusal> {
    let done = verb(&app, &call, &id, |cx, id| close_opportunity::reopen(cx, id, None).map(drop)).await;
    done.map_err(|problem| Refusal::of(&call, problem))?;
    stay(&app, &call, &format!("/opportunities/{id}"), "saved").await
}

async fn why(
    State(app): State<App>,
    call: Call,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    asked(&app, &call, &headers, id, Refused::default()).await
}

async fn lose(
    State(app): State<App>,
    call: Call,
    Path(id): Path<String>,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Refusal> {
    let text = |name: &str| posted.get(name).map(str::trim).filter(|text| !text.is_empty()).map(str::to_string);
    let loss = Loss {
        reason: text("lost_reason").unwrap_or_default(),
        note: text("lost_note"),
        competitor: text("competitor"),
    };
    match verb(&app, &call, &id, move |cx, id| close_opportunity::lose(cx, id, None, &loss).map(drop)).await {
        // the dialog goes with the panel that is fetched anew
        Ok(()) => Ok(desk::go(&call, &format!("/opportunities/{id}"))),
        Err(problem) if problem.kind == ProblemKind::Invalid => {
            asked(&app, &call, &headers, id, Refused::of(posted, problem)).await
        }
        Err(problem) => Err(Refusal::of(&call, problem)),
    }
}

/// Asks why.
async fn asked(app: &App, call: &Call, headers: &HeaderMap, id: String, refused: Refused) -> Result<Response, Refusal> {
    let place = ("opportunities", format!("/opportunities/{id}/loss"));
    let again = refused.problem.is_some();
    ask::answer(app, call, headers, place, again, move |cx, desk| {
        let seen = Seen::of(cx, "opportunities", &id)?;
        let edit =
            seen.edit.clone().filter(|_| seen.may_write("stage")).ok_or_else(|| Problem::forbidden("no_right"))?;
        let few = Few::of(cx, edit, Some(&seen.item), &[], &refused)?;
        let mut fields = few.fields(desk, &["lost_reason", "competitor", "lost_note"]);
        for field in fields.iter_mut().filter(|field| field.name == "lost_reason") {
            (field.required, field.autofocus) = (true, true);
        }
        Ok(Question {
            id: "loss",
            title: desk.say("record-lose"),
            note: seen.name(),
            action: format!("{}/loss", seen.href()),
            body: html! { @for field in &fields { (field.html(desk.lang)) } },
            submit: desk.say("record-lose"),
            wide: false,
        })
    })
    .await
}
