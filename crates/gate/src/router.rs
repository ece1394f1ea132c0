//! From declared routes to a service: every request gets an id, a time limit, headers; it is counted, checked for forgery, and its caller's kind is
//! compared with what the route admits. `app` calls this once with the routes of all edges.

use std::{
    collections::BTreeMap,
    convert::Infallible,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    Router,
    body::Body,
    extract::{DefaultBodyLimit, MatchedPath, Request, State},
    handler::Handler as _,
    http::{Extensions, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use records::{
    Caller, Cx, Engine,
    access::Reason,
    identity::{one_time, secret},
    query,
};
use store::Blobs;
use tower_http::{
    compression::CompressionLayer,
    timeout::{TimeoutBody, TimeoutLayer},
};
use types::{Problem, ProblemKind, Result};

use crate::{
    Call, Config, Refusal, Route, Wants, Who,
    answer::Refused,
    call::{self, RequestId},
    forgery,
    frame::Asked,
    headers,
    limits::{Limits, Purpose},
    metrics::Metrics,
    presence::{self, Presence},
    route::BodyLimit,
    turns::Turns,
};

/// What every handler may use.
#[derive(Clone)]
pub struct App {
    pub engine: Engine,
    pub blobs: Blobs,
    pub config: Arc<Config>,
    pub limits: Arc<Limits>,
    pub metrics: Arc<Metrics>,
    /// every declared route of every edge, for the document of the interface
    pub routes: Arc<[Route]>,
    /// what one edge needs of another, given by who knows both
    ports: Arc<Extensions>,
    pub presence: Arc<Presence>,
    /// in the lane of reports, for what may walk a whole table
    walks: Arc<Turns>,
}

/// Of the connections for reports one stays free for home, boards and reports themselves.
const WALKS: usize = 2;

impl App {
    pub fn new(engine: Engine, blobs: Blobs, config: Config) -> App {
        App {
            engine,
            blobs,
            config: Arc::new(config),
            limits: Arc::new(Limits::default()),
            metrics: Arc::new(Metrics::default()),
            routes: Arc::default(),
            ports: Arc::default(),
            presence: Arc::new(Presence::default()),
            walks: Arc::new(Turns::new(WALKS)),
        }
    }

    /// Gives something along that an edge will ask for by its type ([`App::port`]): edges never use one another.
    pub fn with<T: Clone + Send + Sync + 'static>(mut self, port: T) -> App {
        Arc::make_mut(&mut self.ports).insert(port);
        self
    }

    /// Reads for whoever calls; a problem is refused as they can read it.
    pub async fn read<T: Send + 'static>(
        &self,
        call: &Call,
        f: impl FnOnce(&mut Cx) -> Result<T> + Send + 'static,
    ) -> Result<T, Refusal> {
        self.engine.read(call.caller.clone(), f).await.map_err(|problem| Refusal::of(call, problem))
    }

    /// Reads a list for whoever calls: among the pages where an index serves it, else when it is their turn, so that a few such lists do not hold
    /// every connection of the pages.
    pub async fn read_list<T: Send + 'static>(
        &self,
        call: &Call,
        f: impl FnOnce(&mut Cx) -> Result<T> + Clone + Send + 'static,
    ) -> Result<T> {
        let soon = f.clone();
        match self.engine.read(call.caller.clone(), move |cx| query::briefly(cx, soon)).await? {
            Some(answer) => Ok(answer),
            None => self.read_in_turn(call, f).await,
        }
    }

    /// The same for what adds up a list: among the reports, or in turn.
    pub async fn read_sums<T: Send + 'static>(
        &self,
        call: &Call,
        f: impl FnOnce(&mut Cx) -> Result<T> + Clone + Send + 'static,
    ) -> Result<T> {
        let soon = f.clone();
        match self.engine.read_heavy(call.caller.clone(), move |cx| query::briefly(cx, soon)).await? {
            Some(answer) => Ok(answer),
            None => self.read_in_turn(call, f).await,
        }
    }

    /// Reads what may walk a whole table, in the lane of reports: one such walk of each person, and of all of them so few that no report waits.
    pub async fn read_in_turn<T: Send + 'static>(
        &self,
        call: &Call,
        f: impl FnOnce(&mut Cx) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let who = self.engine.read(call.caller.clone(), |cx| Ok(cx.actor.user)).await?;
        let turn = self.walks.take(who).await?;
        let read = move |cx: &mut Cx| {
            // given back by the work itself: whoever goes away leaves a walk behind that still runs
            let _turn = turn;
            f(cx)
        };
        self.engine.read_heavy(call.caller.clone(), read).await
    }

    /// Writes for whoever calls, in one transaction.
    pub async fn write<T: Send + 'static>(
        &self,
        call: &Call,
        f: impl Fn(&mut Cx) -> Result<T> + Send + 'static,
    ) -> Result<T, Refusal> {
        self.engine.write(call.caller.clone(), f).await.map_err(|problem| Refusal::of(call, problem))
    }

    /// What [`App::with`] was given.
    pub fn port<T: Clone + Send + Sync + 'static>(&self) -> Option<T> {
        self.ports.get::<T>().cloned()
    }
}

/// Longer than any page may take.
const TIMEOUT: Duration = Duration::from_secs(130);
/// Longer than an upload or an export may take.
const LONG: Duration = Duration::from_secs(3_600);
/// A sender that says nothing for so long has gone.
const SILENCE: Duration = Duration::from_secs(30);

/// The service of all declared routes.
pub fn router(app: App, routes: Vec<Route>) -> Router {
    let app = App { routes: routes.iter().cloned().collect(), ..app };
    let mut paths: BTreeMap<&'static str, Vec<Route>> = BTreeMap::new();
    for route in routes {
        paths.entry(route.path).or_default().push(route);
    }
    let mut router: Router<App> = Router::new();
    for (path, routes) in paths {
        for route in routes {
            let limit = match route.body {
                BodyLimit::Usual => app.config.body_limit,
                BodyLimit::Upload => app.config.upload_limit as usize,
                BodyLimit::Bytes(bytes) => bytes,
            };
            let admitted = route.who;
            let guarded = route
                .handler
                .layer(DefaultBodyLimit::max(limit))
                .layer::<_, Infallible>(middleware::from_fn_with_state((app.clone(), admitted), admit))
                .layer(TimeoutLayer::with_status_code(
                    StatusCode::SERVICE_UNAVAILABLE,
                    if route.long { LONG } else { TIMEOUT },
                ));
            router = router.route(path, guarded);
        }
    }
    let nowhere = nothing_here.layer(middleware::from_fn_with_state((app.clone(), Who::Anyone), admit));
    router
        .fallback(nowhere)
        .layer(CompressionLayer::new().no_br().no_deflate())
        .layer(middleware::from_fn_with_state(app.clone(), around))
        .with_state(app)
}

async fn nothing_here(call: Call) -> Refusal {
    // programs get one kind of 404, whatever is missing
    let code = if call.wants == Wants::Json { "not_found" } else { "no_page" };
    Refusal::of(&call, Problem::new(ProblemKind::NotFound, code))
}

/// Around everything: id, headers, metrics, panics.
async fn around(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let began = Instant::now();
    let id = RequestId(secret::fresh("").map_or_else(|_| "unknown".into(), |s| s[..16].to_string()));
    request.extensions_mut().insert(id.clone());
    // the pattern, not the path: one-time links are secrets (AUTH-16)
    let route = request.extensions().get::<MatchedPath>().map_or("none", |path| path.as_str()).to_string();
    let method = request.method().clone();
    let (wants, lang) = (Wants::of(request.uri().path(), request.headers()), call::language(request.headers()));
    let refuse = |problem| Refusal { problem, wants, lang, request: id.clone() }.into_response();
    let (asked, request) = Asked::of(&app, request);
    let work = std::panic::AssertUnwindSafe(next.run(request));
    let mut response = match futures_catch(work).await {
        Some(response) => response,
        None => refuse(Problem::internal("a handler panicked")),
    };
    if let Some(problem) = unsaid(&response) {
        let allow = response.headers_mut().remove(header::ALLOW);
        response = refuse(problem);
        response.headers_mut().extend(allow.map(|allow| (header::ALLOW, allow)));
    }
    if let Some(asked) = asked
        && let Some(Refused(problem)) = response.extensions_mut().remove()
        && let Some(framed) = asked.refused(&app, problem).await
    {
        let allow = response.headers_mut().remove(header::ALLOW);
        response = framed;
        response.headers_mut().extend(allow.map(|allow| (header::ALLOW, allow)));
    }
    headers::add(response.headers_mut(), app.config.is_https());
    if let Ok(value) = HeaderValue::from_str(&id.0) {
        response.headers_mut().insert("x-request-id", value);
    }
    let (status, took) = (response.status().as_u16(), began.elapsed());
    app.metrics.count(status, took);
    tracing::debug!(request = %id.0, %method, route, status, micros = took.as_micros() as u64, "answered");
    response
}

/// What axum and its layers refuse by themselves comes without a problem document: 405, a body that cannot be read, the time limit.
fn unsaid(response: &Response) -> Option<Problem> {
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let bare = kind.is_none() || (status.is_client_error() && kind.is_some_and(|kind| kind.starts_with("text/plain")));
    if !bare {
        return None;
    }
    Some(match status {
        StatusCode::METHOD_NOT_ALLOWED => Problem::new(ProblemKind::NotAllowed, "method_not_allowed"),
        StatusCode::NOT_FOUND => Problem::not_found(),
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(ProblemKind::TooLarge, "too_large"),
        StatusCode::SERVICE_UNAVAILABLE => Problem::new(ProblemKind::Unavailable, "unavailable"),
        _ if status.is_client_error() => Problem::bad("bad_request"),
        _ if status.is_server_error() => Problem::internal("an answer without words"),
        _ => return None,
    })
}

/// A panic in a handler ends that request alone.
async fn futures_catch(work: std::panic::AssertUnwindSafe<impl Future<Output = Response>>) -> Option<Response> {
    let mut work = std::pin::pin!(work.0);
    std::future::poll_fn(move |context| {
        match std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| work.as_mut().poll(context))) {
            Ok(std::task::Poll::Ready(response)) => std::task::Poll::Ready(Some(response)),
            Ok(std::task::Poll::Pending) => std::task::Poll::Pending,
            Err(_) => std::task::Poll::Ready(None),
        }
    })
    .await
}

/// The kind of caller that a route admits, forgery, and the common rate limit.
async fn admit(State((app, who)): State<(App, Who)>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let call = call::of(&parts, &app);
    let refuse = |problem| Refusal::of(&call, problem).into_response();
    // AUTH-15: once somebody administers there is nothing here, whatever the method, the headers and the body are
    if who == Who::Setup && !set_up_is_open(&app).await {
        return refuse(Problem::not_found());
    }
    let by_cookie = !matches!(call.caller, Caller::Token { .. });
    if !forgery::passes(&parts.method, &parts.headers, &app.config.base_url, by_cookie) {
        return refuse(Problem::forbidden("foreign_origin"));
    }
    if let Err(problem) =
        app.limits.count(Purpose::Request, &call.key(app.presence.knows(&call.caller, Instant::now())))
    {
        return refuse(problem);
    }
    let admitted = match who {
        Who::Anyone | Who::Setup => true,
        Who::Person => matches!(call.caller, Caller::Session { .. }),
        Who::Program => !call.is_stranger(),
    };
    if !admitted {
        return to_sign_in(&call, &parts.uri).unwrap_or_else(|| refuse(Problem::unauthorized()));
    }
    let uri = parts.uri.clone();
    // however long a body takes as a whole, its pieces keep coming
    let body = Body::new(TimeoutBody::new(SILENCE, body));
    let response = next.run(Request::from_parts(parts, body)).await;
    // a session that ended meanwhile: pages lead to sign-in
    if response.status() == StatusCode::UNAUTHORIZED && who == Who::Person {
        return to_sign_in(&call, &uri).unwrap_or(response);
    }
    // anybody is served on the other routes, whatever cookie they send
    if response.status().is_success() && matches!(who, Who::Person | Who::Program) {
        presence::note(&app, &call.caller);
    }
    response
}

/// Whether a set-up link is good; one that cannot be looked for is not.
async fn set_up_is_open(app: &App) -> bool {
    let any = app.engine.read(Caller::System(Reason::Setup), |cx| one_time::any(cx, one_time::Purpose::Setup));
    any.await.unwrap_or(false)
}

/// A person who is not signed in comes back to the page they wanted.
fn to_sign_in(call: &Call, uri: &axum::http::Uri) -> Option<Response> {
    let wanted = uri.path_and_query().map_or("/", |p| p.as_str());
    let target = format!("/signin?to={}", encode(wanted));
    match call.wants {
        crate::Wants::Page => Some((StatusCode::SEE_OTHER, [(header::LOCATION, target)]).into_response()),
        // htmx follows this header with a whole page
        crate::Wants::Part => Some((StatusCode::OK, [("hx-redirect", "/signin".to_string())]).into_response()),
        crate::Wants::Json => None,
    }
}

/// Percent-encodes everything but unreserved characters.
pub fn encode(text: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut out = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => out.push(byte as char),
            _ => {
                let digits = [HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]];
                out.extend(['%', digits[0] as char, digits[1] as char]);
            }
        }
    }
    out
}

/// 503 with a sentence, for handlers that find the house closing.
pub fn closing() -> Problem {
    Problem::new(ProblemKind::Unavailable, "unavailable")
}
