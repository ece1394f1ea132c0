//! A menu: a native popover placed at the button that opens it (`popovertarget`), closed by Escape or a click outside.
//! The arrow keys move (behaviour `menus.js`). Used for row, record and page acts.

use super::{Attrs, el, icon};
use maud::{Markup, html};

#[derive(Clone, Debug)]
pub enum MenuItem {
    Link { label: String, icon: String, href: String },
    Act { label: String, icon: String, danger: bool, attrs: Attrs },
    Rule,
}

impl MenuItem {
    pub fn link(label: impl Into<String>, icon: &str, href: impl Into<String>) -> Self {
        MenuItem::Link { label: label.into(), icon: icon.to_owned(), href: href.into() }
    }

    /// A button; say with `attrs` what it does (`hx-post`, `data-open`).
    pub fn act(label: impl Into<String>, icon: &str, attrs: Attrs) -> Self {
        MenuItem::Act { label: label.into(), icon: icon.to_owned(), danger: false, attrs }
    }

    pub fn danger(label: impl Into<String>, icon: &str, attrs: Attrs) -> Self {
        MenuItem::Act { label: label.into(), icon: icon.to_owned(), danger: true, attrs }
    }
}

/// The popover; any button with `popovertarget=id` opens it.
pub fn menu(id: &str, items: &[MenuItem]) -> Markup {
    menu_under(id, html! {}, items)
}

/// With something before the items.
pub fn menu_under(id: &str, before: Markup, items: &[MenuItem]) -> Markup {
    html! {
        div class="menu" id=(id) popover data-menu {
            (before)
            @for item in items {
                @match item {
                    MenuItem::Link { label, icon: name, href } => a href=(href) { (icon(name)) (label) },
                    MenuItem::Act { label, icon: name, danger, attrs } => {
                        (el("button", &Attrs::new().set("type", "button").class_if(*danger, "dng").and(attrs), html! { (icon(name)) (label) }))
                    },
                    MenuItem::Rule => hr;,
                }
            }
        }
    }
}
