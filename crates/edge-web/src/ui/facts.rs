//! Facts of a record: names and values, each value editable in place. A value with an edit address shows a pencil on hover
//! and on focus; the script fetches the form into it (GET), the form posts, the answer is the new value ([`Fact::value`]).

use super::words::{Lang, say_with};
use super::{Attrs, Button, Content, Input, el, icon_s};
use maud::{Markup, html};

#[derive(Clone, Debug, Default)]
pub struct Fact {
    pub label: String,
    pub content: Content,
    /// Address of the edit form; none: read-only.
    pub edit: Option<String>,
    /// What the field is for; shown on hover of its name.
    pub help: Option<String>,
    /// What a person should look at once more.
    pub doubt: Option<String>,
}

impl Fact {
    pub fn new(label: impl Into<String>, content: Content) -> Self {
        Fact { label: label.into(), content, ..Self::default() }
    }

    pub fn edit(mut self, url: impl Into<String>) -> Self {
        self.edit = Some(url.into());
        self
    }

    /// The `<dd>` alone: the answer to a saved edit.
    pub fn value(&self, lang: Lang) -> Markup {
        el(
            "dd",
            &Attrs::new().class(self.content.class()).maybe("data-edit", self.edit.as_ref()),
            html! {
                span class="fv" {
                    (self.content.draw())
                    @if let Some(doubt) = &self.doubt { span class="hint warnc" { (icon_s("alert-triangle")) (doubt) } }
                }
                @if self.edit.is_some() {
                    button type="button" class="pen" data-edit-open aria-label=(say_with(lang, "web-edit-field", &[("name", &self.label)])) { (icon_s("pencil")) }
                }
            },
        )
    }
}

/// A list of facts.
pub fn facts(lang: Lang, of: &[Fact]) -> Markup {
    html! {
        dl class="facts" { @for fact in of { dt title=[fact.help.as_ref()] { (fact.label) } (fact.value(lang)) } }
    }
}

/// The form that edits one value in place, in a table cell or a fact.
#[derive(Clone, Debug, Default)]
pub struct InlineEdit {
    /// POST here. 200 answers the new `<td>`/`<dd>`, 422 this form again with `error`.
    pub action: String,
    pub name: String,
    pub label: String,
    pub input: Input,
    /// The version the person saw; a stale one is answered with the conflict dialog.
    pub version: String,
    pub error: Option<String>,
}

impl InlineEdit {
    pub fn html(&self, lang: Lang) -> Markup {
        html! {
            form class="inl" hx-post=(self.action) hx-target="closest [data-edit]" hx-swap="outerHTML" data-inline {
                input type="hidden" name="version" value=(self.version);
                (self.input.draw(lang, &self.name, &Attrs::new()
                    .set("aria-label", &self.label)
                    // where the focus goes, so that one types on
                    .maybe("aria-invalid", self.error.as_ref().map(|_| "true"))))
                @if let Some(error) = &self.error { p class="hint bad" role="alert" { (icon_s("alert-circle")) (error) } }
                @if self.input.needs_buttons() {
                    div class="inl-b" {
                        (Button::primary(super::words::say(lang, "save")).small().submit())
                        (Button::ghost(super::words::say(lang, "cancel")).small().attr("data-inline-cancel", ""))
                    }
                }
            }
        }
    }
}
