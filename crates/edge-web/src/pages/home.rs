//! Home: what this person has to do, and how their deals stand. Everything through their own scope; every figure opens its rows.

use axum::{extract::State, http::HeaderMap, response::Response};
use gate::{App, Call, Refusal, Route, Who, router::encode};
use maud::{Markup, html};
use modules::sales::report;
use records::{
    Cx,
    access::{self, Action},
    query::{self, Ask},
    visible::Visible,
};
use types::{Result, Value, display};

use crate::{
    desk::{self, Desk, Drawn},
    ui::{
        Avatar, Button, Empty, Mood, Picture, Related, Stat, Top,
        home::{Panel, Todo, TodoGroup, todos},
        related, stat,
    },
};

pub fn routes() -> Vec<Route> {
    vec![Route::get("/", Who::Person, show).says("Home")]
}

async fn show(State(app): State<App>, call: Call, headers: HeaderMap) -> Result<Response, Refusal> {
    desk::answer(&app, &call, &headers, "home", "/".into(), |cx, desk| {
        let tasks = tasks(cx, desk)?;
        let figures = figures(cx, desk)?;
        let recent = recent(cx, desk)?;
        let title = desk.say("nav-home");
        let main = html! {
            (Top { note: Some(display::date_long(desk.lang, desk.today, desk.today)), ..Top::titled(title.as_str()) }.html(desk.lang))
            @if let Some(figures) = figures { (figures) }
            div class="scroll" {
                div class="home-a" {
                    (Panel::new("day", desk.say("home-day"), tasks).all(desk.say("home-all-tasks"), "/activities?view=my-tasks"))
                    @if let Some(recent) = recent { div class="aside" { (recent) } }
                }
            }
        };
        Ok(Drawn::new(title, main))
    })
    .await
}

/// Open tasks of this person: late, today, next; each at most a handful.
fn tasks(cx: &mut Cx, desk: &Desk) -> Result<Markup> {
    let groups = [
        ("home-late", "due_at < startOfDay()", true),
        ("home-today", "due_at >= startOfDay() && due_at < startOfDay(daysAhead(1))", false),
        ("home-next", "due_at >= startOfDay(daysAhead(1)) && due_at < startOfDay(daysAhead(15))", false),
        ("home-undated", "due_at == null", false),
    ];
    let Some(activities) = cx.catalog.object("activities").cloned() else { return Ok(html! {}) };
    if access::scope(cx, &activities, Action::View).is_err() {
        return Ok(html! {});
    }
    let edit = access::scope(cx, &activities, Action::Edit).ok();
    let mut drawn = Vec::new();
    for (key, when, late) in groups {
        let ask = Ask { totals: query::Totals::Capped, ..Ask::default() }
            .filter(format!("kind == \"task\" && status == \"open\" && owner == me() && {when}"))
            .fields(&TODO)
            .sort("due_at", false)
            .limit(5);
        let page = query::list(cx, &activities, &ask)?;
        if page.items.is_empty() {
            continue;
        }
        let mut todos = Vec::with_capacity(page.items.len());
        for task in &page.items {
            let may = match &edit {
                Some(scope) => query::is_visible(cx, scope, task.id)?,
                None => false,
            };
            todos.push(todo(desk, task, may));
        }
        drawn.push(TodoGroup {
            label: desk.say(key),
            count: page.total.map(|t| t.count.to_string()).unwrap_or_default(),
            late,
            todos,
            ..TodoGroup::default()
        });
    }
    if drawn.is_empty() {
        let empty = Empty::new(Picture::Done, desk.say("home-done-title"), desk.say("home-done-text"))
            .act(Button::ghost(desk.say("home-plan")).icon("plus").href("/activities/new?kind=task"));
        return Ok(html! { (empty) });
    }
    Ok(todos(desk.lang, &drawn))
}

/// What is read of a task.
pub const TODO: [&str; 4] = ["subject", "about", "due_at", "status"];

/// A task as the home page lists it; also the answer to ticking it off there.
pub fn todo(desk: &Desk, task: &Visible, may: bool) -> Todo {
    let about = match task.get("about") {
        Value::Link(link) => link
            .object
            .as_ref()
            .map(|object| (link.label.clone().unwrap_or_default(), format!("/{object}/{}", link.id))),
        _ => None,
    };
    let due = task.get("due_at").as_time();
    let done = task.get("status").as_text() == Some("done");
    Todo {
        label: task.title.clone(),
        href: format!("/activities/{}", task.id),
        about,
        due: due.map(|at| display::date_time_prose(desk.lang, at, &desk.zone, desk.today)).unwrap_or_default(),
        late: !done && due.is_some_and(|due| due < desk.now),
        done,
        done_url: may.then(|| format!("/activities/{}/completion?as=todo&done={}", task.id, if done { 0 } else { 1 })),
        ..Todo::default()
    }
}

/// This year's deals of those this person sees.
fn figures(cx: &mut Cx, desk: &Desk) -> Result<Option<Markup>> {
    let Some(deals) = cx.catalog.object("opportunities").cloned() else { return Ok(None) };
    if access::scope(cx, &deals, Action::View).is_err() {
        return Ok(None);
    }
    let open = "stage.outcome == \"open\"";
    let won = "stage.outcome == \"won\" && closed_at >= startOfYear()";
    let sums = |cx: &mut Cx, filter: &str| -> Result<report::Total> {
        let measures = [query::Measure::Count, query::Measure::Sum("amount".into())];
        let grouped = query::group::group(cx, &deals, &Ask::default().filter(filter), &[], &measures)?;
        let values = grouped.rows.into_iter().next().map(|row| row.values).unwrap_or_default();
        Ok(report::Total {
            count: values.first().and_then(Value::as_int).unwrap_or_default(),
            amount: values.get(1).and_then(Value::as_money).map(|m| m.amount).unwrap_or_default(),
        })
    };
    let due = "stage.outcome == \"open\" && close_date < startOfMonth(1)";
    let silent = "stage.outcome == \"open\" && next_activity_at == null";
    let (open_sum, won_sum, due_sum, silent_sum) = (sums(cx, open)?, sums(cx, won)?, sums(cx, due)?, sums(cx, silent)?);
    let link = |filter: &str| format!("/opportunities?filter={}", encode(filter));
    let money = |total: report::Total| display::money_compact(desk.lang, total.amount, desk.currency);
    let count = |total: report::Total| types::words::tr_with(desk.lang, "report-deals", &[("count", total.count)]);
    let figures = [
        Stat::new(desk.say("report-open"), money(open_sum)).note(count(open_sum), Mood::Plain).href(link(open)),
        Stat::new(desk.say("home-won-year"), money(won_sum)).note(count(won_sum), Mood::Plain).href(link(won)),
        Stat::new(desk.say("home-due"), money(due_sum)).note(count(due_sum), Mood::Plain).href(link(due)),
        Stat::new(desk.say("home-silent"), display::integer(silent_sum.count)).href(link(silent)),
    ];
    Ok(Some(stat::strip(&desk.say("report-figures"), &figures)))
}

/// What was changed last, to go on with.
fn recent(cx: &mut Cx, desk: &Desk) -> Result<Option<Markup>> {
    let Some(accounts) = cx.catalog.object("accounts").cloned() else { return Ok(None) };
    if access::scope(cx, &accounts, Action::View).is_err() {
        return Ok(None);
    }
    let ask = Ask::default().fields(&["name", "owner", "updated_at"]).sort("updated_at", true).limit(8);
    let page = query::list(cx, &accounts, &ask)?;
    if page.items.is_empty() {
        let empty = Empty::new(Picture::Papers, desk.say("home-empty-title"), desk.say("home-empty-text"))
            .act(Button::primary(desk.say("home-import")).icon("upload").href("/imports/new?object=accounts"))
            .act(Button::ghost(desk.say("home-first-account")).icon("plus").href("/accounts/new"));
        return Ok(Some(html! { (empty) }));
    }
    let row = |item: &Visible| Related {
        label: item.title.clone(),
        href: format!("/accounts/{}", item.id),
        avatar: Some(Avatar::record(&item.title)),
        note: match item.get("owner") {
            Value::Link(link) => link.label.clone().unwrap_or_default(),
            _ => String::new(),
        },
        aside: item
            .get("updated_at")
            .as_time()
            .map_or_else(String::new, |at| display::ago(desk.lang, at, desk.now, &desk.zone)),
        ..Related::default()
    };
    let rows = related(&page.items.iter().map(row).collect::<Vec<_>>());
    Ok(Some(
        html! { (Panel::new("recent", desk.say("home-recent"), rows).all(desk.say("home-all-accounts"), "/accounts")) },
    ))
}
