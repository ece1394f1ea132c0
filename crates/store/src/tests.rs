//! What the door promises, on each database.

mod child;
mod copies;
mod expressions;
mod faults;
mod fixture;
mod group;
mod nodes;
mod search;
mod shape;
mod text;
