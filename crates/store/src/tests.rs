//! What the door promises, on each database.

mod expressions;
mod fixture;
mod group;
