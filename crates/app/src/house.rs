//! One installation, open: database, files, engine. Made by `main` for a command on its own, by `serve` for the server.

use std::{path::PathBuf, sync::Arc};

use edge_connect::import::Imports;
use records::{Caller, Cx, Engine, access::Reason, engine::SystemClock};
use store::{Blobs, Database, Options};
use types::{Problem, ProblemKind, Result};

use crate::config::Settings;

/// Clones are cheap and share everything.
#[derive(Clone)]
pub struct House {
    pub engine: Engine,
    pub blobs: Blobs,
    pub settings: Arc<Settings>,
    /// requests are answered by this process
    pub serving: bool,
}

impl House {
    /// Opens what is there and brings it to this version; an empty place becomes an empty installation.
    ///
    /// # Errors
    /// `in_use` when another process has the database.
    pub fn open(settings: &Settings) -> Result<House> {
        folder(settings)?;
        let database = Database::open(&Options::new(&settings.database)).map_err(named)?;
        let blobs = Blobs::open(files(settings))?;
        let engine = Engine::open(database, modules::modules(), Arc::new(SystemClock))?;
        Ok(House { engine, blobs, settings: Arc::new(settings.clone()), serving: false })
    }

    /// Opens an installation that must be there already: a mistyped folder makes no new one.
    pub fn open_existing(settings: &Settings) -> Result<House> {
        match sqlite_file(settings).filter(|file| !file.exists()) {
            Some(file) => Err(Problem::new(ProblemKind::NotFound, "no_installation").with("file", file.display())),
            None => House::open(settings),
        }
    }

    /// Reads as the machine's operator; blocks.
    pub fn read<T: Send + 'static>(&self, f: impl FnOnce(&mut Cx) -> Result<T> + Send + 'static) -> Result<T> {
        self.engine.read_now(caller(), f)
    }

    /// Reads all there is, however long that takes; blocks.
    pub fn read_all<T: Send + 'static>(&self, f: impl FnOnce(&mut Cx) -> Result<T> + Send + 'static) -> Result<T> {
        self.engine.read_long_now(caller(), f)
    }

    /// Writes as the machine's operator; blocks.
    pub fn write<T: Send + 'static>(&self, f: impl Fn(&mut Cx) -> Result<T> + Send + 'static) -> Result<T> {
        self.engine.write_now(caller(), f)
    }
}

impl House {
    /// Imports into this installation.
    pub fn imports(&self) -> Imports {
        Imports { engine: self.engine.clone(), blobs: self.blobs.clone() }
    }

    /// Writes behind everything interactive: a step of long work; blocks.
    pub fn write_behind<T: Send + 'static>(&self, f: impl Fn(&mut Cx) -> Result<T> + Send + 'static) -> Result<T> {
        self.wait(self.engine.write_background(caller(), f))
    }

    /// Waits for what the edges do without blocking; blocks.
    pub fn wait<T>(&self, work: impl Future<Output = Result<T>>) -> Result<T> {
        // the answer comes from the database's own threads, so any way of waiting will do
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().map_err(Problem::internal)?;
        runtime.block_on(work)
    }
}

/// A command on the machine itself: whoever may read the data folder may do everything.
pub fn caller() -> Caller {
    Caller::System(Reason::Command)
}

/// Where attachments lie.
pub fn files(settings: &Settings) -> PathBuf {
    settings.data_dir.join("files")
}

/// The database's file; `None` for a server.
pub fn sqlite_file(settings: &Settings) -> Option<PathBuf> {
    settings.database.strip_prefix("sqlite://").map(PathBuf::from)
}

/// The data folder, for its owner alone.
pub fn folder(settings: &Settings) -> Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&settings.data_dir);
    made.map_err(|e| Problem::internal(format!("{}: {e}", settings.data_dir.display())))
}

/// The operator can do something about these: they get words of their own.
pub fn named(error: store::Error) -> Problem {
    match error {
        store::Error::InUse(what) => Problem::conflict("database_in_use").with("what", what),
        store::Error::Lost(cause) => Problem::unavailable(cause),
        other => other.into(),
    }
}
