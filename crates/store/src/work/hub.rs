//! Where kept transactions tell what they did. Called by the write loops; `Database::subscribe` listens.

use std::sync::Arc;

use tokio::sync::broadcast;

use crate::Event;
use crate::event::Effects;
use crate::node::Node;

/// A listener more than this behind misses the oldest ones and is told so.
const REMEMBERED: usize = 1_024;

#[derive(Clone)]
pub(crate) struct Hub {
    pub node: Arc<Node>,
    pub events: broadcast::Sender<Event>,
}

impl Hub {
    pub fn new(node: Arc<Node>) -> Hub {
        Hub { node, events: broadcast::Sender::new(REMEMBERED) }
    }

    /// The transaction that left these effects is kept.
    pub fn kept(&self, effects: Effects) {
        if let Some(floor) = effects.floor {
            self.node.raised(floor);
        }
        for event in effects.events {
            // an error says that nobody listens
            let _ = self.events.send(event);
        }
    }
}
