//! Bars made on the server: horizontal bars, funnel, columns with targets; and the table that tells the same figures.
//! Places are percentages, texts pixels, so words never scale. Every bar opens the rows behind it. Used by home and reports.

use super::spark::percent;
use super::words::{Lang, say};
use super::{Hue, icon_s};
use maud::{Markup, html};

/// One bar of [`bars`]: lengths are 0–100 of the longest.
#[derive(Clone, Debug, Default)]
pub struct Bar {
    pub label: String,
    pub hue: Option<Hue>,
    pub count: String,
    pub whole: f64,
    pub part: f64,
    pub value: String,
    pub href: String,
    /// What the figures shown leave out, for screen readers ("，加权 ¥13.2 万").
    pub words: String,
}

/// Horizontal bars with a weighted part; each opens its rows.
pub fn bars(of: &[Bar]) -> Markup {
    html! {
        div class="hbars" { @for b in of {
            a href=(b.href) {
                span class="k" { @if let Some(hue) = b.hue { (super::dot(hue)) } span class="trunc" { (b.label) } small { (b.count) } }
                svg class="viz" width="100%" height="16" aria-hidden="true" {
                    rect class="b2" width=(percent(b.whole)) height="16" rx="3" {}
                    rect class="b1" width=(percent(b.part)) height="16" rx="3" {}
                }
                span class="x" { (b.value) span class="sr" { (b.words) } }
            }
        } }
    }
}

/// One step of a funnel; `share` is 0–100 of the first step.
#[derive(Clone, Debug, Default)]
pub struct FunnelStep {
    pub label: String,
    pub value: String,
    pub share: f64,
    pub rate: String,
    pub href: String,
    /// What the figures shown leave out, for screen readers.
    pub words: String,
}

pub fn funnel(of: &[FunnelStep]) -> Markup {
    let place = |share: f64| (share.clamp(0.0, 100.0), 50.0 - share.clamp(0.0, 100.0) / 2.0);
    html! {
        div class="fun" { @for (n, s) in of.iter().enumerate() {
            @let (width, left) = place(s.share);
            @let last = n + 1 == of.len();
            a href=(s.href) {
                span class="trunc" { (s.label) }
                svg class="viz" width="100%" height="32" aria-hidden="true" {
                    @if let Some(next) = of.get(n + 1) {
                        @let (next_width, next_left) = place(next.share);
                        svg x="0" y="24" width="100%" height="8" viewBox="0 0 100 8" preserveAspectRatio="none" {
                            polygon class="b3" points=(format!("{left:.2},0 {:.2},0 {:.2},8 {next_left:.2},8", left + width, next_left + next_width)) {}
                        }
                    }
                    rect class=(if last { "b1" } else { "b2" }) x=(percent(left)) width=(percent(width)) height="24" rx="3" {}
                    text class=(if last { "on" } else { "v" }) x="50%" y="16.5" text-anchor="middle" { (s.value) }
                }
                span class="x" { (s.rate) span class="sr" { (s.words) } }
            }
        } }
    }
}

/// One column of [`columns`].
#[derive(Clone, Debug, Default)]
pub struct ColumnBar {
    pub label: String,
    /// Second line under the axis ("2026"), usually only at the first of a year.
    pub group: String,
    pub value: f64,
    pub text: String,
    pub target: Option<f64>,
    /// Written above the target's mark, where it is far from the bar.
    pub target_text: String,
    pub strong: bool,
    pub href: String,
    /// Everything in words.
    pub words: String,
}

/// Vertical bars with target marks, 184 px high.
pub fn columns(label: &str, of: &[ColumnBar]) -> Markup {
    let top = of.iter().flat_map(|c| [Some(c.value), c.target]).flatten().fold(1.0_f64, f64::max);
    let y = |value: f64| 144.0 - 118.0 * value / top;
    // The figure stands on its bar; if the target's mark would cross it, on the mark.
    let top_of = |c: &ColumnBar| match c.target.map(&y) {
        Some(mark) if mark < y(c.value) && y(c.value) - mark < 20.0 => mark,
        _ => y(c.value),
    };
    let wide = 100.0 / of.len().max(1) as f64;
    html! {
        svg class="viz" width="100%" height="184" role="group" aria-label=(label) {
            line class="ax" x1="0" x2="100%" y1="144.5" y2="144.5" {}
            @for (n, c) in of.iter().enumerate() {
                @let x = percent(wide * (n as f64 + 0.5));
                a href=(c.href) aria-label=(c.words) {
                    rect class=(if c.strong { "b1" } else { "b2" }) x=(x) y=(fixed(y(c.value))) width="26" height=(fixed(144.0 - y(c.value))) rx="3" transform="translate(-13)" {}
                    @if let Some(target) = c.target { rect class="tk" x=(x) y=(fixed(y(target) - 1.0)) width="32" height="2" rx="1" transform="translate(-16)" {} }
                }
                text class="v" x=(x) y=(fixed(top_of(c) - 6.0)) text-anchor="middle" { (c.text) }
                @if !c.target_text.is_empty() { text x=(x) y=(fixed(y(c.target.unwrap_or(0.0)) - 7.0)) text-anchor="middle" { (c.target_text) } }
                text x=(x) y="162" text-anchor="middle" { (c.label) }
                @if !c.group.is_empty() { text class="tk" x=(x) y="178" text-anchor="middle" { (c.group) } }
            }
        }
    }
}

fn fixed(value: f64) -> String {
    format!("{value:.1}")
}

/// The same figures as a table, folded away below a chart.
pub fn as_table(lang: Lang, caption: &str, head: &[(&str, bool)], rows: &[Vec<Markup>]) -> Markup {
    html! {
        details class="asd" {
            summary { (icon_s("table")) (say(lang, "web-data-table")) }
            div class="ovx" { (data_table(caption, head, rows, "dt tight")) }
        }
    }
}

/// A plain table of figures: header (label, is a number), rows whose first cell names the row.
pub fn data_table(caption: &str, head: &[(&str, bool)], rows: &[Vec<Markup>], class: &str) -> Markup {
    html! {
        table class=(class) {
            caption class="sr" { (caption) }
            thead { tr { @for (label, number) in head { th scope="col" class=[number.then_some("num")] { (label) } } } }
            tbody { @for row in rows { tr {
                @for (n, (cell, (_, number))) in row.iter().zip(head).enumerate() {
                    @if n == 0 { th scope="row" class=[number.then_some("num")] { (cell) } } @else { td class=[number.then_some("num")] { (cell) } }
                }
            } } }
        }
    }
}

/// Coloured keys under a chart.
pub fn key(of: &[(&str, &str)]) -> Markup {
    html! { div class="key" { @for (class, label) in of { span { i class=(class) {} (label) } } } }
}
