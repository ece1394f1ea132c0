//! The application around a page: sidebar with sections and counts, main panel, bottom bar on phones, command palette,
//! shortcut help. Called by every page of a signed-in person.

use super::head::{Look, document};
use super::words::{Lang, say};
use super::{Avatar, Button, icon, icon_s};
use maud::{Markup, html};

/// Everything of the frame that is the same on all pages of one person.
#[derive(Clone, Debug, Default)]
pub struct Shell {
    pub look: Look,
    /// Name of the organisation; its first character is the mark.
    pub organisation: String,
    pub person: Person,
    pub nav: Vec<NavSection>,
    /// Four or five destinations of the bottom bar; empty: the first four of `nav`, and "more" opens the sidebar.
    pub bottom: Vec<NavItem>,
    /// Menu behind the organisation's name: settings, administration, sign out.
    pub menu: Vec<super::MenuItem>,
    /// Where the palette asks (`GET ?q=`), answered with [`super::palette::results`].
    pub search_url: String,
    /// Where live events come from; none: no stream.
    pub live_url: Option<String>,
}

#[derive(Clone, Debug, Default)]
pub struct Person {
    pub name: String,
    /// Team or role, grey after the name.
    pub note: String,
    pub href: Option<String>,
}

#[derive(Clone, Debug, Default)]
pub struct NavSection {
    pub label: Option<String>,
    pub items: Vec<NavItem>,
}

#[derive(Clone, Debug, Default)]
pub struct NavItem {
    pub label: String,
    pub href: String,
    pub icon: String,
    pub count: Option<String>,
    /// The count is red: something is late.
    pub hot: bool,
    pub current: bool,
}

impl NavItem {
    pub fn new(label: impl Into<String>, href: impl Into<String>, icon: &str) -> Self {
        NavItem { label: label.into(), href: href.into(), icon: icon.to_owned(), ..Self::default() }
    }

    pub fn current(mut self, current: bool) -> Self {
        self.current = current;
        self
    }

    pub fn count(mut self, count: impl Into<String>, hot: bool) -> Self {
        self.count = Some(count.into());
        self.hot = hot;
        self
    }
}

/// The whole page: `main` is what the white panel holds (usually `top` bar first), `overlays` are dialogs and popovers.
pub fn page(lang: Lang, shell: &Shell, title: &str, main: Markup, overlays: Markup) -> Markup {
    let body = html! {
        div class="app" data-live-url=[shell.live_url.as_ref()] {
            (sidebar(lang, shell))
            main class="main" id="main" tabindex="-1" hx-history-elt { (main) }
            (bottom(lang, shell))
        }
        (overlays)
        (super::palette::dialog(lang, &shell.search_url))
        (super::palette::shortcuts(lang))
    };
    document(lang, title, &shell.look, body)
}

/// Links and forms inside an element with this `hx-boost:inherited` swap the white panel alone; the address changes with it.
pub const PANEL: &str = "select:#main,target:#main,swap:\"outerHTML show:none\"";

/// The answer to a boosted or partial request that replaces the white panel (`hx-select="#main"` works on either).
pub fn panel(title: &str, main: Markup) -> Markup {
    html! { title { (title) } main class="main" id="main" tabindex="-1" hx-history-elt { (main) } }
}

fn sidebar(lang: Lang, shell: &Shell) -> Markup {
    html! {
        aside class="side" id="side" aria-label=(say(lang, "web-sidebar")) {
            (organisation(shell))
            button type="button" class="find" data-palette {
                (icon_s("search")) span { (say(lang, "web-find")) } span class="grow" {} kbd { "Ctrl K" }
            }
            nav class="nav" aria-label=(say(lang, "web-navigation")) {
                @for section in &shell.nav {
                    @if let Some(label) = &section.label { h2 { (label) } }
                    @for item in &section.items { (link(item)) }
                }
            }
            div class="me" {
                @let name = html! {
                    (Avatar::person(&shell.person.name))
                    span class="trunc f13" { (shell.person.name) " " span class="muted f12" { (shell.person.note) } }
                };
                @if let Some(href) = &shell.person.href { a class="who" href=(href) { (name) } }
                @else { span class="who" { (name) } }
                (theme_toggle(lang))
            }
        }
    }
}

fn organisation(shell: &Shell) -> Markup {
    let inner = html! {
        (mark(&shell.organisation)) span class="trunc" { (shell.organisation) } span class="grow" {}
    };
    html! {
        @if shell.menu.is_empty() { div class="org" { (inner) } }
        @else {
            button type="button" class="org" popovertarget="org-menu" { (inner) (icon_s("selector")) }
            (super::menu("org-menu", &shell.menu))
        }
    }
}

/// The dark square with the first character of a name.
pub fn mark(name: &str) -> Markup {
    let first: String = name.trim().chars().next().into_iter().flat_map(char::to_uppercase).collect();
    html! { span class="mark" aria-hidden="true" { (first) } }
}

/// Moon or sun: switches between light and dark and remembers it on this device.
pub fn theme_toggle(lang: Lang) -> Markup {
    html! { (Button::square("moon", say(lang, "web-theme")).small().attr("data-theme-toggle", "")) }
}

fn link(item: &NavItem) -> Markup {
    html! {
        a href=(item.href) aria-current=[item.current.then_some("page")] {
            (icon(&item.icon)) span class="trunc" { (item.label) }
            @if let Some(count) = &item.count { span class={ "n" (if item.hot { " hot" } else { "" }) } { (count) } }
        }
    }
}

fn bottom(lang: Lang, shell: &Shell) -> Markup {
    let chosen: Vec<&NavItem> = if shell.bottom.is_empty() {
        shell.nav.iter().flat_map(|s| &s.items).take(4).collect()
    } else {
        shell.bottom.iter().take(4).collect()
    };
    // what has no place of its own here is behind "more"
    let elsewhere = !chosen.iter().any(|item| item.current);
    html! {
        nav class="mnav" aria-label=(say(lang, "web-bottom-bar")) {
            @for item in chosen {
                a href=(item.href) aria-current=[item.current.then_some("page")] { (icon(&item.icon)) span class="trunc" { (item.label) } }
            }
            button type="button" data-sidebar aria-controls="side" aria-expanded="false" aria-current=[elsewhere.then_some("true")] { (icon("dots")) (say(lang, "more")) }
        }
    }
}
