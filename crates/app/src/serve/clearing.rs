//! Clearing out: stored files that no record names any longer go from the disk. A part of them every hour, by upkeep; what came in lately is spared, because a
//! record may be about to name it.

use std::sync::{
    Arc,
    atomic::{AtomicU16, Ordering},
};

use modules::platform::named_files;
use records::{Engine, access::Reason, engine::system};
use store::Blobs;
use types::{Instant, Problem, Result};

/// Files looked at in one round, at least; a folder is finished.
const LOOKED_AT: usize = 2_000;
/// Folders looked into in one round.
const FOLDERS: usize = 1 << 16;
/// Spared are files that came in within this time.
const YOUNG: i64 = 2 * Instant::DAY;

/// Where the next round begins. After a restart that is the first folder again, which does no harm.
#[derive(Clone)]
pub struct Clearing {
    pub engine: Engine,
    pub blobs: Blobs,
    from: Arc<AtomicU16>,
}

impl Clearing {
    pub fn new(engine: Engine, blobs: Blobs) -> Clearing {
        Clearing { engine, blobs, from: Arc::default() }
    }

    /// One round; gives how many files went.
    pub async fn round(self) -> Result<u64> {
        let spared = self.engine.now().plus(-YOUNG);
        self.older_than(spared).await
    }

    async fn older_than(&self, spared: Instant) -> Result<u64> {
        let first = self.from.load(Ordering::Relaxed);
        let blobs = self.blobs.clone();
        let (old, next) = blocking(move || old(&blobs, first, spared)).await?;
        let free = self.engine.read_behind(system(Reason::Upkeep), move |cx| named_files::unnamed(cx, &old)).await?;
        let blobs = self.blobs.clone();
        let gone =
            blocking(move || free.iter().try_fold(0, |gone, hash| Ok(gone + u64::from(blobs.clear(hash, spared)?))))
                .await?;
        self.from.store(next, Ordering::Relaxed);
        Ok(gone)
    }
}

/// Files that came in before `spared`, from a folder on, and the folder behind them.
fn old(blobs: &Blobs, first: u16, spared: Instant) -> Result<(Vec<String>, u16)> {
    let (mut old, mut at, mut seen) = (Vec::new(), first, 0);
    for _ in 0..FOLDERS {
        let files = blobs.folder(at)?;
        at = at.wrapping_add(1);
        seen += files.len();
        old.extend(files.into_iter().filter(|(_, came)| *came < spared).map(|(blob, _)| blob.hash));
        if seen >= LOOKED_AT {
            break;
        }
    }
    Ok((old, at))
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(Problem::internal)?
}

#[cfg(test)]
mod tests {
    use gate::testing::house;
    use modules::platform::attach::{self, Arrival};
    use records::{import::journal, write::trash};
    use types::Name;

    use super::*;

    #[test]
    fn files_go_when_nothing_names_them_and_not_before() {
        house(|house| {
            let (engine, blobs) = (&house.engine, &house.blobs);
            let put = |text: &str| blobs.put(text.as_bytes(), 100).unwrap().hash;
            let (orphan, attached, thrown, imported) = (put("orphan"), put("attached"), put("thrown"), put("imported"));
            let person = records::Caller::Person(house.zhou);
            let attach = |hash: &str| {
                let file = Arrival { name: "a.txt".into(), size: 1, content_type: "text/plain", sha256: hash.into() };
                let made = move |cx: &mut records::Cx| attach::attach(cx, &file, None).map(|made| made.id);
                engine.write_now(person.clone(), made).unwrap()
            };
            attach(&attached);
            let bin = attach(&thrown);
            let hash = imported.clone();
            engine
                .write_now(person.clone(), move |cx| {
                    trash::delete(cx, &cx.catalog.find("files")?, bin, None)?;
                    let file = journal::File { name: "book.csv".into(), sha256: hash.clone() };
                    journal::begin(cx, &Name::of("accounts"), &file, "{}", journal::State::Draft)
                })
                .unwrap();
            let clearing = Clearing::new(engine.clone(), blobs.clone());
            let round = |spared| house.runtime.block_on(clearing.older_than(spared)).unwrap();
            let there = |hash: &String| blobs.get(hash).unwrap().is_some();
            assert_eq!(round(engine.now().plus(-YOUNG)), 0, "all came in a moment ago");
            let later = engine.now().plus(Instant::DAY);
            assert_eq!(round(later), 1);
            assert_eq!([&orphan, &attached, &thrown, &imported].map(there), [false, true, true, true]);
            assert_eq!(round(later), 0, "once is enough");
        });
    }
}
