//! A question in between (why lost, into what converted): a dialog where there is script, a page of its own where there is none; refused, it
//! comes back with everything that was typed. Called by the verbs of record pages.

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode},
    response::Response,
};
use gate::{App, Call, Refusal, Wants};
use maud::{Markup, html};
use records::Cx;
use types::Result;

use crate::{
    desk::{self, Desk, Drawn},
    ui::{Attrs, Button, Dialog, Top, form::form_page},
};

/// What is asked.
pub struct Question {
    pub id: &'static str,
    pub title: String,
    /// which record
    pub note: String,
    pub action: String,
    pub body: Markup,
    /// the act, on the button
    pub submit: String,
    pub wide: bool,
}

/// `here`: the address of the question itself; `object`: what the sidebar marks.
pub async fn answer(
    app: &App,
    call: &Call,
    headers: &HeaderMap,
    (object, here): (&str, String),
    refused: bool,
    ask: impl FnOnce(&mut Cx, &Desk) -> Result<Question> + Send + 'static,
) -> Result<Response, Refusal> {
    let mut response = if call.wants == Wants::Part {
        desk::part(app, call, move |cx, desk| Ok(dialog(desk, ask(cx, desk)?))).await?
    } else {
        desk::answer(app, call, headers, object, here, move |cx, desk| {
            let question = ask(cx, desk)?;
            Ok(Drawn::new(question.title.clone(), page(desk, question)))
        })
        .await?
    };
    if refused {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        into_dialogs(&mut response);
    }
    Ok(response)
}

/// Whatever the request wanted to change, the answer is a dialog.
pub fn into_dialogs(response: &mut Response) {
    for (name, value) in [("hx-retarget", "#dialogs"), ("hx-reswap", "innerHTML")] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
}

fn page(desk: &Desk, question: Question) -> Markup {
    html! {
        (Top::titled(&question.title).html(desk.lang))
        (form_page(&question.action, &question.title, html! {
            (question.body)
            div class="form-b" { (Button::primary(&question.submit).submit()) }
        }))
    }
}

fn dialog(desk: &Desk, question: Question) -> Markup {
    let form = Attrs::new()
        .set("method", "post")
        .set("action", &question.action)
        .set("hx-post", &question.action)
        .set("hx-swap", "none")
        .flag("novalidate", true);
    let dialog = Dialog { wide: question.wide, ..Dialog::new(question.id, question.title) };
    dialog
        .note(question.note)
        .open_now()
        .form(form)
        .body(html! { div class="stack" { (question.body) } })
        .foot(html! {
            span class="grow" {}
            (Button::new(desk.say("cancel")).closes())
            (Button::primary(question.submit).submit())
        })
        .html(desk.lang)
}
