//! The registry: every route says who may call it and what it touches. OpenAPI, the access sweep and the forgery sweep are made from it,
//! so a new route is attacked automatically.

use axum::{http::Method, routing::MethodRouter};
use records::access::Action;

use crate::App;

/// One declared route. A route that is not declared does not exist.
#[derive(Clone)]
pub struct Route {
    pub method: Method,
    /// in axum's form: `/api/v1/{object}/{id}`
    pub path: &'static str,
    pub who: Who,
    /// the right that the engine will ask for; none for routes that touch no records
    pub action: Option<Action>,
    /// one line for the API document
    pub summary: &'static str,
    /// how much a caller may send
    pub body: BodyLimit,
    /// it takes as long as files and whole lists take
    pub long: bool,
    pub(crate) handler: MethodRouter<App>,
}

/// Bytes of a request at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyLimit {
    /// what the operator allows every request
    Usual,
    /// files: what the operator allows an upload
    Upload,
    /// of this route alone
    Bytes(usize),
}

/// Who may come as far as the handler. What they may do there is the engine's business.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// anybody: sign-in, assets, health
    Anyone,
    /// a person in a browser
    Person,
    /// an API token, or a person in a browser
    Program,
    /// whoever holds the set-up link, while nobody administers
    Setup,
}

impl Route {
    pub fn get<H, T>(path: &'static str, who: Who, handler: H) -> Route
    where
        H: axum::handler::Handler<T, App>,
        T: 'static,
    {
        Route::new(Method::GET, path, who, axum::routing::get(handler))
    }

    pub fn post<H, T>(path: &'static str, who: Who, handler: H) -> Route
    where
        H: axum::handler::Handler<T, App>,
        T: 'static,
    {
        Route::new(Method::POST, path, who, axum::routing::post(handler))
    }

    pub fn patch<H, T>(path: &'static str, who: Who, handler: H) -> Route
    where
        H: axum::handler::Handler<T, App>,
        T: 'static,
    {
        Route::new(Method::PATCH, path, who, axum::routing::patch(handler))
    }

    pub fn delete<H, T>(path: &'static str, who: Who, handler: H) -> Route
    where
        H: axum::handler::Handler<T, App>,
        T: 'static,
    {
        Route::new(Method::DELETE, path, who, axum::routing::delete(handler))
    }

    fn new(method: Method, path: &'static str, who: Who, handler: MethodRouter<App>) -> Route {
        Route { method, path, who, action: None, summary: "", body: BodyLimit::Usual, long: false, handler }
    }

    pub fn asks(mut self, action: Action) -> Route {
        self.action = Some(action);
        self
    }

    pub fn says(mut self, summary: &'static str) -> Route {
        self.summary = summary;
        self
    }

    /// Takes files, which are written to the disk while they come.
    pub fn large(mut self) -> Route {
        self.body = BodyLimit::Upload;
        self.long()
    }

    /// May take long before it answers: uploads over slow lines, exports of everything.
    pub fn long(mut self) -> Route {
        self.long = true;
        self
    }

    /// Takes bodies of up to so many bytes.
    pub fn takes(mut self, bytes: usize) -> Route {
        self.body = BodyLimit::Bytes(bytes);
        self
    }
}
