//! Taking jobs and keeping them: lease, fence, heart-beat, steps, back-off, dead letters. Called by `edge-jobs`, by the handlers of jobs, and by
//! commands that carry out their own job.
//!
//! Whoever holds a job has a fence number. Every step checks it in the transaction of what the step does, so a worker that slept too long and
//! lost the job to another one changes nothing more.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use serde_json::{Value as Json, json};
use store::{Cell, Change, Clash, Compare, Direction, Expr, Math, Select};
use types::{Id, Instant, Name, Problem, ProblemKind, Result};

use super::{COLUMNS, Job, MUST_END, State, read, table};
use crate::{access::Reason, context::Cx, identity::Caller, sweep};

/// A job not heard of for this long is taken over by another worker.
pub const LEASE: i64 = 30 * Instant::SECOND;
/// Tries without a single step between them, before a job is given up.
const MOST: i64 = 6;
/// The first pause after a failure; each further one is twice as long.
const PAUSE: i64 = 5 * Instant::SECOND;
const LONGEST_PAUSE: i64 = 10 * Instant::MINUTE;
/// Jobs that are over are forgotten after this long.
const KEPT: i64 = 90 * Instant::DAY;
/// Jobs looked at in one claim: those that were begun too often are given up on the way.
const LOOKED_AT: u64 = 50;

/// A job in hand.
#[derive(Clone, Debug)]
pub struct Held {
    pub id: Id,
    pub kind: String,
    pub user: Option<Id>,
    pub input: Json,
    pub cursor: Json,
    pub progress: Json,
    pub fence: i64,
    pub stop: Stop,
}

/// How a handler ended.
#[derive(Clone, Debug)]
pub enum Ended {
    /// its last step has finished the job
    Done,
    /// to be finished with this outcome
    With(Json),
    /// the house closes: the job goes on from its cursor some other time
    Stopped,
}

/// Tells a handler that the house closes: it ends after the step it is in.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    pub fn ask(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    pub fn is_asked(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

impl Held {
    /// In whose name its steps run: the person's who ordered it, with the rights they have then; a command's own.
    pub fn caller(&self) -> Caller {
        match self.user {
            Some(user) => Caller::Person(user),
            None => Caller::System(Reason::Command),
        }
    }

    fn this(&self) -> Expr {
        Expr::column(0, "id")
            .eq(self.id)
            .and(Expr::column(0, "fence").eq(self.fence))
            .and(Expr::column(0, "state").eq(State::Running.word()))
    }

    /// Changes the job's row if it is still in this hand.
    fn set(&self, cx: &mut Cx, set: Vec<(&str, Expr)>) -> Result<()> {
        match cx.run(&Change::update(&table(), set, self.this()))? {
            1 => Ok(()),
            _ => Err(Problem::conflict("job_lost")),
        }
    }
}

/// Whether `claim` may find something: asked by a read, so that an idle house writes nothing.
pub fn any_due(cx: &mut Cx, kinds: &[&str]) -> Result<bool> {
    let due = |state: State, column: &str| {
        let kinds = Expr::column(0, "kind").among(kinds.iter().map(Cell::text).collect());
        Select::from(&table(), &["id"])
            .filter(Expr::column(0, "state").eq(state.word()))
            .filter(Expr::column(0, column).compare(Compare::Le, Expr::value(cx.now)))
            .filter(kinds)
            .limit(1)
    };
    let queries = [due(State::Waiting, "due_at"), due(State::Running, "lease_until")];
    for query in &queries {
        if !cx.rows(query)?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Takes the next job of these kinds that is due, or one whose worker is no longer heard of. One at a time per person, so that nobody's imports
/// keep everybody else waiting.
pub fn claim(cx: &mut Cx, kinds: &[&str]) -> Result<Option<Held>> {
    let kinds = || Expr::column(0, "kind").among(kinds.iter().map(Cell::text).collect());
    let overdue = Select::from(&table(), &COLUMNS)
        .filter(Expr::column(0, "state").eq(State::Running.word()))
        .filter(Expr::column(0, "lease_until").compare(Compare::Lt, Expr::value(cx.now)))
        .filter(kinds())
        .order(Expr::column(0, "due_at"), Direction::Up)
        .order(Expr::column(0, "id"), Direction::Up)
        .limit(LOOKED_AT);
    for job in jobs(cx, claimed(overdue))? {
        if let Some(held) = hold(cx, job)? {
            return Ok(Some(held));
        }
    }
    let busy = Select::from(&table(), &["user"])
        .filter(Expr::column(0, "state").eq(State::Running.word()))
        .filter(Expr::column(0, "user").not_null());
    let busy: Vec<Cell> = cx.rows(&busy)?.iter().map(|row| row[0].clone()).collect();
    let user = || Expr::column(0, "user");
    // not after the limit: however many of a busy person's wait, the next one is somebody else's
    let free = Expr::Or(vec![user().is_null(), Expr::Not(Box::new(user().among(busy)))]);
    let due = Select::from(&table(), &COLUMNS)
        .filter(Expr::column(0, "state").eq(State::Waiting.word()))
        .filter(Expr::column(0, "due_at").compare(Compare::Le, Expr::value(cx.now)))
        .filter(kinds())
        .filter(free)
        .order(Expr::column(0, "due_at"), Direction::Up)
        .order(Expr::column(0, "id"), Direction::Up)
        .limit(LOOKED_AT);
    for job in jobs(cx, claimed(due))? {
        if let Some(held) = hold(cx, job)? {
            return Ok(Some(held));
        }
    }
    Ok(None)
}

/// Takes this very job: for commands that carry out what they ordered themselves. `None` when it is over or in another's hand.
pub fn take(cx: &mut Cx, id: Id) -> Result<Option<Held>> {
    let free = Expr::Or(vec![
        Expr::column(0, "state").eq(State::Waiting.word()),
        Expr::column(0, "state")
            .eq(State::Running.word())
            .and(Expr::column(0, "lease_until").compare(Compare::Lt, Expr::value(cx.now))),
    ]);
    let query = Select::from(&table(), &COLUMNS).filter(Expr::column(0, "id").eq(id)).filter(free);
    match jobs(cx, claimed(query))?.pop() {
        Some(job) => hold(cx, job),
        None => Ok(None),
    }
}

fn claimed(query: Select) -> Select {
    Select { claim: true, ..query }
}

fn jobs(cx: &mut Cx, query: Select) -> Result<Vec<Job>> {
    Ok(cx.rows(&query)?.iter().filter_map(read).collect())
}

/// `fence + 1`
pub(super) fn next_fence() -> Expr {
    Expr::Math(Math::Add, Box::new(Expr::column(0, "fence")), Box::new(Expr::value(1)))
}

/// Puts a job into the caller's hand; one that was begun too often without getting on is given up instead.
fn hold(cx: &mut Cx, job: Job) -> Result<Option<Held>> {
    let this = || Expr::column(0, "id").eq(job.id);
    // the lead is a post, not a piece of work: it is never given up
    if job.attempts >= MOST && job.kind != LEAD {
        bury(cx, this(), "worker_lost")?;
        return Ok(None);
    }
    let set = vec![
        ("state", Expr::value(State::Running.word())),
        ("attempts", Expr::value(job.attempts + 1)),
        ("lease_until", Expr::value(cx.now.plus(LEASE))),
        ("fence", next_fence()),
    ];
    cx.run(&Change::update(&table(), set, this()))?;
    let fence = cx.rows(&Select::from(&table(), &["fence"]).filter(this()))?.number().unwrap_or_default();
    let Job { id, kind, user, input, cursor, progress, .. } = job;
    Ok(Some(Held { id, kind, user, input, cursor, progress, fence, stop: Stop::default() }))
}

fn bury(cx: &mut Cx, this: Expr, code: &str) -> Result<()> {
    let set = vec![
        ("state", Expr::value(State::Failed.word())),
        ("outcome", Expr::value(json!({ "problem": code }).to_string())),
        ("lease_until", Expr::Value(Cell::Null)),
        ("finished_at", Expr::value(cx.now)),
    ];
    cx.run(&Change::update(&table(), set, this))?;
    Ok(())
}

/// Says that the work goes on.
pub fn beat(cx: &mut Cx, held: &Held) -> Result<()> {
    held.set(cx, vec![("lease_until", Expr::value(cx.now.plus(LEASE)))])
}

/// Keeps where the next step begins, in the transaction of what this step did.
///
/// # Errors
/// `job_lost` (409): cancelled, or in another's hand; the transaction must not be kept.
pub fn step(cx: &mut Cx, held: &Held, cursor: &Json, progress: &Json) -> Result<()> {
    let set = vec![
        ("cursor", Expr::value(cursor.to_string())),
        ("progress", Expr::value(progress.to_string())),
        ("attempts", Expr::value(0)),
        ("lease_until", Expr::value(cx.now.plus(LEASE))),
    ];
    held.set(cx, set)
}

/// It is done, in the transaction of its last step.
pub fn finish(cx: &mut Cx, held: &Held, outcome: &Json) -> Result<()> {
    let set = vec![
        ("state", Expr::value(State::Done.word())),
        ("outcome", Expr::value(outcome.to_string())),
        ("lease_until", Expr::Value(Cell::Null)),
        ("finished_at", Expr::value(cx.now)),
    ];
    held.set(cx, set)
}

/// What becomes of a job that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// tried again at this time
    Again(Instant),
    /// given up
    Dead,
}

/// It failed: tried again later if that may help, otherwise kept with the reason.
pub fn fail(cx: &mut Cx, held: &Held, problem: &Problem) -> Result<Verdict> {
    let attempts = Select::from(&table(), &["attempts"]).filter(held.this());
    let attempts = cx.rows(&attempts)?.number().ok_or_else(|| Problem::conflict("job_lost"))?;
    let reason = json!({ "problem": problem.code, "status": problem.kind.status(), "fields": fields(problem), "args": args(problem) });
    // a full disk is nobody's fault and is put right by somebody some day
    let counted = problem.kind != ProblemKind::StorageFull;
    if !may_help(problem.kind) || (counted && attempts >= MOST) {
        let set = vec![
            ("state", Expr::value(State::Failed.word())),
            ("outcome", Expr::value(reason.to_string())),
            ("lease_until", Expr::Value(Cell::Null)),
            ("finished_at", Expr::value(cx.now)),
        ];
        held.set(cx, set)?;
        return Ok(Verdict::Dead);
    }
    let due = cx.now.plus(pause(held.id, attempts));
    let set = vec![
        ("state", Expr::value(State::Waiting.word())),
        ("outcome", Expr::value(reason.to_string())),
        ("attempts", Expr::value(if counted { attempts } else { 0 })),
        ("lease_until", Expr::Value(Cell::Null)),
        ("due_at", Expr::value(due)),
    ];
    held.set(cx, set)?;
    Ok(Verdict::Again(due))
}

fn may_help(kind: ProblemKind) -> bool {
    matches!(
        kind,
        ProblemKind::Unavailable | ProblemKind::StorageFull | ProblemKind::RateLimited | ProblemKind::Internal
    )
}

fn fields(problem: &Problem) -> Json {
    problem.fields.iter().map(|f| json!({ "field": f.field, "code": f.code })).collect()
}

fn args(problem: &Problem) -> Json {
    Json::Object(problem.args.iter().map(|(name, value)| (name.to_string(), value.as_str().into())).collect())
}

/// Twice as long after each failure, spread by a quarter either way so that many jobs do not come back at once.
fn pause(id: Id, attempts: i64) -> i64 {
    let doubled = PAUSE.saturating_mul(1 << attempts.clamp(1, 20).saturating_sub(1)).min(LONGEST_PAUSE);
    let mixed = (id.0 as u64 ^ (attempts as u64).rotate_left(32)).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 48;
    doubled * 3 / 4 + doubled / 2 * mixed as i64 / 65_536
}

/// Gives a job back untouched: the house closes.
pub fn release(cx: &mut Cx, held: &Held) -> Result<()> {
    let set = vec![
        ("state", Expr::value(State::Waiting.word())),
        ("attempts", Expr::value(0)),
        ("lease_until", Expr::Value(Cell::Null)),
        ("due_at", Expr::value(cx.now)),
    ];
    held.set(cx, set)
}

/// At the start of the only process there is: whatever was in a hand is in none now, and need not wait for its lease.
pub fn reclaim(cx: &mut Cx) -> Result<u64> {
    let set = vec![
        ("state", Expr::value(State::Waiting.word())),
        ("lease_until", Expr::Value(Cell::Null)),
        ("due_at", Expr::value(cx.now)),
        ("fence", next_fence()),
    ];
    cx.run(&Change::update(&table(), set, Expr::column(0, "state").eq(State::Running.word())))
}

/// At a start: jobs that must end and were given up go on where they were. Gives how many.
pub fn revive(cx: &mut Cx) -> Result<u64> {
    let dead = Expr::column(0, "state")
        .eq(State::Failed.word())
        .and(Expr::column(0, "kind").among(MUST_END.iter().map(Cell::text).collect()));
    let set = vec![
        ("state", Expr::value(State::Waiting.word())),
        ("outcome", Expr::Value(Cell::Null)),
        ("attempts", Expr::value(0)),
        ("due_at", Expr::value(cx.now)),
        ("finished_at", Expr::Value(Cell::Null)),
    ];
    cx.run(&Change::update(&table(), set, dead))
}

pub(super) const LEAD: &str = "lead";
/// Below every id that the clock can give.
const LEAD_ID: Id = Id(1);

/// One process at a time leads: it keeps the clock of the house (seals, sweeps, the outbox). `None` while another one does.
/// Kept by `beat`, given back by `release`.
pub fn lead(cx: &mut Cx) -> Result<Option<Held>> {
    let columns = ["id", "kind", "state", "input", "attempts", "created_at", "due_at", "fence"];
    let row = vec![
        LEAD_ID.into(),
        LEAD.into(),
        State::Waiting.word().into(),
        "{}".into(),
        0.into(),
        cx.now.into(),
        cx.now.into(),
        0.into(),
    ];
    cx.run(&Change::Insert {
        table: table(),
        columns: columns.iter().map(|c| Name::of(c)).collect(),
        rows: vec![row],
        clash: Clash::Keep { key: vec![Name::of("id")] },
    })?;
    take(cx, LEAD_ID)
}

/// Forgets what was over long ago; upkeep.
pub fn sweep(cx: &mut Cx) -> Result<u64> {
    let old = Expr::column(0, "finished_at")
        .not_null()
        .and(Expr::column(0, "finished_at").compare(Compare::Lt, Expr::value(cx.now.plus(-KEPT))));
    sweep::step(cx, &table(), "id", old)
}
