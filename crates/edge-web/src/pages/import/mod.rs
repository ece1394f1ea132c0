//! The import wizard: a file comes in (`begin`), is read as it should be (`file`), its columns find their fields (`mapping`), difficulties are
//! decided once for all their rows (`questions`), it runs (`running`) and tells what came of it (`outcome`). `/imports/{id}` shows where an
//! import stands; it may be left at any point.

mod alike;
mod begin;
mod decide;
mod file;
mod mapping;
mod mapping_parts;
mod outcome;
mod problems;
mod questions;
mod running;
mod targets;
mod verbs;

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};
use gate::{App, Call, Refusal, Route};
use maud::{Markup, html};
use records::{Cx, access::Action, import, jobs, schema::Object, visible::Visible};
use types::{
    Id, Instant, Problem, Result,
    words::{Lang, field_sentence, sentence},
};

use crate::{
    desk::{self, Desk, Drawn},
    ports::Imports,
    ui::{Crumb, Step, Top, stepper},
};

pub fn routes() -> Vec<Route> {
    let mut routes = begin::routes();
    routes.extend(file::routes());
    routes.extend(mapping::routes());
    routes.extend(questions::routes());
    routes.extend(running::routes());
    routes.extend(outcome::routes());
    routes.extend(verbs::routes());
    routes.push(Route::get("/imports/{id}", gate::Who::Person, show).asks(Action::View).says("Where an import stands"));
    routes
}

type Answer = Result<Response, Refusal>;

/// What carries imports out.
fn port(app: &App) -> Result<Arc<dyn Imports>> {
    app.port::<Arc<dyn Imports>>().ok_or_else(|| Problem::unavailable("nothing carries imports out here"))
}

/// An import as far as it has come.
struct Import {
    id: Id,
    record: Visible,
    object: Arc<Object>,
    /// of the check, the run or the undo that was ordered last
    job: Option<jobs::Job>,
}

impl Import {
    fn read(cx: &mut Cx, id: Id) -> Result<Import> {
        let record = import::journal::get(cx, id)?;
        let object = cx.catalog.find(record.get("object").as_text().unwrap_or_default())?;
        let job = record.get("job").as_text().and_then(Id::parse);
        // jobs are forgotten long before records are
        let job = job.and_then(|job| jobs::get(cx, job).ok());
        Ok(Import { id, record, object, job })
    }

    fn text(&self, field: &str) -> &str {
        self.record.get(field).as_text().unwrap_or_default()
    }

    fn count(&self, field: &str) -> i64 {
        self.record.get(field).as_int().unwrap_or_default()
    }

    fn time(&self, field: &str) -> Option<Instant> {
        self.record.get(field).as_time()
    }

    /// Of an import whose job was given up without a last word: what the job says.
    fn state(&self) -> &str {
        let given_up = self.job.as_ref().is_some_and(|job| job.state == jobs::State::Failed);
        match self.text("state") {
            "checking" | "running" if given_up => "failed",
            "undoing" if given_up => self.before_undo(),
            state => state,
        }
    }

    /// How it stood before the undo that was ordered last.
    fn before_undo(&self) -> &str {
        let was = self.job.as_ref().and_then(|job| job.input.get("was")).and_then(|was| was.as_str());
        was.filter(|was| !was.is_empty()).unwrap_or("done")
    }

    /// Nothing was written yet, and everything may still be changed.
    fn is_open(&self) -> bool {
        matches!(self.state(), "draft" | "checked")
    }

    fn under_way(&self) -> bool {
        matches!(self.state(), "checking" | "running" | "undoing")
    }

    /// A check that is not followed by writing.
    fn only_checks(&self) -> bool {
        // of a run the job and the import have one id
        self.state() == "checking" && self.job.as_ref().is_some_and(|job| job.id != self.id)
    }

    fn url(&self, part: &str) -> String {
        if part.is_empty() { format!("/imports/{}", self.id) } else { format!("/imports/{}/{part}", self.id) }
    }

    fn file(&self) -> &str {
        self.text("file_name")
    }

    fn progress(&self) -> import::Progress {
        let told = self.job.as_ref().map(|job| job.progress.clone());
        told.and_then(|told| serde_json::from_value(told).ok()).unwrap_or_default()
    }

    fn outcome(&self) -> import::Outcome {
        let told = self.job.as_ref().map(|job| job.outcome.clone());
        told.and_then(|told| serde_json::from_value(told).ok()).unwrap_or_default()
    }

    /// Why its job was given up, in words.
    fn failure(&self, desk: &Desk) -> Option<String> {
        let job = self.job.as_ref().filter(|job| job.state == jobs::State::Failed)?;
        let code = job.outcome.get("problem")?.as_str()?.to_string();
        let args = job.outcome.get("args").and_then(|args| args.as_object()).cloned().unwrap_or_default();
        let args = args.into_iter().map(|(name, value)| (name, value.as_str().unwrap_or_default().to_string()));
        let reason = import::refused::Reason { code, args: args.collect(), ..nothing() };
        Some(field_sentence(desk.lang, &reason.problem()))
    }
}

fn nothing() -> import::refused::Reason {
    import::refused::Reason {
        column: None,
        name: String::new(),
        field: String::new(),
        value: String::new(),
        code: String::new(),
        args: Vec::new(),
    }
}

/// Reads an import that must still be open for changes.
async fn opened(app: &App, call: &Call, id: Id) -> Result<Import, Refusal> {
    let found = app.engine.read(call.caller.clone(), move |cx| Import::read(cx, id)).await;
    let import = found.map_err(|problem| Refusal::of(call, problem))?;
    match import.is_open() {
        true => Ok(import),
        false => Err(Refusal::of(call, Problem::conflict("import_not_checked"))),
    }
}

async fn show(State(app): State<App>, call: Call, Path(id): Path<String>, headers: HeaderMap) -> Answer {
    let refuse = |problem| Refusal::of(&call, problem);
    let id = Id::asked(&id).map_err(refuse)?;
    let import = app.engine.read(call.caller.clone(), move |cx| Import::read(cx, id)).await.map_err(refuse)?;
    match import.state() {
        "draft" => file::answer(&app, &call, &headers, import, None).await,
        "checked" => questions::answer(&app, &call, &headers, import).await,
        "checking" | "running" | "undoing" => running::answer(&app, &call, &headers, import).await,
        _ => outcome::answer(&app, &call, &headers, import).await,
    }
}

/// Draws a page of the wizard around an import. `step`: from zero, 4 when all are done; and the status of the answer.
async fn page(
    app: &App,
    call: &Call,
    headers: &HeaderMap,
    import: Import,
    step: (usize, StatusCode),
    draw: impl FnOnce(&mut Cx, &Desk, &Import) -> Result<Markup> + Send + 'static,
) -> Answer {
    let object = import.object.name.to_string();
    desk::answer(app, call, headers, &object, String::new(), move |cx, desk| {
        let main = draw(cx, desk, &import)?;
        Ok(Drawn { status: step.1, ..framed(desk, Some(&import.object), Some(&import), step.0, main) })
    })
    .await
}

/// The frame of every page of the wizard: where one is, and the steps.
fn framed(desk: &Desk, object: Option<&Object>, import: Option<&Import>, current: usize, main: Markup) -> Drawn {
    let title = desk.say(if object.is_some() { "import" } else { "wizard-new" });
    let open = import.filter(|import| import.is_open());
    let parts = ["file", "mapping", "", ""];
    let steps: Vec<Step> = ["wizard-step-upload", "wizard-step-mapping", "wizard-step-questions", "wizard-step-import"]
        .iter()
        .zip(parts)
        .map(|(key, part)| Step { label: desk.say(key), href: open.map(|import| import.url(part)) })
        .collect();
    let crumb = match object {
        Some(object) => Crumb { label: desk.plural(object).to_string(), href: format!("/{}", object.name) },
        None => Crumb { label: desk.say("nav-imports"), href: "/imports".into() },
    };
    let top = Top { crumbs: vec![crumb], ..Top::titled(title.as_str()) }.acts(stepper(
        desk.lang,
        &desk.say("wizard-steps"),
        &steps,
        current,
    ));
    Drawn::new(title, html! { (top.html(desk.lang)) (main) })
}

/// What is wrong with a file, and where.
fn told(lang: Lang, problem: &Problem) -> String {
    let places = problem.fields.iter().map(|field| field_sentence(lang, field));
    std::iter::once(sentence(lang, problem)).chain(places).collect::<Vec<_>>().join(" ")
}

/// A count as people read it.
fn number(count: impl TryInto<i64>) -> String {
    types::display::integer(count.try_into().unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests;
