//! Rows are read, understood and looked up ahead of the step that writes them. Called by `run`.

use std::sync::{Arc, Mutex, MutexGuard};

use records::{
    Caller,
    import::{
        Bound, Directory,
        reading::Parsed,
        settle::{Ready, wanted},
    },
};
use types::Result;

use super::Imports;

/// A batch as far as it could be understood without the database.
pub struct Understood {
    pub parsed: Vec<Parsed>,
    pub bytes: u64,
}

/// What its rows name is looked up, and decided about.
pub async fn settle(
    imports: &Imports,
    caller: Caller,
    directory: Arc<Mutex<Directory>>,
    bound: &Arc<Bound>,
    batch: Option<Understood>,
) -> Result<Option<(Vec<Ready>, u64)>> {
    let Some(Understood { parsed, bytes }) = batch else { return Ok(None) };
    let bound = bound.clone();
    let settled = imports
        .engine
        .read_behind(caller, move |cx| {
            let mut directory = lock(&directory);
            directory.look_up(cx, parsed.iter().flat_map(|parsed| wanted(&bound, parsed)))?;
            Ok(parsed.into_iter().map(|parsed| bound.settle(parsed, &directory)).collect())
        })
        .await?;
    Ok(Some((settled, bytes)))
}

pub fn lock(directory: &Mutex<Directory>) -> MutexGuard<'_, Directory> {
    directory.lock().unwrap_or_else(|poison| poison.into_inner())
}
