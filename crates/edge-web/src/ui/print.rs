//! Pages made for paper: a bar that is not printed and a sheet of A4. Lists and records print by the style sheet alone.
//! Used by printable documents.

use super::head::{Look, document};
use super::words::{Lang, say};
use super::{Button, icon_s};
use maud::{Markup, html};

/// A printable document; `back` is where its bar leads.
pub fn sheet(lang: Lang, title: &str, back: &str, body: Markup) -> Markup {
    document(
        lang,
        title,
        &Look::default(),
        html! {
            div class="desk" {
                header class="deskbar no-print" {
                    a class="btn ghost sm" href=(back) { (icon_s("chevron-left")) (say(lang, "back")) }
                    h2 { (title) } span class="grow" {}
                    (Button::primary(say(lang, "print")).icon("printer").attr("data-print", ""))
                }
                main class="paper" id="main" { (body) }
            }
        },
    )
}
