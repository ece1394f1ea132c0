//! The HTML site: translates requests into records and records into pages. `ui` is the component library, `assets` the
//! files browsers fetch, pages and handlers stand on both. Called by `app`; knows no other edge and holds no rules.

pub mod assets;
pub mod condition;
pub mod control;
pub mod desk;
#[cfg(any(test, feature = "gallery"))]
pub mod gallery;
mod imported;
pub mod pages;
pub mod place;
pub mod ports;
pub mod show;
#[cfg(test)]
mod testing;
pub mod ui;

/// Every route of this edge.
pub fn routes() -> Vec<gate::Route> {
    pages::routes()
}
