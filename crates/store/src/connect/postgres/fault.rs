//! What PostgreSQL's error codes mean to the rest of the house. Called by the PostgreSQL session.

use tokio_postgres::error::SqlState;
use types::Name;

use crate::Error;

pub(super) fn of(error: tokio_postgres::Error) -> Error {
    let Some(report) = error.as_db_error() else {
        // a value that could not be sent is a mistake; everything else without a report is the network
        let text = describe(&error);
        return if error.is_closed() || is_network(&error) { Error::Lost(text) } else { Error::Other(text) };
    };
    let text = || format!("{} ({})", report.message(), report.code().code());
    let code = report.code();
    if *code == SqlState::UNIQUE_VIOLATION {
        let index = report.constraint().and_then(Name::parse);
        return index.map_or_else(|| Error::Other(text()), Error::Unique);
    }
    match code.code() {
        // serialization failure, deadlock, a lock that did not come, the echo of an earlier error
        "40001" | "40P01" | "55P03" | "25P02" => Error::Clash,
        "57014" => Error::Deadline,
        "53100" | "53200" => Error::Full,
        "53300" | "57P01" | "57P02" | "57P03" | "57P05" | "25P03" => Error::Lost(text()),
        other if other.starts_with("08") => Error::Lost(text()),
        _ => Error::Other(text()),
    }
}

fn is_network(error: &tokio_postgres::Error) -> bool {
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        if inner.is::<std::io::Error>() {
            return true;
        }
        cause = inner.source();
    }
    false
}

/// The error with its causes: the driver's own text names only the first.
fn describe(error: &tokio_postgres::Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        cause = inner.source();
    }
    text
}
