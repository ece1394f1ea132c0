//! What can be done with an import besides: stop it, throw a draft away, take it back (asked first), download the refused rows.

use axum::{
    extract::{Path, State},
    http::header,
    response::IntoResponse,
};
use gate::{App, Call, Refusal, Route, Who};
use maud::{Markup, html};
use records::{Cx, access::Action, import::undo, write};
use types::{
    Id, display,
    words::{Arg, tr_with},
};

use super::{Answer, Import, opened, port};
use crate::{
    desk::{self, Desk},
    ui::{Attrs, Button, Dialog},
};

pub fn routes() -> Vec<Route> {
    vec![
        Route::post("/imports/{id}/stopping", Who::Person, stop).asks(Action::Import).says("Stop an import"),
        Route::post("/imports/{id}/discarding", Who::Person, discard)
            .asks(Action::Import)
            .says("Throw the draft of an import away"),
        Route::get("/imports/{id}/reversal", Who::Person, ask)
            .asks(Action::View)
            .says("Ask before an import is undone"),
        Route::post("/imports/{id}/reversal", Who::Person, taken_back).asks(Action::Import).says("Undo an import"),
        Route::get("/imports/{id}/refused.csv", Who::Person, refused)
            .asks(Action::View)
            .says("The rows that an import refused"),
    ]
}

async fn stop(State(app): State<App>, call: Call, Path(id): Path<String>) -> Answer {
    let refuse = |problem| Refusal::of(&call, problem);
    let id = Id::asked(&id).map_err(refuse)?;
    match port(&app).map_err(refuse)?.stop(call.caller.clone(), id).await {
        // it was quicker: the page says how it ended
        Err(problem) if problem.code != "job_is_over" => Err(refuse(problem)),
        _ => Ok(desk::go(&call, &format!("/imports/{id}"))),
    }
}

async fn discard(State(app): State<App>, call: Call, Path(id): Path<String>) -> Answer {
    let refuse = |problem| Refusal::of(&call, problem);
    let id = Id::asked(&id).map_err(refuse)?;
    let import = opened(&app, &call, id).await?;
    let deleted = app.engine.write(call.caller.clone(), move |cx| {
        let imports = cx.catalog.find("imports")?;
        write::trash::delete(cx, &imports, id, None)
    });
    deleted.await.map_err(refuse)?;
    Ok(desk::go(&call, &format!("/{}/import", import.object.name)))
}

async fn ask(State(app): State<App>, call: Call, Path(id): Path<String>) -> Answer {
    let id = Id::asked(&id).map_err(|problem| Refusal::of(&call, problem))?;
    desk::part_later(&app, &call, move |cx, desk| {
        let object = undo::may(cx, id)?;
        let import = Import::read(cx, id)?;
        let seen = undo::preview(cx, id, &object.name)?;
        let form = Attrs::new().set("method", "post").set("action", import.url("reversal"));
        let dialog = Dialog::new("undo-import", desk.say("wizard-undo-title")).open_now().form(form);
        let dialog = dialog.body(what_an_undo_does(cx, desk, &import, &seen)).foot(html! {
            span class="grow" {}
            (Button::new(desk.say("cancel")).closes())
            @if seen.deleted + seen.restored > 0 || seen.more { (Button::danger(desk.say("wizard-undo-now")).submit()) }
        });
        Ok(dialog.html(desk.lang))
    })
    .await
}

/// A sentence for each thing that would become of the records now, and for what stays, why.
fn what_an_undo_does(cx: &mut Cx, desk: &Desk, import: &Import, seen: &undo::Preview) -> Markup {
    let said = |key: &str, count: u64| tr_with(desk.lang, key, &[("count", Arg::from(count as i64))]);
    let line = |key: &str, count: u64| html! { @if count > 0 { p class="prose" { (said(key, count)) } } };
    let nothing = if seen.kept() == 0 { "wizard-undo-nothing" } else { "wizard-undo-nothing-now" };
    let holding: Vec<_> = seen.by.iter().filter_map(|(by, _)| Import::read(cx, *by).ok()).collect();
    let until =
        import.time("undo_until").map(|until| display::date_prose(desk.lang, until.date_in(&desk.zone), desk.today));
    html! {
        @if seen.deleted + seen.restored == 0 && !seen.more { p class="prose" { (desk.say(nothing)) } }
        (line("wizard-undo-made", seen.deleted))
        (line("wizard-undo-changed", seen.restored))
        (line("wizard-undo-stays-touched", seen.touched))
        (line("wizard-undo-stays-held", seen.held))
        @if !holding.is_empty() {
            p class="prose" {
                (desk.say("wizard-undo-first"))
                @for (at, other) in holding.iter().enumerate() {
                    @if at > 0 { (desk.say("wizard-comma")) }
                    a class="in" href=(other.url("")) { (other.file()) }
                }
            }
        }
        (line("wizard-undo-stays-barred", seen.barred))
        @if seen.more { (line("wizard-undo-more", seen.all())) }
        @if let (Some(day), true) = (&until, seen.kept() > 0) {
            p class="prose muted" { (tr_with(desk.lang, "wizard-undo-again", &[("day", day.as_str())])) }
        }
    }
}

async fn taken_back(State(app): State<App>, call: Call, Path(id): Path<String>) -> Answer {
    let refuse = |problem| Refusal::of(&call, problem);
    let id = Id::asked(&id).map_err(refuse)?;
    port(&app).map_err(refuse)?.undo(call.caller.clone(), id).await.map_err(refuse)?;
    Ok(desk::go(&call, &format!("/imports/{id}")))
}

async fn refused(State(app): State<App>, call: Call, Path(id): Path<String>) -> Answer {
    let refuse = |problem| Refusal::of(&call, problem);
    let id = Id::asked(&id).map_err(refuse)?;
    let (import, lang) = app
        .engine
        .read(call.caller.clone(), move |cx| {
            let lang = cx.actor.lang;
            Import::read(cx, id).map(|import| (import, lang))
        })
        .await
        .map_err(refuse)?;
    let file = port(&app)
        .map_err(refuse)?
        .refused(call.caller.clone(), id, lang.unwrap_or(call.lang))
        .await
        .map_err(refuse)?;
    let stem = import.file().rsplit_once('.').map_or(import.file(), |(stem, _)| stem).to_string();
    let name = gate::router::encode(&format!("{stem}-refused.csv"));
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_string()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"refused.csv\"; filename*=UTF-8''{name}")),
    ];
    Ok((headers, file).into_response())
}
