//! An installation of a size, filled once and served in this process over loopback, with the routes of the real server. Made by `main`.

use std::{net::SocketAddr, path::Path, sync::Arc};

use gate::{App, Config, passwords};
use modules::{
    sample::{FAMILIES, Sample},
    set_up::SetUp,
};
use records::{
    Caller, Engine,
    access::Reason,
    engine::SystemClock,
    identity::{secret, session},
    query::{Ask, Measure, group::group},
};
use store::{Blobs, Database, Options};
use types::{Id, Problem, Result, Value, words::Lang};

pub struct Site {
    pub engine: Engine,
    pub blobs: Blobs,
    pub address: SocketAddr,
    pub runtime: tokio::runtime::Runtime,
}

impl Site {
    pub fn open(folder: &Path, url: &str) -> Result<Site> {
        std::fs::create_dir_all(folder).map_err(Problem::internal)?;
        let database = Database::open(&Options::new(url)).map_err(Problem::from)?;
        let engine = Engine::open(database, modules::modules(), Arc::new(SystemClock))?;
        let blobs = Blobs::open(folder.join("files"))?;
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Problem::internal)?;
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).map_err(Problem::internal)?;
        let address = listener.local_addr().map_err(Problem::internal)?;
        let config = Config { base_url: format!("http://{address}"), ..Config::default() };
        let mut routes = edge_api::routes();
        routes.extend(edge_web::routes());
        let empty = gate::Route::get("/empty", gate::Who::Anyone, async || "");
        routes.push(empty.says("Answers nothing: the floor of HTTP"));
        edge_web::pages::refusal::register();
        let router = gate::router(App::new(engine.clone(), blobs.clone(), config), routes);
        runtime.spawn(async move { axum::serve(listener, router).await });
        Ok(Site { engine, blobs, address, runtime })
    }

    /// Sets up and fills what is not there yet.
    pub fn fill(&self, rows: u64) -> Result<()> {
        let system = || Caller::System(Reason::Command);
        if !self.engine.read_now(system(), modules::set_up::is_done)? {
            let password_hash = self.runtime.block_on(passwords::hash("a quiet river in spring".into()))?;
            let what = SetUp {
                organization: "海岳工业集团".into(),
                currency: "CNY".into(),
                lang: Lang::Zh,
                time_zone: "Asia/Shanghai".into(),
                fiscal_start: 1,
                name: "林书遥".into(),
                email: "admin@example.com".into(),
                password_hash,
            };
            self.engine.write_now(modules::set_up::caller(), move |cx| modules::set_up::set_up(cx, &what))?;
        }
        // an earlier run filled it and then measured writes: the accounts it made are not the sample's
        if self.count("accounts")? >= i64::try_from(rows).unwrap_or(i64::MAX) {
            return Ok(());
        }
        let sample = Sample { rows, seed: 1 };
        let mut from = self.engine.read_now(system(), move |cx| sample.done(cx))?;
        if from >= rows {
            return Ok(());
        }
        let begun = std::time::Instant::now();
        for at in 0..sample.beginnings() {
            self.runtime.block_on(self.engine.write_background(system(), move |cx| sample.begin(cx, at)))?;
        }
        let ground = self.engine.read_now(system(), move |cx| sample.ground(cx))?;
        let mut made = 0;
        while from < rows {
            let ground = ground.clone();
            let step = self.engine.write_background(system(), move |cx| ground.step(cx, from));
            made += self.runtime.block_on(step)?;
            from += FAMILIES;
        }
        let seconds = begun.elapsed().as_secs_f64();
        println!("filled: {made} records in {seconds:.0} s, {:.0} records/s\n", made as f64 / seconds);
        Ok(())
    }

    /// A cookie for this person; each client has its own, as each browser would.
    pub fn session(&self, user: Id) -> Result<String> {
        let fresh = secret::fresh("")?;
        let hash = secret::hash(&fresh);
        let open = move |cx: &mut records::Cx| session::open(cx, user, hash, None, None);
        self.engine.write_now(Caller::System(Reason::SignIn), open)?;
        Ok(format!("zhike={fresh}"))
    }

    pub fn count(&self, object: &'static str) -> Result<i64> {
        self.count_for(Caller::System(Reason::Command), object, None)
    }

    /// How many records this caller may see.
    pub fn count_for(&self, caller: Caller, object: &'static str, filter: Option<String>) -> Result<i64> {
        let work = self.engine.read_heavy(caller, move |cx| {
            let object = cx.catalog.find(object)?;
            let ask = Ask { filter, ..Ask::default() };
            let grouped = group(cx, &object, &ask, &[], &[Measure::Count])?;
            Ok(match grouped.rows.first().and_then(|row| row.values.first()) {
                Some(Value::Int(count)) => *count,
                _ => 0,
            })
        });
        self.runtime.block_on(work)
    }
}
