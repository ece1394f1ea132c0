//! The frame of the site (sidebar, top bar) around what the gate or another edge has to say to whoever is signed in. The web edge draws it and
//! `app` hands it over as a port, because edges never meet. Used by the router for refusals, and by edges that have a page of their own.

use std::sync::Arc;

use axum::{
    extract::Request,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use futures_util::future::BoxFuture;
use records::Caller;
use types::{Problem, ProblemKind, Result, words::Lang};

use crate::{App, Call, Refusal, Wants, call};

/// What stands in the frame. `html` is written by the edge that sends it, escaped and without inline style or script.
pub struct Page {
    pub status: StatusCode,
    pub title: String,
    pub html: String,
}

/// Draws a page in the reader's language.
pub type Draw = Box<dyn FnOnce(Lang) -> Page + Send>;

/// Who draws the frame.
pub trait Framing: Send + Sync {
    fn framed<'a>(&'a self, app: &'a App, call: &'a Call, headers: &'a HeaderMap, draw: Draw) -> Framed<'a>;

    /// A refused page; `path` is what was asked for.
    fn refusal<'a>(&'a self, app: &'a App, asked: &'a Asked, problem: Problem) -> Framed<'a>;
}

pub type Framed<'a> = BoxFuture<'a, Result<Response>>;
pub type Port = Arc<dyn Framing>;

/// A page of another edge in the frame of the site.
///
/// # Errors
/// `not_found` where there is no site.
pub async fn page(app: &App, call: &Call, headers: &HeaderMap, draw: Draw) -> Result<Response, Refusal> {
    let refuse = |problem| Refusal::of(call, problem);
    let port = app.port::<Port>().ok_or_else(Problem::not_found).map_err(refuse)?;
    port.framed(app, call, headers, draw).await.map_err(refuse)
}

/// Who asked for a page, and which: kept until it is clear whether it is refused.
pub struct Asked {
    pub call: Call,
    pub headers: HeaderMap,
    pub path: String,
}

impl Asked {
    /// None where nobody is signed in or no whole page is wanted.
    pub(crate) fn of(app: &App, request: Request) -> (Option<Asked>, Request) {
        let (parts, body) = request.into_parts();
        let call = call::of(&parts, app);
        let framed = call.wants == Wants::Page && matches!(call.caller, Caller::Session { .. });
        let asked = framed.then(|| Asked { call, headers: parts.headers.clone(), path: parts.uri.path().to_string() });
        (asked, Request::from_parts(parts, body))
    }

    /// The refusal in its frame; None where it stands alone, because the house has trouble enough or nobody is signed in after all.
    pub(crate) async fn refused(&self, app: &App, problem: Problem) -> Option<Response> {
        let calm = match problem.kind {
            ProblemKind::BadRequest
            | ProblemKind::Forbidden
            | ProblemKind::NotFound
            | ProblemKind::NotAllowed
            | ProblemKind::Conflict
            | ProblemKind::Stale
            | ProblemKind::TooLarge
            | ProblemKind::Invalid => true,
            ProblemKind::Unauthorized
            | ProblemKind::RateLimited
            | ProblemKind::Unavailable
            | ProblemKind::StorageFull
            | ProblemKind::Internal => false,
        };
        let port = app.port::<Port>().filter(|_| calm)?;
        port.refusal(app, self, problem).await.ok()
    }
}
