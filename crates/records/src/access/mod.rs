//! Who may. The only place that makes a `Scope`, without which nothing is read or written (architecture, invariant 2).
//! Five questions (security, 2): who are you, what may the role do and how far, whose is the record, which fields, what always wins.

pub mod actor;
pub mod predicate;
pub mod rights;
mod scope;
pub mod share;
#[cfg(test)]
mod tests;

pub use actor::{Actor, FOLLOWED, Kind, Reason, acting};
pub use predicate::Predicate;
pub use rights::{Action, FieldRight, Reach, Rights, Role, Teams};
pub use scope::{Scope, scope};
