//! What follows from an activity's fields: its account, subject, status, when it was done and when it stands on a timeline.
//! A `derive` rule of activities, and the timelines they touch.

use records::{
    Cx,
    query::{self, Ask},
    record::Record,
    schema::Object,
    write::Draft,
};
use types::{Id, Instant, Name, Result, Value, words::Lang};

use crate::work::{as_product, look, said, target};

pub fn follow(cx: &mut Cx, draft: &mut Draft) -> Result<()> {
    if draft.changed("about") {
        let account = account_of(cx, draft.get("about"))?;
        draft.set("account", account.map_or(Value::Empty, Value::link));
    }
    subject(cx, draft);
    status(cx, draft);
    duration(draft);
    let when = when(draft);
    draft.set("happens_at", when);
    Ok(())
}

/// The first there is of start, done, due and created; what was done before its planned start happened then.
fn when(draft: &Draft) -> Value {
    let (start, done) = (draft.get("start_at").as_time(), draft.get("done_at").as_time());
    let early = done.filter(|done| start.is_some_and(|start| *done < start));
    let others = ["due_at", "created_at"].map(|field| draft.get(field).as_time());
    let times = [early, start, done].into_iter().chain(others);
    times.flatten().next().map_or(Value::Empty, Value::Time)
}

/// The account behind what an activity is about.
fn account_of(cx: &mut Cx, about: &Value) -> Result<Option<Id>> {
    let Some((object, id)) = target(about) else { return Ok(None) };
    let link = match object.as_str() {
        "accounts" => return Ok(Some(id)),
        "contacts" | "opportunities" => "account",
        "leads" => "converted_account",
        _ => return Ok(None),
    };
    Ok(look(cx, &object, id, &[link])?.and_then(|record| record.get(link).as_id()))
}

/// Longest subject taken from a text, in characters.
const SUBJECT: usize = 80;

/// Without a subject: the first line of the text, else what kind of activity it is.
fn subject(cx: &Cx, draft: &mut Draft) {
    if !draft.get("subject").is_empty() {
        return;
    }
    let line = draft.get("body").as_text().and_then(|body| body.lines().map(str::trim).find(|line| !line.is_empty()));
    let subject = match line {
        Some(line) => Some(line.chars().take(SUBJECT).collect()),
        None => kind_label(draft, cx.actor.lang.unwrap_or(cx.organization.lang)),
    };
    if let Some(subject) = subject {
        draft.set("subject", Value::Text(subject));
    }
}

fn kind_label(draft: &Draft, lang: Lang) -> Option<String> {
    let kind = draft.get("kind").as_text()?;
    let options = draft.object.field("kind")?.kind.options();
    options.iter().find(|option| option.code == kind).map(|option| option.label.get(lang).to_string())
}

/// What is logged is done, what lies ahead is open; a task is open until somebody says otherwise; a note is never anything but done.
fn status(cx: &Cx, draft: &mut Draft) {
    let ahead = |field: &str| draft.get(field).as_time().is_some_and(|at| at > cx.now);
    if draft.get("kind").as_text() == Some("note") {
        draft.set("status", Value::text("done"));
    } else if draft.get("status").is_empty() {
        let done_by_its_date = !draft.get("done_at").is_empty();
        let task = draft.get("kind").as_text() == Some("task");
        let open = !done_by_its_date && (task || ahead("start_at") || ahead("due_at"));
        draft.set("status", Value::text(if open { "open" } else { "done" }));
    }
    let done = draft.get("status").as_text() == Some("done");
    if done && draft.get("done_at").is_empty() {
        // something that began in the past was done then; otherwise it is done now
        let dates = ["end_at", "start_at"].into_iter().filter_map(|field| draft.get(field).as_time());
        let made = draft.get("created_at").as_time().filter(|_| draft.is_new());
        let at = dates.chain(made).find(|at| *at <= cx.now).unwrap_or(cx.now);
        draft.set("done_at", Value::Time(at));
    }
    if !done && !said(draft, "done_at") {
        draft.set("done_at", Value::Empty);
    }
}

/// Start, end and length: two of them give the third.
fn duration(draft: &mut Draft) {
    let Some(start) = draft.get("start_at").as_time() else { return };
    let moved = ["start_at", "end_at", "duration_minutes"].iter().any(|field| draft.changed(field));
    if !moved {
        return;
    }
    if let Some(end) = draft.get("end_at").as_time().filter(|end| *end >= start && !said(draft, "duration_minutes")) {
        draft.set("duration_minutes", Value::Int((end.0 - start.0) / Instant::MINUTE));
    } else if let Some(minutes) = draft.get("duration_minutes").as_int().filter(|minutes| *minutes >= 0) {
        let end = minutes.checked_mul(Instant::MINUTE).map(|length| start.plus(length));
        if let Some(end) = end.filter(|_| !said(draft, "end_at")) {
            draft.set("end_at", Value::Time(end));
        }
    }
}

/// An activity stands on the timelines of what it is about, of the account behind that, and of the contacts who took part.
pub fn touches(cx: &mut Cx, object: &Object, activity: &Record) -> Result<(Instant, Vec<(Name, Id)>)> {
    let at = activity.get(object, "happens_at").as_time().unwrap_or(cx.now);
    let mut touched: Vec<(Name, Id)> = target(activity.get(object, "about")).into_iter().collect();
    let account = activity.get(object, "account").as_id();
    touched.extend(account.map(|account| (Name::of("accounts"), account)));
    touched.extend(contacts(cx, activity.id)?.into_iter().map(|contact| (Name::of("contacts"), contact)));
    let mut seen = std::collections::BTreeSet::new();
    touched.retain(|(_, id)| seen.insert(*id));
    Ok((at, touched))
}

/// Most people of an activity whose timelines it touches.
const PEOPLE: u32 = 100;

fn contacts(cx: &mut Cx, activity: Id) -> Result<Vec<Id>> {
    let people = cx.catalog.must("activity_people").clone();
    let ask = Ask::default()
        .filter(format!("activity == \"{activity}\" && contact != null"))
        .sort("id", false)
        .fields(&["contact"])
        .limit(PEOPLE);
    let page = as_product(cx, |cx| query::list(cx, &people, &ask))?;
    Ok(page.items.iter().filter_map(|person| person.get("contact").as_id()).collect())
}
