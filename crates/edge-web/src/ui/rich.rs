//! Two controls that are more than one element: formatted text and a range of dates. Both are plain fields without script
//! (`assets/js/rich.js`, `assets/js/range.js`). Used through [`super::Input`].

use super::words::{Lang, say};
use super::{Attrs, Button, el};
use maud::{Markup, PreEscaped, html};

/// `sanitised` must be safe HTML. The text area is what is sent; the script shows an editor of the same content instead.
pub(super) fn rich_text(lang: Lang, name: &str, sanitised: &str, attrs: &Attrs) -> Markup {
    let format = |command: &str, icon: &str, key: &str| {
        Button::square(icon, say(lang, key)).small().attr("data-format", command)
    };
    html! {
        div class="rich" data-rich {
            div class="rich-b" role="toolbar" aria-label=(say(lang, "web-format")) hidden {
                (format("bold", "bold", "web-bold")) (format("italic", "italic", "web-italic"))
                (format("insertUnorderedList", "list", "web-bullets")) (format("insertOrderedList", "list-numbers", "web-numbers"))
                (format("removeFormat", "clear-formatting", "web-plain"))
            }
            div class="rich-e prose" role="textbox" aria-multiline="true" hx-ignore hidden { (PreEscaped(sanitised)) }
            (el("textarea", &Attrs::new().class("inp area").set("name", name).set("rows", "6").and(attrs), html! { "\n" (sanitised) }))
        }
    }
}

/// First and last day, ISO; sent as `name.from` and `name.to`.
pub(super) fn date_range(lang: Lang, name: &str, from: &str, to: &str, attrs: &Attrs) -> Markup {
    html! {
        (el("span", &Attrs::new().class("range").set("role", "group").flag("data-range", true).and(attrs), html! {
            input class="inp num-l" type="date" name={ (name) ".from" } value=(from) aria-label=(say(lang, "from"));
            span aria-hidden="true" { "–" }
            input class="inp num-l" type="date" name={ (name) ".to" } value=(to) aria-label=(say(lang, "to"));
            (Button::square("calendar", say(lang, "web-pick-range")).small().attr("data-range-open", ""))
        }))
    }
}
