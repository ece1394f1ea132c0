//! The page of any record, made from its metadata: head, figures, facts by section, what happened, what comes next, what belongs to it.
//! `Seen` is what its parts (`record/`), the composer, the timeline and the peek panel share.

pub(super) mod facts;
mod head;
pub mod history;
mod lead;
mod neighbours;
pub mod related;
mod stages;
mod tabs;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::{
    extract::{Path, RawQuery, State},
    http::HeaderMap,
    response::Response,
};
use gate::{App, Call, Refusal, Route, Who};
use maud::html;
use records::{
    Cx,
    access::{self, Action, Scope},
    query,
    schema::{Field, Object, Owned},
    visible::Visible,
};
use types::{Id, Result, Value};

use super::{compose, compose::Typed, files, timeline};
use crate::{
    desk::{self, Desk, Drawn},
    place::{Place, pairs},
    show,
    ui::{self, Avatar, top::Steps},
};

pub use facts::facts;
pub use head::{about_line, call_and_mail, figures, header, top};

pub fn routes() -> Vec<Route> {
    let mut routes =
        vec![Route::get("/{object}/{id}", Who::Person, page).asks(Action::View).says("The page of a record")];
    routes.extend(history::routes());
    routes.extend(stages::routes());
    routes.extend(tabs::routes());
    routes.extend(lead::routes());
    routes
}

/// A record as this person sees it, and what they may do with it.
pub struct Seen {
    pub object: Arc<Object>,
    pub item: Visible,
    /// rows and fields that may be changed; none where this record may not
    pub edit: Option<Scope>,
    pub delete: bool,
}

impl Seen {
    /// Hidden and missing records are the same 404.
    pub fn of(cx: &mut Cx, object: &str, id: &str) -> Result<Seen> {
        let object = cx.catalog.find(object)?;
        let id = Id::asked(id)?;
        let mut item = query::get(cx, &object, id, None)?;
        query::mark_shut(cx, [&mut item])?;
        let edit = reached(cx, &object, id, Action::Edit)?;
        let delete = reached(cx, &object, id, Action::Delete)?.is_some();
        Ok(Seen { object, item, edit, delete })
    }

    pub fn name(&self) -> String {
        if self.item.title.is_empty() { self.item.id.to_string() } else { self.item.title.clone() }
    }

    pub fn href(&self) -> String {
        format!("/{}/{}", self.object.name, self.item.id)
    }

    pub fn avatar(&self) -> Avatar {
        show::avatar(&self.object.name, &self.name())
    }

    /// A field with its value and whether only part of it is shown; `None` for what this person does not see.
    pub fn column(&self, name: &str) -> Option<(&Field, &Value, bool)> {
        let (column, value) = self.item.iter().find(|(column, _)| column.path == name)?;
        Some((column.field(), value, column.masked))
    }

    pub fn may_write(&self, name: &str) -> bool {
        let position = self.object.position(name);
        position.is_some_and(|at| self.edit.as_ref().is_some_and(|scope| scope.may_write(at)))
    }
}

/// The scope of an action if it reaches this record. Machinery is changed by its own verbs and pages.
fn reached(cx: &mut Cx, object: &Arc<Object>, id: Id, action: Action) -> Result<Option<Scope>> {
    let Some(scope) = access::scope(cx, object, action).ok().filter(|_| object.owned != Owned::System) else {
        return Ok(None);
    };
    Ok(query::is_visible(cx, &scope, id)?.then_some(scope))
}

async fn page(
    State(app): State<App>,
    call: Call,
    Path((object, id)): Path<(String, String)>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let from =
        pairs(raw.as_deref().unwrap_or_default()).into_iter().find(|(name, _)| name == "from").map(|(_, query)| query);
    answer(&app, &call, &headers, object, id, from, None).await
}

/// The page; with `typed`, the composer gives back what was refused.
pub async fn answer(
    app: &App,
    call: &Call,
    headers: &HeaderMap,
    object: String,
    id: String,
    from: Option<String>,
    typed: Option<Typed>,
) -> Result<Response, Refusal> {
    let back = Place::parse(&object, from.as_deref());
    let mut here = format!("/{object}/{id}");
    if let Some(query) = &from {
        here = format!("{here}?from={}", gate::router::encode(query));
    }
    let current = object.clone();
    desk::answer(app, call, headers, &current, here, move |cx, desk| {
        let seen = Seen::of(cx, &object, &id)?;
        let steps = match &from {
            Some(_) => neighbours::of(cx, desk, &seen, &back)?,
            None => None,
        };
        draw(cx, desk, &seen, &back, steps, typed.as_ref())
    })
    .await
}

fn draw(
    cx: &mut Cx,
    desk: &Desk,
    seen: &Seen,
    back: &Place,
    steps: Option<Steps>,
    typed: Option<&Typed>,
) -> Result<Drawn> {
    let stages = stages::of(cx, seen)?;
    let verbs = stages.as_ref().map(|stages| stages.acts(desk, seen)).or_else(|| lead::acts(desk, seen));
    let header = header(cx, desk, seen, &tabs::Tab::Overview, verbs);
    let middle = if seen.object.timeline {
        html! {
            @if let Some(stages) = &stages { (stages.path(desk, seen)) }
            (lead::outcome(desk, seen))
            (compose::composer(cx, desk, seen, typed)?)
            div class="tlh" { h2 { (desk.say("timeline")) } }
            (timeline::first(cx, desk, seen, timeline::PAGE)?)
        }
    } else {
        html! { div class="tlh" { h2 { (desk.say("history")) } } (history::steps(cx, desk, seen, None)?) }
    };
    let right = html! {
        @if let Some(steps) = compose::steps_block(cx, desk, seen)? { (steps) }
        (related::blocks(cx, desk, seen)?)
        @if let Some(files) = files::block(cx, desk, seen)? { (files) }
    };
    let main = html! {
        (top(desk, seen, back, steps))
        (header.html(desk.lang))
        (ui::record_body(&seen.name(), facts(cx, desk, seen), middle, right))
    };
    Ok(Drawn::new(seen.name(), main))
}
