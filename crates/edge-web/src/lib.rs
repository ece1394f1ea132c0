//! The HTML site: translates requests into records and records into pages. `ui` is the component library, `assets` the
//! files browsers fetch, pages and handlers stand on both. Called by `app`; knows no other edge and holds no rules.

pub mod assets;
#[cfg(any(test, feature = "gallery"))]
pub mod gallery;
pub mod ui;
