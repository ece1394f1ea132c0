//! `zhike restore`: a backup becomes an installation, in a data folder that has none. The server is stopped before; nothing that is there is
//! overwritten.

use std::{
    fs::File,
    path::{Path, PathBuf},
};

use serde_json::json;
use types::{Problem, Result, display};

use super::unusable;
use crate::{
    archive,
    args::Restore,
    config::Settings,
    house::{self, House},
    say::{Answer, Say, app},
};

pub fn run(what: &Restore, settings: &Settings, say: &mut dyn Say) -> Result<Answer> {
    let target = house::sqlite_file(settings).ok_or_else(|| Problem::bad("restore_needs_sqlite"))?;
    let files = house::files(settings);
    for there in [target.as_path(), &files] {
        if is_used(there) {
            return Err(Problem::conflict("restore_in_the_way").with("file", there.display()));
        }
    }
    let key = what.key.as_deref().map(archive::key::secret).transpose()?;
    let file = File::open(&what.file).map_err(|e| unusable(&what.file, &e))?;
    house::folder(settings)?;
    let aside = Aside::new(settings.data_dir.join("restoring"))?;
    let manifest = archive::unpack(file, key.as_ref(), &aside.0, say)?;
    store::backup::restore(&aside.0.join("zhike.db"), &target)?;
    // an empty folder may be there
    let _ = std::fs::remove_dir(&files);
    std::fs::rename(aside.0.join("files"), &files).map_err(|e| unusable(&files, &e))?;
    // brings an older backup to this version, and shows that it can be opened
    House::open(settings)?;
    let json = json!({ "manifest": manifest, "database": target });
    let size = display::file_size(manifest.database.bytes + manifest.files.bytes);
    let made = manifest.created_at;
    let text = app(
        say.lang(),
        "restored",
        &[("made", made.into()), ("size", size.into()), ("files", manifest.files.count.into())],
    );
    Ok(Answer::new(text, json))
}

/// A file, or a folder with something in it.
fn is_used(path: &Path) -> bool {
    match std::fs::read_dir(path) {
        Ok(mut entries) => entries.next().is_some(),
        Err(_) => path.exists(),
    }
}

/// A folder that goes away however the command ends.
struct Aside(PathBuf);

impl Aside {
    fn new(path: PathBuf) -> Result<Aside> {
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).map_err(|e| unusable(&path, &e))?;
        Ok(Aside(path))
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
