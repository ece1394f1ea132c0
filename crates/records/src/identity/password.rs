//! Passwords: kept as Argon2id, apart from the people. Hashing costs 20 MB and tens of milliseconds, so it happens outside transactions,
//! behind a semaphore in `gate`; here is what is pure, and the rows.

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use store::{Change, Clash, Expr, Select};
use types::{Id, Name, Problem, Result};

use crate::{
    audit::{self, Entry},
    context::Cx,
    identity::{common, one_time, session},
};

/// Shortest password without a second factor, in characters (NIST SP 800-63B-4, 3.1.1.2).
pub const SHORTEST: usize = 15;
/// Longest accepted.
pub const LONGEST: usize = 256;

/// Why a password was refused; codes of `problems.ftl`.
pub fn acceptable(password: &str, words: &[&str]) -> Result<(), &'static str> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err("password_too_short");
    }
    if length > LONGEST {
        return Err("password_too_long");
    }
    let folded = types::text::fold(password).into_owned();
    let distinct: std::collections::BTreeSet<char> = folded.chars().collect();
    if distinct.len() < 5 {
        return Err("password_too_simple");
    }
    let named = |word: &&str| word.chars().count() >= 4 && folded.contains(&*types::text::fold(word));
    if words.iter().any(named) {
        return Err("password_names_you");
    }
    if common::is_common(&folded) {
        return Err("password_too_common");
    }
    Ok(())
}

fn hasher() -> Argon2<'static> {
    // 19 MiB, two passes: OWASP's minimum for Argon2id; the parameters stand in each hash
    let params = Params::new(19 * 1024, 2, 1, None).expect("these parameters are in range");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// Slow on purpose.
pub fn hash(password: &str) -> Result<String> {
    let hashed = hasher().hash_password(password.as_bytes()).map_err(Problem::internal)?;
    Ok(hashed.to_string())
}

/// Slow on purpose, and as slow when nobody has this name: verify against `decoy` then.
pub fn verify(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|parsed| hasher().verify_password(password.as_bytes(), &parsed).is_ok())
}

fn table() -> Name {
    Name::of("passwords")
}

/// What sign-in needs, for an e-mail address: who it is and the hash to verify. People who may not sign in have none.
pub fn of_email(cx: &mut Cx, email: &str) -> Result<Option<(Id, String)>> {
    let users = Name::of("users");
    let email = types::text::email::parse(email).map_or_else(|_| email.to_string(), |e| e.key);
    let query = Select::from(&users, &["id"])
        .filter(Expr::column(0, "email").eq(email.as_str()))
        .filter(Expr::column(0, "state").eq("active"))
        .filter(Expr::column(0, "deleted_at").is_null());
    let Some(user) = cx.rows(&query)?.first().and_then(|row| row[0].as_int()).map(Id) else { return Ok(None) };
    Ok(of_user(cx, user)?.map(|hash| (user, hash)))
}

pub fn of_user(cx: &mut Cx, user: Id) -> Result<Option<String>> {
    let query = Select::from(&table(), &["hash"]).filter(Expr::column(0, "user").eq(user));
    Ok(cx.rows(&query)?.first().and_then(|row| row[0].as_text().map(str::to_string)))
}

/// Sets a password and ends every session of the person but the one that did it, and every link by which another could be set.
pub fn set(cx: &mut Cx, user: Id, hash: &str) -> Result<()> {
    cx.run(&Change::Insert {
        table: table(),
        columns: ["user", "hash", "set_at"].iter().map(|c| Name::of(c)).collect(),
        rows: vec![vec![user.into(), hash.into(), cx.now.into()]],
        clash: Clash::Replace { key: vec![Name::of("user")], set: vec![Name::of("hash"), Name::of("set_at")] },
    })?;
    let mine = cx.actor.via.filter(|_| cx.actor.user == Some(user));
    session::end_all(cx, user, mine)?;
    one_time::end_of(cx, user)?;
    let users = Name::of("users");
    audit::note(
        cx,
        Entry {
            action: "password",
            object: Some(&users),
            record: Some(user),
            outcome: "done",
            details: serde_json::json!({}),
        },
    )
}
