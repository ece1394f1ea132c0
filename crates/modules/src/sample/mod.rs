//! A made-up company: teams, people, products, customers and three years of deals and activities, of any size. The same seed on the same day
//! gives the same company. Used by `zhike demo` and by set-up "with a sample company"; written through the pipeline like everything else.
//!
//! A caller asks `done` where to go on, writes every `begin`, reads the `ground`, then writes `step` after `step`, each in a transaction of
//! its own. A step makes whole families (an account and what belongs to it), so that any number of them is a company.

mod chance;
mod company_names;
mod deal;
mod desk;
mod family;
mod goods;
mod lead;
mod people;
mod person_names;
mod places;
mod talk;
#[cfg(test)]
mod tests;

use jiff::tz::TimeZone;
use records::{Cx, query::Ask};
use types::{Currency, Date, Id, Instant, Problem, Result, words::Lang};

use crate::work::first;

/// Accounts made in one step; with what belongs to them about 200 rows.
pub const FAMILIES: u64 = 40;

/// Which company, and how big.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// accounts
    pub rows: u64,
    pub seed: u64,
}

/// What every family refers to. Read once, when the people are there.
#[derive(Clone, Debug)]
pub struct Ground {
    sample: Sample,
    lang: Lang,
    base: Currency,
    zone: TimeZone,
    today: Date,
    /// the first moment of today: the same company all day long
    now: Instant,
    staff: people::Staff,
    goods: goods::Goods,
}

impl Sample {
    /// What set-up offers: big enough to look alive, small enough to be read.
    pub const COMPANY: Sample = Sample { rows: 120, seed: 1 };

    /// `external_source` of its accounts and people; `external_id` is their number.
    fn source(self) -> String {
        format!("sample-{}", self.seed)
    }

    /// Whether it may be written here; accounts that an interrupted run has made already.
    ///
    /// # Errors
    /// `not_empty` when there are other accounts.
    pub fn done(self, cx: &mut Cx) -> Result<u64> {
        let others = Ask::default().filter(format!("external_source != \"{}\"", self.source())).fields(&["name"]);
        if first(cx, "accounts", others.sort("id", false))?.is_some() {
            return Err(Problem::conflict("not_empty"));
        }
        let last = Ask::default().sort("id", true).fields(&["external_id"]);
        let last = first(cx, "accounts", last)?.and_then(|last| last.get("external_id").as_text()?.parse::<u64>().ok());
        Ok(last.map_or(0, |number| number + 1))
    }

    /// How many steps make teams, people and products.
    pub fn beginnings(self) -> u64 {
        people::steps(self) + 1
    }

    /// Makes some of the teams, people or products, those that are not there yet.
    pub fn begin(self, cx: &mut Cx, at: u64) -> Result<()> {
        match at.checked_sub(1) {
            None => goods::make(cx),
            Some(at) => people::make(cx, self, at),
        }
    }

    /// Reads what the beginnings have made.
    pub fn ground(self, cx: &mut Cx) -> Result<Ground> {
        let zone = cx.organization.zone.clone();
        let today = cx.now.date_in(&zone);
        Ok(Ground {
            sample: self,
            lang: cx.organization.lang,
            base: cx.organization.currency,
            now: today.start_in(&zone),
            zone,
            today,
            staff: people::staff(cx, self)?,
            goods: goods::read(cx)?,
        })
    }
}

impl Ground {
    /// Makes the accounts from this number on, at most `FAMILIES`, and what belongs to them; says how many records that were.
    pub fn step(&self, cx: &mut Cx, from: u64) -> Result<u64> {
        let upto = (from + FAMILIES).min(self.sample.rows);
        let made = family::make(cx, self, from..upto)?;
        Ok(if upto == self.sample.rows { made + desk::make(cx, self)? } else { made })
    }
}

/// A salesperson and their team.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Owner {
    user: Id,
    team: Option<Id>,
}
