//! Icons out of the one sprite (`assets/icons/sprite.svg`, made from `icons.txt` by `scripts/vendor/icons`).
//! Always decoration: the name of a thing stands beside it in words or in `aria-label`.

use crate::assets;
use maud::{Markup, html};

fn draw(name: &str, class: &str) -> Markup {
    let name = if assets::has_icon(name) { name } else { FALLBACK };
    html! { svg class=(class) aria-hidden="true" { use href={ (assets::url("icons.svg")) "#" (name) }; } }
}

/// Drawn when metadata names an icon the sprite does not have.
const FALLBACK: &str = "circle-dashed";

/// 16 px: sidebar, buttons, notices.
pub fn icon(name: &str) -> Markup {
    draw(name, "i")
}

/// 14 px: inside small buttons, chips, tables.
pub fn icon_s(name: &str) -> Markup {
    draw(name, "i s")
}

/// 18 px: search field, file and state pictures.
pub fn icon_l(name: &str) -> Markup {
    draw(name, "i l")
}
