//! The composer that logs a call, meeting, visit, note or task, and the timeline of what happened, by day.
//! Used by record pages and the peek panel.

use super::words::{Lang, say};
use super::{Attrs, Button, Hue, el, icon_s};
use maud::{Markup, html};

/// Kinds of entry to log; the tabs are radio buttons of one form, so it works without script.
#[derive(Clone, Debug, Default)]
pub struct Composer {
    /// POST `kind`, `text` and whatever `fields` add.
    pub action: String,
    pub label: String,
    pub placeholder: String,
    /// Key, label, icon; the first is chosen unless `kind` says otherwise.
    pub kinds: Vec<(String, String, String)>,
    pub kind: String,
    pub text: String,
    /// Controls in the foot (link a deal, next date, file), shown for every kind.
    pub tools: Option<Markup>,
    /// Fields that only some kinds need, with the kinds they belong to (CSS shows them).
    pub fields: Vec<(Vec<String>, Markup)>,
    /// Key under which a draft survives a reload, e.g. "account-01H…".
    pub draft: String,
    pub error: Option<String>,
}

impl Composer {
    pub const ID: &'static str = "composer";

    pub fn html(&self, lang: Lang) -> Markup {
        let chosen = if self.kind.is_empty() { self.kinds.first().map_or("", |k| k.0.as_str()) } else { &self.kind };
        html! {
            form class="comp" id=(Self::ID) aria-label=(self.label) method="post" action=(self.action) hx-post=(self.action) hx-swap="outerHTML"
                data-draft=(self.draft) data-composer {
                fieldset class="tabs" {
                    legend class="sr" { (say(lang, "web-kind-of-entry")) }
                    @for (key, label, icon) in &self.kinds {
                        label { input type="radio" class="sr" name="kind" value=(key) checked[key == chosen]; (icon_s(icon)) (label) }
                    }
                }
                textarea name="text" aria-label=(self.placeholder) placeholder=(self.placeholder) { (self.text) }
                @if let Some(error) = &self.error { p class="hint bad" role="alert" { (icon_s("alert-circle")) (error) } }
                @for (kinds, field) in &self.fields {
                    (el("div", &Attrs::new().class("for-kinds").set("data-kinds", kinds.join(" ")).flag("hidden", !kinds.iter().any(|k| k == chosen)), field.clone()))
                }
                div class="ft" {
                    @if let Some(tools) = &self.tools { (tools) }
                    span class="saved" data-saved hidden { (icon_s("device-floppy")) (say(lang, "web-draft-kept")) }
                    span class="grow" {}
                    (Button::primary(say(lang, "save")).small().submit())
                }
            }
        }
    }
}

/// Entries of one day, newest first.
#[derive(Clone, Debug, Default)]
pub struct Day {
    pub label: String,
    pub entries: Vec<Entry>,
}

#[derive(Clone, Debug, Default)]
pub struct Entry {
    pub icon: String,
    pub hue: Hue,
    /// One sentence: who did what (may hold links).
    pub head: Option<Markup>,
    pub time: String,
    /// Machine-readable time.
    pub datetime: String,
    pub body: Option<Markup>,
    /// Tags, files, next step under the body.
    pub meta: Option<Markup>,
}

#[derive(Clone, Debug, Default)]
pub struct Timeline {
    pub days: Vec<Day>,
    /// Address of the next page, appended when it scrolls into view.
    pub more: Option<String>,
}

impl Timeline {
    pub fn html(&self, lang: Lang) -> Markup {
        html! {
            @for day in &self.days {
                h3 class="day" { (day.label) }
                ol class="tl" { @for entry in &day.entries { li class="ev" { (entry.html()) } } }
            }
            @if let Some(url) = &self.more {
                (Button::ghost(say(lang, "web-show-more")).small().class("more").get(url).swap("outerHTML").attr("hx-trigger", "revealed, click"))
            }
        }
    }
}

impl Entry {
    fn html(&self) -> Markup {
        html! {
            span class={ "ic " (self.hue.class()) } { (icon_s(&self.icon)) }
            div class="wh" {
                p { @if let Some(head) = &self.head { (head) } }
                time datetime=(self.datetime) { (self.time) }
            }
            @if let Some(body) = &self.body {
                div class="bd" { (body) @if let Some(meta) = &self.meta { div class="meta" { (meta) } } }
            } @else if let Some(meta) = &self.meta { div class="meta row wrap" { (meta) } }
        }
    }
}

/// A file as a small button.
pub fn file_chip(name: &str, size: &str, href: &str) -> Markup {
    let icon = match name.rsplit('.').next().map(str::to_ascii_lowercase).as_deref() {
        Some("pdf") => "file-type-pdf",
        Some("xls" | "xlsx" | "csv") => "file-type-xls",
        Some("doc" | "docx") => "file-type-doc",
        Some("png" | "jpg" | "jpeg" | "webp" | "gif" | "heic") => "photo",
        _ => "file",
    };
    html! { a class="file" href=(href) download { (icon_s(icon)) (name) " " span class="muted" { (size) } } }
}
