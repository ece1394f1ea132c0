//! One-time links: an invitation accepted, a forgotten password chosen anew. The link dies when it is used, and lives while the password is refused.

use axum::{
    extract::{Form as Posted, Path, RawQuery, State},
    http::{HeaderMap, StatusCode, header},
};
use gate::{App, Call, Refusal, Route, Who, passwords, router::encode, sign_in};
use maud::{Markup, html};
use modules::{platform::invite_user, set_up};
use records::{
    Caller,
    access::Reason,
    identity::{
        one_time::{self, Purpose},
        secret,
    },
};
use types::{
    Id, Problem, ProblemKind, Result,
    words::{Lang, field_sentence, sentence, tr_with},
};

use super::{Answer, Fields, framed, language, say, sent, signed_in};
use crate::ui::{Button, Field, Input, Tone, gate as frame, state::note};

pub(super) fn routes() -> impl Iterator<Item = Route> {
    let of = |kind: Link, path, says| {
        [
            Route::get(path, Who::Anyone, move |app, call, link, query, headers| {
                shown(kind, app, call, link, query, headers)
            })
            .says(says),
            Route::post(path, Who::Anyone, move |app, call, link, headers, posted| {
                used(kind, app, call, link, headers, posted)
            })
            .says(says),
        ]
    };
    of(Link::Invitation, "/welcome/{link}", "Accept an invitation").into_iter().chain(of(
        Link::Reset,
        "/password/{link}",
        "Choose a new password",
    ))
}

async fn shown(
    kind: Link,
    State(app): State<App>,
    call: Call,
    Path(link): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Answer {
    let lang = language(&call, query.as_deref());
    kind.look(&app, &call, &link).await?;
    Ok(sent(StatusCode::OK, lang, kind.page(&app, lang, &headers, &link, None)))
}

async fn used(
    kind: Link,
    State(app): State<App>,
    call: Call,
    Path(link): Path<String>,
    headers: HeaderMap,
    Posted(posted): Fields,
) -> Answer {
    kind.used(&app, &call, &link, &headers, &posted).await
}

/// The two links by which a person chooses a password.
#[derive(Clone, Copy, PartialEq)]
enum Link {
    Invitation,
    Reset,
}

impl Link {
    fn purpose(self) -> Purpose {
        match self {
            Link::Invitation => Purpose::Invitation,
            Link::Reset => Purpose::Reset,
        }
    }

    fn path(self, link: &str) -> String {
        let word = if self == Link::Invitation { "welcome" } else { "password" };
        format!("/{word}/{}", encode(link))
    }

    async fn look(self, app: &App, call: &Call, link: &str) -> Result<(), Refusal> {
        let (hash, purpose) = (secret::hash(link), self.purpose());
        app.engine
            .read(Caller::System(Reason::SignIn), move |cx| one_time::look(cx, purpose, &hash).map(drop))
            .await
            .map_err(|problem| match problem.kind {
                ProblemKind::NotFound => Problem::new(ProblemKind::NotFound, "link_is_over"),
                _ => problem,
            })
            .map_err(|problem| Refusal::of(call, problem))
    }

    fn page(self, app: &App, lang: Lang, headers: &HeaderMap, link: &str, problem: Option<&Problem>) -> Markup {
        let organisation = app.engine.shared().organization.name.clone();
        let word = if self == Link::Invitation { "welcome" } else { "renew" };
        let error = problem.and_then(|p| p.fields.first()).map(|f| field_sentence(lang, f));
        let form = html! {
            @if let Some(problem) = problem.filter(|p| p.fields.is_empty()) { (note(Tone::Danger, html! { (sentence(lang, problem)) }, None)) }
            form class="stack" method="post" action=(self.path(link)) aria-label=(say(lang, "enter-password")) {
                (Field::new("password", say(lang, "enter-password"), Input::Password { fresh: true }).required().autofocus().hint(say(lang, "enter-password-hint")).error(error).html(lang))
                (Button::primary(say(lang, &format!("enter-{word}-act"))).large().submit())
            }
        };
        let title = tr_with(lang, &format!("enter-{word}-title"), &[("name", organisation.as_str())]);
        let main = frame::sign(
            &title,
            &title,
            &say(lang, &format!("enter-{word}-lead")),
            form,
            html! { span { (say(lang, "web-product")) } },
        );
        framed(lang, headers, &organisation, &self.path(link)).page(lang, &title, main)
    }

    /// A good password uses the link up and opens a session; a bad one shows the form again and leaves the link alive.
    async fn used(
        self,
        app: &App,
        call: &Call,
        link: &str,
        headers: &HeaderMap,
        posted: &[(String, String)],
    ) -> Answer {
        self.look(app, call, link).await?;
        let password = posted.iter().find(|(n, _)| n == "password").map(|(_, v)| v.clone()).unwrap_or_default();
        match self.chosen(app, link, password).await {
            Ok(user) => {
                let agent = headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).map(str::to_string);
                let address = call.address.map(|a| a.to_string());
                let session = sign_in::open(app, user, address, agent).await.map_err(|p| Refusal::of(call, p))?;
                Ok(signed_in(app, call, &session, "/"))
            }
            Err(problem) => {
                let status = StatusCode::from_u16(problem.kind.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
                Ok(sent(status, call.lang, self.page(app, call.lang, headers, link, Some(&problem))))
            }
        }
    }

    async fn chosen(self, app: &App, link: &str, password: String) -> Result<Id> {
        let organisation = app.engine.shared().organization.name.clone();
        let (hash, purpose) = (secret::hash(link), self.purpose());
        let whose = app.engine.read(Caller::System(Reason::SignIn), move |cx| invite_user::named(cx, purpose, &hash));
        let (name, email) = whose.await?;
        set_up::check_password(&password, &organisation, &name, &email)?;
        let kept = passwords::hash(password).await?;
        app.engine
            .write(Caller::System(Reason::SignIn), move |cx| match self {
                Link::Invitation => invite_user::accept(cx, &hash, &kept),
                Link::Reset => invite_user::accept_reset(cx, &hash, &kept),
            })
            .await
    }
}
