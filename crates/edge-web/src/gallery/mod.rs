//! Every component in every state, and the pages of the design with their invented figures, made of the components alone.
//! Read by the browser tests and by `examples/gallery.rs`, which writes it as files; never part of a release.

mod account;
mod accounts;
mod board;
mod everything;
mod figures;
mod filters;
mod forms;
mod frame;
mod gate;
mod home;
mod import;
mod states;
#[cfg(test)]
mod tests;

use crate::ui::{Lang, toast};
use maud::{Markup, html};

/// A page of the gallery.
pub struct Page {
    /// Name of the file, without extension.
    pub name: &'static str,
    pub draw: fn(Lang) -> Markup,
}

/// All pages.
pub const PAGES: &[Page] = &[
    Page { name: "accounts", draw: accounts::list },
    Page { name: "filters", draw: filters::page },
    Page { name: "account", draw: account::page },
    Page { name: "kanban", draw: board::page },
    Page { name: "home", draw: home::page },
    Page { name: "import-1", draw: import::upload },
    Page { name: "import-2", draw: import::mapping },
    Page { name: "import-3", draw: import::problems },
    Page { name: "import-4", draw: import::running },
    Page { name: "import-5", draw: import::done },
    Page { name: "setup", draw: gate::setup },
    Page { name: "signin", draw: gate::sign_in },
    Page { name: "states", draw: states::page },
    Page { name: "forms", draw: forms::page },
    Page { name: "everything", draw: everything::page },
];

/// What the pages fetch: address and answer, so that peeking, editing and searching can be tried.
pub fn answers(lang: Lang) -> Vec<(&'static str, String)> {
    vec![
        ("peek", account::peek(lang).html(lang).into_string()),
        ("edit", account::inline_edit().html(lang).into_string()),
        ("search", frame::palette(lang).into_string()),
        ("options", crate::ui::input::options(&frame::people_found())),
        ("conflict", states::conflict(lang).html(lang).into_string()),
        ("moved", html! { (toast(lang, "已移到“商务谈判”", Some("moved"))) }.into_string()),
    ]
}

/// The text of the language.
fn t<'a>(lang: Lang, zh: &'a str, en: &'a str) -> &'a str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}
