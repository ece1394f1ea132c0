//! The only way in: a database, a catalog, a clock. Every piece of work gets its own `Cx`: versions compared, caller resolved, time and ids drawn.
//! Made once by `app`; cloned into every edge.

use std::{collections::HashMap, sync::Arc, time::Duration};

use arc_swap::ArcSwap;
use store::Database;
use types::{Id, IdBlock, Instant, Mint, Name, Problem, Result};

use crate::{
    access::{Actor, Reason, Rights, Role, Teams},
    behaviour::Behaviours,
    context::{Cx, Organization},
    identity::{self, Caller},
    query::many::Many,
    schema::{Catalog, Object},
    setup,
};

/// What the modules bring: their objects, and their rules.
#[derive(Default)]
pub struct Modules {
    pub objects: Vec<Object>,
    pub behaviours: Behaviours,
    /// the roles that exist from the first start
    pub roles: Vec<(String, types::words::Label, Role)>,
}

/// Where the time comes from; tests give their own.
pub trait Clock: Send + Sync {
    fn now(&self) -> Instant;
}

/// The clock of the machine.
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods, reason = "the one place that asks the machine; everyone else is told")]
    fn now(&self) -> Instant {
        Instant::from_jiff(jiff::Timestamp::now())
    }
}

#[derive(Clone)]
pub struct Engine {
    db: Database,
    inner: Arc<Inner>,
}

struct Inner {
    /// objects as the modules ship them
    shipped: Catalog,
    behaviours: Arc<Behaviours>,
    shared: ArcSwap<Shared>,
    mint: Mint,
    clock: Arc<dyn Clock>,
    seal: Arc<[u8]>,
    many: Arc<Many>,
}

/// What all work shares until a version counts up: replaced whole, never changed.
pub struct Shared {
    pub catalog: Arc<Catalog>,
    pub organization: Arc<Organization>,
    pub roles: HashMap<String, Role>,
    pub teams: Teams,
    /// versions of catalog and rights under which this was read
    pub versions: (i64, i64),
    /// people resolved under these rights
    actors: ArcSwap<HashMap<Id, Arc<Actor>>>,
}

/// Ids set aside for an ordinary write: the row, its audit and outbox entries, and those of the rules that follow.
const IDS: u32 = 256;
/// For a step of an import or a bulk change: ≤ 500 rows of three ids each.
const IDS_BULK: u32 = 4_096;
/// For one record of many that are written together: the row, its audit and outbox entries, and those of the rules that follow.
const IDS_EACH: u32 = 16;

/// The longest that an export or a check of everything may take.
const LONG: Duration = Duration::from_secs(3_600);

impl Engine {
    /// Brings the database to this version of the program and reads the catalog. Blocks; called once at start.
    pub fn open(db: Database, modules: Modules, clock: Arc<dyn Clock>) -> Result<Engine> {
        let seal = setup::prepare(&db, &modules, clock.now())?;
        let shipped = Catalog::of(modules.objects);
        let mint = Mint::new(db.node(), db.floor_id());
        let read = shipped.clone();
        let shared = db.read_now(move |tx| setup::load(tx, &read))?;
        let inner = Inner {
            shipped,
            behaviours: Arc::new(modules.behaviours),
            shared: ArcSwap::from_pointee(shared),
            mint,
            clock,
            seal: seal.into(),
            many: Arc::default(),
        };
        let engine = Engine { db, inner: Arc::new(inner) };
        Ok(engine)
    }

    pub fn database(&self) -> &Database {
        &self.db
    }

    pub fn now(&self) -> Instant {
        self.inner.clock.now()
    }

    /// The catalog as this process knows it now: for pages that only need names. Work inside a transaction gets its own.
    pub fn shared(&self) -> Arc<Shared> {
        self.inner.shared.load_full()
    }

    /// Reads on one snapshot.
    pub fn read<T: Send + 'static>(
        &self,
        caller: Caller,
        f: impl FnOnce(&mut Cx) -> Result<T> + Send + 'static,
    ) -> impl Future<Output = Result<T>> + Send {
        let work = self.work(caller, 0);
        let db = self.db.clone();
        async move { db.read(move |tx| work.run(tx, f)).await }
    }

    /// What adds up many records: home, boards, reports, exact counts; in a lane of its own, so that it never delays a page.
    pub fn read_heavy<T: Send + 'static>(
        &self,
        caller: Caller,
        f: impl FnOnce(&mut Cx) -> Result<T> + Send + 'static,
    ) -> impl Future<Output = Result<T>> + Send {
        let work = self.work(caller, 0);
        let db = self.db.clone();
        async move { db.read_heavy(move |tx| work.run(tx, f)).await }
    }

    /// What nobody waits for at a page: portions of imports, upkeep. In a third lane.
    pub fn read_behind<T: Send + 'static>(
        &self,
        caller: Caller,
        f: impl FnOnce(&mut Cx) -> Result<T> + Send + 'static,
    ) -> impl Future<Output = Result<T>> + Send {
        let work = self.work(caller, 0);
        let db = self.db.clone();
        async move { db.read_behind(move |tx| work.run(tx, f)).await }
    }

    /// The same for what takes as long as it takes: whole exports.
    pub fn read_long<T: Send + 'static>(
        &self,
        caller: Caller,
        f: impl FnOnce(&mut Cx) -> Result<T> + Send + 'static,
    ) -> impl Future<Output = Result<T>> + Send {
        let work = self.work(caller, 0);
        let db = self.db.with_deadline(LONG);
        async move { db.read_behind(move |tx| work.run(tx, f)).await }
    }

    /// Writes in one transaction; durable when the answer is there. May run again: `f` depends on nothing but its arguments.
    pub fn write<T: Send + 'static>(
        &self,
        caller: Caller,
        f: impl Fn(&mut Cx) -> Result<T> + Send + 'static,
    ) -> impl Future<Output = Result<T>> + Send {
        let work = self.work(caller, IDS);
        let db = self.db.clone();
        async move { db.write(move |tx| work.clone().run(tx, &f)).await }
    }

    /// Behind everything interactive: steps of imports, bulk changes, upkeep.
    pub fn write_background<T: Send + 'static>(
        &self,
        caller: Caller,
        f: impl Fn(&mut Cx) -> Result<T> + Send + 'static,
    ) -> impl Future<Output = Result<T>> + Send {
        let work = self.work(caller, IDS_BULK);
        let db = self.db.clone();
        async move { db.write_background(move |tx| work.clone().run(tx, &f)).await }
    }

    /// Up to `records` records in one transaction that somebody waits for: all or nothing. Takes its turn behind everything interactive, because
    /// it holds the writer for as long as it takes.
    pub fn write_together<T: Send + 'static>(
        &self,
        caller: Caller,
        records: u32,
        f: impl Fn(&mut Cx) -> Result<T> + Send + 'static,
    ) -> impl Future<Output = Result<T>> + Send {
        let work = self.work(caller, IDS.saturating_add(records.saturating_mul(IDS_EACH)));
        let db = self.db.clone();
        async move { db.write_background(move |tx| work.clone().run(tx, &f)).await }
    }

    /// For commands and tests; blocks.
    pub fn read_now<T: Send + 'static>(
        &self,
        caller: Caller,
        f: impl FnOnce(&mut Cx) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let work = self.work(caller, 0);
        self.db.read_now(move |tx| work.run(tx, f))
    }

    /// For commands that look at everything there is; blocks.
    pub fn read_long_now<T: Send + 'static>(
        &self,
        caller: Caller,
        f: impl FnOnce(&mut Cx) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let work = self.work(caller, 0);
        self.db.with_deadline(LONG).read_now(move |tx| work.run(tx, f))
    }

    /// For commands and tests; blocks.
    pub fn write_now<T: Send + 'static>(
        &self,
        caller: Caller,
        f: impl Fn(&mut Cx) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let work = self.work(caller, IDS_BULK);
        self.db.write_now(move |tx| work.clone().run(tx, &f))
    }

    /// Everything that is drawn before the work begins.
    fn work(&self, caller: Caller, ids: u32) -> Work {
        let now = self.inner.clock.now();
        Work { inner: self.inner.clone(), caller, now, ids: self.inner.mint.block(now, ids) }
    }
}

#[derive(Clone)]
struct Work {
    inner: Arc<Inner>,
    caller: Caller,
    now: Instant,
    ids: IdBlock,
}

impl Work {
    fn run<T>(self, tx: &mut store::Tx, f: impl FnOnce(&mut Cx) -> Result<T>) -> Result<T> {
        let writes = self.ids.clone().take().is_some();
        let shared = self.inner.current(tx, writes)?;
        let actor = identity::resolve(tx, &shared, &self.caller, self.now)?;
        let mut cx = Cx {
            tx,
            catalog: shared.catalog.clone(),
            lang: actor.lang.unwrap_or(shared.organization.lang),
            actor,
            organization: shared.organization.clone(),
            behaviours: self.inner.behaviours.clone(),
            now: self.now,
            ids: self.ids,
            seal: self.inner.seal.clone(),
            many: self.inner.many.clone(),
            depth: 0,
            memo: Default::default(),
            trial: false,
            brief: false,
        };
        let answer = f(&mut cx)?;
        if writes && let Some(highest) = cx.ids.highest() {
            cx.tx.keep_ids(highest)?;
        }
        Ok(answer)
    }
}

impl Inner {
    /// The first statement of every piece of work: nothing runs under an old catalog or an old right, on any node.
    /// A write reads what its own transaction may have changed and what is not yet committed: it uses that, and others never see it.
    fn current(&self, tx: &mut store::Tx, writes: bool) -> Result<Arc<Shared>> {
        let versions = setup::versions(tx)?;
        let shared = self.shared.load_full();
        if shared.versions == versions {
            return Ok(shared);
        }
        let fresh = Arc::new(setup::load(tx, &self.shipped)?);
        // one on an older snapshot must not replace what is newer
        if !writes && fresh.versions > shared.versions {
            if fresh.versions.1 != shared.versions.1 {
                self.many.forget(); // what was many for a wide role may be few for a narrow one
            }
            self.shared.store(fresh.clone());
        }
        Ok(fresh)
    }
}

impl Shared {
    pub(crate) fn new(
        catalog: Arc<Catalog>,
        organization: Arc<Organization>,
        roles: HashMap<String, Role>,
        teams: Teams,
        versions: (i64, i64),
    ) -> Shared {
        Shared { catalog, organization, roles, teams, versions, actors: ArcSwap::from_pointee(HashMap::new()) }
    }

    /// A person under these rights, remembered until rights change.
    pub(crate) fn person(&self, tx: &mut store::Tx, user: Id) -> Result<Arc<Actor>> {
        if let Some(actor) = self.actors.load().get(&user) {
            return Ok(actor.clone());
        }
        let actor = Arc::new(identity::person(tx, self, user)?);
        self.actors.rcu(|known| {
            let mut known = HashMap::clone(known);
            known.insert(user, actor.clone());
            known
        });
        Ok(actor)
    }

    /// The rights of these roles together; unknown codes give nothing.
    pub(crate) fn rights(&self, roles: &[String]) -> (Rights, bool) {
        let named: Vec<&Role> = roles.iter().filter_map(|code| self.roles.get(code)).collect();
        (Rights::unite(&named), named.iter().any(|role| role.administrator))
    }
}

/// Counts a version up, so that every node reads anew before its next piece of work.
pub fn bump(cx: &mut Cx, name: &str) -> Result<()> {
    use store::{Change, Expr, Math};
    let next = Expr::Math(Math::Add, Box::new(Expr::column(0, "value")), Box::new(Expr::value(1)));
    let changed =
        cx.run(&Change::update(&Name::of("versions"), vec![("value", next)], Expr::column(0, "name").eq(name)))?;
    if changed == 1 { Ok(()) } else { Err(Problem::internal(format!("no version {name}"))) }
}

/// What the engine does without a person; each use is reviewed.
pub fn system(reason: Reason) -> Caller {
    Caller::System(reason)
}

#[cfg(test)]
mod tests {
    use store::testing::each_database;

    use super::*;
    use crate::testing::World;

    #[test]
    fn rights_that_are_not_committed_are_nobody_elses() {
        each_database(|db| {
            let world = World::new(db);
            world.read(world.people.ada, |_| Ok(())).unwrap();
            let known = world.engine.shared().versions;
            let inner = world.engine.inner.clone();
            let failed = world.write(world.people.ada, move |cx| {
                bump(cx, "rights")?;
                // the next closure of a group commit begins like this, in the same transaction
                assert_ne!(inner.current(cx.tx, true)?.versions, known);
                Err::<(), _>(Problem::conflict("given_up"))
            });
            assert_eq!(failed.unwrap_err().code, "given_up");
            assert_eq!(world.engine.shared().versions, known);
        });
    }
}
