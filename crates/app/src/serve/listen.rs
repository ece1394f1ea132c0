//! Takes connections and answers what comes over them, within bounds: how many at once, how long a request's head may take to arrive, how much one
//! connection may ask at the same time. Used by `serve`, once per address.

use std::{convert::Infallible, net::SocketAddr, sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request},
};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto::Builder, graceful::GracefulShutdown},
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};
use tower::ServiceExt;
use types::{Problem, Result};

use super::stop::Stopping;

/// Connections at once; more wait to be taken.
const MOST: usize = 10_000;
/// A head that takes longer belongs to somebody who only wants to keep us busy; an idle connection is closed as well.
const HEAD: Duration = Duration::from_secs(30);
/// Requests at once over one HTTP/2 connection.
const STREAMS: u32 = 100;
/// An HTTP/2 connection that does not answer is closed.
const ALIVE: Duration = Duration::from_secs(30);
/// When the system has no room for another connection.
const PAUSE: Duration = Duration::from_millis(50);

pub async fn bind(address: SocketAddr) -> Result<TcpListener> {
    let bound = TcpListener::bind(address).await;
    bound.map_err(|e| Problem::conflict("cannot_listen").with("address", address).because(e))
}

/// Answers until told to stop, then ends when every request under way has its answer.
pub async fn answer(listener: TcpListener, router: Router, stopping: Stopping) {
    let mut http = Builder::new(TokioExecutor::new());
    http.http1().timer(TokioTimer::new()).header_read_timeout(HEAD);
    http.http2().timer(TokioTimer::new()).max_concurrent_streams(STREAMS).keep_alive_interval(ALIVE);
    let (open, room) = (GracefulShutdown::new(), Arc::new(Semaphore::new(MOST)));
    loop {
        let Ok(place) = room.clone().acquire_owned().await else { break };
        let (stream, peer) = tokio::select! {
            taken = listener.accept() => match taken {
                Ok(connection) => connection,
                Err(error) => {
                    tracing::warn!(%error, "a connection was not taken");
                    tokio::time::sleep(PAUSE).await;
                    continue;
                }
            },
            () = stopping.wait() => break,
        };
        let connection = http.serve_connection(io(stream), service(router.clone(), peer)).into_owned();
        let connection = open.watch(connection);
        tokio::spawn(async move {
            // ends of connections are the other side's affair
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    open.shutdown().await;
}

fn io(stream: TcpStream) -> TokioIo<TcpStream> {
    // small answers go out at once
    let _ = stream.set_nodelay(true);
    TokioIo::new(stream)
}

/// The router, told who is at the other end.
fn service(
    router: Router,
    peer: SocketAddr,
) -> impl hyper::service::Service<
    hyper::Request<hyper::body::Incoming>,
    Response = axum::response::Response,
    Error = Infallible,
    Future: Send,
> + Clone {
    hyper::service::service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
        let mut request: Request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request)
    })
}
