//! Shares by hand: this record, for this person or team, to see or to edit, until then. Kept in one table for all objects and tested in every scope;
//! written for saved views (`modules/platform/share_view`), by no other verb so far.

use store::{Cell, Change, Clash, Expr, Select};
use types::{Id, Instant, Name, Result};

use crate::context::Cx;

/// How much a share gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    View = 1,
    Edit = 2,
}

/// With whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum With {
    User(Id),
    Team(Id),
}

impl With {
    fn id(self) -> Id {
        match self {
            With::User(id) | With::Team(id) => id,
        }
    }
}

pub fn table() -> Name {
    Name::of("shares")
}

/// Ids of the records of `object` that are shared with this person or their teams, at `level` or more, now.
/// Users and teams never have the same id, so one list of subjects serves both.
pub(super) fn shared_ids(object: &Name, level: Level, subjects: &[Id], now: Instant) -> Select {
    let cells = subjects.iter().map(|id| Cell::from(*id)).collect();
    Select::from(&table(), &["record"])
        .filter(Expr::column(0, "object").eq(object))
        .filter(Expr::column(0, "subject").among(cells))
        .filter(Expr::column(0, "level").compare(store::Compare::Ge, Expr::value(level as i64)))
        .filter(Expr::Or(vec![
            Expr::column(0, "expires_at").is_null(),
            Expr::column(0, "expires_at").compare(store::Compare::Gt, Expr::value(now)),
        ]))
}

/// Gives, or changes what was given before. The caller has proved the right to share this record.
pub fn give(cx: &mut Cx, object: &Name, record: Id, with: With, level: Level, until: Option<Instant>) -> Result<()> {
    let columns = ["object", "record", "subject", "level", "expires_at", "given_by", "given_at"];
    let by = cx.actor.user;
    let row = vec![
        object.into(),
        record.into(),
        with.id().into(),
        (level as i64).into(),
        until.into(),
        by.into(),
        cx.now.into(),
    ];
    cx.run(&Change::Insert {
        table: table(),
        columns: columns.iter().map(|c| Name::of(c)).collect(),
        rows: vec![row],
        clash: Clash::Replace {
            key: vec![Name::of("object"), Name::of("subject"), Name::of("record")],
            set: ["level", "expires_at", "given_by", "given_at"].iter().map(|c| Name::of(c)).collect(),
        },
    })?;
    Ok(())
}

/// Takes back.
pub fn take(cx: &mut Cx, object: &Name, record: Id, with: With) -> Result<()> {
    let this = Expr::column(0, "object")
        .eq(object)
        .and(Expr::column(0, "record").eq(record))
        .and(Expr::column(0, "subject").eq(with.id()));
    cx.run(&Change::delete(&table(), this))?;
    Ok(())
}
