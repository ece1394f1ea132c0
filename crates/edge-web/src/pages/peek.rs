//! The panel beside a list: a record at a glance, fetched as one walks the rows.

use axum::{
    extract::{Path, State},
    response::Response,
};
use gate::{App, Call, Refusal, Route, Who};
use maud::html;
use records::{Cx, access::Action};
use types::{Name, Result};

use super::{
    compose,
    record::{Seen, call_and_mail, figures, related},
    timeline,
};
use crate::{
    desk::{self, Desk},
    show,
    ui::{self, Block, Button, Content, Fact, Peek},
};

pub fn routes() -> Vec<Route> {
    vec![Route::get("/{object}/{id}/peek", Who::Person, peek).asks(Action::View).says("A record at a glance")]
}

/// Entries of the timeline that a glance takes in.
const RECENT: usize = 5;

async fn peek(
    State(app): State<App>,
    call: Call,
    Path((object, id)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    desk::part(&app, &call, move |cx, desk| {
        let seen = Seen::of(cx, &object, &id)?;
        Ok(draw(cx, desk, &seen)?.html(desk.lang))
    })
    .await
}

fn draw(cx: &mut Cx, desk: &Desk, seen: &Seen) -> Result<Peek> {
    let mut facts: Vec<Fact> = seen.object.layout.highlights.iter().filter_map(|name| fact(desk, seen, name)).collect();
    let known = |label: &str, facts: &[Fact]| facts.iter().any(|fact| fact.label == label);
    for figure in figures(cx, desk, seen) {
        if !known(&figure.label, &facts) {
            facts.push(Fact::new(figure.label, Content::Number(figure.value)));
        }
    }
    let acts = html! {
        (call_and_mail(desk, seen, true))
        @if seen.edit.is_some() { (Button::new(desk.say("edit")).small().icon("pencil").href(format!("{}/edit", seen.href()))) }
    };
    let steps = compose::next_steps(cx, desk, seen)?;
    let first = related::first(cx, desk, seen)?;
    let body = html! {
        (ui::facts(desk.lang, &facts))
        @if let Some(steps) = steps { (Block::new(desk.say("record-next-steps"), steps)) }
        @if let Some(first) = first { (first) }
        @if seen.object.timeline { (Block::new(desk.say("timeline"), timeline::first(cx, desk, seen, RECENT)?)) }
    };
    Ok(Peek {
        title: seen.name(),
        avatar: Some(seen.avatar()),
        note: desk.single(&seen.object).to_string(),
        href: seen.href(),
        acts: Some(acts),
        body: Some(body),
    })
}

fn fact(desk: &Desk, seen: &Seen, name: &Name) -> Option<Fact> {
    let (field, value, masked) = seen.column(name).filter(|(_, value, _)| !value.is_empty())?;
    let fact = Fact::new(show::label(desk, field), show::content(desk, field, value, masked));
    Some(if !masked && seen.may_write(name) { fact.edit(format!("{}/cells/{name}", seen.href())) } else { fact })
}
