//! Settings: one's own profile, access and tokens; for administrators the organisation, its people and teams. Each section is a file of its own
//! with its routes; here is the frame around them and what they share.

mod access;
mod organization;
mod people;
mod person;
mod profile;
mod teams;
#[cfg(test)]
mod tests;
mod tokens;

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use gate::{App, Call, Refusal, Route, Who};
use maud::{Markup, html};
use records::Cx;
use types::{Problem, ProblemKind, Result};

use super::few::Refused;
use crate::{
    desk::{self, Desk, Drawn},
    ui::{Button, Crumb, Tab, Tone, Top, note, view_tabs},
};

pub fn routes() -> Vec<Route> {
    let mut routes = vec![Route::get("/settings", Who::Person, first).says("Settings")];
    routes.extend(profile::routes());
    routes.extend(access::routes());
    routes.extend(tokens::routes());
    routes.extend(organization::routes());
    routes.extend(people::routes());
    routes.extend(person::routes());
    routes.extend(teams::routes());
    routes
}

async fn first(State(_): State<App>, call: Call) -> Response {
    desk::go(&call, "/settings/profile")
}

/// A page of the settings.
#[derive(Clone, Copy, PartialEq)]
enum Section {
    Profile,
    Access,
    Tokens,
    Organization,
    People,
    Teams,
}

impl Section {
    const ALL: [Section; 6] =
        [Section::Profile, Section::Access, Section::Tokens, Section::Organization, Section::People, Section::Teams];

    fn path(self) -> &'static str {
        match self {
            Section::Profile => "/settings/profile",
            Section::Access => "/settings/access",
            Section::Tokens => "/settings/tokens",
            Section::Organization => "/settings/organization",
            Section::People => "/settings/people",
            Section::Teams => "/settings/teams",
        }
    }

    fn key(self) -> &'static str {
        match self {
            Section::Profile => "settings-profile",
            Section::Access => "settings-access",
            Section::Tokens => "settings-tokens",
            Section::Organization => "settings-organization",
            Section::People => "settings-people",
            Section::Teams => "settings-teams",
        }
    }

    /// For administrators alone; the verbs behind it ask again.
    fn administers(self) -> bool {
        matches!(self, Section::Organization | Section::People | Section::Teams)
    }

    /// What the sidebar marks.
    fn nav(self) -> &'static str {
        if self.administers() { "settings" } else { "profile" }
    }
}

/// What the last act left on a page: a refused form, or a secret that is shown this once.
#[derive(Default)]
struct Left {
    /// which form of the page was refused
    form: &'static str,
    refused: Refused,
    secret: Option<Secret>,
}

struct Secret {
    /// what it is for, a sentence
    words: String,
    text: String,
}

impl Left {
    fn refused(form: &'static str, refused: Refused) -> Left {
        Left { form, refused, secret: None }
    }

    fn secret(words: String, text: String) -> Left {
        Left { secret: Some(Secret { words, text }), ..Left::default() }
    }

    /// What was typed into this form.
    fn of<'l>(&'l self, form: &str, none: &'l Refused) -> &'l Refused {
        if self.form == form { &self.refused } else { none }
    }

    fn status(&self) -> StatusCode {
        match &self.refused.problem {
            Some(problem) => StatusCode::from_u16(problem.kind.status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY),
            None => StatusCode::OK,
        }
    }
}

/// Draws a section and puts the frame around it. `path` is the page's own address, `draw` gives acts and body.
async fn answer(
    app: &App,
    call: &Call,
    headers: &HeaderMap,
    section: Section,
    path: String,
    left: Left,
    draw: impl FnOnce(&mut Cx, &Desk, &Left) -> Result<Page> + Send + 'static,
) -> Result<Response, Refusal> {
    desk::answer(app, call, headers, section.nav(), path, move |cx, desk| {
        if section.administers() && !desk.administrator {
            return Err(Problem::forbidden("no_right"));
        }
        let page = draw(cx, desk, &left)?;
        let main = framed(desk, section, &page, &left);
        let status = left.status();
        let title = page.title.unwrap_or_else(|| desk.say(section.key()));
        Ok(Drawn { status, ..Drawn::new(title, main).overlays(page.overlays) })
    })
    .await
}

/// A page below a section has a title of its own.
#[derive(Default)]
struct Page {
    title: Option<String>,
    acts: Option<Markup>,
    body: Markup,
    overlays: Markup,
}

fn framed(desk: &Desk, section: Section, page: &Page, left: &Left) -> Markup {
    let seen = Section::ALL.into_iter().filter(|one| desk.administrator || !one.administers());
    let mut tabs: Vec<Tab> =
        seen.map(|one| Tab::new(desk.say(one.key()), one.path()).current(one == section)).collect();
    // what a company sets up as records has the pages of every record
    let ours = desk.catalog.objects.values().filter(|o| o.section.as_deref() == Some("settings"));
    let ours = ours.filter(|_| desk.administrator).map(|o| Tab::new(desk.plural(o), format!("/{}", o.name)));
    tabs.extend(ours);
    let crumb = |key: &str, href: &str| Crumb { label: desk.say(key), href: href.to_string() };
    let top = match &page.title {
        Some(title) => {
            Top { crumbs: vec![crumb(section.key(), section.path())], acts: page.acts.clone(), ..Top::titled(title) }
        }
        None => Top { acts: page.acts.clone(), ..Top::titled(desk.say("nav-settings")) },
    };
    html! {
        (top.html(desk.lang))
        (view_tabs(desk.lang, &tabs, None, None))
        div class="scroll form-page settings" tabindex="0" role="region" aria-label=(desk.say(section.key())) {
            @if let Some(secret) = &left.secret {
                (note(Tone::Ok, html! { (secret.words) p class="mono secret" { (secret.text) } },
                    Some(html! { (Button::new(desk.say("copy")).icon("copy").attr("data-copy", &secret.text)) })))
            }
            (page.body)
        }
    }
}

/// A form of these pages: refused, it comes back inside the whole panel; without script the page does the same.
fn form(action: &str, label: &str, body: Markup) -> Markup {
    html! {
        form class="form" id=(form_id(action)) method="post" action=(action) hx-post=(action) hx-target="#main" hx-select="#main" hx-swap="outerHTML"
            aria-label=(label) novalidate { (body) }
    }
}

/// For buttons that stand outside.
fn form_id(action: &str) -> String {
    format!("form-{}", action.trim_start_matches("/settings/").replace('/', "-"))
}

/// The foot of a form.
fn foot(submit: Button) -> Markup {
    html! { div class="form-b" { (submit.submit()) } }
}

/// A button that does something at once.
fn act(action: &str, button: Button) -> Markup {
    html! {
        form method="post" action=(action) hx-post=(action) hx-target="#main" hx-select="#main" hx-swap="outerHTML" { (button.submit()) }
    }
}

/// Why a form was refused where no field is to blame.
fn reason(desk: &Desk, refused: &Refused) -> Markup {
    html! { @if let Some(reason) = refused.reason(desk) { (note(Tone::Danger, html! { (reason) }, None)) } }
}

/// What a form may be refused for; anything else is a page of its own.
fn is_answerable(problem: &Problem) -> bool {
    matches!(problem.kind, ProblemKind::Invalid | ProblemKind::Conflict | ProblemKind::Stale | ProblemKind::RateLimited)
}
