//! Which rows: one tree with two interpreters, `sql()` for queries and `holds()` for a row in memory. A test proves that they agree.

use std::sync::Arc;

use store::{Alias, Cell, Expr, Select};
use types::{Id, Instant, Name, Result, Value};

use super::share::{self, Level};
use crate::{context::Cx, record::Record, schema::Object};

#[derive(Clone, Debug, PartialEq)]
pub enum Predicate {
    Everything,
    Nothing,
    /// the owner is this person
    Owner(Id),
    /// the owning team is one of these
    Teams(Arc<[Id]>),
    /// shared with one of these people or teams
    Shared {
        object: Name,
        level: Level,
        subjects: Arc<[Id]>,
        now: Instant,
    },
    /// the record itself
    Is(Id),
    /// the record behind this link may be seen
    Parent {
        link: Name,
        object: Arc<str>,
        rows: Arc<Predicate>,
    },
    /// the record behind this link-to-any may be seen; one entry per object that it may point to
    About {
        link: Name,
        targets: Arc<[(Name, Predicate)]>,
    },
    /// nothing is set in this link
    Unset(Name),
    /// this person is among the people of the activity
    Among {
        table: Name,
        link: Name,
        user: Id,
    },
    /// a yes/no field that is not yes
    NotSet(Name),
    All(Vec<Predicate>),
    Any(Vec<Predicate>),
}

impl Predicate {
    /// Unites, dropping what adds nothing.
    pub fn any(parts: Vec<Predicate>) -> Predicate {
        let mut kept: Vec<Predicate> = parts.into_iter().filter(|p| *p != Predicate::Nothing).collect();
        if kept.contains(&Predicate::Everything) {
            return Predicate::Everything;
        }
        match kept.len() {
            0 => Predicate::Nothing,
            1 => kept.remove(0),
            _ => Predicate::Any(kept),
        }
    }

    pub fn all(parts: Vec<Predicate>) -> Predicate {
        let mut kept: Vec<Predicate> = parts.into_iter().filter(|p| *p != Predicate::Everything).collect();
        if kept.contains(&Predicate::Nothing) {
            return Predicate::Nothing;
        }
        match kept.len() {
            0 => Predicate::Everything,
            1 => kept.remove(0),
            _ => Predicate::All(kept),
        }
    }

    /// The condition on the table that the query calls `alias`. `walk` keeps the planner from starting with these columns:
    /// the engine has decided to walk another index and to test the scope row by row.
    pub fn sql(&self, alias: Alias, walk: bool) -> Expr {
        let column = |name: &str| {
            let plain = Expr::column(alias, name);
            if walk { Expr::Opaque(Box::new(plain)) } else { plain }
        };
        match self {
            Predicate::Everything => Expr::And(vec![]),
            Predicate::Nothing => Expr::Or(vec![]),
            Predicate::Owner(user) => column("owner").eq(*user),
            Predicate::Teams(teams) => column("owning_team").among(cells(teams)),
            Predicate::Is(id) => Expr::column(alias, "id").eq(*id),
            Predicate::Shared { object, level, subjects, now } => {
                Expr::InSelect(Box::new(column("id")), Box::new(share::shared_ids(object, *level, subjects, *now)))
            }
            Predicate::Parent { link, object, rows } => {
                Expr::Exists(Box::new(one_row(object, alias, Expr::column(alias, link), rows)))
            }
            Predicate::About { link, targets } => Expr::Or(
                targets
                    .iter()
                    .filter(|(_, rows)| *rows != Predicate::Nothing)
                    .map(|(object, rows)| {
                        let here = Expr::Column(alias, link.with("object")).eq(object);
                        let target = one_row(object, alias, Expr::Column(alias, link.clone()), rows);
                        here.and(Expr::Exists(Box::new(target)))
                    })
                    .collect(),
            ),
            Predicate::Unset(link) => Expr::Column(alias, link.clone()).is_null(),
            Predicate::Among { table, link, user } => Expr::InSelect(
                Box::new(column("id")),
                Box::new(
                    Select::from(table, &[link.as_str()])
                        .filter(Expr::column(0, "user").eq(*user))
                        .filter(Expr::column(0, "deleted_at").is_null()),
                ),
            ),
            Predicate::NotSet(field) => {
                Expr::Not(Box::new(Expr::Same(Box::new(Expr::Column(alias, field.clone())), Box::new(Expr::value(1)))))
            }
            Predicate::All(parts) => Expr::And(parts.iter().map(|p| p.sql(alias, walk)).collect()),
            Predicate::Any(parts) => Expr::Or(parts.iter().map(|p| p.sql(alias, walk)).collect()),
        }
    }

    /// The same question about a row in memory, as it is or as it will be. Looks up what is not in the row (shares, parents).
    pub fn holds(&self, cx: &mut Cx, object: &Object, record: &Record) -> Result<bool> {
        Ok(match self {
            Predicate::Everything => true,
            Predicate::Nothing => false,
            Predicate::Owner(user) => record.get(object, "owner").as_id() == Some(*user),
            Predicate::Teams(teams) => {
                record.get(object, "owning_team").as_id().is_some_and(|team| teams.contains(&team))
            }
            Predicate::Is(id) => record.id == *id,
            Predicate::Shared { object, level, subjects, now } => {
                let this = share::shared_ids(object, *level, subjects, *now)
                    .filter(Expr::column(0, "record").eq(record.id))
                    .limit(1);
                !cx.rows(&this)?.is_empty()
            }
            Predicate::Parent { link, object: parent, rows } => match record.get(object, link) {
                Value::Link(target) => exists(cx, parent, target.id, rows)?,
                _ => false,
            },
            Predicate::About { link, targets } => match record.get(object, link) {
                Value::Link(target) => {
                    let named = targets.iter().find(|(name, _)| target.object.as_ref() == Some(name));
                    match named {
                        Some((name, rows)) => exists(cx, name, target.id, rows)?,
                        None => false,
                    }
                }
                _ => false,
            },
            Predicate::Unset(link) => record.get(object, link).is_empty(),
            Predicate::Among { table, link, user } => {
                let this = Select::from(table, &["id"])
                    .filter(Expr::column(0, link).eq(record.id))
                    .filter(Expr::column(0, "user").eq(*user))
                    .filter(Expr::column(0, "deleted_at").is_null())
                    .limit(1);
                !cx.rows(&this)?.is_empty()
            }
            Predicate::NotSet(field) => record.get(object, field).as_bool() != Some(true),
            Predicate::All(parts) => {
                for part in parts {
                    if !part.holds(cx, object, record)? {
                        return Ok(false);
                    }
                }
                true
            }
            Predicate::Any(parts) => {
                for part in parts {
                    if part.holds(cx, object, record)? {
                        return Ok(true);
                    }
                }
                false
            }
        })
    }
}

/// Is there a living record `id` in `object` for which the predicate holds?
fn exists(cx: &mut Cx, object: &str, id: Id, rows: &Predicate) -> Result<bool> {
    let this = Select::from(&Name::of(object), &["id"])
        .filter(Expr::column(0, "id").eq(id))
        .filter(Expr::column(0, "deleted_at").is_null())
        .filter(rows.sql(0, true));
    Ok(!cx.rows(&this)?.is_empty())
}

/// `SELECT id FROM object WHERE id = link AND living AND rows`, for use inside EXISTS.
fn one_row(object: &str, outer: Alias, link: Expr, rows: &Predicate) -> Select {
    // inner tables are called by numbers far from those of the query around them
    let inner = outer + 100;
    Select {
        columns: vec![Expr::column(inner, "id")],
        from: Some((store::Source::Table(Name::of(object)), inner)),
        filter: Some(
            Expr::column(inner, "id")
                .equals(link)
                .and(Expr::column(inner, "deleted_at").is_null())
                .and(rows.sql(inner, true)),
        ),
        ..Select::default()
    }
}

fn cells(ids: &[Id]) -> Vec<Cell> {
    ids.iter().map(|id| Cell::from(*id)).collect()
}
