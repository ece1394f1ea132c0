//! Who is calling: sessions, tokens, one-time links, passwords, and the person behind them. Not records: no right opens these tables.

mod common;
pub mod one_time;
pub mod password;
pub mod preference;
pub mod replay;
pub mod secret;
pub mod session;
pub mod token;

use std::sync::Arc;

use jiff::tz::TimeZone;
use store::{Expr, Select, Tx};
use types::{Id, Instant, Name, Problem, Result, words::Lang};

use crate::{
    access::{Actor, Kind, Reason},
    engine::Shared,
    schema::Owned,
};

/// What an edge knows of a caller before the database is asked.
#[derive(Clone, Debug)]
pub enum Caller {
    /// SHA-256 of a session cookie
    Session {
        hash: [u8; 32],
        address: Option<String>,
    },
    /// SHA-256 of an API token
    Token {
        hash: [u8; 32],
        address: Option<String>,
    },
    /// a job that a person ordered: their rights as they are now
    Person(Id),
    System(Reason),
    Stranger,
}

/// The actor of one piece of work, from the tables as they are in its snapshot: what is taken away works on the next request.
pub(crate) fn resolve(tx: &mut Tx, shared: &Shared, caller: &Caller, now: Instant) -> Result<Arc<Actor>> {
    match caller {
        Caller::System(reason) => Ok(Arc::new(Actor::system(*reason))),
        Caller::Stranger => Ok(Arc::new(Actor::stranger())),
        Caller::Person(user) => shared.person(tx, *user),
        Caller::Session { hash, address } => {
            let (session, user) = session::find(tx, hash, now)?.ok_or_else(Problem::unauthorized)?;
            let person = shared.person(tx, user)?;
            Ok(Arc::new(Actor { via: Some(session), address: address.clone(), ..Actor::clone(&person) }))
        }
        Caller::Token { hash, address } => {
            let found = token::find(tx, hash, now)?.ok_or_else(Problem::unauthorized)?;
            let person = shared.person(tx, found.user)?;
            let rights = match found.scope {
                token::Scope::Read => Arc::new(person.rights.only_reading()),
                // AUTHZ-10: what is an administrator's needs a scope of its own
                token::Scope::Write => {
                    let house = shared.catalog.objects.values().filter(|object| object.owned == Owned::System);
                    Arc::new(person.rights.only_working(house.map(|object| &object.name)))
                }
                token::Scope::Admin => person.rights.clone(),
            };
            Ok(Arc::new(Actor {
                kind: Kind::Token,
                rights,
                only_reads: found.scope == token::Scope::Read,
                administrator: person.administrator && found.scope == token::Scope::Admin,
                via: Some(found.id),
                address: address.clone(),
                ..Actor::clone(&person)
            }))
        }
    }
}

/// A person with their roles and teams. Disabled and invited people cannot act: 401.
pub(crate) fn person(tx: &mut Tx, shared: &Shared, user: Id) -> Result<Actor> {
    let users = Name::of("users");
    let query = Select::from(&users, &["name", "team", "state", "locale", "time_zone"])
        .filter(Expr::column(0, "id").eq(user))
        .filter(Expr::column(0, "deleted_at").is_null());
    let rows = tx.rows(&query)?;
    let row = rows.first().ok_or_else(Problem::unauthorized)?;
    if row[2].as_text() != Some("active") {
        return Err(Problem::unauthorized());
    }
    let side = Select::from(&Name::of("users__roles"), &["value"]).filter(Expr::column(0, "record").eq(user));
    let roles: Vec<String> = tx.rows(&side)?.iter().filter_map(|r| r[0].as_text().map(str::to_string)).collect();
    let (rights, administrator) = shared.rights(&roles);
    let home_team = row[1].as_int().map(Id);
    let teams: Vec<Id> = home_team.into_iter().collect();
    Ok(Actor {
        kind: Kind::Person,
        user: Some(user),
        name: row[0].as_text().unwrap_or_default().to_string(),
        home_team,
        below: shared.teams.below(&teams).into(),
        above: shared.teams.above(&teams).into(),
        teams: teams.into(),
        rights: Arc::new(rights),
        lang: match row[3].as_text() {
            Some("en") => Some(Lang::En),
            Some("zh-CN") => Some(Lang::Zh),
            _ => None,
        },
        zone: row[4].as_text().and_then(|name| TimeZone::get(name).ok()),
        via: None,
        address: None,
        administrator,
        only_reads: false,
    })
}
