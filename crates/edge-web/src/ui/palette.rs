//! The command palette (Ctrl+K): search everything, go anywhere, run commands; and the list of shortcuts (`?`).
//! `dialog` stands on every page, `results` is what the search address answers.

use super::words::{Lang, say};
use super::{Avatar, icon, icon_l};
use maud::{Markup, PreEscaped, html};

/// The empty palette. The script sends `query` events (never while an input method composes) which fetch `search_url?q=`.
pub(super) fn dialog(lang: Lang, search_url: &str) -> Markup {
    html! {
        dialog class="cmd" id="palette" aria-label=(say(lang, "web-palette")) {
            div class="q" {
                (icon_l("search"))
                input id="palette-q" name="q" type="text" role="combobox" aria-expanded="true" aria-controls="palette-results"
                    aria-autocomplete="list" aria-label=(say(lang, "web-palette-hint")) placeholder=(say(lang, "web-palette-hint"))
                    autocomplete="off" spellcheck="false" hx-get=(search_url) hx-trigger="query delay:60ms" hx-sync="this:replace"
                    hx-target="#palette-results" hx-swap="innerHTML";
                kbd { "Esc" }
            }
            div class="res" id="palette-results" role="listbox" aria-label=(say(lang, "web-results")) tabindex="-1" {}
            div class="ft" aria-hidden="true" {
                span { kbd { "↑" } " " kbd { "↓" } " " (say(lang, "select")) }
                span { kbd { "Enter" } " " (say(lang, "open")) }
                span class="grow" {}
                span class="hide-m" { (say(lang, "web-palette-tip")) }
            }
        }
    }
}

/// A titled group of results.
#[derive(Clone, Debug, Default)]
pub struct Group {
    pub label: String,
    pub items: Vec<Item>,
}

#[derive(Clone, Debug, Default)]
pub struct Item {
    pub picture: Picture,
    pub label: String,
    /// What of the label matched, as character ranges; drawn bold.
    pub matched: Vec<std::ops::Range<usize>>,
    /// Grey after the label ("采购总监，恒泰精密").
    pub note: String,
    /// Right side ("客户 · A 级 · 林书遥").
    pub hint: String,
    pub keys: Vec<String>,
    pub href: String,
    /// Switches between light and dark instead of going anywhere.
    pub toggles_theme: bool,
    /// Posts to `href` instead of going there.
    pub posts: bool,
}

#[derive(Clone, Debug)]
pub enum Picture {
    Avatar(Avatar),
    Icon(String),
}

impl Default for Picture {
    fn default() -> Self {
        Picture::Icon("arrow-right".into())
    }
}

/// The list under the search field; the first item is selected.
pub fn results(lang: Lang, groups: &[Group]) -> Markup {
    let mut number = 0;
    html! {
        @if groups.iter().all(|g| g.items.is_empty()) { p class="none" { (say(lang, "web-no-results")) } }
        @for group in groups.iter().filter(|g| !g.items.is_empty()) {
            div role="group" aria-label=(group.label) {
                h3 aria-hidden="true" { (group.label) }
                @for item in &group.items {
                    @let n = { number += 1; number };
                    a role="option" tabindex="-1" id={ "pal-" (n) } href=(item.href) aria-selected=(if n == 1 { "true" } else { "false" })
                        data-theme-toggle[item.toggles_theme] hx-post=[item.posts.then_some(&item.href)] hx-swap=[item.posts.then_some("none")] {
                        @match &item.picture { Picture::Avatar(a) => { (a) }, Picture::Icon(name) => { (icon(name)) } }
                        span class="trunc" { (marked(&item.label, &item.matched)) @if !item.note.is_empty() { " " span class="muted" { (item.note) } } }
                        span class="h" { (item.hint) @for key in &item.keys { kbd { (key) } } }
                    }
                }
            }
        }
    }
}

/// The label with its matched characters in `<mark>`.
fn marked(label: &str, ranges: &[std::ops::Range<usize>]) -> Markup {
    let mut out = PreEscaped(String::new());
    let mut open = false;
    for (n, c) in label.chars().enumerate() {
        let hit = ranges.iter().any(|r| r.contains(&n));
        if hit != open {
            out.0.push_str(if hit { "<mark>" } else { "</mark>" });
            open = hit;
        }
        maud::Render::render_to(&c.to_string(), &mut out.0);
    }
    if open {
        out.0.push_str("</mark>");
    }
    out
}

/// What the keys do; opened by `?`.
pub(super) fn shortcuts(lang: Lang) -> Markup {
    let keys: [(&str, &[&str]); 13] = [
        ("web-key-palette", &["Ctrl", "K"]),
        ("web-key-move", &["J", "K"]),
        ("web-key-select", &["X"]),
        ("web-key-peek", &["Space"]),
        ("web-key-open", &["Enter"]),
        ("web-key-edit", &["E"]),
        ("web-key-filter", &["F"]),
        ("web-key-new", &["N"]),
        ("web-key-save", &["Ctrl", "Enter"]),
        ("web-key-card", &["Shift", "← →"]),
        ("web-key-undo", &["Ctrl", "Z"]),
        ("web-key-close", &["Esc"]),
        ("web-key-help", &["?"]),
    ];
    let body = html! {
        dl class="keys" {
            @for (key, caps) in keys {
                div { dt { (say(lang, key)) } dd { @for cap in caps { kbd { (cap) } } } }
            }
        }
        p class="hint" { (say(lang, "web-keys-off")) }
    };
    super::Dialog::new("shortcuts", say(lang, "web-shortcuts")).body(body).html(lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_are_marked_and_everything_is_escaped() {
        let range = 2..4;
        assert_eq!(marked("苏州恒泰<b>", std::slice::from_ref(&range)).0, "苏州<mark>恒泰</mark>&lt;b&gt;");
    }
}
