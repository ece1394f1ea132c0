//! Question 1: who is asking. Resolved from a session or token at the beginning of every piece of work, never ambient.

use std::sync::Arc;

use jiff::tz::TimeZone;
use types::{Id, Result, words::Lang};

use super::Rights;
use crate::context::Cx;

#[derive(Clone, Debug)]
pub struct Actor {
    pub kind: Kind,
    /// the person; none for the system and for strangers
    pub user: Option<Id>,
    pub name: String,
    pub home_team: Option<Id>,
    /// their own teams
    pub teams: Arc<[Id]>,
    /// their teams and all below
    pub below: Arc<[Id]>,
    /// their teams and all above: what is shared with a team is shared with those in it and below
    pub above: Arc<[Id]>,
    /// united over their roles, already limited by the token's scope
    pub rights: Arc<Rights>,
    pub lang: Option<Lang>,
    pub zone: Option<TimeZone>,
    /// the session or token, for the audit
    pub via: Option<Id>,
    /// network address, for the audit
    pub address: Option<String>,
    /// their own records may be given away, their roles edited …: an administrator
    pub administrator: bool,
    /// a token that was given for reading: also what asks for no right of its own is not done for it
    pub only_reads: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Person,
    Token,
    /// the engine itself, for one of a closed list of reasons
    System(Reason),
    Stranger,
}

/// Why something runs without a person. Every use is reviewed: `tidy` counts the call sites.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// first start, before anybody exists
    Setup,
    /// `zhike …` on the machine itself
    Command,
    /// a background job that carries out what a person ordered, within that person's rights, uses that person; this is for upkeep
    Upkeep,
    /// signing in, before the person is known
    SignIn,
}

/// How the audit names what the product did of itself, as when it followed from a person's act.
pub const FOLLOWED: &str = "upkeep";

impl Reason {
    pub fn word(self) -> &'static str {
        match self {
            Reason::Setup => "setup",
            Reason::Command => "command",
            Reason::Upkeep => FOLLOWED,
            Reason::SignIn => "sign_in",
        }
    }
}

/// Runs `f` for one of the engine's own reasons; `user` stays named as the one whose act it follows from. For consequences only, never for what a
/// caller asked for.
pub fn acting<T>(cx: &mut Cx, user: Option<Id>, reason: Reason, f: impl FnOnce(&mut Cx) -> Result<T>) -> Result<T> {
    let before = cx.actor.clone();
    cx.actor = Arc::new(Actor {
        user,
        home_team: before.home_team,
        via: before.via,
        address: before.address.clone(),
        ..Actor::system(reason)
    });
    let answer = f(cx);
    cx.actor = before;
    answer
}

impl Actor {
    /// The engine itself: may everything; sealed by `Reason`.
    pub fn system(reason: Reason) -> Actor {
        Actor {
            kind: Kind::System(reason),
            user: None,
            name: format!("system:{}", reason.word()),
            home_team: None,
            teams: Arc::new([]),
            below: Arc::new([]),
            above: Arc::new([]),
            rights: Arc::new(Rights::everything()),
            lang: None,
            zone: None,
            via: None,
            address: None,
            administrator: true,
            only_reads: false,
        }
    }

    /// Nobody we know: may nothing.
    pub fn stranger() -> Actor {
        Actor {
            kind: Kind::Stranger,
            name: "stranger".into(),
            rights: Arc::new(Rights::default()),
            administrator: false,
            ..Actor::system(Reason::SignIn)
        }
    }

    pub fn is_system(&self) -> bool {
        matches!(self.kind, Kind::System(_))
    }

    /// How the audit names this kind of caller.
    pub fn kind_word(&self) -> &'static str {
        match self.kind {
            Kind::Person => "person",
            Kind::Token => "token",
            Kind::System(reason) => reason.word(),
            Kind::Stranger => "stranger",
        }
    }
}
