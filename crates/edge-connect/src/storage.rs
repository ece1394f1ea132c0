//! Temporary files of imports and exports that cannot be written, as problems of the house.

use types::Problem;

/// A temporary file that cannot be written is a full disk more often than anything else.
pub(crate) fn storage(error: std::io::Error) -> Problem {
    match error.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
            Problem::new(types::ProblemKind::StorageFull, "storage_full").because(error)
        }
        _ => Problem::internal(error),
    }
}
