//! A name in both languages, as metadata gives it to objects, fields and choices. Used by records, modules and edges.

use serde::{Deserialize, Serialize};

use super::Lang;

/// A name in both languages, as metadata files write it: `{ zh = "客户", en = "Account" }`.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    pub zh: String,
    pub en: String,
}

impl Label {
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Label {
        Label { zh: zh.into(), en: en.into() }
    }

    /// The name in `lang`; in the other language where this one was left empty.
    pub fn get(&self, lang: Lang) -> &str {
        let (this, other) = match lang {
            Lang::Zh => (&self.zh, &self.en),
            Lang::En => (&self.en, &self.zh),
        };
        if this.is_empty() { other } else { this }
    }
}
