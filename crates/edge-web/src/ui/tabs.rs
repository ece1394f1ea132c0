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
    /// Of a saved view: where its count is put later, and what its place among the others is kept by.
    pub key: Option<String>,
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
            a id={ "tab-" (n) } href=(t.href) aria-current=[t.current.then_some("page")] data-view=[t.key.as_ref()] {
                @if let Some(name) = &t.icon { (icon_s(name)) }
                (t.label)
                @if let Some(key) = &t.key { " " span class="n" id={ "count-" (key) } { (t.count.as_deref().unwrap_or_default()) } }
                @else if let Some(count) = &t.count { " " span class="n" { (count) } }
                @if t.edited { span class="edited" title=(say(lang, "web-unsaved")) { span class="sr" { "，" (say(lang, "web-unsaved")) } } }
            }
        }
    }
}

/// Pages of one record.
pub fn tabs(lang: Lang, label: &str, of: &[Tab]) -> Markup {
    html! { nav class="tabs rec-tabs" aria-label=(label) { (links(lang, of)) } }
}

/// Saved views of a list; `save` is the id of the dialog that makes a new one. Under `kept` their counts are asked for after the page, and their
/// order is posted when a tab is dragged.
pub fn view_tabs(lang: Lang, of: &[Tab], save: Option<&str>, kept: Option<&str>) -> Markup {
    html! {
        nav class="views tabs" data-views=[kept.map(|at| format!("{at}/order"))] aria-label=(say(lang, "web-views")) hx-boost:inherited=(super::shell::PANEL) {
            (links(lang, of))
            @if let Some(at) = kept { span hidden hx-get={ (at) "/counts" } hx-trigger="load" hx-swap="none" {} }
            @if let Some(id) = save { (Button::square("plus", say(lang, "web-new-view")).small().opens(id)) }
        }
    }
}
