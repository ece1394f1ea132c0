//! The client, its socket and the small runtime that moves them, all on one thread. Called by the PostgreSQL session.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::runtime::Runtime;
use tokio_postgres::{AsyncMessage, Client, Connection};

use super::statements::Statements;
use super::target::Target;
use super::{Role, fault};
use crate::{Error, Result};

/// The server stops a statement at its deadline; when it has not answered this much later, the connection is given up.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

pub(super) struct Wire {
    runtime: Runtime,
    client: Client,
    socket: Socket,
    pub statements: Statements,
}

/// `None` once the connection has ended: dropping its half tells every request that still waits.
struct Socket(Option<Box<dyn Drive>>);

/// The connection's own half of the work: bytes in, bytes out.
pub(super) trait Drive: Send {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<AsyncMessage, tokio_postgres::Error>>>;
}

impl<S, T> Drive for Connection<S, T>
where
    S: AsyncRead + AsyncWrite + Unpin + Send,
    T: AsyncRead + AsyncWrite + Unpin + Send,
{
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<AsyncMessage, tokio_postgres::Error>>> {
        self.poll_message(cx)
    }
}

impl Wire {
    pub fn connect(target: &Target, role: Role) -> Result<Wire> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|e| Error::Lost(format!("no runtime: {e}")))?;
        let (client, drive) = runtime.block_on(target.connect())?;
        let mut wire = Wire { runtime, client, socket: Socket(Some(drive)), statements: Statements::default() };
        wire.batch(&target.greeting(role), Instant::now() + PATIENCE)?;
        Ok(wire)
    }

    pub fn is_closed(&self) -> bool {
        self.socket.0.is_none() || self.client.is_closed()
    }

    /// Waits for what the client was asked to do. All futures the closure makes are sent before the first answer is awaited.
    ///
    /// # Errors
    /// `Deadline` when the server is silent for too long; the connection is then closed.
    pub fn wait<'a, T, F>(&'a mut self, deadline: Instant, ask: impl FnOnce(&'a Client) -> F) -> Result<T>
    where
        F: Future<Output = T>,
    {
        let Wire { runtime, client, socket, .. } = self;
        let mut work = pin!(ask(client));
        let last = tokio::time::Instant::from_std(deadline + PATIENCE);
        let done = runtime.block_on(async {
            let both = std::future::poll_fn(|cx| {
                if let Poll::Ready(answer) = work.as_mut().poll(cx) {
                    return Poll::Ready(answer);
                }
                socket.poll(cx);
                work.as_mut().poll(cx)
            });
            tokio::time::timeout_at(last, both).await
        });
        done.map_err(|_| {
            socket.0 = None;
            Error::Deadline
        })
    }

    pub fn batch(&mut self, text: &str, deadline: Instant) -> Result<()> {
        self.wait(deadline, |client| client.batch_execute(text))?.map_err(fault::of)
    }

    /// Sends a command whose answer nobody needs; whatever is asked next comes after it.
    pub fn send(&mut self, text: &str) {
        let Wire { runtime, client, socket, .. } = self;
        let mut work = pin!(client.batch_execute(text));
        runtime.block_on(std::future::poll_fn(|cx| {
            let _ = work.as_mut().poll(cx);
            socket.poll(cx);
            Poll::Ready(())
        }));
    }
}

impl Socket {
    fn poll(&mut self, cx: &mut Context<'_>) {
        while let Some(drive) = &mut self.0 {
            match drive.poll(cx) {
                Poll::Ready(Some(Ok(_))) => {} // notices
                Poll::Ready(_) => self.0 = None,
                Poll::Pending => return,
            }
        }
    }
}
