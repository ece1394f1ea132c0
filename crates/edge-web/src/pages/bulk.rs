//! Many records at once: change some fields, hand over, delete. First says how many will change and how many may not, then does it in short
//! transactions (`bulk_steps`), then offers the way back. All that a filter leaves, when it is more than 500 records, is a job (`bulk_job`).

use std::sync::Arc;

use axum::{
    extract::{Path, RawQuery, State},
    response::Response,
};
use gate::{App, Call, Refusal, Route, Who};
use maud::{Markup, html};
use records::{
    Cx,
    access::{self, Action, Scope},
    query::{self, Ask, Totals},
    schema::{FieldType, Object},
    visible::Total,
    write::{self, Input, trash},
};
use types::{Id, Instant, Problem, Result, words::tr_with};

use super::{
    bulk_job,
    bulk_parts::{chosen_fields, editable, figures, kept, lines, offer_all},
    bulk_steps, bulk_undo,
    list::counted,
};
use crate::{
    control,
    desk::{self, Desk, Posted},
    place::pairs,
    ui::{self, Attrs, Button, Dialog},
};

pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/{object}/bulk/{what}", Who::Person, ask).asks(Action::BulkEdit).says("The dialog of a bulk act"),
        Route::post("/{object}/bulk/{what}", Who::Person, act).asks(Action::BulkEdit).says("A bulk act"),
        Route::post("/{object}/bulk-undo", Who::Person, bulk_undo::undo)
            .asks(Action::BulkEdit)
            .says("Take a bulk change back"),
    ]
}

/// More are not done while somebody waits.
pub const MOST: usize = 500;

#[derive(Clone, Copy, PartialEq)]
pub enum What {
    Edit,
    Assign,
    Delete,
}

impl What {
    pub fn parse(word: &str) -> Result<What> {
        match word {
            "edit" => Ok(What::Edit),
            "assign" => Ok(What::Assign),
            "delete" => Ok(What::Delete),
            _ => Err(Problem::not_found()),
        }
    }

    pub fn word(self) -> &'static str {
        match self {
            What::Edit => "edit",
            What::Assign => "assign",
            What::Delete => "delete",
        }
    }

    pub fn action(self) -> Action {
        match self {
            What::Edit | What::Assign => Action::BulkEdit,
            What::Delete => Action::Delete,
        }
    }
}

/// Which records: the chosen ones, or all that the list's filter leaves.
pub struct Chosen {
    pub ids: Vec<Id>,
    pub all: bool,
    /// there are more than one transaction holds: how many, and `ids` are the first of them
    pub large: Option<Total>,
}

/// `id` repeated, or `all=1` with the list's own filter and search.
fn chosen(cx: &mut Cx, object: &Arc<Object>, given: &[(String, String)]) -> Result<Chosen> {
    let all = everything(given);
    if !all {
        let mut ids = ticked(given);
        let large = (ids.len() > MOST).then_some(Total { count: ids.len() as i64, exact: true });
        ids.truncate(MOST);
        return Ok(Chosen { ids, all, large });
    }
    let ask = asked(object, given);
    let resolved = query::resolve::resolve(cx, object, &ask)?;
    let mut ids = query::ids(cx, &resolved, None, MOST as u64 + 1)?;
    let large = match ids.len() > MOST {
        true => query::list(cx, object, &Ask { totals: Totals::Capped, limit: 1, ..ask })?.total,
        false => None,
    };
    ids.truncate(MOST);
    Ok(Chosen { ids, all, large })
}

/// The rows that were ticked one by one, in order.
pub fn ticked(given: &[(String, String)]) -> Vec<Id> {
    let mut ids: Vec<Id> = given.iter().filter(|(n, _)| n == "id").filter_map(|(_, v)| Id::parse(v)).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Whether all that the filter leaves is meant.
pub fn everything(given: &[(String, String)]) -> bool {
    given.iter().any(|(name, value)| name == "all" && value == "1")
}

/// The list's own filter and search, as they came with the form.
pub fn asked(object: &Object, given: &[(String, String)]) -> Ask {
    let get = |wanted: &str| given.iter().find(|(n, v)| n == wanted && !v.is_empty()).map(|(_, v)| v.clone());
    Ask { filter: get("filter"), search: get("q"), fields: vec![object.title.to_string()], ..Ask::default() }
}

/// What became of some records.
#[derive(Default)]
pub struct Done {
    pub changed: Vec<Id>,
    pub same: u64,
    pub refused: u64,
}

/// Does it to these, each by itself: one that may not be changed keeps nobody else.
///
/// # Errors
/// Nothing of the transaction may be kept: fewer records may go (`write::pace`).
pub fn done(cx: &mut Cx, scope: &Scope, what: What, ids: &[Id], input: &Input) -> Result<Done> {
    let mut done = Done::default();
    for id in ids.iter().copied() {
        let one = match what {
            What::Delete => deleted(cx, scope, id)?.map(|()| true),
            What::Edit | What::Assign => write::bulk::changed(cx, scope, id, input.clone())?.map(|w| w.is_some()),
        };
        match one {
            Ok(true) => done.changed.push(id),
            Ok(false) => done.same += 1,
            Err(problem) if write::bulk::concerns_a_row(&problem) => done.refused += 1,
            Err(problem) => return Err(problem),
        }
    }
    Ok(done)
}

/// The inner `Err` is of a record the caller cannot reach, before anything was written.
fn deleted(cx: &mut Cx, scope: &Scope, id: Id) -> Result<Result<()>> {
    match query::load(cx, scope, id) {
        Ok(_) => trash::delete(cx, scope.object(), id, None).map(Ok),
        Err(problem) => Ok(Err(problem)),
    }
}

/// How it would go.
#[derive(Default)]
pub struct Outlook {
    pub changes: usize,
    pub same: usize,
    pub refused: usize,
    /// the first reason of a refusal
    pub reason: Option<Problem>,
}

fn outlook(cx: &mut Cx, scope: &Scope, ids: &[Id], what: What, input: &Input) -> Result<Outlook> {
    let mut outlook = Outlook::default();
    for id in ids {
        let tried = match what {
            What::Delete => query::load(cx, scope, *id).map(|_| true),
            What::Edit | What::Assign => write::bulk::tried_change(cx, scope, *id, input.clone()),
        };
        match tried {
            Ok(true) => outlook.changes += 1,
            Ok(false) => outlook.same += 1,
            Err(problem) if write::bulk::concerns_a_row(&problem) => {
                outlook.refused += 1;
                outlook.reason.get_or_insert(problem);
            }
            Err(problem) => return Err(problem),
        }
    }
    Ok(outlook)
}

async fn ask(
    State(app): State<App>,
    call: Call,
    Path((object, what)): Path<(String, String)>,
    RawQuery(raw): RawQuery,
) -> Result<Response, Refusal> {
    let given = pairs(raw.as_deref().unwrap_or_default());
    desk::part_list(&app, &call, move |cx, desk| {
        let object = cx.catalog.find(&object)?;
        dialog(cx, desk, &object, What::parse(&what)?, &given, false)
    })
    .await
}

/// The first step asks for fields and values, the second says what will happen; a delete has only the second.
fn dialog(
    cx: &mut Cx,
    desk: &Desk,
    object: &Arc<Object>,
    what: What,
    given: &[(String, String)],
    checked: bool,
) -> Result<Markup> {
    let scope = access::scope(cx, object, what.action())?;
    let chosen = chosen(cx, object, given)?;
    let total = chosen.large.unwrap_or(Total { count: chosen.ids.len() as i64, exact: true });
    let count = counted(desk, &total);
    let title = tr_with(
        desk.lang,
        &format!("bulk-title-{}", what.word()),
        &[("count", count.as_str()), ("things", desk.plural(object))],
    );
    let action = format!("/{}/bulk/{}", object.name, what.word());
    if chosen.ids.is_empty() {
        let said = desk.say("bulk-nothing");
        return Ok(Dialog::new("bulk", title)
            .open_now()
            .body(html! { (ui::note(ui::Tone::Warn, html! { (said) }, None)) })
            .foot(html! { span class="grow" {} (Button::new(desk.say("close")).closes()) })
            .html(desk.lang));
    }
    let offered = editable(desk, object, &scope, what);
    let fields = chosen_fields(given, &offered);
    let ready = what == What::Delete || checked;
    let input = input_of(object, &scope, &fields, given);
    let outlook = if ready { Some(outlook(cx, &scope, &chosen.ids, what, &input)?) } else { None };
    let form = Attrs::new()
        .set("method", "post")
        .set("action", &action)
        .set("hx-post", &action)
        .set("hx-target", "closest dialog");
    let body = html! {
        (kept(given, &chosen, &fields, ready))
        @if what != What::Delete { (lines(cx, desk, object, &action, &offered, &fields, given)?) }
        @if !chosen.all && !ready { (offer_all(desk, given)) }
        @if let Some(outlook) = &outlook {
            @if chosen.large.is_some() {
                (ui::note(ui::Tone::Info, html! { (tr_with(desk.lang, "bulk-large", &[("max", MOST as i64)])) }, None))
            }
            (figures(desk, chosen.ids.len(), outlook))
        }
    };
    let go = match &outlook {
        None => Button::primary(desk.say("bulk-preview")).submit(),
        Some(outlook) => {
            let changes = if chosen.large.is_some() { count } else { types::display::integer(outlook.changes as i64) };
            let label = tr_with(desk.lang, &format!("bulk-do-{}", what.word()), &[("count", changes.as_str())]);
            let button = if what == What::Delete { Button::danger(label) } else { Button::primary(label) };
            button.sends("confirmed", "1").disabled(outlook.changes == 0 && chosen.large.is_none())
        }
    };
    Ok(Dialog::new("bulk", title)
        .note(desk.say(if what == What::Delete { "bulk-note-delete" } else { "bulk-note" }))
        .open_now()
        .form(form)
        .body(body)
        .foot(html! {
            @if chosen.large.is_none() { span class="muted f12 hide-m" { (desk.say("bulk-undo-note")) } }
            span class="grow" {}
            (Button::new(desk.say("cancel")).closes())
            (go)
        })
        .html(desk.lang))
}

/// The fields that are changed, from the form; an empty control clears its field.
pub fn input_of(object: &Object, scope: &Scope, fields: &[String], given: &[(String, String)]) -> Input {
    let mut posted = given.to_vec();
    for name in fields {
        let Some(one) = object.field(name) else { continue };
        if one.kind == FieldType::YesNo {
            posted.insert(0, (name.to_string(), "false".into()));
        }
        if one.kind.is_many() || !posted.iter().any(|(n, _)| n == name) {
            posted.insert(0, (name.to_string(), String::new()));
        }
    }
    let mut input = control::input(object, scope, &posted);
    input.entries.retain(|(name, _)| fields.contains(name));
    input
}

/// The fields that the form names.
pub fn named(given: &[(String, String)]) -> Vec<String> {
    given.iter().filter(|(name, _)| name == "field").map(|(_, value)| value.clone()).collect()
}

async fn act(
    State(app): State<App>,
    call: Call,
    Path((object, what)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Refusal> {
    let refuse = |problem| Refusal::of(&call, problem);
    let kind = What::parse(&what).map_err(refuse)?;
    let fields = named(&posted.0);
    // other fields are previewed first
    let previewed = kind == What::Delete || posted.all("previewed").eq(fields.iter());
    if posted.get("confirmed").is_none() || !previewed {
        let checked = !["add", "drop"].iter().any(|line| posted.get(line).is_some());
        return desk::part_list(&app, &call, move |cx, desk| {
            let object = cx.catalog.find(&object)?;
            dialog(cx, desk, &object, kind, &posted.0, checked)
        })
        .await;
    }
    if let Some(total) = bulk_job::larger(&app, &call, &object, kind, &posted.0).await? {
        return bulk_job::order(&app, &call, object, kind, posted.0, total).await;
    }
    let (name, given) = (object.clone(), posted.0.clone());
    let read = app.read_list(&call, move |cx| {
        let object = cx.catalog.find(&name)?;
        let scope = access::scope(cx, &object, kind.action())?;
        let chosen = chosen(cx, &object, &given)?;
        // it may have grown beyond that only now
        if chosen.large.is_some() {
            return Err(Problem::bad("limit").with("max", MOST));
        }
        Ok((chosen.ids, input_of(&object, &scope, &fields, &given)))
    });
    let (ids, input) = read.await.map_err(refuse)?;
    let name = object.clone();
    let step = move |cx: &mut Cx, ids: &[Id]| {
        let object = cx.catalog.find(&name)?;
        let scope = access::scope(cx, &object, kind.action())?;
        Ok((done(cx, &scope, kind, ids, &input)?, cx.now))
    };
    let done = bulk_steps::each(&app.engine, &call.caller, ids, step).await.map_err(refuse)?;
    let times = done.kept.first().zip(done.kept.last()).map(|(first, last)| (first.1, last.1));
    let refused: u64 = done.kept.iter().map(|(step, _)| step.refused).sum();
    let changed: Vec<Id> = done.kept.into_iter().flat_map(|(step, _)| step.changed).collect();
    let left = done.left + refused;
    let html = desk::part(&app, &call, move |cx, desk| {
        let object = cx.catalog.find(&object)?;
        let count = types::display::integer(changed.len() as i64);
        let key = if kind == What::Delete { "bulk-deleted" } else { "bulk-changed" };
        let said = tr_with(desk.lang, key, &[("count", count.as_str())]);
        let url = times.and_then(|times| back(&object.name, &changed, kind, times));
        Ok(ui::toast(desk.lang, &bulk_steps::with_rest(desk.lang, said, left, done.reason.as_ref()), url.as_deref()))
    })
    .await?;
    Ok(desk::refreshing(html))
}

/// Where the undo is posted.
fn back(object: &str, changed: &[Id], kind: What, (from, to): (Instant, Instant)) -> Option<String> {
    let (first, rest) = changed.split_first()?;
    let more = |ids: &[Id]| ids.iter().map(|id| format!("&id={id}")).collect::<String>();
    Some(match kind {
        What::Edit | What::Assign => format!("/{object}/bulk-undo?from={}&to={}{}", from.0, to.0, more(changed)),
        What::Delete => format!("/trash/{object}/{first}/restoration?_=1{}", more(rest)),
    })
}
