//! The pages, one file each. Every family of pages declares its own routes; `routes` puts them together for `app`.

pub mod assets;
pub mod enter;
pub mod filter;
pub mod list;
pub mod rows;
pub mod views;

use gate::Route;

/// Every route of the site. What is not listed here does not exist.
pub fn routes() -> Vec<Route> {
    [assets::routes(), enter::routes(), list::routes(), views::routes()].into_iter().flatten().collect()
}
