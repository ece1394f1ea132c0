//! Short messages at the bottom with an optional undo. The server adds one with an out-of-band swap ([`toast`]); scripts
//! clone the template of [`region`], so no script carries text or builds HTML. Called by `head` and by every act.

use super::words::{Lang, say, say_with};
use maud::{Markup, html};

/// Where toasts appear, the patterns scripts clone, and the few words they cannot do without.
pub(super) fn region(lang: Lang) -> Markup {
    let word = |key: &str| say_with(lang, key, &[("name", "%")]);
    html! {
        div id="toasts" class="toasts" role="status" aria-live="polite" {}
        template id="say-text" { (body(lang, "", None)) }
        template id="say-offline" { (body(lang, &say(lang, "web-offline"), None)) }
        template id="say-failed" { (body(lang, &say(lang, "web-failed"), None)) }
        template id="say-copied" { (body(lang, &say(lang, "copied"), None)) }
        span id="words" hidden data-remove=(word("web-remove")) data-create=(word("web-create-option")) data-none=(say(lang, "web-no-options")) {}
    }
}

/// A toast to send along with any answer. `undo` is posted when the person presses Undo.
pub fn toast(lang: Lang, text: &str, undo: Option<&str>) -> Markup {
    html! { div hx-swap-oob="beforeend:#toasts" { (body(lang, text, undo)) } }
}

/// A toast that is part of a whole page: what was done on the page before.
pub fn shown(lang: Lang, text: &str, undo: Option<&str>) -> Markup {
    html! { div class="toasts" role="status" { (body(lang, text, undo)) } }
}

fn body(lang: Lang, text: &str, undo: Option<&str>) -> Markup {
    html! {
        div class="toast" data-toast {
            span data-text { (text) }
            @if let Some(url) = undo {
                button type="button" data-undo hx-post=(url) hx-swap="none" { (say(lang, "undo")) }
            }
            button type="button" class="x" data-dismiss aria-label=(say(lang, "close")) { (super::icon_s("x")) }
        }
    }
}
