//! One-time links: set-up, invitation, password reset. 256 bits, kept as their digest, used once, short-lived, dead when another is made.

use store::{Cell, Change, Compare, Expr, Select};
use types::{Id, Instant, Name, Problem, Result};

use crate::{context::Cx, sweep};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// the first administrator
    Setup,
    Invitation,
    Reset,
}

impl Purpose {
    pub fn word(self) -> &'static str {
        match self {
            Purpose::Setup => "setup",
            Purpose::Invitation => "invitation",
            Purpose::Reset => "reset",
        }
    }

    /// How long the link is good.
    pub fn life(self) -> i64 {
        match self {
            Purpose::Setup => 7 * Instant::DAY,
            Purpose::Invitation => 72 * Instant::HOUR,
            Purpose::Reset => 30 * Instant::MINUTE,
        }
    }
}

fn table() -> Name {
    Name::of("one_time")
}

fn bytes(hash: &[u8; 32]) -> Cell {
    Cell::Bytes(hash.as_slice().into())
}

/// Makes a link; earlier ones for the same purpose and person are dead.
pub fn issue(cx: &mut Cx, purpose: Purpose, user: Option<Id>, hash: [u8; 32]) -> Result<()> {
    let mut earlier = Expr::column(0, "purpose").eq(purpose.word());
    earlier = earlier.and(match user {
        Some(user) => Expr::column(0, "user").eq(user),
        None => Expr::column(0, "user").is_null(),
    });
    cx.run(&Change::delete(&table(), earlier))?;
    let values = vec![
        ("hash", bytes(&hash)),
        ("purpose", purpose.word().into()),
        ("user", user.into()),
        ("created_at", cx.now.into()),
        ("expires_at", cx.now.plus(purpose.life()).into()),
        ("created_by", cx.actor.user.into()),
    ];
    cx.run(&Change::insert(&table(), values))?;
    Ok(())
}

/// Whose link this is, if it is still good. Looking does not use it up.
pub fn look(cx: &mut Cx, purpose: Purpose, hash: &[u8; 32]) -> Result<Option<Id>> {
    let query = Select::from(&table(), &["user"])
        .filter(Expr::column(0, "hash").eq(bytes(hash)))
        .filter(Expr::column(0, "purpose").eq(purpose.word()))
        .filter(Expr::column(0, "expires_at").compare(Compare::Gt, Expr::value(cx.now)));
    let rows = cx.rows(&query)?;
    match rows.first() {
        Some(row) => Ok(Some(row[0].as_int().map_or(Id(0), Id))),
        None => Err(Problem::not_found()),
    }
}

/// Uses the link up. A second use finds nothing.
pub fn take(cx: &mut Cx, purpose: Purpose, hash: &[u8; 32]) -> Result<Option<Id>> {
    let user = look(cx, purpose, hash)?;
    let this = Expr::column(0, "hash").eq(bytes(hash));
    if cx.run(&Change::delete(&table(), this))? != 1 {
        return Err(Problem::not_found());
    }
    Ok(user.filter(|id| id.0 != 0))
}

/// Whether any link for this purpose is still good.
pub fn any(cx: &mut Cx, purpose: Purpose) -> Result<bool> {
    let query = Select::from(&table(), &["hash"])
        .filter(Expr::column(0, "purpose").eq(purpose.word()))
        .filter(Expr::column(0, "expires_at").compare(Compare::Gt, Expr::value(cx.now)))
        .limit(1);
    Ok(!cx.rows(&query)?.is_empty())
}

/// Every link of this person is dead from now on: they have another password, another address, or are no longer in the state it was made for.
pub fn end_of(cx: &mut Cx, user: Id) -> Result<()> {
    cx.run(&Change::delete(&table(), Expr::column(0, "user").eq(user))).map(drop)
}

/// Every link for this purpose is dead from now on.
pub fn end(cx: &mut Cx, purpose: Purpose) -> Result<()> {
    cx.run(&Change::delete(&table(), Expr::column(0, "purpose").eq(purpose.word()))).map(drop)
}

/// Forgets links that are no longer good; upkeep.
pub fn sweep(cx: &mut Cx) -> Result<u64> {
    let over = Expr::column(0, "expires_at").compare(Compare::Le, Expr::value(cx.now));
    sweep::step(cx, &table(), "hash", over)
}
