//! REST under `/api/v1`: records, batches, aggregates, metadata, search, and the OpenAPI document made from the same routes. Translates JSON to records and back; holds no rules.

pub mod aggregate;
pub mod batch;
pub mod docs;
pub mod files;
pub mod json;
pub mod meta;
pub mod openapi;
pub mod records;
pub mod related;
pub mod search;
#[cfg(test)]
mod tests;
pub mod verbs;

use ::records::access::Action;
use gate::{Route, Who};

/// Every route of this edge.
pub fn routes() -> Vec<Route> {
    use Who::Program;
    vec![
        Route::get("/api/v1/me", Program, meta::me).says("Who am I, and what may I do"),
        Route::get("/api/v1/search", Program, search::search).asks(Action::View).says("Search several objects"),
        Route::get("/api/v1/meta/objects", Program, meta::objects).says("Objects this caller may see"),
        Route::get("/api/v1/meta/objects/{object}", Program, meta::object).says("One object with its fields"),
        Route::post("/api/v1/meta/objects/{object}/fields", Program, meta::add_field)
            .asks(Action::Customise)
            .says("Add a field"),
        Route::patch("/api/v1/meta/objects/{object}/fields/{field}", Program, meta::change_field)
            .asks(Action::Customise)
            .says("Change a custom field"),
        Route::delete("/api/v1/meta/objects/{object}/fields/{field}", Program, meta::remove_field)
            .asks(Action::Customise)
            .says("Remove a custom field"),
        Route::get("/api/v1/openapi.json", Who::Program, openapi::document).says("This document"),
        Route::get("/api/docs", Who::Person, docs::page).says("This document for people"),
        Route::get("/api/v1/files", Program, files::list).asks(Action::View).says("List files"),
        Route::post("/api/v1/files", Program, files::take)
            .asks(Action::Create)
            .large()
            .says("Upload files: multipart with `file` (up to 20) and optionally `about`, as in accounts/ID"),
        Route::get("/api/v1/files/{id}/content", Program, files::give).asks(Action::View).says("Download a file"),
        Route::get("/api/v1/{object}", Program, records::list).asks(Action::View).says("List records"),
        Route::post("/api/v1/{object}", Program, records::create).asks(Action::Create).says("Create a record"),
        Route::get("/api/v1/{object}/{id}", Program, records::get).asks(Action::View).says("Read a record"),
        Route::patch("/api/v1/{object}/{id}", Program, records::update).asks(Action::Edit).says("Change a record"),
        Route::delete("/api/v1/{object}/{id}", Program, records::delete)
            .asks(Action::Delete)
            .says("Move a record to the recycle bin"),
        Route::post("/api/v1/{object}/{id}/restoration", Program, records::restore)
            .asks(Action::Delete)
            .says("Take a record out of the recycle bin"),
        Route::post("/api/v1/{object}/{id}/{verb}", Program, verbs::act)
            .asks(Action::Edit)
            .says("What can be done with a record beside changing it"),
        Route::post("/api/v1/{object}/batch", Program, batch::batch)
            .asks(Action::Edit)
            .takes(batch::BODY)
            .says("Up to 1,000 operations"),
        Route::post("/api/v1/{object}/aggregate", Program, aggregate::aggregate)
            .asks(Action::View)
            .says("Counts and sums by groups"),
        Route::get("/api/v1/{object}/{id}/timeline", Program, related::timeline).asks(Action::View).says("Timeline"),
        Route::get("/api/v1/{object}/{id}/history", Program, related::history).asks(Action::View).says("Changes"),
        Route::get("/api/v1/{object}/{id}/links/{field}", Program, related::links)
            .asks(Action::View)
            .says("Records that link here by `object.field`, or those in a field of this record"),
    ]
}
