//! One installation, open: database, files, engine. Made by `main` for a command on its own, by `serve` for the server.

use std::{path::PathBuf, sync::Arc};

use records::{Caller, Cx, Engine, access::Reason, engine::SystemClock};
use store::{Blobs, Database, Options};
use types::{Problem, Result};

use crate::config::Settings;

/// Clones are cheap and share everything.
#[derive(Clone)]
pub struct House {
    pub engine: Engine,
    pub blobs: Blobs,
    pub settings: Arc<Settings>,
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
        Ok(House { engine, blobs, settings: Arc::new(settings.clone()) })
    }

    /// Reads as the machine's operator; blocks.
    pub fn read<T: Send + 'static>(&self, f: impl FnOnce(&mut Cx) -> Result<T> + Send + 'static) -> Result<T> {
        self.engine.read_now(caller(), f)
    }

    /// Writes as the machine's operator; blocks.
    pub fn write<T: Send + 'static>(&self, f: impl Fn(&mut Cx) -> Result<T> + Send + 'static) -> Result<T> {
        self.engine.write_now(caller(), f)
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

/// The data folder, for its owner alone.
fn folder(settings: &Settings) -> Result<()> {
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
