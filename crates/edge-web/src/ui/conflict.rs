//! "Somebody changed it meanwhile": the dialog that lets a person choose field by field. Answered (409) to a save whose
//! version is stale, swapped into the page and opened at once. The form posts to the same address with the new version.

use super::words::{Lang, say, say_with};
use super::{Attrs, Button, Dialog, cell::person};
use maud::{Markup, html};

#[derive(Clone, Debug, Default)]
pub struct Conflict {
    pub title: String,
    /// POST: `version`, `keep` (names already merged stay as sent) and per field `name` with the chosen value.
    pub action: String,
    pub version: String,
    /// Who, and when ("10:39 已保存").
    pub other: String,
    pub other_note: String,
    pub me: String,
    pub fields: Vec<Difference>,
    /// "下一步（你）、协作人（陈嘉禾）"; empty: nothing was merged.
    pub merged: String,
    /// What was sent and is not in conflict.
    pub hidden: Vec<(String, String)>,
}

/// One field both changed: how each value looks and what to send for it.
#[derive(Clone, Debug, Default)]
pub struct Difference {
    pub name: String,
    pub label: String,
    pub theirs: Markup,
    pub theirs_value: String,
    pub mine: Markup,
    pub mine_value: String,
}

impl Conflict {
    pub const ID: &'static str = "conflict";

    pub fn html(&self, lang: Lang) -> Markup {
        let side = |d: &Difference, shown: &Markup, value: &str, whose: &str, mine: bool| {
            html! {
                label {
                    input type="radio" name=(d.name) value=(value) checked[mine] data-side=(if mine { "mine" } else { "theirs" });
                    span class="sr" { (d.label) (say(lang, "web-colon")) (whose) " " }
                    span { (shown) }
                }
            }
        };
        let body = html! {
            @for (name, value) in &self.hidden { input type="hidden" name=(name) value=(value); }
            input type="hidden" name="version" value=(self.version);
            div class="cf" role="group" aria-label=(say(lang, "web-conflicting-fields")) {
                div class="hd e" {}
                div class="hd" { (person(&self.other)) span class="muted" { (self.other_note) } }
                div class="hd" { (person(&self.me)) span class="muted" { (say(lang, "web-you-unsaved")) } }
                @for d in &self.fields {
                    div class="k" { (d.label) }
                    (side(d, &d.theirs, &d.theirs_value, &self.other, false))
                    (side(d, &d.mine, &d.mine_value, &say(lang, "web-you"), true))
                }
            }
            @if !self.merged.is_empty() {
                (super::note(super::Tone::Info, html! { (say_with(lang, "web-merged", &[("what", &self.merged)])) }, None))
            }
        };
        Dialog::new(Self::ID, &self.title)
            .note(say_with(lang, "web-conflict-note", &[("n", &self.fields.len().to_string())]))
            .wide()
            .open_now()
            .form(
                Attrs::new()
                    .set("method", "post")
                    .set("action", &self.action)
                    .set("hx-post", &self.action)
                    .set("hx-target", "closest dialog"),
            )
            .body(body)
            .foot(html! {
                (Button::ghost(say_with(lang, "web-take-theirs", &[("name", &self.other)])).attr("data-take", "theirs"))
                span class="grow" {}
                (Button::new(say(lang, "web-keep-editing")).closes())
                (Button::primary(say(lang, "web-save-merged")).submit())
            })
            .html(lang)
    }
}
