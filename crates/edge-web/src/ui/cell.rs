//! What a table cell shows, by kind. Values come formatted (dates as MM-DD, money with its sign); the cell decides place and
//! colour. Used by `table`, facts and related lists.

use super::{Avatar, Hue, Meter, Tag, avatar::Size, dot};
use maud::{Markup, html};

#[derive(Clone, Debug, Default)]
pub enum Content {
    #[default]
    Empty,
    Text(String),
    /// Secondary text: places, dates.
    Quiet(String),
    /// Right-aligned figures: numbers, money, percent.
    Number(String),
    /// A moment, as short as a list wants it; all of it on hover.
    When {
        short: String,
        full: String,
    },
    /// A state with its colour.
    Dotted {
        label: String,
        hue: Hue,
    },
    /// Overdue text, red.
    Late(String),
    Tags(Vec<Tag>),
    Person(String),
    People(Vec<String>),
    Link {
        label: String,
        href: String,
    },
    /// The label of a link whose target is deleted, struck.
    Gone(String),
    Meter(Meter),
    YesNo {
        yes: bool,
        words: String,
    },
    /// A value the reader may know of but not see ("138****8000").
    Masked(String),
    Markup(Markup),
}

impl Content {
    pub fn is_number(&self) -> bool {
        matches!(self, Content::Number(_))
    }

    /// The class of the cell around this content.
    pub fn class(&self) -> &'static str {
        match self {
            Content::Number(_) => "num",
            Content::Quiet(_) | Content::Masked(_) | Content::When { .. } => "t2",
            Content::Late(_) => "late",
            _ => "",
        }
    }

    pub fn tag(text: impl Into<String>, hue: Hue) -> Self {
        Content::Tags(vec![Tag::new(text, hue)])
    }

    /// The inside of the cell.
    pub fn draw(&self) -> Markup {
        html! {
            @match self {
                Content::Empty => span class="muted" { "—" },
                Content::Text(t) | Content::Quiet(t) | Content::Number(t) | Content::Late(t) | Content::Masked(t) => (t),
                Content::When { short, full } => span title=(full) { (short) },
                Content::Dotted { label, hue } => span class="row" { (dot(*hue)) span class="trunc" { (label) } },
                Content::Tags(tags) => { @if tags.is_empty() { span class="muted" { "—" } } @for tag in tags { (tag) " " } },
                Content::Person(name) => (person(name)),
                Content::People(names) => span class="row wrap" { @for name in names { (person(name)) } },
                Content::Link { label, href } => a class="lnk" href=(href) { (label) },
                Content::Gone(label) => del class="muted" { (label) },
                Content::Meter(meter) => (meter),
                Content::YesNo { yes, words } => {
                    @if *yes { span class="okc" { (super::icon("check")) } } @else { span class="muted" aria-hidden="true" { "—" } }
                    span class="sr" { (words) }
                },
                Content::Markup(markup) => (markup),
            }
        }
    }
}

/// A small round picture and the name.
pub fn person(name: &str) -> Markup {
    html! { span class="row" { (Avatar::person(name).size(Size::Xs)) (name) } }
}
