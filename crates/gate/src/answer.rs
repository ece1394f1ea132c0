//! Refusals: a `Problem` becomes a problem document for programs and a page for people, with the request id, and nothing of the inside.

use std::sync::{Arc, OnceLock};

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use types::{Problem, ProblemKind, words::Lang};

use crate::{call::RequestId, problem_json};

/// What the caller can read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wants {
    Json,
    /// a whole page
    Page,
    /// a part of a page, swapped in by htmx
    Part,
}

impl Wants {
    pub fn of(path: &str, headers: &HeaderMap) -> Wants {
        let accepts_html =
            headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).is_some_and(|v| v.contains("text/html"));
        if path.starts_with("/api/") {
            return Wants::Json;
        }
        match (headers.contains_key("hx-request"), accepts_html) {
            (true, _) => Wants::Part,
            (false, true) => Wants::Page,
            (false, false) => Wants::Json,
        }
    }
}

/// A problem on its way out, with what is needed to say it well.
#[derive(Debug)]
pub struct Refusal {
    pub problem: Problem,
    pub wants: Wants,
    pub lang: Lang,
    pub request: RequestId,
}

/// Rides with the answer of a refusal, so that the router may put the frame of the site around it.
#[derive(Clone)]
pub(crate) struct Refused(pub Problem);

/// How the web edge draws a refusal; registered by `app`, since edges never meet.
pub type Drawn = dyn Fn(&Problem, Wants, Lang, &str) -> String + Send + Sync;

static DRAW: OnceLock<Arc<Drawn>> = OnceLock::new();

/// Sets how refusals look in a browser. Once, at start.
pub fn draw_with(draw: Arc<Drawn>) {
    let _ = DRAW.set(draw);
}

impl Refusal {
    pub fn of(call: &crate::Call, problem: Problem) -> Refusal {
        Refusal { problem, wants: call.wants, lang: call.lang, request: call.request.clone() }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let Refusal { problem, wants, lang, request } = self;
        let status = StatusCode::from_u16(problem.kind.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        if problem.cause.is_some() || problem.kind == ProblemKind::Internal {
            // the cause is for the operator; the caller gets the request id
            tracing::error!(request = %request.0, status = status.as_u16(), problem = %problem, "refused");
        }
        let mut response = match (wants, DRAW.get()) {
            (Wants::Page | Wants::Part, Some(draw)) => {
                let html = draw(&problem, wants, lang, &request.0);
                (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response()
            }
            _ => {
                let body = problem_json::render(&problem, lang, &request.0).to_string();
                (status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response()
            }
        };
        let headers = response.headers_mut();
        match problem.kind {
            ProblemKind::RateLimited | ProblemKind::Unavailable => {
                let after = problem.args.iter().find(|(name, _)| *name == "seconds").map_or("2", |(_, v)| v);
                if let Ok(value) = HeaderValue::from_str(after) {
                    headers.insert(header::RETRY_AFTER, value);
                }
            }
            ProblemKind::Unauthorized => {
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"zhike\""));
            }
            _ => {}
        }
        response.extensions_mut().insert(Refused(problem));
        response
    }
}
