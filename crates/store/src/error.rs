//! What a database can answer instead of rows, the same for both. `records` turns it into a `Problem`.

use types::{Name, Problem, ProblemKind};

pub type Result<T, E = Error> = std::result::Result<T, E>;

#[derive(Clone, Debug, PartialEq)]
pub enum Error {
    /// a unique index refused; named so that `records` can say which field
    Unique(Name),
    /// another transaction was in the way; the closure runs again, and after the last try the caller hears 503
    Clash,
    /// no room on the disk (or in memory): 507, nothing was written
    Full,
    /// the connection or the commit failed: it is not known whether the change was kept; safe to repeat with the idempotency key
    Lost(String),
    /// the time set for this piece of work is over
    Deadline,
    /// the queue of work is full, or the database is closing
    Busy,
    /// a file is over its limit: 413
    TooLarge,
    /// another process has this SQLite file open
    InUse(String),
    /// everything else: a bug or a damaged database
    Other(String),
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Error::Unique(index) => write!(f, "unique index {index} refused"),
            Error::Clash => f.write_str("another transaction was in the way"),
            Error::Full => f.write_str("no space left"),
            Error::Lost(cause) => write!(f, "connection lost, outcome unknown: {cause}"),
            Error::Deadline => f.write_str("deadline passed"),
            Error::Busy => f.write_str("too much work waiting"),
            Error::TooLarge => f.write_str("the file is too large"),
            Error::InUse(what) => write!(f, "another process has {what} open"),
            Error::Other(cause) => f.write_str(cause),
        }
    }
}

impl std::error::Error for Error {}

impl From<Error> for Problem {
    fn from(error: Error) -> Problem {
        match error {
            Error::Unique(index) => Problem::conflict("not_unique").with("index", index),
            Error::TooLarge => Problem::new(ProblemKind::TooLarge, "too_large"),
            Error::Full => Problem::new(ProblemKind::StorageFull, "storage_full"),
            Error::Clash | Error::Lost(_) | Error::Deadline | Error::Busy | Error::InUse(_) => {
                Problem::unavailable(error)
            }
            Error::Other(cause) => Problem::internal(cause),
        }
    }
}
