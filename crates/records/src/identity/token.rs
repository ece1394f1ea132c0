//! API tokens: a person's rights, cut down to a scope, until a day. Shown once; `zk_` and 256 bits.

use store::{Cell, Change, Expr, Select, Tx};
use types::{Id, Instant, Name, Problem, Result};

use crate::{
    audit::{self, Entry},
    context::Cx,
};

pub const PREFIX: &str = "zk_";
/// No token lives longer (security: CRY-2).
pub const LONGEST: i64 = 366 * Instant::DAY;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    Read,
    Write,
    Admin,
}

impl Scope {
    pub fn word(self) -> &'static str {
        match self {
            Scope::Read => "read",
            Scope::Write => "write",
            Scope::Admin => "admin",
        }
    }

    pub fn parse(word: &str) -> Option<Scope> {
        [Scope::Read, Scope::Write, Scope::Admin].into_iter().find(|s| s.word() == word)
    }
}

#[derive(Clone, Debug)]
pub struct Token {
    pub id: Id,
    pub user: Id,
    pub name: String,
    pub scope: Scope,
    pub created_at: Instant,
    pub expires_at: Option<Instant>,
    /// last used, to a few minutes
    pub seen_at: Option<Instant>,
}

fn table() -> Name {
    Name::of("tokens")
}

const COLUMNS: [&str; 7] = ["id", "user", "name", "scope", "created_at", "expires_at", "seen_at"];

fn read(row: &[Cell]) -> Option<Token> {
    Some(Token {
        id: Id(row[0].as_int()?),
        user: Id(row[1].as_int()?),
        name: row[2].as_text()?.to_string(),
        scope: Scope::parse(row[3].as_text()?)?,
        created_at: Instant(row[4].as_int()?),
        expires_at: row[5].as_int().map(Instant),
        seen_at: row[6].as_int().map(Instant),
    })
}

pub(crate) fn find(tx: &mut Tx, hash: &[u8; 32], now: Instant) -> Result<Option<Token>> {
    let query = Select::from(&table(), &COLUMNS)
        .filter(Expr::column(0, "hash").eq(Cell::Bytes(hash.as_slice().into())))
        .filter(Expr::column(0, "revoked_at").is_null());
    let rows = tx.rows(&query)?;
    Ok(rows.first().and_then(read).filter(|token| token.expires_at.is_none_or(|at| at > now)))
}

/// Keeps the digest of a fresh token. The caller's own, or (administrators, commands) another person's.
pub fn create(
    cx: &mut Cx,
    user: Id,
    hash: [u8; 32],
    name: &str,
    scope: Scope,
    expires_at: Option<Instant>,
) -> Result<Id> {
    if cx.actor.user != Some(user) && !cx.actor.administrator {
        return Err(Problem::forbidden("no_right"));
    }
    let latest = cx.now.plus(LONGEST);
    let expires_at = expires_at.unwrap_or(latest);
    if expires_at > latest {
        return Err(Problem::field("expires", "token_too_long"));
    }
    let id = cx.id()?;
    let values = vec![
        ("id", id.into()),
        ("hash", Cell::Bytes(hash.as_slice().into())),
        ("user", user.into()),
        ("name", name.into()),
        ("scope", scope.word().into()),
        ("created_at", cx.now.into()),
        ("expires_at", expires_at.into()),
    ];
    cx.run(&Change::insert(&table(), values))?;
    note(cx, "token_create", Some(user), serde_json::json!({ "token": id, "name": name }))?;
    Ok(id)
}

/// Moves `seen_at` of the caller's own; called at most every few minutes per token.
pub fn seen(cx: &mut Cx) -> Result<()> {
    let Some(id) = cx.actor.via else { return Ok(()) };
    let set = vec![("seen_at", Expr::value(cx.now))];
    cx.run(&Change::update(&table(), set, Expr::column(0, "id").eq(id))).map(drop)
}

/// Tokens of a person, newest first.
pub fn of(cx: &mut Cx, user: Id) -> Result<Vec<Token>> {
    if cx.actor.user != Some(user) && !cx.actor.administrator {
        return Err(Problem::forbidden("no_right"));
    }
    let query = Select::from(&table(), &COLUMNS)
        .filter(Expr::column(0, "user").eq(user))
        .filter(Expr::column(0, "revoked_at").is_null())
        .order(Expr::column(0, "id"), store::Direction::Down)
        .limit(200);
    Ok(cx.rows(&query)?.iter().filter_map(read).collect())
}

/// Ends a token at once.
pub fn revoke(cx: &mut Cx, token: Id) -> Result<()> {
    let mut this = Expr::column(0, "id").eq(token).and(Expr::column(0, "revoked_at").is_null());
    if !cx.actor.administrator {
        let user = cx.actor.user.ok_or_else(Problem::unauthorized)?;
        this = this.and(Expr::column(0, "user").eq(user));
    }
    let changed = cx.run(&Change::update(&table(), vec![("revoked_at", Expr::value(cx.now))], this))?;
    if changed == 0 {
        return Err(Problem::not_found());
    }
    note(cx, "token_revoke", None, serde_json::json!({ "token": token }))
}

/// Ends every token of the caller's own: after a new password, or when one has got about.
pub fn revoke_all(cx: &mut Cx) -> Result<()> {
    let user = cx.actor.user.ok_or_else(Problem::unauthorized)?;
    let these = Expr::column(0, "user").eq(user).and(Expr::column(0, "revoked_at").is_null());
    if cx.run(&Change::update(&table(), vec![("revoked_at", Expr::value(cx.now))], these))? == 0 {
        return Ok(());
    }
    note(cx, "token_revoke", Some(user), serde_json::json!({ "token": "all" }))
}

/// `user` is whose tokens they are, where that is known.
fn note(cx: &mut Cx, action: &str, user: Option<Id>, details: serde_json::Value) -> Result<()> {
    let users = Name::of("users");
    audit::note(cx, Entry { action, object: Some(&users), record: user, outcome: "done", details })
}
