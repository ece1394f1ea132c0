//! The shell before somebody is signed in: set-up, sign-in, invitation, password reset. A narrow column with the name and the
//! language, and the white panel. Used by the pages of `gate`.

use super::button::Segment;
use super::head::{Look, document};
use super::shell::{mark, theme_toggle};
use super::words::{Lang, say};
use super::{icon, segments};
use maud::{Markup, Render, html};
use rust_decimal::Decimal;
use types::{Currency, display};

#[derive(Clone, Debug, Default)]
pub struct Gate {
    pub look: Look,
    pub organisation: String,
    /// Steps in the side column: label, anchor, done; empty for sign-in.
    pub steps: Vec<(String, String, bool)>,
    pub steps_title: String,
    /// Addresses of this page in the two languages.
    pub zh_url: String,
    pub en_url: String,
}

impl Gate {
    pub fn page(&self, lang: Lang, title: &str, main: Markup) -> Markup {
        let languages = segments(
            &say(lang, "language"),
            &[
                Segment {
                    label: "中文".into(),
                    href: self.zh_url.clone(),
                    current: lang == Lang::Zh,
                    lang: Some("zh-CN".into()),
                    ..Segment::default()
                },
                Segment {
                    label: "English".into(),
                    href: self.en_url.clone(),
                    current: lang == Lang::En,
                    lang: Some("en".into()),
                    ..Segment::default()
                },
            ],
        );
        let body = html! {
            div class="app gate" {
                aside class="side" aria-label=(if self.steps.is_empty() { say(lang, "web-organisation-language") } else { self.steps_title.as_str().into() }) {
                    div class="org" { (mark(&self.organisation)) span class="trunc" { (self.organisation) } }
                    @if self.steps.is_empty() { span class="grow" {} }
                    @else {
                        nav class="nav" aria-label=(self.steps_title) {
                            h2 { (self.steps_title) }
                            @for (n, (label, href, done)) in self.steps.iter().enumerate() {
                                a href=(href) aria-current=[(n == 0).then_some("step")] data-section {
                                    span class={ "d" (if *done { " y" } else { "" }) } { @if *done { (super::icon_s("check")) } } (label)
                                }
                            }
                        }
                    }
                    div class="gfoot" { (languages) span class="grow" {} (theme_toggle(lang)) }
                }
                main class="main" id="main" tabindex="-1" {
                    div class="ghead" { (mark(&self.organisation)) b { (self.organisation) } span class="grow" {} (languages) }
                    (main)
                }
            }
        };
        document(lang, title, &self.look, body)
    }
}

/// The middle of a sign-in page: one column of `form`, a line below.
pub fn sign(label: &str, title: &str, lead: &str, form: Markup, foot: Markup) -> Markup {
    html! {
        div class="scroll" tabindex="0" role="region" aria-label=(label) { div class="sign" {
            div class="box" { div { h1 { (title) } @if !lead.is_empty() { p class="lead" { (lead) } } } (form) }
            div class="foot" { (foot) }
        } }
    }
}

/// The set-up page: a long form at the left, what it will look like at the right.
#[derive(Clone, Debug, Default)]
pub struct Setup {
    pub label: String,
    /// POST here.
    pub action: String,
    pub title: String,
    pub lead: String,
    /// Nothing was typed yet: the browser fills in its time zone.
    pub fresh: bool,
    /// Made with [`super::form::section`].
    pub sections: Markup,
    /// The foot: note and button.
    pub bar: Markup,
    pub preview_label: String,
    pub preview: Markup,
}

impl Render for Setup {
    fn render(&self) -> Markup {
        html! {
            div class="gmain" {
                form class="rel" method="post" action=(self.action) hx-post=(self.action) hx-target="#main" hx-select="#main" data-preview data-fresh[self.fresh]
                    aria-label=(self.label) novalidate {
                    div class="scroll" tabindex="0" role="region" aria-label=(self.label) {
                        div class="setup" { h1 { (self.title) } p class="lead" { (self.lead) } (self.sections) }
                    }
                    div class="gbar" { (self.bar) }
                }
                aside class="view scroll" aria-label=(self.preview_label) tabindex="0" { div class="pv" { (self.preview) } }
            }
        }
    }
}

/// "Will be created" and the like: a list of ticks.
pub fn ticks(of: &[String]) -> Markup {
    html! { ul class="will" { @for text in of { li { (icon("check")) span { (text) } } } } }
}

/// What colleagues will see: the name, an amount in tables and in summaries, the time. `forms.js` follows what is typed and chosen.
pub fn mini(lang: Lang, organization: &str) -> Markup {
    let amount = Decimal::from(3_420_000);
    let first: String = organization.trim().chars().take(1).collect();
    html! {
        div class="mini" aria-live="polite" {
            div class="ms" {
                span class="mo" { span class="mk" data-p="mark" { (first) } span class="trunc" data-p="organization" { (organization) } }
                @for width in ["w1", "w3", "w2", "w4", "w1", "w3", "w2"] { i class=(width) {} }
            }
            div class="mm" { dl {
                div { dt { (say(lang, "web-mini-full")) } dd data-p="full" { (display::money(amount, Currency::CNY)) } }
                div { dt { (say(lang, "web-mini-short")) } dd data-p="short" { (display::money_compact(lang, amount, Currency::CNY)) } }
                div { dt { (say(lang, "web-mini-now")) } dd { span data-p="time" { "—" } small data-p="date" {} } }
            } }
        }
    }
}
