//! The pages, one file each. Every family of pages declares its own routes; `routes` puts them together for `app`.

mod ask;
pub mod assets;
pub mod board;
pub mod builder;
pub mod bulk;
pub mod bulk_job;
mod bulk_parts;
mod bulk_steps;
mod bulk_undo;
pub mod cells;
mod choices;
pub mod compose;
pub mod conflict;
pub mod enter;
mod few;
pub mod files;
pub mod filter;
pub mod find;
pub mod form;
pub mod home;
pub mod import;
pub mod list;
pub mod options;
pub mod peek;
pub mod record;
pub mod refusal;
pub mod report;
pub mod rows;
pub mod settings;
pub mod sheet;
pub mod tastes;
#[cfg(test)]
mod tests;
pub mod timeline;
pub mod trash;
pub mod views;

use gate::Route;

/// Every route of the site. What is not listed here does not exist.
pub fn routes() -> Vec<Route> {
    [
        assets::routes(),
        enter::routes(),
        import::routes(),
        bulk::routes(),
        bulk_job::routes(),
        cells::routes(),
        find::routes(),
        trash::routes(),
        form::routes(),
        options::routes(),
        board::routes(),
        home::routes(),
        report::routes(),
        settings::routes(),
        list::routes(),
        compose::routes(),
        files::routes(),
        peek::routes(),
        record::routes(),
        timeline::routes(),
        tastes::routes(),
        views::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
