//! Pages of several steps (import, set-up): stepper, footer, drop zone, problem cards with one decision for many rows,
//! progress of a job. Used by the import pages.

use super::words::{Lang, say};
use super::{Attrs, Button, el, icon, icon_l, icon_s};
use maud::{Markup, html};

#[derive(Clone, Debug, Default)]
pub struct Step {
    pub label: String,
    /// A finished step may be visited again.
    pub href: Option<String>,
}

/// The steps with the current one (0-based); `current == steps.len()` means all are done.
pub fn stepper(lang: Lang, label: &str, steps: &[Step], current: usize) -> Markup {
    html! {
        ol class="stepper" aria-label=(label) {
            @for (n, step) in steps.iter().enumerate() {
                @let done = n < current;
                @let inner = html! {
                    span class="d" { @if done { (icon_s("check")) } @else { (n + 1) } }
                    span class="tx" { @if done { span class="sr" { (say(lang, "web-done-step")) } } (step.label) }
                };
                li class=[done.then_some("done")] aria-current=[(n == current).then_some("step")] {
                    @match &step.href { Some(href) if done => a href=(href) { (inner) }, _ => (inner) }
                }
            }
        }
    }
}

/// The scrolling middle of a wizard page.
pub fn wizard(label: &str, title: &str, text: &str, body: Markup) -> Markup {
    html! {
        div class="scroll wz" tabindex="0" role="region" aria-label=(label) {
            div class="wiz" {
                @if !title.is_empty() { header { h2 { (title) } @if !text.is_empty() { p { (text) } } } }
                (body)
            }
        }
    }
}

/// The foot of a wizard: note on the left, buttons on the right.
pub fn wizard_bar(note: &str, buttons: Markup) -> Markup {
    html! { footer class="wbar" { span class="hide-m" { (note) } span class="grow" {} (buttons) } }
}

/// A place to drop a file; the button inside is the keyboard's way. Belongs into a multipart form.
#[derive(Clone, Debug, Default)]
pub struct DropZone {
    /// Name of the file field.
    pub name: String,
    pub title: String,
    pub text: String,
    pub button: String,
    /// `accept` of the file field.
    pub accept: String,
    pub several: bool,
    /// Submit the form as soon as a file is there.
    pub at_once: bool,
    /// Bytes at most, and what is said of a file that has more: without waiting for the server to refuse it.
    pub limit: Option<(u64, String)>,
    pub more: Option<Markup>,
}

impl DropZone {
    pub fn html(&self, lang: Lang) -> Markup {
        html! {
            div class="drop" data-drop data-at-once[self.at_once]
                data-limit=[self.limit.as_ref().map(|(bytes, _)| bytes)] data-too-large=[self.limit.as_ref().map(|(_, said)| said)] {
                span class="pic" { (icon_l("upload")) }
                div class="grow" { b { (self.title) } p { (self.text) } p class="picked" data-picked role="status" {} }
                label class="btn" { (self.button) input type="file" class="sr" name=(self.name) accept=[(!self.accept.is_empty()).then_some(&self.accept)] multiple[self.several]; }
                @if let Some(more) = &self.more { (more) }
                progress class="pg" max="100" value="0" hidden aria-label=(say(lang, "web-uploading")) {}
            }
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProblemKind {
    #[default]
    Question,
    Refused,
    Settled,
}

/// A problem of many rows and its one decision.
#[derive(Clone, Debug, Default)]
pub struct Problem {
    pub id: String,
    pub kind: ProblemKind,
    pub icon: String,
    pub title: String,
    pub text: Option<Markup>,
    /// "1,480" and "行"
    pub count: Option<(String, String)>,
    /// Name of the radio buttons.
    pub name: String,
    pub options: Vec<Decision>,
    /// Below the options or instead of them: a table of rows, a check box "remember".
    pub body: Option<Markup>,
    /// At the right of a settled problem.
    pub act: Option<Button>,
}

#[derive(Clone, Debug, Default)]
pub struct Decision {
    pub value: String,
    pub label: String,
    /// A control after the label ("link to" → which product).
    pub control: Option<Markup>,
    pub aside: String,
    pub chosen: bool,
}

impl maud::Render for Problem {
    fn render(&self) -> Markup {
        let (card, picture) = match self.kind {
            ProblemKind::Question => ("card prob", "ic q"),
            ProblemKind::Refused => ("card prob", "ic d"),
            ProblemKind::Settled => ("card prob ok", "ic"),
        };
        let title_id = format!("{}-title", self.id);
        html! {
            section class=(card) id=(self.id) aria-labelledby=(title_id) {
                header {
                    span class=(picture) { (icon(&self.icon)) }
                    div { h3 id=(title_id) { (self.title) } @if let Some(text) = &self.text { p { (text) } } }
                    @if let Some((count, unit)) = &self.count { span class="cnt" { b { (count) } (unit) } }
                    @if let Some(act) = &self.act { (act.clone().small()) }
                }
                @if !self.options.is_empty() || (self.body.is_some() && self.kind == ProblemKind::Question) {
                    div class="body" role="radiogroup" aria-labelledby=(title_id) {
                        @for (n, option) in self.options.iter().enumerate() { (option.html(&self.name, &format!("{}-{n}", self.id))) }
                        @if let Some(body) = &self.body { (body) }
                    }
                } @else if let Some(body) = &self.body { div class="rows" { (body) } }
            }
        }
    }
}

impl Decision {
    fn html(&self, name: &str, id: &str) -> Markup {
        html! {
            div class="optr" {
                input type="radio" name=(name) id=(id) value=(self.value) checked[self.chosen];
                label for=(id) { (self.label) }
                @if let Some(control) = &self.control { (control) }
                @if !self.aside.is_empty() { span class="r" { (self.aside) } }
            }
        }
    }
}

/// How sure a guess is: a mark, a text, a reason below.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sure {
    #[default]
    Yes,
    Look,
    Skipped,
}

pub fn sureness(sure: Sure, text: &str, why: &str) -> Markup {
    let (class, name) = match sure {
        Sure::Yes => ("conf", "circle-check"),
        Sure::Look => ("conf w", "alert-triangle"),
        Sure::Skipped => ("conf n", "ban"),
    };
    html! { span class=(class) { (icon_s(name)) (text) } @if !why.is_empty() { p class="why" { (why) } } }
}

/// A job that runs: percentage, figures, phases. With `refresh` it fetches itself again until the server sends one without.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    pub id: String,
    pub label: String,
    pub done: u64,
    pub all: u64,
    /// "5,368 / 8,800 行，每秒 1,240 行，还要约 3 秒"
    pub text: String,
    /// Label and state: done, running, waiting.
    pub phases: Vec<(String, Phase)>,
    pub refresh: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Phase {
    Done,
    Running,
    #[default]
    Waiting,
}

impl maud::Render for Progress {
    fn render(&self) -> Markup {
        let percent = (self.done * 100).checked_div(self.all).unwrap_or(0);
        let attrs = Attrs::new().class("card runb").set("id", &self.id).set("aria-label", &self.label);
        let attrs = match &self.refresh {
            Some(url) => attrs.set("hx-get", url).set("hx-trigger", "every 1s").set("hx-swap", "outerMorph"),
            None => attrs,
        };
        el(
            "section",
            &attrs,
            html! {
                div class="ln1" { span class="big" { (percent) "%" } span class="tab" { (self.text) } }
                progress class="pg" max=(self.all.max(1)) value=(self.done) aria-label=(self.label) { (percent) "%" }
                @if !self.phases.is_empty() {
                    ol class="phase" { @for (label, phase) in &self.phases {
                        @match phase {
                            Phase::Done => li class="done" { (icon_s("circle-check")) (label) },
                            Phase::Running => li aria-current="step" { (icon_s("refresh")) (label) },
                            Phase::Waiting => li { (icon_s("circle-dashed")) (label) },
                        }
                    } }
                }
            },
        )
    }
}
