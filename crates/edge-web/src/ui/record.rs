//! The page of one record: header, key figures, tabs, and three columns (facts · composer and timeline · what comes next and
//! what belongs to it). Used by record pages; the peek panel reuses the parts.

use super::words::{Lang, say};
use super::{Avatar, Button, Stat, Tab, Tag, avatar::Size, icon_s};
use maud::{Markup, html};

#[derive(Clone, Debug, Default)]
pub struct RecordHeader {
    pub title: String,
    pub avatar: Option<Avatar>,
    pub tags: Vec<Tag>,
    /// Line under the title.
    pub about: Vec<About>,
    pub acts: Option<Markup>,
    pub figures: Vec<Stat>,
    pub figures_label: String,
    pub tabs: Vec<Tab>,
}

/// One piece of the line under the title.
#[derive(Clone, Debug)]
pub enum About {
    Text { icon: String, text: String },
    Link { icon: String, text: String, href: String },
    Person(String),
}

impl About {
    pub fn text(icon: &str, text: impl Into<String>) -> Self {
        About::Text { icon: icon.to_owned(), text: text.into() }
    }
}

impl RecordHeader {
    pub fn html(&self, lang: Lang) -> Markup {
        html! {
            div class="rec-h" {
                div class="rec-t" {
                    @if let Some(avatar) = &self.avatar { (avatar.clone().size(Size::Lg)) }
                    div class="grow" {
                        h1 { span { (self.title) } @for tag in &self.tags { (tag) } }
                        @if !self.about.is_empty() { div class="sub" { @for a in &self.about { (a.html()) } } }
                    }
                    @if let Some(acts) = &self.acts { div class="row acts" { (acts) } }
                }
                @if !self.figures.is_empty() { (super::stat::key_figures(&self.figures_label, &self.figures)) }
                @if !self.tabs.is_empty() { (super::tabs(lang, &say(lang, "web-record-tabs"), &self.tabs)) }
            }
        }
    }
}

impl About {
    fn html(&self) -> Markup {
        html! {
            @match self {
                About::Text { icon, text } => span { (icon_s(icon)) (text) },
                About::Link { icon, text, href } => a href=(href) { (icon_s(icon)) (text) },
                About::Person(name) => span { (Avatar::person(name).size(Size::Xs)) (name) },
            }
        }
    }
}

/// The three columns under a record's header.
pub fn record_body(label: &str, left: Markup, middle: Markup, right: Markup) -> Markup {
    html! {
        div class="scroll" tabindex="0" role="region" aria-label=(label) {
            div class="rec" { div class="left" { (left) } div class="mid" { (middle) } div class="right" { (right) } }
        }
    }
}

/// A titled block of a side column.
#[derive(Clone, Debug, Default)]
pub struct Block {
    pub title: String,
    pub count: Option<String>,
    /// At the right of the title.
    pub act: Option<Button>,
    pub body: Option<Markup>,
}

impl Block {
    pub fn new(title: impl Into<String>, body: Markup) -> Self {
        Block { title: title.into(), body: Some(body), ..Self::default() }
    }

    pub fn count(mut self, count: impl Into<String>) -> Self {
        self.count = Some(count.into());
        self
    }

    pub fn act(mut self, act: Button) -> Self {
        self.act = Some(act.small());
        self
    }
}

impl maud::Render for Block {
    fn render(&self) -> Markup {
        html! {
            section class="blk" {
                h2 class="sec" {
                    span { (self.title) @if let Some(count) = &self.count { " " span class="muted w4" { (count) } } }
                    @if let Some(act) = &self.act { (act) }
                }
                @if let Some(body) = &self.body { (body) }
            }
        }
    }
}
