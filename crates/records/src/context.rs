//! What every piece of work is given: the transaction, the catalog, the actor, the time and fresh ids. First argument of everything in this crate.
//! Made by `engine`, for each read and write anew.

use std::sync::Arc;

use jiff::tz::TimeZone;
use store::{Change, Rows, Select, Tx};
use types::{Currency, Id, IdBlock, Instant, Problem, Result, words::Lang};

use crate::{access::Actor, behaviour::Behaviours, memo::Memo, query::many::Many, schema::Catalog};

pub struct Cx<'c> {
    pub tx: &'c mut Tx,
    pub catalog: Arc<Catalog>,
    pub actor: Arc<Actor>,
    /// in which titles are read: the person's, else the company's; pages without a person's choice take the browser's
    pub lang: Lang,
    pub organization: Arc<Organization>,
    pub behaviours: Arc<Behaviours>,
    pub now: Instant,
    /// drawn before the work began, so that it may run again
    pub ids: IdBlock,
    /// key of cursors and other sealed texts
    pub seal: Arc<[u8]>,
    /// conditions known to leave many rows
    pub(crate) many: Arc<Many>,
    /// how many rules deep this write is; rules that write may not go on for ever
    pub depth: u8,
    /// what this piece of work has looked up already
    pub(crate) memo: Memo,
    /// nothing will be kept: ids and numbers are not drawn. How an import tries its rows before the first write
    pub(crate) trial: bool,
    /// others wait for this connection: a list that takes a long walk is refused (`query::briefly`)
    pub(crate) brief: bool,
}

/// The company that this installation belongs to, as the engine needs it.
#[derive(Clone, Debug)]
pub struct Organization {
    pub name: String,
    pub currency: Currency,
    pub zone: TimeZone,
    pub zone_name: String,
    pub lang: Lang,
    /// 1 = Monday … 7 = Sunday
    pub week_start: u8,
    /// first month of the fiscal year, 1–12
    pub fiscal_start: u8,
}

impl Default for Organization {
    fn default() -> Organization {
        Organization {
            name: String::new(),
            currency: Currency::CNY,
            zone: TimeZone::UTC,
            zone_name: "UTC".into(),
            lang: Lang::Zh,
            week_start: 1,
            fiscal_start: 1,
        }
    }
}

impl Cx<'_> {
    /// A fresh id.
    pub fn id(&mut self) -> Result<Id> {
        if self.trial {
            return Ok(Id(0));
        }
        self.ids.take().ok_or_else(|| Problem::internal("this write needs more ids than were set aside for it"))
    }

    pub fn rows(&mut self, query: &Select) -> Result<Rows> {
        Ok(self.tx.rows(query)?)
    }

    pub fn run(&mut self, change: &Change) -> Result<u64> {
        self.memo.changed();
        Ok(self.tx.run(change)?)
    }

    pub fn run_all(&mut self, changes: &[Change]) -> Result<Vec<u64>> {
        self.memo.changed();
        Ok(self.tx.run_all(changes)?)
    }

    /// The zone in which this reader thinks.
    pub fn zone(&self) -> &TimeZone {
        self.actor.zone.as_ref().unwrap_or(&self.organization.zone)
    }
}
