//! Pieces of the home page: the day's tasks by urgency, notices, panels with a link to everything. Used by the home page.

use super::words::{Lang, say_with};
use super::{Avatar, Button, avatar::Size};
use maud::{Markup, html};

/// A section of a page without a box: title, count, a quiet link at the right.
#[derive(Clone, Debug, Default)]
pub struct Panel {
    pub id: String,
    pub title: String,
    pub note: String,
    /// Text and address at the right ("全部 12 项").
    pub all: Option<(String, String)>,
    pub body: Option<Markup>,
}

impl Panel {
    pub fn new(id: &str, title: impl Into<String>, body: Markup) -> Self {
        Panel { id: id.to_owned(), title: title.into(), body: Some(body), ..Self::default() }
    }

    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    pub fn all(mut self, text: impl Into<String>, href: impl Into<String>) -> Self {
        self.all = Some((text.into(), href.into()));
        self
    }
}

impl maud::Render for Panel {
    fn render(&self) -> Markup {
        html! {
            section aria-labelledby=(self.id) {
                div class="sec-h" {
                    h2 id=(self.id) { (self.title) @if !self.note.is_empty() { " " span class="n" { (self.note) } } }
                    @if let Some((text, href)) = &self.all { a class="all" href=(href) { (text) } }
                }
                @if let Some(body) = &self.body { (body) }
            }
        }
    }
}

/// Tasks of one urgency ("逾期", "今天").
#[derive(Clone, Debug, Default)]
pub struct TodoGroup {
    pub label: String,
    pub count: String,
    pub late: bool,
    /// "涉及 ¥206 万"
    pub sum: String,
    pub todos: Vec<Todo>,
}

#[derive(Clone, Debug, Default)]
pub struct Todo {
    pub label: String,
    pub href: String,
    pub about: Option<(String, String)>,
    pub why: String,
    pub amount: String,
    pub amount_of: String,
    pub due: String,
    pub late: bool,
    pub done: bool,
    pub done_url: Option<String>,
    pub act: Option<Button>,
}

pub fn todos(lang: Lang, groups: &[TodoGroup]) -> Markup {
    html! { @for g in groups {
        h3 class={ "dayg" (if g.late { " late" } else { "" }) } { (g.label) span { (g.count) } span class="sum" { (g.sum) } }
        ul { @for t in &g.todos { (t.html(lang)) } }
    } }
}

impl Todo {
    /// One list item; the answer to ticking it off.
    pub fn html(&self, lang: Lang) -> Markup {
        html! {
            li class={ "todo" (if self.done { " done" } else { "" }) } {
                input type="checkbox" checked[self.done] aria-label=(say_with(lang, "web-complete", &[("name", &self.label)])) disabled[self.done_url.is_none()]
                    hx-post=[self.done_url.as_ref()] hx-target="closest li" hx-swap="outerHTML";
                div class="t" {
                    p class="trunc ttl" { a href=(self.href) { (self.label) } }
                    p class="trunc" { @if let Some((name, href)) = &self.about { a href=(href) { (name) } @if !self.why.is_empty() { (super::words::say(lang, "web-colon")) } } (self.why) }
                }
                div class="w" { (self.amount) p { (self.amount_of) } }
                span class={ "du" (if self.late { " late" } else { "" }) } { (self.due) }
                @if let Some(act) = &self.act { (act.clone().small()) }
            }
        }
    }
}

/// A notification.
#[derive(Clone, Debug, Default)]
pub struct Notice {
    pub who: String,
    /// Sentence after the name.
    pub what: String,
    pub note: String,
    pub time: String,
    pub href: String,
    /// "未读：" for screen readers; none: read.
    pub unread: Option<String>,
}

pub fn notices(of: &[Notice]) -> Markup {
    html! { ul { @for n in of { li { a class="nt" href=(n.href) {
        span class={ "u" (if n.unread.is_none() { " r" } else { "" }) } {}
        (Avatar::person(&n.who).size(Size::Xs))
        span class="m" { @if let Some(unread) = &n.unread { span class="sr" { (unread) } } b { (n.who) } " " (n.what) span class="p" { (n.note) } }
        time { (n.time) }
    } } } } }
}
