//! One connection to a SQLite file: the writer or a reader. Called by `Tx` through `Session`, and by the writer's group loop.

use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::functions::FunctionFlags;
use rusqlite::types::{Value, ValueRef};
use rusqlite::{CachedStatement, Connection, OpenFlags, ToSql};
use types::Name;

use crate::render::sqlite::{Sqlite, change, own, step};
use crate::render::{Param, Statement, select};
use crate::{Cell, Change, Error, Result, Rows, Select, Step};

mod backup;
mod fault;
mod log;

pub(crate) use backup::{backup, examine};
pub(crate) use log::Keeper;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Role {
    Reader,
    Writer,
}

pub(crate) struct Session {
    conn: Connection,
    path: PathBuf,
    role: Role,
    /// commit or connection failed: what this connection believes is not to be trusted
    lost: bool,
    /// pages in the write-ahead log after the last commit
    logged: Arc<AtomicI32>,
    /// so much of the log was home when readers kept it from beginning anew
    held_at: Option<i64>,
    clock: Clock,
}

/// The deadline of the running read, where the progress handler sees it.
#[derive(Clone)]
struct Clock {
    base: Instant,
    micros: Arc<AtomicU64>,
}

/// Prepared statements kept per connection.
const STATEMENTS: usize = 256;
/// About a tenth of a millisecond of SQLite's steps between two looks at the deadline.
const STEPS_PER_LOOK: i32 = 5_000;
const BUSY: Duration = Duration::from_secs(5);

impl Session {
    pub fn open(path: &Path, role: Role) -> Result<Session> {
        let clock = Clock { base: Instant::now(), micros: Arc::new(AtomicU64::new(u64::MAX)) };
        let logged = Arc::new(AtomicI32::new(0));
        let conn = connect(path, role, &clock, &logged).map_err(|e| fault::plain(&e))?;
        Ok(Session { conn, path: path.to_owned(), role, lost: false, logged, held_at: None, clock })
    }

    /// The tables of the store itself.
    pub fn found(&mut self) -> Result<()> {
        self.conn.execute_batch(own::TABLES).map_err(|e| self.fault(e))
    }

    /// The highest id that earlier processes may have issued.
    pub fn floor(&mut self) -> Result<i64> {
        let rows = self.fetch(&Statement::once(own::FLOOR, Vec::new()), 1, Instant::now())?;
        rows.number().ok_or_else(|| Error::Other("the table nodes has lost its row".into()))
    }

    pub fn rows(&mut self, query: &Select, deadline: Instant) -> Result<Rows> {
        self.fetch(&select::statement::<Sqlite>(query)?, query.columns.len(), deadline)
    }

    #[cfg(any(test, feature = "testing"))]
    pub fn explain(&mut self, query: &Select, deadline: Instant) -> Result<Vec<String>> {
        let mut statement = select::statement::<Sqlite>(query)?;
        let mut lines = vec![statement.text.clone()];
        statement.text.insert_str(0, "EXPLAIN QUERY PLAN ");
        let rows = self.fetch(&statement, 4, deadline)?;
        lines.extend(rows.iter().filter_map(|row| row[3].as_text().map(str::to_owned)));
        Ok(lines)
    }

    /// The rows of any statement of ours.
    pub fn fetch(&mut self, statement: &Statement, width: usize, deadline: Instant) -> Result<Rows> {
        if self.role == Role::Reader {
            self.clock.set(deadline);
        }
        read(&self.conn, statement, width).map_err(|e| self.fault(e))
    }

    pub fn run(&mut self, change: &Change, _: Instant) -> Result<u64> {
        self.execute(&change::statement(change)?)
    }

    pub fn run_all(&mut self, changes: &[Change], deadline: Instant) -> Result<Vec<u64>> {
        changes.iter().map(|change| self.run(change, deadline)).collect()
    }

    pub fn execute(&mut self, statement: &Statement) -> Result<u64> {
        write(&self.conn, statement).map_err(|e| self.fault(e))
    }

    pub fn reshape(&mut self, step: &Step, _: Instant) -> Result<()> {
        for text in step::statements(step)? {
            self.conn.execute_batch(&text).map_err(|e| self.fault(e))?;
        }
        Ok(())
    }

    pub fn next_number(&mut self, sequence: &Name, deadline: Instant) -> Result<i64> {
        let statement = Statement::once(own::NEXT_NUMBER, vec![Cell::from(sequence)]);
        let number = self.fetch(&statement, 1, deadline)?.number();
        number.ok_or_else(|| Error::Other(format!("no sequence {sequence}")))
    }

    pub fn peek_number(&mut self, sequence: &Name, deadline: Instant) -> Result<i64> {
        let statement = Statement::once(own::PEEK_NUMBER, vec![Cell::from(sequence)]);
        let number = self.fetch(&statement, 1, deadline)?.number();
        number.ok_or_else(|| Error::Other(format!("no sequence {sequence}")))
    }

    /// There is one writer.
    pub fn lock_shape(&mut self, _: Instant) -> Result<()> {
        Ok(())
    }

    pub fn indexes(&mut self, deadline: Instant) -> Result<Rows> {
        self.fetch(&Statement::once(own::INDEXES, vec![]), 2, deadline)
    }

    pub fn complaints(&mut self, deadline: Instant) -> Result<Vec<String>> {
        let rows = self.fetch(&Statement::once("PRAGMA integrity_check", vec![]), 1, deadline)?;
        let lines = rows.iter().flatten().filter_map(Cell::as_text).filter(|line| *line != "ok");
        Ok(lines.map(str::to_owned).collect())
    }

    pub fn begin(&mut self) -> Result<()> {
        self.control(match self.role {
            Role::Reader => "BEGIN",
            Role::Writer => "BEGIN IMMEDIATE",
        })
    }

    pub fn commit(&mut self) -> Result<()> {
        if self.role == Role::Reader {
            self.clock.set_none();
        }
        match self.control("COMMIT") {
            // a reader has nothing to lose, and a full disk is certain
            Err(error) if self.role == Role::Writer && error != Error::Full => {
                self.lost = true;
                Err(Error::Lost(error.to_string()))
            }
            other => other,
        }
    }

    pub fn rollback(&mut self) {
        self.clock.set_none();
        if !self.ended() && self.control("ROLLBACK").is_err() {
            self.lost = true;
        }
    }

    /// Whether no transaction is open: on interrupt, full disk, I/O error and lack of memory SQLite ends it by itself.
    pub fn ended(&self) -> bool {
        self.conn.is_autocommit()
    }

    pub fn savepoint(&mut self) -> Result<()> {
        self.control("SAVEPOINT closure")
    }

    pub fn release(&mut self) -> Result<()> {
        self.control("RELEASE closure")
    }

    /// Undoes everything since `savepoint`.
    pub fn forget(&mut self) -> Result<()> {
        self.control("ROLLBACK TO closure")?;
        self.release()
    }

    pub fn mend(&mut self) -> Result<()> {
        if self.lost {
            self.conn = connect(&self.path, self.role, &self.clock, &self.logged).map_err(|e| fault::plain(&e))?;
            self.settle()?;
            self.lost = false;
        }
        Ok(())
    }

    fn control(&mut self, text: &'static str) -> Result<()> {
        let done = self.conn.prepare_cached(text).and_then(|mut statement| statement.raw_execute());
        done.map(|_| ()).map_err(|e| self.fault(e))
    }

    fn fault(&self, error: rusqlite::Error) -> Error {
        fault::named(&self.conn, error)
    }
}

impl Clock {
    fn set(&self, deadline: Instant) {
        let micros = deadline.saturating_duration_since(self.base).as_micros();
        self.micros.store(u64::try_from(micros).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    fn set_none(&self) {
        self.micros.store(u64::MAX, Ordering::Relaxed);
    }

    fn over(&self) -> bool {
        let limit = self.micros.load(Ordering::Relaxed);
        limit != u64::MAX && self.base.elapsed().as_micros() > u128::from(limit)
    }
}

fn connect(path: &Path, role: Role, clock: &Clock, logged: &Arc<AtomicI32>) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut conn = Connection::open_with_flags(path, flags)?;
    conn.busy_timeout(BUSY)?;
    // a misspelt column must be an error, not a text
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    // a plan depends on the statement alone: otherwise SQLite compiles it anew whenever a value is bound that it compared with the condition of
    // a partial index, and almost all of ours are partial
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    conn.execute_batch(
        "PRAGMA foreign_keys = OFF;
         PRAGMA synchronous = FULL;
         PRAGMA secure_delete = ON; -- what was erased is gone from the file too; measured: costs nothing
         PRAGMA cache_size = -16384;
         PRAGMA journal_size_limit = 67108864;",
    )?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    rusqlite::vtab::array::load_module(&conn)?;
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    conn.create_scalar_function("whole", 1, flags, |context| {
        Ok(match context.get_raw(0) {
            ValueRef::Integer(number) => Value::Integer(number),
            _ => Value::Null,
        })
    })?;
    match role {
        Role::Writer => {
            conn.execute_batch("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0;")?;
            let logged = logged.clone();
            conn.wal_hook(Some(move |_: &mut rusqlite::hooks::Wal, pages| {
                logged.store(pages, Ordering::Relaxed);
                Ok(())
            }))?;
        }
        Role::Reader => {
            conn.execute_batch("PRAGMA query_only = ON")?;
            let clock = clock.clone();
            conn.progress_handler(STEPS_PER_LOOK, Some(move || clock.over()))?;
        }
    }
    Ok(conn)
}

fn read(conn: &Connection, statement: &Statement, width: usize) -> rusqlite::Result<Rows> {
    let mut out = Rows::new(width);
    let mut prepared = conn.prepare_cached(&statement.text)?;
    for set in &statement.sets {
        bind(&mut prepared, set)?;
        let mut rows = prepared.raw_query();
        while let Some(row) = rows.next()? {
            for column in 0..width {
                out.put(match row.get_ref(column)? {
                    ValueRef::Null => Cell::Null,
                    ValueRef::Integer(number) => Cell::Int(number),
                    ValueRef::Text(text) => Cell::Text(std::str::from_utf8(text)?.into()),
                    ValueRef::Blob(bytes) => Cell::Bytes(bytes.into()),
                    ValueRef::Real(_) => {
                        let name = row.as_ref().column_name(column)?.to_owned();
                        return Err(rusqlite::Error::InvalidColumnType(column, name, rusqlite::types::Type::Real));
                    }
                });
            }
        }
    }
    Ok(out)
}

fn write(conn: &Connection, statement: &Statement) -> rusqlite::Result<u64> {
    let mut prepared = conn.prepare_cached(&statement.text)?;
    let mut changed = 0;
    for set in &statement.sets {
        bind(&mut prepared, set)?;
        changed += prepared.raw_execute()? as u64;
    }
    Ok(changed)
}

fn bind(statement: &mut CachedStatement, set: &[Param]) -> rusqlite::Result<()> {
    for (place, param) in set.iter().enumerate() {
        match param {
            Param::Cell(cell) => statement.raw_bind_parameter(place + 1, AsSql(cell))?,
            Param::List(cells) => {
                let values: Vec<Value> = cells.iter().map(owned).collect();
                statement.raw_bind_parameter(place + 1, Rc::new(values))?;
            }
        }
    }
    Ok(())
}

struct AsSql<'a>(&'a Cell);

impl ToSql for AsSql<'_> {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        Ok(rusqlite::types::ToSqlOutput::Borrowed(match self.0 {
            Cell::Null => ValueRef::Null,
            Cell::Int(number) => ValueRef::Integer(*number),
            Cell::Text(text) => ValueRef::Text(text.as_bytes()),
            Cell::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

fn owned(cell: &Cell) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::Int(number) => Value::Integer(*number),
        Cell::Text(text) => Value::Text(text.to_string()),
        Cell::Bytes(bytes) => Value::Blob(bytes.to_vec()),
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::StatementStatus;

    use super::*;

    /// SQLite compiles a statement anew when a value is bound that its plan may depend on; a list of a few columns costs ten times as much then.
    #[test]
    fn a_statement_is_compiled_once_whatever_is_bound() {
        let folder = tempfile::tempdir().unwrap();
        let session = Session::open(&folder.path().join("one.db"), Role::Writer).unwrap();
        let shape = "CREATE TABLE people (id INTEGER PRIMARY KEY, kind, state, left_at);
                     CREATE INDEX working ON people (kind, id) WHERE left_at IS NULL AND state = 'open'";
        session.conn.execute_batch(shape).unwrap();
        let text = "SELECT id FROM people WHERE left_at IS NULL AND state = ? AND kind = ?";
        for state in ["open", "shut", "open"] {
            for kind in ["one", "two"] {
                read(&session.conn, &Statement::once(text, vec![state.into(), kind.into()]), 1).unwrap();
            }
        }
        let statement = session.conn.prepare_cached(text).unwrap();
        assert!(statement.get_status(StatementStatus::Run) >= 6, "the statement that was kept");
        assert_eq!(statement.get_status(StatementStatus::RePrepare), 0);
    }
}
