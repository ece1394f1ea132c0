//! What belongs to a record: related rows, next steps, the peek panel that shows a record beside its list.
//! Used by record pages, home and lists.

use super::words::{Lang, say, say_with};
use super::{Avatar, Button, Tag, avatar::Size};
use maud::{Markup, html};

/// One row of a related list.
#[derive(Clone, Debug, Default)]
pub struct Related {
    pub label: String,
    /// All of a label that was cut short; on hover.
    pub full: String,
    pub href: String,
    pub avatar: Option<Avatar>,
    /// After the label.
    pub tags: Vec<Tag>,
    /// Second line.
    pub note: String,
    /// Right side, first and second line.
    pub figure: String,
    pub aside: String,
    /// The second line at the right is bad news.
    pub late: bool,
    /// A tag at the right instead of a figure.
    pub state: Option<Tag>,
    /// How far it has come: done and all ("4 of 5 stages").
    pub progress: Option<(u8, u8)>,
}

pub fn related(of: &[Related]) -> Markup {
    html! { ul class="rls" { @for r in of { li { (r.html()) } } } }
}

impl Related {
    fn html(&self) -> Markup {
        html! {
            a class={ "rl" (if self.progress.is_some() { " tall" } else { "" }) } href=(self.href) {
                @if let Some(avatar) = &self.avatar { (avatar) }
                span class="m" {
                    span class="row" { span class="trunc" title=[Some(&self.full).filter(|full| !full.is_empty() && **full != self.label)] { (self.label) } @for tag in &self.tags { (tag) } }
                    @if !self.note.is_empty() { span class="p" { (self.note) } }
                }
                @if let Some(state) = &self.state { (state) }
                @if !self.figure.is_empty() || !self.aside.is_empty() {
                    span class="r" { (self.figure) @if !self.aside.is_empty() { span class={ "p" (if self.late { " late" } else { "" }) } { (self.aside) } } }
                }
                @if let Some((done, all)) = self.progress {
                    span class="steps" aria-hidden="true" { @for n in 0..all { i class=[(n < done).then_some("on")] {} } }
                }
            }
        }
    }
}

/// A task to tick off.
#[derive(Clone, Debug, Default)]
pub struct Task {
    pub label: String,
    pub href: Option<String>,
    pub note: String,
    pub late: bool,
    pub done: bool,
    pub owner: Option<String>,
    /// POST when ticked; the answer replaces the list item.
    pub done_url: Option<String>,
}

pub fn next_steps(lang: Lang, tasks: &[Task]) -> Markup {
    html! {
        ul class="rls" { @for t in tasks {
            li class="rl" {
                input type="checkbox" checked[t.done] disabled[t.done_url.is_none()] aria-label=(say_with(lang, "web-complete", &[("name", &t.label)]))
                    hx-post=[t.done_url.as_ref()] hx-target="closest li" hx-swap="outerHTML";
                span class={ "m" (if t.done { " done" } else { "" }) } {
                    @match &t.href { Some(href) => a href=(href) { (t.label) }, None => (t.label) }
                    @if !t.note.is_empty() { span class={ "p" (if t.late { " late" } else { "" }) } { (t.note) } }
                }
                @if let Some(owner) = &t.owner { (Avatar::person(owner).size(Size::Xs)) span class="sr" { (owner) } }
            }
        } }
    }
}

/// The empty panel beside a list; `data-peek` rows fill it.
pub fn peek_panel(lang: Lang) -> Markup {
    html! { aside class="peekp" id="peek" aria-label=(say(lang, "web-peek")) hidden data-peek-panel {} }
}

/// What a peek address answers: the inside of the panel.
#[derive(Clone, Debug, Default)]
pub struct Peek {
    pub title: String,
    pub avatar: Option<Avatar>,
    pub note: String,
    /// Address of the full page.
    pub href: String,
    pub acts: Option<Markup>,
    pub body: Option<Markup>,
}

impl Peek {
    pub fn html(&self, lang: Lang) -> Markup {
        html! {
            div class="hd" {
                span class="muted f12" data-peek-position {}
                span class="grow" {}
                (Button::square("chevron-left", say(lang, "web-previous-record")).small().attr("data-peek-step", "-1"))
                (Button::square("chevron-right", say(lang, "web-next-record")).small().attr("data-peek-step", "1"))
                (Button::square("external-link", say(lang, "web-open-page")).small().href(&self.href))
                (Button::square("x", say(lang, "close")).small().attr("data-peek-close", ""))
            }
            div class="scroll pk" tabindex="0" role="region" aria-label=(self.title) {
                div class="pk-t" {
                    @if let Some(avatar) = &self.avatar { (avatar.clone().size(Size::Md)) }
                    div { h2 { (self.title) } p class="muted f12" { (self.note) } }
                }
                @if let Some(acts) = &self.acts { div class="row wrap pk-a" { (acts) } }
                @if let Some(body) = &self.body { (body) }
            }
        }
    }
}
