//! Modal dialogs on the native `<dialog>`: head, scrolling body, foot. Opened by `data-open="id"`, by the server swapping one
//! in with `open_now`, closed by `data-close`, Escape or the backdrop. Used for saving views, bulk edit, conflicts, confirmation.

use super::words::{Lang, say};
use super::{Attrs, Button, el};
use maud::{Markup, html};

#[derive(Clone, Debug, Default)]
pub struct Dialog {
    pub id: String,
    pub title: String,
    pub note: Option<String>,
    pub wide: bool,
    /// Shown as soon as it arrives (an answer of the server rather than part of the page).
    pub open_now: bool,
    /// With a form the whole dialog is that form: put `hx-post`, `method`, `action` here.
    pub form: Option<Attrs>,
    pub body: Option<Markup>,
    /// Buttons; the first part is pushed left by a `.grow`.
    pub foot: Option<Markup>,
}

impl Dialog {
    pub fn new(id: &str, title: impl Into<String>) -> Self {
        Dialog { id: id.to_owned(), title: title.into(), ..Self::default() }
    }

    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    pub fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    pub fn open_now(mut self) -> Self {
        self.open_now = true;
        self
    }

    pub fn form(mut self, attrs: Attrs) -> Self {
        self.form = Some(attrs);
        self
    }

    pub fn body(mut self, body: Markup) -> Self {
        self.body = Some(body);
        self
    }

    pub fn foot(mut self, foot: Markup) -> Self {
        self.foot = Some(foot);
        self
    }

    pub fn html(&self, lang: Lang) -> Markup {
        let title_id = format!("{}-title", self.id);
        let inner = html! {
            header {
                div class="grow" { h2 id=(title_id) { (self.title) } @if let Some(note) = &self.note { p { (note) } } }
                (Button::square("x", say(lang, "close")).small().closes())
            }
            div class="bd" { @if let Some(body) = &self.body { (body) } }
            @if let Some(foot) = &self.foot { footer { (foot) } }
        };
        let attrs = Attrs::new()
            .class("dlg")
            .class_if(self.wide, "wide")
            .set("id", &self.id)
            .set("aria-labelledby", &title_id)
            .flag("data-now", self.open_now);
        el(
            "dialog",
            &attrs,
            match &self.form {
                Some(form) => el("form", &Attrs::new().class("dlg-f").and(form), inner),
                None => inner,
            },
        )
    }
}

/// Asks before something is destroyed: says what will happen and to how many, and names the act on the button.
pub fn confirm(lang: Lang, id: &str, question: &str, consequence: &str, act: Button) -> Markup {
    Dialog::new(id, question)
        .body(html! { p class="prose" { (consequence) } })
        .foot(html! { span class="grow" {} (Button::new(say(lang, "cancel")).closes()) (act) })
        .html(lang)
}
