//! The house in which the tests of every edge live: a company that was set up a moment ago, its files, and requests through the real router. On each database
//! (feature `testing`); people and records come from `modules::testing`.

use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode},
};
use records::{Caller, Cx, Engine, Modules, engine::SystemClock};
use store::{Blobs, Database, testing::each_database};
use tower::ServiceExt as _;
use types::{Id, Result, words::Lang};

use crate::{App, Config, Route};

pub struct House {
    pub engine: Engine,
    pub blobs: Blobs,
    pub runtime: tokio::runtime::Runtime,
    /// administers
    pub zhou: Id,
    /// where the files lie; gone with the house
    pub folder: tempfile::TempDir,
}

/// What a request was answered with.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

/// Runs the test in a fresh house on every database there is.
pub fn house(test: impl Fn(House)) {
    each_database(|database| test(House::open(database, modules::modules(), Lang::En)));
}

impl House {
    pub fn open(database: Database, modules: Modules, lang: Lang) -> House {
        let engine = Engine::open(database, modules, Arc::new(SystemClock)).expect("it opens");
        let zhou = modules::testing::open(&engine, lang);
        let folder = tempfile::tempdir().expect("a folder");
        let blobs = Blobs::open(folder.path()).expect("a place for files");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        House { engine, blobs, runtime, zhou, folder }
    }

    pub fn write<T: Send + 'static>(&self, who: Id, f: impl Fn(&mut Cx) -> Result<T> + Send + 'static) -> Result<T> {
        self.engine.write_now(Caller::Person(who), f)
    }

    pub fn read<T: Send + 'static>(&self, who: Id, f: impl FnOnce(&mut Cx) -> Result<T> + Send + 'static) -> Result<T> {
        self.engine.read_now(Caller::Person(who), f)
    }

    /// The routes of an edge as the server has them.
    pub fn router(&self, config: Config, routes: Vec<Route>) -> Router {
        crate::router(self.app(config), routes)
    }

    pub fn app(&self, config: Config) -> App {
        App::new(self.engine.clone(), self.blobs.clone(), config)
    }

    pub fn answer(&self, router: &Router, request: Request<Body>) -> Answer {
        self.runtime.block_on(async {
            let (parts, body) = router.clone().oneshot(request).await.expect("an answer").into_parts();
            let bytes = axum::body::to_bytes(body, 64 << 20).await.expect("a body");
            Answer { status: parts.status, headers: parts.headers, bytes: bytes.to_vec() }
        })
    }
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// `null` where it is no JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.bytes).unwrap_or_default()
    }
}
