//! What surrounds a table: bulk bar, pager, column chooser, the dialog that saves a view. Used by list pages.

use super::words::{Lang, say, say_with};
use super::{Attrs, Button, Dialog, Field, Input, Pick, icon_s};
use maud::{Markup, html};

/// The bar that floats while rows are selected. The buttons post the checked `id`s: the bar carries `hx-include`.
pub fn bulk_bar(lang: Lang, acts: &[Button]) -> Markup {
    html! {
        div class="bulk no-print" role="toolbar" aria-label=(say(lang, "web-bulk")) data-bulk hidden
            hx-include:inherited="[data-table] input[name=id]:checked" {
            b { span data-n { "0" } " " (say(lang, "web-selected")) }
            @for act in acts { (act.clone().small()) }
            (Button::square("x", say(lang, "web-deselect")).small().attr("data-clear", ""))
        }
    }
}

/// Where one is in the list, and the way on.
#[derive(Clone, Debug, Default)]
pub struct Pager {
    /// "第 1–50 家，共 218 家"
    pub summary: String,
    /// Rows before this page, and all there are as far as that is known: the peek panel says where one is.
    pub start: usize,
    pub total: Option<String>,
    pub previous: Option<String>,
    pub next: Option<String>,
    /// Show the most useful keys in the middle.
    pub hints: bool,
}

impl Pager {
    /// How much there is; `oob` puts it into its place once it is known.
    pub fn summary(&self, oob: bool) -> Markup {
        html! {
            span id="pager-summary" data-start=(self.start) data-total=[self.total.as_ref()] hx-swap-oob=[oob.then_some("true")] { (self.summary) }
        }
    }

    pub fn html(&self, lang: Lang) -> Markup {
        let step = |name: &str, key: &str, to: &Option<String>, rel: &str| {
            let button = Button { look: super::Look::Normal, ..Button::square(name, say(lang, key)) }.small();
            match to {
                Some(href) => button.href(href).attr("rel", rel).attr("id", format!("page-{rel}")),
                None => button.disabled(true),
            }
        };
        html! {
            div class="pager" hx-boost:inherited=(super::shell::PANEL) {
                (self.summary(false))
                span class="grow" {}
                @if self.hints { (hints(lang)) span class="grow" {} }
                (step("chevron-left", "previous-page", &self.previous, "prev"))
                (step("chevron-right", "next-page", &self.next, "next"))
            }
        }
    }
}

fn hints(lang: Lang) -> Markup {
    html! {
        span class="hide-m hints" aria-hidden="true" {
            span { kbd { "J" } " " kbd { "K" } " " (say(lang, "web-hint-move")) }
            span { kbd { "X" } " " (say(lang, "web-hint-select")) }
            span { kbd { (say(lang, "web-space")) } " " (say(lang, "web-hint-peek")) }
            span { kbd { "?" } " " (say(lang, "web-hint-keys")) }
        }
    }
}

/// Which columns the table has, and in which order.
#[derive(Clone, Debug, Default)]
pub struct ColumnChooser {
    /// The form is posted here on every change with `column=key` once per shown column, in order.
    pub action: String,
    pub shown: Vec<(String, String)>,
    pub hidden: Vec<(String, String)>,
    /// The first column cannot go.
    pub fixed: String,
    pub reset_url: Option<String>,
}

impl ColumnChooser {
    /// The button that opens it.
    pub fn button(&self, lang: Lang) -> Button {
        Button::ghost(say(lang, "web-columns"))
            .small()
            .icon("columns-3")
            .note((self.shown.len() + 1).to_string())
            .desktop()
            .menu("columns")
    }

    /// The popover.
    pub fn html(&self, lang: Lang) -> Markup {
        let row = |key: &str, label: &str, on: bool| {
            html! {
                li data-item[on] {
                    span class="g" data-grip[on] aria-hidden="true" { @if on { (icon_s("grip-vertical")) } }
                    label { input type="checkbox" name="column" value=(key) checked[on]; span class="grow trunc" { (label) } }
                    @if on {
                    button type="button" data-up aria-label=(say_with(lang, "web-move-up", &[("name", label)])) { (icon_s("chevron-up")) }
                    button type="button" data-down aria-label=(say_with(lang, "web-move-down", &[("name", label)])) { (icon_s("chevron-down")) }
                    }
                }
            }
        };
        html! {
            div class="menu pop" id="columns" popover role="dialog" aria-labelledby="columns-title" {
                form hx-post=(self.action) hx-trigger="change, reorder" hx-swap="none" {
                    div class="ph" {
                        h2 id="columns-title" { (say(lang, "web-columns-shown")) }
                        span class="muted f12" { (self.shown.len() + 1) " / " (self.shown.len() + self.hidden.len() + 1) }
                        span class="grow" {}
                        (Button::square("x", say(lang, "close")).small().menu("columns").attr("popovertargetaction", "hide"))
                    }
                    div class="pq" { input class="inp" type="search" data-find placeholder=(say(lang, "web-find-field")) aria-label=(say(lang, "web-find-field")); }
                    div class="pl" tabindex="0" role="region" aria-label=(say(lang, "web-field-list")) {
                        h3 { (say(lang, "web-in-table")) }
                        ul data-sortable {
                            li { span class="g" aria-hidden="true" { (icon_s("pin")) } label { input type="checkbox" checked disabled; span class="grow trunc" { (self.fixed) } span class="ty" { (say(lang, "web-fixed")) } } }
                            @for (key, label) in &self.shown { (row(key, label, true)) }
                        }
                        @if !self.hidden.is_empty() {
                            h3 { (say(lang, "web-not-in-table")) }
                            ul { @for (key, label) in &self.hidden { (row(key, label, false)) } }
                        }
                    }
                    div class="pf" {
                        @if let Some(url) = &self.reset_url { (Button::ghost(say(lang, "web-columns-reset")).small().post(url).swap("none")) }
                        span class="grow" {} span { (say(lang, "web-with-view")) }
                    }
                }
            }
        }
    }
}

/// The dialog that keeps filter, columns and sort as a view.
#[derive(Clone, Debug, Default)]
pub struct SaveView {
    pub action: String,
    pub name: String,
    /// Who may see it: value, title, explanation, how many people.
    pub audiences: Vec<Pick>,
    pub audience: String,
    /// "5 个条件，9 列，按最近跟进排序"
    pub summary: String,
    /// Everything the view keeps, as hidden fields.
    pub hidden: Vec<(String, String)>,
    pub error: Option<String>,
}

impl SaveView {
    pub const ID: &'static str = "save-view";

    pub fn html(&self, lang: Lang) -> Markup {
        let name = Field {
            error: self.error.clone(),
            autofocus: true,
            ..Field::new("name", say(lang, "name"), Input::text(&self.name))
        }
        .required();
        let body = html! {
            @for (key, value) in &self.hidden { input type="hidden" name=(key) value=(value); }
            (name.html(lang))
            fieldset class="fld" { legend { (say(lang, "web-who-sees")) } (super::form::picks("audience", &self.audience, &self.audiences)) }
            label class="chk" { input type="checkbox" name="default" value="1"; (say(lang, "web-make-default")) }
        };
        let dialog = Dialog::new(Self::ID, say(lang, "web-save-view"));
        // sent back with an error it takes the place of the open one
        let dialog = if self.error.is_some() { dialog.open_now() } else { dialog };
        dialog
            .note(say(lang, "web-save-view-note"))
            .form(
                Attrs::new()
                    .set("method", "post")
                    .set("action", &self.action)
                    .set("hx-post", &self.action)
                    .set("hx-target", "closest dialog"),
            )
            .body(body)
            .foot(html! {
                span class="muted f12 hide-m" { (self.summary) } span class="grow" {}
                (Button::new(say(lang, "cancel")).closes()) (Button::primary(say(lang, "web-save-new-view")).submit())
            })
            .html(lang)
    }
}
