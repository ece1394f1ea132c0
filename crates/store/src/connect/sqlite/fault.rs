//! What SQLite's error codes mean to the rest of the house. Called by the SQLite session.

use rusqlite::{Connection, ErrorCode, ffi};
use types::Name;

use crate::Error;

/// An error met on `conn`: a refused row names its index, a failed write is asked for the system's reason.
pub(super) fn named(conn: &Connection, error: rusqlite::Error) -> Error {
    let rusqlite::Error::SqliteFailure(code, message) = &error else { return plain(&error) };
    match code.extended_code {
        ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID | ffi::SQLITE_CONSTRAINT_UNIQUE => {
            let message = message.as_deref().unwrap_or_default();
            unique(conn, message).map_or_else(|| Error::Other(message.to_owned()), Error::Unique)
        }
        _ if code.code == ErrorCode::SystemIoFailure && out_of_room(conn) => Error::Full,
        _ => plain(&error),
    }
}

pub(super) fn plain(error: &rusqlite::Error) -> Error {
    let text = error.to_string();
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull | ErrorCode::OutOfMemory) => Error::Full,
        Some(ErrorCode::OperationInterrupted) => Error::Deadline,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Error::Busy,
        Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen | ErrorCode::FileLockingProtocolFailed) => {
            Error::Lost(text)
        }
        _ => Error::Other(text),
    }
}

/// A size limit or a quota is a full disk too, but SQLite calls only ENOSPC so.
#[allow(unsafe_code)]
fn out_of_room(conn: &Connection) -> bool {
    // SAFETY: the handle is alive as long as `conn`, and the call only reads a number out of it.
    let errno = unsafe { ffi::sqlite3_system_errno(conn.handle()) };
    let kind = std::io::Error::from_raw_os_error(errno).kind();
    use std::io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    matches!(kind, StorageFull | QuotaExceeded | FileTooLarge)
}

/// SQLite says `UNIQUE constraint failed: index 'name'` for indexes on expressions, else `table.column, table.column`.
fn unique(conn: &Connection, message: &str) -> Option<Name> {
    let what = message.split_once("failed: ")?.1;
    if let Some(index) = what.strip_prefix("index '") {
        return Name::parse(index.trim_end_matches('\''));
    }
    let columns: Vec<&str> = what.split(", ").map(|c| c.split_once('.').map_or(c, |(_, column)| column)).collect();
    let table = what.split_once('.')?.0;
    let mut list = conn.prepare_cached("SELECT name, origin FROM pragma_index_list(?) WHERE \"unique\"").ok()?;
    let indexes = list.query_map([table], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))).ok()?;
    for (index, origin) in indexes.flatten() {
        let mut parts = conn.prepare_cached("SELECT name FROM pragma_index_info(?) ORDER BY seqno").ok()?;
        let names = parts.query_map([&index], |row| row.get::<_, Option<String>>(0)).ok()?;
        if names.flatten().eq(columns.iter().map(|c| Some((*c).to_owned()))) && origin != "pk" {
            return Name::parse(&index);
        }
    }
    Name::parse(&format!("pk_{table}"))
}
