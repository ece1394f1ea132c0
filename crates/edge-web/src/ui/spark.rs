//! Small drawings made on the server: sparkline, target bar, pace. Places are percentages, texts pixels, so words never scale;
//! all attributes, no style. Each has words beside it or a table below. Used by home, records, reports.

use maud::{Markup, Render, html};
use std::fmt::Write;

/// A line of values, newest right; `words` describe it.
pub fn sparkline(values: &[f64], words: &str) -> Markup {
    let (low, high) = values.iter().fold((f64::MAX, f64::MIN), |(l, h), v| (l.min(*v), h.max(*v)));
    let span = if high > low { high - low } else { 1.0 };
    let step = 62.0 / (values.len().max(2) - 1) as f64;
    let mut points = String::new();
    for (n, value) in values.iter().enumerate() {
        let _ = write!(points, "{:.1},{:.1} ", 1.0 + step * n as f64, 17.0 - 14.0 * (value - low) / span);
    }
    html! { svg class="spark" width="64" height="20" viewBox="0 0 64 20" role="img" aria-label=(words) { polyline points=(points.trim_end()) {} } }
}

/// How far a target is: won, expected and the time gone, in percent of the target.
pub fn target_bar(won: f64, expected: f64, time: f64) -> Markup {
    html! {
        svg class="viz tbar" width="100%" height="18" aria-hidden="true" {
            rect class="bw" width="100%" height="8" y="4" rx="4" {}
            rect class="b2" width=(percent(expected)) height="8" y="4" rx="4" {}
            rect class="b1" width=(percent(won)) height="8" y="4" rx="4" {}
            rect class="tk" x=(percent(time)) y="0" width="2" height="16" rx="1" {}
        }
    }
}

/// What was reached over time against the steady way to the target, all in percent of the period and of the target.
#[derive(Clone, Debug, Default)]
pub struct Pace {
    /// Everything in words.
    pub words: String,
    /// Time and sum so far.
    pub points: Vec<(f64, f64)>,
    /// "目标 ¥560 万", at the top left.
    pub target: String,
    /// At the last point: the figure, and how far ahead or behind.
    pub now: String,
    pub gap: String,
    /// Dates under the axis: place, text, is today.
    pub ticks: Vec<(f64, String, bool)>,
}

impl Render for Pace {
    fn render(&self) -> Markup {
        let mut line = String::new();
        for (n, (x, y)) in self.points.iter().enumerate() {
            let _ = write!(line, "{}{x:.2} {:.2}", if n == 0 { "M" } else { "L" }, 100.0 - y);
        }
        let (end, top) = self.points.last().map_or((0.0, 0.0), |(x, y)| (*x, 2.0 + 1.02 * (100.0 - y)));
        let anchor = |x: f64| {
            if x < 1.0 {
                "start"
            } else if x > 99.0 {
                "end"
            } else {
                "middle"
            }
        };
        // Near the right edge the words stand before the point.
        let (side, before) = if end < 70.0 { ("translate(12)", None) } else { ("translate(-12)", Some("end")) };
        html! {
            svg class="viz" width="100%" height="132" role="img" aria-label=(self.words) {
                line class="gr" x1="0" x2="100%" y1="8" y2="8" {}
                line class="ax" x1="0" x2="100%" y1="104.5" y2="104.5" {}
                svg x="0" y="2" width="100%" height="102" viewBox="0 0 100 100" preserveAspectRatio="none" {
                    path class="ar" d=(format!("{line}L{end:.2} 100L0 100Z")) {}
                    path class="l2" d="M0 100L100 0" {}
                    path class="l1" d=(line) {}
                }
                text x="0" y="24" { (self.target) }
                circle class="pt" cx=(percent(end)) cy=(format!("{top:.1}")) r="4.5" {}
                text class="v" x=(percent(end)) y=(format!("{:.1}", top + 8.0)) transform=(side) text-anchor=[before] { (self.now) }
                text x=(percent(end)) y=(format!("{:.1}", top + 24.0)) transform=(side) text-anchor=[before] { (self.gap) }
                @for (x, text, today) in &self.ticks {
                    text class=[today.then_some("tk")] x=(percent(*x)) y="122" text-anchor=(anchor(*x)) { (text) }
                }
            }
        }
    }
}

pub(super) fn percent(value: f64) -> String {
    format!("{:.2}%", value.clamp(0.0, 100.0))
}
