//! Sessions of people in a browser: found by the digest of their cookie, ended by idleness, age, sign-out, or a new password.

use store::{Cell, Change, Compare, Expr, Select, Tx};
use types::{Id, Instant, Name, Problem, Result, Value};

use crate::{context::Cx, sweep, write::quiet};

/// Idle longer than this: signed out (security: SESS-3, office preset).
pub const IDLE: i64 = 12 * Instant::HOUR;
/// Older than this: signed out.
pub const AGE: i64 = 7 * Instant::DAY;
/// How exactly idleness is known: a request that finds `seen_at` older than this moves it.
pub const SEEN_EVERY: i64 = 5 * Instant::MINUTE;

/// One session, as its owner sees it in the list of their own.
#[derive(Clone, Debug)]
pub struct Session {
    pub id: Id,
    pub created_at: Instant,
    pub seen_at: Instant,
    pub address: Option<String>,
    pub agent: Option<String>,
}

fn table() -> Name {
    Name::of("sessions")
}

/// (session, user) of a cookie that is still good.
pub(crate) fn find(tx: &mut Tx, hash: &[u8; 32], now: Instant) -> Result<Option<(Id, Id)>> {
    let query = Select::from(&table(), &["id", "user"])
        .filter(Expr::column(0, "hash").eq(Cell::Bytes(hash.as_slice().into())))
        .filter(Expr::column(0, "expires_at").compare(Compare::Gt, Expr::value(now)))
        .filter(Expr::column(0, "seen_at").compare(Compare::Gt, Expr::value(now.plus(-IDLE))));
    let rows = tx.rows(&query)?;
    Ok(rows.first().and_then(|row| Some((Id(row[0].as_int()?), Id(row[1].as_int()?)))))
}

/// Opens a session for a person who has proved who they are.
pub fn open(cx: &mut Cx, user: Id, hash: [u8; 32], address: Option<&str>, agent: Option<&str>) -> Result<Id> {
    let id = cx.id()?;
    let agent: Option<String> = agent.map(|a| a.chars().take(200).collect());
    let values = vec![
        ("id", id.into()),
        ("hash", Cell::Bytes(hash.as_slice().into())),
        ("user", user.into()),
        ("created_at", cx.now.into()),
        ("seen_at", cx.now.into()),
        ("expires_at", cx.now.plus(AGE).into()),
        ("address", address.into()),
        ("agent", agent.as_deref().into()),
    ];
    cx.run(&Change::insert(&table(), values))?;
    person_seen(cx, user)?;
    Ok(id)
}

/// Moves `seen_at`, and with it when the person was last seen; called at most every few minutes per session.
pub fn seen(cx: &mut Cx) -> Result<()> {
    let (Some(id), Some(user)) = (cx.actor.via, cx.actor.user) else { return Ok(()) };
    let stale = Expr::column(0, "seen_at").compare(Compare::Lt, Expr::value(cx.now.plus(-SEEN_EVERY)));
    let this = Expr::column(0, "id").eq(id).and(stale);
    let set = vec![("seen_at", Expr::value(cx.now))];
    if cx.run(&Change::update(&table(), set, this))? == 0 {
        return Ok(());
    }
    person_seen(cx, user)
}

/// For those who look after accounts: who has not been here for long.
fn person_seen(cx: &mut Cx, user: Id) -> Result<()> {
    let users = cx.catalog.must("users").clone();
    match users.field("last_seen_at").is_some() {
        true => quiet::set(cx, &users, user, &[("last_seen_at", Value::Time(cx.now))]),
        false => Ok(()),
    }
}

/// The caller's own sessions, latest first.
pub fn mine(cx: &mut Cx) -> Result<Vec<Session>> {
    let user = cx.actor.user.ok_or_else(Problem::unauthorized)?;
    let query = Select::from(&table(), &["id", "created_at", "seen_at", "address", "agent"])
        .filter(Expr::column(0, "user").eq(user))
        .filter(Expr::column(0, "expires_at").compare(Compare::Gt, Expr::value(cx.now)))
        .order(Expr::column(0, "seen_at"), store::Direction::Down)
        .limit(100);
    Ok(cx
        .rows(&query)?
        .iter()
        .filter_map(|row| {
            Some(Session {
                id: Id(row[0].as_int()?),
                created_at: Instant(row[1].as_int()?),
                seen_at: Instant(row[2].as_int()?),
                address: row[3].as_text().map(str::to_string),
                agent: row[4].as_text().map(str::to_string),
            })
        })
        .collect())
}

/// Ends one session of the caller's own.
pub fn end(cx: &mut Cx, session: Id) -> Result<()> {
    let user = cx.actor.user.ok_or_else(Problem::unauthorized)?;
    let this = Expr::column(0, "id").eq(session).and(Expr::column(0, "user").eq(user));
    cx.run(&Change::delete(&table(), this))?;
    Ok(())
}

/// Ends all sessions of a person, perhaps but one: a new password, a disabled account.
pub fn end_all(cx: &mut Cx, user: Id, but: Option<Id>) -> Result<()> {
    let mut these = Expr::column(0, "user").eq(user);
    if let Some(kept) = but {
        these = these.and(Expr::column(0, "id").compare(Compare::Ne, Expr::value(kept)));
    }
    cx.run(&Change::delete(&table(), these))?;
    Ok(())
}

/// Removes what has ended; upkeep.
pub fn sweep(cx: &mut Cx) -> Result<u64> {
    let over = Expr::Or(vec![
        Expr::column(0, "expires_at").compare(Compare::Le, Expr::value(cx.now)),
        Expr::column(0, "seen_at").compare(Compare::Le, Expr::value(cx.now.plus(-IDLE))),
    ]);
    sweep::step(cx, &table(), "id", over)
}
