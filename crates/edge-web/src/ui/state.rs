//! Nothing here, something went wrong, look at this: empty states that teach the next step, errors that say what to do,
//! notices, the offline bar. Used by every page.

use super::{Button, icon};
use maud::{Markup, PreEscaped, Render, html};

/// The line drawing above an empty state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Picture {
    #[default]
    Papers,
    Search,
    Lock,
    Broken,
    Done,
}

/// Says what is not there, why, and what to do.
#[derive(Clone, Debug, Default)]
pub struct Empty {
    pub picture: Picture,
    pub title: String,
    pub text: String,
    pub acts: Vec<Button>,
    /// Small text below the buttons.
    pub hint: Option<Markup>,
}

impl Empty {
    pub fn new(picture: Picture, title: impl Into<String>, text: impl Into<String>) -> Self {
        Empty { picture, title: title.into(), text: text.into(), ..Self::default() }
    }

    pub fn act(mut self, act: Button) -> Self {
        self.acts.push(act);
        self
    }

    pub fn hint(mut self, hint: Markup) -> Self {
        self.hint = Some(hint);
        self
    }
}

impl Render for Empty {
    fn render(&self) -> Markup {
        html! {
            div class="void" {
                svg class="pic" width="112" height="76" viewBox="0 0 112 76" aria-hidden="true" { (PreEscaped(self.picture.lines())) }
                h2 { (self.title) }
                p { (self.text) }
                @if !self.acts.is_empty() { div class="acts" { @for act in &self.acts { (act) } } }
                @if let Some(hint) = &self.hint { p class="hint" { (hint) } }
            }
        }
    }
}

impl Picture {
    fn lines(self) -> &'static str {
        match self {
            Picture::Papers => concat!(
                r#"<rect class="lnf" x="34" y="6" width="44" height="58" rx="5"/><rect class="lnf" x="40" y="12" width="44" height="58" rx="5"/>"#,
                r#"<path class="ln" d="M50 28h24M50 37h24M50 46h14"/><circle class="lna" cx="84" cy="60" r="10"/><path class="ln" d="M84 55.5v9M79.5 60h9"/>"#
            ),
            Picture::Search => concat!(
                r#"<rect class="lns" x="22" y="10" width="68" height="12" rx="3"/><rect class="lns" x="22" y="30" width="68" height="12" rx="3"/>"#,
                r#"<rect class="lns" x="22" y="50" width="68" height="12" rx="3"/><circle class="lnf" cx="62" cy="36" r="17"/><path class="ln" d="M74.5 48.5L86 60M56 30l12 12M68 30L56 42"/>"#
            ),
            Picture::Lock => concat!(
                r#"<rect class="lnf" x="24" y="12" width="64" height="52" rx="6"/><path class="ln" d="M34 26h20M34 35h12M34 44h16"/>"#,
                r#"<rect class="lna" x="60" y="34" width="24" height="19" rx="4"/><path class="ln" d="M65.5 34v-4.5a6.5 6.5 0 0 1 13 0V34"/>"#
            ),
            Picture::Broken => {
                r#"<rect class="lnf" x="20" y="12" width="72" height="48" rx="6"/><path class="ln" d="M20 24h72M28 18h1M34 18h1M40 18h1M50 34l12 12M62 34L50 46"/>"#
            }
            Picture::Done => r#"<circle class="lna" cx="56" cy="38" r="24"/><path class="ln" d="M45 38.5l8 8 15-16"/>"#,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    #[default]
    Info,
    Warn,
    Danger,
    Ok,
}

/// A coloured notice; `acts` stand at its right.
pub fn note(tone: Tone, text: Markup, acts: Option<Markup>) -> Markup {
    let (class, name) = match tone {
        Tone::Info => ("note", "info-circle"),
        Tone::Warn => ("note w", "alert-triangle"),
        Tone::Danger => ("note d", "alert-circle"),
        Tone::Ok => ("note o", "circle-check"),
    };
    html! { div class=(class) { (icon(name)) div { (text) } @if let Some(acts) = acts { div class="act" { (acts) } } } }
}

/// A bar over the page while something affects everything ("read only until 02:20").
pub fn banner(text: Markup, act: Option<Button>) -> Markup {
    html! { div class="offl" role="status" { (icon("alert-triangle")) span { (text) } @if let Some(act) = act { (act.small()) } } }
}
