//! What machines ask: is the process up, is it able to serve, how is it doing. Routes of the process itself, beside those of the edges.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use gate::{App, Call, Refusal, Route, Who};
use records::{Caller, access::Reason, identity::secret};
use types::Problem;

/// The server is about to stop: load balancers send nothing more.
#[derive(Clone, Default)]
pub struct Closing(Arc<AtomicBool>);

impl Closing {
    pub fn begin(&self) {
        self.0.store(true, Ordering::Release);
    }

    fn has_begun(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// `/metrics` on the common address is there only for who knows the token.
pub fn routes(closing: Closing, token: Option<String>) -> Vec<Route> {
    let ready = move |State(app): State<App>| ready(app, closing.clone());
    let token = token.map(|token| secret::hash(&token));
    let metrics = move |State(app): State<App>, call: Call, headers: HeaderMap| async move {
        let shown = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        // digests are compared, so time tells nothing of the token
        let given = shown.and_then(|value| value.strip_prefix("Bearer ")).map(secret::hash);
        if token.is_some() && given == token {
            metrics(&app)
        } else {
            Refusal::of(&call, Problem::not_found()).into_response()
        }
    };
    vec![
        Route::get("/livez", Who::Anyone, || async { "live\n" }).says("The process is up"),
        Route::get("/readyz", Who::Anyone, ready).says("Able to serve"),
        Route::get("/metrics", Who::Anyone, metrics).says("Counters for Prometheus"),
    ]
}

/// `/metrics` on an address of its own, where whoever reaches it may read.
pub fn metrics_alone(app: App) -> Router {
    Router::new().route("/metrics", get(|State(app): State<App>| async move { metrics(&app) })).with_state(app)
}

/// Ready when the database answers in the shape this program knows.
async fn ready(app: App, closing: Closing) -> Response {
    let answers = app.engine.read(Caller::System(Reason::Upkeep), |_| Ok(())).await;
    match (closing.has_begun(), answers) {
        (false, Ok(())) => "ready\n".into_response(),
        (true, _) => (StatusCode::SERVICE_UNAVAILABLE, "stopping\n").into_response(),
        (false, Err(problem)) => {
            tracing::error!(%problem, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "not ready\n").into_response()
        }
    }
}

fn metrics(app: &App) -> Response {
    let text = app.metrics.render(app.engine.database().waiting());
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response()
}
