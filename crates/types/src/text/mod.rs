//! Text as people write it: folded keys, sort keys, pinyin, search tokens, and the everyday forms (telephone, e-mail, web address,
//! person's name, 统一社会信用代码). Pure functions. Called by `records` on every write and every search, and by the import.

pub mod email;
pub mod fold;
pub mod neutral;
pub mod person;
pub mod phone;
pub mod pinyin;
pub mod sort_key;
pub mod text_checks;
pub mod tokens;
pub mod url;
pub mod uscc;

#[cfg(test)]
mod real_data;

pub use fold::{fold, key_fold};
pub use sort_key::{SORT_KEY_VERSION, sort_key};
pub use tokens::{Kind, Query, TOKEN_VERSION, index_tokens, matches, query};
