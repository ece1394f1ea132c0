//! Small marks: a tag with a hue, a coloured dot, a meter, an inline difference. Used in cells, facts, cards, headers.

use super::{Hue, icon_s};
use maud::{Markup, Render, html};

/// A choice, a state or a free tag.
#[derive(Clone, Debug, Default)]
pub struct Tag {
    pub text: String,
    pub hue: Hue,
}

impl Tag {
    pub fn new(text: impl Into<String>, hue: Hue) -> Self {
        Tag { text: text.into(), hue }
    }

    /// A grey tag: a choice without a colour.
    pub fn plain(text: impl Into<String>) -> Self {
        Tag::new(text, Hue::Grey)
    }

    /// A free tag: its hue follows from its text.
    pub fn free(text: impl Into<String>) -> Self {
        let text = text.into();
        Tag { hue: Hue::of(&text), text }
    }
}

impl Render for Tag {
    fn render(&self) -> Markup {
        html! { span class={ "tag " (self.hue.class()) } { (self.text) } }
    }
}

/// Several tags that wrap.
pub fn tags(tags: &[Tag]) -> Markup {
    html! { span class="row wrap" { @for tag in tags { (tag) } } }
}

/// The coloured dot before a stage.
pub fn dot(hue: Hue) -> Markup {
    html! { span class={ "dot " (hue.class()) } aria-hidden="true" {} }
}

/// A short bar from 0 to 100 with its figure; `words` say the figure aloud ("86分，良好").
#[derive(Clone, Debug)]
pub struct Meter {
    pub value: u8,
    pub hue: Hue,
    pub words: String,
}

impl Render for Meter {
    fn render(&self) -> Markup {
        let value = self.value.min(100);
        html! {
            span class="hp" {
                svg class={ "mb " (self.hue.class()) } viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" {
                    rect width=(value) height="4" {}
                }
                span aria-hidden="true" { (value) }
                span class="sr" { (self.words) }
            }
        }
    }
}

/// Old value → new value, as shown before a bulk edit or in a conflict. Without an old value only the new one stands there.
pub fn change(old: Option<Markup>, new: Markup) -> Markup {
    html! {
        span class="df" {
            @if let Some(old) = old { del { (old) } (icon_s("arrow-right")) }
            ins { (new) }
        }
    }
}
