//! The write-ahead log: what was written comes home to the file now and then, and the log begins anew. Called by the writer's group loop, when the
//! callers of a group have their answers.

use std::{sync::atomic::Ordering, time::Duration};

use super::{BUSY, Session};
use crate::Result;

/// 16 MB of log are brought home after a group: pages that many changes touch go home once.
pub(super) const CHECKPOINT_PAGES: i32 = 4_000;
/// 48 MB: from here on the log must begin anew.
const LOG_PAGES: i32 = 12_000;
/// How long writers wait for the readers that hold the log.
const RESTART_PATIENCE: Duration = Duration::from_millis(50);
/// However long the log has grown beside an export: writers have callers who wait.
const LONGEST_PATIENCE: Duration = Duration::from_secs(1);

/// What became of a checkpoint.
pub(super) struct Home {
    /// nobody was in its way
    pub all: bool,
    /// pages of the log that are in the file by now
    pages: i64,
}

#[derive(Debug, PartialEq, Eq)]
enum Log {
    Anew,
    /// readers did not go in time
    Held,
    /// the reader who was waited for last time still reads: nobody waited again
    StillHeld,
}

impl Session {
    /// Brings the log home when it has grown; what fails here is tried again later.
    pub fn tidy(&mut self) {
        let pages = self.logged.load(Ordering::Relaxed);
        if pages < self.checkpoint_at {
            return;
        }
        if pages < LOG_PAGES {
            let _ = self.checkpoint("PRAGMA wal_checkpoint(PASSIVE)");
        } else {
            self.begin_anew(pages);
        }
        self.logged.store(0, Ordering::Relaxed);
        self.checkpoint_at = if pages < LOG_PAGES { CHECKPOINT_PAGES } else { pages + CHECKPOINT_PAGES };
    }

    /// Readers without a pause keep the log from beginning anew: waits for those that are reading now, the longer the longer it is. One who reads for
    /// an hour is waited for once: while the log comes home no further than then, they are still there.
    fn begin_anew(&mut self, pages: i32) -> Log {
        let home = self.checkpoint("PRAGMA wal_checkpoint(PASSIVE)").map(|home| home.pages);
        if home.is_ok_and(|pages| self.held_at == Some(pages)) {
            return Log::StillHeld;
        }
        let times = u32::try_from(pages / LOG_PAGES).unwrap_or(1).clamp(1, 100);
        let _ = self.conn.busy_timeout((RESTART_PATIENCE * times * times).min(LONGEST_PATIENCE));
        let home = self.checkpoint("PRAGMA wal_checkpoint(RESTART)");
        let _ = self.conn.busy_timeout(BUSY);
        self.held_at = home.as_ref().ok().filter(|home| !home.all).map(|home| home.pages);
        if home.is_ok_and(|home| home.all) { Log::Anew } else { Log::Held }
    }

    pub(super) fn checkpoint(&self, how: &str) -> Result<Home> {
        let home = self.conn.query_row(how, [], |row| Ok(Home { all: !row.get::<_, bool>(0)?, pages: row.get(2)? }));
        home.map_err(|e| self.fault(e))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connect::sqlite::Role;

    #[test]
    fn a_reader_who_stays_is_waited_for_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("one.db");
        let mut writer = Session::open(&path, Role::Writer).unwrap();
        writer.conn.execute_batch("CREATE TABLE notes (id INTEGER PRIMARY KEY, text)").unwrap();
        let write = |writer: &Session| writer.conn.execute_batch("INSERT INTO notes (text) VALUES ('x')").unwrap();
        let read = || {
            let reader = Session::open(&path, Role::Reader).unwrap();
            reader.conn.execute_batch("BEGIN; SELECT count(*) FROM notes").unwrap();
            reader
        };
        write(&writer);
        let export = read();
        write(&writer);
        assert_eq!(writer.begin_anew(LOG_PAGES), Log::Held);
        write(&writer);
        assert_eq!(writer.begin_anew(LOG_PAGES), Log::StillHeld);
        let page = read();
        write(&writer);
        drop(export);
        assert_eq!(writer.begin_anew(LOG_PAGES), Log::Held, "the next one is waited for as well");
        write(&writer);
        assert_eq!(writer.begin_anew(LOG_PAGES), Log::StillHeld);
        drop(page);
        assert_eq!(writer.begin_anew(LOG_PAGES), Log::Anew);
        write(&writer);
        assert_eq!(writer.begin_anew(LOG_PAGES), Log::Anew);
    }
}
