//! Home: what this person has to do, and how their deals stand. Everything through their own scope; every figure opens its rows.

mod conversion;
mod deals;
#[cfg(test)]
mod tests;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use axum::{
    extract::{RawQuery, State},
    http::HeaderMap,
    response::Response,
};
use gate::{App, Call, Refusal, Route, Who};
use maud::{Markup, html};
use records::{
    Cx,
    access::{self, Action, Reach},
    query::{self, Ask},
    schema::Object,
    visible::Visible,
};
use types::{Id, Instant, ProblemKind, Result, Value, display, words::tr_with, workdays::FiscalYear};

use self::deals::{Deals, Whose};
use crate::{
    desk::{self, Desk, Drawn},
    pages::list::counted,
    place::pairs,
    show,
    ui::{
        self, Avatar, Button, Empty, MenuItem, Picture, Related, Segment, Top,
        home::{Panel, Todo, TodoGroup, todos},
        related, segments,
    },
};

pub fn routes() -> Vec<Route> {
    vec![Route::get("/", Who::Person, home).says("Home")]
}

async fn home(
    State(app): State<App>,
    call: Call,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let given = pairs(raw.as_deref().unwrap_or_default());
    let whose = match given.iter().find(|(name, _)| name == "deals").map(|(_, value)| value.as_str()) {
        Some("mine") => Some(Whose::Mine),
        Some("all") => Some(Whose::All),
        _ => None,
    };
    let here = whose.map_or_else(|| "/".to_string(), address);
    let draw = move |cx: &mut Cx, desk: &Desk| draw(cx, desk, whose);
    // deals may be very many
    desk::answer_later(&app, &call, &headers, "home", here, draw).await
}

fn draw(cx: &mut Cx, desk: &Desk, whose: Option<Whose>) -> Result<Drawn> {
    let day = day(cx, desk)?;
    let deals = deals::read(cx, whose)?;
    let recent = recent(cx, desk)?;
    let fiscal = FiscalYear::starting_in(cx.organization.fiscal_start).unwrap_or(FiscalYear::CALENDAR);
    let fresh = fresh(cx, desk);
    let main = html! {
        (top(desk, &day, deals.as_ref(), &fresh))
        div class="scroll home" {
            div class="home-a" {
                (Panel::new("day", desk.say("home-day"), day.drawn).all(day.all, "/activities?view=my-tasks"))
                @match (&deals, &recent) {
                    (Some(deals), _) => div class="aside" {
                        // above the first figures it is about: on phones the head of the page has no room
                        div class="only-m" { (choice(desk, deals.whose)) }
                        @if let Some(quarter) = deals.quarter(desk, fiscal) { (quarter) }
                        div class="nts" { (deals.due(desk)) }
                    },
                    (None, Some(recent)) => div class="aside" { (recent) },
                    (None, None) => {}
                }
            }
            @if let Some(deals) = &deals {
                div class="home-b" { (deals.charts(desk, fiscal)) }
                div class="home-c" { (deals.stalled(desk)) @if let Some(recent) = &recent { (recent) } }
            }
        }
    };
    Ok(Drawn::new(desk.say("nav-home"), main))
}

fn address(whose: Whose) -> String {
    format!("/?deals={}", if whose == Whose::Mine { "mine" } else { "all" })
}

/// A greeting by the hour, what the day holds, whose deals are shown, and what may be made.
fn top(desk: &Desk, day: &Day, deals: Option<&Deals>, fresh: &[MenuItem]) -> Markup {
    let greeting = match desk.now.to_jiff().to_zoned(desk.zone.clone()).hour() {
        5..12 => "home-morning",
        12..18 => "home-afternoon",
        _ => "home-evening",
    };
    let mut notes = vec![display::date_long(desk.lang, desk.today, desk.today)];
    for (key, count) in [("home-count-late", day.late), ("home-count-today", day.today)] {
        if count > 0 {
            notes.push(tr_with(desk.lang, key, &[("count", count)]));
        }
    }
    let acts = html! {
        @if let Some(deals) = deals { div class="hide-m" { (choice(desk, deals.whose)) } }
        @if !fresh.is_empty() {
            // where nothing is yet, the first step stands below
            (if deals.is_some() { Button::primary(desk.say("home-new")) } else { Button::new(desk.say("home-new")) }.icon("plus").menu("home-fresh"))
            (ui::menu("home-fresh", fresh))
        }
    };
    let title = tr_with(desk.lang, greeting, &[("name", desk.shell.person.name.as_str())]);
    Top { note: Some(notes.join(&desk.say("web-comma"))), ..Top::titled(title) }.acts(acts).html(desk.lang)
}

/// One's own deals or all.
fn choice(desk: &Desk, now: Whose) -> Markup {
    let choice = |whose: Whose, key: &str| Segment {
        label: desk.say(key),
        href: address(whose),
        current: whose == now,
        ..Segment::default()
    };
    segments(&desk.say("home-whose"), &[choice(Whose::Mine, "home-mine"), choice(Whose::All, "home-everyone")])
}

/// What this person may make, in the order of work.
fn fresh(cx: &Cx, desk: &Desk) -> Vec<MenuItem> {
    let objects = ["leads", "accounts", "contacts", "opportunities"];
    let open = objects.iter().filter_map(|name| cx.catalog.object(name));
    let mut items: Vec<MenuItem> = open
        .filter(|object| access::scope(cx, object, Action::Create).is_ok())
        .map(|object| MenuItem::link(desk.single(object), &object.icon, format!("/{}/new", object.name)))
        .collect();
    if cx.catalog.object("activities").is_some_and(|o| access::scope(cx, o, Action::Create).is_ok()) {
        items.push(MenuItem::link(desk.say("home-task"), "checkbox", "/activities/new?kind=task"));
    }
    items
}

/// The tasks of the day, and how many are late and due today.
#[derive(Default)]
struct Day {
    drawn: Markup,
    late: i64,
    today: i64,
    /// "12 in all"
    all: String,
}

/// Counted for "all"; of more there are "more than".
const TASKS: i64 = 500;
const OPEN_TASKS: &str = "kind == \"task\" && status == \"open\" && owner == me()";

/// Open tasks of this person: late, today, next; each at most a handful.
fn day(cx: &mut Cx, desk: &Desk) -> Result<Day> {
    let groups = [
        ("home-late", "due_at < startOfDay()", true),
        ("home-today", "due_at >= startOfDay() && due_at < startOfDay(daysAhead(1))", false),
        ("home-next", "due_at >= startOfDay(daysAhead(1)) && due_at < startOfDay(daysAhead(15))", false),
        ("home-undated", "due_at == null", false),
    ];
    let Some(activities) = cx.catalog.object("activities").cloned() else { return Ok(Day::default()) };
    if access::scope(cx, &activities, Action::View).is_err() {
        return Ok(Day::default());
    }
    let mut found = Vec::new();
    for (key, when, late) in groups {
        let ask = Ask { totals: query::Totals::Capped, ..Ask::default() }
            .filter(format!("{OPEN_TASKS} && {when}"))
            .fields(&TASK_FIELDS)
            .sort("due_at", false)
            .limit(5);
        // a group that cannot be told must not take the page with it
        let mut page = match query::list(cx, &activities, &ask) {
            Err(problem) if problem.kind == ProblemKind::BadRequest => continue,
            page => page?,
        };
        query::mark_shut(cx, &mut page.items)?;
        if !page.items.is_empty() {
            found.push((key, late, page));
        }
    }
    let tasks = found.iter().flat_map(|(_, _, page)| &page.items);
    let open = open(cx, &activities, tasks.clone())?;
    let worth = worth(cx, tasks)?;
    let all = counted(desk, &query::count_up_to(cx, &activities, &Ask::default().filter(OPEN_TASKS), TASKS)?);
    let mut day = Day { all: tr_with(desk.lang, "home-all-tasks", &[("count", all.as_str())]), ..Day::default() };
    let mut drawn = Vec::new();
    for (key, late, page) in &found {
        let mut todos = Vec::with_capacity(page.items.len());
        for task in &page.items {
            let may = open.contains(&task.id);
            let amount = about(task).and_then(|id| worth.get(&id)).cloned().unwrap_or_default();
            let amount_of = if amount.is_empty() { String::new() } else { desk.say("home-deal") };
            todos.push(Todo { amount: show::compact(desk, &amount), amount_of, ..todo(desk, task, may) });
        }
        let count = page.total.map_or(0, |total| total.count);
        match *key {
            "home-late" => day.late = count,
            "home-today" => day.today = count,
            _ => {}
        }
        drawn.push(TodoGroup {
            label: desk.say(key),
            count: count.to_string(),
            late: *late,
            todos,
            ..TodoGroup::default()
        });
    }
    day.drawn = if drawn.is_empty() {
        let empty = Empty::new(Picture::Done, desk.say("home-done-title"), desk.say("home-done-text"))
            .act(Button::ghost(desk.say("home-plan")).icon("plus").href("/activities/new?kind=task"));
        html! { (empty) }
    } else {
        todos(desk.lang, &drawn)
    };
    Ok(day)
}

/// Those of these tasks that this person may tick off.
fn open<'t>(cx: &mut Cx, activities: &Arc<Object>, tasks: impl Iterator<Item = &'t Visible>) -> Result<BTreeSet<Id>> {
    let ids: Vec<Id> = tasks.map(|task| task.id).collect();
    if ids.is_empty() || access::scope(cx, activities, Action::Edit).is_err() {
        return Ok(BTreeSet::new());
    }
    let ask = Ask { ids: Some(ids), ..Ask::default() }.fields(&["subject"]).sort("id", false).limit(50);
    let asked = query::resolve::resolve_for(cx, activities, &ask, Action::Edit)?;
    Ok(query::run::page(cx, asked, &ask)?.items.iter().map(|task| task.id).collect())
}

/// The deal a task is about.
fn about(task: &Visible) -> Option<Id> {
    match task.get("about") {
        Value::Link(link) if link.object.as_ref().is_some_and(|object| *object == "opportunities") => Some(link.id),
        _ => None,
    }
}

/// The amounts of the deals that tasks are about, as far as this person sees them.
fn worth<'t>(cx: &mut Cx, tasks: impl Iterator<Item = &'t Visible>) -> Result<BTreeMap<Id, Value>> {
    let mut ids: Vec<Id> = tasks.filter_map(about).collect();
    ids.sort_unstable();
    ids.dedup();
    let Some(deals) = cx.catalog.object("opportunities").cloned().filter(|_| !ids.is_empty()) else {
        return Ok(BTreeMap::new());
    };
    if access::scope(cx, &deals, Action::View).is_err() {
        return Ok(BTreeMap::new());
    }
    let ask = Ask { ids: Some(ids), ..Ask::default() }.fields(&["amount"]).limit(50);
    let page = query::list(cx, &deals, &ask)?;
    Ok(page.items.iter().map(|deal| (deal.id, deal.get("amount").clone())).collect())
}

/// What is read of a task.
pub const TASK_FIELDS: [&str; 4] = ["subject", "about", "due_at", "status"];

/// A task as the home page lists it; also the answer to ticking it off there.
pub fn todo(desk: &Desk, task: &Visible, may: bool) -> Todo {
    let about = match task.get("about") {
        Value::Link(link) => link.opens().map(|object| {
            let icon = desk.catalog.objects.get(object).map(|object| object.icon.clone()).unwrap_or_default();
            (link.label.clone().unwrap_or_default(), format!("/{object}/{}", link.id), icon)
        }),
        _ => None,
    };
    let act = about.as_ref().map(|(_, href, icon)| Button::new(desk.say("home-open")).icon(icon).href(href));
    let due = task.get("due_at").as_time();
    let done = task.get("status").as_text() == Some("done");
    let when = |due: Instant| match i64::from(desk.today.0 - due.date_in(&desk.zone).0) {
        days @ 1.. if !done => tr_with(desk.lang, "home-days-late", &[("count", days)]),
        0 => display::time(due, &desk.zone),
        _ => display::date_time(due, &desk.zone, desk.today),
    };
    Todo {
        label: task.title.clone(),
        href: format!("/activities/{}", task.id),
        about: about.map(|(label, href, _)| (label, href)),
        due: due.map(when).unwrap_or_default(),
        act,
        late: !done && due.is_some_and(|due| due < desk.now),
        done,
        done_url: may.then(|| format!("/activities/{}/completion?as=todo&done={}", task.id, if done { 0 } else { 1 })),
        ..Todo::default()
    }
}

/// Where no account is: the whole company has none, or this person has been given none.
fn nobody(cx: &Cx, desk: &Desk, accounts: &Arc<Object>) -> Markup {
    let all = cx.actor.rights.reach(&accounts.name, Action::View) == Reach::All;
    let (title, text) =
        if all { ("home-empty-title", "home-empty-text") } else { ("home-none-title", "home-none-text") };
    let mut empty = Empty::new(Picture::Papers, desk.say(title), desk.say(text));
    if all && access::scope(cx, accounts, Action::Import).is_ok() {
        let import = Button::primary(desk.say("home-import")).icon("upload");
        empty = empty.act(import.href("/imports/new?object=accounts"));
    }
    if access::scope(cx, accounts, Action::Create).is_ok() {
        empty = empty.act(Button::ghost(desk.say("home-first-account")).icon("plus").href("/accounts/new"));
    }
    html! { (empty) }
}

/// What was changed last, to go on with.
fn recent(cx: &mut Cx, desk: &Desk) -> Result<Option<Markup>> {
    let Some(accounts) = cx.catalog.object("accounts").cloned() else { return Ok(None) };
    if access::scope(cx, &accounts, Action::View).is_err() {
        return Ok(None);
    }
    let ask = Ask::default().fields(&["name", "owner", "updated_at"]).sort("updated_at", true).limit(6);
    let page = query::list(cx, &accounts, &ask)?;
    if page.items.is_empty() {
        return Ok(Some(nobody(cx, desk, &accounts)));
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
