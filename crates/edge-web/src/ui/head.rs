//! The document around every page: head, theme before first paint, one style sheet, one script, the regions that overlays
//! use. Called by `shell` (the application) and `gate` (set-up, sign-in, printed pages).

use super::words::{Lang, say};
use crate::assets;
use maud::{DOCTYPE, Markup, html};

/// Light, dark or what the system says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

/// What the document needs to know of the person before anything is drawn.
#[derive(Clone, Debug, Default)]
pub struct Look {
    pub theme: Theme,
    /// 32 px rows instead of 40.
    pub compact: bool,
    /// Single-key shortcuts (J, K, X, …) are switched off.
    pub no_keys: bool,
}

/// A whole HTML document. `class` goes on `<body>`.
pub fn document(lang: Lang, title: &str, look: &Look, body: Markup) -> Markup {
    let theme = match look.theme {
        Theme::System => None,
        Theme::Light => Some("light"),
        Theme::Dark => Some("dark"),
    };
    html! {
        (DOCTYPE)
        html lang=(lang.tag()) data-theme=[theme] data-density=[look.compact.then_some("compact")]
            data-keys=[look.no_keys.then_some("off")] {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width,initial-scale=1";
                title { (title) " · " (say(lang, "web-product")) }
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="same-origin";
                meta name="htmx-config" content=(HTMX);
                link rel="icon" href=(assets::url("favicon.svg"));
                script src=(assets::url("theme.js")) {}
                link rel="preload" href=(assets::url("inter-latin.woff2")) as="font" type="font/woff2" crossorigin;
                link rel="stylesheet" href=(assets::url("app.css"));
                script type="module" src=(assets::url("app.js")) {}
            }
            body {
                a class="skip" href="#main" { (say(lang, "web-skip")) }
                (body)
                (super::toast::region(lang))
            }
        }
    }
}

/// htmx: no injected style sheet, no `data-hx-` twin of its attributes, no class dance after a swap, our two extensions alone.
const HTMX: &str = r#"{"includeIndicatorCSS":false,"prefix":"","defaultSwap":"outerHTML","defaultSettleDelay":0,"extensions":"trusted,preload"}"#;
