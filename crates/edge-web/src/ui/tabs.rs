//! Tabs: pages of a record, saved views of a list, kinds of entry in the composer. Used by record and list pages.

use super::words::{Lang, say};
use super::{Button, icon_s};
use maud::{Markup, html};

#[derive(Clone, Debug, Default)]
pub struct Tab {
    pub label: String,
    pub href: String,
    pub icon: Option<String>,
    pub count: Option<String>,
    pub current: bool,
    /// The view has changes that are not saved.
    pub edited: bool,
}

impl Tab {
    pub fn new(label: impl Into<String>, href: impl Into<String>) -> Self {
        Tab { label: label.into(), href: href.into(), ..Self::default() }
    }

    pub fn count(mut self, count: impl Into<String>) -> Self {
        self.count = Some(count.into());
        self
    }

    pub fn current(mut self, current: bool) -> Self {
        self.current = current;
        self
    }
}

fn links(lang: Lang, tabs: &[Tab]) -> Markup {
    html! {
        @for (n, t) in tabs.iter().enumerate() {
            a id={ "tab-" (n) } href=(t.href) aria-current=[t.current.then_some("page")] {
                @if let Some(name) = &t.icon { (icon_s(name)) }
                (t.label)
                @if let Some(count) = &t.count { " " span class="n" { (count) } }
                @if t.edited { span class="edited" title=(say(lang, "web-unsaved")) { span class="sr" { "，" (say(lang, "web-unsaved")) } } }
            }
        }
    }
}

/// Pages of one record.
pub fn tabs(lang: Lang, label: &str, of: &[Tab]) -> Markup {
    html! { nav class="tabs rec-tabs" aria-label=(label) { (links(lang, of)) } }
}

/// Saved views of a list; `save` is the id of the dialog that makes a new one.
pub fn view_tabs(lang: Lang, of: &[Tab], save: Option<&str>) -> Markup {
    html! {
        nav class="views tabs" aria-label=(say(lang, "web-views")) hx-boost:inherited=(super::shell::PANEL) {
            (links(lang, of))
            @if let Some(id) = save { (Button::square("plus", say(lang, "web-new-view")).small().opens(id)) }
        }
    }
}
