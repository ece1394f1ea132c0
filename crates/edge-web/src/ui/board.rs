//! The board: columns with count, sum and probability; cards that move by drag, Shift+←/→ or a menu (`assets/js/board.js`).
//! A move is `POST {move_url}` with `to` = column and `before` = card id or empty; the answer swaps headers out of band.

use super::words::{Lang, say, say_with};
use super::{Avatar, Button, Hue, Tag, avatar::Size, dot, icon_s};
use maud::{Markup, html};

#[derive(Clone, Debug, Default)]
pub struct Board {
    pub label: String,
    pub columns: Vec<BoardColumn>,
}

#[derive(Clone, Debug, Default)]
pub struct BoardColumn {
    pub key: String,
    pub label: String,
    pub hue: Hue,
    /// "14"
    pub count: String,
    /// "¥568.0 万"
    pub sum: String,
    /// "赢率 10%"
    pub note: String,
    /// Adds a record in this column.
    pub add_url: Option<String>,
    /// Behind the others, as a narrow strip to drop on: what is over. Its `more` unfolds it.
    pub folded: bool,
    pub cards: Vec<Card>,
    /// "再显示 9 个" and where from (GET, appended).
    pub more: Option<(String, String)>,
}

#[derive(Clone, Debug, Default)]
pub struct Card {
    pub id: String,
    pub title: String,
    /// What is drawn of the title where the account says the rest.
    pub short: Option<String>,
    pub href: String,
    pub account: Option<String>,
    pub amount: String,
    pub tags: Vec<Tag>,
    pub next: NextStep,
    pub owner: Option<String>,
    /// None: this person may not move it.
    pub move_url: Option<String>,
}

/// The next planned activity of a card.
#[derive(Clone, Debug, Default)]
pub enum NextStep {
    /// Nothing planned: amber.
    #[default]
    None,
    Planned(String),
    /// Overdue: red.
    Late(String),
    /// Closed deals need none.
    Unneeded,
}

/// Columns that share the width; `board.css` has a class for each number of them. Further ones have a width of their own.
const MOST_SHARES: usize = 8;

impl Board {
    pub fn html(&self, lang: Lang) -> Markup {
        // as many shares of the width as there are open columns, from the first byte on: nothing moves while the others arrive
        let open = self.columns.iter().filter(|column| !column.folded).count();
        html! {
            div class={ "board c" (open.min(MOST_SHARES)) } tabindex="0" role="region" aria-label=(self.label) data-board {
                @for folded in [false, true] {
                    @for column in self.columns.iter().filter(|column| column.folded == folded) { (column.html(lang)) }
                }
            }
            div class="menu" id="move-card" popover data-menu aria-label=(say(lang, "web-move-to")) {
                @for column in &self.columns { button type="button" data-to=(column.key) { (dot(column.hue)) (column.label) } }
            }
        }
    }
}

impl BoardColumn {
    pub fn html(&self, lang: Lang) -> Markup {
        html! {
            section class={ "col" (if self.folded { " strip" } else { "" }) } aria-labelledby={ "col-" (self.key) } data-column=(self.key) {
                (self.header(lang, false))
                ul class="deals" data-stage=(self.key) {
                    @for card in &self.cards { (card.html(lang)) }
                }
                @if let Some((label, url)) = &self.more {
                    button type="button" class="morec" hx-get=(url) hx-target="previous .deals" hx-swap="beforeend" { (label) }
                }
            }
        }
    }

    /// The header alone; `oob` makes it replace the one on the page, after a move.
    pub fn header(&self, lang: Lang, oob: bool) -> Markup {
        html! {
            header id={ "colh-" (self.key) } hx-swap-oob=[oob.then_some("true")] {
                h2 id={ "col-" (self.key) } {
                    (dot(self.hue)) span class="trunc" data-name { (self.label) } span class="n" { (self.count) } span class="grow" {}
                    @if let Some(url) = &self.add_url {
                        (Button::square("plus", say_with(lang, "web-add-in", &[("name", &self.label)])).small().href(url))
                    }
                }
                p { b { (self.sum) } span { (self.note) } }
            }
        }
    }
}

impl Card {
    pub fn html(&self, lang: Lang) -> Markup {
        html! {
            li class="deal" id={ "card-" (self.id) } data-id=(self.id) data-move=[self.move_url.as_ref()] {
                h3 { a href=(self.href) title=[self.short.as_ref().map(|_| &self.title)] { (self.short.as_ref().unwrap_or(&self.title)) } }
                @if self.move_url.is_some() {
                    (Button::square("dots", say_with(lang, "web-move-card", &[("name", &self.title)])).small().class("mv").href(self.move_url.clone().unwrap_or_default()).attr("data-move-menu", "move-card").attr("aria-haspopup", "true"))
                }
                @if let Some(account) = &self.account {
                    div class="acc" { (Avatar::record(account).size(Size::Xs)) span class="trunc" { (account) } }
                }
                div class="amt" { (self.amount) span class="grow" {} @for tag in &self.tags { (tag) } }
                div class="ft" {
                    @match &self.next {
                        NextStep::None => span class="nx none" { (icon_s("alert-triangle")) span class="trunc" { (say(lang, "web-no-next")) } },
                        NextStep::Planned(text) => span class="nx" { (icon_s("clock")) span class="trunc" { (text) } },
                        NextStep::Late(text) => span class="nx late" { (icon_s("flag")) span class="trunc" { (text) } },
                        NextStep::Unneeded => span class="nx" {},
                    }
                    @if let Some(owner) = &self.owner { (Avatar::person(owner).size(Size::Xs)) span class="sr" { (owner) } }
                }
            }
        }
    }
}
