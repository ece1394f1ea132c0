//! Reading: from what a caller asks to what they may see. `ask` is parsed and limited, `resolve` finds every name (unknown = hidden = one error),
//! `plan` chooses how to walk (`reach`: what a scope reaches, `words`: what a search finds, `brief`: what takes too long for a page), `run` fetches, `expand` adds what takes further queries, `shut`
//! says what a page's reader cannot open, `group` adds up.

pub mod ask;
pub mod brief;
pub mod cursor;
pub mod expand;
mod far;
pub mod find;
pub mod group;
pub mod load;
pub mod many;
pub mod order;
pub mod places;
pub mod plan;
pub mod reach;
pub mod resolve;
pub mod run;
pub mod shut;
pub mod stream;
#[cfg(test)]
mod tests;
pub mod words;

pub use ask::{Ask, Totals};
pub use brief::{briefly, measure_length, orders};
pub use find::find;
pub use group::{Grouped, Grouping, Measure};
pub use load::{is_visible, label, labels, labels_for_caller, load, load_deleted, must_see};
pub use run::{count_up_to, get, ids, list};
pub use shut::mark_shut;
