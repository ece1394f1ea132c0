//! The top bar of the white panel: title or breadcrumbs on the left, acts on the right. Used by every page.

use super::words::{Lang, say};
use super::{Button, icon_s};
use maud::{Markup, html};

#[derive(Clone, Debug, Default)]
pub struct Top {
    pub title: String,
    /// Grey text after the title ("11月22日，3 项逾期").
    pub note: Option<String>,
    /// Links before the title; with crumbs the title may be empty (record pages carry it in their header).
    pub crumbs: Vec<Crumb>,
    pub pager: Option<Steps>,
    /// Buttons, segments, stepper: whatever stands on the right.
    pub acts: Option<Markup>,
    /// Record pages have wider margins.
    pub wide: bool,
}

#[derive(Clone, Debug)]
pub struct Crumb {
    pub label: String,
    pub href: String,
}

/// Previous and next within the list one came from.
#[derive(Clone, Debug, Default)]
pub struct Steps {
    /// "1 / 218"
    pub position: String,
    pub previous: Option<String>,
    pub next: Option<String>,
}

impl Top {
    pub fn titled(title: impl Into<String>) -> Self {
        Top { title: title.into(), ..Self::default() }
    }

    pub fn acts(mut self, acts: Markup) -> Self {
        self.acts = Some(acts);
        self
    }

    pub fn html(&self, lang: Lang) -> Markup {
        html! {
            header class={ "top" (if self.wide { " x" } else { "" }) } {
                @if !self.crumbs.is_empty() { (crumbs(lang, &self.crumbs, self.title.is_empty())) }
                @if !self.title.is_empty() {
                    h1 { span class="trunc" { (self.title) } @if let Some(note) = &self.note { span class="muted f13 wn hide-m" { (note) } } }
                }
                @if let Some(steps) = &self.pager { (steps.html(lang)) }
                span class="grow" {}
                @if let Some(acts) = &self.acts { (acts) }
            }
        }
    }
}

/// The way here. `last` tells that no title follows.
fn crumbs(lang: Lang, crumbs: &[Crumb], last: bool) -> Markup {
    html! {
        nav class="crumb" aria-label=(say(lang, "web-breadcrumbs")) {
            @for (n, crumb) in crumbs.iter().enumerate() {
                @if n > 0 { (icon_s("chevron-right")) }
                a href=(crumb.href) { (crumb.label) }
            }
            @if !last { (icon_s("chevron-right")) }
        }
    }
}

impl Steps {
    pub fn html(&self, lang: Lang) -> Markup {
        let step = |name: &str, key: &str, to: &Option<String>, short: &str| {
            let button = Button::square(name, say(lang, key)).small().attr("data-step", short);
            match to {
                Some(href) => button.href(href),
                None => button.disabled(true),
            }
        };
        html! {
            span class="steps-n hide-m" {
                span class="muted f12" { (self.position) }
                (step("chevron-left", "web-previous-record", &self.previous, "previous"))
                (step("chevron-right", "web-next-record", &self.next, "next"))
            }
        }
    }
}
