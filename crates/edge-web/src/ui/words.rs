//! The few words components say themselves ("next page", "close"), from `types/locales/*/web.ftl`. Everything a component
//! shows that comes from data or metadata is handed in already translated. Called by components only.

use std::borrow::Cow;
pub use types::words::Lang;

/// The text of a key.
pub fn say(lang: Lang, key: &str) -> Cow<'static, str> {
    types::words::tr(lang, key)
}

/// The text of a key with its variables filled in.
pub fn say_with<'a>(lang: Lang, key: &str, args: &[(&'a str, &'a str)]) -> String {
    types::words::tr_with(lang, key, args)
}
