//! What happened with a record, by day, newest first: activities, changes of stage, whatever else touches it. Shown on record pages and in
//! the peek panel; further pages are fetched as one scrolls.

use std::collections::HashMap;

use axum::{
    extract::{Path, RawQuery, State},
    response::Response,
};
use gate::{App, Call, Refusal, Route, Who};
use maud::{Markup, html};
use records::{
    Cx,
    access::Action,
    audit::history::{self, Imported},
    query, timeline,
    visible::Visible,
};
use types::{Date, Id, Instant, Linked, Name, Result, Value, display, words::tr_with};

use super::{
    files,
    record::{Seen, history::by_import},
};
use crate::{
    desk::{self, Desk},
    place::pairs,
    show,
    ui::{self, Content, Day, Entry, Hue, Tag, Timeline, icon_s},
};

pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/{object}/{id}/timeline", Who::Person, more).asks(Action::View).says("More of a record's timeline"),
    ]
}

/// Entries per page.
pub const PAGE: usize = 20;

/// `before` is what the page before gave, `day` the day it stands under.
async fn more(
    State(app): State<App>,
    call: Call,
    Path((object, id)): Path<(String, String)>,
    RawQuery(raw): RawQuery,
) -> Result<Response, Refusal> {
    let given = pairs(raw.as_deref().unwrap_or_default());
    desk::part(&app, &call, move |cx, desk| {
        let get = |name: &str| given.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str());
        let seen = Seen::of(cx, &object, &id)?;
        page(cx, desk, &seen, get("before"), get("day").and_then(Date::parse), PAGE)
    })
    .await
}

/// The newest entries.
pub fn first(cx: &mut Cx, desk: &Desk, seen: &Seen, limit: usize) -> Result<Markup> {
    page(cx, desk, seen, None, None, limit)
}

fn page(
    cx: &mut Cx,
    desk: &Desk,
    seen: &Seen,
    before: Option<&str>,
    under: Option<Date>,
    limit: usize,
) -> Result<Markup> {
    let (mut entries, next) = timeline::page(cx, &seen.object, seen.item.id, before, limit)?;
    if entries.is_empty() && next.is_none() && before.is_none() {
        return Ok(html! { p class="muted f13" { (desk.say("nothing-here")) } });
    }
    query::mark_shut(cx, entries.iter_mut().map(|one| &mut one.record))?;
    let files = files::named(cx, &entries.iter().map(|one| &one.record).collect::<Vec<_>>())?;
    let made = made_by_imports(cx, &entries)?;
    let (mut days, mut day): (Vec<Day>, Option<Date>) = (Vec::new(), None);
    for one in &entries {
        let here = one.at.date_in(&desk.zone);
        if day != Some(here) {
            let label = day_label(desk, one.at);
            let again = under == Some(here) && day.is_none();
            let label =
                if again { tr_with(desk.lang, "record-day-continued", &[("day", label.as_str())]) } else { label };
            days.push(Day { label, entries: Vec::new() });
            day = Some(here);
        }
        let mut entry = entry(desk, seen, one.at, &one.record, &files);
        if let (Some(head), Some(import)) = (&entry.head, made.get(&one.record.id)) {
            entry.head = Some(html! { (head) (by_import(desk, Some(import))) });
        }
        days.last_mut().expect("a day was just pushed").entries.push(entry);
    }
    let more = next.map(|next| {
        let day = day.or(under).map(|day| format!("&day={day}")).unwrap_or_default();
        format!("{}/timeline?before={next}{day}", seen.href())
    });
    Ok(Timeline { days, more }.html(desk.lang))
}

/// Entries that came by an import, or followed from one.
fn made_by_imports(cx: &mut Cx, entries: &[timeline::Entry]) -> Result<HashMap<Id, Imported>> {
    let mut by_object: HashMap<&Name, Vec<Id>> = HashMap::new();
    for one in entries {
        by_object.entry(&one.record.object.name).or_default().push(one.record.id);
    }
    let mut made = HashMap::new();
    for (object, ids) in by_object {
        made.extend(history::made_by_imports(cx, object, &ids)?);
    }
    Ok(made)
}

/// `Today, Nov 22`; further away the weekday stands there.
pub fn day_label(desk: &Desk, at: Instant) -> String {
    let day = at.date_in(&desk.zone);
    if (day.0 - desk.today.0).abs() > 1 {
        return display::date_long(desk.lang, day, desk.today);
    }
    let near = display::relative_day(desk.lang, day, desk.today);
    tr_with(
        desk.lang,
        "record-day",
        &[("near", near.as_str()), ("day", display::date_prose(desk.lang, day, desk.today).as_str())],
    )
}

/// Names and sizes of files by their ids.
type Files = HashMap<Id, (String, String)>;

fn entry(desk: &Desk, seen: &Seen, at: Instant, record: &Visible, files: &Files) -> Entry {
    let entry = match record.object.name.as_str() {
        "activities" => activity(desk, seen, record, files),
        "stage_history" => stage(seen, desk, record),
        _ => anything(desk, record),
    };
    Entry { time: display::time(at, &desk.zone), datetime: at.to_string(), ..entry }
}

/// A link among the values of an entry.
fn link<'v>(record: &'v Visible, field: &str) -> Option<&'v Linked> {
    if let Value::Link(link) = record.get(field) { Some(link) } else { None }
}

fn label<'v>(record: &'v Visible, field: &str) -> &'v str {
    link(record, field).and_then(|link| link.label.as_deref()).unwrap_or_default()
}

fn text<'v>(record: &'v Visible, field: &str) -> &'v str {
    record.get(field).as_text().unwrap_or_default()
}

fn href(record: &Visible) -> String {
    format!("/{}/{}", record.object.name, record.id)
}

/// Icons by kind of activity; a kind of one's own has the calendar's.
pub fn kind_icon(kind: &str) -> &'static str {
    match kind {
        "task" => "checkbox",
        "call" => "phone",
        "meeting" => "users",
        "visit" => "map-pin",
        "note" => "message-2",
        _ => "calendar-event",
    }
}

fn activity(desk: &Desk, seen: &Seen, record: &Visible, files: &Files) -> Entry {
    let kind = text(record, "kind");
    let option =
        record.object.field("kind").and_then(|field| field.kind.options().iter().find(|option| option.code == kind));
    let name = option.map_or(kind, |option| option.label.get(desk.lang));
    let open = text(record, "status") == "open";
    let body = text(record, "body");
    // a subject that is only the beginning of the text is not said twice
    let subject =
        Some(record.title.as_str()).filter(|subject| !body.trim_start().starts_with(subject) && *subject != name);
    let about = link(record, "about").filter(|link| link.id != seen.item.id);
    let meta = html! {
        @if open { (Tag::new(desk.say("record-open"), Hue::Blue)) }
        @if text(record, "status") == "cancelled" { (Tag::plain(desk.say("record-cancelled"))) }
        @if let Some(Content::Tags(tags)) = content(desk, record, "result") { @for tag in &tags { (tag) } }
        @if let Some(minutes) = record.get("duration_minutes").as_int() {
            span class="file" { (icon_s("hourglass")) (display::duration(desk.lang, minutes * 60)) }
        }
        @if let Some(due) = record.get("due_at").as_time().filter(|_| open) {
            span class="file" { (icon_s("clock")) (display::day_and_time(desk.lang, due, &desk.zone, desk.today)) }
        }
        @for id in files::of(record) {
            @if let Some((name, size)) = files.get(&id) { (ui::file_chip(name, size, &format!("/files/{id}"))) }
        }
        @if let Some(link) = about {
            @match link.opens() {
                Some(object) => a class="lnk" href={ "/" (object) "/" (link.id) } { (link.label.as_deref().unwrap_or_default()) },
                None => span class="muted" { (link.label.as_deref().unwrap_or_default()) },
            }
        }
    };
    Entry {
        icon: kind_icon(kind).into(),
        hue: show::hue(option.and_then(|option| option.hue)),
        head: Some(html! {
            b { (label(record, "owner")) } " · " a class="lnk" href=(href(record)) { (name) }
            @if let Some(subject) = subject { " · " (subject) }
        }),
        body: (!body.trim().is_empty()).then(|| lines(body)),
        meta: (!meta.0.is_empty()).then_some(meta),
        ..Entry::default()
    }
}

/// Text with its line breaks.
fn lines(text: &str) -> Markup {
    html! { @for (n, line) in text.trim().lines().enumerate() { @if n > 0 { br; } (line) } }
}

fn content(desk: &Desk, record: &Visible, name: &str) -> Option<Content> {
    let (column, value) = record.iter().find(|(column, value)| column.path == name && !value.is_empty())?;
    Some(show::content(desk, column.field(), value, column.masked))
}

fn stage(seen: &Seen, desk: &Desk, record: &Visible) -> Entry {
    let (from, to) = (label(record, "from_stage"), label(record, "to_stage"));
    let deal = link(record, "opportunity").filter(|link| link.id != seen.item.id);
    Entry {
        icon: "arrow-up-right".into(),
        hue: Hue::Violet,
        head: Some(html! {
            b { (label(record, "created_by")) } " "
            @if let Some(link) = deal {
                @let label = link.label.as_deref().unwrap_or_default();
                @match link.opens() {
                    Some(object) => a class="lnk" href={ "/" (object) "/" (link.id) } { (label) },
                    None => (label),
                }
                " "
            }
            @if !from.is_empty() { (from) " → " } @else { (desk.say("record-entered")) " " }
            b { (to) }
        }),
        ..Entry::default()
    }
}

fn anything(desk: &Desk, record: &Visible) -> Entry {
    Entry {
        icon: record.object.icon.clone(),
        hue: show::hue(Some(record.object.hue)),
        head: Some(html! {
            b { (label(record, "created_by")) } " · " (desk.single(&record.object)) " "
            a class="lnk" href=(href(record)) { (record.title) }
        }),
        ..Entry::default()
    }
}
