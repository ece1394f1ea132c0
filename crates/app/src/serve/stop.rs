//! SIGTERM and SIGINT, heard once and told to everybody who waits.

use tokio::{
    signal::unix::{SignalKind, signal as listen},
    sync::watch,
};

/// Clones wait for the same signal.
#[derive(Clone)]
pub struct Stopping(watch::Receiver<bool>);

impl Stopping {
    /// Until the server is to stop.
    pub async fn wait(&self) {
        let mut told = self.0.clone();
        // an error means that the teller is gone: time to stop as well
        let _ = told.wait_for(|stop| *stop).await;
    }
}

/// Begins to listen for the signals.
pub fn signal() -> Stopping {
    let (tell, told) = watch::channel(false);
    tokio::spawn(async move {
        match (listen(SignalKind::terminate()), listen(SignalKind::interrupt())) {
            (Ok(mut terminate), Ok(mut interrupt)) => {
                tokio::select! {
                    _ = terminate.recv() => {}
                    _ = interrupt.recv() => {}
                }
                let _ = tell.send(true);
            }
            (Err(error), _) | (_, Err(error)) => {
                tracing::error!(%error, "signals cannot be heard: the server ends only by force");
                std::future::pending::<()>().await;
            }
        }
    });
    Stopping(told)
}
