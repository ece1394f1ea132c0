//! Key figures: the strip above a board, the box of a record header, the sum that adds up after an import.

use maud::{Markup, html};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mood {
    #[default]
    Plain,
    Good,
    Bad,
}

impl Mood {
    fn class(self) -> &'static str {
        match self {
            Mood::Plain => "",
            Mood::Good => "up",
            Mood::Bad => "down",
        }
    }
}

/// One figure with its name.
#[derive(Clone, Debug, Default)]
pub struct Stat {
    pub label: String,
    pub value: String,
    /// The figure itself is bad news.
    pub late: bool,
    /// Small text after the figure and its mood ("较上周 +6.2%").
    pub note: String,
    pub mood: Mood,
    /// A bar of 0–100 after the figure.
    pub goal: Option<u8>,
    /// Anything drawn after the figure, e.g. a sparkline.
    pub extra: Option<Markup>,
    pub href: Option<String>,
}

impl Stat {
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Stat { label: label.into(), value: value.into(), ..Self::default() }
    }

    pub fn note(mut self, note: impl Into<String>, mood: Mood) -> Self {
        self.note = note.into();
        self.mood = mood;
        self
    }

    pub fn late(mut self) -> Self {
        self.late = true;
        self
    }

    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }

    fn figure(&self) -> Markup {
        html! {
            dt { (self.label) }
            dd class=[self.late.then_some("late")] {
                @if let Some(href) = &self.href { a class="fig" href=(href) { (self.value) } } @else { (self.value) }
                @if let Some(percent) = self.goal {
                    svg class="goal" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" { rect width=(percent.min(100)) height="4" {} }
                }
                @if let Some(extra) = &self.extra { (extra) }
                @if !self.note.is_empty() { small class=(self.mood.class()) { (self.note) } }
            }
        }
    }
}

/// A row of figures without a box: above boards and reports.
pub fn strip(label: &str, stats: &[Stat]) -> Markup {
    html! { dl class="stats" tabindex="0" aria-label=(label) { @for s in stats { div class="stat" { (s.figure()) } } } }
}

/// The row of figures above a board, which acts on the board change.
pub struct Strip {
    pub id: String,
    pub label: String,
    pub stats: Vec<Stat>,
}

impl Strip {
    fn html(&self, oob: bool) -> Markup {
        html! {
            dl class="stats" id=(self.id) hx-swap-oob=[oob.then_some("true")] tabindex="0" aria-label=(self.label) {
                @for s in &self.stats { div class="stat" { (s.figure()) } }
            }
        }
    }

    /// Takes the place of the one on the page.
    pub fn replacing(&self) -> Markup {
        self.html(true)
    }
}

impl maud::Render for Strip {
    fn render(&self) -> Markup {
        self.html(false)
    }
}

/// Figures in a box: record headers (up to five).
pub fn key_figures(label: &str, stats: &[Stat]) -> Markup {
    html! { dl class="kpis" tabindex="0" aria-label=(label) { @for s in stats { div { (s.figure()) } } } }
}

/// Figures that belong together, each with a sign before its name ("=", "+", ""): 读取 = 新建 + 更新 + 拒绝.
pub fn sum(label: &str, stats: &[(&str, Stat)]) -> Markup {
    let columns = match stats.len() {
        0..=3 => "sumb three",
        4 => "sumb four",
        _ => "sumb",
    };
    html! {
        dl class=(columns) aria-label=(label) {
            @for (sign, s) in stats {
                div {
                    dt { @if !sign.is_empty() { span aria-hidden="true" { (sign) } } (s.label) }
                    dd class=[s.late.then_some("dangerc")] {
                        @if let Some(href) = &s.href { a class="fig" href=(href) { (s.value) } } @else { (s.value) }
                        @if !s.note.is_empty() { small class=(s.mood.class()) { (s.note) } }
                    }
                }
            }
        }
    }
}

/// A card with one figure, for dashboards: name, figure, what it is compared with, an optional sparkline.
pub fn card(stat: &Stat) -> Markup {
    html! { section class="card statc" { dl { (stat.figure()) } } }
}
