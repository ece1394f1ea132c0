//! The write-ahead log: what was written comes home to the file now and then, and the log begins anew. A keeper beside the writer brings it home,
//! so that nobody's write waits for sixteen megabytes; the writer lets the log begin anew, when little of it is left to bring. Called by the writer's
//! group loop, when the callers of a group have their answers.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread::JoinHandle,
    time::{Duration, Instant},
};

use rusqlite::ffi;

use super::{BUSY, Role, Session};
use crate::{Error, Result};

/// 16 MB of log are brought home at a time: pages that many changes touch go home once.
const CHECKPOINT_PAGES: i32 = 4_000;
/// 48 MB: from here on the log must begin anew.
const LOG_PAGES: i32 = 12_000;
/// 4 MB: the writer brings so much home itself.
const REST_PAGES: i32 = 1_000;
/// 128 MB later: where the keeper is never that close behind, the writer brings home whatever there is as soon as the keeper rests.
const MOST_PAGES: i32 = 32_000;
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

/// Brings the log home on a connection and a thread of its own, whenever the writer rings.
pub(crate) struct Keeper {
    bell: Option<SyncSender<()>>,
    at_work: Arc<AtomicBool>,
    marks: Marks,
    thread: Option<JoinHandle<()>>,
}

/// Pages in the log.
#[derive(Clone, Copy)]
struct Marks {
    /// when the keeper was last rung
    seen: i32,
    /// when it is rung next
    ring: i32,
    /// when the log should begin anew
    anew: i32,
}

impl Marks {
    const NEW: Marks = Marks { seen: 0, ring: CHECKPOINT_PAGES, anew: LOG_PAGES };
}

impl Keeper {
    pub fn start(path: &Path) -> Result<Keeper> {
        let session = Session::open(path, Role::Writer)?;
        let at_work = Arc::new(AtomicBool::new(false));
        let (bell, rung) = sync_channel(1);
        let working = at_work.clone();
        let thread = std::thread::Builder::new().name("store-keeper".into());
        let thread = thread.spawn(move || keep(&session, &rung, &working));
        let thread = Some(thread.map_err(|e| Error::Other(format!("no thread: {e}")))?);
        Ok(Keeper { bell: Some(bell), at_work, marks: Marks::NEW, thread })
    }

    fn ring(&mut self, pages: i32) {
        self.at_work.store(true, Ordering::Release);
        if self.bell.as_ref().is_none_or(|bell| bell.try_send(()).is_err()) {
            // its thread is gone: the writer will have to do all by itself
            self.at_work.store(false, Ordering::Release);
        }
        (self.marks.seen, self.marks.ring) = (pages, pages + CHECKPOINT_PAGES);
    }
}

impl Drop for Keeper {
    /// What is under way is brought to its end.
    fn drop(&mut self) {
        self.bell = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// The keeper's thread.
fn keep(session: &Session, rung: &Receiver<()>, at_work: &AtomicBool) {
    /// Also where a panic ends the thread.
    struct Rest<'a>(&'a AtomicBool);
    impl Drop for Rest<'_> {
        fn drop(&mut self) {
            self.0.store(false, Ordering::Release);
        }
    }
    while rung.recv().is_ok() {
        let _rest = Rest(at_work);
        // what fails is tried again with the next portion
        let _ = session.checkpoint("PRAGMA wal_checkpoint(PASSIVE)");
    }
}

impl Session {
    /// Sees to it that the log comes home when it has grown; what fails here is tried again later.
    pub fn tidy(&mut self, keeper: &mut Keeper) {
        let pages = self.logged.load(Ordering::Relaxed);
        if pages < keeper.marks.seen {
            keeper.marks = Marks::NEW; // all was home and nobody read: the log began anew by itself
        }
        let Marks { seen, ring, anew } = keeper.marks;
        if pages < ring.min(anew) || keeper.at_work.load(Ordering::Acquire) {
            return;
        }
        if pages < anew || pages - seen > REST_PAGES && pages < anew + MOST_PAGES {
            return keeper.ring(pages);
        }
        if self.begin_anew(pages) == Log::Anew {
            self.logged.store(0, Ordering::Relaxed);
            keeper.marks = Marks::NEW;
        } else {
            let later = pages + CHECKPOINT_PAGES;
            keeper.marks = Marks { seen: pages, ring: later, anew: later };
        }
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

    /// After a failed commit: all that is in the log is brought home and synced before anything new is acknowledged on top of it.
    pub(super) fn settle(&self) -> Result<()> {
        let begun = Instant::now();
        loop {
            if self.checkpoint("PRAGMA wal_checkpoint(FULL)")?.all {
                return Ok(());
            }
            // the keeper has it in hand, or readers
            if begun.elapsed() > BUSY {
                return Err(Error::Busy);
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn checkpoint(&self, how: &str) -> Result<Home> {
        let home = self.conn.query_row(how, [], |row| Ok(Home { all: !row.get::<_, bool>(0)?, pages: row.get(2)? }));
        if home.as_ref().is_err_and(is_failed_sync) {
            give_up(&self.path);
        }
        home.map_err(|e| self.fault(e))
    }
}

/// The system could not bring to the disk what it had taken for written, and does not say which pages: it forgets them.
fn is_failed_sync(error: &rusqlite::Error) -> bool {
    matches!(error, rusqlite::Error::SqliteFailure(code, _) if code.extended_code == ffi::SQLITE_IOERR_FSYNC)
}

/// SQLite counts pages as home before they are synced, and a later sync that succeeds says nothing about pages that an earlier one lost: beginning the
/// log anew would throw the only good copy away. So nothing is done any more, not even closing the file; the next start reads the whole log again.
fn give_up(path: &Path) -> ! {
    eprintln!(
        "zhike: the disk did not keep what was written to {}. Ending at once: the next start recovers from the log. Check the disk.",
        path.display()
    );
    std::process::abort()
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

    /// A writer of megabytes at a time: how long its log grew, how often it began anew, and how many rows lie in the file at the end.
    fn write_through(rounds: i64, keeper: &mut Keeper, path: &Path) -> (i32, usize, i64) {
        let mut writer = Session::open(path, Role::Writer).unwrap();
        writer.conn.execute_batch("CREATE TABLE notes (id INTEGER PRIMARY KEY, text)").unwrap();
        let (mut longest, mut anew, mut before) = (0, 0, 0);
        for _ in 0..rounds {
            writer.conn.execute("INSERT INTO notes (text) VALUES (zeroblob(1000000))", []).unwrap();
            let pages = writer.logged.load(Ordering::Relaxed);
            (longest, anew, before) = (longest.max(pages), anew + usize::from(pages < before), pages);
            writer.tidy(keeper);
        }
        drop(writer);
        let reader = Session::open(path, Role::Reader).unwrap();
        (longest, anew, reader.conn.query_row("SELECT count(*) FROM notes", [], |row| row.get(0)).unwrap())
    }

    #[test]
    fn a_log_comes_home_beside_the_writer_and_begins_anew() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("one.db");
        let mut keeper = Keeper::start(&path).unwrap();
        let (longest, anew, rows) = write_through(250, &mut keeper, &path);
        assert!(anew > 0, "{longest} pages, {anew} times anew");
        assert_eq!(rows, 250);
    }

    #[test]
    fn a_writer_without_its_keeper_brings_the_log_home_itself() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("one.db");
        let mut keeper = Keeper::start(&path).unwrap();
        (keeper.bell, keeper.marks) = (None, Marks::NEW);
        let (longest, anew, rows) = write_through(120, &mut keeper, &path);
        assert!(longest < LOG_PAGES + REST_PAGES && anew == 2, "{longest} pages, {anew} times anew");
        assert_eq!(rows, 120);
    }

    #[test]
    fn only_a_failed_sync_is_final() {
        let failed = |code| is_failed_sync(&rusqlite::Error::SqliteFailure(ffi::Error::new(code), None));
        assert!(failed(ffi::SQLITE_IOERR_FSYNC));
        for code in [ffi::SQLITE_FULL, ffi::SQLITE_BUSY, ffi::SQLITE_IOERR_WRITE, ffi::SQLITE_IOERR_READ] {
            assert!(!failed(code), "{code}");
        }
    }
}
