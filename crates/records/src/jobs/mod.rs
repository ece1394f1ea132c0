//! Jobs: work that outlives a request, kept in a table of the same database. Ordered in the transaction of what orders it (`enqueue`), taken by
//! `edge-jobs` (`queue`), done in steps whose place is kept together with what they did. A job that a person ordered runs with that person's
//! rights as they are at each step.

mod queue;
#[cfg(test)]
mod tests;

use serde_json::Value as Json;
use store::{Cell, Change, Event, Expr, Select};
use types::{Id, Instant, Name, Problem, Result};

pub use queue::{
    Ended, Held, LEASE, Stop, Verdict, any_due, beat, claim, fail, finish, lead, reclaim, release, revive, step, sweep,
    take,
};

use crate::{access::Actor, context::Cx, money::revalue, schema::recompute};

/// One job as its owner sees it.
#[derive(Clone, Debug)]
pub struct Job {
    pub id: Id,
    pub kind: String,
    pub state: State,
    /// who ordered it; none for commands on the machine itself
    pub user: Option<Id>,
    pub input: Json,
    /// where the next step begins; empty before the first
    pub cursor: Json,
    /// what the last step told: phases and counts, by kind
    pub progress: Json,
    /// what came of it: the result of one that is done, the problem of one that failed
    pub outcome: Json,
    /// tries since the last step that went well
    pub attempts: i64,
    pub created_at: Instant,
    pub due_at: Instant,
    pub finished_at: Option<Instant>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// for its time, or for a free worker
    Waiting,
    Running,
    Done,
    /// given up, with the reason: the dead letters
    Failed,
    Cancelled,
}

impl State {
    pub const ALL: [State; 5] = [State::Waiting, State::Running, State::Done, State::Failed, State::Cancelled];

    pub fn word(self) -> &'static str {
        match self {
            State::Waiting => "waiting",
            State::Running => "running",
            State::Done => "done",
            State::Failed => "failed",
            State::Cancelled => "cancelled",
        }
    }

    pub fn parse(word: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.word() == word)
    }

    /// Nothing more will happen to it.
    pub fn is_over(self) -> bool {
        matches!(self, State::Done | State::Failed | State::Cancelled)
    }
}

/// Ended half-way, the rest of the rows would keep what the old formula, or the old rate, said.
const MUST_END: [&str; 2] = [recompute::JOB, revalue::JOB];

pub(super) fn table() -> Name {
    Name::of("jobs")
}

pub(super) const COLUMNS: [&str; 12] = [
    "id",
    "kind",
    "state",
    "user",
    "input",
    "cursor",
    "progress",
    "outcome",
    "attempts",
    "created_at",
    "due_at",
    "finished_at",
];

pub(super) fn read(row: &[Cell]) -> Option<Job> {
    let json = |cell: &Cell| cell.as_text().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    Some(Job {
        id: Id(row[0].as_int()?),
        kind: row[1].as_text()?.to_string(),
        state: State::parse(row[2].as_text()?)?,
        user: row[3].as_int().map(Id),
        input: json(&row[4]),
        cursor: json(&row[5]),
        progress: json(&row[6]),
        outcome: json(&row[7]),
        attempts: row[8].as_int()?,
        created_at: Instant(row[9].as_int()?),
        due_at: Instant(row[10].as_int()?),
        finished_at: row[11].as_int().map(Instant),
    })
}

/// Orders a job in the caller's name and transaction; it begins when that is kept.
pub fn enqueue(cx: &mut Cx, kind: &str, input: &Json) -> Result<Id> {
    let id = cx.id()?;
    enqueue_as(cx, id, kind, input)?;
    Ok(id)
}

/// Whether this very job waits already and has not begun: one that has begun may have passed what is ordered now.
pub fn is_waiting(cx: &mut Cx, kind: &str, input: &Json) -> Result<bool> {
    let query = Select::from(&table(), &["id"])
        .filter(Expr::column(0, "state").eq(State::Waiting.word()))
        .filter(Expr::column(0, "kind").eq(kind))
        .filter(Expr::column(0, "input").eq(input.to_string()))
        .filter(Expr::column(0, "cursor").is_null())
        .limit(1);
    Ok(!cx.rows(&query)?.is_empty())
}

/// The same under the id of the record that the job is about, so that both are found by one id.
pub fn enqueue_as(cx: &mut Cx, id: Id, kind: &str, input: &Json) -> Result<()> {
    let values = vec![
        ("id", id.into()),
        ("kind", kind.into()),
        ("state", State::Waiting.word().into()),
        ("user", cx.actor.user.into()),
        ("input", input.to_string().into()),
        ("attempts", 0.into()),
        ("created_at", cx.now.into()),
        ("due_at", cx.now.into()),
        ("fence", 0.into()),
    ];
    cx.run(&Change::insert(&table(), values))?;
    let jobs = table();
    cx.tx.after_commit(Event { topic: jobs.clone(), object: jobs, id: id.0, version: 0 });
    Ok(())
}

/// One job of the caller's own, any for administrators. Another's is as missing as none.
pub fn get(cx: &mut Cx, id: Id) -> Result<Job> {
    let query = Select::from(&table(), &COLUMNS).filter(Expr::column(0, "id").eq(id)).filter(mine(&cx.actor));
    let rows = cx.rows(&query)?;
    rows.first().and_then(read).ok_or_else(Problem::not_found)
}

/// The place and the figures of the last step of a job that is over, whoever ordered it; `None` while it is under way or when there is none.
/// For work that goes on where another job was stopped.
pub fn left_at(cx: &mut Cx, id: Id) -> Result<Option<Job>> {
    let query = Select::from(&table(), &COLUMNS).filter(Expr::column(0, "id").eq(id));
    Ok(cx.rows(&query)?.first().and_then(read).filter(|job| job.state.is_over()))
}

/// Whether somebody works on it or will. A job that was forgotten is over.
pub fn is_under_way(cx: &mut Cx, id: Id) -> Result<bool> {
    let query = Select::from(&table(), &COLUMNS).filter(Expr::column(0, "id").eq(id));
    Ok(cx.rows(&query)?.first().and_then(read).is_some_and(|job| !job.state.is_over()))
}

/// The caller's own jobs, latest first.
pub fn list(cx: &mut Cx, limit: usize) -> Result<Vec<Job>> {
    let query = Select::from(&table(), &COLUMNS)
        .filter(mine(&cx.actor))
        .filter(Expr::column(0, "kind").compare(store::Compare::Ne, Expr::value(queue::LEAD)))
        .order(Expr::column(0, "id"), store::Direction::Down)
        .limit(limit as u64);
    Ok(cx.rows(&query)?.iter().filter_map(read).collect())
}

/// Ends a job that is not over yet. One that runs finds out at its next step; what its steps have done stays done.
pub fn cancel(cx: &mut Cx, id: Id) -> Result<()> {
    let job = get(cx, id)?;
    if cx.actor.only_reads {
        return Err(Problem::forbidden("read_only_token"));
    }
    if MUST_END.contains(&&*job.kind) {
        return Err(Problem::conflict("job_must_end"));
    }
    if job.state.is_over() {
        return Err(Problem::conflict("job_is_over"));
    }
    let set = vec![
        ("state", Expr::value(State::Cancelled.word())),
        ("finished_at", Expr::value(cx.now)),
        ("lease_until", Expr::Value(Cell::Null)),
        ("fence", queue::next_fence()),
    ];
    cx.run(&Change::update(&table(), set, Expr::column(0, "id").eq(id)))?;
    Ok(())
}

fn mine(actor: &Actor) -> Expr {
    match (actor.administrator, actor.user) {
        (true, _) => Expr::And(vec![]),
        (false, Some(user)) => Expr::column(0, "user").eq(user),
        (false, None) => Expr::Or(vec![]),
    }
}
