//! Imports as the command, programs and the wizard use them, in a small company on both databases: files in, rows refused, jobs interrupted, undone.

mod attachments;
mod bad_files;
mod files;
mod house;
mod interrupted;
mod mapping;
mod routes;
mod runs;
mod undoing;
mod wizard;
