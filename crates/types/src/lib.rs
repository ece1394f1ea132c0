//! What every layer speaks: names, ids, values, money, time, problems. Knows no I/O at all; used by every other crate.

pub mod display;
pub mod id;
pub mod name;
pub mod places;
pub mod problem;
pub mod text;
pub mod time;
pub mod value;
pub mod words;
pub mod workdays;

pub use id::{Id, IdBlock, Mint};
pub use name::Name;
pub use problem::{FieldProblem, Problem, ProblemKind, Result};
pub use time::{Date, Instant};
pub use value::{Address, Currency, Linked, Money, Value};
