//! Where kept transactions tell what they did. Called by the write loops; `Database::subscribe` listens.

use std::sync::Arc;

use tokio::sync::{broadcast, mpsc};

use crate::Event;
use crate::event::Effects;
use crate::node::Node;

/// A listener more than this behind misses the oldest ones and is told so.
const REMEMBERED: usize = 1_024;

#[derive(Clone)]
pub(crate) struct Hub {
    pub node: Arc<Node>,
    pub events: broadcast::Sender<Event>,
    /// to the other nodes, where there can be any
    pub others: Option<mpsc::Sender<Event>>,
}

impl Hub {
    pub fn new(node: Arc<Node>, others: Option<mpsc::Sender<Event>>) -> Hub {
        Hub { node, events: broadcast::Sender::new(REMEMBERED), others }
    }

    /// The transaction that left these effects is kept.
    pub fn kept(&self, effects: Effects) {
        if let Some(floor) = effects.floor {
            self.node.raised(floor);
        }
        for event in effects.events {
            if let Some(others) = &self.others {
                // a full bag is dropped: events wake, tables tell
                let _ = others.try_send(event.clone());
            }
            // an error says that nobody listens
            let _ = self.events.send(event);
        }
    }
}
