//! One connection beside the pool that keeps this node's lease and carries events between nodes. Runs on its own thread, started by `Database`.
//!
//! Events are sent outside the transactions they tell of: NOTIFY inside one makes all commits queue up behind each other.

use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use futures_util::future::{Either, select};
use std::pin::pin;
use tokio::sync::{broadcast, mpsc};
use tokio_postgres::{AsyncMessage, Client};
use types::Name;

use super::wire::Drive;
use super::{Target, fault};
use crate::node::Node;
use crate::render::postgres::own;
use crate::{Event, Result};

pub(crate) struct Postman {
    pub target: Arc<Target>,
    pub node: Arc<Node>,
    pub holder: String,
    pub inbox: broadcast::Sender<Event>,
    /// closed when the database closes: then the number is given back
    pub outbox: mpsc::Receiver<Event>,
}

/// A quarter of the lease's minute.
const RENEWAL: Duration = Duration::from_secs(15);
/// Letters on one trip.
const BAG: usize = 500;

impl Postman {
    pub fn run(mut self) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let Ok(runtime) = runtime else { return }; // then the lease runs out and writes are refused
        runtime.block_on(async {
            loop {
                if let Ok(true) = self.serve().await {
                    return;
                }
                // what is told while the server is away is a wake-up nobody can hear
                while self.outbox.try_recv().is_ok() {}
                if self.outbox.is_closed() {
                    return;
                }
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        });
    }

    /// Serves until the database closes (`true`) or the connection is lost.
    async fn serve(&mut self) -> Result<bool> {
        let (client, mut drive) = self.target.connect().await?;
        let (inbox, own) = (self.inbox.clone(), self.node.number);
        let listening = pin!(listen(&mut *drive, &inbox, own));
        let working = pin!(self.work(&client));
        match select(listening, working).await {
            Either::Left(((), _)) => Ok(false),
            Either::Right((done, _)) => done,
        }
    }

    async fn work(&mut self, client: &Client) -> Result<bool> {
        client.batch_execute(own::LISTEN).await.map_err(fault::of)?;
        let mut renewal = tokio::time::interval(RENEWAL);
        let mut bag = Vec::new();
        loop {
            let events = {
                let letters = pin!(self.outbox.recv_many(&mut bag, BAG));
                let tick = pin!(renewal.tick());
                match select(letters, tick).await {
                    Either::Left((count, _)) => Some(count),
                    Either::Right(_) => None,
                }
            };
            match events {
                None => self.renew(client).await?,
                Some(0) => {
                    let key = self.node.number_as_int();
                    client.execute(own::RELEASE, &[&key, &self.holder]).await.map_err(fault::of)?;
                    return Ok(true);
                }
                Some(_) => {
                    let texts: Vec<String> = bag.drain(..).map(|event| write(&event, self.node.number)).collect();
                    client.execute(own::NOTIFY, &[&texts]).await.map_err(fault::of)?;
                }
            }
        }
    }

    async fn renew(&self, client: &Client) -> Result<()> {
        let asked = std::time::Instant::now();
        let key = self.node.number_as_int();
        let renewed = client.execute(own::RENEW, &[&key, &self.holder]).await.map_err(fault::of)?;
        if renewed == 1 {
            self.node.renewed(asked)
        } else {
            self.node.taken()
        }
        Ok(())
    }
}

/// Hands on what other nodes tell, until the connection ends.
async fn listen(drive: &mut dyn Drive, inbox: &broadcast::Sender<Event>, own: u16) {
    std::future::poll_fn(|cx| {
        loop {
            match drive.poll(cx) {
                Poll::Ready(Some(Ok(AsyncMessage::Notification(letter)))) => {
                    if let Some((node, event)) = read(letter.payload())
                        && node != own
                    {
                        let _ = inbox.send(event); // nobody listens
                    }
                }
                Poll::Ready(Some(Ok(_))) => {}
                Poll::Ready(_) => return Poll::Ready(()),
                Poll::Pending => return Poll::Pending,
            }
        }
    })
    .await;
}

fn write(event: &Event, node: u16) -> String {
    format!("{node} {} {} {} {}", event.topic, event.object, event.id, event.version)
}

fn read(text: &str) -> Option<(u16, Event)> {
    let mut words = text.split(' ');
    let node = words.next()?.parse().ok()?;
    let topic = Name::parse(words.next()?)?;
    let object = Name::parse(words.next()?)?;
    Some((node, Event { topic, object, id: words.next()?.parse().ok()?, version: words.next()?.parse().ok()? }))
}
