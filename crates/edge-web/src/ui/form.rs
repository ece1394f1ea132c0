//! Form fields: label, control, hint, error. The control of each kind of field is an [`Input`] (see `input.rs`).
//! A refused form is answered with 422 and the same form, errors in place; `assets/js/forms.js` moves the focus to the first.

use super::words::{Lang, say};
use super::{Attrs, Button, Input, el, icon_s};
use maud::{Markup, html};

#[derive(Clone, Debug, Default)]
pub struct Field {
    pub name: String,
    pub label: String,
    pub input: Input,
    /// Under the control.
    pub hint: Option<String>,
    /// Why the value was refused; replaces the hint.
    pub error: Option<String>,
    /// Accepted, but look again (a credit code with a wrong check digit).
    pub warning: Option<String>,
    pub required: bool,
    pub autofocus: bool,
    /// Both columns of a two-column form.
    pub wide: bool,
    /// A link beside the label ("forgot password").
    pub beside: Option<(String, String)>,
}

impl Field {
    pub fn new(name: impl Into<String>, label: impl Into<String>, input: Input) -> Self {
        let wide = input.is_wide();
        Field { name: name.into(), label: label.into(), input, wide, ..Self::default() }
    }

    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub fn error(mut self, error: Option<String>) -> Self {
        self.error = error;
        self
    }

    pub fn warning(mut self, warning: impl Into<String>) -> Self {
        self.warning = Some(warning.into());
        self
    }

    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    pub fn autofocus(mut self) -> Self {
        self.autofocus = true;
        self
    }

    pub fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    /// Id of the control; also what an error summary links to.
    pub fn id(&self) -> String {
        format!("f-{}", self.name)
    }

    pub fn html(&self, lang: Lang) -> Markup {
        let id = self.id();
        let note_id = format!("{id}-note");
        let note = self.note(&note_id);
        let aria = Attrs::new()
            .set("id", &id)
            .maybe("aria-describedby", note.as_ref().map(|_| &note_id))
            .maybe("aria-invalid", self.error.as_ref().map(|_| "true"))
            .flag("required", self.required)
            .flag("autofocus", self.autofocus);
        let control = self.input.draw(lang, &self.name, &aria);
        let label = html! {
            (self.label)
            @if self.required { span class="req" aria-hidden="true" { "*" } }
            @if let Some((text, href)) = &self.beside { span class="grow" {} a class="opt in" href=(href) { (text) } }
        };
        let attrs = Attrs::new().class("fld").class_if(self.wide, "span2").set("data-field", &self.name);
        if let Input::YesNo { .. } = self.input {
            return el(
                "div",
                &attrs,
                html! { label class="chk" { (control) span { (label) } } @if let Some(note) = note { (note) } },
            );
        }
        if self.input.is_group() {
            return el("fieldset", &attrs, html! { legend { (label) } (control) @if let Some(note) = note { (note) } });
        }
        el("div", &attrs, html! { label for=(id) { (label) } (control) @if let Some(note) = note { (note) } })
    }

    fn note(&self, id: &str) -> Option<Markup> {
        if let Some(error) = &self.error {
            return Some(html! { p class="hint bad" id=(id) { (icon_s("alert-circle")) span { (error) } } });
        }
        if let Some(warning) = &self.warning {
            return Some(html! { p class="hint warnc" id=(id) { (icon_s("alert-triangle")) span { (warning) } } });
        }
        self.hint.as_ref().map(|hint| html! { p class="hint" id=(id) { (hint) } })
    }
}

/// Fields in two columns, in order.
pub fn fields(lang: Lang, of: &[Field]) -> Markup {
    html! { div class="cols2" { @for field in of { (field.html(lang)) } } }
}

/// A titled section of a long form.
pub fn section(title: &str, hint: &str, body: Markup) -> Markup {
    html! { section class="fsec" { h2 { (title) } @if !hint.is_empty() { p class="hint" { (hint) } } (body) } }
}

/// The errors of a form above it, each a link to its field: `(field id, label, what is wrong)`.
pub fn error_summary(lang: Lang, errors: &[(String, String, String)]) -> Markup {
    html! {
        @if !errors.is_empty() {
            div class="note d" role="alert" tabindex="-1" data-errors {
                (super::icon("alert-circle"))
                div {
                    b { (super::words::say_with(lang, "web-errors", &[("n", &errors.len().to_string())])) }
                    ul { @for (id, label, what) in errors { li { a class="in" href={ "#" (id) } { (label) } (say(lang, "web-colon")) (what) } } }
                }
            }
        }
    }
}

/// A whole page or dialog of fields with its buttons.
#[derive(Clone, Debug, Default)]
pub struct Form {
    pub id: String,
    pub action: String,
    pub label: String,
    pub fields: Vec<Field>,
    pub errors: Vec<(String, String, String)>,
    pub hidden: Vec<(String, String)>,
    pub submit: String,
    pub cancel: Option<String>,
    /// Key under which a draft survives a reload.
    pub draft: Option<String>,
    pub multipart: bool,
}

impl Form {
    pub fn html(&self, lang: Lang) -> Markup {
        let attrs = Attrs::new()
            .class("form")
            .set("id", &self.id)
            .set("aria-label", &self.label)
            .set("method", "post")
            .set("action", &self.action)
            .set("hx-post", &self.action)
            .set("hx-swap", "outerHTML")
            .maybe("data-draft", self.draft.as_ref())
            .maybe("enctype", self.multipart.then_some("multipart/form-data"))
            .flag("novalidate", true);
        el(
            "form",
            &attrs,
            html! {
                @for (name, value) in &self.hidden { input type="hidden" name=(name) value=(value); }
                (error_summary(lang, &self.errors))
                (fields(lang, &self.fields))
                div class="form-b" {
                    span class="saved" data-saved hidden { (icon_s("device-floppy")) (say(lang, "web-draft-kept")) }
                    span class="grow" {}
                    @if let Some(url) = &self.cancel { (Button::new(say(lang, "cancel")).href(url)) }
                    (Button::primary(&self.submit).submit())
                }
            },
        )
    }
}

/// A form that is a page of its own and needs no script.
pub fn form_page(action: &str, label: &str, body: Markup) -> Markup {
    html! {
        div class="scroll form-page" tabindex="0" role="region" aria-label=(label) {
            form class="form stack" method="post" action=(action) aria-label=(label) novalidate { (body) }
        }
    }
}

/// A radio button with room to explain itself.
#[derive(Clone, Debug, Default)]
pub struct Pick {
    pub value: String,
    pub label: String,
    pub note: String,
    pub aside: String,
    pub disabled: bool,
}

impl Pick {
    pub fn new(value: impl Into<String>, label: impl Into<String>, note: impl Into<String>) -> Self {
        Pick { value: value.into(), label: label.into(), note: note.into(), ..Self::default() }
    }

    pub fn aside(mut self, aside: impl Into<String>) -> Self {
        self.aside = aside.into();
        self
    }
}

/// One of several picks.
pub fn picks(name: &str, value: &str, of: &[Pick]) -> Markup {
    html! {
        div class="picks" { @for p in of {
            label class="pick" {
                input type="radio" name=(name) value=(p.value) checked[p.value == value] disabled[p.disabled];
                span { b { (p.label) } @if !p.note.is_empty() { span class="p" { (p.note) } } }
                @if !p.aside.is_empty() { span class="r" { (p.aside) } }
            }
        } }
    }
}
