//! Translations: the languages of the product, labels in metadata, and the catalogue of sentences. Used by every layer
//! that names things.
//!
//! Sentences live in `crates/types/locales/<language>/<room>.ftl` (Fluent, <https://projectfluent.org>), one file per
//! room and the same files with the same keys in both languages: a test compares them. All files of a language are one
//! catalogue, so keys outside `core.ftl` start with their room: `import-…`, `problem-…`.

mod catalogue;
mod english;
mod label;
mod lang;
mod sentence;
#[cfg(test)]
mod tests;

pub use catalogue::{Arg, tr, tr_with};
pub use english::says;
pub use label::Label;
pub use lang::Lang;
pub use sentence::{field_sentence, sentence};
