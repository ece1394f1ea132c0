//! SQLite's backup interface, and a look at a file that should be a database. Called by `backup`.

use std::path::Path;
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::fault;
use crate::{Error, Result};

/// A megabyte at a time.
const PAGES: i32 = 256;

/// One snapshot of `source` into `part`, a single file.
pub(crate) fn backup(source: &Path, part: &Path, mut progress: impl FnMut(u64, u64)) -> Result<()> {
    let plain = |e: rusqlite::Error| fault::plain(&e);
    let from = Connection::open_with_flags(source, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(plain)?;
    let mut to = Connection::open(part).map_err(plain)?;
    from.busy_timeout(Duration::from_secs(5)).map_err(plain)?;
    // an open read holds the snapshot: without it every write elsewhere would begin the copy anew
    from.execute_batch("PRAGMA query_only = ON; BEGIN; SELECT count(*) FROM sqlite_schema").map_err(plain)?;
    {
        let copy = Backup::new(&from, &mut to).map_err(plain)?;
        loop {
            let step = copy.step(PAGES).map_err(plain)?;
            let now = copy.progress();
            let whole = u64::try_from(now.pagecount).unwrap_or(0);
            progress(whole - u64::try_from(now.remaining).unwrap_or(0), whole);
            match step {
                StepResult::Done => break,
                StepResult::More => {}
                _ => std::thread::sleep(Duration::from_millis(5)),
            }
        }
    }
    // one file, without a log beside it
    to.execute_batch("PRAGMA journal_mode = DELETE").map_err(plain)?;
    to.close().map_err(|(_, e)| fault::plain(&e))
}

/// What is wrong with a file, a line each; it is not changed.
///
/// # Errors
/// `Other` when it is no database of this program.
pub(crate) fn examine(file: &Path) -> Result<Vec<String>> {
    let wrong = |e: rusqlite::Error| Error::Other(format!("{}: {e}", file.display()));
    let conn = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(wrong)?;
    let ours = "SELECT count(*) FROM sqlite_schema WHERE name = 'migrations'";
    let tables: i64 = conn.query_row(ours, [], |row| row.get(0)).map_err(wrong)?;
    if tables == 0 {
        return Err(Error::Other(format!("{} is not a database of this program", file.display())));
    }
    let mut check = conn.prepare("PRAGMA integrity_check").map_err(wrong)?;
    let lines = check.query_map([], |row| row.get::<_, String>(0)).map_err(wrong)?;
    let lines: rusqlite::Result<Vec<String>> = lines.collect();
    Ok(lines.map_err(wrong)?.into_iter().filter(|line| line != "ok").collect())
}
