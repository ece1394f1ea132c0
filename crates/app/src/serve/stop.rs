//! SIGTERM and SIGINT, heard once and told to everybody who waits.

use tokio::{
    signal::unix::{SignalKind, signal as listen},
    sync::watch,
};
use types::{Problem, Result};

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

/// From here on the signals are heard.
pub fn signal() -> Result<Stopping> {
    let mut terminate = listen(SignalKind::terminate()).map_err(Problem::internal)?;
    let mut interrupt = listen(SignalKind::interrupt()).map_err(Problem::internal)?;
    let (tell, told) = watch::channel(false);
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        let _ = tell.send(true);
    });
    Ok(Stopping(told))
}
