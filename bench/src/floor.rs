//! The floor of a path: the statements that it runs, caught once, asked again in a tight loop with nothing around them.

use std::time::{Duration, Instant};

use records::{Caller, access::Reason};
use store::{Select, testing};
use types::{Problem, Result};

use crate::{client::Client, paths::Path, people::Person, site::Site};

pub struct Floor {
    pub statements: Vec<Select>,
}

/// Asks once to warm what is remembered, once more to catch the statements.
pub fn of(site: &Site, person: &Person, path: &Path) -> Result<Floor> {
    let mut client = Client::connect(site.address, site.session(person.id)?).map_err(Problem::internal)?;
    for _ in 0..3 {
        client.ask(&path.requests[0]).map_err(Problem::internal)?;
    }
    testing::catch();
    client.ask(&path.requests[0]).map_err(Problem::internal)?;
    Ok(Floor { statements: testing::caught() })
}

impl Floor {
    /// How long all of them take, one after the other, on a connection of the database.
    pub fn once(&self, site: &Site) -> Result<Duration> {
        let statements = self.statements.clone();
        site.engine.read_now(Caller::System(Reason::Command), move |cx| {
            let begun = Instant::now();
            for statement in &statements {
                cx.rows(statement)?;
            }
            Ok(begun.elapsed())
        })
    }

    /// Every statement with its time alone (the median of some), its rows and the database's plan: where to look when a path is slow.
    pub fn explained(&self, site: &Site) -> Result<String> {
        let statements = self.statements.clone();
        site.engine.read_now(Caller::System(Reason::Command), move |cx| {
            let mut said = String::new();
            for (at, statement) in statements.iter().enumerate() {
                let mut samples = Vec::new();
                let mut rows = 0;
                for _ in 0..7 {
                    let begun = Instant::now();
                    rows = cx.rows(statement)?.len();
                    samples.push(begun.elapsed());
                }
                samples.sort_unstable();
                let plan = cx.tx.explain(statement)?.join("\n     ");
                said += &format!("{:3} {:8.3} ms {rows:5} rows  {plan}\n", at + 1, samples[3].as_secs_f64() * 1_000.0);
            }
            Ok(said)
        })
    }
}
