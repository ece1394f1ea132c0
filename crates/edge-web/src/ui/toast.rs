//! Short messages at the bottom with an optional undo. The server adds one with an out-of-band swap ([`toast`]); scripts
//! clone the template of [`region`], so no script carries text or builds HTML. Called by `head` and by every act.

use super::words::{Lang, say};
use maud::{Markup, html};

/// Where toasts appear, and their pattern.
pub(super) fn region(lang: Lang) -> Markup {
    html! {
        div id="toasts" class="toasts" role="status" aria-live="polite" {}
        template id="toast" { (body(lang, "", None)) }
        template id="offline" { (body(lang, &say(lang, "web-offline"), None)) }
    }
}

/// A toast to send along with any answer. `undo` is posted when the person presses Undo.
pub fn toast(lang: Lang, text: &str, undo: Option<&str>) -> Markup {
    html! { div hx-swap-oob="beforeend:#toasts" { (body(lang, text, undo)) } }
}

fn body(lang: Lang, text: &str, undo: Option<&str>) -> Markup {
    html! {
        div class="toast" data-toast {
            span data-text { (text) }
            @if let Some(url) = undo {
                button type="button" hx-post=(url) hx-swap="none" { (say(lang, "undo")) }
            }
            button type="button" class="x" data-dismiss aria-label=(say(lang, "close")) { (super::icon_s("x")) }
        }
    }
}
