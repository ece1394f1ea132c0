//! Writing down what happened or what comes next: the composer of record pages posts an activity about the record; next steps are the open
//! activities, ticked off where they stand.

use std::sync::Arc;

use axum::{
    extract::{Path, RawQuery, State},
    http::{HeaderMap, HeaderValue, StatusCode},
    response::Response,
};
use gate::{App, Call, Refusal, Route, Wants, Who};
use maud::Markup;
use records::{
    Cx,
    access::{self, Action, Scope},
    field::quoted,
    query::{self, Ask},
    schema::Object,
    visible::Visible,
    write::{self, Input},
};
use types::{Id, Linked, Problem, ProblemKind, Result, Value, display};

use super::{
    record::{self, Seen},
    timeline::kind_icon,
};
use crate::{
    control,
    desk::{self, Desk, Posted},
    place::pairs,
    show,
    ui::{self, Block, Button, Composer, Task},
};

pub fn routes() -> Vec<Route> {
    vec![
        Route::post("/{object}/{id}/activities", Who::Person, compose)
            .asks(Action::Create)
            .says("Write down an activity"),
        Route::post("/activities/{id}/completion", Who::Person, complete)
            .asks(Action::Edit)
            .says("Tick an activity off"),
    ]
}

/// In the order in which they are offered.
const KINDS: [&str; 5] = ["note", "call", "meeting", "visit", "task"];
/// What else some kinds ask for.
const FURTHER: [(&str, &[&str]); 3] =
    [("due_at", &["task"]), ("start_at", &["call", "meeting", "visit"]), ("result", &["call"])];
/// What every kind may bring along.
const FILES: &str = "files";
/// A first line that is longer is no subject.
const SUBJECT: usize = 120;
/// Open activities shown beside a record.
const STEPS: u32 = 8;

/// What was written and refused.
pub struct Typed {
    posted: Posted,
    problem: Problem,
}

impl Typed {
    fn get(&self, name: &str) -> &str {
        self.posted.get(name).unwrap_or_default()
    }
}

/// Activities as this person may make them.
fn activities(cx: &Cx, action: Action) -> Option<(Arc<Object>, Scope)> {
    let object = cx.catalog.object("activities").cloned()?;
    let scope = access::scope(cx, &object, action).ok()?;
    Some((object, scope))
}

/// Empty for whom may write nothing down here.
pub fn composer(cx: &mut Cx, desk: &Desk, seen: &Seen, typed: Option<&Typed>) -> Result<Markup> {
    let Some((object, scope)) =
        activities(cx, Action::Create).filter(|(object, scope)| may_write(object, scope, "about"))
    else {
        return Ok(Markup::default());
    };
    let options = object.field("kind").map_or(&[][..], |field| field.kind.options());
    let kinds = KINDS.iter().filter_map(|kind| options.iter().find(|option| option.code == *kind && !option.retired));
    let kinds = kinds.map(|option| {
        (option.code.clone(), option.label.get(desk.lang).to_string(), kind_icon(&option.code).to_string())
    });
    let fields = FURTHER.iter().filter(|(name, _)| may_write(&object, &scope, name)).filter_map(|(name, kinds)| {
        let field = object.field(name)?;
        let mut control = control::control(desk, &object, field, &Value::Empty);
        if let Some(typed) = typed {
            control = control::typed(control, name, &typed.posted.0);
        }
        let shown = ui::Field::new(*name, show::label(desk, field), control).html(desk.lang);
        Some((kinds.iter().map(|kind| kind.to_string()).collect(), shown))
    });
    let composer = Composer {
        action: format!("{}/activities", seen.href()),
        label: desk.say("record-compose"),
        placeholder: desk.say("record-compose-hint"),
        kinds: kinds.collect(),
        fields: fields.collect(),
        kind: typed.map(|typed| typed.get("kind").to_string()).unwrap_or_default(),
        text: typed.map(|typed| typed.get("text").to_string()).unwrap_or_default(),
        error: typed.map(|typed| why(desk, &object, &typed.problem)),
        draft: format!("{}-{}", seen.object.name, seen.item.id),
        tools: object.field(FILES).filter(|_| may_write(&object, &scope, FILES)).map(|field| {
            control::control(desk, &object, field, &Value::Empty).control(desk.lang, FILES, show::label(desk, field))
        }),
    };
    Ok(composer.html(desk.lang))
}

/// The reason with the name of its field, since all fields of the composer share one place for it.
fn why(desk: &Desk, object: &Object, problem: &Problem) -> String {
    let Some(first) = problem.fields.first() else { return types::words::sentence(desk.lang, problem) };
    let label = object.field(&first.field).map(|field| show::label(desk, field)).unwrap_or_default();
    format!("{label}{}{}", desk.say("web-colon"), types::words::field_sentence(desk.lang, first))
}

/// The activity that the form says. A task's first line is its subject, the rest its text.
fn input(object: &Object, scope: &Scope, about: (&Object, Id), posted: &Posted) -> Result<Input> {
    let kind = posted.get("kind").unwrap_or_default();
    let text = posted.get("text").unwrap_or_default().replace("\r\n", "\n");
    let text = text.trim();
    if text.is_empty() {
        return Err(Problem::field("body", "required"));
    }
    let of_kind = |name: &str| FURTHER.iter().any(|(field, kinds)| *field == name && kinds.contains(&kind));
    let mut input = control::input(object, scope, &posted.0);
    input.entries.retain(|(name, _)| name == "kind" || name == FILES || of_kind(name));
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let input = if kind == "task" && first.chars().count() <= SUBJECT {
        input.text("subject", first.trim()).text("body", rest.trim())
    } else {
        input.text("body", text)
    };
    Ok(input.set("about", Value::Link(Linked::to_any(about.0.name.clone(), about.1))))
}

async fn compose(
    State(app): State<App>,
    call: Call,
    Path((object, id)): Path<(String, String)>,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response, Refusal> {
    let refuse = |problem| Refusal::of(&call, problem);
    let record = Id::asked(&id).map_err(refuse)?;
    let (name, form) = (object.clone(), Posted(posted.0.clone()));
    let kept = app
        .engine
        .write(call.caller.clone(), move |cx| {
            let about = cx.catalog.find(&name)?;
            let seen = access::scope(cx, &about, Action::View)?;
            query::must_see(cx, &seen, record)?;
            let activities = cx.catalog.find("activities")?;
            let scope = access::scope(cx, &activities, Action::Create)?;
            let input = input(&activities, &scope, (&about, record), &form)?;
            write::created(cx, &scope, input).map(drop)
        })
        .await;
    match kept {
        Ok(()) if call.wants == Wants::Part => {
            let response = desk::part(&app, &call, move |cx, desk| {
                let seen = Seen::of(cx, &object, &id)?;
                let fresh = composer(cx, desk, &seen, None)?;
                Ok(maud::html! { (fresh) (ui::toast(desk.lang, &desk.say("saved"), None)) })
            })
            .await?;
            Ok(desk::refreshing(response))
        }
        Ok(()) => Ok(desk::go(&call, &format!("/{object}/{id}"))),
        Err(problem) if problem.kind == ProblemKind::Invalid => {
            let typed = Typed { posted, problem };
            let mut response = if call.wants == Wants::Part {
                desk::part(&app, &call, move |cx, desk| {
                    let seen = Seen::of(cx, &object, &id)?;
                    composer(cx, desk, &seen, Some(&typed))
                })
                .await?
            } else {
                record::answer(&app, &call, &headers, object, id, None, Some(typed)).await?
            };
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
        Err(problem) => Err(refuse(problem)),
    }
}

/// The open activities about a record, and about what belongs to it; `None` when there are none.
pub fn next_steps(cx: &mut Cx, desk: &Desk, seen: &Seen) -> Result<Option<Markup>> {
    let Some((object, _)) = activities(cx, Action::View).filter(|_| seen.object.timeline) else { return Ok(None) };
    let id = quoted(&seen.item.id.to_string());
    let mut ways = vec![format!("about == {id}")];
    // an account's steps are those of its opportunities as well
    ways.extend(
        object
            .links()
            .filter(|(_, to)| *to == seen.object.name.as_str())
            .map(|(field, _)| format!("{} == {id}", field.name)),
    );
    let ask = Ask::default()
        .filter(format!("status == \"open\" && ({})", ways.join(" || ")))
        .fields(&["status", "due_at", "start_at", "owner"])
        .sort("happens_at", false)
        .limit(STEPS);
    let page = match query::list(cx, &object, &ask) {
        // a field that the filter needs is hidden from this person
        Err(problem) if problem.kind == ProblemKind::BadRequest => return Ok(None),
        page => page?,
    };
    let edit = activities(cx, Action::Edit).map(|(_, scope)| scope);
    let mut tasks = Vec::new();
    for item in &page.items {
        let may = match &edit {
            Some(scope) => query::is_visible(cx, scope, item.id)?,
            None => false,
        };
        tasks.push(task(desk, item, may));
    }
    Ok((!tasks.is_empty()).then(|| ui::next_steps(desk.lang, &tasks)))
}

/// The block of next steps; where nothing is planned, the way to plan something.
pub fn steps_block(cx: &mut Cx, desk: &Desk, seen: &Seen) -> Result<Option<Block>> {
    let title = desk.say("record-next-steps");
    if let Some(steps) = next_steps(cx, desk, seen)? {
        return Ok(Some(Block::new(title, steps)));
    }
    let may = activities(cx, Action::Create).is_some_and(|(object, scope)| may_write(&object, &scope, "about"));
    Ok((seen.object.timeline && may).then(|| {
        let button = Button::new(desk.say("record-plan-step")).small().icon("calendar-clock");
        Block::new(title, maud::html! { (button.href(format!("#{}", Composer::ID)).attr("data-compose", "task")) })
    }))
}

fn may_write(object: &Object, scope: &Scope, name: &str) -> bool {
    object.position(name).is_some_and(|at| scope.may_write(at))
}

fn task(desk: &Desk, item: &Visible, may: bool) -> Task {
    let done = item.get("status").as_text() == Some("done");
    let due = item.get("due_at").as_time().or(item.get("start_at").as_time());
    let late = !done && due.is_some_and(|due| due < desk.now);
    let note = due.map(|due| match late {
        true => show::overdue(desk, due),
        false => display::day_and_time(desk.lang, due, &desk.zone, desk.today),
    });
    let owner = match item.get("owner") {
        Value::Link(link) => link.label.clone(),
        _ => None,
    };
    Task {
        label: if item.title.is_empty() { item.id.to_string() } else { item.title.clone() },
        href: Some(format!("/activities/{}", item.id)),
        note: note.unwrap_or_default(),
        late,
        done,
        owner,
        done_url: may.then(|| format!("/activities/{}/completion?done={}", item.id, if done { 0 } else { 1 })),
    }
}

/// `done=0` opens it again. Answers the list item alone, so that it can be unticked where it stands, and offers the way back; `as` says how
/// the list draws it.
async fn complete(
    State(app): State<App>,
    call: Call,
    Path(id): Path<String>,
    RawQuery(raw): RawQuery,
) -> Result<Response, Refusal> {
    let refuse = |problem| Refusal::of(&call, problem);
    let id = Id::asked(&id).map_err(refuse)?;
    let given = pairs(raw.as_deref().unwrap_or_default());
    let is = |name: &str, value: &str| given.iter().any(|(n, v)| n == name && v == value);
    let (again, todo, undo) = (is("done", "0"), is("as", "todo"), is("as", "undo"));
    app.engine
        .write(call.caller.clone(), move |cx| {
            let activities = cx.catalog.find("activities")?;
            let input = Input::default().text("status", if again { "open" } else { "done" });
            write::update(cx, &activities, id, None, input).map(drop)
        })
        .await
        .map_err(refuse)?;
    if call.wants != Wants::Part {
        return Ok(desk::go(&call, &format!("/activities/{id}")));
    }
    if undo {
        let said = desk::part(&app, &call, |_, desk| Ok(ui::toast(desk.lang, &desk.say("restored"), None))).await?;
        return Ok(desk::refreshing(said));
    }
    let back = format!("/activities/{id}/completion?as=undo&done={}", if again { 1 } else { 0 });
    let mut response = desk::part(&app, &call, move |cx, desk| {
        let activities = cx.catalog.find("activities")?;
        let fields = ["status", "due_at", "start_at", "owner", "about"].map(str::to_string);
        let item = query::get(cx, &activities, id, Some(&fields))?;
        let said = desk.say(if again { "restored" } else { "home-task-done" });
        Ok(maud::html! {
            @if todo { (super::home::todo(desk, &item, true).html(desk.lang)) } @else { (ui::next_steps(desk.lang, &[task(desk, &item, true)])) }
            (ui::toast(desk.lang, &said, Some(&back).filter(|_| !again).map(String::as_str)))
        })
    })
    .await?;
    response.headers_mut().insert("hx-reselect", HeaderValue::from_static("li"));
    Ok(response)
}
