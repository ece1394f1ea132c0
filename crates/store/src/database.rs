//! The way in: opens a database, keeps its connections' threads, and hands closures to them. Used by `records::engine` and `app`.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, mpsc};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tokio::sync::{broadcast, oneshot};
use types::Id;

use crate::connect::postgres::postman::Postman;
use crate::connect::{Session, postgres as server, sqlite};
use crate::lock::Lock;
use crate::node::Node;
use crate::options::Place;
use crate::work::hub::Hub;
use crate::work::lane::Lane;
use crate::work::{Reply, Work, group, read, retry};
use crate::{Error, Event, Index, Options, Result, Step, Tx};

/// For work whose length is not ours to set.
const LONG: Duration = Duration::from_secs(6 * 3_600);

/// An open database. Clones are cheap and share everything; the last one to go closes it after the work that waits.
#[derive(Clone)]
pub struct Database {
    inner: Arc<Inner>,
    read_deadline: Duration,
    heavy_deadline: Duration,
    write_deadline: Duration,
}

struct Inner {
    place: Place,
    read: Arc<Lane>,
    heavy: Arc<Lane>,
    long: Arc<Lane>,
    write: Arc<Lane>,
    hub: Hub,
    threads: Mutex<Vec<JoinHandle<()>>>,
    /// last, so that the file is released after every connection
    _lock: Option<Lock>,
}

impl Database {
    /// Opens the database and starts its threads.
    ///
    /// # Errors
    /// `InUse` when another process has the SQLite file; `Lost` when the server cannot be reached; `Other` for anything the operator must
    /// put right: the text says what.
    pub fn open(options: &Options) -> Result<Database> {
        match options.place()? {
            Place::Sqlite(path) => Database::open_sqlite(path, options),
            Place::Postgres(url) => Database::open_postgres(url, options),
        }
    }

    fn open_sqlite(path: PathBuf, options: &Options) -> Result<Database> {
        let lock = Lock::take(&path)?;
        let mut writer = sqlite::Session::open(&path, sqlite::Role::Writer)?;
        writer.found()?;
        let floor = writer.floor()?;
        let hub = Hub::new(Arc::new(Node::alone(floor)), None);
        let inner = Inner::new(Place::Sqlite(path.clone()), options, hub, 1, Some(lock));
        let lanes = [
            (&inner.read, options.readers),
            (&inner.heavy, options.heavy_readers),
            (&inner.long, options.long_readers),
        ];
        for (lane, count) in lanes {
            for _ in 0..count.max(1) {
                let session = Session::Sqlite(sqlite::Session::open(&path, sqlite::Role::Reader)?);
                let tx = Tx::new(session, inner.hub.node.clone());
                let lane = lane.clone();
                inner.spawn("reader", move || read::run(tx, &lane))?;
            }
        }
        let tx = Tx::new(Session::Sqlite(writer), inner.hub.node.clone());
        let (lane, hub, most) = (inner.write.clone(), inner.hub.clone(), options.group.clamp(1, 64));
        let keeper = sqlite::Keeper::start(&path)?;
        inner.spawn("writer", move || group::run(tx, &lane, &hub, keeper, most))?;
        Ok(Database::of(inner, options))
    }

    fn open_postgres(url: String, options: &Options) -> Result<Database> {
        let target = |limit| Ok::<_, Error>(Arc::new(server::Target::parse(&url, limit)?));
        let write_target = target(options.write_deadline)?;
        let mut first = server::Session::new(write_target.clone(), server::Role::Writer);
        let asked = Instant::now();
        let lease = first.found()?;
        let node = Arc::new(Node::leased(lease.number, lease.floor, asked));
        let (letters, outbox) = tokio::sync::mpsc::channel(4 * options.queue.max(64));
        let hub = Hub::new(node.clone(), Some(letters));
        let postman = Postman {
            target: write_target.clone(),
            node: node.clone(),
            holder: lease.holder,
            inbox: hub.events.clone(),
            outbox,
        };
        let inner = Inner::new(Place::Postgres(url.clone()), options, hub, options.writers.div_ceil(2), None);
        inner.spawn("postman", move || postman.run())?;
        let lanes = [
            (&inner.read, options.readers, target(options.read_deadline)?),
            (&inner.heavy, options.heavy_readers, target(options.heavy_deadline)?),
            (&inner.long, options.long_readers, target(options.heavy_deadline)?),
        ];
        for (lane, count, target) in lanes {
            for _ in 0..count.max(1) {
                let session = server::Session::new(target.clone(), server::Role::Reader);
                let (tx, lane) = (Tx::new(Session::Postgres(session), node.clone()), lane.clone());
                inner.spawn("reader", move || read::run(tx, &lane))?;
            }
        }
        let more = (1..options.writers).map(|_| server::Session::new(write_target.clone(), server::Role::Writer));
        for (seed, session) in std::iter::once(first).chain(more).enumerate() {
            let tx = Tx::new(Session::Postgres(session), node.clone());
            let (lane, hub, seed) =
                (inner.write.clone(), inner.hub.clone(), seed as u64 ^ u64::from(node.number) << 32);
            inner.spawn("writer", move || retry::run(tx, &lane, &hub, seed))?;
        }
        Ok(Database::of(inner, options))
    }

    fn of(inner: Inner, options: &Options) -> Database {
        Database {
            inner: Arc::new(inner),
            read_deadline: options.read_deadline,
            heavy_deadline: options.heavy_deadline,
            write_deadline: options.write_deadline,
        }
    }

    /// Runs a closure on one snapshot of the database.
    pub async fn read<T, E>(&self, f: impl FnOnce(&mut Tx) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        hear(self.push(&self.inner.read, false, self.read_deadline, once(f))).await
    }

    /// The same in the lane of reports, so that adding up never delays a page.
    pub async fn read_heavy<T, E>(&self, f: impl FnOnce(&mut Tx) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        hear(self.push(&self.inner.heavy, false, self.heavy_deadline, once(f))).await
    }

    /// The same in the lane of what nobody waits for at a page (exports, portions of imports), so that it never delays a report.
    pub async fn read_behind<T, E>(&self, f: impl FnOnce(&mut Tx) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        hear(self.push(&self.inner.long, false, self.heavy_deadline, once(f))).await
    }

    /// Runs a closure as one transaction; answered when it is safe on disk. It may run more than once: it depends on its arguments alone.
    pub async fn write<T, E>(&self, f: impl Fn(&mut Tx) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        hear(self.push(&self.inner.write, false, self.write_deadline, f)).await
    }

    /// The same behind everything interactive: imports, bulk changes, retention.
    pub async fn write_background<T, E>(&self, f: impl Fn(&mut Tx) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        hear(self.push(&self.inner.write, true, self.heavy_deadline, f)).await
    }

    /// `read_behind` for commands and tests; blocks the calling thread.
    pub fn read_now<T, E>(&self, f: impl FnOnce(&mut Tx) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        wait(|reply| self.push_to(&self.inner.long, false, self.heavy_deadline, once(f), reply))
    }

    /// `write` for commands and tests; blocks the calling thread.
    pub fn write_now<T, E>(&self, f: impl Fn(&mut Tx) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        wait(|reply| self.push_to(&self.inner.write, false, self.write_deadline, f, reply))
    }

    /// Builds an index while the pages go on: `CREATE INDEX CONCURRENTLY` on PostgreSQL; on SQLite writers wait for it, readers do not.
    /// For jobs and commands; blocks the calling thread for as long as it takes.
    pub fn build_index(&self, index: &Index) -> Result<()> {
        match &self.inner.place {
            Place::Sqlite(_) => {
                let step = Step::CreateIndex(index.clone());
                self.with_deadline(LONG).write_now(move |tx| tx.reshape(&step))
            }
            Place::Postgres(url) => server::build_index(url, index),
        }
    }

    /// What the database finds wrong with itself, a line each; reads all of it on SQLite. For `verify` and the nightly check.
    pub fn complaints(&self) -> Result<Vec<String>> {
        self.with_deadline(LONG).read_now(Tx::complaints)
    }

    /// Where the SQLite file is; `None` on PostgreSQL, which has its own tools for backups.
    pub fn file(&self) -> Option<&Path> {
        match &self.inner.place {
            Place::Sqlite(path) => Some(path),
            Place::Postgres(_) => None,
        }
    }

    /// The same database with another time limit for every closure given to this handle.
    pub fn with_deadline(&self, deadline: Duration) -> Database {
        Database {
            inner: self.inner.clone(),
            read_deadline: deadline,
            heavy_deadline: deadline,
            write_deadline: deadline,
        }
    }

    /// Hears what transactions tell after they are kept, from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<Event> {
        self.inner.hub.events.subscribe()
    }

    /// This process's number in ids: 0 on SQLite, leased on PostgreSQL.
    pub fn node(&self) -> u16 {
        self.inner.hub.node.number
    }

    /// No id above this one was kept by an earlier process of this number: where `types::Mint` begins.
    pub fn floor_id(&self) -> Id {
        self.inner.hub.node.floor()
    }

    /// Closures waiting: pages, heavy reads, long reads, writes. For metrics and `doctor`.
    pub fn waiting(&self) -> [usize; 4] {
        let Inner { read, heavy, long, write, .. } = &*self.inner;
        [read, heavy, long, write].map(|lane| lane.waiting())
    }

    fn push<T, E>(
        &self,
        lane: &Lane,
        background: bool,
        limit: Duration,
        run: impl FnMut(&mut Tx) -> Result<T, E> + Send + 'static,
    ) -> oneshot::Receiver<Result<T, E>>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (sender, receiver) = oneshot::channel();
        self.push_to(lane, background, limit, run, Reply::Future(sender));
        receiver
    }

    fn push_to<T, E>(
        &self,
        lane: &Lane,
        background: bool,
        limit: Duration,
        run: impl FnMut(&mut Tx) -> Result<T, E> + Send + 'static,
        reply: Reply<Result<T, E>>,
    ) where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let work = Work { run, deadline: Instant::now() + limit, result: None, reply };
        if let Err(refused) = lane.push(Box::new(work), background) {
            refused.answer(Err(Error::Busy));
        }
    }
}

/// A closure that may run once, in the shape of one that may run often.
fn once<T, E: From<Error>>(f: impl FnOnce(&mut Tx) -> Result<T, E>) -> impl FnMut(&mut Tx) -> Result<T, E> {
    let mut f = Some(f);
    move |tx| match f.take() {
        Some(f) => f(tx),
        None => Err(E::from(Error::Clash)),
    }
}

async fn hear<T, E: From<Error>>(answer: oneshot::Receiver<Result<T, E>>) -> Result<T, E> {
    answer.await.unwrap_or_else(|_| Err(E::from(Error::Busy)))
}

fn wait<T, E: From<Error>>(send: impl FnOnce(Reply<Result<T, E>>)) -> Result<T, E> {
    let (sender, receiver) = mpsc::sync_channel(1);
    send(Reply::Blocking(sender));
    receiver.recv().unwrap_or_else(|_| Err(E::from(Error::Busy)))
}

impl Inner {
    fn new(place: Place, options: &Options, hub: Hub, background_limit: usize, lock: Option<Lock>) -> Inner {
        let lane = |limit| Arc::new(Lane::new(options.queue, limit));
        let threads = Mutex::new(Vec::new());
        Inner {
            place,
            read: lane(0),
            heavy: lane(0),
            long: lane(0),
            write: lane(background_limit),
            hub,
            threads,
            _lock: lock,
        }
    }

    fn spawn(&self, name: &str, run: impl FnOnce() + Send + 'static) -> Result<()> {
        let thread = std::thread::Builder::new().name(format!("store-{name}")).spawn(run);
        let thread = thread.map_err(|e| Error::Other(format!("no thread: {e}")))?;
        self.threads.lock().unwrap_or_else(|poison| poison.into_inner()).push(thread);
        Ok(())
    }
}

impl Drop for Inner {
    /// What waits is still done and answered; the file is consistent when this returns.
    fn drop(&mut self) {
        for lane in [&self.read, &self.heavy, &self.long, &self.write] {
            lane.close();
        }
        // the postman ends when the last writer has let go of its letter box
        self.hub.others = None;
        let threads = std::mem::take(&mut *self.threads.lock().unwrap_or_else(|poison| poison.into_inner()));
        for thread in threads {
            // a closure may hold the last handle: then this is one of the threads to wait for
            if thread.thread().id() != std::thread::current().id() {
                let _ = thread.join();
            }
        }
    }
}
